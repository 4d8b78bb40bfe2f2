//! The gateway: HELLO, IDENTIFY, RESUME, heartbeats, events.

use std::collections::HashMap;
use std::io::Write as _;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::response::Response;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::world::{Frame, Session, World};
use super::{BOT, Fake, make};

/// Frames above this are compressed where the client can read that.
const COMPRESS: usize = 512;
/// The intent that has to be switched on for an application.
const MESSAGE_CONTENT: u64 = 1 << 15;
/// Intents that exist.
const INTENTS: u64 = (1 << 26) - 1;

pub async fn upgrade(
    ws: WebSocketUpgrade,
    Query(query): Query<HashMap<String, String>>,
    State(fake): State<Fake>,
) -> Response {
    if query.get("v").map(String::as_str) != Some("10") {
        fake.world().breach(format!("gateway version {:?}", query.get("v")));
    }
    ws.on_upgrade(move |socket| async move { serve(fake, socket).await })
}

struct Connection {
    socket: WebSocket,
    compress: bool,
    shard: Option<u64>,
    generation: u64,
}

async fn serve(fake: Fake, socket: WebSocket) {
    let heartbeat = fake.world().heartbeat_ms;
    let mut connection = Connection { socket, compress: false, shard: None, generation: 0 };
    connection.send(&json!({ "op": 10, "d": { "heartbeat_interval": heartbeat } })).await;
    let (to, mut frames) = unbounded_channel();
    while connection.step(&fake, &to, &mut frames).await {}
    if let Some(shard) = connection.shard {
        let mut world = fake.world();
        let session = world.sessions.entry(shard).or_default();
        if session.generation == connection.generation {
            session.connection = None;
        }
    }
}

impl Connection {
    async fn send(&mut self, value: &Value) {
        let text = value.to_string();
        let message = if self.compress && text.len() > COMPRESS {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(text.as_bytes()).unwrap();
            Message::Binary(encoder.finish().unwrap().into())
        } else {
            Message::Text(text.into())
        };
        let _ = self.socket.send(message).await;
    }

    async fn close(&mut self, code: u16) {
        let frame = CloseFrame { code, reason: "".into() };
        let _ = self.socket.send(Message::Close(Some(frame))).await;
    }

