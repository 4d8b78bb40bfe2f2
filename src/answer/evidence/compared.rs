//! The pay of two subjects, each by the same kinds of evidence, side by side and never subtracted from each other.

use jiff::civil::Date;

use super::scope::Scope;
use super::{Said, holds, official, records};
use crate::answer::citations::Citations;
use crate::answer::{Answer, EvidenceRequest, Kind, Line, format};
use crate::evidence::Subject;
use crate::knowledge::{Basis, Currency, Knowledge, PayBand};

pub(super) fn compared(knowledge: &Knowledge, request: &EvidenceRequest, today: Date) -> Option<Answer> {
    let [one, other] = request.subjects.as_slice() else { return None };
    let scope = Scope::of(knowledge, request);
    let mut citations = Citations::new(knowledge, today);
    let mut said = Vec::new();
    for id in [one, other] {
        let subject = knowledge.evidence.subject_by_id(id)?;
        let side = side(knowledge, &scope, subject, request, &mut citations);
        // One side alone is no comparison.
        side.first()?;
        said.extend(side);
    }
    let as_of = said.iter().filter_map(|s| s.as_of).max();
    let mut lines: Vec<Line> = said.into_iter().flat_map(|s| s.lines).collect();
    let work = knowledge.comparison(one, other).is_none().then(|| WORK.to_owned());
    lines.extend(scope.reading().into_iter().chain(work).map(|text| citations.line(text, [])));
    let headline = lines.remove(0);
    Some(Answer {
        entry: format!("pay/{one}-vs-{other}"),
        kind: Kind::Pay,
        confidence: 1.0,
        headline,
        body: lines,
        conditions: format!("Each figure by itself · {}", holds(&scope, as_of, today)),
        citations: citations.finish(),
        suggestions: Vec::new(),
        request: None,
    })
}

/// What is said of two roles whose pay is all that is known of both.
const WORK: &str = "This is their pay; the work of the two is compared by no source of mine.";

/// What one side is paid: the guide's band where there is one, else the median of the records, else the official one.
pub(in crate::answer) fn side(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    request: &EvidenceRequest,
    citations: &mut Citations<'_>,
) -> Vec<Said> {
    let bands = bands(knowledge, scope, subject, request);
    if let Some(said) = guide(subject, &bands, citations) {
        return vec![said];
    }
    let tables = knowledge.evidence.tables(scope.audience);
    let said: Vec<Said> = tables
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
            let lines = vec![citations.line(text, [&dataset.about.source.id])];
            Some(Said { lines, what: "Pay records", as_of: Some(dataset.about.until) })
        })
        .collect();
    if !said.is_empty() {
        return said;
    }
    official_side(knowledge, scope, subject, citations).into_iter().collect()
}

fn official_side(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    citations: &mut Citations<'_>,
) -> Option<Said> {
    let (dataset, occupation, own) = official::occupation(knowledge, scope, subject)?;
    let until = dataset.about.until;
    let text = format!(
        "{}, official, {}: median {} a year (US Bureau of Labor Statistics, {}).",
        format::capitalised(&subject.plural),
        official::label(occupation, own.fit),
        official::wage(occupation.year.p50),
        until.display()
    );
    let lines = vec![citations.line(text, [&dataset.about.source.id])];
    Some(Said { lines, what: "Official statistics", as_of: Some(until) })
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

fn guide(subject: &Subject, bands: &[&PayBand], citations: &mut Citations<'_>) -> Option<Said> {
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
    let lines = vec![citations.line(text, &ids)];
    Some(Said { lines, what: "Guide", as_of: bands.iter().map(|b| b.as_of).max() })
}
