//! The commands as Discord is told of them: from the one registry, with what only Discord has.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use serenity::http::Http;
use serenity::model::Permissions;

use crate::commands::{self, Command, Kind, Opt};
use crate::knowledge::Knowledge;
use crate::store::ChannelMode;

use super::render::limits::ITEMS;

/// The command of admins.
pub const ADMIN: &str = "rolecall";
/// The command with which anybody has what is kept of them removed.
pub const FORGET: &str = "forget-me";
/// The option that shows an answer to everyone.
pub const SHARE: &str = "share";
/// The menu of a message.
pub const MENU: &str = "Answer with sources";

const SUBCOMMAND: u8 = 1;
const STRING: u8 = 3;
const INTEGER: u8 = 4;
const BOOLEAN: u8 = 5;
const CHANNEL: u8 = 7;
const NUMBER: u8 = 10;
/// In servers alone.
const SERVERS: [u8; 1] = [0];
/// In servers, and in private with the bot.
const SERVERS_AND_PRIVATE: [u8; 2] = [0, 1];

/// All of them.
pub fn all(knowledge: &Knowledge) -> Vec<Value> {
    let mut all: Vec<Value> = commands::ALL.iter().map(|c| command(c, knowledge)).collect();
    all.push(admin());
    let description = "Remove everything that I keep of you";
    all.push(json!({ "name": FORGET, "type": 1, "description": description, "contexts": SERVERS_AND_PRIVATE }));
    all.push(json!({ "name": MENU, "type": 3 }));
    all
}

fn command(command: &Command, knowledge: &Knowledge) -> Value {
    let mut options: Vec<Value> = command.options.iter().map(|o| option(o, knowledge)).collect();
    options
        .push(json!({ "name": SHARE, "type": BOOLEAN, "description": "Show the answer to everyone in the channel" }));
    json!({ "name": command.name, "type": 1, "description": command.summary, "options": options })
}

fn option(option: &Opt, knowledge: &Knowledge) -> Value {
    let mut json = json!({
        "name": option.name,
        "description": option.help,
        "type": if option.kind == Kind::Years { NUMBER } else { STRING },
        "required": option.required,
    });
    match option.kind {
        Kind::Years => {
            json["min_value"] = json!(0);
            json["max_value"] = json!(60);
        }
        Kind::Basis | Kind::Aspect | Kind::About | Kind::Per | Kind::Remote => {
            let choices = option.kind.choices(knowledge);
            let choice = |c: &commands::Choice| json!({ "name": c.label, "value": c.value });
            json["choices"] = choices.iter().take(ITEMS).map(choice).collect();
        }
        Kind::Role | Kind::Stage | Kind::Article | Kind::Entry | Kind::Prepared | Kind::Payee | Kind::Country => {
            json["autocomplete"] = json!(true)
        }
        Kind::Amount | Kind::Words | Kind::Year | Kind::Number => {}
    }
    json
}

fn admin() -> Value {
    let modes = ChannelMode::ALL.map(|mode| json!({ "name": mode.id(), "value": mode.id() }));
    let plain = |name: &str, description: &str| json!({ "name": name, "type": SUBCOMMAND, "description": description });
    let channel = json!({
        "name": "channel", "type": SUBCOMMAND, "description": "What I do with messages of a channel",
        "options": [
            { "name": "mode", "type": STRING, "description": "Off, when mentioned, or whatever is a question for me",
              "required": true, "choices": modes },
            { "name": "cooldown", "type": INTEGER, "min_value": 0, "max_value": 86_400,
              "description": "Seconds in which I do not repeat an answer unasked" },
            { "name": "channel", "type": CHANNEL, "description": "The channel; without it, this one" },
            { "name": "everywhere", "type": BOOLEAN,
              "description": "Set it for every channel that has nothing of its own" },
        ],
    });
    let digest = json!({
        "name": "digest", "type": SUBCOMMAND, "description": "Every Monday, what had no answer",
        "options": [
            { "name": "send", "type": BOOLEAN, "required": true, "description": "Whether to send it" },
            { "name": "channel", "type": CHANNEL, "description": "Where; without it, here" },
        ],
    });
    json!({
        "name": ADMIN, "type": 1, "description": "What admins set and see",
        // Who may do it is looked at again when it is done: servers can give commands to whom they like.
        "default_member_permissions": Permissions::MANAGE_GUILD.bits().to_string(), "contexts": SERVERS,
        "options": [
            channel,
            plain("status", "How I am doing"),
            plain("reload", "Take the knowledge base anew"),
            plain("gaps", "What was asked and had no answer, and answers that did not help"),
            digest,
        ],
    })
}

