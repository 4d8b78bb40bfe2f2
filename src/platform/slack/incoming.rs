//! What Slack sends, over either transport, as far as it matters. Fields that are missing or new are no fault.

use std::collections::HashMap;

use serde::Deserialize;

/// Something that Slack sends.
#[derive(Debug)]
pub enum Delivery {
    /// Something happened.
    Event(Box<EventCallback>),
    /// Somebody typed a slash command.
    Command(Box<Command>),
    /// Somebody used a button, menu, shortcut or form.
    Interaction(Box<Interaction>),
}

/// An event with what stands around it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EventCallback {
    /// The workspace.
    pub team_id: Option<String>,
    /// The workspaces that let the app see it; the first is the one by whose token it is seen. It is another one than
    /// `team_id` in channels that workspaces share.
    pub authorizations: Vec<Authorization>,
    /// The same each time the event is sent.
    pub event_id: Option<String>,
    /// When it happened, in seconds since 1970.
    pub event_time: Option<i64>,
    /// What happened.
    pub event: Event,
    /// Whether it was sent before; the transports say it beside the event.
    #[serde(skip)]
    pub repeated: bool,
}

impl EventCallback {
    /// The workspace whose token counts for it.
    pub fn team(&self) -> Option<&str> {
        let authorized = self.authorizations.iter().find_map(|authorization| authorization.team_id.as_deref());
        authorized.or(self.team_id.as_deref())
    }
}

/// By whose leave the app sees something.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Authorization {
    /// The workspace.
    pub team_id: Option<String>,
}

/// What happened.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Event {
    /// What kind of event it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// Of a message: what kind of message.
    pub subtype: Option<String>,
    /// Where.
    pub channel: Option<String>,
    /// Of the channel: `im` is a private message.
    pub channel_type: Option<String>,
    /// Who.
    pub user: Option<String>,
    /// Which bot, if it was one.
    pub bot_id: Option<String>,
    /// Which app, if it was one.
    pub app_id: Option<String>,
    /// What was written.
    pub text: Option<String>,
    /// The message.
    pub ts: Option<String>,
    /// The message under which it stands.
    pub thread_ts: Option<String>,
    /// Who wrote the message under which it stands.
    pub parent_user_id: Option<String>,
    /// Of a change: the message as it is now.
    pub message: Option<Changed>,
    /// Of a deletion: the message that is gone.
    pub deleted_ts: Option<String>,
    /// Of the app's page: which part of it.
    pub tab: Option<String>,
    /// Of the pane of assistants: where it is.
    pub assistant_thread: Option<AssistantThread>,
    /// Of tokens that count no more: whose they were.
    pub tokens: Option<Tokens>,
}

/// Tokens that count no more, by the people whose they were.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Tokens {
    /// Of bots.
    pub bot: Vec<String>,
}

/// A conversation in the pane of assistants.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AssistantThread {
    /// Where.
    pub channel_id: String,
    /// The message under which it stands.
    pub thread_ts: String,
}

/// A message as it is now.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Changed {
    /// Who wrote it.
    pub user: Option<String>,
    /// Which bot, if it was one.
    pub bot_id: Option<String>,
    /// What kind of message.
    pub subtype: Option<String>,
    /// What is written now.
    pub text: Option<String>,
    /// The message.
    pub ts: Option<String>,
    /// The message under which it stands.
    pub thread_ts: Option<String>,
    /// Who wrote the message under which it stands.
    pub parent_user_id: Option<String>,
    /// When it was changed.
    pub edited: Option<Edited>,
}

/// When a message was changed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Edited {
    /// As Slack writes times.
    pub ts: String,
}

/// A slash command.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Command {
    /// With its `/`.
    pub command: String,
    /// What followed it.
    pub text: String,
    /// The workspace.
    pub team_id: Option<String>,
    /// Where.
    pub channel_id: String,
    /// Who.
    pub user_id: String,
    /// Where answers go.
    pub response_url: String,
    /// Opens a form, for a few seconds.
    pub trigger_id: String,
}

/// A button, menu, shortcut or form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Interaction {
    /// What kind of interaction it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// The workspace.
    pub team: Option<Named>,
    /// Who.
    pub user: Named,
    /// Where.
    pub channel: Option<Named>,
    /// What the button is on.
    pub container: Container,
    /// The message, where it is told.
    pub message: Option<Changed>,
    /// Opens a form, for a few seconds.
    pub trigger_id: Option<String>,
    /// Where answers go.
    pub response_url: Option<String>,
    /// What was pressed or chosen.
    pub actions: Vec<Pressed>,
    /// Of a shortcut.
    pub callback_id: Option<String>,
    /// The form, or the app's page.
    pub view: Option<Seen>,
    /// Of a menu that asks for choices.
    pub action_id: Option<String>,
    /// What was typed into such a menu.
    pub value: Option<String>,
}

/// Somebody or something.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// What people call it, of a person.
    pub username: Option<String>,
}

/// What a button is on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Container {
    /// The message.
    pub message_ts: Option<String>,
    /// The message under which that stands.
    pub thread_ts: Option<String>,
    /// Where.
    pub channel_id: Option<String>,
}

/// What was pressed or chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pressed {
    /// Which element.
    pub action_id: String,
    /// Of a button.
    pub value: Option<String>,
    /// Of a menu.
    pub selected_option: Option<Chosen>,
}

/// What was chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// Comes back.
    pub value: String,
}

/// A form, or the app's page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    /// Its id.
    pub id: String,
    /// `modal` or `home`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is for.
    pub callback_id: String,
    /// What we keep in it.
    pub private_metadata: String,
    /// What was filled in.
    pub state: Filled,
}

/// What was filled in, by block and element.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filled {
    /// By block and element.
    pub values: HashMap<String, HashMap<String, Pressed>>,
}

impl Seen {
    /// What was written or chosen in a block.
    pub fn filled(&self, block: &str) -> Option<String> {
        let element = self.state.values.get(block)?.values().next()?;
        let chosen = element.selected_option.as_ref().map(|option| option.value.clone());
        chosen.or_else(|| element.value.clone()).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_new_is_no_fault() {
        let event: EventCallback =
            serde_json::from_str(r#"{"event":{"type":"message","ts":"1.2","blocks":[{"type":"new"}],"files":[]}}"#)
                .unwrap();
        assert_eq!((event.event.kind.as_str(), event.team()), ("message", None));
        let shared: EventCallback =
            serde_json::from_str(r#"{"team_id":"T2","authorizations":[{"enterprise_id":"E1"},{"team_id":"T1"}]}"#)
                .unwrap();
        assert_eq!(shared.team(), Some("T1"), "the one by whose token it is seen");
        let filled: Seen = serde_json::from_str(
            r#"{"id":"V1","state":{"values":{"b":{"a":{"type":"external_select","selected_option":{"value":"x"}}}}}}"#,
        )
        .unwrap();
        assert_eq!((filled.filled("b").as_deref(), filled.filled("c")), (Some("x"), None));
    }
}
