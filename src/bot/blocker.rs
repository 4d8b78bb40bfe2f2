//! What a question names that the knowledge base does not cover: said in the reply, never guessed around.

use crate::answer::format;
use crate::knowledge::Knowledge;
use crate::nlu::entities::RoleMention;
use crate::nlu::target::PayTopic;
use crate::nlu::{Analysis, Target};

use super::OURS;
use super::money::Talk;
use super::slots::Slots;
use super::understanding::Understanding;

/// Why a question that was understood has no answer here.
#[derive(Debug, Clone, PartialEq)]
pub enum Blocker {
    /// A subject, by its id.
    Subject(String),
    /// A place.
    Place(String),
    /// A job title.
    Title(String),
    /// An employer.
    Company(String),
    /// A currency.
    Currency(String),
    /// A stage or terms for which there is no figure.
    NoBand,
    /// A language that is not ours.
    Language,
}

/// Topics in which places and employers play no part.
const PLACELESS: [&str; 4] = ["definition", "tools", "work", "career"];

/// What stands between a question and this target.
pub(super) fn find(
    knowledge: &Knowledge,
    understanding: &Understanding,
    target: &Target,
    analysis: &Analysis,
) -> Option<Blocker> {
    if !target.is_covered() {
        return None;
    }
    let topic = target.topic(knowledge);
    let is_pay = topic == "pay";
    title(understanding, target, analysis, is_pay)
        .or_else(|| place(understanding, target, analysis, topic))
        .or_else(|| company(understanding, target, analysis, topic))
        .or_else(|| analysis.entities.foreign_currency.clone().filter(|_| is_pay).map(|c| Blocker::Currency(code(&c))))
}

/// "CAD", but "euros".
fn code(currency: &str) -> String {
    if currency.len() <= 3 { currency.to_uppercase() } else { currency.to_owned() }
}

/// For a question about pay that nothing covers: the place, employer or title that it names. There are figures for a title
/// that the evidence knows: then it is the subject that has none.
pub(super) fn named(knowledge: &Knowledge, analysis: &Analysis) -> Option<Blocker> {
    let unknown = |title: &&RoleMention| knowledge.evidence.subject(&title.name).is_none();
    let title = || analysis.entities.other_titles().find(unknown).map(|t| Blocker::Title(t.name.clone()));
    (Talk::of(analysis) == Talk::OfMoney).then(|| around(analysis).or_else(title)).flatten()
}

/// A message of some length in which hardly a word is English.
pub(super) fn other_language(understanding: &Understanding, analysis: &Analysis) -> Option<Blocker> {
    let words: Vec<&str> = analysis.tokens.iter().map(|t| t.word.as_str()).filter(|w| w.len() > 1).collect();
    let strange = words.iter().filter(|w| understanding.analyser.is_strange(w)).count();
    (words.len() >= 4 && strange * 2 >= words.len()).then_some(Blocker::Language)
}

/// The job title that a message is about, where it names none of ours: "we need a DBA. What's the usual salary?"
pub(crate) fn title_around(message: &Analysis) -> Option<Blocker> {
    let entities = &message.entities;
    let ours = entities.names_role(OURS);
    entities.other_titles().next().filter(|_| !ours).map(|t| Blocker::Title(t.name.clone()))
}

/// What stands in the way of an answer about pay anywhere in a message.
pub(super) fn around(message: &Analysis) -> Option<Blocker> {
    let entities = &message.entities;
    let place = entities.places.iter().find(|p| !p.whole_us).map(|p| Blocker::Place(p.name.clone()));
    place
        .or_else(|| entities.companies.first().map(|c| Blocker::Company(c.clone())))
        .or_else(|| entities.foreign_currency.clone().map(|c| Blocker::Currency(code(&c))))
}

fn words(analysis: &Analysis, span: &std::ops::Range<usize>) -> Vec<String> {
    analysis.tokens.get(span.clone()).unwrap_or_default().iter().map(|t| t.word.clone()).collect()
}

