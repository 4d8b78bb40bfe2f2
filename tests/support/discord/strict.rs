//! What Discord refuses in a message, written down here a second time so that it is not the program's own word.

use serde_json::{Value, json};

/// Keys of a message that may be sent.
const KEYS: [&str; 11] = [
    "content",
    "embeds",
    "components",
    "allowed_mentions",
    "flags",
    "message_reference",
    "nonce",
    "enforce_nonce",
    "tts",
    "attachments",
    "sticker_ids",
];
const EMBED_KEYS: [&str; 11] =
    ["type", "title", "description", "url", "timestamp", "color", "footer", "image", "thumbnail", "author", "fields"];

fn units(value: &Value) -> usize {
    value.as_str().unwrap_or_default().encode_utf16().count()
}

/// Everything that is wrong with a message.
pub fn message(body: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    keys(body, &KEYS, "message", &mut wrong);
    if body["allowed_mentions"]["parse"] != json!([]) {
        wrong.push(format!("allowed_mentions is {}", body["allowed_mentions"]));
    }
    for list in ["users", "roles"] {
        if body["allowed_mentions"][list].as_array().is_some_and(|l| !l.is_empty()) {
            wrong.push(format!("allowed_mentions names {list}"));
        }
    }
    if body["allowed_mentions"]["replied_user"] == true {
        wrong.push("the author of the question is pinged".to_owned());
    }
    most("content", &body["content"], 2_000, &mut wrong);
    if units(&body["nonce"]) > 25 {
        wrong.push("nonce is too long".to_owned());
    }
    let embeds = body["embeds"].as_array().cloned().unwrap_or_default();
    if embeds.len() > 10 {
        wrong.push(format!("{} embeds", embeds.len()));
    }
    let all: usize = embeds.iter().map(|e| embed(e, &mut wrong)).sum();
    if all > 6_000 {
        wrong.push(format!("{all} characters in embeds"));
    }
    if units(&body["content"]) == 0 && embeds.is_empty() {
        wrong.push("an empty message".to_owned());
    }
    components(&body["components"], &mut wrong);
    wrong
}

fn keys(value: &Value, known: &[&str], what: &str, wrong: &mut Vec<String>) {
    for key in value.as_object().into_iter().flat_map(|o| o.keys()) {
        if !known.contains(&key.as_str()) {
            wrong.push(format!("{what} has `{key}`"));
        }
    }
}

fn most(what: &str, value: &Value, most: usize, wrong: &mut Vec<String>) {
    if units(value) > most {
        wrong.push(format!("{what} has {} characters", units(value)));
    }
}

fn between(what: &str, value: &Value, least: usize, most: usize, wrong: &mut Vec<String>) {
    if !(least..=most).contains(&units(value)) {
        wrong.push(format!("{what} has {} characters: {value}", units(value)));
    }
}

/// Checks an embed, and counts what it holds.
fn embed(embed: &Value, wrong: &mut Vec<String>) -> usize {
    keys(embed, &EMBED_KEYS, "embed", wrong);
    most("title", &embed["title"], 256, wrong);
    most("description", &embed["description"], 4_096, wrong);
    let mut all = units(&embed["title"]) + units(&embed["description"]);
    if !embed["footer"].is_null() {
        between("footer", &embed["footer"]["text"], 1, 2_048, wrong);
    }
    if !embed["author"].is_null() {
        between("author", &embed["author"]["name"], 1, 256, wrong);
    }
    all += units(&embed["footer"]["text"]) + units(&embed["author"]["name"]);
    let fields = embed["fields"].as_array().cloned().unwrap_or_default();
    if fields.len() > 25 {
        wrong.push(format!("{} fields", fields.len()));
    }
    for field in &fields {
        between("field name", &field["name"], 1, 256, wrong);
        between("field value", &field["value"], 1, 1_024, wrong);
        all += units(&field["name"]) + units(&field["value"]);
    }
    if all == 0 {
        wrong.push("an empty embed".to_owned());
    }
    all
}

