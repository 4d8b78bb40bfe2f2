//! Where an amount stands in a band, in words.

use jiff::civil::Date;

use super::amount;
use super::annual::{DAYS_A_WEEK, MONTHS, WEEKS};
use super::citations::Citations;
use super::compose::conditions;
use super::{Amount, Answer, Assumptions, EvidenceRequest, Kind, Line, PayRequest, evidence, format, pay};
use crate::knowledge::{Basis, Currency, Knowledge, PayBand, Per, Role};

/// The amount against the bands of the asked stages, or against all of them.
pub(super) fn offer(knowledge: &Knowledge, request: &PayRequest, amount: Amount, today: Date) -> Option<Answer> {
    if amount.currency != Currency::Usd {
        return None;
    }
    let role = knowledge.roles.get(&request.role)?;
    let (asked, bases) = (asked(amount, &request.bases), bases(amount, &request.bases));
    let request = &PayRequest { bases, ..request.clone() };
    let bands: Vec<&PayBand> =
        pay::bands(knowledge, request).into_iter().filter(|b| b.per == asked.amount.per).collect();
    let shown = if request.stages.is_empty() { nearest(&bands, asked.amount.value) } else { bands };
    let first = *shown.first()?;
    let mut citations = Citations::new(knowledge, today);
    let mut lines: Vec<Line> =
        shown.iter().map(|b| verdict(&mut citations, role, b, asked.amount, &asked.name)).collect();
    lines.extend(share_below(knowledge, request, asked.amount, &mut citations));
    let remarks = request.stage_assumed.then(|| stage_assumed(first)).into_iter().chain(amount::taken(&[amount]));
    lines.extend(remarks.map(|text| citations.line(text, [])));
    let headline = lines.remove(0);
    Some(Answer {
        entry: first.entry(),
        kind: Kind::Offer,
        confidence: 1.0,
        headline,
        body: lines,
        conditions: format!(
            "{} · {}",
            format::capitalised(format::basis(first.basis)),
            conditions(&first.region, first.as_of, today)
        ),
        citations: citations.finish(),
        suggestions: vec![format!("What does each stage of the {} ladder pay?", role.name)],
        request: None,
    })
}

/// Where a salary stands among the records of one stage.
fn share_below(
    knowledge: &Knowledge,
    request: &PayRequest,
    salary: Amount,
    citations: &mut Citations<'_>,
) -> Option<Line> {
    let [stage] = request.stages.as_slice() else { return None };
    let (subjects, stage) = (vec![request.role.clone()], Some(stage.clone()));
    let records = EvidenceRequest { subjects, stage, ..EvidenceRequest::default() };
    (salary.per == Per::Year).then(|| evidence::offer::share_below(knowledge, &records, salary.value, citations))?
}

fn stage_assumed(band: &PayBand) -> String {
    format!("No stage was named; the {} one is taken, for which there is a rate.", band.stage)
}

/// The terms on which an amount of its kind is paid, as far as they were named.
fn bases(amount: Amount, named: &[Basis]) -> Vec<Basis> {
    let by_contract = amount.is_rate(named);
    let fitting: Vec<Basis> = named.iter().copied().filter(|b| (*b != Basis::Permanent) == by_contract).collect();
    match (fitting.is_empty(), by_contract) {
        (false, _) => fitting,
        (true, true) => vec![Basis::Contract],
        (true, false) => vec![Basis::Permanent],
    }
}

/// An amount as it is held against a band: a rate by the day, a salary by the year.
pub(super) fn comparable(amount: Amount, bases: &[Basis]) -> Amount {
    asked(amount, bases).amount
}

/// An amount that can be held against a band.
struct Asked {
    amount: Amount,
    /// A computed one with its sum.
    name: String,
}

/// A rate by the day, a salary by the year.
fn asked(amount: Amount, bases: &[Basis]) -> Asked {
    let Assumptions { hours, days, .. } = Assumptions::default();
    let (per, value, sum) = match (amount.is_rate(bases), amount.per) {
        (_, Per::Year | Per::Day) => return Asked { amount, name: amount.shown() },
        (_, Per::Hour) => (Per::Day, amount.value * hours, format!("× {hours} hours")),
        (true, Per::Week) => (Per::Day, amount.value / DAYS_A_WEEK, format!("÷ {DAYS_A_WEEK} days")),
        (true, Per::Month) => {
            (Per::Day, (amount.value * MONTHS / days).round(), format!("× {MONTHS} months ÷ {days} days"))
        }
        (false, Per::Week) => (Per::Year, amount.value * WEEKS, format!("× {WEEKS} weeks")),
        (false, Per::Month) => (Per::Year, amount.value * MONTHS, format!("× {MONTHS} months")),
    };
    let computed = Amount { value, per, ..amount };
    let one = format::cents(amount.value, amount.currency);
    let name = format!("{}, computed as {} ({one} {sum}),", amount.shown(), computed.shown());
    Asked { amount: computed, name }
}

/// The bands that hold the amount; else the one that comes nearest.
pub(super) fn nearest<'a>(bands: &[&'a PayBand], value: f64) -> Vec<&'a PayBand> {
    let holding: Vec<&PayBand> = bands.iter().copied().filter(|b| b.label.is_none() && holds(b, value)).collect();
    if !holding.is_empty() {
        return holding;
    }
    let distance = |b: &&&PayBand| (f64::from(b.low) - value).max(value - f64::from(b.high)) as i64;
    bands.iter().min_by_key(distance).map(|b| vec![*b]).unwrap_or_default()
}

fn holds(band: &PayBand, value: f64) -> bool {
    value >= f64::from(band.low) && (value <= f64::from(band.high) || band.open_ended)
}

pub(super) fn verdict(citations: &mut Citations<'_>, role: &Role, band: &PayBand, amount: Amount, asked: &str) -> Line {
    let label = band.label.as_ref().map(|l| format!(" ({l})")).unwrap_or_default();
    let text = format!(
        "{asked} is {} the band of {}{label}, {} {}.",
        position(band, amount.value),
        format::with_article(&format::at_stage(role, &band.stage)),
        format::band(band),
        format::per(band.per)
    );
    citations.line(text, &band.sources)
}

/// "in the lower half of", "$20K ($145K − $125K) below".
fn position(band: &PayBand, value: f64) -> String {
    let (low, high) = (f64::from(band.low), f64::from(band.high));
    let share = (value - low) / (high - low).max(1.0);
    let show = |amount| format::money(amount, band.currency);
    match share {
        s if s < 0.0 => format!("{} ({} − {}) below", show(low - value), show(low), show(value)),
        s if s > 1.0 && band.open_ended => format!("beyond the top that is printed, {}, of", show(high)),
        s if s > 1.0 => format!("{} ({} − {}) above", show(value - high), show(value), show(high)),
        s if s < 0.15 => "near the bottom of".to_owned(),
        s if s < 0.4 => "in the lower half of".to_owned(),
        s if s <= 0.6 => "around the middle of".to_owned(),
        s if s <= 0.85 => "in the upper half of".to_owned(),
        _ => "near the top of".to_owned(),
    }
}
