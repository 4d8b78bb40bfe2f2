//! Messages as Slack takes them. None of them can mention anyone or unfold a link: there is no way to write one that does.

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::app::PLATFORM;
use super::blocks::{Block, Element};
use super::mrkdwn::Markup;
use super::render::limits::VALUE;

/// A message to post, or what an existing one becomes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Message {
    /// What notifications show, and what is shown where the blocks cannot be.
    pub text: Markup,
    /// What is shown.
    pub blocks: Vec<Block>,
}

/// Where a message goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct To<'a> {
    pub(super) channel: &'a str,
    /// The message under which it stands, if any.
    pub(super) thread: Option<&'a str>,
    /// The message that it answers, or what else names it: by that it is found again.
    pub(super) name: &'a str,
    /// Whether an earlier process may have sent it.
    pub(super) doubtful: bool,
}

impl To<'_> {
    /// Whether it can be looked whether it is there: the private conversation with a person has an id that is not known.
    pub(super) fn can_be_found(&self) -> bool {
        !self.channel.starts_with(['U', 'W'])
    }
}

/// In the value of a button that votes, what follows this is the question, as the journal calls it.
const QUESTION: char = '~';
/// The buttons that vote.
const VOTES: [&str; 3] = ["up", "down", "wrong"];

/// What a button that votes says, and of which question.
pub fn of_question(value: &str) -> (&str, Option<String>) {
    match value.rsplit_once(QUESTION) {
        Some((value, question)) => (value, Some(format!("{PLATFORM}/{question}"))),
        None => (value, None),
    }
}

/// Whether a button of this id votes.
pub fn votes(action_id: &str) -> bool {
    VOTES.contains(&action_id)
}

impl Message {
    /// The same, with the question in its buttons that vote.
    pub fn about(mut self, question: &str) -> Message {
        let rows = self.blocks.iter_mut().filter_map(|block| match block {
            Block::Actions { elements } => Some(elements),
            _ => None,
        });
        for element in rows.flatten() {
            if let Element::Button { action_id, value, .. } = element
                && votes(action_id)
                && value.len() + question.len() < VALUE
            {
                value.push(QUESTION);
                value.push_str(question);
            }
        }
        self
    }

    /// Plain words.
    pub fn text(text: &str) -> Message {
        Message { text: Markup::plain(text), blocks: Vec::new() }
    }

    /// Without its blocks, where Slack does not take them.
    #[must_use]
    pub fn without_blocks(&self) -> Message {
        Message { text: self.text.clone(), blocks: Vec::new() }
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("text", self.text.as_str())?;
        // An empty list takes earlier blocks away where a message is changed.
        map.serialize_entry("blocks", &self.blocks)?;
        map.serialize_entry("parse", "none")?;
        map.serialize_entry("link_names", &false)?;
        map.serialize_entry("unfurl_links", &false)?;
        map.serialize_entry("unfurl_media", &false)?;
        map.end()
    }
}

/// A message with what is said beside it: where it goes, whom it is for.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct With<'a, T> {
    /// Where it goes, whom it is for.
    #[serde(flatten)]
    pub beside: T,
    /// The message.
    #[serde(flatten)]
    pub message: &'a Message,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_mentioned_and_nothing_unfolds_in_any_message() {
        for message in [Message::default(), Message::text("<!channel> @here")] {
            let json =
                serde_json::to_value(With { beside: serde_json::json!({"channel": "C"}), message: &message }).unwrap();
            assert_eq!((&json["parse"], &json["link_names"]), (&"none".into(), &false.into()));
            assert_eq!((&json["unfurl_links"], &json["unfurl_media"]), (&false.into(), &false.into()));
            assert!(!json["text"].as_str().unwrap().contains('<'));
        }
    }
}
