//! Where amounts stand among records and official percentiles.

use jiff::civil::Date;

use super::scope::Scope;
use super::{Said, entry, facts, holds, official, records};
use crate::answer::annual::{self, Salary};
use crate::answer::citations::Citations;
use crate::answer::{Amount, Answer, EvidenceRequest, Kind, Line, format};
use crate::evidence::official::Wages;
use crate::evidence::{Dataset, Found, Subject, Wage};
use crate::knowledge::{Currency, Knowledge, Per};

/// A year's salary, by its name in a sentence: "$185K a year".
struct Asked {
    name: String,
    value: f64,
}

pub(super) fn offer(knowledge: &Knowledge, request: &EvidenceRequest, today: Date) -> Option<Answer> {
    let amounts = request.amounts.as_slice();
    let subject = knowledge.evidence.subject_by_id(request.subjects.first()?)?;
    let scope = Scope::of(knowledge, request);
    let currency = scope.amounts_in(amounts)?;
    let salaries: Vec<Salary> = amounts.iter().map(|a| annual::salary(*a, &request.bases, request.assumed)).collect();
    let asked: Vec<Asked> = amounts.iter().zip(&salaries).map(|(amount, salary)| named(*amount, salary)).collect();
    let mut citations = Citations::new(knowledge, today);
    let sums: Vec<_> = salaries.iter().filter_map(|s| Some(citations.line(s.sum.clone()?, []))).collect();
    let mut said = among_records(knowledge, &scope, subject, &asked, currency, &mut citations);
    said.extend(among_official(knowledge, &scope, subject, &asked, said.is_empty(), &mut citations));
    let as_of = said.first()?.as_of;
    if !scope.is_home() {
        said.extend(facts::said(knowledge, &scope, subject, false, &mut citations));
    }
    let remarks = annual::remarks(amounts, &salaries, &request.bases, request.assumed);
    let mut lines: Vec<_> = sums.into_iter().chain(said.into_iter().flat_map(|s| s.lines)).collect();
    lines.extend(remarks.into_iter().map(|text| citations.line(text, [])));
    let headline = lines.remove(0);
    Some(Answer {
        entry: entry(subject, request),
        kind: Kind::Offer,
        confidence: 1.0,
        headline,
        body: lines,
        conditions: holds(&scope, as_of, today),
        citations: citations.finish(),
        suggestions: Vec::new(),
        request: None,
    })
}

fn named(amount: Amount, salary: &Salary) -> Asked {
    let yearly = Amount { value: salary.value, per: Per::Year, ..amount };
    Asked { name: yearly.shown(), value: salary.value }
}

fn among_records(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    asked: &[Asked],
    currency: Currency,
    citations: &mut Citations<'_>,
) -> Vec<Said> {
    let mut out = Vec::new();
    for (dataset, table) in knowledge.evidence.tables(scope.audience) {
        let Some(found) = scope.find_paid_in(dataset, table, subject, currency) else { continue };
        let texts = among(scope, subject, dataset, &found, asked, currency);
        let ids = [dataset.about.source.id.clone()];
        let lines: Vec<_> = texts.into_iter().map(|text| citations.line(text, &ids)).collect();
        if !lines.is_empty() {
            out.push(Said { lines, what: "Pay records", as_of: Some(dataset.about.until) });
        }
    }
    out
}

/// The first amount with the whole spread, the others by their share of the same records.
fn among(
    scope: &Scope<'_>,
    subject: &Subject,
    dataset: &Dataset,
    found: &Found,
    asked: &[Asked],
    currency: Currency,
) -> Vec<String> {
    let (Some(spread), Some((first, others))) = (found.sample.spread(), asked.split_first()) else { return Vec::new() };
    let marks = [spread.p10, spread.p25, spread.p50, spread.p75, spread.p90].map(f64::from);
    let money = |amount: u32| format::exact(f64::from(amount), currency);
    let below = |value: f64| format::share(found.sample.below(value));
    let whole = format!(
        "{} is {}: {} of the distinct records for {} are below it; median {}, half of them {} to {} ({}).",
        first.name,
        position(first.value, marks),
        below(first.value),
        scope.who(subject, found),
        money(spread.p50),
        money(spread.p25),
        money(spread.p75),
        records::basis(scope, dataset, found)
    );
    let short =
        |a: &Asked| format!("{} is {}: {} of them are below it.", a.name, position(a.value, marks), below(a.value));
    let conversion = match currency {
        Currency::Usd => records::converted(found),
        other => Some(format!("Only records that were paid in {} count.", format::currency(other))),
    };
    std::iter::once(whole)
        .chain(others.iter().map(short))
        .chain(scope.reading())
        .chain(records::widened(scope, found))
        .chain(conversion)
        .collect()
}

