//! Socket Mode: hello, envelopes, acknowledgements within three seconds, what was not acknowledged sent again elsewhere.

use std::time::{Duration, Instant};

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::Fake;
use super::world::{Frame, World};

/// An envelope that has no acknowledgement by then is sent again.
const ACKNOWLEDGE: Duration = Duration::from_secs(3);
/// Times that an envelope is sent.
const ATTEMPTS: u32 = 4;

pub async fn upgrade(ws: WebSocketUpgrade, State(fake): State<Fake>) -> Response {
    ws.on_upgrade(move |socket| serve(fake, socket))
}

async fn serve(fake: Fake, mut socket: WebSocket) {
    let (to, mut frames) = unbounded_channel();
    let id = fake.world().number();
    let count = fake.world().connections.len() + 1;
    let hello = json!({ "type": "hello", "num_connections": count, "connection_info": { "app_id": "A0APP" },
        "debug_info": { "host": "fake", "approximate_connection_time": 18_060 } });
    if socket.send(Message::Text(hello.to_string().into())).await.is_err() {
        return;
    }
    fake.world().connections.insert(id, to);
    // What nobody could take yet, or what a lost connection took with it.
    resend(&mut fake.world(), |delivery_connection, connections| !connections.contains(&delivery_connection));
    while step(&fake, id, &mut socket, &mut frames).await {}
    fake.world().connections.remove(&id);
    resend(&mut fake.world(), |connection, _| connection == id);
}

/// Whether it goes on.
async fn step(fake: &Fake, id: u64, socket: &mut WebSocket, frames: &mut UnboundedReceiver<Frame>) -> bool {
    tokio::select! {
        frame = frames.recv() => match frame {
            Some(Frame::Json(json)) => socket.send(Message::Text(json.to_string().into())).await.is_ok(),
            Some(Frame::Drop) | None => false,
        },
        message = socket.recv() => match message {
            Some(Ok(Message::Text(text))) => {
                acknowledged(&mut fake.world(), id, text.as_str());
                true
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => true,
            _ => false,
        },
    }
}

fn acknowledged(world: &mut World, connection: u64, text: &str) {
    let json: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let Some(id) = json["envelope_id"].as_str().map(str::to_owned) else {
        return world.breach(format!("a frame that is no acknowledgement: {text}"));
    };
    let Some(delivery) = world.deliveries.get_mut(&id) else {
        return world.breach(format!("an acknowledgement of nothing: {id}"));
    };
    if delivery.connection != connection {
        return;
    }
    let late = delivery.sent.elapsed() > ACKNOWLEDGE;
    delivery.acknowledged = true;
    if late {
        world.late_acks += 1;
    }
    if let Some(payload) = json.get("payload") {
        world.answers.insert(id, payload.clone());
    }
}

/// Sends an envelope to one of the connections; later, where there is none.
pub fn send(world: &mut World, id: &str) {
    let through = |id: &u64| world.through.is_empty() || world.through.contains(id);
    let connections: Vec<u64> = world.connections.keys().copied().filter(through).collect();
    let turn = world.number() as usize;
    let Some(delivery) = world.deliveries.get_mut(id) else { return };
    if connections.is_empty() || delivery.attempts >= ATTEMPTS {
        delivery.connection = 0;
        return;
    }
    let connection = connections[turn % connections.len()];
    let mut envelope = json!({ "type": delivery.kind, "envelope_id": id, "payload": delivery.payload,
        "accepts_response_payload": delivery.kind != "events_api" });
    if delivery.kind == "events_api" {
        envelope["retry_attempt"] = json!(delivery.attempts);
        envelope["retry_reason"] = json!(if delivery.attempts > 0 { "timeout" } else { "" });
    }
    delivery.attempts += 1;
    delivery.sent = Instant::now();
    delivery.connection = connection;
    let _ = world.connections[&connection].send(Frame::Json(envelope));
}

/// Sends again what has no acknowledgement and was sent to such connections.
fn resend(world: &mut World, lost: impl Fn(u64, &[u64]) -> bool) {
    let there: Vec<u64> = world.connections.keys().copied().collect();
    let open = world.deliveries.iter().filter(|(_, d)| !d.acknowledged && lost(d.connection, &there));
    let ids: Vec<String> = open.map(|(id, _)| id.clone()).collect();
    ids.iter().for_each(|id| send(world, id));
}

/// Looks for envelopes that were not acknowledged in time.
pub async fn watch(fake: Fake) {
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let mut world = fake.world();
        let overdue = |d: &super::world::Delivery| {
            !d.acknowledged && d.connection != 0 && d.sent.elapsed() > ACKNOWLEDGE && d.attempts < ATTEMPTS
        };
        let ids: Vec<String> = world.deliveries.iter().filter(|(_, d)| overdue(d)).map(|(id, _)| id.clone()).collect();
        ids.iter().for_each(|id| send(&mut world, id));
    }
}
