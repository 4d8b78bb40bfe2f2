//! What is written down of questions, shares and conversations.

use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::answer::{Outcome, Reply};
use crate::platform::answering::Asker;

/// Longer texts are cut.
const LONGEST: usize = 500;

/// A question as it came in, before anything is taken out of it; it is never written as it is.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The same for the same question, however often it is written.
    pub id: String,
    /// When it was asked.
    pub at: Timestamp,
    /// `discord`, `slack`, `web`.
    pub platform: &'static str,
    /// The server or workspace; empty where there is none.
    pub server: String,
    /// Of the platform.
    pub channel: String,
    /// Follow-ups share it.
    pub conversation: String,
    /// As the platform calls the person.
    pub user: String,
    /// The words.
    pub text: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Entries that answered.
    pub entries: Vec<String>,
    /// Of the first answer.
    pub confidence: Option<f32>,
    /// How long the bot thought.
    pub latency: Duration,
}

/// A question as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The same for the same question, however often it is written.
    pub id: String,
    /// When it was asked.
    pub at: Timestamp,
    /// `discord`, `slack`, `web`.
    pub platform: String,
    /// The server or workspace; empty where there is none.
    pub server: String,
    /// Of the platform.
    pub channel: String,
    /// Who asked, as a keyed hash.
    pub person: String,
    /// The words, without mentions, addresses and numbers of people.
    pub text: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Entries that answered.
    pub entries: Vec<String>,
    /// Of the first answer.
    pub confidence: Option<f32>,
    /// How long the bot thought.
    pub latency: Duration,
}

/// A private answer that was shown to everyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The same for the same share.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// `discord`, `slack`, `web`.
    pub platform: String,
    /// Of the platform.
    pub channel: String,
    /// Who shared it, as a keyed hash.
    pub person: String,
    /// What was shared.
    pub entries: Vec<String>,
}

/// Something that a person asked a short while ago, for follow-ups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Follow-ups share it.
    pub conversation: String,
    /// Who asked, as a keyed hash.
    pub person: String,
    /// When.
    pub at: Timestamp,
    /// The words, without mentions, addresses and numbers of people.
    pub text: String,
}

impl Heard {
    /// What there is to write down of a question and its reply.
    pub fn of(text: &str, reply: &Reply, latency: Duration, asker: &Asker) -> Heard {
        Heard {
            id: format!("{}/{}", asker.platform, asker.event),
            at: asker.at,
            platform: asker.platform,
            server: asker.server.clone(),
            channel: asker.channel.clone(),
            conversation: asker.conversation.clone(),
            user: asker.user.clone(),
            text: text.to_owned(),
            outcome: reply.outcome,
            entries: reply.answers.iter().map(|a| a.entry.clone()).collect(),
            confidence: reply.answers.first().map(|a| a.confidence),
            latency,
        }
    }

    /// As it is kept.
    pub fn kept(self, person: String) -> Asked {
        let text = super::redact::redact(&self.text).chars().take(LONGEST).collect();
        let Heard { id, at, server, channel, outcome, entries, confidence, latency, .. } = self;
        Asked {
            id,
            at,
            platform: self.platform.to_owned(),
            server,
            channel,
            person,
            text,
            outcome,
            entries,
            confidence,
            latency,
        }
    }
}

impl Asked {
    /// Where it was asked, as people call it: the page and the API are one platform and two places.
    pub fn place(&self) -> &str {
        match (self.platform.as_str(), self.channel.as_str()) {
            ("web", "api") => "api",
            ("web", _) => "page",
            (platform, _) => platform,
        }
    }

    /// The same for the same words.
    pub fn shape(&self) -> i64 {
        shape(&self.text)
    }
}

/// A number that is the same for the same words, whatever their case and punctuation.
pub fn shape(text: &str) -> i64 {
    let lower = text.to_lowercase();
    let mut hash = Sha256::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        hash.update(word.as_bytes());
        hash.update([b' ']);
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize()[..8]);
    i64::from_be_bytes(first)
}

/// As outcomes are written.
pub fn outcome_id(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "answered",
        Outcome::Clarify => "clarify",
        Outcome::Unknown => "unknown",
        Outcome::Ignored => "ignored",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_have_one_shape() {
        assert_eq!(shape("Do they sponsor VISAS?"), shape("do they  sponsor visas"));
        assert_ne!(shape("visas"), shape("visa"));
        assert_ne!(shape("a bc"), shape("ab c"));
    }
}
