//! What the fake remembers.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::{BOB, BOT, BOT_ID, CHANNEL, OTHER_CHANNEL, SECRET, TEAM, TOKEN};

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Line {
    pub method: String,
    pub body: Value,
    pub status: u16,
    pub at: Instant,
}

/// A message of the bot as it stands.
#[derive(Debug, Clone)]
pub struct Sent {
    pub channel: String,
    pub ts: String,
    pub json: Value,
}

impl Sent {
    /// Everything that can be read in it.
    pub fn text(&self) -> String {
        text_of(&self.json)
    }
}

/// Everything that can be read in the blocks of a message or a view; its text where there are none.
pub fn text_of(message: &Value) -> String {
    fn walk(value: &Value, out: &mut String) {
        match value {
            Value::Object(map) => {
                let kind = map.get("type").and_then(Value::as_str).unwrap_or_default();
                if let (true, Some(text)) =
                    (matches!(kind, "plain_text" | "mrkdwn"), map.get("text").and_then(Value::as_str))
                {
                    out.push_str(text);
                    out.push('\n');
                } else {
                    map.values().for_each(|v| walk(v, out));
                }
            }
            Value::Array(list) => list.iter().for_each(|v| walk(v, out)),
            _ => {}
        }
    }
    let mut out = String::new();
    walk(&message["blocks"], &mut out);
    if out.is_empty() { message["text"].as_str().unwrap_or_default().to_owned() } else { out }
}

/// Something that goes wrong with a request.
#[derive(Debug, Clone)]
pub struct Fault {
    /// A part of the method.
    pub method: &'static str,
    /// What is answered; 0 closes the connection without an answer.
    pub status: u16,
    /// With 200: what Slack says is wrong.
    pub error: Option<&'static str>,
    /// Whether the request takes effect all the same.
    pub applied: bool,
    pub delay_ms: u64,
    /// With 429: how long nothing is to come, in seconds.
    pub retry_after: u64,
    pub times: u32,
}

impl Default for Fault {
    fn default() -> Fault {
        Fault {
            method: "chat.postMessage",
            status: 500,
            error: None,
            applied: false,
            delay_ms: 0,
            retry_after: 1,
            times: 1,
        }
    }
}

/// What is sent to a connection of Socket Mode.
#[derive(Debug, Clone)]
pub enum Frame {
    Json(Value),
    /// The socket is dropped without a word.
    Drop,
}

/// Something that is delivered until it is acknowledged.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub kind: &'static str,
    pub payload: Value,
    pub attempts: u32,
    pub sent: Instant,
    pub connection: u64,
    pub acknowledged: bool,
}

/// A workspace with the app in it.
#[derive(Debug, Clone)]
pub struct Team {
    pub id: String,
    pub name: String,
    pub token: String,
    /// The bot there, as a person and as a bot.
    pub bot: String,
    pub bot_id: String,
}

impl Team {
    /// A workspace; everything of it but that of the first one is named after it.
    pub fn named(id: &str) -> Team {
        let (bot, bot_id) = (format!("U-{id}"), format!("B-{id}"));
        Team {
            id: id.to_owned(),
            name: format!("Team {id}"),
            token: format!("xoxb-{id}-that-must-not-show"),
            bot,
            bot_id,
        }
    }
}

/// A code with which somebody is sent back, for one workspace, once.
#[derive(Debug, Clone)]
pub struct Code {
    pub team: Team,
    pub organization: bool,
    pub used: bool,
}

#[derive(Debug)]
pub struct Trigger {
    pub made: Instant,
    pub used: bool,
}

