//! What is remembered between starts and shared between processes: settings, which message answered which, what was
//! asked, votes, who is at work on what.
//!
//! `sqlite` and `postgres` open the two kinds of store; `queries/` is what both do. `keeper` is how everything that may
//! wait is written; `insights` is what the journal says.

pub mod claim;
pub mod insights;
pub mod journal;
mod keeper;
pub mod person;
mod postgres;
mod recent;
pub mod redact;
pub mod retention;
mod sqlite;
mod types;

pub use claim::{Claim, Last, Overdue};
pub use insights::{DayCount, EntryCount, EntryUse, GapCount, Insights, Latency, dates, entry_use, insights};
pub use journal::{Asked, Heard, Shared, Turn};
pub use keeper::{Keeper, Write};
pub use person::People;
pub use postgres::Postgres;
pub use recent::Recent;
pub use retention::Retention;
pub use sqlite::Sqlite;
pub use types::{
    Answered, ChannelMode, ChannelSetting, Helpful, Installation, Place, Server, ServerSetting, StoreError, Vote,
    VoteCount,
};

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;

use crate::config::Secret;

/// Opens the store at an address: `sqlite:FILE`, made if it is not there, or `postgres://…`.
///
/// # Errors
/// If the address is none of these, or what it names cannot be used.
pub async fn open(url: &str) -> Result<Arc<dyn Store>, StoreError> {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("postgres" | "postgresql") => Ok(Arc::new(Postgres::open(url).await?)),
        Some("sqlite") => Ok(Arc::new(Sqlite::open(url).await?)),
        _ => Err(StoreError::Address),
    }
}

/// Whether an address is one of a store, be it there or not.
pub fn is_address(url: &str) -> bool {
    match url.split_once(':').map(|(scheme, _)| scheme) {
        Some("postgres" | "postgresql") => PgConnectOptions::from_str(url).is_ok(),
        Some("sqlite") => SqliteConnectOptions::from_str(url).is_ok(),
        _ => false,
    }
}

/// Opens the store and starts writing to it. Where a database is away for now, everything begins as it would go on if it went
/// away later: from memory, and what is to be kept waits.
///
/// # Errors
/// If it cannot be used, or there is no key with which to hash people.
pub async fn start(config: &crate::config::Store) -> Result<Keeper, StoreError> {
    let url = config.url.expose();
    let store = match open(url).await {
        Err(error) if error.passes() && !url.starts_with("sqlite") => {
            tracing::warn!(%error, "beginning without the store; answers are given, and what is to be kept waits");
            Arc::new(Postgres::later(url)?)
        }
        opened => opened?,
    };
    let people = match people(&*store, config).await {
        Err(error) if error.passes() => People::early()?,
        known => known?,
    };
    Ok(Keeper::start(store, people))
}

/// How people are called in a store: by the key of the configuration, else by one that is kept in the store.
///
/// # Errors
/// If the store cannot be used, or the system has no random numbers.
pub async fn people(store: &dyn Store, config: &crate::config::Store) -> Result<People, StoreError> {
    if let Some(key) = &config.hash_key {
        return Ok(People::new(key.clone()));
    }
    Ok(People::new(key(store).await?))
}

/// The key that is kept in the store, made now if there is none.
async fn key(store: &dyn Store) -> Result<Secret, StoreError> {
    let fresh = person::fresh_key().map_err(|_| StoreError::Random)?;
    Ok(Secret::new(store.lasting("hash-key", &fresh).await?))
}

/// A place where things are remembered. Answers never wait for it: what is needed at once is read at the start, what is
/// written goes through [`Keeper`].
#[async_trait]
pub trait Store: Send + Sync {
    /// Whether it can be reached.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Whether other processes, on other machines, may use it at the same time.
    fn is_shared(&self) -> bool;

    /// A value that is made once and then stays: what is there, else this one from now on.
    async fn lasting(&self, name: &str, fresh: &str) -> Result<String, StoreError>;

    /// Moves a value from one to another; whether it was the one.
    async fn exchange(&self, name: &str, from: &str, to: &str) -> Result<bool, StoreError>;

    /// The settings of every channel.
    async fn settings(&self) -> Result<Vec<ChannelSetting>, StoreError>;

    /// Keeps the setting of a channel.
    async fn set_channel(&self, setting: &ChannelSetting) -> Result<(), StoreError>;

    /// The settings of every server and workspace.
    async fn server_settings(&self) -> Result<Vec<ServerSetting>, StoreError>;

    /// Keeps the setting of a server or workspace.
    async fn set_server(&self, setting: &ServerSetting) -> Result<(), StoreError>;

    /// The workspaces whose people installed the app.
    async fn installations(&self) -> Result<Vec<Installation>, StoreError>;

    /// One of them.
    async fn installation(&self, team: &str) -> Result<Option<Installation>, StoreError>;

    /// Keeps one; what was kept of the same workspace before is gone.
    async fn install(&self, installation: &Installation) -> Result<(), StoreError>;

