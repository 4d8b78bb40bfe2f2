//! What stands beside an answer and never in its text: a chart, and the table of all evidence.

use jiff::civil::Date;

use super::citations::Citations;
use super::evidence::compared;
use super::evidence::facts::figure;
use super::evidence::official::{self, wage};
use super::evidence::records;
use super::evidence::scope::Scope;
use super::{Amount, EvidenceRequest, PayRequest, Request, format};
use crate::chart::{Chart, Figures, Row};
use crate::evidence::files::Visibility;
use crate::evidence::{Subject, Wage};
use crate::knowledge::source::Tier;
use crate::knowledge::{Basis, Currency, Knowledge, PayBand, Per};

/// What stands beside an answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exhibits {
    /// A picture.
    pub chart: Option<Chart>,
    /// All evidence, a line each.
    pub details: Vec<Detail>,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// What kind it is.
    pub kind: &'static str,
    /// What it says, with its sample, date and publisher.
    pub text: String,
}

/// The chart and the evidence of what was answered; what is private only for a private audience.
pub fn exhibits(knowledge: &Knowledge, request: &Request, audience: Visibility, today: Date) -> Exhibits {
    match request {
        Request::Pay(pay) => of_role(knowledge, pay, None, audience),
        Request::Offer(pay, amount) => of_role(knowledge, pay, Some(*amount), audience),
        Request::Annual(pay, amounts, _) => of_role(knowledge, pay, amounts.first().copied(), audience),
        Request::Evidence(evidence) => of_evidence(knowledge, &EvidenceRequest { audience, ..evidence.clone() }),
        Request::Compare(id, _) => of_pair(knowledge, id, audience, today),
        Request::Ladder(role) => {
            of_role(knowledge, &PayRequest { role: role.clone(), ..PayRequest::default() }, None, audience)
        }
        Request::Career { role, stages, .. } => {
            let pay = PayRequest { role: role.clone(), stages: stages.clone(), ..PayRequest::default() };
            of_role(knowledge, &pay, None, audience)
        }
        Request::Sources(of) => exhibits(knowledge, of, audience, today),
        Request::Article(_) | Request::Work(..) => Exhibits::default(),
    }
}

/// Our own role: the ladder of the guide's bands, the records below it.
fn of_role(knowledge: &Knowledge, pay: &PayRequest, offer: Option<Amount>, audience: Visibility) -> Exhibits {
    let request = EvidenceRequest {
        subjects: vec![pay.role.clone()],
        stage: pay.stages.first().cloned(),
        years: pay.years,
        audience,
        ..EvidenceRequest::default()
    };
    let Some(subject) = knowledge.evidence.subject_by_id(&pay.role) else { return Exhibits::default() };
    let scope = Scope::of(knowledge, &request);
    let mut rows = ladder(knowledge, pay);
    rows.extend(record_rows(knowledge, &scope, subject, false));
    let offer = offer.filter(|o| o.per == Per::Year && o.currency == Currency::Usd).map(|o| o.value);
    let chart =
        chart(format!("{}: pay in the United States", subject.name), rows, offer, caption(knowledge, &scope, pay));
    Exhibits { chart, details: details(knowledge, &scope, subject, pay) }
}

/// The guide's permanent bands, one a stage, the asked one marked.
fn ladder(knowledge: &Knowledge, pay: &PayRequest) -> Vec<Row> {
    let bands = knowledge.pay.get(&pay.role).map(|s| s.bands.as_slice()).unwrap_or_default();
    let shown = bands.iter().filter(|b| b.basis == Basis::Permanent && b.label.is_none());
    shown
        .map(|band| Row {
            label: format::capitalised(&band.stage),
            kind: "guide band".to_owned(),
            asked: pay.stages.contains(&band.stage),
            figures: Figures::Band { low: f64::from(band.low), high: f64::from(band.high), open: band.open_ended },
        })
        .collect()
}

/// The records of each data set that the reader may see.
fn record_rows(knowledge: &Knowledge, scope: &Scope<'_>, subject: &Subject, asked: bool) -> Vec<Row> {
    let found = knowledge.evidence.tables(scope.audience).filter_map(|(dataset, table)| {
        let found = scope.find(dataset, table, subject)?;
        let spread = found.sample.spread()?;
        let level = scope.level.filter(|_| found.query.level.is_some()).map_or("all levels", |l| l.name.as_str());
        Some(Row {
            label: format!("{}, {level}", dataset.about.source.publisher),
            kind: "p10 – median – p90".to_owned(),
            asked,
            figures: Figures::Percentiles([spread.p10, spread.p25, spread.p50, spread.p75, spread.p90].map(f64::from)),
        })
    });
    found.collect()
}

