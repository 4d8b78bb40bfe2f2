//! What all pages have around them.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::assets::ASSETS;
use super::guard::can_log_out;

/// The parts of the site, in the order of its menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Ask,
    Knowledge,
    Sources,
    Quick,
    Insights,
    Api,
    /// Not in the menu.
    Other,
}

const MENU: [(Part, &str, &str); 6] = [
    (Part::Ask, "/", "Ask"),
    (Part::Knowledge, "/knowledge", "Knowledge"),
    (Part::Sources, "/sources", "Sources"),
    (Part::Quick, "/quick", "Quick answers"),
    (Part::Insights, "/insights", "Insights"),
    (Part::Api, "/api", "API"),
];

/// A page: its title, where it belongs, and what is on it.
pub(super) fn page(title: &str, part: Part, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · rolecall" }
                link rel="stylesheet" href=(ASSETS.style.path);
                link rel="icon" href=(ASSETS.icon.path) type="image/svg+xml";
                script src=(ASSETS.script.path) defer {}
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.top {
                    a.brand href="/" { img src=(ASSETS.icon.path) alt="" width="24" height="24"; "rolecall" }
                    nav aria-label="Main" {
                        @for (own, href, name) in MENU {
                            a href=(href) aria-current=[(own == part).then_some("page")] { (name) }
                        }
                    }
                }
                main #main tabindex="-1" { (main) }
                footer.bottom {
                    p { "Every figure has a source and a date. What has none is not answered." }
                    @if can_log_out() { form method="post" action="/logout" { button type="submit" { "Log out" } } }
                }
                div #said .told role="status" aria-live="polite" {}
            }
        }
    }
}

/// A page that says why there is none.
pub(super) fn missing(status: StatusCode, title: &str, text: &str) -> Response {
    let main = html! {
        section.narrow {
            h1 { (title) }
            p.lead { (text) }
            p { a href="/" { "Ask a question" } " or " a href="/knowledge" { "look through the knowledge base" } "." }
        }
    };
    (status, page(title, Part::Other, &main)).into_response()
}

/// Nothing is at that address.
pub(super) fn not_found() -> Response {
    missing(StatusCode::NOT_FOUND, "Not found", "There is no page at this address. It may have moved with its entry.")
}
