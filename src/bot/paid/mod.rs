//! The seam to the evidence: pay that the guide does not cover is asked of records and official statistics.
//!
//! It takes a question only where somebody other than our own role is named, money is spoken of, and nothing is named that
//! neither records nor statistics can tell apart: a town, a state, an employer, contract terms.

mod amounts;
mod asking;
mod narrowed;
mod outlook;
mod subjects;

use crate::answer::{self, EvidenceRequest, Request, compose};
use crate::evidence::files::Visibility;
use crate::knowledge::{Basis, Knowledge};
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
use narrowed::Narrowed;
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

/// What is asked of the evidence.
pub(super) struct Found {
    /// What it answers.
    pub requests: Vec<Request>,
    /// What is said of the rest, where it is too thin for that.
    pub lacking: Vec<String>,
}

/// What the evidence answers, and what is said where it is too thin; nothing where the question is not for it.
pub(super) fn look_up(reader: &Reader<'_>, question: &Question, read: &Read, before: Option<&Turn>) -> Option<Found> {
    let reading = &read.reading;
    let knowledge = reader.knowledge;
    let of_outlook = outlook::asked(reading).map(|asked| (asked, outlook::subjects(knowledge, reading)));
    let of_outlook = of_outlook.filter(|(_, subjects)| !subjects.is_empty() && subjects.iter().all(|s| s.id != OURS));
    let fragment = question.addressed
        && (is_bare(reading)
            || is_offer(reading)
            || of_outlook.is_some()
            || subjects::is_occupation_alone(knowledge, reading));
    let asks = read.asks || is_query(reading) || fragment;
    if !asks || names_what_nobody_counts(knowledge, reading) {
        return None;
    }
    let mut scopes = narrowed::scopes(knowledge, reading)?;
    if let Some(requests) = follow_up(reading, before, &scopes) {
        return settled(knowledge, question, requests);
    }
    if let Some((outlook, subjects)) = &of_outlook {
        let of = |subject: &Named| requests_of(knowledge, reading, std::slice::from_ref(subject), &scopes);
        let asked = subjects.iter().flat_map(of).map(|r| EvidenceRequest { outlook: Some(*outlook), ..r });
        return settled(knowledge, question, asked.collect());
    }
    if !is_about_pay(reading, before) {
        return None;
    }
    let subjects = subjects::named(knowledge, reading);
    let ours = subjects.iter().any(|s| s.id == OURS);
    if subjects.iter().all(|s| s.id == OURS) {
        let foreign = scopes.iter().find_map(|scope| scope.country.as_deref().filter(|c| *c != "US"));
        return match foreign {
            Some(country) => abroad(knowledge, reading, country.to_owned()).map(Found::lack),
            None if ours && asking::is_official(reading) => {
                scopes.truncate(1);
                settled(knowledge, question, requests_of(knowledge, reading, &subjects, &scopes))
            }
            None => None,
        };
    }
    // In a long story beside our own role, other titles are where somebody comes from.
    if !is_open(reading, &subjects) || (ours && reading.analysis.tokens.len() > LONGEST_COMPARISON) {
        return None;
    }
    if let Some(word) = amounts::unread(reading) {
        return Some(Found::lack(format!("I cannot read an amount in {word}, and I convert nothing.")));
    }
    settled(knowledge, question, requests_of(knowledge, reading, &subjects, &scopes))
}

impl Found {
    fn lack(said: String) -> Found {
        Found { requests: Vec::new(), lacking: vec![said] }
    }
}

/// What can be answered, and what is lacking of the rest; nothing where neither can be said.
fn settled(knowledge: &Knowledge, question: &Question, requests: Vec<EvidenceRequest>) -> Option<Found> {
    let mut found = Found { requests: Vec::new(), lacking: Vec::new() };
    for request in requests {
        let wrapped = Request::Evidence(request.clone());
        if compose(knowledge, &wrapped, question.today).is_some() {
            found.requests.push(wrapped);
        } else {
            found.lacking.extend(answer::lack(knowledge, &request));
        }
    }
    (!found.requests.is_empty() || !found.lacking.is_empty()).then_some(found)
}

