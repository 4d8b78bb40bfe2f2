//! For whom, where and when a question about pay is asked, and how a sentence says it.

use crate::answer::{Amount, EvidenceRequest, format};
use crate::evidence::files::{Level, Visibility};
use crate::evidence::row::{self, FIRST_YEAR};
use crate::evidence::search::{self, ALL_YEARS, Found, Query, Widened};
use crate::evidence::{Dataset, Evidence, Subject, Table};
use crate::knowledge::{Currency, Knowledge};

/// Where the official statistics and most records are from.
pub(in crate::answer) const HOME: &str = "US";

/// What narrows a question about pay.
#[derive(Debug)]
pub(in crate::answer) struct Scope<'a> {
    evidence: &'a Evidence,
    /// ISO 3166 code.
    pub country: String,
    /// Whether the country was asked for, and not taken for granted.
    named: bool,
    /// Level of experience, where one is meant.
    pub level: Option<&'a Level>,
    stage: Option<String>,
    years: Option<f32>,
    year: Option<u16>,
    remote: Option<u8>,
    /// Who reads the answer.
    pub audience: Visibility,
}

impl<'a> Scope<'a> {
    pub(in crate::answer) fn of(knowledge: &'a Knowledge, request: &EvidenceRequest) -> Scope<'a> {
        let evidence = &knowledge.evidence;
        let by_stage = request.stage.as_ref().and_then(|stage| evidence.level_of_stage(stage));
        let by_years = || request.years.and_then(|years| evidence.level_of_years(years));
        Scope {
            evidence,
            country: request.country.clone().unwrap_or_else(|| HOME.to_owned()),
            named: request.country.is_some(),
            level: by_stage.or_else(by_years),
            stage: request.stage.clone(),
            years: request.years.filter(|_| request.stage.is_none()),
            year: request.year,
            remote: request.remote,
            audience: request.audience,
        }
    }

    /// The same, at another level.
    pub(in crate::answer) fn at_level(&self, level: Option<&'a Level>) -> Scope<'a> {
        Scope { country: self.country.clone(), level, stage: None, ..*self }
    }

    /// Whether nothing narrower than a country was named.
    pub(in crate::answer) fn is_whole_country(&self) -> bool {
        self.level.is_none() && self.year.is_none() && self.remote.is_none() && self.is_home()
    }

    pub(in crate::answer) fn is_home(&self) -> bool {
        self.country == HOME
    }

    /// "the United States".
    pub(in crate::answer) fn region_name(&self) -> &str {
        match self.evidence.country(&self.country) {
            Some(country) if self.country == HOME => country.name.trim_start_matches("the "),
            Some(country) => &country.name,
            None => &self.country,
        }
    }

    /// "the United States".
    pub(in crate::answer) fn in_words(&self) -> String {
        self.evidence.country(&self.country).map_or_else(|| self.country.clone(), |c| c.name.clone())
    }

    /// "in the United States".
    fn in_country(&self) -> String {
        self.evidence.country(&self.country).map_or_else(|| self.country.clone(), |c| format!("in {}", c.name))
    }

    /// "Senior data engineers in the United States, fully remote".
    pub(in crate::answer) fn who(&self, subject: &Subject, found: &Found) -> String {
        let level = self.level.filter(|_| found.query.level.is_some());
        let people = match level {
            Some(level) => format!("{} {}", level.adjective, subject.plural),
            None => subject.plural.clone(),
        };
        let place = match found.widened.contains(&Widened::Region) {
            true => format!("in {}", self.evidence.region_of(&self.country).map_or("the wider region", |r| &r.name)),
            false => self.in_country(),
        };
        format!("{people} {place}{}", self.remote_name())
    }

    /// "2023 and fully remote work": the year and the share of remote work that were named.
    pub(in crate::answer) fn narrowed(&self) -> String {
        let remote = self.remote.map(|_| format!("{} work", self.remote_name().trim_start_matches(", ")));
        let parts: Vec<String> = self.year.map(|year| year.to_string()).into_iter().chain(remote).collect();
        format::list(&parts)
    }

    fn remote_name(&self) -> &'static str {
        match self.remote {
            Some(100) => ", fully remote",
            Some(50) => ", partly remote",
            Some(_) => ", on site",
            None => "",
        }
    }

    /// The one currency of some amounts, if what was paid in this country can be held against it: its own, or US
    /// dollars, into which the data set converts.
    pub(in crate::answer) fn amounts_in(&self, amounts: &[Amount]) -> Option<Currency> {
        let currency = amounts.first().map_or(Currency::Usd, |a| a.currency);
        let fits = currency == Currency::Usd || Some(currency) == self.own_currency();
        (fits && amounts.iter().all(|a| a.currency == currency)).then_some(currency)
    }

    fn own_currency(&self) -> Option<Currency> {
        self.evidence.country(&self.country)?.currency
    }

    /// Why amounts in another currency are not judged.
    pub(in crate::answer) fn other_currency(&self) -> String {
        let own = self.own_currency().filter(|own| *own != Currency::Usd);
        let own = own.map(|own| format!("{} or ", format::currency(own))).unwrap_or_default();
        format!(
            "I can hold an offer in {} against figures in {own}US dollars only, and I convert nothing.",
            self.in_words()
        )
    }

    /// What a data set has of a subject; nothing where it does not know the title.
    pub(in crate::answer) fn find(&self, dataset: &Dataset, table: &Table, subject: &Subject) -> Option<Found> {
        self.find_paid_in(dataset, table, subject, Currency::Usd)
    }

    /// The same, in another currency than US dollars only what was paid in it.
    pub(in crate::answer) fn find_paid_in(
        &self,
        dataset: &Dataset,
        table: &Table,
        subject: &Subject,
        currency: Currency,
    ) -> Option<Found> {
        let group = table.group_of(subject.title.as_ref()?)?;
        let currency = match currency {
            Currency::Usd => None,
            other => Some(table.currency_number(other.code())?),
        };
        let query = Query {
            group,
            level: self.level.and_then(|l| row::Level::parse(&l.code)),
            countries: Some(vec![code(&self.country)?]),
            years: match (self.year, dataset.about.current_from) {
                (Some(year), _) => year..=year,
                (None, Some(first)) => first..=*ALL_YEARS.end(),
                (None, None) => ALL_YEARS,
            },
            remote: self.remote,
            currency,
        };
        // A country that was named is a condition: the wider region would be no answer.
        let region: Option<Vec<[u8; 2]>> = self
            .evidence
            .region_of(&self.country)
            .filter(|_| !self.named)
            .map(|region| region.countries.iter().filter_map(|c| code(&c.code)).collect());
        Some(search::search(table, &query, region.as_deref()))
    }

    /// "2024 to Jan 2025", "2023", "all years to Jan 2025".
    pub(in crate::answer) fn when(&self, dataset: &Dataset, found: &Found) -> String {
        let until = dataset.about.until.display();
        let (first, last) = (*found.query.years.start(), *found.query.years.end());
        match (first, last) {
            (first, last) if first == last => first.to_string(),
            (FIRST_YEAR, _) => format!("all years to {until}"),
            (first, _) => format!("{first} to {until}"),
        }
    }

    /// How years and stages were taken, where that is not plain.
    pub(in crate::answer) fn reading(&self) -> Option<String> {
        let level = self.level?;
        match (self.years, self.stage.as_deref()) {
            (Some(years), _) => Some(format!(
                "{} of experience are taken as {}.",
                format::capitalised(&format::experience(years)),
                level.name
            )),
            (None, Some("staff")) => Some("Records know no staff level; those of senior level are shown.".to_owned()),
            _ => None,
        }
    }
}

fn code(country: &str) -> Option<[u8; 2]> {
    country.as_bytes().try_into().ok()
}
