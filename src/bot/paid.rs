//! The seam to the evidence: pay that the guide does not cover is asked of records and official statistics.
//!
//! It takes a question only where somebody other than our own role is named, money is spoken of, and nothing is named that
//! neither records nor statistics can tell apart: a town, a state, an employer, contract terms.

use crate::answer::{self, Amount, EvidenceRequest, Request, compose};
use crate::evidence::Subject;
use crate::evidence::files::Visibility;
use crate::knowledge::gazetteer::PlaceKind;
use crate::knowledge::{Basis, Currency, Knowledge, Per};
use crate::nlu::Target;
use crate::nlu::function_words::is_function_word;

use super::blocker::{Blocker, is_origin};
use super::dialogue::Turn;
use super::follow_up::only_values;
use super::message::Read;
use super::money::Talk;
use super::question::Question;
use super::reading::{Reader, Reading};
use super::request;

/// The role that the guide is about.
const OURS: &str = "mlops-engineer";
/// A fragment that is put to us may have so many words.
const LONGEST_FRAGMENT: usize = 14;
/// A question that holds two roles against each other has so many words at most.
const LONGEST_COMPARISON: usize = 30;
/// Roles that are held against each other, at most.
const MOST_SIDES: usize = 2;
/// Subjects without a source of their own that evidence can answer.
const OPEN: [&str; 4] = [
    "uncovered/other-role-pay",
    "uncovered/pay-outside-us",
    "uncovered/other-role-comparison",
    "uncovered/manager-pay",
];

/// What to answer from the evidence, or what is said where it is too thin; nothing where the question is not for it.
pub(super) fn look_up(
    reader: &Reader<'_>,
    question: &Question,
    read: &Read,
    before: Option<&Turn>,
) -> Option<Result<Request, String>> {
    let reading = &read.reading;
    let knowledge = reader.knowledge;
    let asks = read.asks || is_query(reading) || (question.addressed && is_bare(reading));
    if !asks || names_what_nobody_counts(reading) {
        return None;
    }
    if let Some(request) = follow_up(knowledge, reading, before) {
        return settled(knowledge, question, request);
    }
    let country = country(knowledge, reading)?;
    if !is_about_pay(reading, before) {
        return None;
    }
    let subjects = subjects(knowledge, reading);
    let others = subjects.iter().any(|s| s != OURS);
    if !others {
        return country.filter(|c| c != "US").and_then(|country| abroad(knowledge, reading, country)).map(Err);
    }
    if !is_open(reading, &subjects) {
        return None;
    }
    // In a long story beside our own role, other titles are where somebody comes from.
    if subjects.iter().any(|s| s == OURS) && reading.analysis.tokens.len() > LONGEST_COMPARISON {
        return None;
    }
    settled(knowledge, question, request_of(reading, subjects, country))
}

fn settled(knowledge: &Knowledge, question: &Question, request: EvidenceRequest) -> Option<Result<Request, String>> {
    let wrapped = Request::Evidence(request.clone());
    if compose(knowledge, &wrapped, question.today).is_some() {
        return Some(Ok(wrapped));
    }
    answer::lack(knowledge, &request).map(Err)
}

/// Towns, states, employers and contract terms are in no data set.
fn names_what_nobody_counts(reading: &Reading) -> bool {
    let entities = &reading.analysis.entities;
    let contract = reading.slots.bases.iter().any(|b| *b != Basis::Permanent) && entities.money.is_empty();
    let elsewhere = matches!(reading.blocker, Some(Blocker::Company(_) | Blocker::Currency(_) | Blocker::Language));
    contract || elsewhere || !entities.companies.is_empty() || entities.foreign_currency.is_some()
}

/// The country that is named; the outer `None` where a place is named that is none.
fn country(knowledge: &Knowledge, reading: &Reading) -> Option<Option<String>> {
    let entities = &reading.analysis.entities;
    let mut found = None;
    for place in &entities.places {
        let words: Vec<&str> =
            reading.analysis.tokens.get(place.span.clone())?.iter().map(|t| t.word.as_str()).collect();
        let known = knowledge.gazetteer.places.get(&words.join(" "))?;
        if known.kind != PlaceKind::Country {
            return None;
        }
        found = Some(known.country.clone());
    }
    // A place that the rest of the message names counts too.
    match (&found, &reading.blocker) {
        (None, Some(Blocker::Place(_))) => None,
        _ => Some(found),
    }
}

/// A role by name and a word for pay leave little doubt.
pub(super) const SURE: f32 = 0.93;

