//! Looking for an entry with the engine that answers questions.

use jiff::Timestamp;

use super::entries;
use crate::bot::{Bot, Reading};
use crate::commands;
use crate::nlu::Target;
use crate::nlu::target::CareerTopic;
use crate::platform::answering::{Answering, Asker};

/// Entries that are shown.
const MOST: usize = 12;
/// Of what the engine finds, what it is less sure of than this has nothing to do with the words.
const SURE: f32 = 0.2;

/// The entries that words lead to, the best first: those that the bot would answer with, what else the engine takes them
/// to mean, and those that have the words in their name. Nothing where nothing comes near.
pub(in crate::web) fn search(answering: &Answering, words: &str, at: Timestamp) -> Vec<String> {
    let bot = answering.bot();
    let question = answering.question(words, true, &Asker::nobody(at));
    let (replies, _) = bot.replay(std::slice::from_ref(&question));
    let answered = replies.into_iter().flat_map(|reply| reply.answers).map(|answer| answer.entry);
    let readings = bot.explain_after(&question, None);
    let meant = readings.first().map(|reading| meant(&bot, reading)).unwrap_or_default();
    let mut found: Vec<String> = answered.chain(meant).chain(named(&bot, words)).collect();
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|id| seen.insert(id.clone()));
    found.truncate(MOST);
    found
}

/// What the engine is sure enough of.
fn meant(bot: &Bot, reading: &Reading) -> Vec<String> {
    let known = entries(bot.knowledge());
    let near = reading.candidates.iter().filter(|candidate| candidate.confidence >= SURE);
    let targets = near.filter_map(|candidate| bot.understanding().targets.get(candidate.document));
    targets.flat_map(|target| entries_of(target, &reading.slots.stages)).filter(|id| known.contains(id)).collect()
}

/// Entries whose id or name has the words in it.
fn named(bot: &Bot, words: &str) -> Vec<String> {
    let words = words.to_lowercase();
    let has =
        |id: &String| id.contains(&words) || commands::name_of(bot.knowledge(), id).to_lowercase().contains(&words);
    entries(bot.knowledge()).into_iter().filter(has).collect()
}

/// The entries that a target comes to; of pay and careers those of the stages that are named.
fn entries_of(target: &Target, stages: &[String]) -> Vec<String> {
    let staged = |whole: String| match stages {
        [] => vec![whole],
        stages => stages.iter().map(|stage| format!("{whole}/{stage}")).collect(),
    };
    match target {
        Target::Article(id) | Target::Uncovered(id) => vec![id.clone()],
        Target::Compare(id, aspect) => vec![format!("{id}/{}", aspect.id())],
        Target::Work(role, cadence) => vec![format!("roles/{role}/{}", cadence.id())],
        Target::Career(role, CareerTopic::Ladder) => vec![format!("roles/{role}")],
        Target::Career(role, _) => staged(format!("roles/{role}")),
        Target::Duty(role, stage) => vec![format!("roles/{role}/{stage}")],
        Target::Pay(role, _) => staged(format!("pay/{role}")),
        Target::Smalltalk(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::target::PayTopic;

    #[test]
    fn a_stage_that_is_named_is_part_of_the_entry() {
        let senior = ["senior".to_owned()];
        let pay = Target::Pay("r".to_owned(), PayTopic::Band);
        assert_eq!(entries_of(&pay, &senior), ["pay/r/senior"]);
        assert_eq!(entries_of(&pay, &[]), ["pay/r"]);
        let career = |topic| Target::Career("r".to_owned(), topic);
        assert_eq!(entries_of(&career(CareerTopic::Scope), &senior), ["roles/r/senior"]);
        assert_eq!(entries_of(&career(CareerTopic::Ladder), &senior), ["roles/r"]);
    }
}
