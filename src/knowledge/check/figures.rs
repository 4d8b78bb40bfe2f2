//! Figures without a source, and figures that contradict each other.

use super::{line_in, line_of};
use crate::knowledge::finding::Findings;
use crate::knowledge::{Fact, Knowledge, PayBand, Piece, Sentence, Tree};

/// Finds numbers in prose that no source stands behind.
pub(super) fn uncited(knowledge: &Knowledge, tree: &Tree, findings: &mut Findings) {
    for text in knowledge.prose().into_iter().chain(knowledge.notes()) {
        for sentence in text.prose.sentences.iter().filter(|s| !is_cited(knowledge, s)) {
            if let Some(number) = number_in(sentence) {
                let line = line_of(tree, &text.file, &number);
                findings.error(
                    "uncited-figure",
                    &text.file,
                    line,
                    format!("no source stands behind `{number}`"),
                    "cite it with [^source-id] in the same sentence, or refer to a fact as {fact-id}",
                );
            }
        }
    }
    for list in knowledge.source_lists().iter().filter(|l| l.sources.is_empty()) {
        let line = line_in(tree, &list.record, "sources");
        findings.error(
            "uncited-figure",
            &list.record.file,
            line,
            format!("`{}` has no source", list.what),
            "add `sources = [\"…\"]`",
        );
    }
}

/// A figure written once brings its sources into every sentence that refers to it.
fn is_cited(knowledge: &Knowledge, sentence: &Sentence) -> bool {
    let has_sources = |id| knowledge.figure(id).is_some_and(|figure| !figure.sources().is_empty());
    !sentence.sources.is_empty() || sentence.figures().any(has_sources)
}

fn number_in(sentence: &Sentence) -> Option<String> {
    sentence.pieces.iter().find_map(|piece| match piece {
        Piece::Text(text) => text
            .split_whitespace()
            .find(|word| is_figure(word))
            .map(|w| w.trim_matches(|c: char| c.is_ascii_punctuation()).to_owned()),
        Piece::Figure(_) => None,
    })
}

/// Digits at the start of a word make a figure; "W2", "C2C" and "S3" are names.
fn is_figure(word: &str) -> bool {
    word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(|c: char| c.is_ascii_digit())
}

/// Finds bands and facts that differ on the same thing without saying so.
pub(super) fn disagreements(knowledge: &Knowledge, tree: &Tree, findings: &mut Findings) {
    for sheet in knowledge.pay.values() {
        let file = format!("pay/{}.toml", sheet.role);
        for (i, a) in sheet.bands.iter().enumerate() {
            for (nth, b) in sheet.bands.iter().enumerate().skip(i + 1) {
                if !same_thing(a, b) || declared(a, b) {
                    continue;
                }
                let line = line_in(tree, &sheet.record(nth), "low =");
                findings.error(
                    "disagreement",
                    &file,
                    line,
                    format!("{} is {} to {} here and {} to {} above", a.entry(), b.low, b.high, a.low, a.high),
                    "keep one, or keep both with `label` and `disagrees_with`",
                );
            }
        }
    }
    let facts: Vec<&Fact> = knowledge.facts.values().collect();
    for (i, a) in facts.iter().enumerate() {
        for b in facts
            .iter()
            .skip(i + 1)
            .filter(|b| a.what == b.what && a.region == b.region && a.period == b.period && a.value != b.value)
        {
            if !a.disagrees_with.contains(&b.id) && !b.disagrees_with.contains(&a.id) {
                let line = line_in(tree, &b.record(), "value =");
                findings.error(
                    "disagreement",
                    &b.file,
                    line,
                    format!("`{}` says {} and `{}` says {} of the same thing", b.id, b.value, a.id, a.value),
                    "keep one, or declare it with `disagrees_with`",
                );
            }
        }
    }
}

fn same_thing(a: &PayBand, b: &PayBand) -> bool {
    a.stage == b.stage && a.basis == b.basis && a.region == b.region && a.per == b.per && a.currency == b.currency
}

fn declared(a: &PayBand, b: &PayBand) -> bool {
    a.disagrees_with.contains(&b.id()) || b.disagrees_with.contains(&a.id())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::knowledge::Prose;

    #[test]
    fn a_figure_with_sources_counts_as_a_citation() {
        let knowledge = Knowledge::load(&Tree::embedded()).unwrap();
        let cited = |text: &str| is_cited(&knowledge, &Prose::parse(text).sentences[0]);
        assert!(cited("It grew to {market-2034} by 2034."));
        assert!(cited("It grew by 2034.[^arcade-2025-11]"));
        assert!(!cited("It grew by 2034.") && !cited("It grew to {no-such-figure} by 2034."));
    }
}
