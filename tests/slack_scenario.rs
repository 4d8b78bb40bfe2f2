//! One scenario, two bots, two transports: rolecall, and one on Bolt for JavaScript. What Bolt believes is a Slack.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/slack/mod.rs"]
mod slack;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use slack::process::{Bot, environment};
use slack::{ALICE, CHANNEL, Fake, Transport, text_of};

const FIGURE: &str = "$185K–$285K a year";

/// Mention, slash command, suggestions, button, form; in the form that Slack documents.
async fn scenario(fake: &Fake) {
    let reply = fake.ask("what does a senior MLOps engineer make?").await;
    assert!(reply.text().contains(FIGURE), "{}", reply.json);

    let answer = fake.type_command("/salary", "senior").await;
    assert!(answer["response_type"] == "ephemeral" && text_of(&answer).contains(FIGURE), "{answer}");

    let (asked, _) = fake.interact(json!({ "type": "block_suggestion", "action_id": "stage", "block_id": "stage",
        "value": "sen", "container": { "type": "view", "view_id": "V1" }, "view": { "id": "V1", "type": "modal" } }));
    assert_eq!(fake.acknowledgement(&asked).await["options"][0]["value"], "senior");

    fake.press(ALICE, CHANNEL, &reply.ts, &reply.json, "down");
    let form = fake.form(0).await;
    let values = json!({ "written": { "written": { "type": "plain_text_input", "value": "too old" } } });
    let (sent, _) = fake.interact(json!({ "type": "view_submission", "view": { "id": "V1", "type": "modal",
        "callback_id": form["callback_id"], "private_metadata": form["private_metadata"].as_str().unwrap_or_default(),
        "hash": "1", "state": { "values": values } } }));
    let thanked = fake.acknowledgement(&sent).await;
    assert!(thanked["response_action"] == "update" && text_of(&thanked["view"]).contains("Thank you"), "{thanked}");
    fake.quiet().await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn rolecall_plays_it() {
    for transport in [Transport::Socket, Transport::Http] {
        let (fake, folder) = (Fake::start(transport).await, tempfile::tempdir().unwrap());
        let _bot = Bot::ready(&fake, folder.path()).await;
        scenario(&fake).await;
    }
}

struct Node(Child);

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn bolt(transport: Transport) {
    let fake = Fake::with(transport, |w| w.echo = false).await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/slack/js/bot.mjs");
    let mut command = Command::new("node");
    command.arg(script).arg(fake.api()).arg(fake.port.to_string());
    for (name, value) in environment(&fake) {
        let value = if name == "SLACK_SIGNING_SECRET" { slack::SECRET.to_owned() } else { value };
        command.env(name, value);
    }
    let _node = Node(command.stdin(Stdio::null()).spawn().unwrap());
    match transport {
        Transport::Socket => fake.until("a connection", |w| (!w.connections.is_empty()).then_some(())).await,
        Transport::Http => {
            let end = Instant::now() + Duration::from_secs(20);
            while tokio::net::TcpStream::connect(("127.0.0.1", fake.port)).await.is_err() {
                assert!(Instant::now() < end, "Bolt does not listen");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    scenario(&fake).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node: npm ci --prefix tests/support/slack/js, then --ignored"]
async fn bolt_plays_it_over_socket_mode() {
    bolt(Transport::Socket).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Node: npm ci --prefix tests/support/slack/js, then --ignored"]
async fn bolt_plays_it_over_http() {
    bolt(Transport::Http).await;
}
