//! Deliveries over HTTP: signed, acknowledged within three seconds, else sent again as Slack does, only sooner.

use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::Fake;

/// Slack waits so long for an answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// Between attempts: at once, after a minute, after five; here a hundredth of that.
const AGAIN: [Duration; 3] = [Duration::ZERO, Duration::from_millis(600), Duration::from_secs(3)];

/// A request as Slack makes it.
pub struct Request {
    pub path: &'static str,
    pub body: String,
    pub form: bool,
}

impl Request {
    /// An event, a command or an interaction.
    pub fn of(kind: &str, payload: &Value) -> Request {
        match kind {
            "events_api" => Request { path: "/slack/events", body: payload.to_string(), form: false },
            "slash_commands" => {
                let mut form = form_urlencoded::Serializer::new(String::new());
                for (name, value) in payload.as_object().unwrap() {
                    form.append_pair(name, value.as_str().unwrap_or_default());
                }
                Request { path: "/slack/commands", body: form.finish(), form: true }
            }
            _ => {
                let path =
                    if payload["type"] == "block_suggestion" { "/slack/options" } else { "/slack/interactivity" };
                let mut form = form_urlencoded::Serializer::new(String::new());
                form.append_pair("payload", &payload.to_string());
                Request { path, body: form.finish(), form: true }
            }
        }
    }
}

/// The hash over a body, as Slack writes it.
pub fn sign(secret: &str, timestamp: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("v0:{timestamp}:").as_bytes());
    mac.update(body);
    let digits: String = mac.finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect();
    format!("v0={digits}")
}

pub fn now() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
}

/// Delivers until it is acknowledged, and keeps what the acknowledgement says.
pub async fn deliver(fake: Fake, id: String) {
    let Some((kind, payload)) = fake.world().deliveries.get(&id).map(|d| (d.kind, d.payload.clone())) else { return };
    let request = Request::of(kind, &payload);
    let (address, secret) = (fake.bot_address(), fake.world().secret.clone());
    // Commands and interactions come once.
    let attempts = if kind == "events_api" { AGAIN.len() + 1 } else { 1 };
    for attempt in 0..attempts {
        if attempt > 0 {
            tokio::time::sleep(AGAIN[attempt - 1]).await;
        }
        if let Some(delivery) = fake.world().deliveries.get_mut(&id) {
            delivery.attempts += 1;
            delivery.sent = Instant::now();
        }
        let timestamp = now().to_string();
        let kind = if request.form { "application/x-www-form-urlencoded" } else { "application/json" };
        let mut post = fake.http.post(format!("{address}{}", request.path)).header("content-type", kind);
        post = post
            .header("x-slack-signature", sign(&secret, &timestamp, request.body.as_bytes()))
            .header("x-slack-request-timestamp", timestamp);
        if attempt > 0 {
            post = post.header("x-slack-retry-num", attempt).header("x-slack-retry-reason", "http_timeout");
        }
        let Ok(response) = post.body(request.body.clone()).timeout(PATIENCE).send().await else { continue };
        if !response.status().is_success() {
            continue;
        }
        let body = response.text().await.unwrap_or_default();
        let mut world = fake.world();
        if let Some(delivery) = world.deliveries.get_mut(&id) {
            delivery.acknowledged = true;
        }
        if let Ok(json) = serde_json::from_str(&body) {
            world.answers.insert(id, json);
        }
        return;
    }
}
