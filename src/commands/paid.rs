//! Values of pay that are no part of our own ladder: any role that data sets know, countries, years of records.

use super::kind::Choice;
use crate::evidence::files::Country;
use crate::evidence::row::FIRST_YEAR;
use crate::knowledge::gazetteer::PlaceKind;
use crate::knowledge::{Currency, Knowledge};

/// How remote a job is, its share, and the words for it.
const REMOTE: [(&str, &str, &[&str]); 3] = [
    ("100", "fully remote", &["remote", "fully remote", "full remote", "100% remote"]),
    ("50", "partly remote", &["hybrid", "partly remote"]),
    ("0", "on site", &["on site", "onsite", "in office", "office"]),
];

/// Every role that pay is known for.
pub(super) fn roles(knowledge: &Knowledge) -> Vec<Choice> {
    let ours = knowledge.pay.keys().filter_map(|id| knowledge.roles.get(id)).map(|r| Choice::new(&r.id, &r.name));
    let others = knowledge.evidence.roles.iter().filter(|r| !knowledge.pay.contains_key(&r.id));
    ours.chain(others.map(|r| Choice::new(&r.id, &r.name))).collect()
}

/// The subject of a name: a role, a title of records, an official occupation or its code.
pub(super) fn role(knowledge: &Knowledge, text: &str) -> Option<String> {
    knowledge.evidence.subject(text).map(|subject| subject.id.clone())
}

/// A country by its name, or its code in capitals.
pub(super) fn country(knowledge: &Knowledge, text: &str) -> Option<String> {
    let text = text.trim();
    let is_code = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    if is_code && knowledge.evidence.country(text).is_some() {
        return Some(text.to_owned());
    }
    let name = text.to_lowercase();
    let place = knowledge.gazetteer.places.get(name.trim_start_matches("the ").trim());
    place.filter(|place| place.kind == PlaceKind::Country).map(|place| place.country.clone())
}

/// The stage of a level of the records, by its code in capitals: "SE".
pub(super) fn stage(knowledge: &Knowledge, text: &str) -> Option<String> {
    let level = knowledge.evidence.levels.iter().find(|level| level.code == text.trim())?;
    level.stages.first().cloned()
}

/// Where people are paid in a currency, if that is one country.
pub(super) fn country_of(knowledge: &Knowledge, currency: Currency) -> Option<String> {
    knowledge.evidence.only_country_paid_in(currency).map(|country| country.code.clone())
}

fn all_countries(knowledge: &Knowledge) -> impl Iterator<Item = &Country> {
    knowledge.evidence.regions.iter().flat_map(|r| &r.countries)
}

/// Countries of the records.
pub(super) fn countries(knowledge: &Knowledge) -> Vec<Choice> {
    all_countries(knowledge).map(|c| Choice::new(&c.code, &c.name)).collect()
}

/// A year of records.
pub(super) fn year(text: &str) -> Option<String> {
    let year: u16 = text.parse().ok()?;
    (FIRST_YEAR..=FIRST_YEAR + 100).contains(&year).then(|| year.to_string())
}

/// A share of remote work.
pub(super) fn remote(word: &str) -> Option<String> {
    REMOTE.iter().find(|(_, _, words)| words.contains(&word)).map(|(share, _, _)| (*share).to_owned())
}

/// What a share of remote work can be.
pub(super) fn shares() -> Vec<Choice> {
    REMOTE.iter().map(|(_, label, words)| Choice::new(words[0], *label)).collect()
}

/// A plain number above nothing: hours, days, percent.
pub(super) fn number(text: &str) -> Option<f32> {
    let bare = text.trim().trim_end_matches('%').trim();
    let plain = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    bare.parse::<f32>().ok().filter(|n| plain && (0.0..=366.0).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Tree;

    #[test]
    fn little_words_are_no_countries() {
        let knowledge = Knowledge::load(&Tree::embedded()).unwrap();
        let read = |text: &str| country(&knowledge, text);
        assert_eq!(read("DE").as_deref(), Some("DE"));
        assert_eq!(read("the UK").as_deref(), Some("GB"));
        assert_eq!(read("united states").as_deref(), Some("US"));
        for word in ["in", "at", "no", "as", "de", "London", "Texas", "ZZ", ""] {
            assert_eq!(read(word), None, "{word}");
        }
    }

    #[test]
    fn codes_of_levels_are_stages() {
        let knowledge = Knowledge::load(&Tree::embedded()).unwrap();
        let stages = ["EN", "MI", "SE", "EX", "se"].map(|code| stage(&knowledge, code));
        let named = ["junior", "mid", "senior", "director"].map(|stage| Some(stage.to_owned()));
        assert_eq!((&stages[..4], &stages[4]), (&named[..], &None));
    }

    #[test]
    fn a_currency_of_one_country_names_it() {
        let knowledge = Knowledge::load(&Tree::embedded()).unwrap();
        let countries = [Currency::Gbp, Currency::Cad, Currency::Eur].map(|c| country_of(&knowledge, c));
        assert_eq!(countries, [Some("GB".to_owned()), Some("CA".to_owned()), None]);
    }

    #[test]
    fn numbers_and_years() {
        assert_eq!((number("7.5"), number("25%"), number("-1"), number("1e2")), (Some(7.5), Some(25.0), None, None));
        assert_eq!((year("2024").as_deref(), year("24"), year("1999")), (Some("2024"), None, None));
    }
}
