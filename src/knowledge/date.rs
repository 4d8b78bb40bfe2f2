//! Dates as publications give them: a year, or a year and a month.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `YYYY` or `YYYY-MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Published {
    year: i16,
    month: Option<i8>,
}

impl Published {
    /// Whole months from this date to `today`; a bare year counts from its January.
    pub fn months_until(self, today: Date) -> i32 {
        let then = i32::from(self.year) * 12 + i32::from(self.month.unwrap_or(1)) - 1;
        i32::from(today.year()) * 12 + i32::from(today.month()) - 1 - then
    }

    /// "Apr 2026" or "2026".
    pub fn display(self) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let name = self.month.and_then(|m| MONTHS.get(usize::try_from(m - 1).ok()?));
        match name {
            Some(name) => format!("{name} {}", self.year),
            None => self.year.to_string(),
        }
    }
}

impl FromStr for Published {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || format!("`{text}` is not a date: write \"YYYY\" or \"YYYY-MM\"");
        let (year, month) = match text.split_once('-') {
            Some((year, month)) => (year, Some(month)),
            None => (text, None),
        };
        let all_digits = |t: &str, n| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(year, 4) || month.is_some_and(|m| !all_digits(m, 2)) {
            return Err(bad());
        }
        let year = year.parse().map_err(|_| bad())?;
        let month = month.map(str::parse::<i8>).transpose().map_err(|_| bad())?;
        if month.is_some_and(|m| !(1..=12).contains(&m)) {
            return Err(bad());
        }
        Ok(Published { year, month })
    }
}

impl TryFrom<String> for Published {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Published> for String {
    fn from(date: Published) -> String {
        date.to_string()
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month {
            Some(month) => write!(f, "{:04}-{month:02}", self.year),
            None => write!(f, "{:04}", self.year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_years_and_months_are_dates() {
        assert_eq!("2026-04".parse::<Published>().map(Published::display), Ok("Apr 2026".to_owned()));
        for bad in ["26", "2026-13", "2026-4", "2026-04-01", "", "next year", "２０２６"] {
            assert!(bad.parse::<Published>().is_err(), "{bad}");
        }
    }

    #[test]
    fn age_is_counted_in_months() {
        let today = jiff::civil::date(2026, 11, 24);
        assert_eq!("2025-11".parse::<Published>().map(|d| d.months_until(today)), Ok(12));
        assert_eq!("2026".parse::<Published>().map(|d| d.months_until(today)), Ok(10));
    }
}