/// What counts of a command, whoever tells it: Discord adds ids and leaves out what is the default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Shape {
    name: String,
    #[serde(rename = "type", default = "chat")]
    kind: u8,
    #[serde(default)]
    description: String,
    #[serde(default)]
    options: Vec<OptionShape>,
    #[serde(default)]
    default_member_permissions: Option<String>,
    #[serde(default)]
    contexts: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct OptionShape {
    name: String,
    #[serde(rename = "type")]
    kind: u8,
    #[serde(default)]
    description: String,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    autocomplete: bool,
    #[serde(default)]
    choices: Vec<ChoiceShape>,
    #[serde(default)]
    options: Vec<OptionShape>,
    #[serde(default)]
    min_value: Option<f64>,
    #[serde(default)]
    max_value: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct ChoiceShape {
    name: String,
    value: Value,
}

fn chat() -> u8 {
    1
}

/// What would change at Discord, a line each; empty where nothing would.
///
/// # Errors
/// If a command has a form that is not understood.
pub fn difference(there: &[Value], ours: &[Value]) -> Result<Vec<String>, serde_json::Error> {
    let (there, ours) = (shapes(there)?, shapes(ours)?);
    let named = |list: &[Shape], of: &Shape| list.iter().find(|s| s.name == of.name && s.kind == of.kind).cloned();
    let mut lines = Vec::new();
    for shape in &ours {
        match named(&there, shape) {
            None => lines.push(format!("+ {}", title(shape))),
            Some(old) if old != *shape => lines.push(format!("~ {}: {}", title(shape), changes(&old, shape))),
            Some(_) => {}
        }
    }
    lines.extend(there.iter().filter(|s| named(&ours, s).is_none()).map(|s| format!("- {}", title(s))));
    Ok(lines)
}

fn shapes(list: &[Value]) -> Result<Vec<Shape>, serde_json::Error> {
    list.iter().map(|value| serde_json::from_value(without_nulls(value))).collect()
}

/// Null means the same as not there.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let there = map.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), without_nulls(v)));
            Value::Object(there.collect())
        }
        Value::Array(list) => list.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

fn title(shape: &Shape) -> String {
    if shape.kind == chat() { format!("/{}", shape.name) } else { format!("menu \"{}\"", shape.name) }
}

/// In which parts two commands of a name differ.
fn changes(old: &Shape, new: &Shape) -> String {
    let mut parts = Vec::new();
    if old.description != new.description {
        parts.push("description".to_owned());
    }
    if old.default_member_permissions != new.default_member_permissions {
        parts.push("who may use it".to_owned());
    }
    if old.contexts != new.contexts {
        parts.push("where it works".to_owned());
    }
    let find = |list: &[OptionShape], name: &str| list.iter().find(|o| o.name == name).cloned();
    for option in &new.options {
        match find(&old.options, &option.name) {
            None => parts.push(format!("+{}", option.name)),
            Some(before) if before != *option => parts.push(format!("~{}", option.name)),
            Some(_) => {}
        }
    }
    parts.extend(old.options.iter().filter(|o| find(&new.options, &o.name).is_none()).map(|o| format!("-{}", o.name)));
    if parts.is_empty() { "order of options".to_owned() } else { parts.join(", ") }
}

/// Tells Discord, if something is different; returns what was.
///
/// # Errors
/// If Discord cannot be asked or told.
pub async fn register(http: &Http, ours: &[Value]) -> serenity::Result<Vec<String>> {
    let changes = pending(http, ours).await?;
    if !changes.is_empty() {
        http.create_global_commands(&ours).await?;
    }
    Ok(changes)
}

/// What registering would change.
///
/// # Errors
/// If Discord cannot be asked.
pub async fn pending(http: &Http, ours: &[Value]) -> serenity::Result<Vec<String>> {
    let there = http.get_global_commands().await?;
    let there: Vec<Value> = there.iter().map(serde_json::to_value).collect::<Result<_, _>>()?;
    Ok(difference(&there, ours)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Tree;

    fn ours() -> Vec<Value> {
        all(&Knowledge::load(&Tree::embedded()).unwrap())
    }

    #[test]
    fn what_discord_tells_back_is_no_change() {
        let ours = ours();
        let mut there = ours.clone();
        for command in &mut there {
            command["id"] = json!("1");
            command["default_member_permissions"] =
                command.get("default_member_permissions").cloned().unwrap_or(Value::Null);
            command["nsfw"] = json!(false);
        }
        assert_eq!(difference(&there, &ours).unwrap(), [""; 0]);
    }

    #[test]
    fn changes_are_named() {
        let ours = ours();
        let mut there = ours.clone();
        there.retain(|c| c["name"] != "quick");
        there[1]["description"] = json!("old");
        there.push(json!({ "name": "gone", "description": "x" }));
        let lines = difference(&there, &ours).unwrap();
        assert_eq!(lines, ["~ /salary: description", "+ /quick", "- /gone"]);
    }

    #[test]
    fn discord_takes_every_command() {
        for command in ours() {
            let text = |key: &str| command[key].as_str().unwrap_or_default().to_owned();
            assert!((1..=32).contains(&text("name").chars().count()), "{command}");
            let chat = command["type"] == 1;
            assert!(!chat || (1..=100).contains(&text("description").chars().count()), "{command}");
            for option in command["options"].as_array().into_iter().flatten() {
                assert!((1..=100).contains(&option["description"].as_str().unwrap().chars().count()), "{option}");
                for choice in option["choices"].as_array().into_iter().flatten() {
                    assert!((1..=100).contains(&choice["name"].as_str().unwrap().chars().count()), "{choice}");
                }
            }
        }
    }
}