/// Whose pay is asked for, in order, our own role included.
fn subjects(knowledge: &Knowledge, reading: &Reading) -> Vec<String> {
    // Our own role needs no look into the data, which are decoded at the first one.
    let meant = reading.analysis.entities.roles.iter().filter(|role| !is_origin(&reading.analysis, role));
    let named = meant.filter_map(|role| match role.id.as_deref() {
        Some(OURS) => Some(OURS),
        Some(id) => knowledge.evidence.subject_by_id(id).map(|s| s.id.as_str()),
        None => knowledge.evidence.subject(&role.name).map(|s| s.id.as_str()),
    });
    let around = match &reading.blocker {
        Some(Blocker::Title(title)) => knowledge.evidence.subject(title).map(|s| s.id.as_str()),
        _ => None,
    };
    let mut all: Vec<&str> = named.chain(around).collect();
    if all.is_empty() {
        all.extend(occupation(knowledge, reading).map(|s| s.id.as_str()));
    }
    let mut out: Vec<String> = Vec::new();
    for id in all {
        if !out.iter().any(|known| known == id) {
            out.push(id.to_owned());
        }
    }
    out.truncate(MOST_SIDES);
    out
}

/// An occupation that no list of job titles has: "what do actuaries earn".
fn occupation<'k>(knowledge: &'k Knowledge, reading: &Reading) -> Option<&'k Subject> {
    if !matches!(&reading.target, Some(Target::Uncovered(id)) if id == OPEN[0]) || !word(reading, &PAY_WORDS) {
        return None;
    }
    let words: Vec<&str> = reading.analysis.tokens.iter().map(|t| t.word.as_str()).collect();
    let runs = (1..=3).rev().flat_map(|length| words.windows(length));
    let mut named = runs.filter_map(|run| knowledge.evidence.subject(&run.join(" ")));
    named.find(|subject| subject.title.is_none())
}

/// Key words typed as into a search box: "data engineer salary us".
fn is_query(reading: &Reading) -> bool {
    const BESIDE: [&str; 12] =
        ["median", "average", "avg", "official", "range", "remote", "please", "pls", "bls", "wage", "good", "fair"];
    let analysis = &reading.analysis;
    let plain = |(i, word): (usize, &str)| {
        let known = PAY_WORDS.contains(&word) || BESIDE.contains(&word) || is_function_word(word);
        known || analysis.entities.classes.get(i).is_some_and(Option::is_some)
    };
    let words = || analysis.tokens.iter().map(|t| t.word.as_str());
    word(reading, &PAY_WORDS) && analysis.tokens.len() <= LONGEST_FRAGMENT && words().enumerate().all(plain)
}

fn is_about_pay(reading: &Reading, before: Option<&Turn>) -> bool {
    let goes_on = reading.follows && before.is_some_and(|turn| matches!(turn.target, Target::Pay(..)));
    match Talk::of(&reading.analysis) {
        Talk::OfMoney => true,
        Talk::Perhaps => !compares(reading),
        Talk::NotOfMoney => goes_on || is_bare(reading),
    }
}

/// Whether two roles are held against each other, by their work as well as by their pay.
fn compares(reading: &Reading) -> bool {
    match &reading.target {
        Some(Target::Compare(..)) => true,
        Some(Target::Uncovered(id)) => id == "uncovered/other-role-comparison",
        _ => false,
    }
}

/// "ml engineer 5 yoe": nothing but a role with a stage or years.
fn is_bare(reading: &Reading) -> bool {
    let analysis = &reading.analysis;
    let narrowed = !analysis.entities.stages.is_empty() || !analysis.entities.years.is_empty();
    let plain = |(i, word): (usize, &str)| {
        let counted = matches!(word, "experience" | "exp" | "xp");
        counted || analysis.entities.classes.get(i).is_some_and(Option::is_some) || is_function_word(word)
    };
    let words = analysis.tokens.iter().map(|t| t.word.as_str());
    narrowed && analysis.tokens.len() <= LONGEST_FRAGMENT && words.enumerate().all(plain)
}

