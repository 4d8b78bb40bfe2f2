//! Finding records, and widening the search where there are too few.

use std::ops::RangeInclusive;

use super::row::{FIRST_YEAR, Level, Row};
use super::sample::Sample;
use super::table::Table;

/// Which records are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Role or title, as the table numbers it.
    pub group: u16,
    /// Level of experience; any without.
    pub level: Option<Level>,
    /// Countries in which the people live; any without.
    pub countries: Option<Vec<[u8; 2]>>,
    /// Years.
    pub years: RangeInclusive<u16>,
    /// Share of remote work; any without.
    pub remote: Option<u8>,
    /// Only what was paid in this currency, as the table numbers it, and in its amounts; without it everything, in US
    /// dollars.
    pub currency: Option<u8>,
}

/// In what a search was widened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widened {
    /// All years.
    Years,
    /// All levels.
    Level,
    /// The part of the world that the country belongs to.
    Region,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The records.
    pub sample: Sample,
    /// What they were looked for by in the end.
    pub query: Query,
    /// In what it was widened, in this order.
    pub widened: Vec<Widened>,
    /// Distinct records of what was asked for itself.
    pub asked_for: usize,
}

/// Looks for records; where there are too few, in all years, then at all levels, then in the wider region.
/// Where there are too few even then, what was asked for itself is handed back, few as it is.
pub fn search(table: &Table, query: &Query, region: Option<&[[u8; 2]]>) -> Found {
    let first = find(table, query);
    let asked_for = first.distinct();
    let mut wider = query.clone();
    let mut widened = Vec::new();
    let mut sample = first.clone();
    for step in [Widened::Years, Widened::Level, Widened::Region] {
        if sample.is_enough() {
            break;
        }
        if widen(&mut wider, step, region) {
            widened.push(step);
            sample = find(table, &wider);
        }
    }
    match sample.is_enough() {
        true => Found { sample, query: wider, widened, asked_for },
        false => Found { sample: first, query: query.clone(), widened: Vec::new(), asked_for },
    }
}

/// Every year that a table can hold.
pub const ALL_YEARS: RangeInclusive<u16> = FIRST_YEAR..=FIRST_YEAR + 255;

fn widen(query: &mut Query, step: Widened, region: Option<&[[u8; 2]]>) -> bool {
    let before = query.clone();
    match step {
        Widened::Years => query.years = ALL_YEARS,
        Widened::Level => query.level = None,
        Widened::Region => {
            if let (Some(_), Some(region)) = (&query.countries, region) {
                query.countries = Some(region.to_vec());
            }
        }
    }
    *query != before
}

/// The records that fit, without any widening.
pub fn find(table: &Table, query: &Query) -> Sample {
    let mut sample = Sample::default();
    let mut last: Option<&Row> = None;
    let mut currencies = [0_usize; 256];
    let mut titles: Vec<(u16, usize)> = Vec::new();
    for row in table.group(query.group).iter().filter(|row| fits(query, row)) {
        sample.records += 1;
        // Identical records stand side by side.
        if last != Some(row) {
            sample.pay.push(if query.currency.is_some() { row.salary } else { row.usd });
            currencies[usize::from(row.currency)] += 1;
            count(&mut titles, row.title);
        }
        last = Some(row);
    }
    // Rows stand in the order of their dollars, which years of other rates make another than that of the amounts paid.
    if query.currency.is_some() {
        sample.pay.sort_unstable();
    }
    sample.currencies = most_first(
        (0..=u8::MAX).zip(currencies).filter(|(_, n)| *n > 0).map(|(code, n)| (table.currency(code).to_owned(), n)),
    );
    sample.titles = most_first(titles.into_iter().map(|(title, n)| (table.title(title).to_owned(), n)));
    sample
}

