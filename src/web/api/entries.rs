//! `GET /api/v1/entries`: what the knowledge base holds.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::answer::{Citation, text};
use crate::commands;
use crate::platform::answering::Asker;
use crate::web::library::{self, address, is_due, search::search};
use crate::web::problem::Problem;
use crate::web::site::Site;

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
pub(in crate::web) struct Wish {
    /// Words to search for; without them, every entry.
    #[serde(default)]
    q: String,
}

/// Entries.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web) struct Entries {
    /// By id; of a search, the best first.
    entries: Vec<Entry>,
}

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web) struct Entry {
    /// Its id.
    id: String,
    /// What it is about.
    name: String,
    /// Its page, below this server's address.
    page: String,
    /// When it held, `YYYY` or `YYYY-MM`.
    as_of: Option<String>,
    /// When someone should look at it again.
    review_by: Option<String>,
    /// Whether that is over.
    review_due: bool,
}

/// An entry with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::web) struct Whole {
    /// What it is.
    #[serde(flatten)]
    entry: Entry,
    /// What a person would read, sources included; empty where it has no answer.
    text: String,
    /// What it stands on.
    citations: Vec<Citation>,
    /// Ways of asking for it.
    phrasings: Vec<String>,
}

/// Every entry, or those that words lead to.
#[utoipa::path(get, path = "/api/v1/entries", params(Wish), responses(
    (status = 200, description = "entries", body = Entries),
    (status = 400, description = "the query cannot be read", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "not logged in", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "too many requests", body = Problem, content_type = "application/problem+json"),
))]
pub(in crate::web) async fn all(
    State(site): State<Arc<Site>>,
    wish: Result<Query<Wish>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<Entries>, Problem> {
    let Query(wish) = wish.map_err(|error| Problem::new(StatusCode::BAD_REQUEST, error.body_text()))?;
    let words: String = wish.q.trim().chars().take(400).collect();
    let ids = match words.as_str() {
        "" => library::entries(site.answering.bot().knowledge()),
        words => search(&site.answering, words, site.now()),
    };
    Ok(Json(Entries { entries: ids.into_iter().map(|id| described(&site, id)).collect() }))
}

/// One entry, with its answer.
#[utoipa::path(get, path = "/api/v1/entries/{id}", params(("id" = String, Path, description = "such as `faq/remote-work`")), responses(
    (status = 200, description = "the entry", body = Whole),
    (status = 400, description = "the id cannot be read", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "not logged in", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "there is none of that id", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "too many requests", body = Problem, content_type = "application/problem+json"),
))]
pub(in crate::web) async fn one(
    State(site): State<Arc<Site>>,
    id: Result<Path<String>, axum::extract::rejection::PathRejection>,
) -> Result<Json<Whole>, Problem> {
    let Path(id) = id.map_err(|error| Problem::new(StatusCode::BAD_REQUEST, error.body_text()))?;
    let bot = site.answering.bot();
    if !library::is_there(bot.knowledge(), &id, site.answering.day(site.now())) {
        let detail = "there is no entry of that id; `/api/v1/entries` lists all";
        return Err(Problem::new(StatusCode::NOT_FOUND, detail));
    }
    let asker = Asker::nobody(site.now());
    let reply = site.answering.entry(&id, &asker);
    let citations = reply
        .iter()
        .flat_map(|r| text::Sources::of(&r.answers).citations().iter().map(|c| (*c).clone()).collect::<Vec<_>>());
    Ok(Json(Whole {
        citations: citations.collect(),
        text: reply.as_ref().map(text::render).unwrap_or_default(),
        phrasings: commands::phrasings_of(bot.knowledge(), &id).into_iter().flat_map(|(_, list)| list).collect(),
        entry: described(&site, id),
    }))
}

fn described(site: &Site, id: String) -> Entry {
    let bot = site.answering.bot();
    let steward = commands::steward(bot.knowledge(), &id);
    Entry {
        name: commands::name_of(bot.knowledge(), &id),
        page: address(&id),
        as_of: steward.as_of.map(|d| d.to_string()),
        review_by: steward.review_by.map(|d| d.to_string()),
        review_due: is_due(&steward, site.answering.day(site.now())),
        id,
    }
}
