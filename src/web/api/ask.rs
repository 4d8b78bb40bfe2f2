//! `POST /api/v1/ask`: a question of a tool, in the form of the chat contract.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::body::Sent;
use crate::answer::Reply;
use crate::platform::answering::Asker;
use crate::platform::contract::{Incoming, Outgoing};
use crate::web::problem::Problem;
use crate::web::request::aside;
use crate::web::site::Site;

/// Answers one question.
///
/// Questions that share a conversation and a user can lean on each other for ten minutes.
#[utoipa::path(post, path = "/api/v1/ask", request_body = Incoming, responses(
    (status = 200, description = "the reply", body = Outgoing),
    (status = 401, description = "not logged in", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "the body is too long", body = Problem, content_type = "application/problem+json"),
    (status = 415, description = "the body is not said to be JSON", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "the body is no question", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "too many requests", body = Problem, content_type = "application/problem+json"),
    (status = 500, description = "a fault of the server", body = Problem, content_type = "application/problem+json"),
))]
pub(in crate::web) async fn ask(
    State(site): State<Arc<Site>>,
    Sent(incoming): Sent<Incoming>,
) -> Result<Json<Outgoing>, Problem> {
    // A long text takes a while; other requests do not wait for it.
    let reply = aside(move || (answer(&site, &incoming), incoming.id)).await;
    let (reply, id) = reply.map_err(|_| Problem::ours())?;
    Ok(Json(Outgoing::new(id, &reply)))
}

/// Without a conversation there is nothing to lean on: tools that name none must not meet in one.
fn answer(site: &Site, incoming: &Incoming) -> Reply {
    let asker = asker(incoming, site);
    if incoming.conversation.is_empty() {
        return site.answering.ask_alone(&incoming.text, incoming.addressed, &asker);
    }
    site.answering.ask(&incoming.text, incoming.addressed, &asker)
}

/// A tool can name any conversation of its own and none of a chat platform.
fn asker(incoming: &Incoming, site: &Site) -> Asker {
    Asker {
        platform: "web",
        server: String::new(),
        channel: "api".to_owned(),
        event: crate::store::person::fresh_id(),
        conversation: format!("api/{}", incoming.conversation),
        user: format!("api/{}", incoming.user),
        at: incoming.at.unwrap_or_else(|| site.now()),
    }
}
