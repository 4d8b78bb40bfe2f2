//! Whose pay a clause asks for.

use std::ops::Range;

use crate::evidence::Subject;
use crate::knowledge::Knowledge;
use crate::nlu::{Analysis, Target};

use super::super::OURS;
use super::super::blocker::{Blocker, is_origin};
use super::super::reading::Reading;
use super::asking;

/// Roles that are held against each other, at most.
const MOST_SIDES: usize = 2;
/// Words of the longest occupation that is looked for: "first line supervisors of correctional officers".
const LONGEST_TITLE: usize = 8;

/// Somebody whose pay something is known of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub id: String,
    /// The words that name them; empty where the rest of the message does.
    pub span: Range<usize>,
}

/// Whose pay is asked for, in order, our own role included.
pub(super) fn named(knowledge: &Knowledge, reading: &Reading) -> Vec<Named> {
    let mut all = roles(knowledge, reading);
    if all.is_empty() {
        all.extend(occupation(knowledge, reading));
    }
    let mut out: Vec<Named> = Vec::new();
    for subject in all {
        if !out.iter().any(|known| known.id == subject.id) {
            out.push(subject);
        }
    }
    out.truncate(MOST_SIDES);
    out
}

/// Those that the analysis found, and the one that the rest of the message is about.
fn roles(knowledge: &Knowledge, reading: &Reading) -> Vec<Named> {
    // Our own role needs no look into the data, which are decoded at the first one.
    let id = |role: Option<&str>, name: &str| match role {
        Some(OURS) => Some(OURS.to_owned()),
        Some(id) => knowledge.evidence.subject_by_id(id).map(|s| s.id.clone()),
        None => knowledge.evidence.subject(name).map(|s| s.id.clone()),
    };
    let meant = reading.analysis.entities.roles.iter().filter(|role| !is_origin(&reading.analysis, role));
    let here = meant.filter_map(|r| Some(Named { id: id(r.id.as_deref(), &r.name)?, span: r.span.clone() }));
    let around = match &reading.blocker {
        Some(Blocker::Title(title)) => id(None, title).map(|id| Named { id, span: 0..0 }),
        _ => None,
    };
    here.chain(around).collect()
}

/// An occupation that no list of job titles has: "what do actuaries earn". Only where the engine found nothing better, and
/// pay is asked of just those words.
fn occupation(knowledge: &Knowledge, reading: &Reading) -> Option<Named> {
    let analysis = &reading.analysis;
    let open = match &reading.target {
        None | Some(Target::Smalltalk(_)) => true,
        Some(Target::Uncovered(id)) => super::OPEN.contains(&id.as_str()),
        Some(_) => false,
    };
    if !open {
        return None;
    }
    let mut asked = runs(analysis).filter(|run| asking::is_plain(analysis, run));
    asked.find_map(|span| {
        let official = |name: String| knowledge.evidence.subject(&name).filter(is_official).map(|s| s.id.clone());
        let id = official(typed(analysis, &span)).or_else(|| official(settled(analysis, &span)))?;
        Some(Named { id, span })
    })
}

/// Every run of words that may be a title, the longest first.
pub(super) fn runs(analysis: &Analysis) -> impl Iterator<Item = Range<usize>> {
    let count = analysis.tokens.len();
    (1..=LONGEST_TITLE.min(count)).rev().flat_map(move |n| (0..=count - n).map(move |at| at..at + n))
}

/// "Electrician pay": nothing but an occupation and a word for pay.
pub(super) fn is_occupation_alone(knowledge: &Knowledge, reading: &Reading) -> bool {
    let analysis = &reading.analysis;
    let small = |span: &Range<usize>| asking::is_only_around(analysis, span);
    asking::speaks_of_wages(reading) && occupation(knowledge, reading).is_some_and(|named| small(&named.span))
}

fn is_official(subject: &&Subject) -> bool {
    subject.title.is_none()
}

/// The words as they were typed: what looks like a slip may be the name of a trade.
fn typed(analysis: &Analysis, span: &Range<usize>) -> String {
    let words = analysis.tokens.get(span.clone()).unwrap_or_default();
    words.iter().map(|t| t.typed.as_deref().unwrap_or(&t.word)).collect::<Vec<_>>().join(" ")
}

pub(super) fn settled(analysis: &Analysis, span: &Range<usize>) -> String {
    let words = analysis.tokens.get(span.clone()).unwrap_or_default();
    words.iter().map(|t| t.word.as_str()).collect::<Vec<_>>().join(" ")
}
