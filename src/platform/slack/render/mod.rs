//! The one way from a reply to a message of Slack.

mod body;
mod controls;
pub mod limits;

pub use controls::ASK;

use crate::answer::text::CHOICE;
use crate::answer::{Outcome, Reply, text};
pub use crate::platform::view::{Audience, View};

use super::blocks::{Block, Text};
use super::message::Message;
use super::mrkdwn::Markup;
use limits::{HEADER, SECTION, TEXT};

/// A line of conditions is cut.
const CONDITIONS: usize = 400;
/// A question that is repeated is cut.
const QUESTION: usize = 300;
/// A message without any text would be refused.
const NOTHING: &str = "I have no sourced answer for that.";

/// A reply as a message.
pub fn reply(reply: &Reply, view: &View) -> Message {
    let words = body::words(reply);
    let pages = words.text.pages(SECTION);
    let page = view.page.min(pages.len() - 1);
    let mut blocks = Vec::new();
    blocks.extend(view.question.as_deref().and_then(question));
    if let Some(headline) = words.headline.filter(|_| page == 0) {
        blocks.push(Block::Header { text: Text::plain(headline) });
    }
    blocks.extend(Some(pages[page].clone()).filter(|text| !text.is_empty()).map(Block::section));
    if blocks.iter().all(|block| matches!(block, Block::Context { .. })) {
        let words = if reply.outcome == Outcome::Clarify { CHOICE } else { NOTHING };
        blocks.push(Block::section(Markup::plain(words)));
    }
    blocks.extend(conditions(reply, page, pages.len()));
    blocks.extend(body::sources(reply));
    blocks.extend(controls::rows(reply, &View { page, ..view.clone() }, pages.len()));
    Message { text: fallback(reply), blocks }
}

/// A reply as plain text: for notifications, and where blocks are not taken.
pub fn fallback(reply: &Reply) -> Markup {
    let text = text::render(reply);
    Markup::plain(if text.trim().is_empty() { NOTHING } else { &text }).cut(TEXT)
}

/// A reply in a box that is easy to copy, for one person.
pub fn boxed(reply: &Reply) -> Message {
    let text = text::render(reply);
    Message { text: Markup::boxed(&text, TEXT), blocks: vec![Block::section(Markup::boxed(&text, SECTION))] }
}

/// What was asked, where that is not on the screen already; plain, so that nothing in it is markup.
fn question(question: &str) -> Option<Block> {
    let line = limits::one_line(question, QUESTION);
    (!line.is_empty()).then(|| Block::Context { elements: vec![Text::plain(line)] })
}

/// Under which conditions it holds, and which page it is.
fn conditions(reply: &Reply, page: usize, pages: usize) -> Option<Block> {
    let conditions = match reply.answers.as_slice() {
        [only] => Markup::plain(&only.conditions).cut(CONDITIONS),
        _ => Markup::default(),
    };
    let page = if pages > 1 { Markup::plain(&format!("page {} of {pages}", page + 1)) } else { Markup::default() };
    let line = Markup::joined([conditions, page], " · ");
    (!line.is_empty()).then(|| Block::context([line]))
}

/// A headline that fits above everything else.
fn fits_above(headline: &str) -> bool {
    !headline.trim().is_empty() && limits::length(headline) <= HEADER && !headline.contains('\n')
}

#[cfg(test)]
mod tests;
