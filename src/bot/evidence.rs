//! What speaks for a candidate beside its words, and how much each kind of evidence counts.

use crate::knowledge::Knowledge;
use crate::nlu::target::Smalltalk;
use crate::nlu::{Analysis, Entities, Target};
use crate::retrieval::Candidate;

use super::OURS;
use super::dialogue::Turn;
use super::money::Talk;
use super::reading::Setting;

/// Kinds of evidence.
pub const KINDS: usize = 18;

/// Their names, in the order of the weights.
pub const NAMES: [&str; KINDS] = [
    "words",
    "characters",
    "meaning",
    "head",
    "concepts",
    "same topic",
    "topic beside",
    "cue word",
    "money and pay",
    "money and career",
    "pay without money",
    "not covered",
    "names what is not covered",
    "talk",
    "talk that asks",
    "comparison of the roles named",
    "comparison without both roles",
    "almost a phrasing",
];

/// What each kind counts; fitted on development questions by `cargo run --release --example fit`.
pub const WEIGHTS: [f32; KINDS] =
    [1.8, 1.5, 1.77, 0.44, 0.16, 1.06, 0.43, 0.81, 0.18, -0.41, 0.32, 0.28, 0.0, 1.06, 0.57, 0.13, 0.07, 0.27];

/// The evidence for one candidate, each kind about 0 to 1.
pub type Evidence = [f32; KINDS];

/// From these similarities on, a phrasing says the same in nearly the same words.
const ALMOST_CHARACTERS: f32 = 0.7;
const ALMOST_MEANING: f32 = 0.85;

/// Weighs evidence.
pub fn weigh(evidence: &Evidence) -> f32 {
    evidence.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}

/// A clause with all that evidence is gathered from: what is the same for every candidate is found once.
pub struct Clause<'a> {
    knowledge: &'a Knowledge,
    entities: &'a Entities,
    asks: bool,
    /// How well each label fits its concepts.
    fit: Option<&'a [f32]>,
    talk: Talk,
    /// The topic of what it leans on.
    before: Option<&'a str>,
    names_ours: bool,
    names_strange_things: bool,
}

impl<'a> Clause<'a> {
    /// Looks at a clause, what is known of it beside its words, what it leans on and how well each label fits its concepts.
    pub fn new(
        knowledge: &'a Knowledge,
        analysis: &'a Analysis,
        setting: Setting<'_>,
        leaning: Option<&'a Turn>,
        fit: Option<&'a [f32]>,
    ) -> Clause<'a> {
        let entities = &analysis.entities;
        Clause {
            knowledge,
            entities,
            asks: setting.asks,
            fit,
            talk: Talk::of(analysis),
            before: leaning.map(|turn| turn.target.topic(knowledge)).filter(|t| !t.is_empty()),
            names_ours: entities.names_role(OURS),
            names_strange_things: names_strange_things(entities),
        }
    }

    /// What speaks for a candidate.
    pub fn evidence(&self, candidate: &Candidate, target: &Target) -> Evidence {
        let (entities, talk, before) = (self.entities, self.talk, self.before);
        let flag = |is: bool| if is { 1.0 } else { 0.0 };
        let topic = before.map_or("", |_| target.topic(self.knowledge));
        let is_pay = matches!(target, Target::Pay(..));
        let uncovered = matches!(target, Target::Uncovered(_));
        // Who names our role is hardly talking about anything else.
        let smalltalk =
            matches!(target, Target::Smalltalk(Smalltalk::Chatter | Smalltalk::Offtopic)) && !self.names_ours;
        let compared = self.compares(target);
        [
            candidate.lexical,
            candidate.characters.mean(),
            candidate.meaning.mean(),
            candidate.head.clamp(-1.0, 1.0),
            self.fit.map_or(0.0, |fit| fit.get(candidate.document).copied().unwrap_or(0.0) - 0.5),
            flag(before == Some(topic) && (!is_pay || talk == Talk::OfMoney || names_values(entities))),
            flag(before.is_some_and(|t| relates(t, topic))),
            flag(matches!(target, Target::Uncovered(id) if entities.uncovered.contains(id))),
            flag(is_pay && talk == Talk::OfMoney),
            flag(matches!(target, Target::Career(..) | Target::Duty(..)) && talk == Talk::OfMoney),
            flag(is_pay && talk == Talk::NotOfMoney),
            flag(uncovered),
            flag(uncovered && self.names_strange_things),
            flag(smalltalk),
            flag(smalltalk && self.asks),
            flag(compared == Some(true)),
            flag(compared == Some(false)),
            flag(candidate.characters.nearest > ALMOST_CHARACTERS && candidate.meaning.nearest > ALMOST_MEANING),
        ]
    }

    /// For a comparison: whether the clause names both of its roles.
    fn compares(&self, target: &Target) -> Option<bool> {
        let Target::Compare(id, _) = target else { return None };
        let roles = &self.knowledge.comparisons.get(id)?.header.roles;
        Some(roles.iter().all(|role| self.entities.names_role(role)))
    }
}

fn names_strange_things(entities: &Entities) -> bool {
    entities.places.iter().any(|p| !p.whole_us)
        || !entities.companies.is_empty()
        || entities.foreign_currency.is_some()
        || entities.other_titles().next().is_some()
}

/// Whether a clause names something that a question about pay takes.
fn names_values(entities: &Entities) -> bool {
    !entities.stages.is_empty()
        || !entities.years.is_empty()
        || !entities.bases.is_empty()
        || !entities.money.is_empty()
}

/// Topics that people go back and forth between.
fn relates(one: &str, other: &str) -> bool {
    const NEIGHBORS: [&str; 3] = ["pay", "career", "contract"];
    one != other && NEIGHBORS.contains(&one) && NEIGHBORS.contains(&other)
}
