//! One clause, read: what it is about, what it names, how sure we are, and what stands in the way.

use crate::knowledge::{Basis, Knowledge, Per};
use crate::nlu::target::{CareerTopic, PayTopic, Smalltalk};
use crate::nlu::{Analysis, Target};
use crate::retrieval::Candidate;

use super::OURS;
use super::blocker::{self, Blocker};
use super::confidence::{self, Signals};
use super::dialogue::Turn;
use super::evidence::{Clause, Evidence, KINDS, weigh};
use super::follow_up::{
    asks_again, is_where_they_are, leans, only_values, same_question_about, shift_stage, steps, years_again,
};
use super::slots::Slots;
use super::understanding::Understanding;

/// What we make of a clause.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Words and entities.
    pub analysis: Analysis,
    /// What the engine says, best first; the first few only.
    pub candidates: Vec<Candidate>,
    /// What it is about.
    pub target: Option<Target>,
    /// What it names, and what it takes over from before.
    pub slots: Slots,
    /// What else it may be about, where that is close and there is an answer to it.
    pub second: Option<Target>,
    /// How sure we are, 0 to 1.
    pub confidence: f32,
    /// What stands in the way of an answer.
    pub blocker: Option<Blocker>,
    /// Whether it leans on what was said before.
    pub follows: bool,
    /// Whether it asks where something comes from.
    pub asks_source: bool,
    /// Whether it goes up or down from a stage that nobody named: "one level up?"
    pub dangles: bool,
    /// What speaks for the target.
    pub evidence: Evidence,
    /// What the confidence was taken from.
    pub signals: Signals,
}

/// A second candidate this little behind is another reading.
const CLOSE: f32 = 0.15;
/// Candidates kept for explanations and for choosing between close readings.
const KEPT: usize = 6;
/// How sure we are of a clause that names nothing but values for what was asked before.
const VALUES_ONLY: f32 = 0.93;

/// Of a message that holds a question, so many words count for how sure we are of the whole.
const TRUSTED: usize = 20;
/// Below this a clause without a subject of its own asks again what was asked before.
const UNCLEAR: f32 = 0.75;

/// What is known of a clause beside its words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting<'a> {
    /// Whether it asks something.
    pub asks: bool,
    /// Whether the message names our role outside the clause.
    pub role_elsewhere: bool,
    /// Whether the message names a stage or years outside the clause.
    pub stage_elsewhere: bool,
    /// What was said last, in the conversation or in the same message.
    pub before: Option<&'a Turn>,
    /// What the statements of the same message name.
    pub stated: Option<&'a Slots>,
    /// Whether it is a whole message in which some clause asks: then the clause should speak for itself.
    pub holds_question: bool,
    /// Which candidate to take: 0 is the best; others are for fitting and for offering a choice.
    pub choice: usize,
}

/// Reads clauses against one knowledge base.
pub struct Reader<'a> {
    /// What is known.
    pub knowledge: &'a Knowledge,
    /// What was built from it.
    pub understanding: &'a Understanding,
}

