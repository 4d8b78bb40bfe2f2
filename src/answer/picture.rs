//! The picture beside an answer: which rows it has, what stands across them, and where all of it comes from.

use std::collections::BTreeMap;

use super::annual;
use super::evidence::official;
use super::evidence::scope::Scope;
use super::{Amount, Assumptions, EvidenceRequest, PayRequest, format, offer};
use crate::chart::{Chart, Figures, Row, Unit};
use crate::evidence::files::Fit;
use crate::evidence::official::Wages;
use crate::evidence::{Dataset, Found, Subject, Wage};
use crate::knowledge::{Basis, Currency, Knowledge, PayBand, Per, Published};

/// Dollars a year.
const YEARLY: Unit = Unit { currency: Currency::Usd, per: Per::Year };

/// Rows, and what they are drawn from.
#[derive(Default)]
struct Drawn<'a> {
    rows: Vec<(Row, Option<&'a Dataset>)>,
    bands: Vec<&'a PayBand>,
    /// Whether amounts were converted into dollars.
    converted: bool,
}

impl<'a> Drawn<'a> {
    fn band(&mut self, band: &'a PayBand, row: Row) {
        self.bands.push(band);
        self.rows.push((row, None));
    }

    fn dataset(&mut self, dataset: &'a Dataset, row: Row) {
        self.rows.push((row, Some(dataset)));
    }

    /// Takes over another's rows, as far as they are wanted and as they are to be called.
    fn take(&mut self, other: Drawn<'a>, row: impl Fn(Row) -> Option<Row>) {
        self.converted |= other.converted;
        self.bands.extend(other.bands);
        self.rows.extend(other.rows.into_iter().filter_map(|(own, dataset)| Some((row(own)?, dataset))));
    }

    fn chart(self, knowledge: &Knowledge, title: String, unit: Unit, offers: Vec<f64>) -> Option<Chart> {
        let mut caption: Vec<String> = publishers(knowledge, &self.bands).into_iter().collect();
        for dataset in self.rows.iter().filter_map(|(_, dataset)| *dataset) {
            add(&mut caption, format!("{}, {}.", dataset.about.source.publisher, dataset.about.until.display()));
        }
        if self.converted {
            caption.push("In US dollars, as the data set converts other currencies.".to_owned());
        }
        let title = if unit.per == Per::Year { title } else { format!("{title}, {}", format::per(unit.per)) };
        let rows: Vec<Row> = self.rows.into_iter().map(|(row, _)| row).collect();
        (!rows.is_empty()).then_some(Chart { title, rows, unit, offers, caption })
    }
}

/// Our own role: what is billed against contract rates, all else against the ladder of permanent bands and the records.
pub(super) fn of_role(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    pay: &PayRequest,
    amount: Option<Amount>,
) -> Option<Chart> {
    if !pay.bases.is_empty() && !pay.bases.contains(&Basis::Permanent) {
        return rates(knowledge, subject, pay, amount);
    }
    let offer = amount.map(|a| offer::comparable(a, &pay.bases)).filter(|a| a.per == Per::Year);
    ladder_chart(knowledge, scope, subject, pay, offer.map(|a| a.value).into_iter().collect())
}

/// Our own role, with amounts as salaries a year.
pub(super) fn of_annual(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    pay: &PayRequest,
    (amounts, assumed): (&[Amount], Assumptions),
) -> Option<Chart> {
    let offers = amounts.iter().map(|a| annual::salary(*a, &pay.bases, assumed).value).collect();
    ladder_chart(knowledge, scope, subject, pay, offers)
}

fn ladder_chart(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    pay: &PayRequest,
    offers: Vec<f64>,
) -> Option<Chart> {
    let mut drawn = Drawn::default();
    for band in bands(knowledge, &pay.role).filter(|b| b.basis == Basis::Permanent && b.label.is_none()) {
        let row = band_row(band, format::capitalised(&band.stage), pay.stages.contains(&band.stage));
        drawn.band(band, row);
    }
    records(knowledge, scope, subject, Currency::Usd, false, &mut drawn);
    drawn.chart(knowledge, format!("{}: pay in the United States", subject.name), YEARLY, offers)
}