fn components(rows: &Value, wrong: &mut Vec<String>) {
    let rows = rows.as_array().cloned().unwrap_or_default();
    if rows.len() > 5 {
        wrong.push(format!("{} rows", rows.len()));
    }
    let mut ids: Vec<String> = Vec::new();
    for row in &rows {
        let parts = row["components"].as_array().cloned().unwrap_or_default();
        let menus = parts.iter().filter(|p| p["type"] != 2).count();
        if row["type"] != 1 || parts.is_empty() || parts.len() > 5 || (menus > 0 && parts.len() > 1) {
            wrong.push(format!("a row of {} components, {menus} menus", parts.len()));
        }
        for part in &parts {
            component(part, wrong);
            ids.push(part["custom_id"].as_str().unwrap_or_default().to_owned());
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    if ids.len() < count {
        wrong.push("a custom_id twice".to_owned());
    }
}

fn component(part: &Value, wrong: &mut Vec<String>) {
    between("custom_id", &part["custom_id"], 1, 100, wrong);
    match part["type"].as_u64() {
        Some(2) => {
            between("button label", &part["label"], 1, 80, wrong);
            if !(1..=4).contains(&part["style"].as_u64().unwrap_or_default()) {
                wrong.push(format!("button style {}", part["style"]));
            }
        }
        Some(3) => {
            most("placeholder", &part["placeholder"], 150, wrong);
            let options = part["options"].as_array().cloned().unwrap_or_default();
            if options.is_empty() || options.len() > 25 {
                wrong.push(format!("a menu of {} items", options.len()));
            }
            for option in &options {
                between("menu label", &option["label"], 1, 100, wrong);
                between("menu value", &option["value"], 1, 100, wrong);
            }
        }
        kind => wrong.push(format!("a component of type {kind:?}")),
    }
}

/// Everything that is wrong with choices.
pub fn choices(data: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let Some(choices) = data["choices"].as_array() else { return vec!["no choices".to_owned()] };
    if choices.len() > 25 {
        wrong.push(format!("{} choices", choices.len()));
    }
    for choice in choices {
        between("choice name", &choice["name"], 1, 100, &mut wrong);
        between("choice value", &choice["value"], 1, 100, &mut wrong);
    }
    wrong
}

/// Everything that is wrong with a form.
pub fn modal(data: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    between("form id", &data["custom_id"], 1, 100, &mut wrong);
    between("form title", &data["title"], 1, 45, &mut wrong);
    let rows = data["components"].as_array().cloned().unwrap_or_default();
    if rows.is_empty() || rows.len() > 5 {
        wrong.push(format!("a form of {} rows", rows.len()));
    }
    for input in rows.iter().flat_map(|r| r["components"].as_array().cloned().unwrap_or_default()) {
        between("input label", &input["label"], 1, 45, &mut wrong);
        between("input id", &input["custom_id"], 1, 100, &mut wrong);
        if input["type"] != 4 || input["max_length"].as_u64().unwrap_or(1) > 4_000 {
            wrong.push(format!("input {input}"));
        }
    }
    wrong
}

/// Everything that is wrong with a set of global commands.
pub fn commands(list: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let list = list.as_array().cloned().unwrap_or_default();
    if list.iter().filter(|c| c["type"].as_u64().unwrap_or(1) == 1).count() > 100 {
        wrong.push("more than 100 commands".to_owned());
    }
    for command in &list {
        let chat = command["type"].as_u64().unwrap_or(1) == 1;
        // Of the bot's own promises: what is for admins is not shown to others.
        if command["name"] == "rolecall" && command["default_member_permissions"] != "32" {
            wrong.push("`/rolecall` is shown to people who do not manage the server".to_owned());
        }
        between("command name", &command["name"], 1, 32, &mut wrong);
        if chat {
            between("description", &command["description"], 1, 100, &mut wrong);
            options(&command["options"], &mut wrong);
        }
    }
    wrong
}

fn options(list: &Value, wrong: &mut Vec<String>) {
    let list = list.as_array().cloned().unwrap_or_default();
    if list.len() > 25 {
        wrong.push(format!("{} options", list.len()));
    }
    let late = list.iter().skip_while(|o| o["required"] == true).any(|o| o["required"] == true);
    if late {
        wrong.push("a required option after an optional one".to_owned());
    }
    for option in &list {
        between("option name", &option["name"], 1, 32, wrong);
        between("option description", &option["description"], 1, 100, wrong);
        let choices = option["choices"].as_array().map_or(0, Vec::len);
        if choices > 25 || (choices > 0 && option["autocomplete"] == true) {
            wrong.push(format!("{choices} choices of {}", option["name"]));
        }
        options(&option["options"], wrong);
    }
}
