//! Entries that their own phrasings do not find.

use std::thread;

use rolecall::bot::{Reader, Understanding};
use rolecall::knowledge::survey::Asked;
use rolecall::knowledge::{Findings, Knowledge, Tree};

use super::labels::Labels;

/// Small talk that leads elsewhere is answered only from here on; below, the bot stays silent.
const ANSWERED_FROM: f32 = 0.5;

/// A phrasing that leads elsewhere.
struct Miss {
    file: String,
    entry: String,
    phrasing: String,
    instead: String,
}

/// Asks every phrasing, and finds those that lead to another entry than their own.
pub(crate) fn find(knowledge: &Knowledge, tree: &Tree, understanding: &Understanding, findings: &mut Findings) {
    let reader = Reader { knowledge, understanding };
    for miss in misses(&knowledge.asked(), &Labels::of(knowledge), &reader) {
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
fn misses(asked: &[Asked<'_>], labels: &Labels, reader: &Reader<'_>) -> Vec<Miss> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = asked.len().div_ceil(threads).max(1);
    let part =
        |entries: &[Asked<'_>]| -> Vec<Miss> { entries.iter().flat_map(|a| misses_of(a, labels, reader)).collect() };
    thread::scope(|scope| {
        let parts: Vec<_> = asked.chunks(share).map(|entries| scope.spawn(move || part(entries))).collect();
        parts.into_iter().flat_map(|p| p.join().unwrap_or_default()).collect()
    })
}

fn misses_of(asked: &Asked<'_>, labels: &Labels, reader: &Reader<'_>) -> Vec<Miss> {
    let miss = |phrasing: &String| {
        let (instead, confidence) = labels.found(reader, phrasing)?;
        let harmless =
            asked.entry.starts_with("smalltalk#") && (instead.starts_with("smalltalk#") || confidence < ANSWERED_FROM);
        (instead != asked.entry && !harmless).then(|| Miss {
            file: asked.file.clone(),
            entry: asked.entry.clone(),
            phrasing: phrasing.clone(),
            instead: instead.to_owned(),
        })
    };
    asked.phrasings.iter().filter_map(miss).collect()
}

/// The line in which a phrasing stands, as TOML writes it.
fn line_of(tree: &Tree, file: &str, phrasing: &str) -> usize {
    let written = phrasing.replace('\\', "\\\\").replace('"', "\\\"");
    let text = tree.text(file);
    let quoted = [format!("\"{written}\""), written];
    let at = quoted.iter().find_map(|needle| text.find(needle.as_str()));
    1 + at.map_or(0, |at| text[..at].matches('\n').count())
}
