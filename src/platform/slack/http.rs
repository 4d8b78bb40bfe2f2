//! Over HTTP: Slack comes to us. The signature of the raw body is checked before anything is read in it.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use tokio::time::timeout;

use super::app::App;
use super::body::{self, Path, Received};
use super::delivery::{Taken, take};
use super::incoming::Delivery;
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
    let routes = Path::ALL.into_iter().fold(Router::new(), |router, path| {
        router.route(path.address(), post(move |door: State<Door>, request: Request| receive(path, door, request)))
    });
    routes.with_state(Door { app, secrets: secrets.into() })
}

async fn receive(path: Path, State(door): State<Door>, request: Request) -> Response {
    let (parts, bytes) = request.into_parts();
    let Ok(bytes) = to_bytes(bytes, LARGEST).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let (signature, timestamp) = (only(&parts.headers, SIGNATURE), only(&parts.headers, TIMESTAMP));
    if let Err(forged) = signature::check(&door.secrets, signature, timestamp, &bytes, door.app.now()) {
        tracing::warn!(reason = %forged, "a request that does not come from Slack");
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match body::read(path, &bytes) {
        Ok(Received::Challenge(challenge)) => challenge_answer(challenge),
        Ok(Received::Nothing) => StatusCode::OK.into_response(),
        Ok(Received::Delivery(mut delivery)) => {
            if let Delivery::Event(event) = &mut delivery {
                event.repeated = parts.headers.contains_key(RETRY);
            }
            acknowledged(take(&door.app, delivery).await).await
        }
        Err(unreadable) => {
            tracing::warn!(path = path.address(), reason = %unreadable, "a request of Slack cannot be read");
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
