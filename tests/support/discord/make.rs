//! Objects as Discord sends them.

use serde_json::{Value, json};

use super::{ALICE, BOT, CHANNEL, DM, GUILD, THREAD};

/// A message of a person.
#[derive(Debug, Clone)]
pub struct Say<'a> {
    pub channel: u64,
    pub author: u64,
    pub text: &'a str,
    pub from_bot: bool,
    /// The message of the bot to which it replies.
    pub replies_to: Option<u64>,
}

impl Default for Say<'_> {
    fn default() -> Self {
        Say { channel: CHANNEL, author: ALICE, text: "", from_bot: false, replies_to: None }
    }
}

pub fn user(id: u64, bot: bool) -> Value {
    json!({
        "id": id.to_string(), "username": format!("user{}", id % 1_000), "discriminator": "0", "avatar": null,
        "global_name": if id == ALICE { json!("Alice *A*") } else { Value::Null }, "bot": bot,
    })
}

pub fn member(id: u64, permissions: u64) -> Value {
    json!({
        "user": user(id, false), "nick": null, "avatar": null, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": false, "mute": false, "flags": 0, "pending": false, "permissions": permissions.to_string(),
    })
}

pub fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()
}

/// The parts that every message has.
pub fn bare_message(id: u64, channel: u64, author: Value) -> Value {
    json!({
        "id": id.to_string(), "channel_id": channel.to_string(), "author": author, "content": "",
        "timestamp": now(), "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "components": [], "pinned": false, "type": 0,
    })
}

pub fn message(id: u64, say: &Say<'_>) -> Value {
    let mut message = bare_message(id, say.channel, user(say.author, say.from_bot));
    message["content"] = json!(say.text);
    if say.text.contains(&format!("<@{BOT}>")) {
        message["mentions"] = json!([user(BOT, true)]);
    }
    if say.channel != DM {
        message["guild_id"] = json!(GUILD.to_string());
    }
    if say.channel == THREAD {
        message["position"] = json!(3);
    }
    if let Some(to) = say.replies_to {
        message["type"] = json!(19);
        message["message_reference"] = json!({ "message_id": to.to_string(), "channel_id": say.channel.to_string() });
        message["referenced_message"] = bare_message(to, say.channel, user(BOT, true));
    }
    message
}

/// The same message with other words.
pub fn edited(message: &Value, text: &str) -> Value {
    let mut edited = message.clone();
    edited["content"] = json!(text);
    edited["edited_timestamp"] = json!(now());
    if text.contains(&format!("<@{BOT}>")) {
        edited["mentions"] = json!([user(BOT, true)]);
    }
    edited
}

/// An interaction without its data.
fn interaction(kind: u8, user_id: u64, permissions: u64, data: Value) -> Value {
    json!({
        "application_id": BOT.to_string(), "type": kind, "data": data, "guild_id": GUILD.to_string(),
        "channel_id": CHANNEL.to_string(), "channel": { "id": CHANNEL.to_string(), "type": 0, "name": "general" },
        "member": member(user_id, permissions), "version": 1, "app_permissions": "2147483647", "locale": "en-US",
        "guild_locale": "en-US", "entitlements": [], "authorizing_integration_owners": {}, "context": 0,
        "attachment_size_limit": 10_485_760,
    })
}

/// A slash command with its options as `(name, type, value)`.
pub fn command(name: &str, options: &[(&str, u8, Value)]) -> Value {
    let option = |(name, kind, value): &(&str, u8, Value)| json!({ "name": name, "type": kind, "value": value });
    let options: Vec<Value> = options.iter().map(option).collect();
    interaction(2, ALICE, 0, json!({ "id": "1", "name": name, "type": 1, "options": options }))
}

/// A subcommand of `/rolecall`.
pub fn admin(name: &str, options: &[(&str, u8, Value)]) -> Value {
    let option = |(name, kind, value): &(&str, u8, Value)| json!({ "name": name, "type": kind, "value": value });
    let options: Vec<Value> = options.iter().map(option).collect();
    let data = json!({ "id": "1", "name": "rolecall", "type": 1,
        "options": [{ "name": name, "type": 1, "options": options }] });
    interaction(2, ALICE, 1 << 5, data)
}

