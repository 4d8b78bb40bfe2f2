//! What belongs to one request: lines of the log that it leads to carry its name, on whichever thread.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tokio::task::{JoinHandle, spawn_blocking};
use tracing::{Instrument as _, Span};

use crate::platform::ground;

/// Gives every request a name.
pub(super) async fn named(request: Request, next: Next) -> Response {
    next.run(request).instrument(ground::request("web")).await
}

/// Does what takes a while; other requests do not wait for it.
pub(super) fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    let span = Span::current();
    spawn_blocking(move || span.in_scope(work))
}