    /// Whether it goes on.
    async fn step(
        &mut self,
        fake: &Fake,
        to: &tokio::sync::mpsc::UnboundedSender<Frame>,
        frames: &mut UnboundedReceiver<Frame>,
    ) -> bool {
        tokio::select! {
            frame = frames.recv() => match frame {
                Some(Frame::Json(value)) => { self.send(&value).await; true }
                Some(Frame::Close(code)) => { self.close(code).await; false }
                Some(Frame::Drop) | None => false,
            },
            message = self.socket.recv() => match message {
                Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                    Ok(value) => self.take(fake, &value, to).await,
                    Err(_) => { fake.world().breach("a frame that is no JSON"); self.close(4002).await; false }
                },
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => true,
                _ => false,
            },
        }
    }

    async fn take(&mut self, fake: &Fake, value: &Value, to: &tokio::sync::mpsc::UnboundedSender<Frame>) -> bool {
        match value["op"].as_u64() {
            Some(1) => self.heartbeat(fake).await,
            Some(2) => self.identify(fake, &value["d"], to).await,
            Some(3) => true,
            Some(6) => self.resume(fake, &value["d"], to).await,
            _ => {
                fake.world().breach(format!("gateway op {}", value["op"]));
                self.close(4001).await;
                false
            }
        }
    }

    async fn heartbeat(&mut self, fake: &Fake) -> bool {
        let withheld = {
            let mut world = fake.world();
            world.heartbeats += 1;
            let withheld = world.withhold_acks > 0;
            world.withhold_acks = world.withhold_acks.saturating_sub(1);
            withheld
        };
        if !withheld {
            self.send(&json!({ "op": 11 })).await;
        }
        true
    }

    async fn identify(&mut self, fake: &Fake, data: &Value, to: &tokio::sync::mpsc::UnboundedSender<Frame>) -> bool {
        let checked = check_identify(&mut fake.world(), data);
        if let Err(code) = checked {
            self.close(code).await;
            return false;
        }
        if fake.world().silent {
            return true;
        }
        self.compress = data["compress"] == true;
        let shard = data["shard"][0].as_u64().unwrap_or_default();
        self.shard = Some(shard);
        let (ready, guilds) = {
            let mut world = fake.world();
            if world.sessions.get(&shard).and_then(|s| s.connection.as_ref()).is_some_and(|c| !c.is_closed()) {
                world.breach(format!("shard {shard} runs twice"));
            }
            self.generation = world.sessions.get(&shard).map_or(1, |s| s.generation + 1);
            let id = format!("session-{}", world.new_id());
            let fresh = Session { id, connection: Some(to.clone()), generation: self.generation, ..Session::default() };
            world.sessions.insert(shard, fresh);
            (ready(&world, shard), world.guilds.clone())
        };
        let mut world = fake.world();
        world.dispatch(shard, "READY", ready);
        for guild in guilds {
            world.dispatch(shard, "GUILD_CREATE", guild);
        }
        true
    }

    async fn resume(&mut self, fake: &Fake, data: &Value, to: &tokio::sync::mpsc::UnboundedSender<Frame>) -> bool {
        let found = {
            let mut world = fake.world();
            world.resumes += 1;
            if !is_token(&world, data) {
                world.breach("RESUME with another token");
            }
            let session = world.sessions.iter_mut().find(|(_, s)| json!(s.id) == data["session_id"]);
            session.map(|(shard, session)| {
                session.generation += 1;
                session.connection = Some(to.clone());
                let seq = data["seq"].as_u64().unwrap_or_default();
                let missed: Vec<Value> =
                    session.events.iter().filter(|(s, _)| *s > seq).map(|(_, e)| e.clone()).collect();
                (*shard, session.generation, missed)
            })
        };
        let Some((shard, generation, missed)) = found else {
            self.send(&json!({ "op": 9, "d": false })).await;
            return true;
        };
        (self.shard, self.generation) = (Some(shard), generation);
        for event in missed {
            self.send(&event).await;
        }
        fake.world().dispatch(shard, "RESUMED", json!({}));
        true
    }
}

/// Discord takes it with and without the word before it.
fn is_token(world: &World, data: &Value) -> bool {
    data["token"].as_str().map(|t| t.trim_start_matches("Bot ")) == Some(world.token.as_str())
}

/// What Discord looks at, and the code with which it closes.
fn check_identify(world: &mut World, data: &Value) -> Result<(), u16> {
    world.identifies.push(data.clone());
    let intents = data["intents"].as_u64().ok_or(4013_u16)?;
    let shard = data["shard"].as_array().map(|s| (s[0].as_u64(), s[1].as_u64()));
    if let Some(code) = world.close_on_identify {
        return Err(code);
    }
    if !is_token(world, data) {
        return Err(4004);
    }
    if intents & !INTENTS != 0 {
        return Err(4013);
    }
    if intents & MESSAGE_CONTENT != 0 && world.flags & (0b11 << 18) == 0 {
        return Err(4014);
    }
    if !data["properties"]["os"].is_string() {
        world.breach("IDENTIFY without properties");
    }
    match shard {
        Some((Some(id), Some(total))) if id >= total => Err(4010),
        _ => Ok(()),
    }
}

fn ready(world: &World, shard: u64) -> Value {
    let guilds: Vec<Value> = world.guilds.iter().map(|g| json!({ "id": g["id"], "unavailable": true })).collect();
    json!({
        "v": 10, "user": make::user(BOT, true), "guilds": guilds, "session_id": world.sessions[&shard].id,
        "resume_gateway_url": format!("ws://{}/gateway", world.address.unwrap()), "shard": [shard, world.shards],
        "session_type": "normal", "private_channels": [], "relationships": [], "presences": [],
        "application": { "id": BOT.to_string(), "flags": world.flags },
    })
}