/// Any other role: the records at every level, the official wages below them.
fn of_evidence(knowledge: &Knowledge, request: &EvidenceRequest) -> Exhibits {
    let subjects = request.subjects.iter().filter_map(|id| knowledge.evidence.subject_by_id(id));
    let scope = Scope::of(knowledge, request);
    let (mut rows, mut all) = (Vec::new(), Vec::new());
    let several = request.subjects.len() > 1;
    let mut title = Vec::new();
    for subject in subjects {
        let own =
            if several { record_rows(knowledge, &scope, subject, false) } else { levels(knowledge, &scope, subject) };
        let named = |row: Row| Row { label: format!("{}: {}", format::capitalised(&subject.name), row.label), ..row };
        let own = own.into_iter().chain(official_row(knowledge, &scope, subject));
        rows.extend(own.map(|row| if several { named(row) } else { row }));
        let pay = PayRequest { role: subject.id.clone(), ..PayRequest::default() };
        all.extend(details(knowledge, &scope, subject, &pay));
        title.push(subject.name.clone());
    }
    let offer = request.amount.filter(|o| o.per == Per::Year && o.currency == Currency::Usd).map(|o| o.value);
    let pay = PayRequest::default();
    let title = format!("{}: pay in {}", format::capitalised(&title.join(" and ")), scope.in_words());
    Exhibits { chart: chart(title, rows, offer, caption(knowledge, &scope, &pay)), details: all }
}

/// A row for each level that has enough records, the asked one marked.
fn levels(knowledge: &Knowledge, scope: &Scope<'_>, subject: &Subject) -> Vec<Row> {
    let all = std::iter::once(None).chain(knowledge.evidence.levels.iter().map(Some));
    let mut rows: Vec<Row> = Vec::new();
    for level in all {
        let here = scope.at_level(level);
        let asked = level.map(|l| &l.code) == scope.level.map(|l| &l.code);
        // A level without records of its own would show those of all levels again.
        let own = record_rows(knowledge, &here, subject, asked);
        rows.extend(own.into_iter().filter(|row| level.is_none_or(|l| row.label.ends_with(l.name.as_str()))));
    }
    rows
}

fn official_row(knowledge: &Knowledge, scope: &Scope<'_>, subject: &Subject) -> Option<Row> {
    let (_, occupation, own) = official::occupation(knowledge, scope, subject)?;
    let known = |wage| match wage {
        Wage::Is(amount) => Some(amount),
        // What is only known to be higher has no place on an axis.
        Wage::AtLeast(_) | Wage::Missing => None,
    };
    let year = &occupation.year;
    let figures = [year.p10, year.p25, year.p50, year.p75, year.p90].map(known);
    let figures = figures.into_iter().collect::<Option<Vec<f64>>>()?.try_into().ok()?;
    let nearest = if own.fit == crate::evidence::files::Fit::Nearest { "nearest: " } else { "" };
    Some(Row {
        label: format!("Official, {nearest}{}", occupation.title),
        kind: "p10 – median – p90".to_owned(),
        asked: false,
        figures: Figures::Percentiles(figures),
    })
}

fn chart(title: String, rows: Vec<Row>, offer: Option<f64>, caption: Vec<String>) -> Option<Chart> {
    (!rows.is_empty()).then_some(Chart { title, rows, offer, caption })
}

/// Sources and dates.
fn caption(knowledge: &Knowledge, scope: &Scope<'_>, pay: &PayRequest) -> Vec<String> {
    let bands = knowledge.pay.get(&pay.role).map(|s| s.bands.as_slice()).unwrap_or_default();
    let guide: Vec<&PayBand> = bands.iter().filter(|b| b.basis == Basis::Permanent).collect();
    let mut ids: Vec<&String> = guide.iter().flat_map(|b| &b.sources).collect();
    ids.dedup();
    let mut dates: std::collections::BTreeMap<&str, Vec<String>> = std::collections::BTreeMap::new();
    for source in ids.iter().filter_map(|id| knowledge.sources.get(*id)) {
        let date = source.published.map_or_else(|| "undated".to_owned(), crate::knowledge::Published::display);
        let known = dates.entry(&source.publisher).or_default();
        if !known.contains(&date) {
            known.push(date);
        }
    }
    let named: Vec<String> =
        dates.into_iter().map(|(name, dates)| format!("{name} {}", format::list(&dates))).collect();
    let mut out = Vec::new();
    if !named.is_empty() {
        out.push(format!("Bands: {}.", named.join(", ")));
    }
    let visible = knowledge.evidence.datasets.iter().filter(|d| d.about.visibility <= scope.audience);
    let official = scope.is_home() && named.is_empty();
    for dataset in visible.filter(|d| d.about.kind == crate::evidence::files::DatasetKind::Records || official) {
        out.push(format!("{}, {}.", dataset.about.source.publisher, dataset.about.until.display()));
    }
    out
}

/// Everything that is known of somebody's pay, kind by kind.
fn details(knowledge: &Knowledge, scope: &Scope<'_>, subject: &Subject, pay: &PayRequest) -> Vec<Detail> {
    let mut out: Vec<Detail> = Vec::new();
    let bands = knowledge.pay.get(&pay.role).map(|s| s.bands.as_slice()).unwrap_or_default();
    let asked = |b: &&PayBand| pay.stages.is_empty() || pay.stages.contains(&b.stage);
    out.extend(bands.iter().filter(asked).map(|band| band_detail(knowledge, band)));
    out.extend(record_details(knowledge, scope, subject));
    out.extend(official_detail(knowledge, scope, subject));
    out.extend(fact_details(knowledge, scope, subject));
    out
}

