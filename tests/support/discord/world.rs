//! What the fake remembers.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::{BOT, TOKEN};

/// The flag of an application whose Message Content intent is on (limited).
const MESSAGE_CONTENT: u64 = 1 << 19;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Line {
    pub method: String,
    pub path: String,
    pub body: Value,
    pub status: u16,
    pub at: Instant,
}

/// A message of the bot as it stands.
#[derive(Debug, Clone)]
pub struct Sent {
    pub channel: u64,
    pub id: u64,
    pub json: Value,
}

impl Sent {
    /// Everything that can be read in it.
    pub fn text(&self) -> String {
        text_of(&self.json)
    }
}

/// Everything that can be read in a message.
pub fn text_of(message: &Value) -> String {
    let mut out = message["content"].as_str().unwrap_or_default().to_owned();
    for embed in message["embeds"].as_array().into_iter().flatten() {
        for part in ["/author/name", "/description", "/footer/text"] {
            out.push_str(embed.pointer(part).and_then(Value::as_str).unwrap_or_default());
            out.push('\n');
        }
        for field in embed["fields"].as_array().into_iter().flatten() {
            out.push_str(field["value"].as_str().unwrap_or_default());
            out.push('\n');
        }
    }
    out
}

/// Something that goes wrong with a request.
#[derive(Debug, Clone)]
pub struct Fault {
    pub method: &'static str,
    /// A part of the path.
    pub path: &'static str,
    /// What is answered; 0 closes the connection without an answer.
    pub status: u16,
    /// Whether the request takes effect all the same.
    pub applied: bool,
    pub delay_ms: u64,
    pub times: u32,
    /// In seconds: how long a 429 asks to wait.
    pub retry_after: &'static str,
}

impl Default for Fault {
    fn default() -> Fault {
        Fault {
            method: "POST",
            path: "/messages",
            status: 500,
            applied: false,
            delay_ms: 0,
            times: 1,
            retry_after: "0.3",
        }
    }
}

#[derive(Debug)]
pub struct Interaction {
    pub token: String,
    pub kind: u64,
    pub channel: u64,
    pub created: Instant,
    pub responses: Vec<Value>,
    pub private: bool,
    /// The message of the response.
    pub original: Option<Value>,
    /// The message on which a button sits.
    pub source: Option<(u64, u64)>,
    pub expired: bool,
    pub follow_ups: Vec<Value>,
}

/// A gateway session.
#[derive(Debug, Default)]
pub struct Session {
    pub id: String,
    pub seq: u64,
    pub events: Vec<(u64, Value)>,
    pub connection: Option<UnboundedSender<Frame>>,
    pub generation: u64,
}

/// What is sent to a connection.
#[derive(Debug, Clone)]
pub enum Frame {
    Json(Value),
    Close(u16),
    /// The socket is dropped without a word.
    Drop,
}

#[derive(Debug)]
pub struct World {
    pub address: Option<SocketAddr>,
    pub token: String,
    pub flags: u64,
    pub shards: u64,
    pub heartbeat_ms: u64,
    /// Acknowledgements of heartbeats that are withheld.
    pub withhold_acks: u32,
    /// Closes instead of READY.
    pub close_on_identify: Option<u16>,
    pub silent: bool,
    /// The bot was invited without the scope for commands.
    pub no_command_scope: bool,
    /// Of the bot in the server.
    pub permissions: u64,
    pub guilds: Vec<Value>,
    pub breaches: Vec<String>,
    pub calls: Vec<Line>,
    pub messages: BTreeMap<(u64, u64), Value>,
    pub deleted: Vec<(u64, u64)>,
    pub nonces: HashMap<(u64, String), u64>,
    pub commands: Vec<Value>,
    pub command_reads: u32,
    pub command_writes: u32,
    pub interactions: HashMap<u64, Interaction>,
    pub faults: VecDeque<Fault>,
    pub sessions: BTreeMap<u64, Session>,
    pub identifies: Vec<Value>,
    pub resumes: u32,
    pub heartbeats: u32,
    pub typing: u32,
    /// Messages that a channel takes in a while.
    pub limit: Option<(u32, Duration)>,
    /// Since when, and how many it took.
    pub used: HashMap<u64, (Instant, u32)>,
    next: u64,
}

