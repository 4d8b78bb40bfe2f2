//! From what a question is about and what it names to what is to be answered.

use crate::answer::{Amount, Assumptions, CareerAspect, PayRequest, Request, Unsaid};
use crate::knowledge::{Basis, Currency, Knowledge, Per};
use crate::nlu::Target;
use crate::nlu::entities::Money;
use crate::nlu::target::{CareerTopic, PayTopic};

use super::blocker::Blocker;
use super::slots::Slots;

/// Below this an unmarked amount is in thousands: "they put 210 on the table".
const THOUSANDS_BELOW: f64 = 1_000.0;
/// Between these an amount without a period is a day rate.
const DAY_RATE: std::ops::Range<f64> = 300.0..10_000.0;
/// Below this an amount without a period is, on contract, a rate by the hour: "95 on W2".
const HOURS_BELOW: f64 = 200.0;

/// The requests that answer a question; none where it is not for us.
///
/// # Errors
/// What keeps it from being answered.
pub fn requests(knowledge: &Knowledge, target: &Target, slots: &Slots) -> Result<Vec<Request>, Blocker> {
    match target {
        Target::Article(id) => Ok(vec![Request::Article(id.clone())]),
        Target::Compare(id, aspect) => Ok(vec![Request::Compare(id.clone(), *aspect)]),
        Target::Work(role, cadence) => {
            let cadences = if slots.cadences.is_empty() { vec![*cadence] } else { slots.cadences.clone() };
            Ok(work(knowledge, role, cadences, slots))
        }
        Target::Career(role, topic) => Ok(vec![career(knowledge, role, *topic, slots)]),
        Target::Duty(role, stage) => {
            Ok(vec![Request::Career { role: role.clone(), stages: vec![stage.clone()], about: CareerAspect::Scope }])
        }
        Target::Pay(role, topic) => pay(knowledge, role, *topic, slots).map(|r| vec![r]),
        Target::Uncovered(id) => Err(Blocker::Subject(id.clone())),
        Target::Smalltalk(_) => Ok(Vec::new()),
    }
}

/// At the last stage the work is no longer that of an engineer: what it is stands in the stage's scope.
fn work(knowledge: &Knowledge, role: &str, cadences: Vec<crate::knowledge::Cadence>, slots: &Slots) -> Vec<Request> {
    let last = knowledge.roles.get(role).and_then(|r| r.stage.last()).map(|s| s.id.as_str());
    match slots.stages.as_slice() {
        [only] if Some(only.as_str()) == last => {
            vec![Request::Career { role: role.to_owned(), stages: slots.stages.clone(), about: CareerAspect::Scope }]
        }
        _ => cadences.into_iter().map(|c| Request::Work(role.to_owned(), c)).collect(),
    }
}

/// Where no stage is meant, what each owns or takes is told of all.
fn career(knowledge: &Knowledge, role: &str, topic: CareerTopic, slots: &Slots) -> Request {
    let known = knowledge.roles.get(role);
    let named = known.map(|r| slots.stages_of(r)).unwrap_or_default();
    let about = match topic {
        CareerTopic::Ladder => return Request::Ladder(role.to_owned()),
        CareerTopic::Years if named.is_empty() => return Request::Ladder(role.to_owned()),
        CareerTopic::Years => CareerAspect::Years,
        CareerTopic::Transition => CareerAspect::Transition,
        CareerTopic::Scope => CareerAspect::Scope,
    };
    let stages = match (about, named.len()) {
        (_, 0) => known.iter().flat_map(|r| &r.stage).map(|s| s.id.clone()).collect(),
        (CareerAspect::Transition, 2..) => highest(knowledge, role, named),
        _ => named,
    };
    Request::Career { role: role.to_owned(), stages, about }
}

/// "From mid to senior" asks for the step into the higher one.
fn highest(knowledge: &Knowledge, role: &str, stages: Vec<String>) -> Vec<String> {
    let level = |id: &String| {
        knowledge.roles.get(role).and_then(|r| r.stage.iter().find(|s| s.id == *id)).map_or(0, |s| s.level)
    };
    stages.into_iter().max_by_key(level).into_iter().collect()
}

