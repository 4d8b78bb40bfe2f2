//! Where an amount stands in a band, in words.

use jiff::civil::Date;

use super::citations::Citations;
use super::compose::conditions;
use super::{Amount, Answer, Kind, Line, PayRequest, format, pay};
use crate::knowledge::{Basis, Currency, Knowledge, PayBand, Per, Role};

/// Hours that make a working day, where an hourly amount meets a day rate.
const HOURS_A_DAY: f64 = 8.0;

/// The amount against the bands of the asked stages, or against all of them.
pub(super) fn offer(knowledge: &Knowledge, request: &PayRequest, amount: Amount, today: Date) -> Option<Answer> {
    if amount.currency != Currency::Usd {
        return None;
    }
    let role = knowledge.roles.get(&request.role)?;
    let request = &PayRequest { bases: bases(request, amount), ..request.clone() };
    let (amount, asked) = by_the_day(amount);
    let bands: Vec<&PayBand> = pay::bands(knowledge, request).into_iter().filter(|b| b.per == amount.per).collect();
    let shown = if request.stages.is_empty() { nearest(&bands, amount.value) } else { bands };
    let first = *shown.first()?;
    let mut citations = Citations::new(knowledge, today);
    let mut lines: Vec<Line> = shown.iter().map(|b| verdict(&mut citations, role, b, amount, &asked)).collect();
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

fn bases(request: &PayRequest, amount: Amount) -> Vec<Basis> {
    let by_contract = amount.per != Per::Year;
    let named: Vec<Basis> = request.bases.iter().copied().filter(|b| (*b == Basis::Permanent) != by_contract).collect();
    match (named.is_empty(), by_contract) {
        (false, _) => named,
        (true, true) => vec![Basis::Contract],
        (true, false) => vec![Basis::Permanent],
    }
}

/// The amount, by the day where it was given by the hour, and how it is named: a computed one with its sum.
fn by_the_day(amount: Amount) -> (Amount, String) {
    let show = |v| format::money(v, amount.currency);
    let asked = format!("{} {}", show(amount.value), format::per(amount.per));
    if amount.per != Per::Hour {
        return (amount, asked);
    }
    let value = amount.value * HOURS_A_DAY;
    let asked = format!("{asked}, computed as {} a day ({} × {HOURS_A_DAY} hours),", show(value), show(amount.value));
    (Amount { value, per: Per::Day, ..amount }, asked)
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
