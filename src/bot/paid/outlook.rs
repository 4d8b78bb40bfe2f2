//! Whether somebody asks how many people do some work, and how many more are expected to.

use std::ops::Range;

use crate::answer::Outlook;
use crate::knowledge::Knowledge;
use crate::nlu::Analysis;

use super::super::reading::Reading;
use super::asking::{is_short, speaks_of_pay, stands_among, word};
use super::subjects::{Named, named, runs, settled};

/// What the outlook of an occupation is spoken of with, and nothing else.
const OUTLOOK: [&str; 41] = [
    "outlook",
    "projection",
    "projections",
    "projected",
    "forecast",
    "forecasts",
    "grow",
    "grows",
    "growing",
    "growth",
    "shrink",
    "shrinks",
    "shrinking",
    "decline",
    "declining",
    "openings",
    "opening",
    "vacancies",
    "employed",
    "employment",
    "workforce",
    "work",
    "working",
    "job",
    "jobs",
    "demand",
    "field",
    "profession",
    "occupation",
    "fast",
    "faster",
    "quickly",
    "expected",
    "many",
    "number",
    "rate",
    "decade",
    "year",
    "years",
    "yearly",
    "annual",
];

/// What of somebody's outlook is asked for. Pay that grows is another matter; and nothing but words of an outlook may
/// stand beside a name ([`stands_alone`]), since a word like "demand" or "job" is said of much else.
pub(super) fn asked(reading: &Reading) -> Option<Outlook> {
    let analysis = &reading.analysis;
    if speaks_of_pay(reading) || !analysis.entities.money.is_empty() || !is_short(reading) {
        return None;
    }
    // "Can I grow as a data scientist?" asks after somebody, and not after how many there are.
    if word(reading, &["i", "im", "me", "my", "we", "our", "as"]) {
        return None;
    }
    let counts = word(reading, &["many", "number"]);
    let there = word(reading, &["there", "work", "working"]);
    if word(reading, &["openings", "opening", "vacancies"]) {
        Some(Outlook::Openings)
    } else if word(
        reading,
        &["grow", "grows", "growing", "growth", "shrink", "shrinks", "shrinking", "decline", "declining"],
    ) {
        Some(Outlook::Growth)
    } else if word(reading, &["outlook", "projection", "projections", "projected", "forecast", "forecasts"]) {
        Some(Outlook::Everything)
    } else {
        (word(reading, &["employed", "employment", "workforce"]) || counts && there).then_some(Outlook::Employment)
    }
}

/// Whose outlook is asked for: those that the analysis found, else an occupation that no list of job titles has. Nobody
/// where something else is said of them.
pub(super) fn subjects(knowledge: &Knowledge, reading: &Reading) -> Vec<Named> {
    let analysis = &reading.analysis;
    let found = named(knowledge, reading);
    if !found.is_empty() {
        let alone = stands_alone(analysis, &(0..0));
        return found.into_iter().filter(|_| alone).collect();
    }
    let mut alone = runs(analysis).filter(|run| stands_alone(analysis, run));
    let known = |span: &Range<usize>| Some(knowledge.evidence.subject(&settled(analysis, span))?.id.clone());
    alone.find_map(|span| Some(Named { id: known(&span)?, span })).into_iter().collect()
}

/// Whether nothing stands around a run of words but words of an outlook and small words.
fn stands_alone(analysis: &Analysis, run: &Range<usize>) -> bool {
    stands_among(analysis, run, |word| OUTLOOK.contains(&word))
}
