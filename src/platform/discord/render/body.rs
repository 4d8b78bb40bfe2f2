//! The words of a reply: answers, notes, and the list of sources.

use crate::answer::text::Sources;
use crate::answer::{Answer, Citation, Line, Reply};

use super::limits::{self, FIELD};
use super::markdown::escape;

/// A longer headline is not set in bold: it could be cut.
const BOLD: usize = 600;
/// A longer source is cut.
const SOURCE: usize = 400;
/// Fields that sources may fill.
const FIELDS: usize = 2;

/// All answers and notes, in one piece; sources too where they do not fit in [`source_fields`].
pub(super) fn text(reply: &Reply) -> String {
    let sources = Sources::of(&reply.answers);
    let several = reply.answers.len() > 1;
    let mut blocks: Vec<String> = reply.answers.iter().map(|a| answer(a, &sources, several)).collect();
    blocks.extend(reply.notes.iter().map(|note| escape(note)));
    if source_fields(reply).is_empty() && !sources.citations().is_empty() {
        blocks.push(format!("**Sources**\n{}", source_lines(&sources).join("\n")));
    }
    blocks.join("\n\n")
}

fn answer(answer: &Answer, sources: &Sources<'_>, with_conditions: bool) -> String {
    let mut out = line(&answer.headline, answer, sources, true);
    for (at, item) in answer.body.iter().enumerate() {
        out.push_str(match (item.bullet, at) {
            (true, _) => "\n- ",
            (false, 0) => "\n",
            (false, _) => " ",
        });
        out.push_str(&line(item, answer, sources, false));
    }
    if with_conditions {
        out.push_str(&format!("\n({})", escape(&answer.conditions)));
    }
    out
}

fn line(line: &Line, answer: &Answer, sources: &Sources<'_>, bold: bool) -> String {
    let marks = sources.marks(line, answer);
    let text = escape(&line.text);
    let text = if bold && !text.is_empty() && limits::length(&text) <= BOLD { format!("**{text}**") } else { text };
    if marks.is_empty() { text } else { format!("{text} {marks}") }
}

fn source_lines(sources: &Sources<'_>) -> Vec<String> {
    let all = sources.citations();
    all.iter().enumerate().map(|(at, citation)| limits::cut(&source(at + 1, citation, sources), SOURCE)).collect()
}

fn source(number: usize, citation: &Citation, sources: &Sources<'_>) -> String {
    let via = sources.via(citation).map(|at| format!(", via [{at}]")).unwrap_or_default();
    let url = citation.url.as_ref().map(|u| format!(" {u}")).unwrap_or_default();
    let Citation { publisher, title, dated, .. } = citation;
    format!("[{number}] {}, {}, {}{via}{url}", escape(publisher), escape(title), escape(dated))
}

/// The sources as texts of fields; none where there are too many.
pub(super) fn source_fields(reply: &Reply) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for line in source_lines(&Sources::of(&reply.answers)) {
        match fields.last_mut() {
            Some(field) if limits::length(field) + 1 + limits::length(&line) <= FIELD => {
                field.push('\n');
                field.push_str(&line);
            }
            _ => fields.push(line),
        }
    }
    if fields.len() > FIELDS { Vec::new() } else { fields }
}
