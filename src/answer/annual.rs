//! What a rate comes to in a year: computed in plain sight, with assumptions that can be changed, never cited.

use jiff::civil::Date;

use super::amount::{self, Amount};
use super::citations::Citations;
use super::compose::conditions;
use super::{Answer, Kind, Line, PayRequest, format, offer};
use crate::knowledge::{Basis, Currency, Knowledge, PayBand, Per, Role};

/// What is assumed where a rate is turned into a year's pay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumptions {
    /// Hours of a working day.
    pub hours: f64,
    /// Days that are paid in a year.
    pub days: f64,
    /// What a contractor pays for and an employee is given (leave, insurance, taxes), as a share of the salary.
    pub load: f64,
}

impl Default for Assumptions {
    fn default() -> Self {
        Assumptions { hours: 8.0, days: 220.0, load: 0.25 }
    }
}

/// Working days of a week.
pub(super) const DAYS_A_WEEK: f64 = 5.0;
/// Weeks and months that an employee is paid for in a year.
pub(super) const WEEKS: f64 = 52.0;
pub(super) const MONTHS: f64 = 12.0;

/// An amount as a year's salary.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Salary {
    /// By the year; of a rate, what would leave an employee as much.
    pub value: f64,
    /// The sum that leads there, as a sentence; none where the amount is a year's salary.
    pub sum: Option<String>,
}

/// What an amount comes to as a year's salary.
pub(super) fn salary(amount: Amount, bases: &[Basis], assumed: Assumptions) -> Salary {
    let money = |value: f64| format::exact(value, amount.currency);
    let Some((year, sum)) = by_the_year(amount, bases, assumed) else {
        return Salary { value: amount.value, sum: None };
    };
    if !amount.is_rate(bases) {
        return Salary { value: year, sum: Some(format!("Computed: {sum}.")) };
    }
    let load = 1.0 + assumed.load;
    let value = (year / load).round();
    let as_salary = format!("about the same as a salary of {} ({} ÷ {load})", money(value), money(year));
    Salary { value, sum: Some(format!("Computed: {sum}, {as_salary}.")) }
}

/// A year's pay, and its sum: "$95 an hour × 8 hours × 220 days = $167,200 a year".
fn by_the_year(amount: Amount, bases: &[Basis], assumed: Assumptions) -> Option<(f64, String)> {
    let weeks = assumed.days / DAYS_A_WEEK;
    let (times, factors) = match amount.per {
        Per::Year => return None,
        Per::Month => (MONTHS, format!("× {MONTHS} months")),
        Per::Week if amount.is_rate(bases) => (weeks, format!("× {weeks} weeks of {DAYS_A_WEEK} days")),
        Per::Week => (WEEKS, format!("× {WEEKS} weeks")),
        Per::Day => (assumed.days, format!("× {} days", assumed.days)),
        Per::Hour => (assumed.hours * assumed.days, format!("× {} hours × {} days", assumed.hours, assumed.days)),
    };
    let year = amount.value * times;
    let money = format::exact(year, amount.currency);
    Some((year, format!("{} {factors} = {money} a year", exactly(amount))))
}

/// "$15,000 a month".
fn exactly(amount: Amount) -> String {
    format!("{} {}", format::cents(amount.value, amount.currency), format::per(amount.per))
}

/// Amounts by the year, against the bands of permanent work.
pub(super) fn annual(
    knowledge: &Knowledge,
    request: &PayRequest,
    amounts: &[Amount],
    assumed: Assumptions,
    today: Date,
) -> Option<Answer> {
    if amounts.is_empty() || amounts.iter().any(|a| a.currency != Currency::Usd) {
        return None;
    }
    let role = knowledge.roles.get(&request.role)?;
    let sheet = knowledge.pay.get(&request.role)?;
    let asked = |b: &&PayBand| {
        b.basis == Basis::Permanent
            && b.label.is_none()
            && (request.stages.is_empty() || request.stages.contains(&b.stage))
    };
    let bands: Vec<&PayBand> = sheet.bands.iter().filter(asked).collect();
    let salaries: Vec<Salary> = amounts.iter().map(|a| salary(*a, &request.bases, assumed)).collect();
    let first = *offer::nearest(&bands, salaries.first()?.value).first()?;
    let mut citations = Citations::new(knowledge, today);
    let mut lines = Vec::new();
    for (amount, salary) in amounts.iter().zip(&salaries) {
        lines.extend(salary.sum.clone().map(|sum| citations.line(sum, [])));
        lines.extend(verdicts(&mut citations, role, &bands, *amount, salary.value));
    }
    lines.extend(remarks(amounts, &salaries, &request.bases, assumed).into_iter().map(|text| citations.line(text, [])));
    let headline = lines.remove(0);
    let computed = if salaries.iter().any(|s| s.sum.is_some()) { "Computed, not cited · " } else { "" };
    Some(Answer {
        entry: first.entry(),
        kind: Kind::Offer,
        confidence: 1.0,
        headline,
        body: lines,
        conditions: format!("{computed}{}", conditions(&first.region, first.as_of, today)),
        citations: citations.finish(),
        suggestions: Vec::new(),
        request: None,
    })
}