impl Reader<'_> {
    /// Reads a clause in its setting.
    pub fn read(&self, analysis: &Analysis, setting: Setting<'_>) -> Reading {
        let leaning = setting.before.filter(|_| leans(analysis));
        let mut candidates = self.rank(analysis, setting, leaning);
        let evidence = self.adjust(&mut candidates, analysis, setting, leaning);
        let slots = Slots::of(analysis);
        let second = self.rival(&candidates, &slots);
        let words = analysis.tokens.len();
        let counted = if setting.holds_question { words.min(TRUSTED) } else { words };
        let signals = candidates.first().map(|best| confidence::signals(best, second, counted));
        let confidence = signals.as_ref().map_or(0.0, confidence::of);
        let chosen = candidates.get(setting.choice);
        let mut reading = Reading {
            analysis: analysis.clone(),
            target: chosen.map(|c| self.understanding.targets[c.document].clone()),
            second: self.close_second(&candidates, &slots),
            confidence,
            signals: signals.unwrap_or_default(),
            dangles: false,
            evidence: chosen.and_then(|c| evidence.get(c.document).copied()).unwrap_or([0.0; KINDS]),
            slots,
            blocker: None,
            follows: leaning.is_some(),
            asks_source: asks_source(analysis),
            candidates,
        };
        if let Some(covered) = self.covered_part(&reading) {
            reading.target = Some(covered);
        }
        reading.candidates.truncate(KEPT);
        if let Some(turn) = leaning {
            self.lean(&mut reading, turn, setting);
        }
        self.settle(&mut reading);
        reading
    }

    /// What the engine says to the clause; where the role is named elsewhere, also to the clause with the role.
    fn rank(&self, analysis: &Analysis, setting: Setting<'_>, leaning: Option<&Turn>) -> Vec<Candidate> {
        let utterance = self.understanding.analyser.utterance(analysis);
        let mut candidates = self.understanding.engine.rank(&utterance);
        let open = analysis.entities.roles.is_empty() && (leaning.is_some() || setting.role_elsewhere);
        if !open {
            return candidates;
        }
        let stage = setting.stage_elsewhere
            || leaning.is_some_and(|turn| turn.target.role().is_some() && !turn.slots.stages.is_empty());
        let with_role = self.understanding.analyser.with_context(utterance, stage);
        let mut better = vec![None; self.understanding.targets.len()];
        for candidate in self.understanding.engine.rank(&with_role) {
            let at = candidate.document;
            better[at] = Some(candidate);
        }
        for candidate in &mut candidates {
            if let Some(other) = better[candidate.document].take().filter(|o| o.rank > candidate.rank) {
                *candidate = other;
            }
        }
        candidates
    }

    /// The next candidate that would lead to something else: which question about pay is meant, the slots decide.
    fn rival<'c>(&self, candidates: &'c [Candidate], slots: &Slots) -> Option<&'c Candidate> {
        let leads_to = |c: &Candidate| self.understanding.targets.get(c.document).map(|t| by_slots(t.clone(), slots));
        let best = leads_to(candidates.first()?);
        candidates.iter().skip(1).find(|c| match (&best, leads_to(c)) {
            (Some(Target::Pay(_, one)), Some(Target::Pay(_, other))) => {
                *one != other && [*one, other].contains(&PayTopic::Contract)
            }
            (best, other) => *best != other,
        })
    }

    /// The second candidate, where it is close behind and covered.
    fn close_second(&self, candidates: &[Candidate], slots: &Slots) -> Option<Target> {
        let (best, second) = (candidates.first()?, self.rival(candidates, slots)?);
        let target = self.understanding.targets.get(second.document)?;
        (confidence::lead(best, Some(second)) < CLOSE && target.is_covered()).then(|| target.clone())
    }

    /// Ranks the candidates by all that speaks for them; returns that by label.
    fn adjust(
        &self,
        candidates: &mut Vec<Candidate>,
        analysis: &Analysis,
        setting: Setting<'_>,
        leaning: Option<&Turn>,
    ) -> Vec<Evidence> {
        let targets = &self.understanding.targets;
        let fit = self.understanding.concepts.fit(&analysis.entities, targets.len());
        let clause = Clause::new(self.knowledge, analysis, setting, leaning, fit.as_deref());
        let asks_source = asks_source(analysis);
        candidates.retain(|c| match &targets[c.document] {
            Target::Uncovered(id) => !asks_source || analysis.entities.uncovered.contains(id),
            target => self.is_admissible(target, analysis, setting, leaning),
        });
        let mut all = vec![[0.0; KINDS]; targets.len()];
        for candidate in candidates.iter_mut() {
            let evidence = clause.evidence(candidate, &targets[candidate.document]);
            candidate.rank = weigh(&evidence);
            all[candidate.document] = evidence;
        }
        candidates.sort_by(|a, b| b.rank.total_cmp(&a.rank));
        all
    }

    /// A comparison is not meant when the question names a role that it does not compare.
    /// Nor is another comparison than the one just talked about, when no role is named at all. Somebody who asks
    /// something is not merely talking.
    fn is_admissible(
        &self,
        target: &Target,
        analysis: &Analysis,
        setting: Setting<'_>,
        leaning: Option<&Turn>,
    ) -> bool {
        let id = match target {
            Target::Compare(id, _) => id,
            Target::Smalltalk(Smalltalk::Chatter | Smalltalk::Thanks) => return !setting.asks,
            Target::Pay(_, PayTopic::Contract) => return speaks_of_contracts(analysis, setting, leaning),
            _ => return true,
        };
        if let Some(Target::Compare(last, _)) = leaning.map(|turn| &turn.target)
            && analysis.entities.roles.is_empty()
            && last != id
        {
            return false;
        }
        let Some(comparison) = self.knowledge.comparisons.get(id) else { return false };
        let compared = |role: &str| comparison.header.roles.iter().any(|r| r == role || role.ends_with(r.as_str()));
        analysis.entities.roles.iter().filter_map(|r| r.id.as_deref()).all(compared)
    }

    /// "In the US, and in the UK?": one half of what nothing covers may be covered.
    fn covered_part(&self, reading: &Reading) -> Option<Target> {
        let places = &reading.analysis.entities.places;
        let both = places.iter().any(|p| p.whole_us) && places.iter().any(|p| !p.in_us);
        let strange = matches!(reading.target, Some(Target::Uncovered(_)));
        let mut targets = reading.candidates.iter().map(|c| &self.understanding.targets[c.document]);
        targets.find(|t| t.is_covered()).filter(|_| both && strange).cloned()
    }

    /// Fills what a follow-up leaves out.
    fn lean(&self, reading: &mut Reading, turn: &Turn, setting: Setting<'_>) {
        let entities = &reading.analysis.entities;
        let years = years_again(&reading.analysis, turn).filter(|_| setting.choice == 0);
        if let Some(target) = years.and_then(|_| same_question_about(self.knowledge, turn, reading)) {
            reading.slots.years = years;
            reading.target = Some(target);
            reading.confidence = VALUES_ONLY;
        } else if setting.choice == 0
            && (only_values(&reading.analysis) || reading.confidence < UNCLEAR && asks_again(&reading.analysis))
            && let Some(target) = same_question_about(self.knowledge, turn, reading)
        {
            reading.target = Some(target);
            reading.confidence = VALUES_ONLY;
        }
        if let Some(stated) = setting.stated {
            reading.slots.fill_stage(stated);
            reading.slots.refine_bases(stated);
        }
        let same_role = entities.roles.is_empty() || entities.names_role(turn.slots.role.as_deref().unwrap_or(OURS));
        if same_role {
            shift_stage(self.knowledge, reading, turn);
            reading.slots.fill_stage(&turn.slots);
        } else if only_values(&reading.analysis) {
            reading.slots.fill_stage(&turn.slots);
        }
        if matches!(reading.target, Some(Target::Pay(_, PayTopic::Contract | PayTopic::Offer))) {
            reading.slots.fill_bases(&turn.slots);
        }
    }

    /// Looks at the rest of the message for what stands in the way of an answer about pay: "we are in Denver. What do
    /// they make there?"
    pub fn look_around(&self, reading: &mut Reading, message: &Analysis) {
        let target = reading.target.take().map(|t| by_slots(t, &reading.slots));
        if let Some(Target::Pay(..)) = &target {
            let here = reading.analysis.entities.places.iter().any(|p| p.whole_us);
            if reading.blocker.is_none() {
                let place = blocker::around(message).filter(|_| !here);
                reading.blocker = place.or_else(|| blocker::title_around(message));
            }
        }
        reading.target = target;
    }

    /// "I'm a junior, how do I move up", "the level above senior": the stage that is meant is the next one.
    fn next_stage(&self, reading: &mut Reading) {
        let by = match steps(&reading.analysis) {
            0 if matches!(reading.target, Some(Target::Career(_, CareerTopic::Transition)))
                && is_where_they_are(&reading.analysis) =>
            {
                1
            }
            by => by,
        };
        self.step(&mut reading.slots, &reading.analysis, by);
    }

    /// Goes up or down from the one stage that some words name.
    fn step(&self, slots: &mut Slots, words: &Analysis, by: i8) {
        let Some(role) = self.knowledge.roles.get(OURS) else { return };
        let ([_], [_]) = (slots.stages.as_slice(), words.entities.stages.as_slice()) else { return };
        if let Some(next) = role.step(&slots.stages, by) {
            slots.stages = vec![next.id.clone()];
        }
    }

    /// Takes the stage from elsewhere in the message; "stuck as a junior. What takes me to the next level?" means the next.
    pub fn fill_stage(&self, reading: &mut Reading, message: &Slots) {
        let open = reading.slots.stages.is_empty() && reading.slots.years.is_none();
        reading.slots.fill_stage(message);
        let by = steps(&reading.analysis);
        let Some(role) = self.knowledge.roles.get(OURS).filter(|_| open && by != 0) else { return };
        if let Some(next) = role.step(&reading.slots.stages_of(role), by) {
            reading.slots.stages = vec![next.id.clone()];
        }
        self.settle_ladder(reading);
    }

    /// What a statement names; "we promote a junior to the next level" names the next one.
    pub fn stated(&self, words: &Analysis) -> Slots {
        let mut slots = Slots::of(words);
        self.step(&mut slots, words, steps(words));
        slots
    }

    /// "I'm a senior. Which stage comes next?" asks for one stage, not for the ladder.
    fn settle_ladder(&self, reading: &mut Reading) {
        if let Some(Target::Career(_, topic @ CareerTopic::Ladder)) = &mut reading.target
            && steps(&reading.analysis) != 0
            && !reading.slots.stages.is_empty()
        {
            *topic = CareerTopic::Scope;
        }
    }

    /// Corrects the target by what the clause names, and looks for what stands in the way.
    fn settle(&self, reading: &mut Reading) {
        self.next_stage(reading);
        if let Some(Target::Duty(role, stage)) = &reading.target {
            let role = role.clone();
            reading.slots.fill_stage(&Slots { stages: vec![stage.clone()], ..Slots::default() });
            reading.target = Some(Target::Career(role, CareerTopic::Scope));
        }
        self.settle_ladder(reading);
        reading.dangles =
            only_values(&reading.analysis) && steps(&reading.analysis) != 0 && reading.slots.stages.is_empty();
        if let Some(target) = reading.target.take() {
            reading.target = Some(by_slots(target, &reading.slots));
        }
        if let Some(target) = &reading.target {
            reading.blocker = blocker::find(self.knowledge, self.understanding, target, &reading.analysis);
        }
    }
}

