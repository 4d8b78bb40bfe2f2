//! From the readings of a message to the one thing that is said.

use crate::answer::{Answer, Outcome, Reply, Request, compose};
use crate::nlu::clauses::{self, Clause};
use crate::nlu::target::Smalltalk;
use crate::nlu::{Analysis, Target, normalise};

use super::blocker::{self, Blocker};
use super::dialogue::Turn;
use super::question::Question;
use super::reading::{Reader, Reading};
use super::request::requests;
use super::slots::Slots;

/// How sure we must be to answer someone who asked us.
const SURE_ADDRESSED: f32 = 0.5;
/// How sure we must be to answer what we only overheard.
const SURE_OVERHEARD: f32 = 0.62;
/// Answers to one message, at most.
const MOST_ANSWERS: usize = 3;

/// A reading with the clause it comes from.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) reading: Reading,
    asks: bool,
    whole: bool,
}

/// The whole message read at once, and each of its clauses.
pub(super) fn readings(reader: &Reader<'_>, question: &Question, before: Option<&Turn>) -> Vec<Read> {
    let clean = normalise::clean(&question.text);
    let analysis = reader.understanding.analyser.analyse(&clean);
    if analysis.tokens.is_empty() {
        return Vec::new();
    }
    let clauses = clauses::split(&clean, &analysis.tokens);
    let asks = clauses.iter().any(|c| c.asks);
    let mut out = vec![Read { reading: reader.read(&analysis, asks, before), asks, whole: true }];
    if clauses.len() > 1 {
        out.extend(read_clauses(reader, &analysis, &clauses, before));
    }
    out
}

/// Reads clause after clause; each may lean on the one before it, and takes stage and years from the rest.
fn read_clauses(reader: &Reader<'_>, analysis: &Analysis, clauses: &[Clause], before: Option<&Turn>) -> Vec<Read> {
    let message = Slots::of(&analysis.entities);
    let mut turn = before.cloned();
    let mut stated = Slots::default();
    let mut out = Vec::new();
    for clause in clauses {
        let part = reader.understanding.analyser.part(&analysis.tokens[clause.span.clone()]);
        let mut reading = reader.read(&part, clause.asks, turn.as_ref());
        if !clause.asks {
            stated.fill_bases(&reading.slots);
        }
        reading.slots.fill_stage(&message);
        reading.slots.fill_bases(&stated);
        if matches!(reading.target, Some(Target::Pay(..))) {
            reading.slots.fill_money(&message);
        }
        if let Some(target) = reading.target.clone().filter(|_| reading.confidence >= SURE_ADDRESSED && clause.asks) {
            turn = Some(Turn { target, slots: reading.slots.clone(), request: None });
        }
        out.push(Read { reading, asks: clause.asks, whole: false });
    }
    out
}

/// What one reading comes to.
enum Verdict {
    Answers(Vec<Answer>, Vec<Request>),
    Blocked(Blocker),
    Aside(Smalltalk),
    Unsure,
}

/// The reply, and what a follow-up can lean on.
pub(super) fn decide(reader: &Reader<'_>, question: &Question, before: Option<&Turn>) -> (Reply, Option<Turn>) {
    let sure = if question.addressed { SURE_ADDRESSED } else { SURE_OVERHEARD };
    let reads = readings(reader, question, before);
    let chosen = choose(&reads, sure);
    let mut reply =
        Reply { outcome: Outcome::Unknown, answers: Vec::new(), notes: Vec::new(), suggestions: Vec::new() };
    let mut turn = None;
    for read in &chosen {
        match verdict(reader, question, read, before, sure) {
            Verdict::Answers(answers, requests) => {
                reply.answers.extend(answers);
                turn = turn_of(&read.reading, requests.into_iter().next());
            }
            Verdict::Blocked(blocker) => {
                let target = read.reading.target.clone().unwrap_or(Target::Smalltalk(Smalltalk::Chatter));
                reply.notes.push(blocker::explain(reader.knowledge, &blocker, &target, &read.reading.slots));
                turn = turn.or_else(|| turn_of(&read.reading, None));
            }
            Verdict::Aside(kind) => aside(question, kind, &mut reply),
            Verdict::Unsure => {}
        }
    }
    finish(reader, question, &chosen, reply, turn)
}

fn turn_of(reading: &Reading, request: Option<Request>) -> Option<Turn> {
    reading.target.clone().map(|target| Turn { target, slots: reading.slots.clone(), request })
}

fn aside(question: &Question, kind: Smalltalk, reply: &mut Reply) {
    match kind {
        Smalltalk::Greeting if question.addressed => reply.notes.push(HELP.to_owned()),
        Smalltalk::Offtopic if question.addressed => {}
        _ => reply.outcome = Outcome::Ignored,
    }
}

const HELP: &str = "Ask me about MLOps careers in the US: pay by stage, contract rates, how the role differs from others, the daily work, tools, certificates, remote work, the market.";