    /// Moves a token from one encryption to another; whether it was the one.
    async fn reseal(&self, team: &str, from: &str, to: &str) -> Result<bool, StoreError>;

    /// Removes a workspace, unless it was installed anew since then; whether there was one.
    async fn uninstall(&self, team: &str, since: Timestamp) -> Result<bool, StoreError>;

    /// Writes many things at once, or none of them.
    async fn write(&self, writes: &[Write]) -> Result<(), StoreError>;

    /// What answered a question.
    async fn answered(&self, question: &Place) -> Result<Option<Answered>, StoreError>;

    /// Every question answered since then.
    async fn answered_since(&self, since: Timestamp) -> Result<Vec<Answered>, StoreError>;

    /// Every event seen since then.
    async fn seen_since(&self, since: Timestamp) -> Result<Vec<String>, StoreError>;

    /// Entries with how often they helped and did not, by votes since then on questions of one server or on all, the least
    /// helpful first.
    async fn votes(&self, since: Timestamp, most: u32, of: Option<&Server>) -> Result<Vec<VoteCount>, StoreError>;

    /// Wants to deal with an event. Whoever holds it has so long; after that somebody else may take it.
    async fn claim(&self, event: &Place, server: &str, holder: &str, lease: Duration) -> Result<Claim, StoreError>;

    /// Whether an event was begun and is not ended.
    async fn is_open(&self, event: &Place) -> Result<bool, StoreError>;

    /// Says that a holder is still at every event that it began; how many there are.
    async fn renew(&self, holder: &str, lease: Duration) -> Result<u64, StoreError>;

    /// Says that whoever began events of a platform is gone: another one may take them at once.
    async fn free_claims(&self, platform: &'static str) -> Result<(), StoreError>;

    /// Events of a platform that were begun and not ended in time, the oldest first.
    async fn overdue(&self, platform: &'static str) -> Result<Vec<Overdue>, StoreError>;

    /// For each channel the last event that anybody began to deal with in that time.
    async fn last_events(&self, platform: &'static str, within: Duration) -> Result<Vec<Last>, StoreError>;

    /// Takes or renews a lease; whether it is ours.
    async fn lease(&self, name: &str, holder: &str, lease: Duration) -> Result<bool, StoreError>;

    /// The leases that are in force and whose names begin so, each with its holder.
    async fn leases(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreError>;

    /// Gives a lease back.
    async fn release(&self, name: &str, holder: &str) -> Result<(), StoreError>;

    /// What a person asked in a conversation since then, the oldest first.
    async fn turns(&self, conversation: &str, person: &str, since: Timestamp) -> Result<Vec<Turn>, StoreError>;

    /// Conversations that went on since then, each with a person who asked something in it; the last ones first.
    async fn talkers(&self, since: Timestamp, most: u32) -> Result<Vec<(String, String)>, StoreError>;

    /// The words of a question, as they were written down.
    async fn question(&self, id: &str) -> Result<Option<String>, StoreError>;

    /// Questions by day and outcome, from that day on, counted from 1970.
    async fn days(&self, first: i64) -> Result<Vec<DayCount>, StoreError>;

    /// Questions by bucket of latency, the lowest first, from that day on.
    async fn latencies(&self, first: i64) -> Result<Vec<(i64, u64)>, StoreError>;

    /// What answered most often, from that day on.
    async fn top_entries(&self, first: i64, most: u32) -> Result<Vec<EntryCount>, StoreError>;

    /// Where an entry and its parts answered and were shared, from that day on, and what people say of them.
    async fn entry_use(&self, entry: &str, first: i64) -> Result<EntryUse, StoreError>;

    /// Votes since then: how many helped, how many did not.
    async fn votes_since(&self, since: Timestamp) -> Result<(u64, u64), StoreError>;

    /// Words that had no answer, or one that did not help, since then, of one server or of all; the most frequent first.
    async fn gaps(&self, since: Timestamp, most: u32, of: Option<&Server>) -> Result<Vec<GapCount>, StoreError>;

    /// The rows of a kind as JSON objects, from one of them on: what `rolecall store export` writes.
    async fn rows(&self, kind: ExportKind, after: u64, most: u32) -> Result<Vec<serde_json::Value>, StoreError>;

    /// Removes every row of a person; how many there were.
    async fn forget(&self, person: &str) -> Result<u64, StoreError>;

    /// Removes what is kept no longer; how many rows there were.
    async fn purge(&self, retention: &Retention, now: Timestamp) -> Result<u64, StoreError>;
}

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportKind {
    /// What was asked.
    Questions,
    /// What people say of answers.
    Votes,
    /// What was shared.
    Shares,
    /// What is set for channels.
    Settings,
}

impl ExportKind {
    /// All of them.
    pub const ALL: [ExportKind; 4] =
        [ExportKind::Questions, ExportKind::Votes, ExportKind::Shares, ExportKind::Settings];
}
