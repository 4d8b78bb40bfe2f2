//! A Slack of our own: Web API, Socket Mode and signed deliveries over HTTP on loopback, strict. What Slack would refuse is
//! refused and written down; [`Fake::finish`] fails the test if anything was.
#![allow(dead_code, unreachable_pub, reason = "every test file uses its own part of this")]
#![allow(unused_imports, reason = "as above")]

mod api;
pub mod http;
pub mod process;
mod socket;
mod strict;
pub mod world;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::{any, get};
use serde_json::{Value, json};

pub use world::{Code, Fault, Line, Sent, Team, World, text_of};
use world::{Delivery, Frame};

/// What the fake takes.
pub const TOKEN: &str = "xoxb-fake-token-that-must-not-show";
pub const APP_TOKEN: &str = "xapp-fake-token-that-must-not-show";
pub const SECRET: &str = "signing-secret-that-must-not-show";
/// The app, where it is installed in several workspaces.
pub const CLIENT_ID: &str = "1234567890.0987654321";
pub const CLIENT_SECRET: &str = "client-secret-that-must-not-show";
/// The bot, a workspace, a channel in it, and two people; Bob is an admin.
pub const BOT: &str = "U0BOT";
pub const BOT_ID: &str = "B0BOT";
pub const TEAM: &str = "T0TEAM";
pub const CHANNEL: &str = "C0JOBS";
pub const OTHER_CHANNEL: &str = "C0OTHER";
pub const DM: &str = "D0ALICE";
pub const ALICE: &str = "U0ALICE";
pub const BOB: &str = "U0BOB";

/// How long something may take before it is missing.
const PATIENCE: Duration = Duration::from_secs(20);

/// How Slack reaches the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Socket,
    Http,
}

/// A running fake.
#[derive(Clone)]
pub struct Fake {
    pub transport: Transport,
    pub address: SocketAddr,
    /// Where the bot listens.
    pub port: u16,
    http: reqwest::Client,
    world: Arc<Mutex<World>>,
}

/// Somebody writes something.
#[derive(Debug, Clone)]
pub struct Say<'a> {
    pub text: &'a str,
    pub channel: &'a str,
    pub user: &'a str,
    pub thread: Option<&'a str>,
}

impl Default for Say<'_> {
    fn default() -> Self {
        Say { text: "", channel: CHANNEL, user: ALICE, thread: None }
    }
}

impl Fake {
    pub async fn start(transport: Transport) -> Fake {
        Fake::with(transport, |_| {}).await
    }

