//! Messages as Discord takes them. They always say that nobody is mentioned: there is no way to write one that does not.

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

/// A message is seen by one person only.
const EPHEMERAL: u32 = 1 << 6;

/// A message to create, or what an existing one becomes.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Payload {
    /// Plain text above the embeds.
    pub content: String,
    /// Framed text.
    pub embeds: Vec<Embed>,
    /// Rows of buttons and menus.
    pub components: Vec<Row>,
    allowed_mentions: Nobody,
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_reference: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enforce_nonce: Option<bool>,
}

/// Nobody may be mentioned by what the text says, nor by replying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Nobody;

impl Serialize for Nobody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry::<_, [&str; 0]>("parse", &[])?;
        map.serialize_entry("replied_user", &false)?;
        map.end()
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Reference {
    message_id: String,
    /// A question that was deleted meanwhile is no reason to say nothing.
    fail_if_not_exists: bool,
}

/// Framed text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Embed {
    /// A line above, without markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// The text.
    pub description: String,
    /// Of the bar on the left.
    pub color: u32,
    /// Titled parts below the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// A small line below, without markup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<Footer>,
}

/// The line above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Author {
    /// Its text.
    pub name: String,
}

/// The line below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Footer {
    /// Its text.
    pub text: String,
}

/// A titled part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its title.
    pub name: String,
    /// Its text.
    pub value: String,
}

/// A row of buttons, or of one menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    #[serde(rename = "type")]
    kind: u8,
    /// Buttons, a menu, or a text input.
    pub components: Vec<Component>,
}

impl Row {
    /// Puts components in a row.
    pub fn of(components: Vec<Component>) -> Row {
        Row { kind: 1, components }
    }
}

/// A button, menu or text input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Component {
    /// A button.
    Button {
        /// Always 2.
        #[serde(rename = "type")]
        kind: u8,
        /// Its colour: 1 for the main one, 2 otherwise, 4 for danger.
        style: u8,
        /// Its words.
        label: String,
        /// Comes back when it is pressed.
        custom_id: String,
    },
    /// A menu of texts.
    Menu {
        /// Always 3.
        #[serde(rename = "type")]
        kind: u8,
        /// Comes back when something is chosen.
        custom_id: String,
        /// Shown while nothing is chosen.
        placeholder: String,
        /// What there is to choose.
        options: Vec<MenuItem>,
    },
    /// A text input of a form.
    Input {
        /// Always 4.
        #[serde(rename = "type")]
        kind: u8,
        /// Names the input.
        custom_id: String,
        /// 2: several lines.
        style: u8,
        /// What is to be written.
        label: String,
        /// Whether the form can be sent without it.
        required: bool,
        /// In characters.
        max_length: u16,
    },
}

/// Something to choose from a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MenuItem {
    /// As it is shown.
    pub label: String,
    /// Comes back.
    pub value: String,
}

impl Payload {
    /// Plain text.
    pub fn text(content: impl Into<String>) -> Payload {
        Payload { content: content.into(), ..Payload::default() }
    }

    /// Framed text, with buttons below.
    pub fn framed(embeds: Vec<Embed>, components: Vec<Row>) -> Payload {
        Payload { embeds, components, ..Payload::default() }
    }

    /// Seen by the person who asked only; it cannot be changed later.
    #[must_use]
    pub fn private(self, private: bool) -> Payload {
        Payload { flags: private.then_some(EPHEMERAL), ..self }
    }

    /// As a reply to a message.
    #[must_use]
    pub fn replying_to(self, message: impl ToString) -> Payload {
        let reference = Reference { message_id: message.to_string(), fail_if_not_exists: false };
        Payload { message_reference: Some(reference), ..self }
    }

    /// Sent again with the same nonce, it is still one message.
    #[must_use]
    pub fn once(self, nonce: impl ToString) -> Payload {
        Payload { nonce: Some(nonce.to_string()), enforce_nonce: Some(true), ..self }
    }

    /// Whether only the person who asked sees it.
    pub fn is_private(&self) -> bool {
        self.flags == Some(EPHEMERAL)
    }
}

/// A first answer to an interaction.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// A new message.
    Message(Payload),
    /// The message of the button becomes this.
    Update(Payload),
    /// "Thinking", privately or not; the message follows.
    Defer {
        /// Decided here, once.
        private: bool,
    },
    /// Nothing changes yet.
    DeferUpdate,
    /// What may be meant, as label and value.
    Choices(Vec<(String, String)>),
    /// A form.
    Modal {
        /// Comes back with the form.
        custom_id: String,
        /// Above it.
        title: String,
        /// Its rows.
        rows: Vec<Row>,
    },
}

impl Serialize for Response {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", &self.number())?;
        match self {
            Response::Message(payload) | Response::Update(payload) => map.serialize_entry("data", payload)?,
            Response::Defer { private: true } => {
                map.serialize_entry("data", &serde_json::json!({"flags": EPHEMERAL}))?
            }
            Response::Defer { private: false } | Response::DeferUpdate => {}
            Response::Choices(choices) => {
                let choice = |(name, value): &(String, String)| serde_json::json!({"name": name, "value": value});
                let choices: Vec<_> = choices.iter().map(choice).collect();
                map.serialize_entry("data", &serde_json::json!({ "choices": choices }))?;
            }
            Response::Modal { custom_id, title, rows } => {
                let form = serde_json::json!({"custom_id": custom_id, "title": title, "components": rows});
                map.serialize_entry("data", &form)?;
            }
        }
        map.end()
    }
}

impl Response {
    fn number(&self) -> u8 {
        match self {
            Response::Message(_) => 4,
            Response::Defer { .. } => 5,
            Response::DeferUpdate => 6,
            Response::Update(_) => 7,
            Response::Choices(_) => 8,
            Response::Modal { .. } => 9,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_mentioned_in_any_message() {
        for payload in [Payload::default(), Payload::text("@everyone").private(true).replying_to(1).once(2)] {
            let json = serde_json::to_value(&payload).unwrap();
            assert_eq!(json["allowed_mentions"], serde_json::json!({"parse": [], "replied_user": false}));
        }
    }
}
