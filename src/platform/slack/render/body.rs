//! The words of a reply: answers, notes, and the list of sources.

use crate::answer::text::Sources;
use crate::answer::{Answer, Citation, Line, Reply};

use super::super::blocks::Block;
use super::super::mrkdwn::Markup;
use super::limits::{PARTS, cut};

/// A longer headline is not set in bold: it could be cut.
const BOLD: usize = 600;
/// A longer source is cut, in the parts that are words.
const SOURCE: usize = 400;
/// Rows that sources may fill.
const ROWS: usize = 3;

/// What is said, in one piece.
pub(super) struct Words {
    /// What stands above the rest, where there is one answer and a short one.
    pub(super) headline: Option<String>,
    /// The rest.
    pub(super) text: Markup,
}

/// All answers and notes.
pub(super) fn words(reply: &Reply) -> Words {
    let sources = Sources::of(&reply.answers);
    let headline = match reply.answers.as_slice() {
        [only] => Some(marked(&only.headline, only, &sources)).filter(|h| super::fits_above(h)),
        _ => None,
    };
    let several = reply.answers.len() > 1;
    let mut parts: Vec<Markup> =
        reply.answers.iter().map(|a| answer(a, &sources, headline.is_none(), several)).collect();
    parts.extend(reply.notes.iter().map(|note| Markup::plain(note)));
    Words { headline, text: Markup::joined(parts, "\n\n") }
}

fn answer(answer: &Answer, sources: &Sources<'_>, with_headline: bool, with_conditions: bool) -> Markup {
    let mut lines: Vec<Markup> = Vec::new();
    if with_headline {
        lines.push(bold(&marked(&answer.headline, answer, sources)));
    }
    lines.extend(paragraphs(answer, sources).iter().map(|text| Markup::plain(text)));
    if with_conditions && !answer.conditions.is_empty() {
        lines.push(Markup::plain(&format!("({})", answer.conditions)));
    }
    Markup::joined(lines, "\n")
}

fn bold(text: &str) -> Markup {
    if super::limits::length(text) <= BOLD { Markup::bold(text) } else { Markup::plain(text) }
}

/// The sentences behind the headline: those of one paragraph in one line, an item of a list in a line of its own.
fn paragraphs(answer: &Answer, sources: &Sources<'_>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut open = false;
    for line in &answer.body {
        let text = marked(line, answer, sources);
        match lines.last_mut().filter(|_| open && !line.bullet) {
            Some(last) => {
                last.push(' ');
                last.push_str(&text);
            }
            None if line.bullet => lines.push(format!("• {text}")),
            None => lines.push(text),
        }
        open = true;
    }
    lines
}

/// A sentence with the numbers of its sources.
fn marked(line: &Line, answer: &Answer, sources: &Sources<'_>) -> String {
    let marks = sources.marks(line, answer);
    if marks.is_empty() { line.text.clone() } else { format!("{} {marks}", line.text) }
}

/// The sources, each in its own place; what is too much is said to be behind the button.
pub(super) fn sources(reply: &Reply) -> Vec<Block> {
    let sources = Sources::of(&reply.answers);
    let all = sources.citations();
    let mut parts: Vec<Markup> =
        all.iter().enumerate().map(|(at, citation)| source(at + 1, citation, &sources)).collect();
    if parts.len() > ROWS * PARTS {
        let more = parts.len() - (ROWS * PARTS - 1);
        parts.truncate(ROWS * PARTS - 1);
        parts.push(Markup::plain(&format!("and {more} more: see Sources")));
    }
    parts.chunks(PARTS).map(|row| Block::context(row.to_vec())).collect()
}

/// "[1] KORE1, MLOps Salary Guide, Apr 2026, via [4]", the title a link where there is an address.
fn source(number: usize, citation: &Citation, sources: &Sources<'_>) -> Markup {
    let via = sources.via(citation).map(|at| format!(", via [{at}]")).unwrap_or_default();
    let Citation { publisher, title, dated, url, .. } = citation;
    let title = cut(title, SOURCE);
    let title = url.as_ref().map_or_else(|| Markup::plain(&title), |address| Markup::link(address, &title));
    let before = Markup::plain(&format!("[{number}] {}, ", cut(publisher, SOURCE)));
    let behind = Markup::plain(&format!(", {}{via}", cut(dated, SOURCE)));
    Markup::joined([before, title, behind], "")
}
