//! What official statistics say.

use super::Said;
use super::scope::Scope;
use crate::answer::citations::Citations;
use crate::answer::format;
use crate::evidence::files::Fit;
use crate::evidence::official::Wages;
use crate::evidence::subject::SubjectOccupation;
use crate::evidence::{Dataset, Occupation, Subject, Wage};
use crate::knowledge::{Currency, Knowledge};

/// The occupation of a subject; the statistics speak of the United States as a whole.
pub(in crate::answer) fn occupation<'a>(
    knowledge: &'a Knowledge,
    scope: &Scope<'_>,
    subject: &'a Subject,
) -> Option<(&'a Dataset, &'a Occupation, &'a SubjectOccupation)> {
    let own = subject.occupation.as_ref().filter(|_| scope.is_home())?;
    let mut all = knowledge.evidence.official(scope.audience);
    all.find_map(|(dataset, occupations)| Some((dataset, occupations.get(&own.code)?, own)))
}

/// "Official, nearest occupation Database Architects (SOC 15-1243): median $135,980 a year, …".
pub(super) fn said(
    knowledge: &Knowledge,
    scope: &Scope<'_>,
    subject: &Subject,
    citations: &mut Citations<'_>,
) -> Option<Said> {
    let (dataset, occupation, own) = occupation(knowledge, scope, subject)?;
    let employees = occupation.employment.and_then(|n| usize::try_from(n).ok());
    let employees = employees.map(|n| format!("; {} employees", format::count(n))).unwrap_or_default();
    let text = format!(
        "Official, {}: {} (US Bureau of Labor Statistics, {}{employees}).",
        label(occupation, own.fit),
        wages(occupation),
        dataset.about.until.display()
    );
    let mut lines = vec![citations.line(text, [&dataset.about.source.id])];
    if scope.level.is_some() {
        lines.push(citations.line("It counts all levels of experience together.", []));
    }
    Some(Said { lines, what: "Official statistics", as_of: Some(dataset.about.until) })
}

/// "nearest occupation Database Architects (SOC 15-1243)".
pub(in crate::answer) fn label(occupation: &Occupation, fit: Fit) -> String {
    let near = if fit == Fit::Nearest { "nearest occupation " } else { "" };
    format!("{near}{} (SOC {})", occupation.title, occupation.code)
}

/// By the year; by the hour where nothing is published for a year.
fn wages(occupation: &Occupation) -> String {
    match occupation.year.p50 {
        Wage::Missing if occupation.hour.p50 != Wage::Missing => {
            format!("{}; no wage a year is published (*)", spread(&occupation.hour, "an hour"))
        }
        _ => spread(&occupation.year, "a year"),
    }
}

fn spread(wages: &Wages, per: &str) -> String {
    format!("median {} {per}, 10th to 90th percentile {} to {}", wage(wages.p50), wage(wages.p10), wage(wages.p90))
}

/// "$112,590", "# (at or above $239,200)", "* (not available)".
pub(in crate::answer) fn wage(wage: Wage) -> String {
    match wage {
        Wage::Is(amount) => format::cents(amount, Currency::Usd),
        Wage::AtLeast(top) => format!("# (at or above {})", format::cents(top, Currency::Usd)),
        Wage::Missing => "* (not available)".to_owned(),
    }
}