/// Where a salary stands.
fn verdicts(citations: &mut Citations<'_>, role: &Role, bands: &[&PayBand], amount: Amount, value: f64) -> Vec<Line> {
    let amount = Amount { value, per: Per::Year, ..amount };
    let shown = offer::nearest(bands, value).into_iter().take(2);
    shown.map(|band| offer::verdict(citations, role, band, amount, &amount.shown())).collect()
}

/// Which amount is the most, and what was taken for granted.
pub(super) fn remarks(amounts: &[Amount], salaries: &[Salary], bases: &[Basis], assumed: Assumptions) -> Vec<String> {
    let rates = amounts.iter().any(|a| a.is_rate(bases));
    most(amounts, salaries)
        .into_iter()
        .chain(rates.then(|| assumption(amounts, assumed)))
        .chain(amount::taken(amounts))
        .collect()
}

/// Which of several amounts that cover different times comes to the most, by how much.
fn most(amounts: &[Amount], salaries: &[Salary]) -> Option<String> {
    let per = amounts.first()?.per;
    if amounts.iter().all(|a| a.per == per) {
        return None;
    }
    let mut order: Vec<(&Amount, f64)> = amounts.iter().zip(salaries.iter().map(|s| s.value)).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let [(more, high), (less, low), ..] = order.as_slice() else { return None };
    let money = |value: f64| format::exact(value, more.currency);
    let (sum, two) = (format!("{} − {}", money(*high), money(*low)), amounts.len() == 2);
    Some(match money(high - low) {
        _ if high == low => format!("Computed: in a year {} and {} come to the same.", more.shown(), less.shown()),
        by if two => format!("Computed: in a year {} is more than {}, by {by} ({sum}).", more.shown(), less.shown()),
        by => {
            format!("Computed: in a year {} is the most; next comes {}, {by} ({sum}) less.", more.shown(), less.shown())
        }
    })
}

fn assumption(amounts: &[Amount], assumed: Assumptions) -> String {
    let hours = match amounts.iter().any(|a| a.per == Per::Hour) {
        true => format!("{} hours a day, ", assumed.hours),
        false => String::new(),
    };
    format!(
        "Assumed, and to be changed with `offer`: {hours}{} paid days a year, {} on top for what an employee is given.",
        assumed.days,
        format::share(assumed.load)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Unsaid;

    fn amount(value: f64, per: Per) -> Amount {
        Amount { value, per, currency: Currency::Usd, unsaid: Unsaid::default() }
    }

    #[test]
    fn months_and_weeks_are_computed_with_their_sum() {
        let said = |amount, bases: &[Basis]| salary(amount, bases, Assumptions::default()).sum.unwrap();
        assert_eq!(said(amount(15_000.0, Per::Month), &[]), "Computed: $15,000 a month × 12 months = $180,000 a year.");
        assert_eq!(said(amount(1_200.0, Per::Week), &[]), "Computed: $1,200 a week × 52 weeks = $62,400 a year.");
        assert_eq!(
            said(amount(5_000.0, Per::Week), &[Basis::C2c]),
            "Computed: $5,000 a week × 44 weeks of 5 days = $220,000 a year, about the same as a salary of $176,000 \
             ($220,000 ÷ 1.25)."
        );
        assert_eq!(salary(amount(190_000.0, Per::Year), &[], Assumptions::default()).sum, None);
    }

    #[test]
    fn amounts_of_one_kind_are_not_compared() {
        let both = [amount(160_000.0, Per::Year), amount(175_000.0, Per::Year)];
        let salaries = both.map(|a| salary(a, &[], Assumptions::default()));
        assert_eq!(most(&both, &salaries), None);
    }
}
