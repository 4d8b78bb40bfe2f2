//! Colours for a reply: the same text, with the headline, the notes and the sources set apart.

use anstyle::{AnsiColor, Style};

use crate::answer::{Reply, text};

const HEADLINE: Style = Style::new().bold();
const NOTE: Style = AnsiColor::Yellow.on_default();
const SOURCES: Style = Style::new().dimmed();
const NEXT: Style = AnsiColor::Cyan.on_default();

/// The text of a reply with escape sequences around its parts; without them it is the plain text.
pub fn paint(reply: &Reply) -> String {
    let plain = text::render(reply);
    let blocks: Vec<String> = plain.split("\n\n").map(|block| painted(reply, block)).collect();
    blocks.join("\n\n")
}

fn painted(reply: &Reply, block: &str) -> String {
    let headline = reply.answers.iter().map(|a| a.headline.text.as_str()).find(|h| block.starts_with(h));
    if let Some(headline) = headline.filter(|h| !h.is_empty()) {
        return format!("{}{}", styled(HEADLINE, headline), answer_rest(&block[headline.len()..]));
    }
    match block {
        note if reply.notes.iter().any(|n| n == note) => styled(NOTE, note),
        sources if sources.starts_with("Sources:\n") => each_line(SOURCES, sources),
        next if reply.suggestions.iter().any(|s| next.ends_with(s.as_str())) => each_line(NEXT, next),
        other => other.to_owned(),
    }
}

/// The conditions stand in brackets on the last line.
fn answer_rest(rest: &str) -> String {
    match rest.rsplit_once('\n') {
        Some((body, last)) if last.starts_with('(') => format!("{body}\n{}", styled(SOURCES, last)),
        _ => rest.to_owned(),
    }
}

fn each_line(style: Style, block: &str) -> String {
    let lines: Vec<String> = block.lines().map(|line| styled(style, line)).collect();
    lines.join("\n")
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Answer, Kind, Line, Outcome};

    fn reply() -> Reply {
        let answer = Answer {
            entry: "faq/x".to_owned(),
            kind: Kind::Faq,
            confidence: 1.0,
            headline: Line { text: "Yes.".to_owned(), ..Line::default() },
            body: vec![Line { text: "Because.".to_owned(), ..Line::default() }],
            conditions: "as of 2026".to_owned(),
            citations: Vec::new(),
            suggestions: Vec::new(),
            request: None,
        };
        Reply {
            outcome: Outcome::Answered,
            answers: vec![answer],
            notes: vec!["A note.".to_owned()],
            suggestions: vec!["And then?".to_owned()],
        }
    }

    #[test]
    fn colours_change_no_letter() {
        let painted = paint(&reply());
        assert!(painted.contains("\u{1b}[1mYes."), "{painted:?}");
        assert_eq!(anstream::adapter::strip_str(&painted).to_string(), text::render(&reply()));
    }
}
