//! The one way from a reply to a message.

mod body;
mod controls;
pub mod limits;
pub mod markdown;
mod plain;

pub use plain::{plain, shared};

use crate::answer::text::CHOICE;
use crate::answer::{Outcome, Reply};
pub use crate::platform::view::{Audience, View};

use super::payload::{Author, Embed, Field, Footer, Payload};
use limits::{FOOTER, NAME};

/// Of one page of a reply; leaves room for the sources and the lines around it.
const PAGE: usize = 3_000;
/// A longer line below is cut.
const CONDITIONS: usize = 400;

/// A message without any text would be refused.
const NOTHING: &str = "I have no sourced answer for that.";

const ANSWERED: u32 = 0x002e_7d32;
const CLARIFY: u32 = 0x00f9_a825;
const UNKNOWN: u32 = 0x0075_7575;

/// A reply as a message.
pub fn reply(reply: &Reply, view: &View) -> Payload {
    let pages = limits::pages(&words(reply), PAGE);
    let page = view.page.min(pages.len() - 1);
    let view = &View { page, ..view.clone() };
    let embed = Embed {
        author: view
            .question
            .as_ref()
            .map(|q| limits::one_line(q, NAME))
            .filter(|q| !q.is_empty())
            .map(|q| Author { name: q }),
        description: pages[page].clone(),
        color: color(reply.outcome),
        fields: sources(reply),
        footer: footer(reply, page, pages.len()).map(|text| Footer { text }),
    };
    let components = controls::rows(reply, view, pages.len());
    Payload::framed(vec![embed], components).private(view.audience == Audience::Private)
}

fn words(reply: &Reply) -> String {
    let text = body::text(reply);
    match reply.outcome {
        _ if !text.trim().is_empty() => text,
        Outcome::Clarify => CHOICE.to_owned(),
        _ => NOTHING.to_owned(),
    }
}

fn sources(reply: &Reply) -> Vec<Field> {
    let named = |(at, value)| Field { name: if at == 0 { "Sources" } else { "Sources, continued" }.to_owned(), value };
    body::source_fields(reply).into_iter().enumerate().map(named).collect()
}

/// Under which conditions it holds, and which page it is.
fn footer(reply: &Reply, page: usize, pages: usize) -> Option<String> {
    let conditions = match reply.answers.as_slice() {
        [only] => limits::cut(&only.conditions, CONDITIONS),
        _ => String::new(),
    };
    let page = if pages > 1 { format!("page {} of {pages}", page + 1) } else { String::new() };
    let parts: Vec<String> = [conditions, page].into_iter().filter(|p| !p.is_empty()).collect();
    (!parts.is_empty()).then(|| limits::cut(&parts.join(" · "), FOOTER))
}

fn color(outcome: Outcome) -> u32 {
    match outcome {
        Outcome::Answered => ANSWERED,
        Outcome::Clarify => CLARIFY,
        Outcome::Unknown | Outcome::Ignored => UNKNOWN,
    }
}

#[cfg(test)]
mod tests;