/// Towns, states, employers and contract terms are in no data set.
fn names_what_nobody_counts(knowledge: &Knowledge, reading: &Reading) -> bool {
    let entities = &reading.analysis.entities;
    let contract = reading.slots.bases.iter().any(|b| *b != Basis::Permanent) && entities.money.is_empty();
    let elsewhere = matches!(reading.blocker, Some(Blocker::Company(_) | Blocker::Language));
    // What people of a country are paid in pounds the records tell in dollars, and name the currency.
    let abroad = entities.places.iter().any(|p| !p.in_us) || narrowed::by_currency(knowledge, reading).is_some();
    let currency = entities.foreign_currency.is_some() || matches!(reading.blocker, Some(Blocker::Currency(_)));
    contract || elsewhere || !entities.companies.is_empty() || (currency && !abroad)
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
        _ if !ours && (plain || is_query(reading) || is_offer(reading)) => true,
        Some(Target::Uncovered(id)) => OPEN.contains(&id.as_str()),
        Some(Target::Pay(..)) => titled || (ours && subjects.len() > 1 && holds_against(reading)),
        Some(Target::Compare(..)) => speaks_of_pay(reading),
        Some(Target::Article(_) | Target::Work(..) | Target::Career(..) | Target::Duty(..)) => {
            !ours && (is_bare(reading) || (titled && Talk::of(&reading.analysis) == Talk::OfMoney))
        }
        _ => false,
    }
}

fn requests_of(
    knowledge: &Knowledge,
    reading: &Reading,
    subjects: &[Named],
    scopes: &[Narrowed],
) -> Vec<EvidenceRequest> {
    let slots = &reading.slots;
    let several = subjects.len() > 1;
    let of = |scope: &Narrowed| EvidenceRequest {
        subjects: subjects.iter().map(|s| s.id.clone()).collect(),
        stage: slots.stages.first().cloned(),
        years: slots.years,
        country: scope.country.clone(),
        year: scope.year,
        remote: remote(reading),
        official: asking::is_official(reading),
        amounts: if several { Vec::new() } else { amounts::named(knowledge, reading, scope.country.as_deref()) },
        assumed: request::assumed(slots),
        bases: slots.bases.clone(),
        audience: Visibility::Public,
        outlook: None,
    };
    scopes.iter().map(of).collect()
}

fn remote(reading: &Reading) -> Option<u8> {
    let remote = word(reading, &["remote", "remotely"]);
    let on_site = word(reading, &["onsite", "on-site"]);
    remote.then_some(100).or(on_site.then_some(0))
}

/// "And senior?", "in Germany?" after an answer from the evidence.
fn follow_up(reading: &Reading, before: Option<&Turn>, scopes: &[Narrowed]) -> Option<Vec<EvidenceRequest>> {
    let Some(Request::Evidence(last)) = &before?.request else { return None };
    let bare = reading.analysis.entities.roles.is_empty() && reading.follows && only_values(&reading.analysis);
    if !bare || reading.asks_source {
        return None;
    }
    let own = super::slots::Slots::of(&reading.analysis);
    let mut next = EvidenceRequest { amounts: Vec::new(), ..last.clone() };
    if let Some(stage) = own.stages.first() {
        next.stage = Some(stage.clone());
        next.years = None;
    } else if own.years.is_some() {
        next.stage = None;
        next.years = own.years;
    }
    let at = |scope: &Narrowed| EvidenceRequest {
        country: scope.country.clone().or_else(|| next.country.clone()),
        year: scope.year.or(next.year),
        ..next.clone()
    };
    let all: Vec<EvidenceRequest> = scopes.iter().map(at).collect();
    (all != std::slice::from_ref(last)).then_some(all)
}

/// Our own role in another country: how few records there are.
fn abroad(knowledge: &Knowledge, reading: &Reading, country: String) -> Option<String> {
    let here_too = reading.analysis.entities.places.iter().any(|p| p.whole_us);
    let asked = match &reading.target {
        _ if here_too => false,
        Some(Target::Pay(role, _)) => role == OURS,
        Some(Target::Uncovered(id)) => OPEN.contains(&id.as_str()),
        _ => false,
    };
    let request =
        EvidenceRequest { subjects: vec![OURS.to_owned()], country: Some(country), ..EvidenceRequest::default() };
    let few = answer::lack(knowledge, &request)?;
    asked.then(|| format!("{few} What I have is for the United States as a whole."))
}
