//! A message to readings: which of its clauses ask something, and what each takes from the rest.

use crate::nlu::clauses::{self, Clause, LONGEST_TAG};
use crate::nlu::function_words::is_function_word;
use crate::nlu::{Analysis, Target, normalise};

use super::OURS;
use super::dialogue::Turn;
use super::follow_up::{changes_subject, leans, only_values};
use super::question::Question;
use super::reading::{Reader, Reading, Setting};
use super::slots::Slots;

/// A reading, and where it comes from.
#[derive(Debug, Clone)]
pub(super) struct Read {
    /// What we make of it.
    pub reading: Reading,
    /// Whether it asks something.
    pub asks: bool,
    /// Whether it is the whole message.
    pub whole: bool,
}

/// A question can lean on a reading of this confidence in the same message.
const FIRM: f32 = 0.5;
/// Words of a query typed as into a search box, at most.
const LONGEST_QUERY: usize = 14;
/// A question of this confidence needs no statement before it.
const PLAIN: f32 = 0.85;
/// A statement before a question is read with it up to this many words.
const LONGEST_STATEMENT: usize = 40;

/// The whole message read at once; then, where it has several clauses, each that asks.
pub(super) fn read(reader: &Reader<'_>, question: &Question, before: Option<&Turn>, choice: usize) -> Vec<Read> {
    let clean = normalise::clean(&question.text);
    let analysis = reader.understanding.analyser.analyse(&clean);
    if analysis.tokens.is_empty() {
        return Vec::new();
    }
    let before = before.filter(|_| !changes_subject(&analysis));
    let clauses = without_preambles(reader, &analysis, clauses::split(&clean, &analysis.tokens));
    let asks = clauses.iter().any(|c| c.asks) || is_query(&analysis);
    let holds_question = clauses.len() > 1 && clauses.iter().any(|c| c.asks);
    let whole = reader.read(&analysis, Setting { asks, before, holds_question, choice, ..Setting::default() });
    let mut out = vec![Read { reading: whole, asks, whole: true }];
    if clauses.len() > 1 {
        Message { reader, analysis: &analysis, clauses: &clauses, choice }.read(before, &mut out);
    }
    out
}

/// Splits off what stands before a question and says nothing: "sorry, basic question, what do they do".
fn without_preambles(reader: &Reader<'_>, analysis: &Analysis, clauses: Vec<Clause>) -> Vec<Clause> {
    let split = |clause: Clause| {
        let says_nothing = |at: &usize| {
            let words = reader.understanding.analyser.part(&analysis.tokens[clause.span.start..*at]).entities;
            words.concepts.is_empty() && words.classes.iter().all(Option::is_none)
        };
        match clauses::opening(&analysis.tokens, &clause).filter(|at| *at > clause.span.start).filter(says_nothing) {
            Some(at) => vec![
                Clause { span: clause.span.start..at, asks: false },
                Clause { span: at..clause.span.end, asks: true },
            ],
            None => vec![clause],
        }
    };
    clauses.into_iter().flat_map(split).collect()
}

/// Key words typed as into a search box: "staff mlops band pls", "175 base senior 8 yoe".
fn is_query(analysis: &Analysis) -> bool {
    let entities = &analysis.entities;
    let about_pay = ["pay", "band", "base", "day-rate"].iter().any(|c| entities.has(c));
    let about_us = entities.names_role(OURS) || !entities.stages.is_empty();
    let please = analysis.tokens.iter().any(|t| t.word == "please");
    analysis.tokens.len() <= LONGEST_QUERY && about_us && (about_pay || please)
}

struct Message<'a> {
    reader: &'a Reader<'a>,
    analysis: &'a Analysis,
    clauses: &'a [Clause],
    choice: usize,
}

impl Message<'_> {
    /// Reads question after question; each may lean on the one before it.
    fn read(&self, before: Option<&Turn>, out: &mut Vec<Read>) {
        let mut turn = before.cloned();
        for at in (0..self.clauses.len()).filter(|at| self.clauses[*at].asks && self.says_something(*at)) {
            let reading = self.question(at, turn.as_ref());
            if let Some(target) = reading.target.clone().filter(|_| reading.confidence >= FIRM) {
                turn = Some(Turn { target, slots: reading.slots.clone(), request: None });
            }
            out.push(Read { reading, asks: true, whole: false });
        }
    }

    /// Whether a question has words of its own: "is that mlops?" and "how often" have none.
    fn says_something(&self, at: usize) -> bool {
        let only = self.clauses.iter().filter(|c| c.asks).count() == 1;
        let part = self.reader.understanding.analyser.part(&self.analysis.tokens[self.clauses[at].span.clone()]);
        if part.tokens.len() > LONGEST_TAG {
            return true;
        }
        let ours = |i: usize| part.entities.roles.iter().any(|r| r.span.contains(&i) && r.id.as_deref() == Some(OURS));
        only || part.tokens.iter().enumerate().any(|(i, t)| !ours(i) && !is_function_word(&t.word))
    }

    /// A question by itself, or with the statement before it, whichever is clearer.
    fn question(&self, at: usize, before: Option<&Turn>) -> Reading {
        let alone = self.span(self.clauses[at].span.clone(), before);
        let statement =
            at.checked_sub(1).map(|i| &self.clauses[i]).filter(|c| !c.asks && c.span.len() <= LONGEST_STATEMENT);
        let Some(statement) = statement else { return alone };
        let both = self.span(statement.span.start..self.clauses[at].span.end, before);
        let points_back =
            before.is_none() && (leans(&alone.analysis) && alone.confidence < PLAIN || only_values(&alone.analysis));
        let others = |reading: &Reading| reading.analysis.entities.roles.iter().any(|r| !r.is(OURS));
        let about_a_role = others(&both) && !others(&alone) && both.confidence >= FIRM;
        if points_back || about_a_role || both.confidence > alone.confidence { both } else { alone }
    }

    /// Reads some of the words; what they leave open is taken from the rest of the message.
    fn span(&self, span: std::ops::Range<usize>, before: Option<&Turn>) -> Reading {
        let part = self.reader.understanding.analyser.part(&self.analysis.tokens[span]);
        let message = Slots::of(self.analysis);
        let stated = self.stated();
        let setting = Setting {
            asks: true,
            role_elsewhere: self.analysis.entities.names_role(OURS),
            stage_elsewhere: !message.stages.is_empty() || message.years.is_some(),
            before,
            stated: Some(&stated),
            holds_question: false,
            choice: self.choice,
        };
        let mut reading = self.reader.read(&part, setting);
        self.reader.fill_stage(&mut reading, &message);
        reading.slots.refine_bases(&stated);
        if matches!(reading.target, Some(Target::Pay(..))) {
            reading.slots.fill_money(&message);
        }
        self.reader.look_around(&mut reading, self.analysis);
        reading
    }

    /// What the statements of the message name.
    fn stated(&self) -> Slots {
        let mut stated = Slots::default();
        for clause in self.clauses.iter().filter(|c| !c.asks) {
            let part = self.reader.understanding.analyser.part(&self.analysis.tokens[clause.span.clone()]);
            let named = self.reader.stated(&part);
            stated.fill_bases(&named);
            stated.fill_stage(&named);
        }
        stated
    }
}