/// Typing a value of a command.
pub fn typing(name: &str, option: &str, typed: &str) -> Value {
    let data = json!({ "id": "1", "name": name, "type": 1,
        "options": [{ "name": option, "type": 3, "value": typed, "focused": true }] });
    interaction(4, ALICE, 0, data)
}

/// The menu of a message.
pub fn menu(message: &Value) -> Value {
    let id = message["id"].as_str().unwrap();
    let data = json!({ "id": "1", "name": "Answer with sources", "type": 3, "target_id": id,
        "resolved": { "messages": { id: message } } });
    interaction(2, ALICE, 0, data)
}

/// A button of a message, pressed by somebody with permissions.
pub fn press(message: &Value, custom_id: &str, user_id: u64, permissions: u64) -> Value {
    let data = json!({ "custom_id": custom_id, "component_type": 2 });
    let mut interaction = interaction(3, user_id, permissions, data);
    interaction["message"] = message.clone();
    interaction
}

/// A choice of a menu on a message.
pub fn choose(message: &Value, custom_id: &str, value: &str) -> Value {
    let data = json!({ "custom_id": custom_id, "component_type": 3, "values": [value] });
    let mut interaction = interaction(3, ALICE, 0, data);
    interaction["message"] = message.clone();
    interaction
}

/// A form that was sent.
pub fn form(message: &Value, custom_id: &str, text: &str) -> Value {
    let input = json!({ "type": 4, "custom_id": "text", "value": text });
    let data = json!({ "custom_id": custom_id, "components": [{ "type": 1, "components": [input] }] });
    let mut interaction = interaction(5, ALICE, 0, data);
    interaction["message"] = message.clone();
    interaction
}

/// The button with that label.
pub fn button(message: &Value, label: &str) -> String {
    let rows = message["components"].as_array().into_iter().flatten();
    let mut buttons = rows.flat_map(|r| r["components"].as_array().unwrap());
    let found = buttons.find(|b| b["label"] == label).unwrap_or_else(|| panic!("no `{label}` on {message:#}"));
    found["custom_id"].as_str().unwrap().to_owned()
}

/// A server with a channel and a thread in it.
pub fn guild() -> Value {
    let channel = |id: u64, name: &str| {
        json!({ "id": id.to_string(), "type": 0, "name": name, "position": 0, "permission_overwrites": [],
            "guild_id": GUILD.to_string(), "nsfw": false, "topic": null, "parent_id": null, "rate_limit_per_user": 0 })
    };
    let mut guild = json!({
        "id": GUILD.to_string(), "name": "Recruiters", "icon": null, "splash": null, "discovery_splash": null,
        "owner_id": ALICE.to_string(), "afk_channel_id": null, "afk_timeout": 300, "verification_level": 0,
        "default_message_notifications": 0, "explicit_content_filter": 0, "emojis": [], "features": [],
        "mfa_level": 0, "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
        "rules_channel_id": null, "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0,
        "preferred_locale": "en-US", "public_updates_channel_id": null, "nsfw_level": 0, "stickers": [],
        "premium_progress_bar_enabled": false, "joined_at": "2026-01-01T00:00:00+00:00", "large": false,
        "member_count": 3, "voice_states": [], "members": [], "presences": [], "stage_instances": [],
        "guild_scheduled_events": [], "soundboard_sounds": [],
    });
    guild["roles"] = json!([{ "id": GUILD.to_string(), "name": "@everyone", "color": 0, "colors": { "primary_color": 0 },
            "hoist": false, "icon": null, "unicode_emoji": null, "position": 0, "permissions": "0",
            "managed": false, "mentionable": false, "flags": 0 }]);
    guild["channels"] = json!([channel(CHANNEL, "general"), channel(super::OTHER_CHANNEL, "other")]);
    guild["threads"] = json!([{ "id": THREAD.to_string(), "guild_id": GUILD.to_string(), "parent_id": CHANNEL.to_string(),
            "owner_id": ALICE.to_string(), "type": 11, "name": "a thread", "message_count": 3, "member_count": 2,
            "position": 0, "rate_limit_per_user": 0,
            "thread_metadata": { "archived": false, "auto_archive_duration": 1440, "locked": false,
                "archive_timestamp": "2026-01-01T00:00:00+00:00" } }]);
    guild
}