/// "31 % of the 42 distinct records for senior MLOps engineers … are below it": for an offer to our own role, and only
/// where there are enough records for exactly that.
pub(in crate::answer) fn share_below(
    knowledge: &Knowledge,
    request: &EvidenceRequest,
    value: f64,
    citations: &mut Citations<'_>,
) -> Option<Line> {
    let subject = knowledge.evidence.subject_by_id(request.subjects.first()?)?;
    let scope = Scope::of(knowledge, request);
    let mut tables = knowledge.evidence.tables(scope.audience);
    let (dataset, found) = tables.find_map(|(dataset, table)| {
        let found = scope.find(dataset, table, subject)?;
        (found.sample.is_enough() && found.widened.is_empty()).then_some((dataset, found))
    })?;
    let text = format!(
        "Of the pay records, {} are below it ({}).",
        format::share(found.sample.below(value)),
        records::basis(&scope, dataset, &found)
    );
    Some(citations.line(text, [&dataset.about.source.id]))
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
    asked: &[Asked],
    leads: bool,
    citations: &mut Citations<'_>,
) -> Option<Said> {
    let (dataset, occupation, own) = official::occupation(knowledge, scope, subject)?;
    let (first, others) = asked.split_first()?;
    let Place { is, unknown } = place(&occupation.year, first.value)?;
    let who = if leads || !others.is_empty() { first.name.as_str() } else { "It" };
    let whole = format!(
        "{who} is {is} of the official wages, {}, all levels (US Bureau of Labor Statistics, {}){unknown}.",
        official::label(occupation, own.fit),
        dataset.about.until.display()
    );
    let other = |asked: &Asked| {
        let Place { is, unknown } = place(&occupation.year, asked.value)?;
        Some(format!("{} is {is} of them{unknown}.", asked.name))
    };
    let texts = std::iter::once(whole).chain(others.iter().filter_map(other));
    let lines = texts.map(|text| citations.line(text, [&dataset.about.source.id])).collect();
    Some(Said { lines, what: "Official statistics", as_of: Some(dataset.about.until) })
}

/// Where an amount stands among official percentiles.
#[derive(Debug, PartialEq)]
struct Place {
    /// "between the median ($135,980) and the 75th percentile ($169,480)".
    is: String,
    /// What of it the statistics leave open, behind a semicolon; empty where they leave nothing open.
    unknown: String,
}

/// Above the highest wage that is published, `#` may be more or less than the amount: that is said, not guessed.
fn place(wages: &Wages, year: f64) -> Option<Place> {
    let marks = [
        ("10th percentile", wages.p10),
        ("25th percentile", wages.p25),
        ("median", wages.p50),
        ("75th percentile", wages.p75),
        ("90th percentile", wages.p90),
    ];
    let shown = |(name, wage): (&str, Wage)| format!("the {name} ({})", official::wage(wage));
    let reached = marks.iter().take_while(|(_, wage)| matches!(wage, Wage::Is(amount) if *amount <= year)).count();
    let last = reached.checked_sub(1).map(|at| shown(marks[at]));
    let certain = |is: String| Some(Place { is, unknown: String::new() });
    let open = |next: (&str, Wage)| format!("; whether it reaches {} is not known", shown(next));
    match (last, marks.get(reached)) {
        (None, Some((_, Wage::Missing))) => None,
        (None, Some(next @ (_, Wage::AtLeast(top)))) if *top <= year => {
            Some(Place { is: "at or above the highest wage that is published".to_owned(), unknown: open(*next) })
        }
        (Some(last), Some(next @ (_, Wage::AtLeast(top)))) if *top <= year => {
            Some(Place { is: format!("above {last}"), unknown: open(*next) })
        }
        (Some(last), Some(next @ (_, Wage::Missing))) => {
            Some(Place { is: format!("above {last}"), unknown: open(*next) })
        }
        (None, Some(next)) => certain(format!("below {}", shown(*next))),
        (Some(last), Some(next)) => certain(format!("between {last} and {}", shown(*next))),
        (Some(last), None) => certain(format!("above {last}")),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wages(p: [Wage; 5]) -> Wages {
        let [p10, p25, p50, p75, p90] = p;
        Wages { mean: Wage::Missing, p10, p25, p50, p75, p90 }
    }

    #[test]
    fn what_is_only_known_to_be_high_is_not_guessed() {
        let top = Wage::AtLeast(239_200.0);
        let doctors = wages([Wage::Is(140_000.0), Wage::Is(230_000.0), top, top, top]);
        let said = |year| place(&doctors, year).unwrap();
        assert_eq!(
            said(235_000.0).is,
            "between the 25th percentile ($230,000) and the median (# (at or above $239,200))"
        );
        let open = said(300_000.0);
        assert_eq!(open.is, "above the 25th percentile ($230,000)");
        assert_eq!(open.unknown, "; whether it reaches the median (# (at or above $239,200)) is not known");
        assert!(place(&wages([Wage::Missing; 5]), 1.0).is_none());
        assert_eq!(place(&wages([top; 5]), 250_000.0).unwrap().is, "at or above the highest wage that is published");
    }
}