fn fits(query: &Query, row: &Row) -> bool {
    query.years.contains(&(FIRST_YEAR + u16::from(row.year)))
        && query.level.is_none_or(|level| row.level == level)
        && query.remote.is_none_or(|remote| row.remote == remote)
        && query.currency.is_none_or(|currency| row.currency == currency)
        && query.countries.as_ref().is_none_or(|countries| countries.contains(&row.residence))
}

fn count(titles: &mut Vec<(u16, usize)>, title: u16) {
    match titles.iter_mut().find(|(known, _)| *known == title) {
        Some((_, n)) => *n += 1,
        None => titles.push((title, 1)),
    }
}

fn most_first(counted: impl Iterator<Item = (String, usize)>) -> Vec<(String, usize)> {
    let mut list: Vec<(String, usize)> = counted.collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "work_year,experience_level,employment_type,job_title,salary,salary_currency,salary_in_usd,\
                          employee_residence,remote_ratio,company_location,company_size\n";

    fn table(rows: impl Iterator<Item = String>) -> Table {
        let text: String = std::iter::once(HEADER.to_owned()).chain(rows).collect();
        Table::read(text.as_bytes(), &[vec!["Baker".to_owned(), "Head Baker".to_owned()]]).unwrap()
    }

    fn row(year: u16, level: &str, pay: u32, country: &str) -> String {
        format!("{year},{level},FT,Baker,{pay},USD,{pay},{country},0,{country},M\n")
    }

    fn query(country: [u8; 2]) -> Query {
        Query {
            group: 0,
            level: Some(Level::Senior),
            countries: Some(vec![country]),
            years: 2024..=2024,
            remote: None,
            currency: None,
        }
    }

    #[test]
    fn repetitions_count_as_one() {
        let table = table((0..30).map(|n| row(2024, "SE", 100 + n / 3, "US")));
        let found = search(&table, &query(*b"US"), None);
        assert_eq!((found.sample.records, found.sample.distinct(), found.widened.len()), (30, 10, 0));
        assert_eq!(found.sample.titles, [("Baker".to_owned(), 10)]);
    }

    #[test]
    fn a_search_widens_years_then_level_then_region() {
        let years = table((0..10).map(|n| row(2015 + n, "SE", 100 + u32::from(n), "US")));
        assert_eq!(search(&years, &query(*b"US"), None).widened, [Widened::Years]);
        let levels = table((0..10).map(|n| row(2024, ["SE", "MI"][n % 2], 100 + n as u32, "US")));
        assert_eq!(search(&levels, &query(*b"US"), None).widened, [Widened::Years, Widened::Level]);
        let region = table((0..10).map(|n| row(2024, "SE", 100 + n, ["DE", "FR"][n as usize % 2])));
        let found = search(&region, &query(*b"DE"), Some(&[*b"DE", *b"FR"]));
        assert_eq!(found.widened, [Widened::Years, Widened::Level, Widened::Region]);
        assert_eq!((found.asked_for, found.sample.distinct()), (5, 10));
    }

    #[test]
    fn a_currency_is_searched_in_its_own_amounts() {
        let paid = |n: u32| format!("2024,SE,FT,Baker,{},GBP,{},GB,0,GB,M\n", 50 + n, 100 - n);
        let table = table((0..12).map(paid).chain((0..12).map(|n| row(2024, "SE", 500 + n, "GB"))));
        let currency = table.currency_number("GBP");
        let found = search(&table, &Query { currency, ..query(*b"GB") }, None);
        assert_eq!((found.sample.distinct(), found.sample.pay.first(), found.sample.below(56.0)), (12, Some(&50), 0.5));
        assert!(currency.is_some() && table.currency_number("EUR").is_none());
    }

    #[test]
    fn too_few_stay_too_few() {
        let table = table((0..9).map(|n| row(2024, "SE", 100 + n, "US")));
        let found = search(&table, &query(*b"US"), Some(&[*b"US"]));
        assert!(!found.sample.is_enough() && found.widened.is_empty());
        assert_eq!((found.sample.distinct(), &found.query), (9, &query(*b"US")));
    }
}
