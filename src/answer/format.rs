//! Money, ranges, years and dates as people read them: the one place where they are written.

use crate::knowledge::role::Years;
use crate::knowledge::{Basis, Currency, PayBand, Per, Role};

/// "$185K", "$1,250", "$112,590".
pub fn money(amount: f64, currency: Currency) -> String {
    let symbol = match currency {
        Currency::Usd => "$",
        Currency::Cad => "CA$",
        Currency::Eur => "€",
        Currency::Gbp => "£",
    };
    let whole = amount.abs().round();
    let sign = if amount < 0.0 { "-" } else { "" };
    if whole >= 10_000.0 && whole % 1_000.0 == 0.0 {
        format!("{sign}{symbol}{}K", grouped(whole / 1_000.0))
    } else {
        format!("{sign}{symbol}{}", grouped(whole))
    }
}

/// "$112,590": to the dollar, as records and official statistics give it.
pub fn exact(amount: f64, currency: Currency) -> String {
    let short = money(1.0, currency);
    format!("{}{}", short.trim_end_matches('1'), grouped(amount.round()))
}

/// "$46.15": to the cent.
pub fn cents(amount: f64, currency: Currency) -> String {
    if amount.fract() == 0.0 {
        return exact(amount, currency);
    }
    let short = money(1.0, currency);
    format!("{}{}.{:02}", short.trim_end_matches('1'), grouped(amount.trunc()), (amount.fract() * 100.0).round())
}

/// "34,997".
pub fn count(number: usize) -> String {
    grouped(number as f64)
}

/// "62 %": a share in whole percent.
pub fn share(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Digits in groups of three.
fn grouped(whole: f64) -> String {
    let digits = format!("{whole:.0}");
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "$185K–$285K", "$320K–$450K+".
pub fn band(band: &PayBand) -> String {
    let open = if band.open_ended { "+" } else { "" };
    format!("{}–{}{open}", money(f64::from(band.low), band.currency), money(f64::from(band.high), band.currency))
}

/// "a year".
pub fn per(per: Per) -> &'static str {
    match per {
        Per::Year => "a year",
        Per::Month => "a month",
        Per::Week => "a week",
        Per::Day => "a day",
        Per::Hour => "an hour",
    }
}

/// "US dollars".
pub fn currency(currency: Currency) -> &'static str {
    match currency {
        Currency::Usd => "US dollars",
        Currency::Cad => "Canadian dollars",
        Currency::Eur => "euros",
        Currency::Gbp => "pounds",
    }
}

/// "permanent", "on W2".
pub fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Permanent => "permanent",
        Basis::Contract => "on contract",
        Basis::W2 => "on W2",
        Basis::C2c => "corp to corp (C2C)",
    }
}

/// "6–10 years", "15+ years".
pub fn years(years: Years) -> String {
    match years.to {
        Some(to) => format!("{}–{to} years", years.from),
        None => format!("{}+ years", years.from),
    }
}

/// "7 years", "half a year or less".
pub fn experience(years: f32) -> String {
    match years {
        y if y < 1.0 => "under a year".to_owned(),
        y if (y - 1.0).abs() < f32::EPSILON => "1 year".to_owned(),
        y if y.fract() == 0.0 => format!("{y:.0} years"),
        y => format!("{y:.1} years"),
    }
}

/// "3 years old"; `None` below two years.
pub fn age(months: i32) -> Option<String> {
    (months >= 24).then(|| format!("{} years old", months / 12))
}

/// Somebody at a stage of a role, as in running text: "senior MLOps engineer", "mid-level MLOps engineer", "Director of
/// MLOps".
pub fn at_stage(role: &Role, stage: &str) -> String {
    let usual = format!("{stage} {}", role.name);
    let titles = role.stage.iter().find(|s| s.id == stage).map(|s| s.titles.as_slice()).unwrap_or_default();
    let own = || titles.iter().find(|t| t.to_lowercase().split(' ').any(|word| word == stage)).cloned();
    if titles.iter().any(|t| t.eq_ignore_ascii_case(&usual)) {
        usual
    } else {
        own().unwrap_or_else(|| format!("{stage}-level {}", role.name))
    }
}

/// "a, b and c".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

/// The text with its first letter large.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// "a senior", "an entry-level".
pub fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    // Spelt letter by letter, "ML" begins with a vowel.
    let article = if word.starts_with("ML") { "an" } else { article };
    format!("{article} {word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_short_where_nothing_is_lost() {
        assert_eq!(money(185_000.0, Currency::Usd), "$185K");
        assert_eq!(money(112_590.0, Currency::Usd), "$112,590");
        assert_eq!(money(1_250.0, Currency::Usd), "$1,250");
        assert_eq!(money(2_000.0, Currency::Gbp), "£2,000");
        assert_eq!(money(1_250_000.0, Currency::Eur), "€1,250K");
    }

    #[test]
    fn lists_and_articles() {
        let items = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        assert_eq!(list(&items), "a, b and c");
        assert_eq!(with_article("MLOps engineer"), "an MLOps engineer");
        assert_eq!(with_article("senior"), "a senior");
    }
}