/// Contract rates by the day, the asked terms marked.
fn rates(knowledge: &Knowledge, subject: &Subject, pay: &PayRequest, amount: Option<Amount>) -> Option<Chart> {
    let mut drawn = Drawn::default();
    for band in bands(knowledge, &pay.role).filter(|b| b.basis != Basis::Permanent && b.per == Per::Day) {
        let terms = format::basis(band.basis).trim_start_matches("on ");
        let asked = pay.bases.contains(&band.basis) && pay.stages.contains(&band.stage);
        drawn.band(band, band_row(band, format!("{}, {terms}", format::capitalised(&band.stage)), asked));
    }
    let offers = amount.map(|a| offer::comparable(a, &pay.bases)).filter(|a| a.per == Per::Day).map(|a| a.value);
    let title = format!("{}: contract rates in the United States", subject.name);
    let unit = Unit { currency: Currency::Usd, per: Per::Day };
    drawn.chart(knowledge, title, unit, offers.into_iter().collect())
}

fn bands<'a>(knowledge: &'a Knowledge, role: &str) -> impl Iterator<Item = &'a PayBand> {
    knowledge.pay.get(role).into_iter().flat_map(|sheet| &sheet.bands)
}

fn band_row(band: &PayBand, label: String, asked: bool) -> Row {
    let figures = Figures::Band { low: f64::from(band.low), high: f64::from(band.high), open: band.open_ended };
    Row { label, kind: "guide band".to_owned(), asked, figures }
}

/// One other role: the records at every level, the official wages below them.
pub(super) fn of_evidence(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    request: &EvidenceRequest,
) -> Option<Chart> {
    let currency = scope.amounts_in(&request.amounts)?;
    let mut drawn = Drawn::default();
    levels(knowledge, scope, subject, currency, &mut drawn);
    let per = official_rows(knowledge, scope, subject, &mut drawn);
    let salary = |a: &Amount| annual::salary(*a, &request.bases, request.assumed).value;
    let offers = if per == Per::Year { request.amounts.iter().map(salary).collect() } else { Vec::new() };
    let title = format!("{}: pay in {}", format::capitalised(&subject.name), scope.in_words());
    drawn.chart(knowledge, title, Unit { currency, per }, offers)
}

/// Two roles: the whole span of the guide's bands, the records and the official wages of each.
pub(super) fn of_pair(knowledge: &Knowledge, scope: &Scope<'_>, subjects: &[&Subject]) -> Option<Chart> {
    let mut drawn = Drawn::default();
    for subject in subjects {
        let mut own = Drawn::default();
        whole_span(knowledge, scope, subject, &mut own);
        records(knowledge, scope, subject, Currency::Usd, false, &mut own);
        yearly_row(knowledge, scope, subject, &mut own);
        let name = format::capitalised(&subject.name);
        drawn.take(own, |row| Some(Row { label: format!("{name}: {}", row.label), ..row }));
    }
    let names: Vec<&str> = subjects.iter().map(|s| s.name.as_str()).collect();
    let title = format!("{}: pay in {}", format::capitalised(&names.join(" and ")), scope.in_words());
    drawn.chart(knowledge, title, YEARLY, Vec::new())
}

/// From the bottom of the first band to the top of the last.
fn whole_span<'a>(knowledge: &'a Knowledge, scope: &Scope<'_>, subject: &Subject, drawn: &mut Drawn<'a>) {
    let own = bands(knowledge, &subject.id).filter(|b| b.basis == Basis::Permanent && b.label.is_none());
    let own: Vec<&'a PayBand> = own.filter(|_| scope.is_home()).collect();
    if let (Some(first), Some(last)) = (own.first(), own.last()) {
        let figures = Figures::Band { low: f64::from(first.low), high: f64::from(last.high), open: last.open_ended };
        let label = format!("{} to {}", first.stage, last.stage);
        drawn.rows.push((Row { label, kind: "guide band".to_owned(), asked: false, figures }, None));
        drawn.bands.extend(own);
    }
}

/// The records of each data set that the reader may see.
fn records<'a>(
    knowledge: &'a Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    currency: Currency,
    asked: bool,
    drawn: &mut Drawn<'a>,
) {
    for (dataset, table) in knowledge.evidence.tables(scope.audience) {
        let Some(found) = scope.find_paid_in(dataset, table, subject, currency) else { continue };
        let Some(figures) = spread(&found) else { continue };
        let level = scope.level.filter(|_| found.query.level.is_some()).map_or("all levels", |l| l.name.as_str());
        let label = format!("{}, {level}", dataset.about.source.publisher);
        drawn.converted |= currency == Currency::Usd && found.sample.foreign_currency().is_some();
        drawn.dataset(dataset, Row { label, kind: PERCENTILES.to_owned(), asked, figures });
    }
}