fn pay(knowledge: &Knowledge, role: &str, topic: PayTopic, slots: &Slots) -> Result<Request, Blocker> {
    let stages = knowledge.roles.get(role).map(|r| slots.stages_of(r)).unwrap_or_default();
    let years = slots.years.filter(|_| slots.stages.is_empty());
    let bases = slots.bases.clone();
    let mut request = PayRequest { role: role.to_owned(), stages, years, bases, stage_assumed: false };
    if topic == PayTopic::Ladder {
        request.stages.clear();
    }
    if topic == PayTopic::Offer && !slots.money.is_empty() {
        return offer(knowledge, request, slots);
    }
    let contract = topic == PayTopic::Contract || request.bases.iter().any(|b| *b != Basis::Permanent);
    if contract { contract_rate(knowledge, request) } else { Ok(Request::Pay(request)) }
}

/// The amount that is meant. What it covers and in what it is counted, where that was not said, its size and the terms
/// tell.
pub fn amount(money: Money, bases: &[Basis]) -> Amount {
    let contract = bases.iter().any(|b| *b != Basis::Permanent);
    let rate = DAY_RATE.contains(&money.amount) && (contract || money.amount >= THOUSANDS_BELOW);
    let per = money.per.unwrap_or(match rate {
        true => Per::Day,
        false if contract && money.amount < HOURS_BELOW => Per::Hour,
        false => Per::Year,
    });
    // "150 a year" leaves out the thousands too.
    let thousands = per == Per::Year && money.amount < THOUSANDS_BELOW;
    let value = if thousands { money.amount * 1_000.0 } else { money.amount };
    let currency = money.currency.unwrap_or(Currency::Usd);
    let unsaid = Unsaid { thousands, currency: money.currency.is_none(), per: money.per.is_none() };
    Amount { value, per, currency, unsaid }
}

/// What is assumed of the time that a rate covers: as it was said, else as usual.
pub(super) fn assumed(slots: &Slots) -> Assumptions {
    let usual = Assumptions::default();
    Assumptions { hours: slots.hours.unwrap_or(usual.hours), days: slots.days.unwrap_or(usual.days), ..usual }
}

/// One amount against a band of its kind; several, and rates for which none is known, by the year.
fn offer(knowledge: &Knowledge, mut request: PayRequest, slots: &Slots) -> Result<Request, Blocker> {
    let amounts: Vec<Amount> = slots.money.iter().map(|money| amount(*money, &request.bases)).collect();
    let assumed = assumed(slots);
    let only = match amounts.as_slice() {
        [only] if assumed == Assumptions::default() && !(slots.by_the_year && only.is_rate(&request.bases)) => *only,
        _ => return Ok(Request::Annual(request, amounts, assumed)),
    };
    if !only.is_rate(&request.bases) {
        request.bases.retain(|b| *b == Basis::Permanent);
        return Ok(Request::Offer(request, only));
    }
    match contract_rate(knowledge, request.clone()) {
        Ok(Request::Pay(request)) => Ok(Request::Offer(request, only)),
        // No source has a rate for the stage: what it comes to in a year, against the permanent band.
        Err(Blocker::NoBand) => Ok(Request::Annual(request, amounts, assumed)),
        other => other,
    }
}

/// Contract rates are known for some stages only; without a stage, those are given.
fn contract_rate(knowledge: &Knowledge, mut request: PayRequest) -> Result<Request, Blocker> {
    let split = request.bases.iter().any(|b| matches!(b, Basis::W2 | Basis::C2c));
    if split {
        request.bases.retain(|b| *b != Basis::Contract);
    } else if !request.bases.contains(&Basis::Contract) {
        request.bases.push(Basis::Contract);
    }
    let bands = knowledge.pay.get(&request.role).map(|s| s.bands.as_slice()).unwrap_or_default();
    let rated: Vec<String> = bands.iter().filter(|b| b.basis != Basis::Permanent).map(|b| b.stage.clone()).collect();
    if request.stages.is_empty() {
        request.stages = rated.into_iter().take(1).collect();
        request.stage_assumed = true;
    } else if request.years.is_some() {
        request.stages.retain(|s| rated.contains(s));
    }
    let all_rated = bands.iter().any(|b| request.stages.contains(&b.stage) && b.basis != Basis::Permanent);
    if all_rated { Ok(Request::Pay(request)) } else { Err(Blocker::NoBand) }
}