#[derive(Debug)]
pub struct World {
    pub token: String,
    pub app_token: String,
    pub secret: String,
    /// Workspaces that installed the app, beside the first.
    pub installed: Vec<Team>,
    pub codes: HashMap<String, Code>,
    /// Channels of other workspaces than the first.
    pub owners: HashMap<String, String>,
    pub address: String,
    /// What the app may do; everything where nothing is said.
    pub lacks: HashSet<&'static str>,
    pub admins: HashSet<&'static str>,
    /// Channels the bot is in.
    pub member: HashSet<String>,
    /// Whether the bot hears its own messages, as Slack lets it.
    pub echo: bool,
    /// Whether more than about one message a second and channel is refused.
    pub strict_rate: bool,
    pub breaches: Vec<String>,
    pub calls: Vec<Line>,
    pub messages: BTreeMap<(String, String), Value>,
    pub deleted: Vec<(String, String)>,
    pub reactions: Vec<(String, String, String)>,
    pub views: Vec<(String, Value)>,
    pub homes: HashMap<String, Value>,
    /// By address: what was sent there, and what is still allowed.
    pub responses: HashMap<String, Vec<Value>>,
    /// By address: the channel in which it was given, and the message whose button was pressed.
    pub origins: HashMap<String, (String, Option<String>)>,
    /// Channels that take nothing before a moment, as Slack has said.
    pub held: HashMap<String, Instant>,
    pub triggers: HashMap<String, Trigger>,
    pub faults: VecDeque<Fault>,
    pub connections: BTreeMap<u64, UnboundedSender<Frame>>,
    /// The connections to which is delivered; all of them where none is named.
    pub through: Vec<u64>,
    pub opened: u32,
    pub deliveries: HashMap<String, Delivery>,
    /// What came with an acknowledgement.
    pub answers: HashMap<String, Value>,
    pub late_acks: u32,
    last_ts: u64,
    next: u64,
    buckets: HashMap<String, (f64, Instant)>,
}

impl World {
    pub fn new(address: String) -> World {
        World {
            token: TOKEN.to_owned(),
            app_token: super::APP_TOKEN.to_owned(),
            secret: SECRET.to_owned(),
            installed: Vec::new(),
            codes: HashMap::new(),
            owners: HashMap::new(),
            address,
            lacks: HashSet::new(),
            admins: HashSet::from([BOB]),
            member: [CHANNEL, OTHER_CHANNEL].map(str::to_owned).into(),
            echo: true,
            strict_rate: true,
            breaches: Vec::new(),
            calls: Vec::new(),
            messages: BTreeMap::new(),
            deleted: Vec::new(),
            reactions: Vec::new(),
            views: Vec::new(),
            homes: HashMap::new(),
            responses: HashMap::new(),
            origins: HashMap::new(),
            held: HashMap::new(),
            triggers: HashMap::new(),
            faults: VecDeque::new(),
            connections: BTreeMap::new(),
            through: Vec::new(),
            opened: 0,
            deliveries: HashMap::new(),
            answers: HashMap::new(),
            late_acks: 0,
            last_ts: 0,
            next: 0,
            buckets: HashMap::new(),
        }
    }

    /// A number that nothing else has.
    pub fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// A new time that says when it was made, and names a message.
    pub fn new_ts(&mut self) -> String {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_micros() as u64;
        self.last_ts = now.max(self.last_ts + 1);
        format!("{}.{:06}", self.last_ts / 1_000_000, self.last_ts % 1_000_000)
    }

    pub fn new_trigger(&mut self) -> String {
        let id = format!("{}.trigger-that-must-not-show", self.number());
        self.triggers.insert(id.clone(), Trigger { made: Instant::now(), used: false });
        id
    }

    /// An address for answers in a channel, about a message where it comes with a button.
    pub fn new_response_url(&mut self, channel: &str, message: Option<&str>) -> String {
        let number = self.number();
        let url = format!("{}/response/{number}/that-must-not-show", self.address);
        self.responses.insert(url.clone(), Vec::new());
        self.origins.insert(url.clone(), (channel.to_owned(), message.map(str::to_owned)));
        url
    }

