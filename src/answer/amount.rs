//! An amount somebody was offered or has in mind, and what of it nobody said.

use super::format;
use crate::knowledge::{Basis, Currency, Per};

/// An amount somebody was offered or has in mind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// In whole units.
    pub value: f64,
    /// What one payment covers.
    pub per: Per,
    /// Of the amount.
    pub currency: Currency,
    /// What was taken for granted.
    pub unsaid: Unsaid,
}

/// What of an amount was not said, and taken for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unsaid {
    /// That it is in thousands: "210" for $210,000.
    pub thousands: bool,
    /// Its currency.
    pub currency: bool,
    /// What it covers.
    pub per: bool,
}

impl Amount {
    /// "$1,100 a day".
    pub(super) fn shown(self) -> String {
        let value = match self.per {
            Per::Hour => format::cents(self.value, self.currency),
            _ => format::money(self.value, self.currency),
        };
        format!("{value} {}", format::per(self.per))
    }

    /// In what people are paid in where it was offered, if nobody said in what.
    #[must_use]
    pub fn paid_in(self, own: Option<Currency>) -> Amount {
        match own.filter(|_| self.unsaid.currency) {
            Some(currency) => Amount { currency, ..self },
            None => self,
        }
    }

    /// Whether it is what a contractor bills, and no employee's pay: by the day or hour it is, by the week or month where
    /// nothing but a contract was spoken of.
    pub fn is_rate(self, bases: &[Basis]) -> bool {
        match self.per {
            Per::Day | Per::Hour => true,
            Per::Week | Per::Month => !bases.is_empty() && !bases.contains(&Basis::Permanent),
            Per::Year => false,
        }
    }

    /// "thousands of US dollars a year": what was taken for granted.
    fn taken(self) -> Option<String> {
        let Unsaid { thousands, currency, per } = self.unsaid;
        let what = match (thousands, currency, per) {
            (true, _, _) => format!("thousands of {}", format::currency(self.currency)),
            (false, true, _) => format::currency(self.currency).to_owned(),
            (false, false, true) => "pay".to_owned(),
            (false, false, false) => return None,
        };
        Some(if per { format!("{what} {}", format::per(self.per)) } else { what })
    }
}

/// "Taken as US dollars a year.": what was taken for granted of some amounts, which are named where they differ in it.
pub(super) fn taken(amounts: &[Amount]) -> Option<String> {
    let all: Vec<(String, String)> = amounts.iter().filter_map(|a| Some((a.shown(), a.taken()?))).collect();
    let (_, first) = all.first()?;
    if all.len() == amounts.len() && all.iter().all(|(_, taken)| taken == first) {
        return Some(format!("Taken as {first}."));
    }
    let each: Vec<String> = all.iter().map(|(shown, taken)| format!("{taken} ({shown})")).collect();
    Some(format!("Taken as {}.", format::list(&each)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(value: f64, per: Per, thousands: bool, currency: bool, period: bool) -> Amount {
        Amount { value, per, currency: Currency::Usd, unsaid: Unsaid { thousands, currency, per: period } }
    }

    #[test]
    fn what_nobody_said_is_said() {
        let plain = amount(185_000.0, Per::Year, false, true, true);
        let short = amount(210_000.0, Per::Year, true, true, true);
        let rate = amount(900.0, Per::Day, false, true, false);
        let whole = amount(95.0, Per::Hour, false, false, false);
        assert_eq!(taken(&[plain]).as_deref(), Some("Taken as US dollars a year."));
        assert_eq!(taken(&[short]).as_deref(), Some("Taken as thousands of US dollars a year."));
        assert_eq!(taken(&[rate]).as_deref(), Some("Taken as US dollars."));
        assert_eq!(taken(&[amount(900.0, Per::Day, false, false, true)]).as_deref(), Some("Taken as pay a day."));
        assert_eq!(taken(&[whole]), None);
        assert_eq!(taken(&[whole, plain]).as_deref(), Some("Taken as US dollars a year ($185K a year)."));
    }

    #[test]
    fn a_month_is_a_rate_on_contract_only() {
        let month = amount(15_000.0, Per::Month, false, false, false);
        assert!(month.is_rate(&[Basis::C2c]) && !month.is_rate(&[]) && !month.is_rate(&[Basis::Permanent]));
    }
}
