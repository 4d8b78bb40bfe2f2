//! `/`: ask, and see the answer as each platform would show it.

pub(super) mod feedback;
mod press;
mod turn;
pub(super) mod visitor;

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::page::{Part, missing, page};
use super::site::Site;
use super::talk::{ShownAs, Talk};
use turn::Turn;
use visitor::Visitor;

/// Questions to begin with.
const EXAMPLES: [&str; 6] = [
    "What does a senior MLOps engineer make?",
    "Is 170k fair for mid level?",
    "How is MLOps different from DevOps?",
    "What does it take to reach staff?",
    "Can MLOps engineers work remotely?",
    "What does a data engineer make?",
];

/// In the field, before and after the first question.
const FIRST: &str = "Ask about pay, careers, or how roles differ";
const NEXT: &str = "Ask on, such as: and on contract?";

/// The whole page; the conversation stands in its address.
pub(super) async fn home(State(site): State<Arc<Site>>, visitor: Visitor, RawQuery(query): RawQuery) -> Response {
    let talk = Talk::read(query.as_deref().unwrap_or_default());
    match worked(&site, visitor, &talk).await {
        Some(turns) => page("Ask", Part::Ask, &shown(&talk, &turns)).into_response(),
        None => missing(StatusCode::INTERNAL_SERVER_ERROR, "That did not work", "The question could not be read."),
    }
}

/// What is new in a conversation: its last answer, or what a button comes to.
pub(super) async fn fragment(State(site): State<Arc<Site>>, visitor: Visitor, RawQuery(query): RawQuery) -> Response {
    let talk = Talk::read(query.as_deref().unwrap_or_default());
    match worked(&site, visitor, &talk).await {
        Some(turns) => html! { @if let Some(last) = turns.last() { (last.newest()) } }.into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Every turn; a long text takes a while, and other requests do not wait for it.
async fn worked(site: &Arc<Site>, visitor: Visitor, talk: &Talk) -> Option<Vec<Turn>> {
    if !talk.asks() {
        return Some(Vec::new());
    }
    let (site, talk) = (Arc::clone(site), talk.clone());
    super::request::aside(move || turn::all(&site, visitor, &talk)).await.ok()
}

fn shown(talk: &Talk, turns: &[Turn]) -> Markup {
    html! {
        div.play {
            div.bar {
                h1 { "Ask rolecall" }
                fieldset.as {
                    legend.unseen { "Show answers as" }
                    @for (shown, name) in ShownAs::ALL {
                        label {
                            input type="radio" name="as" form="ask" value=(shown.id()) checked[shown == talk.shown_as];
                            span { (name) }
                        }
                    }
                }
            }
            div #talk .talk {
                @if turns.is_empty() { (welcome()) }
                @for turn in turns { (turn.whole()) }
            }
            form #ask .ask method="get" action="/" {
                @for before in talk.before_next() { input type="hidden" name="after" value=(before); }
                label.unseen for="q" { "Your question" }
                input #q type="text" name="q" maxlength="4000" autocomplete="off" required
                    placeholder=(if turns.is_empty() { FIRST } else { NEXT }) data-next=(NEXT) autofocus;
                button.main type="submit" { "Ask" }
            }
            p.again hidden[turns.is_empty()] { a href="/" { "Start anew" } }
        }
    }
}

fn welcome() -> Markup {
    html! {
        div.welcome {
            p.lead {
                "Answers about MLOps careers and pay, each figure with its source and its date. "
                "This is what people see in Discord and Slack, before any of it is connected."
            }
            ul.examples {
                @for example in EXAMPLES {
                    li { a data-ask href=(Talk::default().then(example).href()) { (example) } }
                }
            }
        }
    }
}
