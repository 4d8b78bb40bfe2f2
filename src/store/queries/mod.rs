//! What both stores do. These files are compiled twice, by `sqlite.rs` and `postgres.rs`, each with its own types, its own
//! clock (`now!`) and its own way to begin a transaction; the words of SQL are those that both understand.

mod batch;
mod claims;
mod counts;
mod export;
mod installations;
mod journal;
mod replies;
mod settings;
mod tidy;
mod votes;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use super::super::{
    Answered, ChannelSetting, Claim, DayCount, EntryCount, EntryUse, ExportKind, GapCount, Installation, Last, Overdue,
    Place, Retention, Server, ServerSetting, Store, StoreError, Turn, VoteCount, Write,
};
use super::{BEGIN, Backend, Connection, Pool};
use batch::Batch;
use counts::Counts;

/// The steps to today's tables.
pub(super) fn migrator(steps: &[(i64, &'static str, &'static str)]) -> Migrator {
    let step = |(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(steps.iter().map(step).collect())
}

#[async_trait]
impl Store for Backend {
    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(self.prompt().await?).await?;
        Ok(())
    }

    fn is_shared(&self) -> bool {
        Backend::SHARED
    }

    async fn lasting(&self, name: &str, fresh: &str) -> Result<String, StoreError> {
        settings::lasting(self.pool().await?, name, fresh).await
    }

    async fn exchange(&self, name: &str, from: &str, to: &str) -> Result<bool, StoreError> {
        settings::exchange(self.pool().await?, name, from, to).await
    }

    async fn settings(&self) -> Result<Vec<ChannelSetting>, StoreError> {
        settings::channels(self.pool().await?).await
    }

    async fn set_channel(&self, setting: &ChannelSetting) -> Result<(), StoreError> {
        settings::set_channel(self.pool().await?, setting).await
    }

    async fn server_settings(&self) -> Result<Vec<ServerSetting>, StoreError> {
        settings::servers(self.pool().await?).await
    }

    async fn set_server(&self, setting: &ServerSetting) -> Result<(), StoreError> {
        settings::set_server(self.pool().await?, setting).await
    }

    async fn installations(&self) -> Result<Vec<Installation>, StoreError> {
        installations::all(self.pool().await?).await
    }

    async fn installation(&self, team: &str) -> Result<Option<Installation>, StoreError> {
        installations::of(self.prompt().await?, team).await
    }

    async fn install(&self, installation: &Installation) -> Result<(), StoreError> {
        installations::insert(self.pool().await?, installation).await
    }

    async fn reseal(&self, team: &str, from: &str, to: &str) -> Result<bool, StoreError> {
        installations::reseal(self.pool().await?, team, from, to).await
    }

    async fn uninstall(&self, team: &str, since: Timestamp) -> Result<bool, StoreError> {
        installations::remove(self.pool().await?, team, since).await
    }

    async fn write(&self, writes: &[Write]) -> Result<(), StoreError> {
        let mut transaction = self.writer().await?.begin_with(BEGIN).await?;
        let batch = Batch::of(writes);
        journal::insert_turns(&mut transaction, &batch).await?;
        let fresh = journal::insert(&mut transaction, &batch).await?;
        Counts::of(fresh).write(&mut transaction).await?;
        replies::insert(&mut transaction, &batch).await?;
        replies::insert_seen(&mut transaction, &batch).await?;
        claims::done(&mut transaction, &batch).await?;
        for write in batch.others {
            match write {
                Write::Vote(vote) => votes::insert(&mut transaction, vote).await?,
                Write::Shared(shared) => journal::insert_share(&mut transaction, shared).await?,
                Write::Answered(_) | Write::Asked(_) | Write::Turn(_) | Write::Seen(..) | Write::Done(_) => {}
            }
        }
        Ok(transaction.commit().await?)
    }

    async fn answered(&self, question: &Place) -> Result<Option<Answered>, StoreError> {
        replies::of(self.pool().await?, question).await
    }

    async fn answered_since(&self, since: Timestamp) -> Result<Vec<Answered>, StoreError> {
        replies::since(self.pool().await?, since).await
    }

    async fn seen_since(&self, since: Timestamp) -> Result<Vec<String>, StoreError> {
        replies::seen_since(self.pool().await?, since).await
    }

    async fn votes(&self, since: Timestamp, most: u32, of: Option<&Server>) -> Result<Vec<VoteCount>, StoreError> {
        votes::by_entry(self.pool().await?, since, most, of).await
    }

    async fn claim(&self, event: &Place, server: &str, holder: &str, lease: Duration) -> Result<Claim, StoreError> {
        claims::claim(self.prompt().await?, event, server, holder, lease).await
    }

    async fn is_open(&self, event: &Place) -> Result<bool, StoreError> {
        claims::is_open(self.prompt().await?, event).await
    }

    async fn renew(&self, holder: &str, lease: Duration) -> Result<u64, StoreError> {
        claims::renew(self.prompt().await?, holder, lease).await
    }

    async fn free_claims(&self, platform: &'static str) -> Result<(), StoreError> {
        claims::free(self.prompt().await?, platform).await
    }

    async fn overdue(&self, platform: &'static str) -> Result<Vec<Overdue>, StoreError> {
        claims::overdue(self.prompt().await?, platform).await
    }

    async fn last_events(&self, platform: &'static str, within: Duration) -> Result<Vec<Last>, StoreError> {
        claims::last_events(self.pool().await?, platform, within).await
    }

    async fn lease(&self, name: &str, holder: &str, lease: Duration) -> Result<bool, StoreError> {
        claims::lease(self.prompt().await?, name, holder, lease).await
    }

    async fn leases(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
        claims::leases(self.prompt().await?, prefix).await
    }

    async fn release(&self, name: &str, holder: &str) -> Result<(), StoreError> {
        claims::release(self.prompt().await?, name, holder).await
    }

    async fn turns(&self, conversation: &str, person: &str, since: Timestamp) -> Result<Vec<Turn>, StoreError> {
        journal::turns(self.prompt().await?, conversation, person, since).await
    }

    async fn talkers(&self, since: Timestamp, most: u32) -> Result<Vec<(String, String)>, StoreError> {
        journal::talkers(self.pool().await?, since, most).await
    }

    async fn question(&self, id: &str) -> Result<Option<String>, StoreError> {
        journal::question(self.prompt().await?, id).await
    }

    async fn days(&self, first: i64) -> Result<Vec<DayCount>, StoreError> {
        counts::days(self.pool().await?, first).await
    }

    async fn latencies(&self, first: i64) -> Result<Vec<(i64, u64)>, StoreError> {
        counts::latencies(self.pool().await?, first).await
    }

    async fn top_entries(&self, first: i64, most: u32) -> Result<Vec<EntryCount>, StoreError> {
        counts::top_entries(self.pool().await?, first, most).await
    }

    async fn entry_use(&self, entry: &str, first: i64) -> Result<EntryUse, StoreError> {
        counts::entry(self.prompt().await?, entry, first).await
    }

    async fn votes_since(&self, since: Timestamp) -> Result<(u64, u64), StoreError> {
        votes::since(self.pool().await?, since).await
    }

    async fn gaps(&self, since: Timestamp, most: u32, of: Option<&Server>) -> Result<Vec<GapCount>, StoreError> {
        journal::gaps(self.pool().await?, since, most, of).await
    }

    async fn rows(&self, kind: ExportKind, after: u64, most: u32) -> Result<Vec<serde_json::Value>, StoreError> {
        export::rows(self.pool().await?, kind, after, most).await
    }

    async fn forget(&self, person: &str) -> Result<u64, StoreError> {
        tidy::forget(self.pool().await?, person).await
    }

    async fn purge(&self, retention: &Retention, now: Timestamp) -> Result<u64, StoreError> {
        tidy::purge(self.pool().await?, retention, now).await
    }
}

/// The platforms, by their names in the store.
fn platform(name: &str) -> Option<&'static str> {
    ["discord", "slack", "web"].into_iter().find(|p| *p == name)
}

fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

fn milliseconds(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}
