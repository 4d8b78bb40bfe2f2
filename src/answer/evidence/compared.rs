//! The pay of two subjects, each by the same kinds of evidence, side by side and never subtracted from each other.

use jiff::civil::Date;

use super::scope::Scope;
use super::{official, records};
use crate::answer::citations::Citations;
use crate::answer::compose::conditions;
use crate::answer::{Answer, EvidenceRequest, Kind, Line, format};
use crate::evidence::Subject;
use crate::knowledge::{Basis, Currency, Knowledge, PayBand};

pub(super) fn compared(knowledge: &Knowledge, request: &EvidenceRequest, today: Date) -> Option<Answer> {
    let subjects: Vec<&Subject> =
        request.subjects.iter().filter_map(|id| knowledge.evidence.subject_by_id(id)).collect();
    let scope = Scope::of(knowledge, request);
    let mut citations = Citations::new(knowledge, today);
    let mut lines: Vec<Line> =
        subjects.iter().flat_map(|s| side(knowledge, &scope, s, request, &mut citations)).collect();
    // One side alone is no comparison.
    if subjects.len() < 2 || subjects.iter().any(|s| !knows(knowledge, &scope, s, request)) {
        return None;
    }
    lines.extend(reading(&scope, &mut citations));
    let headline = lines.remove(0);
    let as_of = knowledge.evidence.datasets.iter().map(|d| d.about.until).max()?;
    Some(Answer {
        entry: format!("pay/{}", subjects.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join("-vs-")),
        kind: Kind::Pay,
        confidence: 1.0,
        headline,
        body: lines,
        conditions: format!(
            "Each figure by itself · {}",
            conditions(&format::capitalised(scope.region_name()), as_of, today)
        ),
        citations: citations.finish(),
        suggestions: Vec::new(),
        request: None,
    })
}

fn reading(scope: &Scope<'_>, citations: &mut Citations<'_>) -> Option<Line> {
    scope.reading().map(|text| citations.line(text, []))
}

fn knows(knowledge: &Knowledge, scope: &Scope<'_>, subject: &Subject, request: &EvidenceRequest) -> bool {
    let mut citations = Citations::new(knowledge, Date::default());
    !side(knowledge, scope, subject, request, &mut citations).is_empty()
}

/// The pay line of one side: the guide's band where there is one, else the median of the records, else the official one.
pub(in crate::answer) fn side(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    request: &EvidenceRequest,
    citations: &mut Citations<'_>,
) -> Vec<Line> {
    let bands = bands(knowledge, scope, subject, request);
    if let Some(line) = guide(subject, &bands, citations) {
        return vec![line];
    }
    let tables = knowledge.evidence.tables(scope.audience);
    let lines: Vec<Line> = tables
        .filter_map(|(dataset, table)| {
            let found = scope.find(dataset, table, subject)?;
            let spread = found.sample.spread()?;
            let money = |amount: u32| format::exact(f64::from(amount), Currency::Usd);
            let text = format!(
                "{}: median {} a year, half of them {} to {} ({}).",
                format::capitalised(&scope.who(subject, &found)),
                money(spread.p50),
                money(spread.p25),
                money(spread.p75),
                records::basis(scope, dataset, &found)
            );
            Some(citations.line(text, [&dataset.about.source.id]))
        })
        .collect();
    if !lines.is_empty() {
        return lines;
    }
    let Some((dataset, occupation, own)) = official::occupation(knowledge, scope, subject) else { return Vec::new() };
    let text = format!(
        "{}, official, {}: median {} a year.",
        format::capitalised(&subject.plural),
        official::label(occupation, own),
        official::wage(occupation.year.p50)
    );
    vec![citations.line(text, [&dataset.about.source.id])]
}

/// The guide speaks of the United States.
fn bands<'a>(
    knowledge: &'a Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    request: &EvidenceRequest,
) -> Vec<&'a PayBand> {
    let sheet = knowledge.pay.get(&subject.id).filter(|_| scope.is_home());
    let by_years = knowledge.roles.get(&subject.id).zip(request.years).map(|(role, years)| {
        role.stage.iter().filter(|s| s.years.contains(years)).map(|s| s.id.clone()).collect::<Vec<_>>()
    });
    let stages: Vec<String> = request.stage.clone().into_iter().chain(by_years.unwrap_or_default()).collect();
    let asked = |b: &&PayBand| {
        b.basis == Basis::Permanent && b.label.is_none() && (stages.is_empty() || stages.contains(&b.stage))
    };
    sheet.map(|s| s.bands.iter().filter(asked).collect()).unwrap_or_default()
}

fn guide(subject: &Subject, bands: &[&PayBand], citations: &mut Citations<'_>) -> Option<Line> {
    let (first, last) = (bands.first()?, bands.last()?);
    let ids: Vec<String> = bands.iter().flat_map(|b| b.sources.clone()).collect();
    let stages =
        if first.stage == last.stage { first.stage.clone() } else { format!("{} to {}", first.stage, last.stage) };
    let open = if last.open_ended { "+" } else { "" };
    let text = format!(
        "{}, {stages}: guide band {}–{}{open} a year.",
        format::capitalised(&subject.plural),
        format::money(f64::from(first.low), first.currency),
        format::money(f64::from(last.high), last.currency)
    );
    Some(citations.line(text, &ids))
}