/// A job title that the target says nothing about.
fn title(understanding: &Understanding, target: &Target, analysis: &Analysis, is_pay: bool) -> Option<Blocker> {
    let entities = &analysis.entities;
    let own = target.role();
    for role in entities.roles.iter().filter(|role| !is_origin(analysis, role)) {
        let covered = match (&role.id, target) {
            (Some(id), _) if own.is_some() => !is_pay || Some(id.as_str()) == own,
            (Some(_), _) => true,
            (None, _) => understanding.mentions(target, &words(analysis, &role.span)),
        };
        if !covered && !is_bystander(target, analysis) {
            return Some(Blocker::Title(role.name.clone()));
        }
    }
    None
}

/// "I moved over from devops", "ex data scientist": where somebody comes from is not whom the question is about.
pub(super) fn is_origin(analysis: &Analysis, role: &RoleMention) -> bool {
    let before = analysis.tokens.get(..role.span.start).and_then(|t| t.last()).map(|t| t.word.as_str());
    matches!(before, Some("from" | "ex" | "former" | "formerly" | "previously"))
}

/// Another title beside our own role is only in the way where the two are held against each other.
fn is_bystander(target: &Target, analysis: &Analysis) -> bool {
    let entities = &analysis.entities;
    let ours = entities.names_role(OURS);
    let compared = entities.has("difference") || entities.has("overlap") || matches!(target, Target::Compare(..));
    let joined = analysis.tokens.iter().any(|t| matches!(t.word.as_str(), "than" | "or"));
    ours && !compared && !joined
}

fn place(understanding: &Understanding, target: &Target, analysis: &Analysis, topic: &str) -> Option<Blocker> {
    if PLACELESS.contains(&topic) || matches!(target, Target::Compare(..)) {
        return None;
    }
    let free = |p: &&crate::nlu::entities::PlaceMention| {
        p.whole_us || understanding.mentions(target, &words(analysis, &p.span)) || (p.in_us && topic != "pay")
    };
    analysis.entities.places.iter().find(|p| !free(p)).map(|p| Blocker::Place(p.name.clone()))
}

fn company(understanding: &Understanding, target: &Target, analysis: &Analysis, topic: &str) -> Option<Blocker> {
    if PLACELESS.contains(&topic) || matches!(target, Target::Compare(..)) || topic == "agency" {
        return None;
    }
    let known =
        |name: &&String| understanding.mentions(target, &name.split(' ').map(str::to_lowercase).collect::<Vec<_>>());
    analysis.entities.companies.iter().find(|c| !known(c)).map(|c| Blocker::Company(c.clone()))
}

/// What is said instead of an answer, with what there is.
pub(super) fn explain(knowledge: &Knowledge, blocker: &Blocker, target: &Target, slots: &Slots) -> String {
    let about = about(knowledge, target);
    match blocker {
        Blocker::Subject(id) => match knowledge.uncovered.iter().find(|u| u.id == *id) {
            Some(topic) => format!("I have no sourced answer on {}.", topic.name),
            None => "I have no sourced answer for that.".to_owned(),
        },
        Blocker::Place(place) => {
            format!("I have no sourced {about} for {place}; what I have is for the United States as a whole.")
        }
        Blocker::Title(title) => format!(
            "I have no sourced {about} for {}; what I have is on the MLOps engineer.",
            format::with_article(title)
        ),
        Blocker::Company(company) => {
            format!("I have no sourced {about} for {company}: nothing I have is broken down by employer.")
        }
        Blocker::Currency(currency) => {
            format!("I have no sourced {about} in {currency}; what I have is in US dollars, for the United States.")
        }
        Blocker::NoBand => no_band(slots),
        Blocker::Language => "I can only read and answer questions in English. Please ask again in English.".to_owned(),
    }
}

fn no_band(slots: &Slots) -> String {
    let stage = slots.stages.first().map(|s| format!(" for the {s} stage")).unwrap_or_default();
    format!("I have no sourced contract rate{stage}; the only day rates with a source are for the senior stage.")
}

fn about(knowledge: &Knowledge, target: &Target) -> &'static str {
    match target {
        Target::Pay(_, PayTopic::Contract) => "contract rate",
        Target::Pay(..) | Target::Uncovered(_) => "pay figure",
        Target::Compare(..) => "comparison",
        _ if target.topic(knowledge) == "pay" => "pay figure",
        _ => "answer",
    }
}
