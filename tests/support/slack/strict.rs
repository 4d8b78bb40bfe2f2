//! What Slack checks in messages and views, written out anew.

use serde_json::Value;

fn units(value: &Value) -> usize {
    value.as_str().unwrap_or_default().encode_utf16().count()
}

fn within(wrong: &mut Vec<String>, what: &str, value: &Value, most: usize) {
    if !(1..=most).contains(&units(value)) {
        wrong.push(format!("{what} has {} units, at most {most}", units(value)));
    }
}

/// Fields that a message can have; a misspelt one would be ignored in silence.
const MESSAGE: [&str; 17] = [
    "channel",
    "ts",
    "thread_ts",
    "text",
    "blocks",
    "parse",
    "link_names",
    "unfurl_links",
    "unfurl_media",
    "metadata",
    "response_type",
    "replace_original",
    "delete_original",
    "mrkdwn",
    "attachments",
    "reply_broadcast",
    // The client of Bolt says with each call for which workspace it is.
    "team_id",
];

/// What is wrong with a message; `bare` clients need not switch unfolding off.
pub fn message(body: &Value, bare: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for key in body.as_object().into_iter().flat_map(|map| map.keys()) {
        if !MESSAGE.contains(&key.as_str()) {
            wrong.push(format!("a message has no `{key}`"));
        }
    }
    if units(&body["text"]) == 0 {
        wrong.push("a message without `text` shows nothing in notifications".to_owned());
    }
    if !bare {
        for (key, value) in [("unfurl_links", false), ("unfurl_media", false), ("link_names", false)] {
            if body[key] != value {
                wrong.push(format!("`{key}` is not {value}"));
            }
        }
        if body["parse"] != "none" {
            wrong.push("`parse` is not none".to_owned());
        }
        inert(&mut wrong, "text", &body["text"]);
    }
    wrong.extend(blocks(&body["blocks"], 50, bare));
    wrong
}

/// No control sequence but links of the web and names of channels.
fn inert(wrong: &mut Vec<String>, what: &str, text: &Value) {
    for part in text.as_str().unwrap_or_default().split('<').skip(1) {
        if !(part.starts_with("https://") || part.starts_with("http://") || part.starts_with("#C")) {
            wrong.push(format!("{what} holds a control sequence: <{part}"));
        }
    }
}

/// What is wrong with blocks.
pub fn blocks(blocks: &Value, most: usize, bare: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let list = blocks.as_array().cloned().unwrap_or_default();
    if list.len() > most {
        wrong.push(format!("{} blocks", list.len()));
    }
    let mut ids: Vec<String> = Vec::new();
    for block in &list {
        match block["type"].as_str().unwrap_or_default() {
            "header" => {
                within(&mut wrong, "header", &block["text"]["text"], 150);
                if block["text"]["type"] != "plain_text" {
                    wrong.push("a header is plain".to_owned());
                }
            }
            "section" => text(&mut wrong, &block["text"], bare),
            "context" => {
                let parts = block["elements"].as_array().cloned().unwrap_or_default();
                if !(1..=10).contains(&parts.len()) {
                    wrong.push(format!("a context of {} parts", parts.len()));
                }
                parts.iter().for_each(|part| text(&mut wrong, part, bare));
            }
            "actions" => {
                let elements = block["elements"].as_array().cloned().unwrap_or_default();
                if !(1..=25).contains(&elements.len()) {
                    wrong.push(format!("{} elements in a row", elements.len()));
                }
                for part in &elements {
                    ids.push(part["action_id"].to_string());
                    element(&mut wrong, part);
                }
            }
            "input" => {
                within(&mut wrong, "label", &block["label"]["text"], 2_000);
                element(&mut wrong, &block["element"]);
            }
            "divider" => {}
            other => wrong.push(format!("no block is called `{other}`")),
        }
    }
    let all = ids.len();
    ids.sort();
    ids.dedup();
    if ids.len() < all {
        wrong.push("an action_id twice".to_owned());
    }
    wrong
}

fn text(wrong: &mut Vec<String>, value: &Value, bare: bool) {
    within(wrong, "text", &value["text"], 3_000);
    match value["type"].as_str() {
        Some("mrkdwn") => {
            if !bare && value["verbatim"] != true {
                wrong.push("markup that is not verbatim".to_owned());
            }
            inert(wrong, "markup", &value["text"]);
        }
        Some("plain_text") => {}
        other => wrong.push(format!("no text is of type {other:?}")),
    }
}

fn element(wrong: &mut Vec<String>, element: &Value) {
    within(wrong, "action_id", &element["action_id"], 255);
    match element["type"].as_str().unwrap_or_default() {
        "button" => {
            within(wrong, "button", &element["text"]["text"], 75);
            within(wrong, "value", &element["value"], 2_000);
        }
        "static_select" => {
            within(wrong, "placeholder", &element["placeholder"]["text"], 150);
            wrong.extend(options(&element["options"]));
            if element["options"].as_array().is_none_or(Vec::is_empty) {
                wrong.push("a menu without options".to_owned());
            }
        }
        "external_select" => within(wrong, "placeholder", &element["placeholder"]["text"], 150),
        "plain_text_input" => {}
        other => wrong.push(format!("no element is called `{other}`")),
    }
}

/// What is wrong with things to choose from.
pub fn options(options: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let list = options.as_array().cloned().unwrap_or_default();
    if list.len() > 100 {
        wrong.push(format!("{} options", list.len()));
    }
    for option in list {
        within(&mut wrong, "option", &option["text"]["text"], 75);
        within(&mut wrong, "value", &option["value"], 150);
    }
    wrong
}

/// What is wrong with a view.
pub fn view(view: &Value) -> Vec<String> {
    let mut wrong = blocks(&view["blocks"], 100, false);
    if view["blocks"].as_array().is_none_or(Vec::is_empty) {
        wrong.push("a view without blocks".to_owned());
    }
    match view["type"].as_str() {
        Some("modal") => {
            within(&mut wrong, "title", &view["title"]["text"], 24);
            let has_input = view["blocks"].as_array().into_iter().flatten().any(|b| b["type"] == "input");
            if has_input && view["submit"]["text"].as_str().is_none_or(|s| s.is_empty() || s.len() > 24) {
                wrong.push("a form without a button to send it".to_owned());
            }
            if units(&view["callback_id"]) > 255 || units(&view["private_metadata"]) > 3_000 {
                wrong.push("too much in the ids of a view".to_owned());
            }
        }
        Some("home") => {}
        other => wrong.push(format!("no view is of type {other:?}")),
    }
    wrong
}
