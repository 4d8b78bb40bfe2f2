//! Where an amount stands among records and official percentiles.

use jiff::civil::Date;

use super::scope::Scope;
use super::{entry, official, records};
use crate::answer::annual::{self, Assumptions};
use crate::answer::citations::Citations;
use crate::answer::compose::conditions;
use crate::answer::{Amount, Answer, EvidenceRequest, Kind, Line, format};
use crate::evidence::official::Wages;
use crate::evidence::{Subject, Wage};
use crate::knowledge::{Currency, Knowledge, Per};

pub(super) fn offer(knowledge: &Knowledge, request: &EvidenceRequest, amount: Amount, today: Date) -> Option<Answer> {
    if amount.currency != Currency::Usd {
        return None;
    }
    let subject = knowledge.evidence.subject_by_id(request.subjects.first()?)?;
    let scope = Scope::of(knowledge, request);
    let mut citations = Citations::new(knowledge, today);
    let (year, asked) = by_the_year(amount);
    let mut lines = among_records(knowledge, &scope, subject, year, &asked, &mut citations);
    let official = among_official(knowledge, &scope, subject, year, &asked, lines.is_empty(), &mut citations);
    lines.extend(official);
    if lines.is_empty() {
        return None;
    }
    let headline = lines.remove(0);
    let as_of = knowledge.evidence.datasets.iter().map(|d| d.about.until).max()?;
    Some(Answer {
        entry: entry(subject, request),
        kind: Kind::Offer,
        confidence: 1.0,
        headline,
        body: lines,
        conditions: conditions(&format::capitalised(scope.region_name()), as_of, today),
        citations: citations.finish(),
        suggestions: Vec::new(),
        request: None,
    })
}

/// The amount by the year, and how it is named: a computed one with its sum.
fn by_the_year(amount: Amount) -> (f64, String) {
    match amount.per {
        Per::Year => (amount.value, format!("{} a year", format::money(amount.value, amount.currency))),
        _ => {
            let (year, sum) = annual::computed(amount, Assumptions::default());
            (year, format!("{sum}, computed,"))
        }
    }
}

fn among_records(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    year: f64,
    asked: &str,
    citations: &mut Citations<'_>,
) -> Vec<Line> {
    let mut out = Vec::new();
    for (dataset, table) in knowledge.evidence.tables(scope.audience) {
        let Some(found) = scope.find(dataset, table, subject) else { continue };
        let Some(spread) = found.sample.spread() else { continue };
        let money = |amount: u32| format::exact(f64::from(amount), Currency::Usd);
        let text = format!(
            "{asked} is {}: {} of the distinct records for {} are below it; median {}, half of them {} to {} ({}).",
            position(year, [spread.p10, spread.p25, spread.p50, spread.p75, spread.p90].map(f64::from)),
            format::share(found.sample.below(year)),
            scope.who(subject, &found),
            money(spread.p50),
            money(spread.p25),
            money(spread.p75),
            records::basis(scope, dataset, &found)
        );
        let ids = [dataset.about.source.id.clone()];
        let more = scope.reading().into_iter().chain(records::widened(scope, &found)).chain(records::converted(&found));
        out.extend(std::iter::once(text).chain(more).map(|text| citations.line(text, &ids)));
    }
    out
}

/// In words, by the five percentiles.
fn position(value: f64, [p10, p25, p50, p75, p90]: [f64; 5]) -> &'static str {
    match value {
        v if v < p10 => "low",
        v if v < p25 => "in the lower quarter",
        v if v < p50 => "somewhat below the middle",
        v if v <= p75 => "at or above the middle",
        v if v <= p90 => "in the upper quarter",
        _ => "high",
    }
}

fn among_official(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    year: f64,
    asked: &str,
    leads: bool,
    citations: &mut Citations<'_>,
) -> Option<Line> {
    let (dataset, occupation, own) = official::occupation(knowledge, scope, subject)?;
    let between = between(&occupation.year, year)?;
    let what = if leads { format!("{asked} is {between}") } else { format!("it is {between}") };
    let label = official::label(occupation, own);
    let text = format!(
        "{} official wages, {label}, all levels (US Bureau of Labor Statistics, {}).",
        format::capitalised(&format!("{what} of the")),
        dataset.about.until.display()
    );
    Some(citations.line(text, [&dataset.about.source.id]))
}

/// "between the median ($135,980) and the 75th percentile ($169,480)".
fn between(wages: &Wages, year: f64) -> Option<String> {
    let marks = [
        ("10th percentile", wages.p10),
        ("25th percentile", wages.p25),
        ("median", wages.p50),
        ("75th percentile", wages.p75),
        ("90th percentile", wages.p90),
    ];
    let shown = |(name, wage): (&str, Wage)| format!("the {name} ({})", official::wage(wage));
    let reached = marks.iter().take_while(|(_, wage)| matches!(wage, Wage::Is(amount) if *amount <= year)).count();
    if marks.iter().all(|(_, wage)| *wage == Wage::Missing) {
        return None;
    }
    Some(match reached {
        0 => format!("below {}", shown(marks[0])),
        n if n == marks.len() => format!("above {}", shown(marks[n - 1])),
        n => format!("between {} and {}", shown(marks[n - 1]), shown(marks[n])),
    })
}