impl Default for World {
    fn default() -> World {
        World {
            address: None,
            token: TOKEN.to_owned(),
            flags: MESSAGE_CONTENT,
            shards: 1,
            heartbeat_ms: 41_250,
            withhold_acks: 0,
            close_on_identify: None,
            silent: false,
            no_command_scope: false,
            permissions: 274_877_991_936,
            guilds: vec![super::make::guild()],
            breaches: Vec::new(),
            calls: Vec::new(),
            messages: BTreeMap::new(),
            deleted: Vec::new(),
            nonces: HashMap::new(),
            commands: Vec::new(),
            command_reads: 0,
            command_writes: 0,
            interactions: HashMap::new(),
            faults: VecDeque::new(),
            sessions: BTreeMap::new(),
            identifies: Vec::new(),
            resumes: 0,
            heartbeats: 0,
            typing: 0,
            limit: None,
            used: HashMap::new(),
            next: 0,
        }
    }
}

impl World {
    /// A new id that says when it was made, as Discord's do.
    pub fn new_id(&mut self) -> u64 {
        let ms = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as u64;
        self.next += 1;
        ((ms - 1_420_070_400_000) << 22) + self.next % (1 << 22)
    }

    /// What a channel takes of messages, as the headers say it: how many are left, in how many seconds it begins anew, and
    /// whether this one is one too many.
    pub fn take(&mut self, channel: u64) -> (u32, f64, bool) {
        let Some((most, within)) = self.limit else { return (49, 1.0, false) };
        let used = self.used.entry(channel).or_insert((Instant::now(), 0));
        if used.0.elapsed() >= within {
            *used = (Instant::now(), 0);
        }
        let reset = within.saturating_sub(used.0.elapsed()).as_secs_f64();
        let refused = used.1 >= most;
        used.1 += u32::from(!refused);
        (most - used.1, reset, refused)
    }

    pub fn breach(&mut self, what: impl Into<String>) {
        self.breaches.push(what.into());
    }

    /// What happened, for a test that fails.
    pub fn story(&self) -> String {
        let calls: Vec<String> =
            self.calls.iter().rev().take(12).map(|c| format!("{} {} -> {}", c.method, c.path, c.status)).collect();
        format!(
            "{} identifies, {} resumes, breaches {:?}, last calls {calls:#?}",
            self.identifies.len(),
            self.resumes,
            self.breaches
        )
    }

    pub fn ready_shards(&self) -> usize {
        self.sessions.values().filter(|s| s.connection.is_some() && s.seq > 0).count()
    }

    /// Sends an event, and keeps it for a RESUME.
    pub fn dispatch(&mut self, shard: u64, kind: &str, data: Value) {
        let session = self.sessions.entry(shard).or_default();
        session.seq += 1;
        let event = json!({ "op": 0, "t": kind, "s": session.seq, "d": data });
        session.events.push((session.seq, event.clone()));
        if let Some(connection) = &session.connection {
            let _ = connection.send(Frame::Json(event));
        }
    }

    /// Sends something that is no event.
    pub fn frame(&mut self, shard: u64, frame: Frame) {
        if let Some(connection) = self.sessions.get(&shard).and_then(|s| s.connection.as_ref()) {
            let _ = connection.send(frame);
        }
    }

    /// The bot's messages that reply to one.
    pub fn replies(&self, question: u64) -> Vec<Sent> {
        let wanted = json!(question.to_string());
        let ours = self.messages.iter().filter(|(_, m)| m["author"]["id"] == json!(BOT.to_string()));
        let replies = ours.filter(|(_, m)| m["message_reference"]["message_id"] == wanted);
        replies.map(|((channel, id), json)| Sent { channel: *channel, id: *id, json: json.clone() }).collect()
    }

    /// All messages of the bot.
    pub fn sent(&self) -> Vec<Sent> {
        let ours = self.messages.iter().filter(|(_, m)| m["author"]["id"] == json!(BOT.to_string()));
        ours.map(|((channel, id), json)| Sent { channel: *channel, id: *id, json: json.clone() }).collect()
    }

    pub fn open_interaction(&mut self, id: u64, token: String, json: &Value) {
        let number = |v: &Value| v.as_str().and_then(|t| t.parse().ok()).unwrap_or_default();
        let source = json.get("message").map(|m| (number(&m["channel_id"]), number(&m["id"])));
        self.interactions.insert(
            id,
            Interaction {
                token,
                kind: json["type"].as_u64().unwrap_or_default(),
                channel: number(&json["channel_id"]),
                created: Instant::now(),
                responses: Vec::new(),
                private: false,
                original: None,
                source,
                expired: false,
                follow_ups: Vec::new(),
            },
        );
    }
}
