//! What other tools ask.

pub(super) mod ask;
mod body;
pub(super) mod docs;
pub(super) mod entries;
pub(super) mod salary;

use axum::Json;
use utoipa::OpenApi;

use super::problem::Problem;
use crate::answer::{Citation, Kind, Outcome};
use crate::platform::contract::{Incoming, Outgoing, OutgoingAnswer};

/// What the API is, for tools that read such things.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "rolecall",
        version = "1",
        description = "Sourced answers about MLOps careers and pay, or an honest \"I have no sourced answer for that\"."
    ),
    paths(ask::ask, entries::all, entries::one, salary::salary),
    components(schemas(
        Incoming,
        Outgoing,
        OutgoingAnswer,
        Citation,
        Kind,
        Outcome,
        Problem,
        entries::Entries,
        entries::Entry,
        entries::Whole
    ))
)]
pub(super) struct Api;

/// `/api/v1/openapi.json`.
pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(Api::openapi())
}
