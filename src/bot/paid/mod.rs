//! The seam to the evidence: pay that the guide does not cover is asked of records and official statistics.
//!
//! It takes a question only where somebody other than our own role is named, money is spoken of, and nothing is named that
//! neither records nor statistics can tell apart: a town, a state, an employer, contract terms.

mod asking;
mod subjects;

use crate::answer::{self, Amount, EvidenceRequest, Request, compose};
use crate::evidence::files::Visibility;
use crate::knowledge::gazetteer::PlaceKind;
use crate::knowledge::{Basis, Currency, Knowledge, Per};
use crate::nlu::Target;

use super::OURS;
use super::blocker::Blocker;
use super::dialogue::Turn;
use super::follow_up::only_values;
use super::message::Read;
use super::money::Talk;
use super::question::Question;
use super::reading::{Reader, Reading};
use super::request;
use asking::{holds_against, is_about_pay, is_bare, is_offer, is_plain, is_query, speaks_of_pay, word};
use subjects::Named;

/// A question that holds two roles against each other has so many words at most.
const LONGEST_COMPARISON: usize = 30;
/// Subjects without a source of their own that evidence can answer.
const OPEN: [&str; 5] = [
    "uncovered/other-role-pay",
    "uncovered/pay-outside-us",
    "uncovered/other-role-comparison",
    "uncovered/manager-pay",
    "uncovered/market-outside-us",
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
    let fragment = question.addressed
        && (is_bare(reading) || is_offer(reading) || subjects::is_occupation_alone(knowledge, reading));
    let asks = read.asks || is_query(reading) || fragment;
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
    let subjects = subjects::named(knowledge, reading);
    let ours = subjects.iter().any(|s| s.id == OURS);
    if subjects.iter().all(|s| s.id == OURS) {
        return match country.filter(|c| c != "US") {
            Some(country) => abroad(knowledge, reading, country).map(Err),
            None if ours && is_official(reading) => settled(knowledge, question, request_of(reading, &subjects, None)),
            None => None,
        };
    }
    // In a long story beside our own role, other titles are where somebody comes from.
    if !is_open(reading, &subjects) || (ours && reading.analysis.tokens.len() > LONGEST_COMPARISON) {
        return None;
    }
    settled(knowledge, question, request_of(reading, &subjects, country))
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
    let elsewhere = matches!(reading.blocker, Some(Blocker::Company(_) | Blocker::Language));
    // What people of a country are paid in pounds the records tell in dollars, and name the currency.
    let abroad = entities.places.iter().any(|p| !p.in_us);
    let currency = entities.foreign_currency.is_some() || matches!(reading.blocker, Some(Blocker::Currency(_)));
    contract || elsewhere || !entities.companies.is_empty() || (currency && !abroad)
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

/// Whether what was found leaves the question open: another title stands in its way, or there is no source for it, or
/// two roles are held against each other by their pay.
fn is_open(reading: &Reading, subjects: &[Named]) -> bool {
    let ours = subjects.iter().any(|s| s.id == OURS);
    let titled = matches!(reading.blocker, Some(Blocker::Title(_)));
    let cues = &reading.analysis.entities.uncovered;
    let plain = cues.iter().all(|id| OPEN.contains(&id.as_str()))
        && subjects.iter().any(|s| is_plain(&reading.analysis, &s.span));
    match &reading.target {
        // Nothing but a role and words for pay, or pay asked of just that role.
        _ if !ours && (plain || is_query(reading)) => true,
        Some(Target::Uncovered(id)) => OPEN.contains(&id.as_str()),
        Some(Target::Pay(..)) => titled || (ours && subjects.len() > 1 && holds_against(reading)),
        Some(Target::Compare(..)) => speaks_of_pay(reading),
        Some(Target::Article(_) | Target::Work(..) | Target::Career(..) | Target::Duty(..)) => {
            !ours && (is_bare(reading) || (titled && Talk::of(&reading.analysis) == Talk::OfMoney))
        }
        _ => false,
    }
}

fn request_of(reading: &Reading, subjects: &[Named], country: Option<String>) -> EvidenceRequest {
    let slots = &reading.slots;
    let several = subjects.len() > 1;
    EvidenceRequest {
        subjects: subjects.iter().map(|s| s.id.clone()).collect(),
        stage: slots.stages.first().cloned(),
        years: slots.years,
        country,
        year: year(reading),
        remote: remote(reading),
        official: is_official(reading),
        amounts: if several { Vec::new() } else { amounts(reading) },
        assumed: request::assumed(slots),
        bases: slots.bases.clone(),
        audience: Visibility::Public,
    }
}

fn is_official(reading: &Reading) -> bool {
    word(reading, &["official", "officially", "government", "bls", "statistics"])
}

fn year(reading: &Reading) -> Option<u16> {
    reading.analysis.tokens.iter().find_map(|t| asking::year(&t.word))
}

fn remote(reading: &Reading) -> Option<u8> {
    let remote = word(reading, &["remote", "remotely"]);
    let on_site = word(reading, &["onsite", "on-site"]);
    remote.then_some(100).or(on_site.then_some(0))
}

/// The amounts that somebody holds against the pay.
fn amounts(reading: &Reading) -> Vec<Amount> {
    let asks = ["fair", "offer"].iter().any(|concept| reading.analysis.entities.has(concept));
    let held = reading.slots.money.iter().filter(|money| {
        let is_year = money.per.is_none() && !money.marked && (2000.0..2100.0).contains(&money.amount);
        let amount = request::amount(**money, &reading.slots.bases);
        let plain = !is_year && (money.marked || asks) && amount.per != Per::Day;
        money.per.is_some() || plain && amount.currency == Currency::Usd && amount.value > 0.0
    });
    held.map(|money| request::amount(*money, &reading.slots.bases)).collect()
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
    let mut next = EvidenceRequest { amounts: Vec::new(), ..last.clone() };
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
