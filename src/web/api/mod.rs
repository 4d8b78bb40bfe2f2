//! What other tools ask.

pub(super) mod ask;
mod body;
pub(super) mod docs;
pub(super) mod entries;
mod fields;
pub(super) mod salary;

use axum::Json;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

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
    modifiers(&Login),
    // Without a login on the server none is needed.
    security((), ("token" = [])),
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

/// How a tool shows that it may ask.
struct Login;

impl Modify for Login {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let said = "The token of the page, where the server has a login.";
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(said)).build();
        api.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// `/api/v1/openapi.json`.
pub(super) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(Api::openapi())
}
