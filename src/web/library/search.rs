//! Looking for an entry with the engine that answers questions.

use crate::commands;
use crate::nlu::Target;
use crate::platform::answering::{Answering, Asker};
use jiff::Timestamp;

/// Entries that are shown.
const MOST: usize = 12;

/// The entries that words lead to, the best first: by the engine, then those that have the words in their name.
pub(in crate::web) fn search(answering: &Answering, words: &str, at: Timestamp) -> Vec<String> {
    let bot = answering.bot();
    let asker = Asker::nobody(at);
    let readings = bot.explain_after(&answering.question(words, true, &asker), None);
    let candidates = readings.first().map(|r| r.candidates.as_slice()).unwrap_or_default();
    let targets = candidates.iter().filter_map(|c| bot.understanding().targets.get(c.document));
    let mut found: Vec<String> = targets.filter_map(entry).collect();
    let lower = words.to_lowercase();
    let named =
        |id: &String| id.contains(&lower) || commands::name_of(bot.knowledge(), id).to_lowercase().contains(&lower);
    found.extend(bot.knowledge().entries().into_iter().filter(named));
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|id| seen.insert(id.clone()));
    found.truncate(MOST);
    found
}

/// The entry that a target belongs to.
fn entry(target: &Target) -> Option<String> {
    Some(match target {
        Target::Article(id) | Target::Uncovered(id) => id.clone(),
        Target::Compare(id, aspect) => format!("{id}/{}", aspect.id()),
        Target::Work(role, cadence) => format!("roles/{role}/{}", cadence.id()),
        Target::Career(role, _) | Target::Duty(role, _) => format!("roles/{role}"),
        Target::Pay(role, _) => format!("pay/{role}"),
        Target::Smalltalk(_) => return None,
    })
}
