//! From the readings of a message to the one thing that is said.

use crate::answer::{Answer, Outcome, Reply, Request, compose};
use crate::nlu::target::Smalltalk;
use crate::nlu::{Target, normalise};

use super::blocker::{self, Blocker};
use super::choices;
use super::dialogue::Turn;
use super::message::{self, Read};
use super::paid;
use super::question::Question;
use super::reading::{Reader, Reading};
use super::request::requests;

/// How sure we must be before anything is said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bars {
    /// To someone who asked us, 0 to 1.
    pub addressed: f32,
    /// To what we only overheard, 0 to 1.
    pub overheard: f32,
}

impl Default for Bars {
    fn default() -> Self {
        Bars { addressed: 0.65, overheard: 0.74 }
    }
}

/// A line that asks nothing in so many words ("senior mlops day rate") must be as sure as this when it was put to us …
const SURE_OF_FRAGMENT: f32 = 0.88;
/// … and as this when it was overheard.
const SURE_WITHOUT_ASKING: f32 = 0.92;
/// The whole message is believed rather than its one question where it is surer by this much.
const WHOLE_AHEAD: f32 = 0.1;
/// How much less sure a follow-up may be: what was said before speaks for it.
const FOLLOWS: f32 = 0.08;
/// Below this nothing comes near, and no choice is offered either.
const FAR: f32 = 0.4;
/// Answers to one message, at most.
const MOST_ANSWERS: usize = 3;

/// What one reading comes to.
enum Verdict {
    Answers(Vec<Answer>, Vec<Request>),
    /// And what is said of the part that has no answer.
    Partly(Vec<Answer>, Vec<Request>, Vec<String>),
    Close(Vec<String>),
    Blocked(Blocker),
    Aside(Smalltalk),
    /// Too little is known, and how much.
    Lacking(Vec<String>),
    Unsure,
}

/// The reply, and what a follow-up can lean on.
pub(super) fn decide(
    reader: &Reader<'_>,
    bars: Bars,
    question: &Question,
    before: Option<&Turn>,
) -> (Reply, Option<Turn>) {
    let reads = message::read(reader, question, before, 0);
    reply(reader, bars, question, before, &reads)
}

/// What would be said if the candidate at that place were taken, with its evidence and our confidence in the best one;
/// only where one reading decides.
pub(super) fn trial(
    reader: &Reader<'_>,
    question: &Question,
    before: Option<&Turn>,
    choice: usize,
) -> Option<(Reply, Reading)> {
    let reads = message::read(reader, question, before, choice);
    let chosen = choose(&reads, 0.0);
    let [only] = chosen.as_slice() else { return None };
    let reading = only.reading.clone();
    let everything = Bars { addressed: 0.0, overheard: 0.0 };
    Some((reply(reader, everything, question, before, &[(*only).clone()]).0, reading))
}

fn reply(
    reader: &Reader<'_>,
    bars: Bars,
    question: &Question,
    before: Option<&Turn>,
    reads: &[Read],
) -> (Reply, Option<Turn>) {
    let sure = if question.addressed { bars.addressed } else { bars.overheard };
    let chosen = choose(reads, sure);
    let mut reply =
        Reply { outcome: Outcome::Unknown, answers: Vec::new(), notes: Vec::new(), suggestions: Vec::new() };
    let mut turn = None;
    for read in &chosen {
        match verdict(reader, question, read, before, sure) {
            Verdict::Answers(answers, requests) => {
                reply.answers.extend(answers);
                turn = turn_of(&read.reading, requests.into_iter().next());
            }
            Verdict::Partly(answers, requests, notes) => {
                reply.answers.extend(answers);
                reply.notes.extend(notes);
                turn = turn_of(&read.reading, requests.into_iter().next());
            }
            Verdict::Blocked(blocker) => {
                reply.notes.push(note(reader, read, &blocker));
                turn = turn.or_else(|| turn_of(&read.reading, None));
            }
            Verdict::Lacking(notes) => reply.notes.extend(notes),
            Verdict::Close(choices) => reply.suggestions = choices,
            Verdict::Aside(kind) => aside(reader, question, kind, &mut reply),
            Verdict::Unsure => {}
        }
    }
    finish(reader, question, &chosen, reply, turn)
}

fn note(reader: &Reader<'_>, read: &Read, blocker: &Blocker) -> String {
    let target = read.reading.target.clone().unwrap_or(Target::Smalltalk(Smalltalk::Chatter));
    blocker::explain(reader.knowledge, blocker, &target, &read.reading.slots)
}

fn turn_of(reading: &Reading, request: Option<Request>) -> Option<Turn> {
    reading.target.clone().map(|target| Turn { target, slots: reading.slots.clone(), request })
}

fn aside(reader: &Reader<'_>, question: &Question, kind: Smalltalk, reply: &mut Reply) {
    match kind {
        // Nothing was asked that could lack an answer: what to ask is a choice.
        Smalltalk::Greeting if question.addressed => {
            reply.outcome = Outcome::Clarify;
            reply.notes.push(HELP.to_owned());
            reply.suggestions = choices::first_questions(reader.knowledge);
        }
        Smalltalk::Offtopic if question.addressed => {}
        _ => reply.outcome = Outcome::Ignored,
    }
}

const HELP: &str = "Ask me about MLOps careers in the US: pay by stage, contract rates, how the role differs from others, the daily work, tools, certificates, remote work, the market.";

