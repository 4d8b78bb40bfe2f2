//! `/api`: the API, for people; made from the same description that tools read.

use maud::{Markup, html};
use serde_json::Value;
use utoipa::OpenApi as _;

use crate::web::page::{Part, page};

/// The page.
pub(in crate::web) async fn page_of_api() -> Markup {
    let description = serde_json::to_value(super::Api::openapi()).unwrap_or_default();
    let main = html! {
        section {
            h1 { "API" }
            p.lead { "Ask from an applicant tracking system, a website or a script. Errors are problem details (RFC 9457)." }
            p { "The description for tools: " a href="/api/v1/openapi.json" { "/api/v1/openapi.json" }
                " (OpenAPI). With a login, send " code { "Authorization: Bearer" } " and the token." }
            pre.copied tabindex="0" { "curl -s http://127.0.0.1:8080/api/v1/ask \\\n  -H 'Content-Type: application/json' \\\n  -d '{\"text\": \"what does a senior mlops engineer make\"}'" }
            @for (path, methods) in description["paths"].as_object().into_iter().flatten() {
                @for (method, operation) in methods.as_object().into_iter().flatten() { (shown(path, method, operation)) }
            }
        }
    };
    page("API", Part::Api, &main)
}

fn shown(path: &str, method: &str, operation: &Value) -> Markup {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    html! {
        article.card {
            h2 { code { (method.to_uppercase()) " " (path) } }
            p { (coded(&text(&operation["summary"]))) }
            @if let Some(parameters) = operation["parameters"].as_array() {
                dl.facts {
                    @for p in parameters { dt { code { (text(&p["name"])) } } dd { (coded(&text(&p["description"]))) } }
                }
            }
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

/// What stands between backticks is code.
fn coded(text: &str) -> Markup {
    html! { @for (at, part) in text.split('`').enumerate() { @if at % 2 == 1 { code { (part) } } @else { (part) } } }
}
