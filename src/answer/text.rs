//! A reply as plain text, for the terminal and for tools.

use std::fmt::Write as _;

use super::{Answer, Citation, Line, Outcome, Reply};

/// The whole reply, sources included; empty where nothing is sent.
pub fn render(reply: &Reply) -> String {
    if reply.outcome == Outcome::Ignored {
        return String::new();
    }
    let sources = Sources::of(&reply.answers);
    let mut blocks: Vec<String> = reply.answers.iter().map(|a| answer_text(a, &sources)).collect();
    blocks.extend(reply.notes.iter().cloned());
    if !sources.list.is_empty() {
        blocks.push(sources.text());
    }
    blocks.extend(next(reply));
    blocks.join("\n\n")
}

/// Before readings to choose from.
pub const CHOICE: &str = "Did you mean:";

/// What to ask next, or which readings there are.
fn next(reply: &Reply) -> Option<String> {
    let items: Vec<String> = reply.suggestions.iter().map(|s| format!("- {s}")).collect();
    let lead = match reply.outcome {
        Outcome::Clarify if reply.notes.is_empty() => CHOICE,
        Outcome::Clarify => "For example:",
        _ => "You could also ask:",
    };
    (!items.is_empty()).then(|| format!("{lead}\n{}", items.join("\n")))
}

fn answer_text(answer: &Answer, sources: &Sources<'_>) -> String {
    let mut out = line_text(&answer.headline, answer, sources);
    for line in &answer.body {
        out.push(if line.bullet { '\n' } else { ' ' });
        if line.bullet {
            out.push_str("- ");
        }
        out.push_str(&line_text(line, answer, sources));
    }
    let _ = write!(out, "\n({})", answer.conditions);
    out
}

fn line_text(line: &Line, answer: &Answer, sources: &Sources<'_>) -> String {
    let marks = sources.marks(line, answer);
    if marks.is_empty() { line.text.clone() } else { format!("{} {marks}", line.text) }
}

/// The sources of all answers of a reply, numbered once.
pub struct Sources<'a> {
    list: Vec<&'a Citation>,
}

impl<'a> Sources<'a> {
    /// In order of first mention.
    pub fn of(answers: &'a [Answer]) -> Sources<'a> {
        let mut list: Vec<&Citation> = Vec::new();
        for citation in answers.iter().flat_map(|a| &a.citations) {
            if !list.iter().any(|c| c.source == citation.source) {
                list.push(citation);
            }
        }
        Sources { list }
    }

    /// All of them, in order of first mention.
    pub fn citations(&self) -> &[&'a Citation] {
        &self.list
    }

    /// Counted from 1.
    pub fn number(&self, citation: &Citation) -> Option<usize> {
        self.list.iter().position(|c| c.source == citation.source).map(|at| at + 1)
    }

    /// `[1][3]`: what a sentence of an answer stands on.
    pub fn marks(&self, line: &Line, answer: &Answer) -> String {
        let mut numbers: Vec<usize> =
            line.cites.iter().filter_map(|at| self.number(answer.citations.get(*at)?)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().map(|n| format!("[{n}]")).collect()
    }

    /// The number of the source through which a citation was read.
    pub fn via(&self, citation: &Citation) -> Option<usize> {
        let via = citation.via_source.as_ref()?;
        self.list.iter().position(|c| c.source == *via).map(|at| at + 1)
    }

    fn text(&self) -> String {
        let lines: Vec<String> = self.list.iter().enumerate().map(|(i, c)| self.entry(i + 1, c)).collect();
        format!("Sources:\n{}", lines.join("\n"))
    }

    fn entry(&self, number: usize, citation: &Citation) -> String {
        let via = self.via(citation).map(|at| format!(", via [{at}]")).unwrap_or_default();
        let url = citation.url.as_ref().map(|u| format!(" {u}")).unwrap_or_default();
        format!("[{number}] {}, {}, {}{via}{url}", citation.publisher, citation.title, citation.dated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_offered_as_such_and_examples_as_examples() {
        let clarify = |notes: &[&str]| {
            let [notes, suggestions] = [notes, &["Pay of a senior", "What a senior owns"]]
                .map(|lines| lines.iter().map(ToString::to_string).collect());
            render(&Reply { outcome: Outcome::Clarify, answers: Vec::new(), notes, suggestions })
        };
        assert_eq!(clarify(&[]), "Did you mean:\n- Pay of a senior\n- What a senior owns");
        assert_eq!(clarify(&["Hello."]), "Hello.\n\nFor example:\n- Pay of a senior\n- What a senior owns");
    }
}
