//! The app as Slack is told of it: commands from the one registry, and every scope with its reason.

use serde_json::{Value, json};

use super::paths;
use crate::commands::{self, Command};

/// The command of admins.
pub const ADMIN: &str = "rolecall";
/// The entry in the menu of a message.
pub const ANSWER: &str = "answer_with_sources";
/// The entry in the menu of Slack itself.
pub const LOOK_UP: &str = "look_up_pay";

/// What the bot may do, each with its reason.
pub const SCOPES: &[(&str, &str)] = &[
    ("app_mentions:read", "hear questions that mention the bot"),
    ("assistant:write", "offer questions to try in the pane of assistants"),
    ("channels:history", "hear follow-ups in threads, and questions in public channels that are set to listen"),
    ("chat:write", "reply, and change or delete its own replies"),
    ("commands", "slash commands and shortcuts"),
    ("groups:history", "the same as channels:history, in private channels it is invited to"),
    ("im:history", "hear questions in private messages"),
    ("mpim:history", "the same in private messages of several people"),
    ("reactions:write", "show that a slow answer is on its way, and take the sign away again"),
    ("users:read", "see who is an admin: `/rolecall` and deleting other people's replies are for admins"),
];

/// What Slack tells the bot, each with its reason.
pub const EVENTS: &[(&str, &str)] = &[
    ("app_home_opened", "the page of the app is drawn when somebody opens it"),
    ("app_mention", "questions that mention the bot"),
    ("app_uninstalled", "a workspace's token is forgotten"),
    ("assistant_thread_context_changed", "Slack asks for it with the pane of assistants; nothing is done with it"),
    ("assistant_thread_started", "questions to try are offered when somebody opens the pane of assistants"),
    ("message.channels", "follow-ups in threads and channels that are set to listen"),
    ("message.groups", "the same in private channels"),
    ("message.im", "private messages"),
    ("message.mpim", "private messages of several people"),
    ("tokens_revoked", "a workspace's token is forgotten"),
];

const NAME: &str = "rolecall";
const DESCRIPTION: &str = "Sourced answers about MLOps careers and pay, or an honest \"I have no sourced answer\"";
const LONG: &str = "Ask what a role pays, what a career stage takes, or how two roles differ: in a channel, in a private \
                    message, or with a slash command. Every figure comes with its publisher, date, region and terms, \
                    from a knowledge base that anyone can read and correct. Where there is no source, the bot says so. \
                    No language model writes its sentences.";

/// How Slack reaches the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Over a socket that the bot opens.
    Socket,
    /// At a public address of the web server, such as `https://bot.example`.
    Http(String),
}

/// The whole app, as Slack's page "Create an app from a manifest" takes it.
pub fn manifest(reach: &Reach) -> Value {
    let mut all = json!({
        "_metadata": { "major_version": 1, "minor_version": 1 },
        "display_information": {
            "name": NAME, "description": DESCRIPTION, "long_description": LONG, "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false,
            },
            "assistant_view": { "assistant_description": DESCRIPTION },
            "bot_user": { "display_name": NAME, "always_online": true },
            "shortcuts": shortcuts(),
            "slash_commands": slash_commands(reach),
        },
        "oauth_config": { "scopes": { "bot": SCOPES.iter().map(|(scope, _)| *scope).collect::<Vec<_>>() } },
        "settings": {
            "event_subscriptions": { "bot_events": EVENTS.iter().map(|(event, _)| *event).collect::<Vec<_>>() },
            "interactivity": { "is_enabled": true },
            "org_deploy_enabled": false,
            "socket_mode_enabled": *reach == Reach::Socket,
            "token_rotation_enabled": false,
        },
    });
    if let Reach::Http(address) = reach {
        let at = |path: &str| json!(format!("{}{path}", address.trim_end_matches('/')));
        all["settings"]["event_subscriptions"]["request_url"] = at(paths::EVENTS);
        all["settings"]["interactivity"]["request_url"] = at(paths::INTERACTIVITY);
        all["settings"]["interactivity"]["message_menu_options_url"] = at(paths::OPTIONS);
        all["oauth_config"]["redirect_urls"] = json!([at(paths::CALLBACK)]);
    }
    all
}

