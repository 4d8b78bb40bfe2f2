//! What a browser shows at the end of an installation. Nothing of the request is in it.

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{DOCTYPE, html};

use super::Missed;
use super::state::no_cookie;

const HEADERS: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::CACHE_CONTROL, "no-store"),
    // The address holds a code of Slack's: no other site is told it.
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
];

/// It is installed.
pub(super) fn installed(workspace: &str) -> Response {
    let title = format!("rolecall is in {workspace}");
    page(StatusCode::OK, &title, "In Slack, type /salary senior, or /invite @rolecall in a channel and ask there.")
}

/// It is not, and why.
pub(super) fn missed(missed: &Missed) -> Response {
    let (status, hint) = match missed {
        Missed::Declined => (StatusCode::OK, "Nothing was installed."),
        Missed::Stranger(_) => (
            StatusCode::BAD_REQUEST,
            "Begin again at /slack/install, and end it in the same browser within ten minutes.",
        ),
        Missed::Organization => {
            (StatusCode::BAD_REQUEST, "Begin again at /slack/install, and choose a single workspace.")
        }
        Missed::Busy => (StatusCode::SERVICE_UNAVAILABLE, "Begin again at /slack/install in a minute."),
        Missed::Code | Missed::Slack(_) => (StatusCode::BAD_GATEWAY, "Begin again at /slack/install."),
        Missed::Kept => (StatusCode::SERVICE_UNAVAILABLE, "Begin again at /slack/install in a few minutes."),
    };
    page(status, "rolecall was not installed", &format!("{missed}. {hint}"))
}

fn page(status: StatusCode, title: &str, text: &str) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
            }
            body { main { h1 { (title) } p { (text) } } }
        }
    };
    (status, HEADERS, [(header::SET_COOKIE, no_cookie())], page).into_response()
}
