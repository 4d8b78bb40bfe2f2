//! Over HTTP: Slack comes to us. The signature of the raw body is checked before anything is read in it.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use serde::Deserialize;
use tokio::time::timeout;

use super::app::App;
use super::delivery::{Taken, take};
use super::incoming::{Command, Delivery, EventCallback, Interaction};
use super::manifest::paths;
use super::signature::{self, SIGNATURE, TIMESTAMP};
use crate::config::Secret;

/// A larger body is not read.
const LARGEST: usize = 1 << 20;
/// Slack waits three seconds. Until then the acknowledgement waits for the work: what is lost with the process before that
/// is sent again.
const PATIENCE: Duration = Duration::from_millis(1_800);
/// Which attempt it is; not there at the first.
const RETRY: &str = "x-slack-retry-num";

#[derive(Clone)]
struct Door {
    app: Arc<App>,
    secrets: Arc<[Secret]>,
}

/// The routes to which Slack comes, for a web server to merge.
pub fn router(app: Arc<App>, secrets: Vec<Secret>) -> Router {
    let all = [paths::EVENTS, paths::COMMANDS, paths::INTERACTIVITY, paths::OPTIONS];
    let routes = all.into_iter().fold(Router::new(), |router, path| router.route(path, post(receive)));
    routes.with_state(Door { app, secrets: secrets.into() })
}

async fn receive(State(door): State<Door>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let (signature, timestamp) = (only(&parts.headers, SIGNATURE), only(&parts.headers, TIMESTAMP));
    if let Err(forged) = signature::check(&door.secrets, signature, timestamp, &body, door.app.now()) {
        tracing::warn!(reason = %forged, "a request that does not come from Slack");
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match read(&body) {
        Ok(Received::Challenge(challenge)) => challenge_answer(challenge),
        Ok(Received::Nothing) => StatusCode::OK.into_response(),
        Ok(Received::Delivery(mut delivery)) => {
            if let Delivery::Event(event) = &mut delivery {
                event.repeated = parts.headers.contains_key(RETRY);
            }
            acknowledged(take(&door.app, delivery).await).await
        }
        Err(unreadable) => {
            tracing::warn!(reason = %unreadable, "a request of Slack cannot be read");
            StatusCode::BAD_REQUEST.into_response()
        }
    }
}

/// A header that is there once: with two of them, it would matter which one is read.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut all = headers.get_all(name).iter();
    let value = all.next()?;
    all.next().is_none().then(|| value.as_bytes())
}

fn challenge_answer(challenge: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], challenge).into_response()
}

async fn acknowledged(taken: Taken) -> Response {
    match taken {
        Taken::Refused => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Taken::Done(None) => StatusCode::OK.into_response(),
        Taken::Done(Some(answer)) => {
            let json = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
            (json, Body::from(answer.to_string())).into_response()
        }
        Taken::Working(work) => {
            // What takes longer goes on after the acknowledgement.
            let _ = timeout(PATIENCE, work).await;
            StatusCode::OK.into_response()
        }
    }
}

/// What a request says.
#[derive(Debug)]
pub enum Received {
    /// Something to deal with.
    Delivery(Delivery),
    /// Slack wants to know whether this is the right address.
    Challenge(String),
    /// Slack only wants to see whether there is an answer.
    Nothing,
}

/// Why a body cannot be read; never holds anything of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No JSON, or not of the form that is expected.
    #[error("its JSON has an unknown form")]
    Json,
    /// Neither an event nor a command nor an interaction.
    #[error("it is of an unknown kind")]
    Kind,
}

#[derive(Deserialize)]
struct Outer {
    #[serde(rename = "type")]
    kind: String,
    challenge: Option<String>,
}

/// Reads a body: JSON is an event, a form a command or an interaction.
///
/// # Errors
/// If it is none of them.
pub fn read(body: &[u8]) -> Result<Received, Unreadable> {
    if body.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{') { event(body) } else { form(body) }
}

fn event(body: &[u8]) -> Result<Received, Unreadable> {
    let outer: Outer = serde_json::from_slice(body).map_err(|_| Unreadable::Json)?;
    match outer.kind.as_str() {
        "url_verification" => outer.challenge.map(Received::Challenge).ok_or(Unreadable::Json),
        "event_callback" => {
            let callback: EventCallback = serde_json::from_slice(body).map_err(|_| Unreadable::Json)?;
            Ok(Received::Delivery(Delivery::Event(Box::new(callback))))
        }
        "app_rate_limited" => Ok(Received::Nothing),
        _ => Err(Unreadable::Kind),
    }
}

fn form(body: &[u8]) -> Result<Received, Unreadable> {
    let mut command = Command::default();
    let mut check = false;
    for (name, value) in form_urlencoded::parse(body) {
        match name.as_ref() {
            "payload" => {
                let interaction: Interaction = serde_json::from_str(&value).map_err(|_| Unreadable::Json)?;
                return Ok(Received::Delivery(Delivery::Interaction(Box::new(interaction))));
            }
            "command" => command.command = value.into_owned(),
            "text" => command.text = value.into_owned(),
            "team_id" => command.team_id = Some(value.into_owned()),
            "channel_id" => command.channel_id = value.into_owned(),
            "user_id" => command.user_id = value.into_owned(),
            "response_url" => command.response_url = value.into_owned(),
            "trigger_id" => command.trigger_id = value.into_owned(),
            "ssl_check" => check = true,
            _ => {}
        }
    }
    match (check, command.command.is_empty()) {
        (true, _) => Ok(Received::Nothing),
        (false, true) => Err(Unreadable::Kind),
        (false, false) => Ok(Received::Delivery(Delivery::Command(Box::new(command)))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_kind_of_body_is_told_from_the_others() {
        assert!(
            matches!(read(br#"{"type":"url_verification","challenge":"c"}"#), Ok(Received::Challenge(c)) if c == "c")
        );
        assert!(matches!(
            read(br#" {"type":"event_callback","event":{}}"#),
            Ok(Received::Delivery(Delivery::Event(_)))
        ));
        let command = read(b"command=%2Fsalary&text=senior+c2c&user_id=U1");
        assert!(matches!(command, Ok(Received::Delivery(Delivery::Command(c))) if c.text == "senior c2c"));
        let pressed = read(b"payload=%7B%22type%22%3A%22block_actions%22%7D");
        assert!(matches!(pressed, Ok(Received::Delivery(Delivery::Interaction(i))) if i.kind == "block_actions"));
        assert!(matches!(read(b"ssl_check=1&token=x"), Ok(Received::Nothing)));
        for odd in [b"".as_slice(), b"{", b"[]", b"{}", b"\xff\xfe", b"payload=x", b"{\"type\":\"new\"}"] {
            assert!(read(odd).is_err(), "{odd:?}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,200}") {
            let _ = (read(&body), read(text.as_bytes()), read(format!("payload={text}").as_bytes()));
            let _ = read(format!("{{\"type\":\"event_callback\",\"event\":{text}}}").as_bytes());
        }
    }
}
