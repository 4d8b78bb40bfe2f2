//! Amounts that somebody holds against the pay.

use crate::answer::Amount;
use crate::knowledge::{Basis, Currency, Knowledge, Per};

use super::super::reading::Reading;
use super::super::request;

/// The amounts, in what people are paid in there where nobody said in what.
pub(super) fn named(knowledge: &Knowledge, reading: &Reading, country: Option<&str>) -> Vec<Amount> {
    // Whoever names the terms of a contract beside a number speaks of a rate.
    let on_contract = reading.slots.bases.iter().any(|basis| *basis != Basis::Permanent);
    let asks = on_contract || ["fair", "offer"].iter().any(|concept| reading.analysis.entities.has(concept));
    let own = country.and_then(|code| knowledge.evidence.country(code)?.currency);
    let held = reading.slots.money.iter().filter(|money| {
        let is_year = money.per.is_none() && !money.marked && (2000.0..2100.0).contains(&money.amount);
        let amount = request::amount(**money, &reading.slots.bases);
        let plain = !is_year && (money.marked || asks) && amount.per != Per::Day;
        money.per.is_some() || plain && amount.value > 0.0
    });
    held.map(|money| request::amount(*money, &reading.slots.bases).paid_in(own)).collect()
}

/// The name of a currency whose amounts cannot be read, where an amount is in it: taken for dollars it would be judged
/// wrongly.
pub(super) fn unread(reading: &Reading) -> Option<String> {
    let named = reading.analysis.entities.foreign_currency.as_deref()?;
    let read = |money: &crate::nlu::entities::Money| money.currency.is_some_and(|c| c != Currency::Usd);
    let money = &reading.slots.money;
    (!money.is_empty() && !money.iter().any(read)).then(|| match named.len() {
        0..=3 => named.to_uppercase(),
        _ => named.to_owned(),
    })
}