/// Whether what was found leaves the question open: another title stands in its way, or there is no source for it, or
/// two roles are held against each other by their pay.
fn is_open(reading: &Reading, subjects: &[String]) -> bool {
    let ours = subjects.iter().any(|s| s == OURS);
    let titled = matches!(reading.blocker, Some(Blocker::Title(_)));
    match &reading.target {
        // Nothing but a role and words for pay.
        Some(_) if !ours && is_query(reading) => true,
        Some(Target::Uncovered(id)) => OPEN.contains(&id.as_str()),
        Some(Target::Pay(..)) => titled || (ours && subjects.len() > 1 && holds_against(reading)),
        Some(Target::Compare(..)) => word(reading, &PAY_WORDS),
        Some(Target::Article(_) | Target::Work(..) | Target::Career(..) | Target::Duty(..)) => {
            !ours && (is_bare(reading) || (titled && Talk::of(&reading.analysis) == Talk::OfMoney))
        }
        _ => false,
    }
}

/// Words that speak of pay and of nothing else.
const PAY_WORDS: [&str; 11] =
    ["pay", "pays", "paid", "salary", "salaries", "earn", "earns", "earning", "comp", "compensation", "wages"];

fn holds_against(reading: &Reading) -> bool {
    word(reading, &["vs", "versus", "than", "or", "compared", "against"]) && word(reading, &PAY_WORDS)
}

fn request_of(reading: &Reading, subjects: Vec<String>, country: Option<String>) -> EvidenceRequest {
    let slots = &reading.slots;
    let several = subjects.len() > 1;
    EvidenceRequest {
        subjects,
        stage: slots.stages.first().cloned(),
        years: slots.years,
        country,
        year: year(reading),
        remote: remote(reading),
        official: word(reading, &["official", "officially", "government", "bls", "statistics"]),
        amount: amount(reading).filter(|_| !several),
        audience: Visibility::Public,
    }
}

fn word(reading: &Reading, any: &[&str]) -> bool {
    reading.analysis.tokens.iter().any(|t| any.contains(&t.word.as_str()))
}

fn year(reading: &Reading) -> Option<u16> {
    let years = reading.analysis.tokens.iter().filter_map(|t| t.word.parse::<u16>().ok());
    years.into_iter().find(|year| (2020..=2039).contains(year))
}

fn remote(reading: &Reading) -> Option<u8> {
    let remote = word(reading, &["remote", "remotely"]);
    let on_site = word(reading, &["onsite", "on-site"]);
    remote.then_some(100).or(on_site.then_some(0))
}

/// An amount that somebody holds against the pay.
fn amount(reading: &Reading) -> Option<Amount> {
    let money = reading.slots.money?;
    let is_year = money.per.is_none() && !money.marked && (2000.0..2100.0).contains(&money.amount);
    let asks = money.marked || reading.analysis.entities.has("fair") || reading.analysis.entities.has("offer");
    let amount = request::amount(money, &reading.slots.bases, crate::nlu::target::PayTopic::Offer);
    (!is_year && asks && amount.currency == Currency::Usd && amount.value > 0.0 && amount.per != Per::Day
        || money.per.is_some())
    .then_some(amount)
}

/// "And senior?", "in Germany?" after an answer from the evidence.
fn follow_up(knowledge: &Knowledge, reading: &Reading, before: Option<&Turn>) -> Option<EvidenceRequest> {
    let Some(Request::Evidence(last)) = &before?.request else { return None };
    let bare = reading.analysis.entities.roles.is_empty() && reading.follows && only_values(&reading.analysis);
    if !bare || reading.asks_source {
        return None;
    }
    let country = country(knowledge, reading)?;
    let own = super::slots::Slots::of(&reading.analysis.entities);
    let mut next = EvidenceRequest { amount: None, ..last.clone() };
    if let Some(stage) = own.stages.first() {
        next.stage = Some(stage.clone());
        next.years = None;
    } else if own.years.is_some() {
        next.stage = None;
        next.years = own.years;
    }
    next.country = country.or(next.country);
    next.year = year(reading).or(next.year);
    (next != *last).then_some(next)
}

/// Our own role in another country: how few records there are.
fn abroad(knowledge: &Knowledge, reading: &Reading, country: String) -> Option<String> {
    let here_too = reading.analysis.entities.places.iter().any(|p| p.whole_us);
    let asked = match &reading.target {
        _ if here_too => false,
        Some(Target::Pay(role, _)) => role == OURS,
        Some(Target::Uncovered(id)) => id == "uncovered/pay-outside-us",
        _ => false,
    };
    let request =
        EvidenceRequest { subjects: vec![OURS.to_owned()], country: Some(country), ..EvidenceRequest::default() };
    let few = answer::lack(knowledge, &request)?;
    asked.then(|| format!("{few} What I have is for the United States as a whole."))
}