/// Which readings count: several clauses where each is sure of something else, otherwise the surest one.
fn choose(reads: &[Read], sure: f32) -> Vec<&Read> {
    let mut several: Vec<&Read> = Vec::new();
    for read in reads.iter().filter(|r| !r.whole && r.asks && r.reading.confidence >= sure && speaks(r)) {
        if !several.iter().any(|s| same_subject(&s.reading, &read.reading)) {
            several.push(read);
        }
    }
    if several.len() > 1 {
        several.truncate(MOST_ANSWERS);
        return several;
    }
    let whole = reads.iter().find(|r| r.whole);
    match (several.first(), whole) {
        (Some(clause), Some(whole))
            if clause.reading.confidence + 0.05 >= whole.reading.confidence || !speaks(whole) =>
        {
            vec![clause]
        }
        (_, Some(whole)) => vec![whole],
        (Some(clause), None) => vec![clause],
        (None, None) => Vec::new(),
    }
}

fn speaks(read: &Read) -> bool {
    !matches!(read.reading.target, None | Some(Target::Smalltalk(_)))
}

fn same_subject(a: &Reading, b: &Reading) -> bool {
    a.target == b.target
        && a.blocker == b.blocker
        && (a.slots.stages == b.slots.stages || !matches!(a.target, Some(Target::Pay(..))))
        && a.slots.bases == b.slots.bases
}

fn verdict(reader: &Reader<'_>, question: &Question, read: &Read, before: Option<&Turn>, sure: f32) -> Verdict {
    let reading = &read.reading;
    if let Some(verdict) = source_of_last(reader, question, reading, before) {
        return verdict;
    }
    let Some(target) = reading.target.as_ref().filter(|_| reading.confidence >= sure) else { return Verdict::Unsure };
    if let Target::Smalltalk(kind) = target {
        return Verdict::Aside(*kind);
    }
    if let Some(blocker) = &reading.blocker {
        return Verdict::Blocked(blocker.clone());
    }
    match requests(reader.knowledge, target, &reading.slots) {
        Ok(requests) => answers(reader, question, reading, requests),
        Err(blocker) => Verdict::Blocked(blocker),
    }
}

/// "Says who?" after an answer.
fn source_of_last(
    reader: &Reader<'_>,
    question: &Question,
    reading: &Reading,
    before: Option<&Turn>,
) -> Option<Verdict> {
    let last = before.and_then(|t| t.request.clone()).filter(|_| reading.asks_source && reading.follows)?;
    let last = match last {
        Request::Sources(of) => *of,
        other => other,
    };
    Some(answers(reader, question, reading, vec![Request::Sources(Box::new(last))]))
}

fn answers(reader: &Reader<'_>, question: &Question, reading: &Reading, requests: Vec<Request>) -> Verdict {
    let wrapped = requests.iter().map(|r| match r {
        Request::Sources(_) => r.clone(),
        other if reading.asks_source => Request::Sources(Box::new(other.clone())),
        other => other.clone(),
    });
    let composed: Vec<Answer> = wrapped.filter_map(|r| compose(reader.knowledge, &r, question.today)).collect();
    if composed.is_empty() {
        return Verdict::Blocked(Blocker::NoBand);
    }
    let confidence = reading.confidence;
    Verdict::Answers(composed.into_iter().map(|a| Answer { confidence, ..a }).collect(), requests)
}

fn finish(
    reader: &Reader<'_>,
    question: &Question,
    chosen: &[&Read],
    mut reply: Reply,
    turn: Option<Turn>,
) -> (Reply, Option<Turn>) {
    let asked = chosen.iter().any(|r| r.asks);
    if reply.outcome == Outcome::Ignored && reply.answers.is_empty() {
        return (Reply::ignored(), None);
    }
    if !reply.answers.is_empty() {
        reply.outcome = Outcome::Answered;
        reply.suggestions = reply.answers.first().map(|a| a.suggestions.clone()).unwrap_or_default();
    } else {
        reply.outcome = Outcome::Unknown;
        if reply.notes.is_empty() {
            reply.notes.push("I have no sourced answer for that.".to_owned());
        }
        reply.suggestions = instead(reader, chosen);
    }
    if !question.addressed && (!asked || reply.outcome == Outcome::Unknown || normalise::names_somebody(&question.text))
    {
        return (Reply::ignored(), None);
    }
    (reply, turn)
}

/// What there is instead, as questions to ask.
fn instead(reader: &Reader<'_>, chosen: &[&Read]) -> Vec<String> {
    let topics = chosen.iter().filter_map(|r| match &r.reading.target {
        Some(Target::Uncovered(id)) => reader.knowledge.uncovered.iter().find(|u| u.id == *id),
        _ => None,
    });
    let questions = topics
        .flat_map(|t| &t.instead)
        .filter_map(|id| reader.knowledge.articles.get(id))
        .map(|a| a.header.question.clone());
    questions.take(2).collect()
}