/// Corrects a topic by the slots: an amount makes it an offer, terms make it a contract rate, a stage makes it a band.
fn by_slots(target: Target, slots: &Slots) -> Target {
    match target {
        Target::Pay(role, topic) => Target::Pay(role, pay_topic(topic, slots)),
        Target::Duty(role, _) if !slots.stages.is_empty() => Target::Career(role, CareerTopic::Scope),
        Target::Work(role, cadence) => Target::Work(role, slots.cadences.first().copied().unwrap_or(cadence)),
        other => other,
    }
}

fn pay_topic(topic: PayTopic, slots: &Slots) -> PayTopic {
    let contract = slots.bases.iter().any(|b| *b != Basis::Permanent);
    let staged = !slots.stages.is_empty() || slots.years.is_some();
    match topic {
        _ if slots.money.iter().any(|m| m.marked) => PayTopic::Offer,
        PayTopic::Offer if !slots.money.is_empty() => PayTopic::Offer,
        PayTopic::Ladder if contract && !staged => PayTopic::Ladder,
        PayTopic::Contract => PayTopic::Contract,
        _ if contract => PayTopic::Contract,
        PayTopic::Ladder if !staged => PayTopic::Ladder,
        PayTopic::Ladder | PayTopic::Band | PayTopic::Offer => PayTopic::Band,
    }
}

/// Whether a clause, what was stated around it or what it leans on speaks of contracts: without that, pay is that of
/// employees.
fn speaks_of_contracts(analysis: &Analysis, setting: Setting<'_>, leaning: Option<&Turn>) -> bool {
    let is_contract = |slots: &Slots| slots.bases.iter().any(|b| *b != Basis::Permanent);
    let entities = &analysis.entities;
    is_contract(&Slots::of(analysis))
        || entities.has("day-rate")
        || entities.money.iter().any(|m| matches!(m.per, Some(Per::Day | Per::Hour)))
        || setting.stated.is_some_and(is_contract)
        || leaning
            .is_some_and(|turn| is_contract(&turn.slots) || matches!(turn.target, Target::Pay(_, PayTopic::Contract)))
}

/// Whether the clause asks where something comes from.
fn asks_source(analysis: &Analysis) -> bool {
    analysis.entities.has("citation")
}
