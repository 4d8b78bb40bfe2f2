//! A request's body as JSON, with errors that say what is wrong.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;

use super::super::problem::Problem;

/// JSON that was sent.
pub(in crate::web) struct Sent<T>(pub(in crate::web) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Sent<T>, Problem> {
        // Browsers may send other types to any site without asking it first.
        if !is_json(&request) {
            let detail = "send `Content-Type: application/json`";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(unread)?;
        let read = serde_json::from_slice(&bytes).map(Sent);
        read.map_err(|error| {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, format!("the body is no question: {error}"))
        })
    }
}

fn is_json(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn unread(rejection: BytesRejection) -> Problem {
    let detail = match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => format!("the body is longer than {} bytes", super::super::BODY),
        _ => "the body did not arrive whole".to_owned(),
    };
    Problem::new(rejection.status(), detail)
}
