//! `GET /api/v1/salary`: pay, by the values that the command `salary` takes.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;

use crate::commands::{self, CommandError};
use crate::platform::answering::Asker;
use crate::platform::contract::Outgoing;
use crate::web::problem::Problem;
use crate::web::site::Site;

/// What a role is paid, by stage and terms.
#[utoipa::path(get, path = "/api/v1/salary", params(
    ("role" = Option<String>, Query, description = "the role; without it, the MLOps engineer"),
    ("stage" = Option<String>, Query, description = "the career stage, such as `senior`"),
    ("basis" = Option<String>, Query, description = "`permanent`, `contract`, `w2` or `c2c`"),
    ("years" = Option<String>, Query, description = "years of experience, in place of a stage"),
    ("country" = Option<String>, Query, description = "a country; without it, the United States"),
    ("year" = Option<String>, Query, description = "the year of pay records, such as `2024`"),
    ("remote" = Option<String>, Query, description = "pay records of remote, hybrid or on-site work"),
), responses(
    (status = 200, description = "the reply; `outcome` says whether there is a figure", body = Outgoing),
    (status = 401, description = "not logged in", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "a value cannot be used", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "too many requests", body = Problem, content_type = "application/problem+json"),
    (status = 500, description = "a fault of the server", body = Problem, content_type = "application/problem+json"),
))]
pub(in crate::web) async fn salary(
    State(site): State<Arc<Site>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Outgoing>, Problem> {
    let query = query.unwrap_or_default();
    let pairs = form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.trim().is_empty());
    let given: Vec<(String, String)> = pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let command = commands::named("salary").ok_or_else(Problem::ours)?;
    if let Some((name, _)) = given.iter().find(|(name, _)| !command.options.iter().any(|o| o.name == name)) {
        let names: Vec<&str> = command.options.iter().map(|o| o.name).collect();
        return Err(invalid(format!("`{name}` is no value of salary; there are {}", names.join(", "))));
    }
    let asker = Asker::nobody(site.now());
    let answering = Arc::clone(&site.answering);
    // Records are decoded when somebody first asks, which takes a while.
    let reply = crate::web::request::aside(move || answering.command(command, &given, &asker)).await;
    match reply.map_err(|_| Problem::ours())? {
        Ok(reply) => Ok(Json(Outgoing::new(String::new(), &reply))),
        Err(CommandError::Invalid { message, hints }) => Err(invalid(format!("{message}. {}", hints.join("; ")))),
        Err(CommandError::Unknown { note, .. }) => Err(invalid(note)),
    }
}

fn invalid(detail: String) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
}
