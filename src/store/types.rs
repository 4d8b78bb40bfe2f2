//! What is remembered, as types.

use jiff::Timestamp;
use sqlx::migrate::MigrateError;

/// A message on a platform.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// `discord`, `slack`.
    pub platform: &'static str,
    /// Of the platform.
    pub channel: String,
    /// Of the platform.
    pub message: String,
}

/// A server of Discord or a workspace of Slack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// `discord`, `slack`.
    pub platform: &'static str,
    /// Of the platform.
    pub name: String,
}

/// A workspace of Slack whose people installed the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// The workspace.
    pub team: String,
    /// The bot there, as a person.
    pub me: String,
    /// The bot there, as a bot.
    pub bot: Option<String>,
    /// The bot's token, encrypted: the store has no key for it.
    pub sealed: String,
    /// When it was installed.
    pub at: Timestamp,
}

/// A question and the message that answered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: Place,
    /// The id of the reply, in the same channel.
    pub reply: String,
    /// When it was sent.
    pub at: Timestamp,
}

/// What the bot does with messages of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChannelMode {
    /// Nothing.
    Off,
    /// It answers when it is mentioned.
    #[default]
    Mention,
    /// It answers whatever is plainly a question for it.
    Listen,
}

impl ChannelMode {
    /// All of them.
    pub const ALL: [ChannelMode; 3] = [ChannelMode::Off, ChannelMode::Mention, ChannelMode::Listen];

    /// As it is written.
    pub fn id(self) -> &'static str {
        match self {
            ChannelMode::Off => "off",
            ChannelMode::Mention => "mention",
            ChannelMode::Listen => "listen",
        }
    }

    /// Reads it.
    pub fn named(id: &str) -> Option<ChannelMode> {
        ChannelMode::ALL.into_iter().find(|mode| mode.id() == id)
    }
}

/// What an admin set for a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelSetting {
    /// `discord`, `slack`.
    pub platform: &'static str,
    /// Server or workspace.
    pub server: String,
    /// Of the platform.
    pub channel: String,
    /// What the bot does there.
    pub mode: ChannelMode,
    /// Seconds in which it does not give one answer twice unasked.
    pub cooldown_s: u32,
}

/// What an admin set for a server or workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerSetting {
    /// `discord`, `slack`.
    pub platform: &'static str,
    /// Server or workspace.
    pub server: String,
    /// What the bot does in channels that say nothing else.
    pub mode: ChannelMode,
    /// Seconds in which it does not give one answer twice unasked.
    pub cooldown_s: u32,
    /// Channel that gets the weekly digest of gaps.
    pub digest: Option<String>,
}

/// Whether an answer helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Helpful {
    /// It did.
    Yes,
    /// It did not.
    No,
    /// A figure in it is wrong.
    WrongFigure,
}

impl Place {
    /// The one name of the event.
    pub fn event(&self) -> String {
        format!("{}/{}/{}", self.platform, self.channel, self.message)
    }
}

impl Helpful {
    /// As it is written.
    pub fn id(self) -> &'static str {
        match self {
            Helpful::Yes => "yes",
            Helpful::No => "no",
            Helpful::WrongFigure => "wrong-figure",
        }
    }
}

/// One person's vote on one answer; the last one counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The answer.
    pub answer: Place,
    /// Who votes, as a hash that does not name them.
    pub voter: String,
    /// Id of the question in the journal, where it is known.
    pub question: Option<String>,
    /// The entry that answered.
    pub entry: String,
    /// What they say.
    pub helpful: Helpful,
    /// Why, in their words; a vote without a reason leaves an earlier one in place.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What people say of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteCount {
    /// The entry.
    pub entry: String,
    /// How often it helped.
    pub yes: u32,
    /// How often it did not, wrong figures included.
    pub no: u32,
}

/// Why the store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It is no address of a store.
    #[error("`DATABASE_URL` is no address of a store")]
    Address,
    /// There is no key with which to hash people.
    #[error("the system has no random numbers to give")]
    Random,
    /// It cannot be opened.
    #[error("the store at `{place}` cannot be opened: {wrong}")]
    Open {
        /// Where it is, without user and password.
        place: String,
        /// What is wrong.
        wrong: String,
        /// Whether the same may work later.
        passes: bool,
    },
    /// A query failed.
    #[error("the store cannot be read or written: {0}")]
    Query(#[from] sqlx::Error),
}

/// SQLSTATE classes of what passes by itself: connection, rollback, resources, operator, system; and read only.
const PASSING: [&str; 5] = ["08", "40", "53", "57", "58"];
const READ_ONLY: &str = "25006";
/// SQLite: busy, locked, read only, I/O, full, cannot open.
const PASSING_SQLITE: [i64; 6] = [5, 6, 8, 10, 13, 14];

impl StoreError {
    /// A store that cannot be opened.
    pub(super) fn open(place: &str, wrong: &sqlx::Error) -> StoreError {
        StoreError::Open { place: place.to_owned(), wrong: wrong.to_string(), passes: passes(wrong) }
    }

    /// Whether the same may work later, as it is.
    pub fn passes(&self) -> bool {
        match self {
            StoreError::Query(error) => passes(error),
            StoreError::Open { passes, .. } => *passes,
            StoreError::Address | StoreError::Random => false,
        }
    }
}

fn passes(error: &sqlx::Error) -> bool {
    if let sqlx::Error::Migrate(migration) = error {
        return matches!(&**migration, MigrateError::Execute(error) if passes(error));
    }
    let Some(error) = error.as_database_error() else {
        return !matches!(error, sqlx::Error::Encode(_) | sqlx::Error::Decode(_) | sqlx::Error::Protocol(_));
    };
    let Some(code) = error.code() else { return true };
    match error.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
        // The low byte is the kind, the rest says more.
        Some(_) => code.parse::<i64>().is_ok_and(|code| PASSING_SQLITE.contains(&(code & 0xff))),
        None => code == READ_ONLY || PASSING.iter().any(|class| code.starts_with(class)),
    }
}
