//! What stands beside an answer and never in its text: a chart, and the table of all evidence.

use jiff::civil::Date;

use super::citations::Citations;
use super::evidence::compared;
use super::evidence::facts::figure;
use super::evidence::official::{self, wage};
use super::evidence::outlook;
use super::evidence::records;
use super::evidence::scope::Scope;
use super::{Amount, Assumptions, EvidenceRequest, PayRequest, Request, format, picture};
use crate::chart::Chart;
use crate::evidence::Subject;
use crate::evidence::files::Visibility;
use crate::knowledge::source::Tier;
use crate::knowledge::{Currency, Knowledge, PayBand};

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
        Request::Pay(pay) => of_role(knowledge, pay, &Picture::Plain, audience),
        Request::Offer(pay, amount) => of_role(knowledge, pay, &Picture::Offer(*amount), audience),
        Request::Annual(pay, amounts, assumed) => {
            of_role(knowledge, pay, &Picture::Annual(amounts, *assumed), audience)
        }
        Request::Evidence(evidence) => of_evidence(knowledge, &EvidenceRequest { audience, ..evidence.clone() }),
        Request::Compare(id, _) => of_pair(knowledge, id, audience, today),
        Request::Ladder(role) => {
            of_role(knowledge, &PayRequest { role: role.clone(), ..PayRequest::default() }, &Picture::Plain, audience)
        }
        Request::Career { role, stages, .. } => {
            let pay = PayRequest { role: role.clone(), stages: stages.clone(), ..PayRequest::default() };
            of_role(knowledge, &pay, &Picture::Plain, audience)
        }
        Request::Sources(of) => exhibits(knowledge, of, audience, today),
        Request::Article(_) | Request::Work(..) => Exhibits::default(),
    }
}

/// Our own role.
fn of_role(knowledge: &Knowledge, pay: &PayRequest, picture: &Picture<'_>, audience: Visibility) -> Exhibits {
    let request = EvidenceRequest {
        subjects: vec![pay.role.clone()],
        stage: pay.stages.first().cloned(),
        years: pay.years,
        audience,
        ..EvidenceRequest::default()
    };
    let Some(subject) = knowledge.evidence.subject_by_id(&pay.role) else { return Exhibits::default() };
    let scope = Scope::of(knowledge, &request);
    let chart = match picture {
        Picture::Plain => picture::of_role(knowledge, &scope, subject, pay, None),
        Picture::Offer(amount) => picture::of_role(knowledge, &scope, subject, pay, Some(*amount)),
        Picture::Annual(amounts, assumed) => picture::of_annual(knowledge, &scope, subject, pay, (amounts, *assumed)),
    };
    Exhibits { chart, details: details(knowledge, &scope, subject, pay) }
}

/// What stands across the picture of our own role.
enum Picture<'a> {
    Plain,
    Offer(Amount),
    Annual(&'a [Amount], Assumptions),
}

/// Any other role, or two.
fn of_evidence(knowledge: &Knowledge, request: &EvidenceRequest) -> Exhibits {
    let subjects: Vec<&Subject> =
        request.subjects.iter().filter_map(|id| knowledge.evidence.subject_by_id(id)).collect();
    let scope = Scope::of(knowledge, request);
    let chart = match subjects.as_slice() {
        // No picture has how many people there are.
        _ if request.outlook.is_some() => None,
        [only] => picture::of_evidence(knowledge, &scope, only, request),
        several => picture::of_pair(knowledge, &scope, several),
    };
    let of = |subject: &&Subject| {
        let pay = PayRequest { role: subject.id.clone(), ..PayRequest::default() };
        details(knowledge, &scope, subject, &pay)
    };
    Exhibits { chart, details: subjects.iter().flat_map(of).collect() }
}

/// Everything that is known of somebody's pay, kind by kind.
fn details(knowledge: &Knowledge, scope: &Scope<'_>, subject: &Subject, pay: &PayRequest) -> Vec<Detail> {
    let mut out: Vec<Detail> = Vec::new();
    let bands = knowledge.pay.get(&pay.role).map(|s| s.bands.as_slice()).unwrap_or_default();
    let asked = |b: &&PayBand| pay.stages.is_empty() || pay.stages.contains(&b.stage);
    out.extend(bands.iter().filter(asked).map(|band| band_detail(knowledge, band)));
    out.extend(record_details(knowledge, scope, subject));
    out.extend(official_detail(knowledge, scope, subject));
    out.extend(outlook::lines(knowledge, scope, subject).map(|line| Detail { kind: "outlook", text: line.whole() }));
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
        format::capitalised(&official::label(occupation, own.fit)),
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
    let region = knowledge.evidence.region_of(&scope.country).map(|region| region.name.as_str());
    let mut out: Vec<(Tier, Detail)> = Vec::new();
    for fact in mine.filter(|f| f.is_of(&scope.country, region)) {
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
    let subjects: Vec<&Subject> =
        request.subjects.iter().filter_map(|id| knowledge.evidence.subject_by_id(id)).collect();
    let chart = picture::of_pair(knowledge, &scope, &subjects);
    let lines = subjects
        .iter()
        .flat_map(|s| compared::side(knowledge, &scope, s, &request, &mut citations))
        .flat_map(|s| s.lines)
        .collect::<Vec<_>>();
    let named = |line: &super::Line| {
        let publishers: Vec<String> = line.cites.iter().filter_map(|at| citations.publisher(*at)).collect();
        Detail { kind: "pay", text: format!("{} ({})", line.text.trim_end_matches('.'), format::list(&publishers)) }
    };
    Exhibits { chart, details: lines.iter().map(named).collect() }
}
