//! One scenario, two bots: rolecall, and one on discord.js. What discord.js believes is a Discord.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/discord/mod.rs"]
mod discord;

use std::path::Path;
use std::process::{Child, Command};

use discord::make::{self, button};
use discord::process::Bot;
use discord::{ALICE, Fake, TOKEN};
use serde_json::{Value, json};

/// Message, slash command, suggestions, button, form; in the form that Discord documents.
async fn scenario(fake: &Fake) {
    fake.until("login and registration", |w| (w.ready_shards() == 1 && !w.commands.is_empty()).then_some(())).await;
    assert!(fake.world().commands.iter().any(|c| c["name"] == "salary"));
    let reply = fake.ask("what does a senior MLOps engineer make?").await;
    assert!(reply.json["embeds"][0]["description"].as_str().unwrap().contains("$185K–$285K a year"), "{}", reply.json);

    let suggested = fake.interact(make::typing("salary", "stage", "sen")).await;
    assert_eq!((&suggested["type"], &suggested["data"]["choices"][0]["value"]), (&json!(8), &json!("senior")));

    // At once, or after a "thinking": privately in both cases.
    let id = fake.start_interaction(make::command("salary", &[("stage", 3, json!("senior"))]));
    let first = fake.response(id).await;
    assert!(first["type"] == 4 || first["type"] == 5, "{first}");
    assert_eq!(first["data"]["flags"], json!(64));
    let message = fake.original(id).await;
    assert!(discord::text_of(&message).contains("$185K–$285K a year"), "{message}");

    let form = fake.interact(make::press(&message, &button(&message, "Not helpful"), ALICE, 0)).await;
    assert_eq!(form["type"], json!(9));
    let custom_id = form["data"]["custom_id"].as_str().unwrap();
    let thanked: Value = fake.interact(make::form(&message, custom_id, "too old")).await;
    assert!(thanked["type"] == 4 && thanked["data"]["content"].as_str().unwrap().starts_with("Thank you"), "{thanked}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn rolecall_plays_it() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = Bot::start(&fake, folder.path());
    scenario(&fake).await;
}

struct Node(Child);

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node: npm ci --prefix tests/support/discord/js, then --ignored"]
async fn discord_js_plays_it() {
    let fake = Fake::start().await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/discord/js/bot.mjs");
    let mut command = Command::new("node");
    let child = command.arg(script).arg(fake.url()).env("DISCORD_TOKEN", TOKEN).spawn().unwrap();
    let _node = Node(child);
    scenario(&fake).await;
}
