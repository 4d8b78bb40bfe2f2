//! Which messages are for the bot.

use crate::answer::{Outcome, Reply};
use crate::store::ChannelMode;

use super::texts;

/// What is known of a message before its words are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// From a bot, a webhook, or the system.
    pub from_machine: bool,
    /// A private message.
    pub private: bool,
    /// Names the bot.
    pub mentions_me: bool,
    /// Replies to a message of the bot.
    pub replies_to_me: bool,
    /// In a thread in which the bot has just answered the same person.
    pub talking: bool,
    /// What is set for the channel.
    pub mode: ChannelMode,
}

/// How a message reaches the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearing {
    /// It is put to the bot: something is said in any case.
    Addressed,
    /// It goes on with what was said: thanks need no reply.
    Reply,
    /// It stands in a thread with the bot: answered where there is an answer.
    Thread,
    /// It is only overheard: answered where it is plainly a question for the bot.
    Overheard,
}

impl Hearing {
    /// Whether it counts as put to the bot.
    pub fn addressed(self) -> bool {
        self != Hearing::Overheard
    }

    /// What is said, if anything: whoever asks the bot gets a reply in any case, a thread gets answers only.
    pub fn said(self, reply: Reply) -> Option<Reply> {
        match (self, reply.outcome) {
            (Hearing::Addressed, Outcome::Ignored) => {
                let notes = vec![texts::NO_QUESTION.to_owned()];
                Some(Reply { outcome: Outcome::Unknown, notes, ..Reply::ignored() })
            }
            (_, Outcome::Ignored) | (Hearing::Thread | Hearing::Overheard, Outcome::Unknown) => None,
            _ => Some(reply),
        }
    }
}

/// How a message reaches the bot, if it does.
pub fn hear(signs: Signs) -> Option<Hearing> {
    match signs {
        Signs { from_machine: true, .. } => None,
        Signs { private: true, .. } => Some(Hearing::Addressed),
        Signs { mode: ChannelMode::Off, .. } => None,
        Signs { mentions_me: true, .. } => Some(Hearing::Addressed),
        Signs { replies_to_me: true, .. } => Some(Hearing::Reply),
        Signs { talking: true, .. } => Some(Hearing::Thread),
        Signs { mode: ChannelMode::Listen, .. } => Some(Hearing::Overheard),
        Signs { mode: ChannelMode::Mention, .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_the_bot_is_never_left_without_a_word() {
        let unknown = || Reply { outcome: Outcome::Unknown, ..Reply::ignored() };
        assert!(Hearing::Addressed.said(Reply::ignored()).is_some_and(|r| !r.notes.is_empty()));
        assert!(Hearing::Reply.said(Reply::ignored()).is_none());
        assert!(Hearing::Reply.said(unknown()).is_some());
        assert!(Hearing::Thread.said(unknown()).is_none() && Hearing::Overheard.said(unknown()).is_none());
    }

    #[test]
    fn machines_are_never_heard() {
        let signs = Signs { private: true, mentions_me: true, replies_to_me: true, talking: true, ..Signs::default() };
        assert_eq!(hear(Signs { from_machine: true, ..signs }), None);
    }

    #[test]
    fn a_channel_that_is_off_is_off_for_everything() {
        let signs = Signs { mentions_me: true, replies_to_me: true, talking: true, ..Signs::default() };
        assert_eq!(hear(Signs { mode: ChannelMode::Off, ..signs }), None);
    }

    #[test]
    fn the_plainest_sign_counts() {
        let signs = Signs { mode: ChannelMode::Listen, ..Signs::default() };
        assert_eq!(hear(signs), Some(Hearing::Overheard));
        assert_eq!(hear(Signs { talking: true, ..signs }), Some(Hearing::Thread));
        assert_eq!(hear(Signs { mentions_me: true, talking: true, ..signs }), Some(Hearing::Addressed));
        assert_eq!(hear(Signs { private: true, ..Signs::default() }), Some(Hearing::Addressed));
        assert_eq!(hear(Signs::default()), None);
    }
}
