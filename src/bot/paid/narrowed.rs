//! Where and when somebody's pay is asked for: countries and years, one question each.

use crate::knowledge::gazetteer::PlaceKind;
use crate::knowledge::{Currency, Knowledge};

use super::super::blocker::Blocker;
use super::super::reading::Reading;
use super::asking;

/// Countries, or years, that are held against each other, at most.
const MOST: usize = 2;

/// A country and a year, as far as they were named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Narrowed {
    /// ISO 3166 code.
    pub country: Option<String>,
    /// Of the records.
    pub year: Option<u16>,
}

/// Every country in every year that is named; one that names neither where none is. Nothing where a place is named that
/// is no country.
pub(super) fn scopes(knowledge: &Knowledge, reading: &Reading) -> Option<Vec<Narrowed>> {
    let countries = countries(knowledge, reading)?;
    let of = |country: &Option<String>| {
        let country = country.clone();
        each(years(reading)).into_iter().map(move |year| Narrowed { country: country.clone(), year })
    };
    Some(each(countries).iter().flat_map(of).collect())
}

/// The items, or one that is none.
fn each<T>(mut items: Vec<T>) -> Vec<Option<T>> {
    items.truncate(MOST);
    if items.is_empty() { vec![None] } else { items.into_iter().map(Some).collect() }
}

fn countries(knowledge: &Knowledge, reading: &Reading) -> Option<Vec<String>> {
    let entities = &reading.analysis.entities;
    let mut found: Vec<String> = Vec::new();
    for place in &entities.places {
        let words: Vec<&str> =
            reading.analysis.tokens.get(place.span.clone())?.iter().map(|t| t.word.as_str()).collect();
        let known = knowledge.gazetteer.places.get(&words.join(" "))?;
        if known.kind != PlaceKind::Country {
            return None;
        }
        if !found.contains(&known.country) {
            found.push(known.country.clone());
        }
    }
    // A place that the rest of the message names counts too.
    match &reading.blocker {
        Some(Blocker::Place(_)) if found.is_empty() => None,
        _ if found.is_empty() => Some(by_currency(knowledge, reading).into_iter().collect()),
        _ => Some(found),
    }
}

/// "£75k for a data scientist": where an amount is paid that is in the currency of one country alone.
pub(super) fn by_currency(knowledge: &Knowledge, reading: &Reading) -> Option<String> {
    let mut currencies = reading.analysis.entities.money.iter().filter_map(|money| money.currency);
    let currency = currencies.find(|currency| *currency != Currency::Usd)?;
    knowledge.evidence.only_country_paid_in(currency).map(|country| country.code.clone())
}

fn years(reading: &Reading) -> Vec<u16> {
    let mut found: Vec<u16> = reading.analysis.tokens.iter().filter_map(|t| asking::year(&t.word)).collect();
    found.dedup();
    found
}
