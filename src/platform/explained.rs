//! How a question was read, in words: for people who tune phrasings.

use crate::answer::format;
use crate::bot::{Blocker, Bot, Reading, Understanding};
use crate::knowledge::Knowledge;
use crate::nlu::{Entities, Target};
use crate::retrieval::Candidate;

/// Candidates that are told of.
const SHOWN: usize = 3;

/// A clause, and what was made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Which part of the message it is.
    pub part: String,
    /// Its words, as they were understood.
    pub words: String,
    /// What it names, what it is taken to ask, how sure that is; only what there is to say.
    pub rows: Vec<(&'static str, String)>,
    /// What it could ask for, best first.
    pub matches: Vec<Match>,
}

/// Something that a clause could ask for, with what speaks for it, 0 to 1 each.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// What it is.
    pub target: String,
    /// All evidence together.
    pub rank: f32,
    /// As a confidence.
    pub confidence: f32,
    /// Words in common.
    pub words: f32,
    /// Letters in common.
    pub letters: f32,
    /// Nearness in meaning.
    pub meaning: f32,
    /// What was learned from all phrasings.
    pub learned: f32,
}

/// Every clause that was read.
pub fn explained(bot: &Bot, readings: &[Reading]) -> Vec<Explained> {
    readings.iter().enumerate().map(|(number, reading)| clause(bot, number, reading)).collect()
}

fn clause(bot: &Bot, number: usize, reading: &Reading) -> Explained {
    let words: Vec<&str> = reading.analysis.tokens.iter().map(|t| t.word.as_str()).collect();
    let part = if number == 0 { "Whole message".to_owned() } else { format!("Clause {number}") };
    let shown = reading.candidates.iter().take(SHOWN);
    let matches = shown.map(|c| matched(bot.understanding(), bot.knowledge(), c)).collect();
    Explained { part, words: words.join(" "), rows: rows(bot, reading), matches }
}

fn rows(bot: &Bot, reading: &Reading) -> Vec<(&'static str, String)> {
    let leaning = [(reading.follows, "what was said before"), (reading.asks_source, "a wish for the source")];
    let leaning: Vec<&str> = leaning.into_iter().filter_map(|(is, what)| is.then_some(what)).collect();
    let all = [
        ("names", named(&reading.analysis.entities)),
        ("taken to mean", slots(reading)),
        ("asks for", reading.target.as_ref().map_or("nothing I know".to_owned(), |t| label(bot.knowledge(), t))),
        ("confidence", format!("{:.2}", reading.confidence)),
        ("in the way", reading.blocker.as_ref().map_or("nothing".to_owned(), obstacle)),
        ("leans on", leaning.join(", ")),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn matched(understanding: &Understanding, knowledge: &Knowledge, c: &Candidate) -> Match {
    Match {
        target: understanding.targets.get(c.document).map_or_else(String::new, |t| label(knowledge, t)),
        rank: c.rank,
        confidence: c.confidence,
        words: c.lexical,
        letters: c.characters.nearest,
        meaning: c.meaning.nearest,
        learned: c.head,
    }
}

fn named(entities: &Entities) -> String {
    let mut out: Vec<String> = entities.roles.iter().map(|r| format!("role {}", r.name)).collect();
    out.extend(entities.stages.iter().map(|s| format!("stage {s}")));
    out.extend(entities.years.iter().map(|y| format::experience(*y)));
    out.extend(entities.bases.iter().map(|b| format::basis(*b).to_owned()));
    out.extend(entities.money.iter().map(|m| format!("amount {}", m.amount)));
    out.extend(entities.cadences.iter().map(|c| c.id().to_owned()));
    out.extend(entities.places.iter().map(|p| format!("place {}", p.name)));
    out.extend(entities.companies.iter().map(|c| format!("company {c}")));
    out.extend(entities.foreign_currency.iter().map(|c| format!("currency {c}")));
    out.extend(entities.concepts.iter().map(|c| format!("concept {c}")));
    out.extend(entities.uncovered.iter().map(|u| format!("cue of {u}")));
    out.join(", ")
}

fn slots(reading: &Reading) -> String {
    let slots = &reading.slots;
    let mut out: Vec<String> = slots.role.iter().cloned().collect();
    out.extend(slots.stages.iter().cloned());
    out.extend(slots.years.map(format::experience));
    out.extend(slots.bases.iter().map(|b| format::basis(*b).to_owned()));
    out.extend(slots.money.iter().map(|m| format!("{}", m.amount)));
    out.extend(slots.cadences.iter().map(|c| c.id().to_owned()));
    out.join(", ")
}

/// A blocker as a person reads it.
fn obstacle(blocker: &Blocker) -> String {
    match blocker {
        Blocker::Subject(id) => format!("a subject without a source ({id})"),
        Blocker::Place(place) => format!("nothing is known for {place}"),
        Blocker::Title(title) => format!("nothing is known of {}", format::with_article(title)),
        Blocker::Company(company) => format!("nothing is known of {company} as an employer"),
        Blocker::Currency(currency) => format!("nothing is known in {currency}"),
        Blocker::NoBand => "there is no figure for this stage or these terms".to_owned(),
        Blocker::Language => "the language is not English".to_owned(),
    }
}

/// A target as a person reads it.
pub fn label(knowledge: &Knowledge, target: &Target) -> String {
    let role = |id: &String| knowledge.roles.get(id).map_or_else(|| id.clone(), |r| r.name.clone());
    match target {
        Target::Article(id) => {
            knowledge.articles.get(id).map_or_else(|| id.clone(), |a| format!("{} ({id})", a.header.question))
        }
        Target::Compare(id, aspect) => format!("{} ({id})", aspect.heading()),
        Target::Work(id, cadence) => format!("{} work of the {}", cadence.id(), role(id)),
        Target::Career(id, topic) => format!("career of the {}: {topic:?}", role(id)).to_lowercase(),
        Target::Duty(id, stage) => format!("what marks the {stage} stage of the {}", role(id)),
        Target::Pay(id, topic) => format!("pay of the {}: {topic:?}", role(id)).to_lowercase(),
        Target::Uncovered(id) => {
            let name = knowledge.uncovered.iter().find(|u| u.id == *id).map_or(id, |u| &u.name);
            format!("no source on {name} ({id})")
        }
        Target::Smalltalk(kind) => format!("not for the bot: {kind:?}").to_lowercase(),
    }
}
