//! Entries that their own phrasings do not find.

use std::thread;

use rolecall::bot::Understanding;
use rolecall::knowledge::survey::Asked;
use rolecall::knowledge::{Findings, Knowledge, Tree};
use rolecall::nlu::{Target, normalise};

/// A phrasing that leads elsewhere.
struct Miss {
    file: String,
    entry: String,
    phrasing: String,
    instead: String,
}

/// Asks every phrasing, and finds those that lead to another entry than their own.
pub(crate) fn find(knowledge: &Knowledge, tree: &Tree, understanding: &Understanding, findings: &mut Findings) {
    let asked = knowledge.asked();
    let labels: Vec<&str> =
        asked.iter().filter(|a| Target::parse(&a.entry).is_some()).map(|a| a.entry.as_str()).collect();
    for miss in misses(&asked, &labels, understanding) {
        let Miss { file, entry, phrasing, instead } = miss;
        findings.error(
            "self-miss",
            &file,
            line_of(tree, &file, &phrasing),
            format!("\"{phrasing}\" leads to `{instead}`, not to `{entry}`"),
            "reword it, move it there, or give this entry more phrasings like it",
        );
    }
}

/// In the order of the entries, on as many threads as there are processors.
fn misses(asked: &[Asked<'_>], labels: &[&str], understanding: &Understanding) -> Vec<Miss> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = asked.len().div_ceil(threads).max(1);
    let part = |entries: &[Asked<'_>]| entries.iter().flat_map(|a| misses_of(a, labels, understanding)).collect();
    thread::scope(|scope| {
        let parts: Vec<_> =
            asked.chunks(share).map(|entries| scope.spawn(move || -> Vec<Miss> { part(entries) })).collect();
        parts.into_iter().flat_map(|p| p.join().unwrap_or_default()).collect()
    })
}

fn misses_of(asked: &Asked<'_>, labels: &[&str], understanding: &Understanding) -> Vec<Miss> {
    let miss = |phrasing: &String| {
        let first = top(understanding, phrasing)?;
        let instead = labels.get(first).filter(|label| **label != asked.entry && !alike(label, &asked.entry))?;
        Some(Miss {
            file: asked.file.clone(),
            entry: asked.entry.clone(),
            phrasing: phrasing.clone(),
            instead: (*instead).to_owned(),
        })
    };
    asked.phrasings.iter().filter_map(miss).collect()
}

/// It makes no difference which kind of small talk a line is taken for.
fn alike(one: &str, other: &str) -> bool {
    one.starts_with("smalltalk#") && other.starts_with("smalltalk#")
}

fn top(understanding: &Understanding, phrasing: &str) -> Option<usize> {
    let analysis = understanding.analyser.analyse(&normalise::clean(phrasing));
    understanding.engine.rank(&understanding.analyser.utterance(&analysis)).first().map(|c| c.document)
}

/// The line in which a phrasing stands, as TOML writes it.
fn line_of(tree: &Tree, file: &str, phrasing: &str) -> usize {
    let written = phrasing.replace('\\', "\\\\").replace('"', "\\\"");
    let text = tree.text(file);
    let quoted = [format!("\"{written}\""), written];
    let at = quoted.iter().find_map(|needle| text.find(needle.as_str()));
    1 + at.map_or(0, |at| text[..at].matches('\n').count())
}
