//! How a question was read: for people who tune phrasings.

use std::fmt::Write as _;

use rolecall::answer::format;
use rolecall::bot::{Blocker, Bot, Question, Reading, Understanding};
use rolecall::knowledge::Knowledge;
use rolecall::nlu::{Entities, Target};
use rolecall::retrieval::Candidate;

use super::failure::Failure;

/// Candidates that are shown.
const SHOWN: usize = 3;

/// Every clause that was read: what it names, what it is taken to ask, and how sure that is.
pub(crate) fn text(bot: &Bot, question: &Question) -> Result<String, Failure> {
    let readings = bot.explain(question);
    let mut out = String::new();
    if readings.is_empty() {
        out.push_str("There are no words in this.\n");
    }
    for (number, reading) in readings.iter().enumerate() {
        clause(&mut out, bot, number, reading).map_err(|_| Failure::new("the explanation cannot be written"))?;
    }
    out.push('\n');
    Ok(out)
}

fn clause(out: &mut String, bot: &Bot, number: usize, reading: &Reading) -> std::fmt::Result {
    let words: Vec<&str> = reading.analysis.tokens.iter().map(|t| t.word.as_str()).collect();
    let what = if number == 0 { "Whole message".to_owned() } else { format!("Clause {number}") };
    writeln!(out, "{what}: {}", words.join(" "))?;
    row(out, "names", &named(&reading.analysis.entities))?;
    row(out, "taken to mean", &slots(reading))?;
    row(out, "asks for", &reading.target.as_ref().map_or("nothing I know".to_owned(), |t| label(bot.knowledge(), t)))?;
    row(out, "confidence", &format!("{:.2}", reading.confidence))?;
    row(out, "in the way", &reading.blocker.as_ref().map_or("nothing".to_owned(), obstacle))?;
    let leaning = [(reading.follows, "what was said before"), (reading.asks_source, "a wish for the source")];
    let leaning: Vec<&str> = leaning.into_iter().filter_map(|(is, what)| is.then_some(what)).collect();
    row(out, "leans on", &leaning.join(", "))?;
    candidates(out, bot, reading)
}

fn row(out: &mut String, name: &str, value: &str) -> std::fmt::Result {
    if value.is_empty() { Ok(()) } else { writeln!(out, "  {name:<14} {value}") }
}

fn candidates(out: &mut String, bot: &Bot, reading: &Reading) -> std::fmt::Result {
    if reading.candidates.is_empty() {
        return Ok(());
    }
    writeln!(out, "  best matches   rank  sure  words  letters  meaning  learned")?;
    for candidate in reading.candidates.iter().take(SHOWN) {
        writeln!(out, "    {}", scores(bot.understanding(), bot.knowledge(), candidate))?;
    }
    Ok(())
}

fn scores(understanding: &Understanding, knowledge: &Knowledge, c: &Candidate) -> String {
    let target = understanding.targets.get(c.document).map_or_else(String::new, |t| label(knowledge, t));
    format!(
        "           {:>6.2}{:>6.2}{:>7.2}{:>9.2}{:>9.2}{:>9.2}  {target}",
        c.rank, c.confidence, c.lexical, c.characters.nearest, c.meaning.nearest, c.head
    )
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
    out.extend(slots.money.map(|m| format!("{}", m.amount)));
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
fn label(knowledge: &Knowledge, target: &Target) -> String {
    let role = |id: &String| knowledge.roles.get(id).map_or_else(|| id.clone(), |r| r.name.clone());
    match target {
        Target::Article(id) => {
            knowledge.articles.get(id).map_or_else(|| id.clone(), |a| format!("{} ({id})", a.header.question))
        }
        Target::Compare(id, aspect) => format!("{} ({id})", aspect.heading()),
        Target::Work(id, cadence) => format!("{} work of the {}", cadence.id(), role(id)),
        Target::Career(id, topic) => format!("career of the {}: {topic:?}", role(id)).to_lowercase(),
        Target::Pay(id, topic) => format!("pay of the {}: {topic:?}", role(id)).to_lowercase(),
        Target::Uncovered(id) => {
            let name = knowledge.uncovered.iter().find(|u| u.id == *id).map_or(id, |u| &u.name);
            format!("no source on {name} ({id})")
        }
        Target::Smalltalk(kind) => format!("not for the bot: {kind:?}").to_lowercase(),
    }
}