    /// Starts one that is set up differently.
    pub async fn with(transport: Transport, set_up: impl FnOnce(&mut World)) -> Fake {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut world = World::new(format!("http://{address}"));
        set_up(&mut world);
        // A port that was free a moment ago.
        let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let world = Arc::new(Mutex::new(world));
        let fake = Fake { transport, address, port, http: reqwest::Client::new(), world };
        let app =
            Router::new().route("/socket", get(socket::upgrade)).fallback(any(api::answer)).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        tokio::spawn(socket::watch(fake.clone()));
        fake
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    pub fn api(&self) -> String {
        format!("http://{}/api", self.address)
    }

    pub fn bot_address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Waits until something is so.
    pub async fn until<T>(&self, what: &str, mut look: impl FnMut(&mut World) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = look(&mut self.world()) {
                return found;
            }
            assert!(Instant::now() < end, "waited in vain for {what}; {}", self.world().story());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Delivers something over the transport; returns its id.
    pub fn deliver(&self, kind: &'static str, payload: Value) -> String {
        let mut world = self.world();
        let id = format!("envelope-{}", world.number());
        let delivery =
            Delivery { kind, payload, attempts: 0, sent: Instant::now(), connection: 0, acknowledged: false };
        world.deliveries.insert(id.clone(), delivery);
        match self.transport {
            Transport::Socket => socket::send(&mut world, &id),
            Transport::Http => {
                tokio::spawn(http::deliver(self.clone(), id.clone()));
            }
        }
        id
    }

    /// Delivers an event; returns what was sent, so that it can be sent again.
    pub fn send_event(&self, event: Value) -> Value {
        let callback = self.world().event_of(event);
        self.deliver("events_api", callback.clone());
        callback
    }

    /// The event for a message that is there.
    pub fn event(&self, channel: &str, ts: &str) -> Value {
        let mut event = self.world().messages[&(channel.to_owned(), ts.to_owned())].clone();
        event["channel"] = json!(channel);
        event["channel_type"] = json!(if channel.starts_with('D') { "im" } else { "channel" });
        event["event_ts"] = json!(ts);
        event
    }

    /// Somebody writes; where the bot is mentioned, both events are sent. Returns the time that names the message.
    pub fn say(&self, say: &Say<'_>) -> String {
        let ts = self.world().new_ts();
        let team = self.world().team_of(say.channel);
        let mut message = json!({ "type": "message", "user": say.user, "text": say.text, "ts": ts, "team": team.id,
            "client_msg_id": format!("id-of-{ts}"), "blocks": [{ "type": "rich_text", "block_id": "x", "elements": [] }] });
        if let Some(thread) = say.thread {
            message["thread_ts"] = json!(thread);
            let parent = self.world().messages.get(&(say.channel.to_owned(), thread.to_owned())).cloned();
            message["parent_user_id"] = parent.map_or(Value::Null, |parent| parent["user"].clone());
        }
        self.world().messages.insert((say.channel.to_owned(), ts.clone()), message);
        let event = self.event(say.channel, &ts);
        if say.text.contains(&format!("<@{}>", team.bot)) && !say.channel.starts_with('D') {
            let mut mention = event.clone();
            mention["type"] = json!("app_mention");
            for key in ["channel_type", "parent_user_id"] {
                mention.as_object_mut().unwrap().remove(key);
            }
            self.send_event(mention);
        }
        self.send_event(event);
        ts
    }

    /// Somebody changes what they wrote.
    pub fn change(&self, channel: &str, ts: &str, text: &str) {
        let mut message = self.event(channel, ts);
        message["text"] = json!(text);
        message["edited"] = json!({ "user": message["user"], "ts": self.world().new_ts() });
        let kind = message["channel_type"].clone();
        self.send_event(json!({ "type": "message", "subtype": "message_changed", "hidden": true, "channel": channel,
            "channel_type": kind, "ts": "9.9", "message": message, "previous_message": {} }));
    }

    /// Somebody takes back what they wrote.
    pub fn take_back(&self, channel: &str, ts: &str) {
        self.send_event(json!({ "type": "message", "subtype": "message_deleted", "hidden": true, "channel": channel,
            "channel_type": if channel.starts_with('D') { "im" } else { "channel" }, "ts": "9.9", "deleted_ts": ts }));
    }

    /// The one reply to a message.
    pub async fn reply(&self, channel: &str, question: &str) -> Sent {
        self.until("a reply", |w| w.replies(channel, question).into_iter().next()).await
    }

    /// Asks in a channel with a mention, and waits for the reply.
    pub async fn ask(&self, text: &str) -> Sent {
        let text = format!("<@{BOT}> {text}");
        let ts = self.say(&Say { text: &text, ..Say::default() });
        self.reply(CHANNEL, &ts).await
    }

    /// Somebody types a command; returns the address for answers.
    pub fn command(&self, user: &str, command: &str, text: &str) -> String {
        self.command_in(CHANNEL, user, command, text)
    }

    /// The same in another channel.
    pub fn command_in(&self, channel: &str, user: &str, command: &str, text: &str) -> String {
        let url = self.world().new_response_url(channel, None);
        let trigger = self.world().new_trigger();
        let team = self.world().team_of(channel);
        let payload = json!({ "token": "unused", "team_id": team.id, "team_domain": "t", "channel_id": channel,
            "channel_name": "jobs", "user_id": user, "user_name": "somebody", "command": command, "text": text,
            "api_app_id": "A0APP", "is_enterprise_install": "false", "response_url": url, "trigger_id": trigger });
        self.deliver("slash_commands", payload);
        url
    }

    /// The first answer at an address.
    pub async fn answer(&self, url: &str) -> Value {
        self.until("an answer to a command or a button", |w| w.responses[url].first().cloned()).await
    }

    /// Somebody types a command, and waits for the answer.
    pub async fn type_command(&self, command: &str, text: &str) -> Value {
        let url = self.command(ALICE, command, text);
        self.answer(&url).await
    }

    /// Somebody presses a button of a message, or of an answer that only they see; returns the address for answers.
    pub fn press(&self, user: &str, channel: &str, ts: &str, message: &Value, action: &str) -> String {
        let url = self.world().new_response_url(channel, Some(ts));
        let trigger = self.world().new_trigger();
        let ephemeral = message.get("ts").is_none();
        let team = self.world().team_of(channel);
        let mut payload = json!({ "type": "block_actions", "team": { "id": team.id, "domain": "t" },
            "user": { "id": user, "username": "alice", "name": "alice", "team_id": team.id }, "api_app_id": "A0APP",
            "container": { "type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": ephemeral },
            "channel": { "id": channel, "name": "jobs" }, "trigger_id": trigger, "response_url": url,
            "actions": [button(message, action)], "state": { "values": {} } });
        if !ephemeral {
            payload["message"] = message.clone();
            if let Some(thread) = message.get("thread_ts") {
                payload["container"]["thread_ts"] = thread.clone();
            }
        }
        self.deliver("interactive", payload);
        url
    }

    /// An interaction of another kind; returns the id of the delivery and the address for answers.
    pub fn interact(&self, mut payload: Value) -> (String, String) {
        let url = self.world().new_response_url(payload["channel"]["id"].as_str().unwrap_or_default(), None);
        let trigger = self.world().new_trigger();
        payload["team"] = json!({ "id": TEAM, "domain": "t" });
        payload["api_app_id"] = json!("A0APP");
        payload["trigger_id"] = json!(trigger);
        if payload["user"].is_null() {
            payload["user"] = json!({ "id": ALICE, "username": "alice", "name": "alice" });
        }
        if payload["type"] == "message_action" {
            payload["response_url"] = json!(url);
        }
        (self.deliver("interactive", payload), url)
    }

    /// What came with an acknowledgement.
    pub async fn acknowledgement(&self, delivery: &str) -> Value {
        self.until("an acknowledgement with an answer", |w| w.answers.get(delivery).cloned()).await
    }

    /// The last form that was opened.
    pub async fn form(&self, before: usize) -> Value {
        self.until("a form", |w| w.views.get(before).map(|(_, view)| view.clone())).await
    }

    /// Waits until nothing has happened for a while.
    pub async fn quiet(&self) {
        let mut before = self.world().calls.len();
        loop {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let now = self.world().calls.len();
            if now == before {
                return;
            }
            before = now;
        }
    }

    /// Sends a frame to every connection.
    pub fn frame(&self, frame: &Frame) {
        self.world().connections.values().for_each(|to| drop(to.send(frame.clone())));
    }

    /// Fails if the bot did what Slack would refuse.
    pub fn finish(&self) {
        let world = self.world();
        assert!(world.breaches.is_empty(), "{:#?}", world.breaches);
        assert_eq!(world.late_acks, 0, "acknowledgements after three seconds");
    }
}

/// A name and a password, as the header of HTTP holds them.
pub fn basic(name: &str, password: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = format!("{name}:{password}").into_bytes();
    let mut out = String::new();
    for part in text.chunks(3) {
        let bits = part.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - part.len()));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize] as char;
            out.push(if at <= part.len() { letter } else { '=' });
        }
    }
    out
}

/// A button of a message as it comes back when it is pressed.
pub fn button(message: &Value, action: &str) -> Value {
    let rows = message["blocks"].as_array().into_iter().flatten().filter(|b| b["type"] == "actions");
    let mut elements = rows.flat_map(|row| row["elements"].as_array().into_iter().flatten());
    let found = elements.find(|e| e["action_id"] == action).unwrap_or_else(|| panic!("no {action} in {message}"));
    let mut pressed = json!({ "type": found["type"], "action_id": action, "block_id": "b" });
    if found["type"] == "static_select" {
        pressed["selected_option"] = found["options"][0].clone();
    } else {
        pressed["value"] = found["value"].clone();
    }
    pressed
}