fn shortcuts() -> Value {
    json!([
        { "name": "Answer with sources", "type": "message", "callback_id": ANSWER,
          "description": "Answers what somebody wrote, for you alone" },
        { "name": "Look up pay", "type": "global", "callback_id": LOOK_UP,
          "description": "Pay by role, stage and terms" },
    ])
}

fn slash_commands(reach: &Reach) -> Vec<Value> {
    let mut all: Vec<Value> =
        commands::ALL.iter().map(|c| slash_command(c.name, c.summary, &usage(c), reach)).collect();
    all.push(slash_command(ADMIN, "What admins set and see", "channel | status | reload | gaps", reach));
    all
}

fn slash_command(name: &str, description: &str, usage: &str, reach: &Reach) -> Value {
    let mut command = json!({ "command": format!("/{name}"), "description": description, "should_escape": false });
    if !usage.is_empty() {
        command["usage_hint"] = json!(usage);
    }
    if let Reach::Http(address) = reach {
        command["url"] = json!(format!("{}{}", address.trim_end_matches('/'), paths::COMMANDS));
    }
    command
}

/// "<amount> [per] [role]".
fn usage(command: &Command) -> String {
    let option = |o: &commands::Opt| if o.required { format!("<{}>", o.name) } else { format!("[{}]", o.name) };
    command.options.iter().map(option).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(value: &Value) -> usize {
        value.as_str().unwrap().chars().count()
    }

    #[test]
    fn it_has_every_command_of_the_registry_and_nothing_else() {
        let manifest = manifest(&Reach::Socket);
        let listed = manifest["features"]["slash_commands"].as_array().unwrap();
        let names: Vec<&str> = listed.iter().map(|c| c["command"].as_str().unwrap()).collect();
        let registry = commands::ALL.iter().map(|c| c.name).chain([ADMIN]);
        assert_eq!(names, registry.map(|name| format!("/{name}")).collect::<Vec<_>>());
    }

    #[test]
    fn slack_takes_every_part_of_it() {
        let manifest = manifest(&Reach::Http("https://bot.example/".to_owned()));
        let about = &manifest["display_information"];
        assert!(length(&about["name"]) <= 35 && length(&about["description"]) <= 140);
        assert!((174..=4_000).contains(&length(&about["long_description"])));
        for command in manifest["features"]["slash_commands"].as_array().unwrap() {
            assert!(length(&command["command"]) <= 32 && (1..=2_000).contains(&length(&command["description"])));
            assert!(command.get("usage_hint").is_none_or(|hint| (1..=1_000).contains(&length(hint))), "{command}");
            assert_eq!(command["url"], "https://bot.example/slack/commands");
        }
        assert_eq!(manifest["oauth_config"]["redirect_urls"], json!(["https://bot.example/slack/oauth/callback"]));
        for shortcut in manifest["features"]["shortcuts"].as_array().unwrap() {
            assert!(length(&shortcut["name"]) <= 24 && length(&shortcut["description"]) <= 150, "{shortcut}");
        }
    }

    #[test]
    fn the_pane_of_assistants_has_its_scope_and_its_events() {
        let manifest = manifest(&Reach::Socket);
        assert!(length(&manifest["features"]["assistant_view"]["assistant_description"]) <= 300);
        let events = manifest["settings"]["event_subscriptions"]["bot_events"].as_array().unwrap();
        for event in ["assistant_thread_started", "assistant_thread_context_changed", "message.im"] {
            assert!(events.iter().any(|e| e == event), "{event}");
        }
        assert!(SCOPES.iter().any(|(scope, _)| *scope == "assistant:write"));
    }

    #[test]
    fn over_a_socket_there_are_no_addresses() {
        let text = manifest(&Reach::Socket).to_string();
        assert!(!text.contains("http") && text.contains("\"socket_mode_enabled\":true"));
    }
}
