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
    let (amount, sum) = by_the_day(amount);
    let bands: Vec<&PayBand> = pay::bands(knowledge, request).into_iter().filter(|b| b.per == amount.per).collect();
    let shown = if request.stages.is_empty() { nearest(&bands, amount.value) } else { bands };
    let first = *shown.first()?;
    let mut citations = Citations::new(knowledge, today);
    let mut lines: Vec<Line> = shown.iter().map(|b| verdict(&mut citations, role, b, amount)).collect();
    lines.extend(sum.map(|text| Line { text, ..Line::default() }));
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

/// An hourly amount as a day rate, with the sum that made it.
fn by_the_day(amount: Amount) -> (Amount, Option<String>) {
    if amount.per != Per::Hour {
        return (amount, None);
    }
    let value = amount.value * HOURS_A_DAY;
    let show = |v| format::money(v, amount.currency);
    let text = format!("Computed: {} an hour × {HOURS_A_DAY} hours = {} a day.", show(amount.value), show(value));
    (Amount { value, per: Per::Day, ..amount }, Some(text))
}

/// The bands that hold the amount; else the one that comes nearest.
fn nearest<'a>(bands: &[&'a PayBand], value: f64) -> Vec<&'a PayBand> {
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

fn verdict(citations: &mut Citations<'_>, role: &Role, band: &PayBand, amount: Amount) -> Line {
    let label = band.label.as_ref().map(|l| format!(" ({l})")).unwrap_or_default();
    let text = format!(
        "{} {} is {} the band of {} {}{label}, {} {}.",
        format::money(amount.value, amount.currency),
        format::per(amount.per),
        position(band, amount.value),
        format::with_article(&band.stage),
        role.name,
        format::band(band),
        format::per(band.per)
    );
    citations.line(text, &band.sources)
}

/// "in the lower half of", "$20K below".
fn position(band: &PayBand, value: f64) -> String {
    let (low, high) = (f64::from(band.low), f64::from(band.high));
    let share = (value - low) / (high - low).max(1.0);
    match share {
        s if s < 0.0 => format!("{} below", format::money(low - value, band.currency)),
        s if s > 1.0 && band.open_ended => "beyond the printed top of the open-ended end of".to_owned(),
        s if s > 1.0 => format!("{} above", format::money(value - high, band.currency)),
        s if s < 0.15 => "near the bottom of".to_owned(),
        s if s < 0.4 => "in the lower half of".to_owned(),
        s if s <= 0.6 => "around the middle of".to_owned(),
        s if s <= 0.85 => "in the upper half of".to_owned(),
        _ => "near the top of".to_owned(),
    }
}