    /// Whether the bot may read and write there.
    pub fn is_member(&self, channel: &str) -> bool {
        channel.starts_with(['D', 'U']) || self.member.contains(channel)
    }

    pub fn breach(&mut self, what: impl Into<String>) {
        self.breaches.push(what.into());
    }

    /// Whether a channel takes one more message: two at once, then one a second.
    pub fn takes(&mut self, channel: &str) -> bool {
        let now = Instant::now();
        let (level, at) = self.buckets.get(channel).copied().unwrap_or((2.0, now));
        let level = (level + now.duration_since(at).as_secs_f64()).min(2.0);
        let takes = level >= 1.0;
        self.buckets.insert(channel.to_owned(), (if takes { level - 1.0 } else { level }, now));
        takes || !self.strict_rate
    }

    /// What happened, for a test that fails.
    pub fn story(&self) -> String {
        let calls: Vec<String> =
            self.calls.iter().rev().take(12).map(|c| format!("{} -> {}", c.method, c.status)).collect();
        format!("{} connections, breaches {:?}, last calls {calls:#?}", self.connections.len(), self.breaches)
    }

    /// The bot's messages that answer one: in its thread, and named in the metadata where they name one.
    pub fn replies(&self, channel: &str, question: &str) -> Vec<Sent> {
        let of_ours = |m: &Value| {
            let named = m.pointer("/metadata/event_payload/question").and_then(Value::as_str);
            m["bot_id"].is_string() && named.map_or(m["thread_ts"] == *question, |named| named == question)
        };
        let ours = self.messages.iter().filter(|((c, _), m)| c == channel && of_ours(m));
        ours.map(|((channel, ts), json)| Sent { channel: channel.clone(), ts: ts.clone(), json: json.clone() })
            .collect()
    }

    /// All messages of the bot.
    pub fn sent(&self) -> Vec<Sent> {
        let ours = self.messages.iter().filter(|(_, m)| m["bot_id"].is_string());
        ours.map(|((channel, ts), json)| Sent { channel: channel.clone(), ts: ts.clone(), json: json.clone() })
            .collect()
    }

    /// The event that Slack sends for a message.
    pub fn event_of(&mut self, event: Value) -> Value {
        let team = self.team_of(event["channel"].as_str().unwrap_or_default());
        self.event_in(&team, event)
    }

    /// The same of a workspace.
    pub fn event_in(&mut self, team: &Team, event: Value) -> Value {
        let id = format!("Ev{:08}", self.number());
        json!({ "token": "unused", "team_id": team.id, "api_app_id": "A0APP", "type": "event_callback",
            "event_id": id, "event_time": super::http::now(), "event": event,
            "authorizations": [{ "team_id": team.id, "user_id": team.bot, "is_bot": true }] })
    }

    /// A message of the bot, as it is told back and to others.
    pub fn bot_message(&self, ts: &str, team: &Team) -> Value {
        json!({ "type": "message", "ts": ts, "user": team.bot, "bot_id": team.bot_id, "app_id": "A0APP", "team": team.id })
    }

    /// The workspace of the configuration.
    pub fn first_team(&self) -> Team {
        let name = "Recruiters".to_owned();
        let (bot, bot_id) = (BOT.to_owned(), BOT_ID.to_owned());
        Team { id: TEAM.to_owned(), name, token: self.token.clone(), bot, bot_id }
    }

    /// The workspace of a channel.
    pub fn team_of(&self, channel: &str) -> Team {
        let owner = self.owners.get(channel);
        let found = owner.and_then(|id| self.installed.iter().find(|team| team.id == *id).cloned());
        found.or_else(|| owner.map(|id| Team::named(id))).unwrap_or_else(|| self.first_team())
    }

    /// The workspace whose token it is.
    pub fn team_with(&self, token: &str) -> Option<Team> {
        let first = Some(self.first_team()).filter(|team| team.token == token);
        first.or_else(|| self.installed.iter().find(|team| team.token == token).cloned())
    }
}
