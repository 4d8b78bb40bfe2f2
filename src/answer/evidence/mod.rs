//! Pay by records and official statistics: the best-supported kind leads, each other kind gets a line of its own.
//!
//! Kinds are never put into one figure. Which of them leads follows two rules: official statistics where the occupation is
//! exactly the one asked for and nothing narrower than the country was named; records otherwise, where there are enough.

pub(super) mod compared;
pub(super) mod facts;
pub(super) mod offer;
pub(super) mod official;
pub(super) mod outlook;
pub(super) mod records;
pub(super) mod scope;

use jiff::civil::Date;

use super::citations::Citations;
use super::compose::conditions;
use super::{Answer, EvidenceRequest, Kind, Line, format};
use crate::evidence::Subject;
use crate::evidence::files::Fit;
use crate::evidence::sample::FEWEST;
use crate::knowledge::{Currency, Knowledge, Published};
use scope::Scope;

/// What one kind of evidence says, with where and when it holds.
pub(super) struct Said {
    pub(super) lines: Vec<Line>,
    what: &'static str,
    /// `None` where the publication is undated.
    as_of: Option<Published>,
}

/// What the evidence says of one subject, of two, or of an amount.
pub(super) fn evidence(knowledge: &Knowledge, request: &EvidenceRequest, today: Date) -> Option<Answer> {
    if let Some(asked) = request.outlook {
        return outlook::outlook(knowledge, request, asked, today);
    }
    match (request.subjects.as_slice(), request.amounts.as_slice()) {
        ([_], []) => pay(knowledge, request, today),
        ([_], _) => offer::offer(knowledge, request, today),
        (several, []) if several.len() > 1 => compared::compared(knowledge, request, today),
        _ => None,
    }
}

fn pay(knowledge: &Knowledge, request: &EvidenceRequest, today: Date) -> Option<Answer> {
    let subject = knowledge.evidence.subject_by_id(request.subjects.first()?)?;
    let scope = Scope::of(knowledge, request);
    let mut citations = Citations::new(knowledge, today);
    let mut said = in_order(knowledge, &scope, subject, request.official, &mut citations).into_iter();
    let first = said.next()?;
    let (what, as_of) = (first.what, first.as_of);
    let mut lines = first.lines.into_iter();
    let headline = lines.next()?;
    let mut body: Vec<Line> = lines.chain(said.flat_map(|s| s.lines)).collect();
    body.extend(unheeded(knowledge, request, &scope, subject).map(|text| citations.line(text, [])));
    Some(Answer {
        entry: entry(subject, request),
        kind: Kind::Pay,
        confidence: 1.0,
        headline,
        body,
        conditions: format!("{what} · {}", holds(&scope, as_of, today)),
        citations: citations.finish(),
        suggestions: suggestions(subject, request),
        request: None,
    })
}

/// Where a year or a share of remote work was named and there are too few records for it: nothing else tells them apart.
fn unheeded(knowledge: &Knowledge, request: &EvidenceRequest, scope: &Scope<'_>, subject: &Subject) -> Option<String> {
    let named = request.year.is_some() || request.remote.is_some();
    let mut tables = knowledge.evidence.tables(scope.audience);
    let enough = tables
        .any(|(dataset, table)| scope.find(dataset, table, subject).is_some_and(|found| found.sample.is_enough()));
    let few = few(knowledge, scope, subject, Currency::Usd).filter(|_| named && !enough)?;
    Some(format!("This is not for {} alone: {few}.", scope.narrowed()))
}

/// Where and when it holds.
fn holds(scope: &Scope<'_>, as_of: Option<Published>, today: Date) -> String {
    let region = format::capitalised(scope.region_name());
    match as_of {
        Some(date) => conditions(&region, date, today),
        None => format!("{region} · undated"),
    }
}

/// Every kind that has something to say, the best-supported first. Citations are numbered in that order.
fn in_order(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    official_only: bool,
    citations: &mut Citations<'_>,
) -> Vec<Said> {
    let official = |c: &mut Citations<'_>| official::said(knowledge, scope, subject, c);
    let records = |c: &mut Citations<'_>| records::said(knowledge, scope, subject, c);
    if official_only {
        return official(citations).into_iter().collect();
    }
    let mut out: Vec<Said> = Vec::new();
    if official_leads(scope, subject) {
        out.extend(official(citations));
        out.extend(records(citations));
    } else {
        out.extend(records(citations));
        out.extend(official(citations));
    }
    out.extend(facts::said(knowledge, scope, subject, out.is_empty(), citations));
    out
}

fn official_leads(scope: &Scope<'_>, subject: &Subject) -> bool {
    let exact = subject.occupation.as_ref().is_some_and(|o| o.fit == Fit::Exact);
    exact && scope.is_whole_country()
}

/// `pay/data-engineer`, `pay/data-engineer/senior`.
fn entry(subject: &Subject, request: &EvidenceRequest) -> String {
    let stage = request.stage.as_ref().map(|s| format!("/{s}")).unwrap_or_default();
    format!("pay/{}{stage}", subject.id)
}

fn suggestions(subject: &Subject, request: &EvidenceRequest) -> Vec<String> {
    let senior = request.stage.is_none() && subject.title.is_some() && !request.official;
    senior.then(|| format!("What does a senior {} make?", subject.name)).into_iter().collect()
}

/// What is said where the evidence has no answer: how many records there are, where there are some.
pub fn lack(knowledge: &Knowledge, request: &EvidenceRequest) -> Option<String> {
    let subject = knowledge.evidence.subject_by_id(request.subjects.first()?)?;
    let scope = Scope::of(knowledge, request);
    if request.outlook.is_some() {
        let plural = &subject.plural;
        return Some(format!(
            "I have no sourced figure for how many {plural} there are, or will be, in {}.",
            scope.in_words()
        ));
    }
    let Some(currency) = scope.amounts_in(&request.amounts) else { return Some(scope.other_currency()) };
    let few = few(knowledge, &scope, subject, currency).map(|few| format!(" ({few})")).unwrap_or_default();
    Some(format!("I have no sourced pay figure for {} in {}{few}.", subject.plural, scope.in_words()))
}

/// "aijobs.net has 5 distinct records, fewer than the 10 that a figure needs".
fn few(knowledge: &Knowledge, scope: &Scope<'_>, subject: &Subject, currency: Currency) -> Option<String> {
    let tables = knowledge.evidence.tables(scope.audience);
    let counted: Vec<String> = tables
        .map(|(dataset, table)| {
            let found = scope.find_paid_in(dataset, table, subject, currency);
            let number = match found.map_or(0, |found| found.sample.distinct()) {
                0 => "no distinct records".to_owned(),
                1 => "1 distinct record".to_owned(),
                several => format!("{several} distinct records"),
            };
            let paid = match currency {
                Currency::Usd => String::new(),
                other => format!(" paid in {}", format::currency(other)),
            };
            format!("{} has {number}{paid}", dataset.about.source.publisher)
        })
        .collect();
    (!counted.is_empty()).then(|| format!("{}, fewer than the {FEWEST} that a figure needs", format::list(&counted)))
}
