//! Over Socket Mode: we connect to Slack. The client keeps the connections; what they carry is read here, so that both
//! transports read the same.

use std::sync::{Arc, OnceLock, Weak};

use async_trait::async_trait;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use slack_morphism::clients_manager::{SlackSocketModeClientsManager, SlackSocketModeClientsManagerFactory as _};
use slack_morphism::listener::SlackClientEventsListenerEnvironment;
use slack_morphism::prelude::{SlackApiToken, SlackClientSocketModeConfig};
use slack_morphism::{SlackSocketModeClientListener, SlackSocketModeWssClientId};
use tokio::sync::mpsc::UnboundedSender;

use super::app::App;
use super::delivery::{Taken, take};
use super::incoming::{Command, Delivery, EventCallback, Interaction};

/// Between two pings.
const PING_S: u64 = 10;
/// Pings without an answer after which a connection is given up: a container that was paused for a moment keeps its own.
const PINGS: u64 = 3;
/// Between two attempts to connect.
const RECONNECT_S: u64 = 1;
/// Between the first connections.
const APART_S: u64 = 1;

/// How the client names a connection.
pub(super) type Id = SlackSocketModeWssClientId;

/// What the watch over the connections wants to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sign {
    /// A connection is ready.
    Ready(Id),
    /// A connection is lost or about to be renewed.
    Lost(Id),
    /// Socket Mode was switched off for the app.
    Off,
}

type Manager = dyn SlackSocketModeClientsManager + Send + Sync;

/// The connections, as long as this is kept.
pub(super) struct Connections(Arc<Manager>);

impl Connections {
    /// Opens them.
    pub(super) async fn open(
        app: &Arc<App>,
        token: &SlackApiToken,
        count: u32,
        signs: UnboundedSender<Sign>,
    ) -> Connections {
        let client = app.api.client();
        let environment = Arc::new(SlackClientEventsListenerEnvironment::new(Arc::clone(&client)));
        let manager: Arc<Manager> = client.http_api.connector.new_clients_manager(environment);
        let config = SlackClientSocketModeConfig::new()
            .with_max_connections_count(count)
            .with_initial_backoff_in_seconds(APART_S)
            .with_reconnect_timeout_in_seconds(RECONNECT_S)
            .with_ping_interval_in_seconds(PING_S)
            .with_ping_failure_threshold_times(PINGS);
        let listener = Arc::new(Listener { app: Arc::clone(app), manager: OnceLock::new(), signs });
        // Set once, here.
        let _ = listener.manager.set(Arc::downgrade(&manager));
        // It cannot fail: it only makes a list.
        let _ = manager.register_new_token(&config, token.clone(), listener).await;
        manager.start().await;
        Connections(manager)
    }

    /// Gives one up and opens another in its place.
    pub(super) async fn renew(&self, id: &Id) {
        self.0.restart_client(id).await;
    }

    /// Closes them.
    pub(super) async fn close(&self) {
        self.0.shutdown().await;
    }
}

struct Listener {
    app: Arc<App>,
    manager: OnceLock<Weak<Manager>>,
    signs: UnboundedSender<Sign>,
}

/// What every frame says, whatever is in it.
#[derive(Debug, Deserialize)]
struct Head {
    #[serde(rename = "type")]
    kind: String,
    envelope_id: Option<String>,
    #[serde(default)]
    retry_attempt: u32,
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Envelope<P> {
    payload: P,
}

impl Listener {
    fn sign(&self, sign: Sign) {
        // The watch ends before the connections do when the program stops.
        let _ = self.signs.send(sign);
    }

    async fn renew(&self, id: &Id) {
        self.sign(Sign::Lost(id.clone()));
        if let Some(manager) = self.manager.get().and_then(Weak::upgrade) {
            manager.restart_client(id).await;
        }
    }

    /// Hands what is in an envelope over; its acknowledgement, unless Slack is to send it again.
    async fn opened(&self, head: Head, frame: &str) -> Option<String> {
        let id = head.envelope_id?;
        let Some(delivery) = delivery(&head.kind, head.retry_attempt, frame) else {
            // It never reads better when it is sent again.
            if self.app.counts.unknown(&head.kind) == 1 {
                tracing::info!(kind = %head.kind.escape_debug(), "an envelope of a kind that is not known here");
            }
            return Some(json!({ "envelope_id": id }).to_string());
        };
        match take(&self.app, delivery).await {
            Taken::Refused => None,
            Taken::Done(Some(answer)) => Some(json!({ "envelope_id": id, "payload": answer }).to_string()),
            Taken::Done(None) | Taken::Working(_) => Some(json!({ "envelope_id": id }).to_string()),
        }
    }
}

/// What is in an envelope; nothing where it is of another kind, or cannot be read.
fn delivery(kind: &str, attempt: u32, frame: &str) -> Option<Delivery> {
    match kind {
        "events_api" => {
            let mut callback: EventCallback = payload(frame)?;
            callback.repeated = attempt > 0;
            Some(Delivery::Event(Box::new(callback)))
        }
        "slash_commands" => payload::<Command>(frame).map(|command| Delivery::Command(Box::new(command))),
        "interactive" => payload::<Interaction>(frame).map(|given| Delivery::Interaction(Box::new(given))),
        _ => None,
    }
}

fn payload<P: DeserializeOwned>(frame: &str) -> Option<P> {
    serde_json::from_str::<Envelope<P>>(frame).ok().map(|envelope| envelope.payload)
}

#[async_trait]
impl SlackSocketModeClientListener for Listener {
    async fn on_message(&self, id: &Id, frame: String) -> Option<String> {
        let head: Head = serde_json::from_str(&frame).ok()?;
        match head.kind.as_str() {
            "hello" => {
                self.sign(Sign::Ready(id.clone()));
                None
            }
            "disconnect" if head.reason.as_deref() == Some("link_disabled") => {
                self.sign(Sign::Off);
                None
            }
            "disconnect" => {
                self.renew(id).await;
                None
            }
            _ => self.opened(head, &frame).await,
        }
    }

    async fn on_error(&self, _: Box<dyn std::error::Error + Send + Sync>) {
        // What follows is `on_disconnect`; the error itself may hold an address with a ticket in it.
    }

    async fn on_disconnect(&self, id: &Id) {
        self.renew(id).await;
    }
}

/// A frame as Slack would send it, for tests of what reads it.
#[cfg(test)]
fn frame(kind: &str, payload: &serde_json::Value) -> String {
    json!({ "type": kind, "envelope_id": "e", "payload": payload, "accepts_response_payload": true }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn envelopes_hold_what_requests_hold() {
        let event = frame("events_api", &json!({ "event_id": "Ev1", "event": { "type": "message" } }));
        assert!(matches!(delivery("events_api", 1, &event), Some(Delivery::Event(e)) if e.repeated));
        let command = frame("slash_commands", &json!({ "command": "/salary", "text": "senior" }));
        assert!(matches!(delivery("slash_commands", 0, &command), Some(Delivery::Command(c)) if c.text == "senior"));
        let pressed = frame("interactive", &json!({ "type": "block_actions" }));
        assert!(matches!(delivery("interactive", 0, &pressed), Some(Delivery::Interaction(_))));
        assert!(delivery("new", 0, &event).is_none() && delivery("events_api", 0, "{").is_none());
    }
}
