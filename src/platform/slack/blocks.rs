//! Blocks as Slack takes them. Text is either plain or [`Markup`], so nothing from outside can be markup.

use serde::{Serialize, Serializer};

use super::mrkdwn::Markup;
use serde::ser::SerializeStruct as _;

/// Text in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// Shown as it is.
    Plain(String),
    /// Shown as markup; Slack is told to make nothing of names and addresses in it.
    Mrkdwn(Markup),
}

impl Text {
    /// Shown as it is.
    pub fn plain(text: impl Into<String>) -> Text {
        Text::Plain(text.into())
    }

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Text::Plain(text) => text,
            Text::Mrkdwn(markup) => markup.as_str(),
        }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Text", 3)?;
        match self {
            Text::Plain(text) => {
                out.serialize_field("type", "plain_text")?;
                out.serialize_field("text", text)?;
                // `:tada:` in a text is three words, not a picture.
                out.serialize_field("emoji", &false)?;
            }
            Text::Mrkdwn(markup) => {
                out.serialize_field("type", "mrkdwn")?;
                out.serialize_field("text", markup.as_str())?;
                out.serialize_field("verbatim", &true)?;
            }
        }
        out.end()
    }
}

/// A part of a message or of a view.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// Large and bold, plain.
    Header {
        /// Its words.
        text: Text,
    },
    /// Text.
    Section {
        /// Its words.
        text: Text,
        /// Beside it.
        #[serde(skip_serializing_if = "Option::is_none")]
        accessory: Option<Element>,
    },
    /// Small text.
    Context {
        /// Each in its own place.
        elements: Vec<Text>,
    },
    /// Buttons and menus.
    Actions {
        /// One after the other.
        elements: Vec<Element>,
    },
    /// A line across.
    Divider,
    /// A field of a form.
    Input {
        /// Names the field.
        block_id: String,
        /// What is to be written.
        label: Text,
        /// Where it is written.
        element: Element,
        /// Whether the form can be sent without it.
        optional: bool,
    },
}

impl Block {
    /// Text in markup.
    pub fn section(markup: Markup) -> Block {
        Block::Section { text: Text::Mrkdwn(markup), accessory: None }
    }

    /// Small text in markup.
    pub fn context(parts: impl IntoIterator<Item = Markup>) -> Block {
        Block::Context { elements: parts.into_iter().map(Text::Mrkdwn).collect() }
    }
}

/// A button, menu or text input.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Element {
    /// A button.
    Button {
        /// Unlike that of any other in the message.
        action_id: String,
        /// Its words.
        text: Text,
        /// Comes back when it is pressed.
        value: String,
        /// Its colour, where it is not the usual one.
        #[serde(skip_serializing_if = "Option::is_none")]
        style: Option<Style>,
    },
    /// A menu.
    StaticSelect {
        /// Unlike that of any other in the message.
        action_id: String,
        /// Shown while nothing is chosen.
        placeholder: Text,
        /// What there is to choose.
        options: Vec<Choice>,
        /// What is chosen from the start.
        #[serde(skip_serializing_if = "Option::is_none")]
        initial_option: Option<Choice>,
    },
    /// A menu whose choices are asked for while somebody types.
    ExternalSelect {
        /// Says what the choices are.
        action_id: String,
        /// Shown while nothing is chosen.
        placeholder: Text,
        /// Letters after which choices are asked for.
        min_query_length: u8,
    },
    /// A text input.
    PlainTextInput {
        /// Names the input.
        action_id: String,
        /// Whether several lines fit.
        multiline: bool,
        /// In characters.
        max_length: u16,
    },
}

/// The colour of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// The main one.
    Primary,
    /// It takes something away.
    Danger,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// As it is shown.
    pub text: Text,
    /// Comes back.
    pub value: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn markup_is_always_verbatim() {
        let block = Block::section(Markup::plain("a <b>"));
        let text = json!({ "type": "mrkdwn", "text": "a &lt;b&gt;", "verbatim": true });
        assert_eq!(serde_json::to_value(&block).unwrap(), json!({ "type": "section", "text": text }));
    }

    #[test]
    fn plain_text_makes_no_pictures() {
        let header = serde_json::to_value(Block::Header { text: Text::plain(":tada:") }).unwrap();
        assert_eq!(header["text"], json!({ "type": "plain_text", "text": ":tada:", "emoji": false }));
    }
}