/// Which readings count: each question that is sure of something else; otherwise the surest one.
fn choose(reads: &[Read], sure: f32) -> Vec<&Read> {
    let mut several: Vec<&Read> = Vec::new();
    for read in reads.iter().filter(|r| !r.whole && r.reading.confidence >= sure && speaks(r)) {
        if !several.iter().any(|s| same_subject(&s.reading, &read.reading)) {
            several.push(read);
        }
    }
    several.truncate(MOST_ANSWERS);
    let whole = reads.iter().find(|r| r.whole);
    match whole {
        Some(whole) if several.is_empty() => vec![whole],
        Some(whole)
            if several.len() == 1
                && speaks(whole)
                && whole.reading.confidence > several[0].reading.confidence + WHOLE_AHEAD =>
        {
            vec![whole]
        }
        _ => several,
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
    // Pay that the guide does not cover: records and official statistics may.
    match paid::look_up(reader, question, read, before) {
        Some(found) if found.requests.is_empty() => return Verdict::Lacking(found.lacking),
        Some(found) => {
            let sure = Reading { confidence: reading.confidence.max(paid::SURE), ..reading.clone() };
            return match answers(reader, question, &sure, found.requests) {
                Verdict::Answers(answers, requests) => Verdict::Partly(answers, requests, found.lacking),
                other => other,
            };
        }
        None => {}
    }
    let bar = if read.asks { sure } else { sure.max(SURE_OF_FRAGMENT) };
    let bar = if reading.follows { bar - FOLLOWS } else { bar };
    if reading.dangles {
        return Verdict::Unsure;
    }
    if let Some(verdict) = close(reader, question, read, bar) {
        return verdict;
    }
    if let Some(foreign) = blocker::other_language(reader.understanding, &reading.analysis) {
        return Verdict::Blocked(foreign);
    }
    let Some(target) = reading.target.as_ref().filter(|_| reading.confidence >= bar) else {
        return reading.blocker.clone().map_or(Verdict::Unsure, Verdict::Blocked);
    };
    if let Target::Smalltalk(kind) = target {
        return Verdict::Aside(*kind);
    }
    if let Some(blocker) = &reading.blocker {
        return match in_part(reading, blocker) {
            true => partly(reader, question, read, target, blocker),
            false => Verdict::Blocked(blocker.clone()),
        };
    }
    match requests(reader.knowledge, target, &reading.slots) {
        Ok(requests) => answers(reader, question, reading, requests),
        Err(Blocker::Subject(id)) => {
            Verdict::Blocked(blocker::named(reader.knowledge, &reading.analysis).unwrap_or(Blocker::Subject(id)))
        }
        Err(blocker) => Verdict::Blocked(blocker),
    }
}

/// Two readings that are close: of one topic, both are answered; of two, both are offered.
fn close(reader: &Reader<'_>, question: &Question, read: &Read, bar: f32) -> Option<Verdict> {
    let reading = &read.reading;
    let (first, second) = (reading.target.as_ref()?, reading.second.as_ref()?);
    if !read.asks || reading.confidence >= bar || reading.confidence < FAR || reading.blocker.is_some() {
        return None;
    }
    if first.topic(reader.knowledge) != second.topic(reader.knowledge) {
        let both = [first, second].map(|t| choices::question(reader.knowledge, t, &reading.slots));
        return Some(Verdict::Close(both.into_iter().collect::<Option<Vec<String>>>()?));
    }
    let both = [first, second].map(|t| requests(reader.knowledge, t, &reading.slots).ok());
    let both: Vec<Request> = both.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
    matches!(both.len(), 1 | 2).then(|| answers(reader, question, reading, both))
}

/// "In the US, and in the UK?": one half has an answer.
fn in_part(reading: &Reading, blocker: &Blocker) -> bool {
    matches!(blocker, Blocker::Place(_)) && reading.analysis.entities.places.iter().any(|p| p.whole_us)
}

fn partly(reader: &Reader<'_>, question: &Question, read: &Read, target: &Target, blocker: &Blocker) -> Verdict {
    let reading = &read.reading;
    let found = requests(reader.knowledge, target, &reading.slots).map(|r| answers(reader, question, reading, r));
    match found {
        Ok(Verdict::Answers(answers, requests)) => {
            Verdict::Partly(answers, requests, vec![note(reader, read, blocker)])
        }
        _ => Verdict::Blocked(blocker.clone()),
    }
}

/// "Says who?" after an answer.
fn source_of_last(
    reader: &Reader<'_>,
    question: &Question,
    reading: &Reading,
    before: Option<&Turn>,
) -> Option<Verdict> {
    let turn = before.filter(|_| reading.asks_source && reading.follows)?;
    let last = match turn.request.clone() {
        None => return Some(Verdict::Unsure),
        Some(Request::Sources(of)) => of,
        Some(other) => Box::new(other),
    };
    Some(answers(reader, question, reading, vec![Request::Sources(last)]))
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
    } else if !reply.suggestions.is_empty() && (reply.notes.is_empty() || reply.outcome == Outcome::Clarify) {
        reply.outcome = Outcome::Clarify;
    } else {
        reply.outcome = Outcome::Unknown;
        if reply.notes.is_empty() {
            reply.notes.push("I have no sourced answer for that.".to_owned());
        }
        reply.suggestions = instead(reader, chosen);
    }
    let asked = asked || reply.answers.iter().any(|a| a.confidence >= SURE_WITHOUT_ASKING);
    if !question.addressed
        && (!asked || reply.outcome != Outcome::Answered || normalise::names_somebody(&question.text))
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
