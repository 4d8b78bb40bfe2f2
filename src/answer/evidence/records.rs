//! What pay records say.

use super::Said;
use super::scope::Scope;
use crate::answer::citations::Citations;
use crate::answer::{Line, format};
use crate::evidence::sample::FEWEST;
use crate::evidence::search::Widened;
use crate::evidence::{Dataset, Found, Subject};
use crate::knowledge::{Currency, Knowledge};

/// What every data set of records says that the reader may see, one after the other.
pub(super) fn said(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    citations: &mut Citations<'_>,
) -> Vec<Said> {
    let tables = knowledge.evidence.tables(scope.audience);
    let found = tables.filter_map(|(dataset, table)| Some((dataset, scope.find(dataset, table, subject)?)));
    found.filter_map(|(dataset, found)| of_dataset(scope, subject, dataset, &found, citations)).collect()
}

fn of_dataset(
    scope: &Scope<'_>,
    subject: &Subject,
    dataset: &Dataset,
    found: &Found,
    citations: &mut Citations<'_>,
) -> Option<Said> {
    let spread = found.sample.spread()?;
    let money = |amount: u32| format::exact(f64::from(amount), Currency::Usd);
    let text = format!(
        "{}: median {} a year, half of them {} to {}, 10th to 90th percentile {} to {} ({}).",
        format::capitalised(&scope.who(subject, found)),
        money(spread.p50),
        money(spread.p25),
        money(spread.p75),
        money(spread.p10),
        money(spread.p90),
        basis(scope, dataset, found)
    );
    let ids = [dataset.about.source.id.clone()];
    let lines: Vec<Line> = std::iter::once(text)
        .chain(scope.reading())
        .chain(widened(scope, found))
        .chain(converted(found))
        .map(|text| citations.line(text, &ids))
        .collect();
    Some(Said { lines, what: "Pay records", as_of: Some(dataset.about.until) })
}

/// "aijobs.net records, 2024 to Jan 2025: 3,012 distinct of 7,341".
pub(in crate::answer) fn basis(scope: &Scope<'_>, dataset: &Dataset, found: &Found) -> String {
    format!(
        "{} records, {}: {} distinct of {}",
        dataset.about.source.publisher,
        scope.when(dataset, found),
        format::count(found.sample.distinct()),
        format::count(found.sample.records)
    )
}

/// In what the search was widened, and why.
pub(in crate::answer) fn widened(scope: &Scope<'_>, found: &Found) -> Option<String> {
    let region = || format!("people in the wider region of {}", scope.region_name());
    let names: Vec<String> = found
        .widened
        .iter()
        .map(|step| match step {
            Widened::Years => "all years".to_owned(),
            Widened::Level => "all levels".to_owned(),
            Widened::Region => region(),
        })
        .collect();
    let exactly = "found for exactly what was asked";
    let few = match found.asked_for {
        0 => format!("No distinct record was {exactly}"),
        1 => format!("Only 1 distinct record was {exactly}, fewer than {FEWEST}"),
        several => format!("Only {several} distinct records were {exactly}, fewer than {FEWEST}"),
    };
    (!names.is_empty()).then(|| format!("{few}, so {} count.", format::list(&names)))
}

/// Amounts in another currency are shown as the data set converts them.
pub(in crate::answer) fn converted(found: &Found) -> Option<String> {
    let code = found.sample.foreign_currency()?;
    Some(format!("Most of these were paid in {code}; the amounts are in US dollars as the data set converts them."))
}
