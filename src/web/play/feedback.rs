//! `/feedback`: whether an answer helped, and why not.

use std::sync::Arc;

use axum::Form;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::visitor::{Visitor, journal_id};
use crate::hex::hex;
use crate::store::{Helpful, Place, Vote, Write};
use crate::web::guard::wants_page;
use crate::web::library::is_there;
use crate::web::limits::too_many;
use crate::web::page::{Part, missing, page};
use crate::web::site::Site;
use crate::web::talk::{ShownAs, Talk};

/// Of a reason, in characters.
const REASON: usize = 1_000;

/// What the form sends.
#[derive(Debug, Deserialize)]
struct Given {
    entry: String,
    say: String,
    #[serde(default)]
    question: String,
    #[serde(default)]
    back: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    fragment: String,
}

/// Keeps a vote.
pub(in crate::web) async fn take(State(site): State<Arc<Site>>, visitor: Visitor, request: Request) -> Response {
    if let Err(wait) = site.limits.feedback.take(visitor.address()) {
        return too_many(wait, wants_page(&request));
    }
    let given = match Form::<Given>::from_request(request, &()).await {
        Ok(Form(given)) => given,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => return too_long(),
        Err(_) => return nonsense(),
    };
    let known = is_there(site.answering.bot().knowledge(), &given.entry, site.answering.day(site.now()));
    let Some(helpful) = said(&given.say).filter(|_| known) else { return nonsense() };
    let reason: String = given.reason.trim().chars().take(REASON).collect();
    let reason = (!reason.is_empty()).then_some(reason);
    let thanks = thanks(&given, helpful, reason.is_some());
    site.keeper.keep(Write::Vote(Vote {
        answer: place(&given.back),
        voter: visitor.voter(&site),
        question: journal_id(&given.question),
        entry: given.entry.clone(),
        helpful,
        reason,
        at: site.now(),
    }));
    match given.fragment.as_str() {
        "1" => thanks.into_response(),
        _ => page("Thank you", Part::Other, &html! { section.narrow { h1 { "Thank you" } (thanks) } }).into_response(),
    }
}

fn said(say: &str) -> Option<Helpful> {
    [Helpful::Yes, Helpful::No, Helpful::WrongFigure].into_iter().find(|helpful| helpful.id() == say)
}

/// The same conversation is the same answer, however it is shown.
fn place(back: &str) -> Place {
    let asked = Talk { shown_as: ShownAs::default(), ..Talk::read(back.trim_start_matches("/?")) };
    let message = hex(&Sha256::digest(asked.href().as_bytes())[..16]);
    Place { platform: "web", channel: "web".to_owned(), message }
}

fn nonsense() -> Response {
    missing(
        StatusCode::UNPROCESSABLE_ENTITY,
        "That did not arrive",
        "The vote names no answer that is here. Please ask again.",
    )
}

fn too_long() -> Response {
    missing(
        StatusCode::PAYLOAD_TOO_LARGE,
        "That is too long",
        "A thousand characters are read of a reason. Please say it in fewer words.",
    )
}

fn thanks(given: &Given, helpful: Helpful, explained: bool) -> Markup {
    let question = match helpful {
        Helpful::Yes => None,
        Helpful::No => Some("What was wrong with it?"),
        Helpful::WrongFigure => Some("Which figure, and what should it be?"),
    };
    let back = if given.back.starts_with("/?") { given.back.as_str() } else { "/" };
    html! {
        div.thanks {
            p role="status" { @if explained { "Thank you. The editors will see it." } @else { "Thank you, noted. Your last vote counts." } }
            @if let Some(question) = question.filter(|_| !explained) {
                form.stack.vote method="post" action="/feedback" {
                    input type="hidden" name="entry" value=(given.entry);
                    input type="hidden" name="say" value=(given.say);
                    input type="hidden" name="question" value=(given.question);
                    input type="hidden" name="back" value=(back);
                    label { span { (question) } textarea name="reason" rows="3" maxlength=(REASON) required {} }
                    button.btn type="submit" { "Tell the editors" }
                }
            }
            p.back { a href=(back) { "Back to the answer" } }
        }
    }
}
