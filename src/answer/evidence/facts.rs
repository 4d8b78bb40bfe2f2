//! What single publications say, where data sets say little: other countries, in their own currency.

use super::Said;
use super::scope::Scope;
use crate::answer::citations::Citations;
use crate::answer::format;
use crate::evidence::{PayFact, Subject};
use crate::knowledge::source::Tier;
use crate::knowledge::{Knowledge, Per, Published};

/// Single figures that are shown in one answer, at most.
const MOST: usize = 2;

/// Figures of the asked country; what a recruiter or a job site claims only where there is nothing else.
pub(super) fn said(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    nothing_else: bool,
    citations: &mut Citations<'_>,
) -> Vec<Said> {
    if scope.is_home() && !nothing_else {
        return Vec::new();
    }
    let worth = |tier: Tier| tier != Tier::Secondary || nothing_else;
    let mut facts: Vec<(Tier, &PayFact)> = of_country(knowledge, scope, subject).filter(|f| worth(f.0)).collect();
    // Wages by the year first, and official ones before others.
    facts.sort_by_key(|(tier, f)| (*tier as u8, f.per != Some(Per::Year)));
    facts.into_iter().take(MOST).filter_map(|(_, fact)| line(knowledge, fact, citations)).collect()
}

/// Pay figures of a role in a country.
fn of_country<'a>(
    knowledge: &'a Knowledge,
    scope: &'a Scope<'_>,
    subject: &'a Subject,
) -> impl Iterator<Item = (Tier, &'a PayFact)> {
    let facts = knowledge.evidence.facts.iter().filter(|f| f.role.as_deref() == Some(&subject.id));
    let here = facts.filter(|f| f.country.as_deref() == Some(&scope.country) && f.metric.pay_name().is_some());
    here.filter_map(|fact| Some((knowledge.sources.get(&fact.source)?.tier, fact)))
}

fn line(knowledge: &Knowledge, fact: &PayFact, citations: &mut Citations<'_>) -> Option<Said> {
    let source = knowledge.sources.get(&fact.source)?;
    let text = format!(
        "{}: {} ({}{}, {}).",
        source.publisher,
        figure(fact)?,
        fact.occupation.as_ref().map(|o| format!("{o}, ")).unwrap_or_default(),
        fact.region,
        fact.period
    );
    let mut lines = vec![citations.line(text, [&fact.source])];
    lines.extend(fact.note.as_ref().map(|note| citations.line(note.clone(), [&fact.source])));
    let as_of = source.published.or_else(|| fact.period.get(..4)?.parse::<Published>().ok());
    Some(Said { lines, what: "Single figures", as_of })
}

/// "median £43,283 a year".
pub(in crate::answer) fn figure(fact: &PayFact) -> Option<String> {
    let (name, currency, per) = (fact.metric.pay_name()?, fact.currency?, fact.per?);
    let money = |amount: f64| format::cents(amount, currency);
    let amount = match (fact.value, fact.low, fact.high) {
        (Some(value), _, _) => money(value),
        (None, Some(low), Some(high)) => format!("{} to {}", money(low), money(high)),
        _ => return None,
    };
    Some(format!("{name} {amount} {}", format::per(per)))
}
