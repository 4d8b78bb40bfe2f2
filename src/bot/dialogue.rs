//! What was said before: by conversation and person, for ten minutes.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::slots::Slots;
use crate::answer::Request;
use crate::nlu::Target;

/// How long a follow-up can lean on what was said before.
const LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// Conversations kept at once; the oldest goes first.
const MOST: usize = 20_000;

/// What a follow-up can lean on.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// What the last question was about.
    pub target: Target,
    /// What it named.
    pub slots: Slots,
    /// What was answered.
    pub request: Option<Request>,
}

/// The last turn of every conversation.
#[derive(Debug, Default)]
pub(super) struct Dialogues {
    turns: HashMap<(String, String), (Timestamp, Turn)>,
}

impl Dialogues {
    /// The last turn of a person in a conversation, if it is recent.
    pub(super) fn recall(&self, conversation: &str, user: &str, now: Timestamp) -> Option<Turn> {
        let (at, turn) = self.turns.get(&(conversation.to_owned(), user.to_owned()))?;
        (now.duration_since(*at) <= LIFETIME).then(|| turn.clone())
    }

    /// Keeps a turn.
    pub(super) fn remember(&mut self, conversation: &str, user: &str, now: Timestamp, turn: Turn) {
        if self.turns.len() >= MOST {
            self.forget_old(now);
        }
        self.turns.insert((conversation.to_owned(), user.to_owned()), (now, turn));
    }

    fn forget_old(&mut self, now: Timestamp) {
        self.turns.retain(|_, (at, _)| now.duration_since(*at) <= LIFETIME);
        if self.turns.len() >= MOST {
            let mut ages: Vec<Timestamp> = self.turns.values().map(|(at, _)| *at).collect();
            ages.sort_unstable();
            let middle = ages[ages.len() / 2];
            self.turns.retain(|_, (at, _)| *at > middle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn() -> Turn {
        Turn { target: Target::Article("faq/x".to_owned()), slots: Slots::default(), request: None }
    }

    #[test]
    fn ten_minutes_and_no_longer() {
        let now = Timestamp::UNIX_EPOCH;
        let mut dialogues = Dialogues::default();
        dialogues.remember("c", "u", now, turn());
        assert!(dialogues.recall("c", "u", now + SignedDuration::from_mins(10)).is_some());
        assert!(dialogues.recall("c", "u", now + SignedDuration::from_secs(601)).is_none());
    }

    #[test]
    fn nothing_leaks_between_people_or_channels() {
        let now = Timestamp::UNIX_EPOCH;
        let mut dialogues = Dialogues::default();
        dialogues.remember("c", "u", now, turn());
        assert!(dialogues.recall("c", "v", now).is_none());
        assert!(dialogues.recall("d", "u", now).is_none());
    }

    #[test]
    fn memory_is_bounded() {
        let now = Timestamp::UNIX_EPOCH;
        let mut dialogues = Dialogues::default();
        for i in 0..MOST + 10 {
            let later = now + SignedDuration::from_millis(i as i64);
            dialogues.remember(&i.to_string(), "u", later, turn());
        }
        assert!(dialogues.turns.len() <= MOST);
    }
}
