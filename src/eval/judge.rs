//! Judges replies by what a right answer cannot avoid: figures and key terms, and a source of the right publisher.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::answer::{Outcome, Reply, text};

/// A conversation whose last turn is judged.
#[derive(Debug, Clone, Deserialize)]
pub struct Row {
    /// Names it in reports.
    pub id: String,
    /// What is said, in order.
    pub turns: Vec<String>,
    /// What kind of question it is.
    pub kind: String,
    /// What should become of it.
    pub expect: Expectation,
    /// All of the terms of every group must be in the answer.
    #[serde(default)]
    pub must: Vec<Vec<String>>,
    /// At least one of the terms of every group must be.
    #[serde(default)]
    pub must_any: Vec<Vec<String>>,
    /// None of these may be.
    #[serde(default)]
    pub must_not: Vec<String>,
    /// At least one of these publishers must be cited.
    #[serde(default)]
    pub cite_any: Vec<String>,
    /// Publishers whose data may answer what should otherwise be declined.
    #[serde(default)]
    pub or_cite: Vec<String>,
}

/// What should become of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expectation {
    /// An answer.
    Answer,
    /// An honest no.
    Abstain,
    /// Nothing, when overheard.
    Ignore,
}

/// How a reply did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As expected.
    Right,
    /// It should have answered.
    Missed,
    /// It answered something else.
    Wrong,
    /// It answered, at too great length.
    Rambling,
    /// It answered without the right source.
    Uncited,
    /// It answered what it should have declined.
    FalseAnswer,
    /// It spoke where it was not asked.
    ChimedIn,
}

/// More characters than this are a page, not an answer in a chat.
const LONGEST: usize = 1_500;

/// Judges the reply to the last turn of a row.
pub fn judge(row: &Row, reply: &Reply, addressed: bool) -> Verdict {
    let answered = reply.outcome == Outcome::Answered;
    match row.expect {
        Expectation::Answer if !answered => Verdict::Missed,
        Expectation::Answer => judge_answer(row, reply),
        _ if answered && cites(reply, &row.or_cite) => Verdict::Right,
        _ if answered => Verdict::FalseAnswer,
        Expectation::Ignore if !addressed && reply.outcome != Outcome::Ignored && row.kind != "offtopic" => {
            Verdict::ChimedIn
        }
        _ => Verdict::Right,
    }
}

fn judge_answer(row: &Row, reply: &Reply) -> Verdict {
    let shown = text::render(reply);
    let folded = fold(&shown);
    let all = row.must.iter().flatten().all(|term| holds(&folded, term));
    let any = row.must_any.iter().all(|group| group.iter().any(|term| holds(&folded, term)));
    if !all || !any || row.must_not.iter().any(|term| holds(&folded, term)) {
        return Verdict::Wrong;
    }
    if shown.chars().count() > LONGEST {
        return Verdict::Rambling;
    }
    if cites(reply, &row.cite_any) { Verdict::Right } else { Verdict::Uncited }
}

fn cites(reply: &Reply, publishers: &[String]) -> bool {
    let citations: Vec<String> = reply
        .answers
        .iter()
        .flat_map(|a| &a.citations)
        .map(|c| fold(&format!("{} {}", c.publisher, c.title)))
        .collect();
    publishers.iter().any(|p| citations.iter().any(|c| c.contains(&fold(p))))
}

/// Folds the ways of writing one figure into one: "$185,000", "$185 k", "185K", "$185K to $285K".
fn fold(text: &str) -> String {
    static RULES: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
        let rules = [
            (r"\$\s+(\d)", "$$$1"),
            (r"\$(\d{2,3}),000\b", "$$${1}k"),
            (r"(\d)\s+k\b", "${1}k"),
            (r"(\d)\s*(?:billion|bn)\b", "${1}b"),
            (r"(\d)\s*million\b", "${1}m"),
            (r"([\dkbm%+])\s*(?:-|\bto\b|\band\b|\bthrough\b)\s*(\$?\d)", "$1-$2"),
            (r"(\d\.\d)-1\b", "$1:1"),
            (r"(\d)\s*percent", "$1%"),
            (r"(\d)\s+%", "$1%"),
            (r"(\d)%-(\d)", "$1-$2"),
            (r"(\d)\s+x\b", "${1}x"),
            (r"(\$\d[\d,]*k)-(\d+k)", "$1-$$$2"),
            (r"(\$\d,\d{3})-(\d,\d{3})", "$1-$$$2"),
            (r"\s+", " "),
        ];
        rules.into_iter().filter_map(|(pattern, with)| Some((Regex::new(pattern).ok()?, with))).collect()
    });
    let plain: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '*' | '_'))
        .map(|c| match c {
            '‐'..='―' | '−' => '-',
            '’' => '\'',
            '×' => 'x',
            c => c,
        })
        .collect();
    RULES.iter().fold(plain, |text, (rule, with)| rule.replace_all(&text, *with).into_owned())
}

/// Whether a term stands in folded text; a figure only where it is not part of a longer one.
fn holds(folded: &str, term: &str) -> bool {
    let term = fold(term);
    let is_figure = term.starts_with(|c: char| c.is_ascii_digit() || c == '$');
    folded.match_indices(&term).any(|(at, _)| {
        let before = folded[..at].chars().next_back();
        let mut after = folded[at + term.len()..].chars();
        let next = after.next();
        let joined = next.is_some_and(|c| c.is_ascii_digit())
            || matches!(next, Some('.' | ',')) && after.next().is_some_and(|c| c.is_ascii_digit());
        !is_figure || !(before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) || joined)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_however_they_are_written() {
        for text in ["$185K–$285K", "$185,000 to $285,000", "$185 k - $285 k"] {
            assert!(holds(&fold(text), "$185K") && holds(&fold(text), "$285K"), "{text}");
        }
        assert!(holds(&fold("about 20 to 40 percent"), "20-40%"));
        assert!(holds(&fold("3.2 to 1"), "3.2:1"));
    }

    #[test]
    fn a_figure_is_not_found_inside_another() {
        assert!(!holds(&fold("$1,185K"), "185k"));
        assert!(!holds(&fold("$2450"), "$245"));
    }
}