fn band_detail(knowledge: &Knowledge, band: &PayBand) -> Detail {
    let sources: Vec<String> =
        band.sources.iter().filter_map(|id| knowledge.sources.get(id)).map(|s| s.publisher.clone()).collect();
    let text = format!(
        "{}, {}: {} {} ({}, {})",
        format::capitalised(&band.stage),
        format::basis(band.basis),
        format::band(band),
        format::per(band.per),
        format::list(&sources),
        band.as_of.display()
    );
    Detail { kind: "guide band", text }
}

fn record_details(knowledge: &Knowledge, scope: &Scope<'_>, subject: &Subject) -> Vec<Detail> {
    let mut out = Vec::new();
    for (dataset, table) in knowledge.evidence.tables(scope.audience) {
        let Some(found) = scope.find(dataset, table, subject) else { continue };
        let basis = records::basis(scope, dataset, &found);
        let Some(spread) = found.sample.spread() else {
            out.push(Detail { kind: "pay records", text: format!("{basis}: too few for a figure") });
            continue;
        };
        let money = |amount: u32| format::exact(f64::from(amount), Currency::Usd);
        let titles: Vec<String> = found.sample.titles.iter().take(4).map(|(t, n)| format!("{t} {n}")).collect();
        let text = format!(
            "{}: p10 {}, p25 {}, median {}, p75 {}, p90 {} a year ({basis}; titles: {})",
            format::capitalised(&scope.who(subject, &found)),
            money(spread.p10),
            money(spread.p25),
            money(spread.p50),
            money(spread.p75),
            money(spread.p90),
            titles.join(", ")
        );
        out.push(Detail { kind: "pay records", text });
        let more = records::widened(scope, &found)
            .into_iter()
            .chain(records::converted(&found))
            .chain(dataset.about.note.clone());
        out.extend(more.map(|text| Detail { kind: "pay records", text }));
    }
    out
}

fn official_detail(knowledge: &Knowledge, scope: &Scope<'_>, subject: &Subject) -> Vec<Detail> {
    let Some((dataset, occupation, own)) = official::occupation(knowledge, scope, subject) else { return Vec::new() };
    let year = &occupation.year;
    let text = format!(
        "{}: p10 {}, p25 {}, median {}, p75 {}, p90 {}, mean {} a year ({}, {})",
        format::capitalised(&official::label(occupation, own)),
        wage(year.p10),
        wage(year.p25),
        wage(year.p50),
        wage(year.p75),
        wage(year.p90),
        wage(year.mean),
        dataset.about.source.publisher,
        dataset.about.until.display()
    );
    let reason = own.reason.clone().map(|text| Detail { kind: "official", text });
    std::iter::once(Detail { kind: "official", text }).chain(reason).collect()
}

/// Single figures; what a recruiter or a job site claims comes last and is called a claim.
fn fact_details(knowledge: &Knowledge, scope: &Scope<'_>, subject: &Subject) -> Vec<Detail> {
    let mine = knowledge.evidence.facts.iter().filter(|f| f.role.as_deref() == Some(&subject.id));
    let mut out: Vec<(Tier, Detail)> = Vec::new();
    for fact in mine.filter(|f| f.country.as_deref().is_none_or(|c| c == scope.country)) {
        let (Some(source), Some(said)) = (knowledge.sources.get(&fact.source), figure(fact)) else { continue };
        let note = fact.note.as_ref().map(|n| format!(" {n}")).unwrap_or_default();
        let kind = if source.tier == Tier::Secondary { "claim" } else { "single figure" };
        let text = format!("{} says: {said} ({}, {}).{note}", source.publisher, fact.region, fact.period);
        out.push((source.tier, Detail { kind, text }));
    }
    out.sort_by_key(|(tier, _)| *tier as u8);
    out.into_iter().map(|(_, detail)| detail).collect()
}

/// A pay line for both sides of a comparison.
fn of_pair(knowledge: &Knowledge, id: &str, audience: Visibility, today: Date) -> Exhibits {
    let Some(comparison) = knowledge.comparisons.get(id) else { return Exhibits::default() };
    let request =
        EvidenceRequest { subjects: comparison.header.roles.to_vec(), audience, ..EvidenceRequest::default() };
    let scope = Scope::of(knowledge, &request);
    let mut citations = Citations::new(knowledge, today);
    let subjects = request.subjects.iter().filter_map(|id| knowledge.evidence.subject_by_id(id));
    let lines =
        subjects.flat_map(|s| compared::side(knowledge, &scope, s, &request, &mut citations)).collect::<Vec<_>>();
    let named = |line: &super::Line| {
        let publishers: Vec<String> = line.cites.iter().filter_map(|at| citations.publisher(*at)).collect();
        Detail { kind: "pay", text: format!("{} ({})", line.text.trim_end_matches('.'), format::list(&publishers)) }
    };
    Exhibits { chart: None, details: lines.iter().map(named).collect() }
}
