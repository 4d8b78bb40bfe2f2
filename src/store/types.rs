//! What is remembered, as types.

use jiff::Timestamp;

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
    /// It cannot be opened.
    #[error("the store at `{url}` cannot be opened: {wrong}")]
    Open {
        /// Where it is.
        url: String,
        /// What is wrong.
        wrong: String,
    },
    /// A query failed.
    #[error("the store cannot be read or written: {0}")]
    Query(#[from] sqlx::Error),
}
