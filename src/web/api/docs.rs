//! `/api`: the API, for people; made from the same description that tools read.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use maud::{Markup, html};
use serde_json::Value;
use utoipa::OpenApi as _;

use super::fields::{Field, fields};
use crate::web::page::{Part, page};
use crate::web::site::Site;

/// The page; the example asks where the page was asked for.
pub(in crate::web) async fn page_of_api(State(site): State<Arc<Site>>, headers: HeaderMap) -> Markup {
    let description = serde_json::to_value(super::Api::openapi()).unwrap_or_default();
    let main = html! {
        section {
            h1 { "API" }
            p.lead { "Ask from an applicant tracking system, a website or a script. Errors are problem details (RFC 9457)." }
            p { "The description for tools: " a href="/api/v1/openapi.json" { "/api/v1/openapi.json" }
                " (OpenAPI). With a login, send " code { "Authorization: Bearer" } " and the token." }
            pre.copied tabindex="0" { (example(&here(&site, &headers), site.config.has_login())) }
            @for (path, methods) in description["paths"].as_object().into_iter().flatten() {
                @for (method, operation) in methods.as_object().into_iter().flatten() {
                    (shown(&description, path, method, operation))
                }
            }
        }
    };
    page("API", Part::Api, &main)
}

/// This server, as whoever asks calls it.
fn here(site: &Site, headers: &HeaderMap) -> String {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = said("host").map_or_else(|| site.config.address.to_string(), str::to_owned);
    let scheme = if said("x-forwarded-proto") == Some("https") { "https" } else { "http" };
    format!("{scheme}://{host}")
}

fn example(here: &str, login: bool) -> String {
    let token = if login { "  -H \"Authorization: Bearer $ROLECALL_WEB_TOKEN\" \\\n" } else { "" };
    format!(
        "curl -s {here}/api/v1/ask \\\n  -H 'Content-Type: application/json' \\\n{token}  \
         -d '{{\"text\": \"what does a senior mlops engineer make\"}}'"
    )
}

fn shown(description: &Value, path: &str, method: &str, operation: &Value) -> Markup {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let body = fields(description, &operation["requestBody"]["content"]["application/json"]["schema"]);
    let reply = fields(description, &operation["responses"]["200"]["content"]["application/json"]["schema"]);
    html! {
        article.card {
            h2 { code { (method.to_uppercase()) " " (path) } }
            p { (coded(&text(&operation["summary"]))) }
            @if let Some(parameters) = operation["parameters"].as_array() {
                dl.facts {
                    @for p in parameters { dt { code { (text(&p["name"])) } } dd { (coded(&text(&p["description"]))) } }
                }
            }
            @if !body.is_empty() { h3 { "Body" } (listed(&body, true)) }
            @if !reply.is_empty() { h3 { "Reply" } (listed(&reply, false)) }
            @if let Some(responses) = operation["responses"].as_object() {
                p.quiet {
                    @for (at, (status, response)) in responses.iter().enumerate() {
                        @if at > 0 { " · " } (status) " " (coded(&text(&response["description"])))
                    }
                }
            }
        }
    }
}

/// Of a body it is said what it must have; a reply has what it has.
fn listed(fields: &[Field], sent: bool) -> Markup {
    html! {
        dl.facts {
            @for field in fields {
                dt { code { (field.name) } @if sent && field.required { " (needed)" } }
                dd { (coded(&field.said)) }
            }
        }
    }
}

/// What stands between backticks is code.
fn coded(text: &str) -> Markup {
    html! { @for (at, part) in text.split('`').enumerate() { @if at % 2 == 1 { code { (part) } } @else { (part) } } }
}