const PERCENTILES: &str = "p10 – median – p90";

fn spread(found: &Found) -> Option<Figures> {
    let s = found.sample.spread()?;
    Some(Figures::spread([s.p10, s.p25, s.p50, s.p75, s.p90].map(f64::from)))
}

/// A row for each level that has enough records, the asked one marked.
fn levels<'a>(
    knowledge: &'a Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    currency: Currency,
    drawn: &mut Drawn<'a>,
) {
    let all = std::iter::once(None).chain(knowledge.evidence.levels.iter().map(Some));
    for level in all {
        let mut own = Drawn::default();
        let asked = level.map(|l| &l.code) == scope.level.map(|l| &l.code);
        records(knowledge, &scope.at_level(level), subject, currency, asked, &mut own);
        // A level without records of its own would show those of all levels again.
        drawn.take(own, |row| level.is_none_or(|l| row.label.ends_with(l.name.as_str())).then_some(row));
    }
}

/// The official wages a year; an hour where nothing else is drawn and none is published for a year. Tells which.
fn official_rows<'a>(knowledge: &'a Knowledge, scope: &Scope<'_>, subject: &'a Subject, drawn: &mut Drawn<'a>) -> Per {
    yearly_row(knowledge, scope, subject, drawn);
    if !drawn.rows.is_empty() {
        return Per::Year;
    }
    let hourly = official::occupation(knowledge, scope, subject).and_then(|(dataset, occupation, own)| {
        Some((dataset, own, &occupation.title, official_figures(&occupation.hour)?))
    });
    if let Some((dataset, own, title, figures)) = hourly {
        drawn.dataset(dataset, official_row(title, own.fit, figures));
        return Per::Hour;
    }
    Per::Year
}

fn yearly_row<'a>(knowledge: &'a Knowledge, scope: &Scope<'_>, subject: &'a Subject, drawn: &mut Drawn<'a>) {
    let Some((dataset, occupation, own)) = official::occupation(knowledge, scope, subject) else { return };
    if let Some(figures) = official_figures(&occupation.year) {
        drawn.dataset(dataset, official_row(&occupation.title, own.fit, figures));
    }
}

fn official_row(title: &str, fit: Fit, figures: Figures) -> Row {
    let nearest = if fit == Fit::Nearest { "nearest: " } else { "" };
    Row { label: format!("Official, {nearest}{title}"), kind: PERCENTILES.to_owned(), asked: false, figures }
}

/// Wages of which none is missing and the lowest is known.
fn official_figures(wages: &Wages) -> Option<Figures> {
    let all = [wages.p10, wages.p25, wages.p50, wages.p75, wages.p90];
    let known = all.iter().take_while(|wage| matches!(wage, Wage::Is(_))).count();
    let amount = |wage| match wage {
        Wage::Is(amount) | Wage::AtLeast(amount) => Some(amount),
        Wage::Missing => None,
    };
    let p = all.map(amount).into_iter().collect::<Option<Vec<f64>>>()?.try_into().ok()?;
    (known > 0).then_some(Figures::Percentiles { p, known })
}

/// "Bands: KORE1 Apr 2026, Second Talent Jul 2025, as quoted by Acceler8 Talent 2026."
fn publishers(knowledge: &Knowledge, bands: &[&PayBand]) -> Option<String> {
    let sources = bands.iter().flat_map(|b| &b.sources).filter_map(|id| knowledge.sources.get(id));
    let mut dates: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut quoted: Vec<String> = Vec::new();
    for source in sources {
        add(dates.entry(&source.publisher).or_default(), date(source.published));
        if let Some(via) = source.via.as_ref().and_then(|id| knowledge.sources.get(id)) {
            add(&mut quoted, format!("{} {}", via.publisher, date(via.published)));
        }
    }
    let named: Vec<String> =
        dates.into_iter().map(|(name, dates)| format!("{name} {}", format::list(&dates))).collect();
    let quoted = if quoted.is_empty() { String::new() } else { format!(", as quoted by {}", format::list(&quoted)) };
    (!named.is_empty()).then(|| format!("Bands: {}{quoted}.", named.join(", ")))
}

fn date(published: Option<Published>) -> String {
    published.map_or_else(|| "undated".to_owned(), Published::display)
}

fn add(list: &mut Vec<String>, text: String) {
    if !list.contains(&text) {
        list.push(text);
    }
}
