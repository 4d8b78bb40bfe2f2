//! What a day or an hour comes to in a year: computed in plain sight, with assumptions that can be changed, never cited.

use jiff::civil::Date;

use super::citations::Citations;
use super::compose::conditions;
use super::{Amount, Answer, Kind, Line, PayRequest, format, offer};
use crate::knowledge::{Basis, Currency, Knowledge, PayBand, Per};

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

/// A year's pay, and its sum: "$95 an hour × 8 hours × 220 days = $167,200 a year".
pub(super) fn computed(amount: Amount, assumed: Assumptions) -> (f64, String) {
    let money = |value: f64| format::exact(value, amount.currency);
    match amount.per {
        Per::Year => (amount.value, format!("{} a year", format::money(amount.value, amount.currency))),
        Per::Day => {
            let year = amount.value * assumed.days;
            (year, format!("{} a day × {} days = {} a year", money(amount.value), assumed.days, money(year)))
        }
        Per::Hour => {
            let year = amount.value * assumed.hours * assumed.days;
            let sum = format!("× {} hours × {} days = {} a year", assumed.hours, assumed.days, money(year));
            (year, format!("{} an hour {sum}", format::cents(amount.value, amount.currency)))
        }
    }
}

/// One amount or two, by the year, against the bands of permanent work.
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
    let mut citations = Citations::new(knowledge, today);
    let mut lines = Vec::new();
    for amount in amounts {
        lines.extend(one(&mut citations, role, &bands, *amount, assumed));
    }
    lines.push(citations.line(assumption(amounts, assumed), []));
    let first = *bands.first()?;
    let headline = lines.remove(0);
    Some(Answer {
        entry: if request.stages.is_empty() { format!("pay/{}", role.id) } else { first.entry() },
        kind: Kind::Offer,
        confidence: 1.0,
        headline,
        body: lines,
        conditions: format!("Computed, not cited · {}", conditions(&first.region, first.as_of, today)),
        citations: citations.finish(),
        suggestions: Vec::new(),
        request: None,
    })
}

/// The sum of one amount, and where it stands; a rate also as the salary that would leave as much.
fn one(
    citations: &mut Citations<'_>,
    role: &crate::knowledge::Role,
    bands: &[&PayBand],
    amount: Amount,
    assumed: Assumptions,
) -> Vec<Line> {
    let (year, sum) = computed(amount, assumed);
    let mut lines = Vec::new();
    let mut salary = year;
    if amount.per != Per::Year {
        salary = year / (1.0 + assumed.load);
        let money = |value: f64| format::exact(value, amount.currency);
        lines.push(citations.line(
            format!(
                "Computed: {sum}, about the same as a salary of {} ({} ÷ {}).",
                money(salary),
                money(year),
                1.0 + assumed.load
            ),
            [],
        ));
    }
    let amount = Amount { value: salary.round(), per: Per::Year, currency: amount.currency };
    let shown = offer::nearest(bands, amount.value);
    lines.extend(shown.into_iter().take(2).map(|band| {
        offer::verdict(
            citations,
            role,
            band,
            amount,
            &format!("{} a year", format::money(amount.value, amount.currency)),
        )
    }));
    lines
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
