//! Amounts of money, with their currency and what they cover.

use std::ops::Range;

use super::super::token::Token;
use super::number::{SCALED, number};
use crate::knowledge::{Currency, Per};

/// An amount somebody names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Money {
    /// In whole units: "170k" is 170,000.
    pub amount: f64,
    /// What one payment covers, where it was said.
    pub per: Option<Per>,
    /// Where it was said.
    pub currency: Option<Currency>,
    /// Whether a `$`, a `k` or a period shows that it is money.
    pub marked: bool,
}

/// Every amount of money, with the tokens it covers.
pub(super) fn money(tokens: &[Token]) -> Vec<(Money, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match number(tokens, at).and_then(|n| amount(tokens, at, n)) {
            Some((money, used)) => {
                found.push((money, at..at + used));
                at += used;
            }
            None => at += 1,
        }
    }
    found
}

/// More than anybody is paid, in any currency.
const HIGHEST: f64 = 1e9;

fn amount(tokens: &[Token], at: usize, (value, unit, used): (f64, String, usize)) -> Option<(Money, usize)> {
    let word = &tokens[at].word;
    let scaled = match unit.trim_end_matches('+') {
        "" | SCALED => value,
        "k" => value * 1_000.0,
        "m" | "mm" => value * 1_000_000.0,
        _ => return None,
    };
    let (per, per_used) = period(tokens, at + used, scaled);
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    let currency = match dollars_of(before, &tokens[at]) {
        Some(Dollars::Canadian) => Some(Currency::Cad),
        // Taken for US dollars it would be another amount.
        Some(Dollars::Other) => return None,
        None => currency_of(word),
    };
    let currency = currency
        .or_else(|| before.filter(|t| !t.word.starts_with(SIGNS)).and_then(|t| code_of(&t.word)))
        .or_else(|| tokens.get(at + used + per_used).and_then(|t| currency_of(&t.word)))
        .or_else(|| tokens.get(at + used).and_then(|t| currency_of(&t.word)));
    let marked = currency.is_some() || !unit.is_empty() || per.is_some() || word.contains(',');
    // "I was offered 60": whatever it counts, it is an amount of pay.
    let offered = || before.is_some_and(|t| matches!(t.word.as_str(), "offered" | "offering"));
    let plausible =
        marked || offered() || (90.0..=990.0).contains(&scaled) || (10_000.0..=2_000_000.0).contains(&scaled);
    (plausible
        && (15.0..=HIGHEST).contains(&scaled)
        && !is_year(value, marked)
        && !followed_by_time(tokens, at + used, per)
        && !is_score(tokens, at, at + used))
    .then_some((Money { amount: scaled, per, currency, marked }, used + per_used))
}

/// Words beside an amount that is only a part of what somebody is paid, or that compares two of them.
const BESIDE_PAY: [&str; 26] = [
    "bonus",
    "bonuses",
    "equity",
    "stock",
    "stocks",
    "shares",
    "rsu",
    "rsus",
    "options",
    "sign",
    "signing",
    "sign-on",
    "relocation",
    "raise",
    "bump",
    "more",
    "less",
    "extra",
    "above",
    "below",
    "over",
    "under",
    "higher",
    "lower",
    "gap",
    "difference",
];
/// So many words lie between an amount and such a word, at most.
const NEAR: usize = 2;

/// The amounts that are held against pay: "190k and 210k", but not the bonus beside a salary. Where one was written as
/// money, plain numbers count only next to another amount: "160 or 175k", not "175k at a company of 500".
pub(super) fn offers(tokens: &[Token], found: &[(Money, Range<usize>)]) -> Vec<Money> {
    let any_marked = found.iter().any(|(money, _)| money.marked);
    let mut out: Vec<Money> = Vec::new();
    for (at, (money, span)) in found.iter().enumerate() {
        let joined =
            |other: Option<&(Money, Range<usize>)>| other.is_some_and(|(_, other)| is_joined(tokens, span, other));
        let beside = joined(at.checked_sub(1).and_then(|before| found.get(before))) || joined(found.get(at + 1));
        let counts = (money.marked || !any_marked || beside) && !is_part(tokens, span);
        if counts && !out.contains(money) {
            out.push(*money);
        }
    }
    // Whatever it is, it is all that was named.
    if out.is_empty() { found.first().map(|(money, _)| *money).into_iter().collect() } else { out }
}

/// Whether nothing or only "or", "and", "vs" stands between two amounts.
fn is_joined(tokens: &[Token], one: &Range<usize>, other: &Range<usize>) -> bool {
    let between = tokens.get(one.end.min(other.end)..one.start.max(other.start)).unwrap_or_default();
    match between {
        [] => true,
        [only] => matches!(only.word.as_str(), "or" | "and" | "vs" | "versus" | "to"),
        _ => false,
    }
}

fn is_part(tokens: &[Token], span: &Range<usize>) -> bool {
    let after = tokens.iter().skip(span.end).take_while(|t| !t.after_break).take(NEAR);
    let added = span.start.checked_sub(1).is_some_and(|i| tokens[i].word == "plus");
    added
        || after
            .take_while(|t| !matches!(t.word.as_str(), "or" | "and" | "vs" | "versus" | "plus"))
            .any(|t| BESIDE_PAY.contains(&t.word.as_str()))
}

/// 2034 is a year, not an amount.
fn is_year(value: f64, marked: bool) -> bool {
    !marked && (1990.0..=2060.0).contains(&value)
}

fn followed_by_time(tokens: &[Token], at: usize, per: Option<Per>) -> bool {
    per.is_none()
        && tokens.get(at).is_some_and(|t| {
            matches!(
                t.word.as_str(),
                "years"
                    | "year"
                    | "yrs"
                    | "months"
                    | "month"
                    | "weeks"
                    | "days"
                    | "hours"
                    | "people"
                    | "percent"
                    | "stages"
                    | "questions"
            )
        })
}

/// "85 out of 100" is a score.
fn is_score(tokens: &[Token], at: usize, end: usize) -> bool {
    let word = |i: usize| tokens.get(i).map(|t| t.word.as_str());
    let out_of = |i: usize| word(i) == Some("out") && word(i + 1) == Some("of");
    out_of(end) || at.checked_sub(2).is_some_and(out_of)
}

/// Signs of money that stand before an amount.
const SIGNS: [char; 3] = ['$', '€', '£'];

fn currency_of(word: &str) -> Option<Currency> {
    match word {
        w if w.starts_with('$') => Some(Currency::Usd),
        w if w.starts_with('€') => Some(Currency::Eur),
        w if w.starts_with('£') => Some(Currency::Gbp),
        "dollars" | "bucks" => Some(Currency::Usd),
        "euro" | "euros" => Some(Currency::Eur),
        "pounds" | "quid" => Some(Currency::Gbp),
        "canadian" => Some(Currency::Cad),
        code => code_of(code),
    }
}

/// A code stands behind an amount or before it: "CAD 130k".
fn code_of(word: &str) -> Option<Currency> {
    match word {
        "usd" => Some(Currency::Usd),
        "eur" => Some(Currency::Eur),
        "gbp" => Some(Currency::Gbp),
        "cad" => Some(Currency::Cad),
        _ => None,
    }
}

/// Dollars that are not those of the United States.
enum Dollars {
    Canadian,
    Other,
}

/// "C$130k", "A$130k": the letters stand right before the sign.
fn dollars_of(before: Option<&Token>, token: &Token) -> Option<Dollars> {
    let letters = before.filter(|b| token.word.starts_with('$') && b.end == token.start)?;
    match letters.word.as_str() {
        "c" | "ca" | "can" | "cad" => Some(Dollars::Canadian),
        "us" | "usd" => None,
        _ => Some(Dollars::Other),
    }
}

/// Nobody is paid less a week: "24 a month" counts something else.
const LEAST_A_WEEK: f64 = 200.0;

/// "a day", "per hour", "/yr", "daily" behind an amount.
fn period(tokens: &[Token], at: usize, value: f64) -> (Option<Per>, usize) {
    let word = |i: usize| tokens.get(at + i).map(|t| t.word.as_str());
    let is_pay = value >= LEAST_A_WEEK;
    let named = |w: Option<&str>| match w {
        Some("day" | "daily" | "diem") => Some(Per::Day),
        Some("hour" | "hr" | "hourly" | "h") => Some(Per::Hour),
        Some("week" | "weekly" | "wk") if is_pay => Some(Per::Week),
        Some("month" | "monthly" | "mo" | "mth") if is_pay => Some(Per::Month),
        Some("year" | "yr" | "annual" | "annually" | "yearly" | "annum") => Some(Per::Year),
        _ => None,
    };
    if let Some(per) = named(word(0)) {
        return (Some(per), 1);
    }
    if matches!(word(0), Some("a" | "an" | "per" | "each" | "the" | "bucks" | "dollars" | "usd")) {
        if let Some(per) = named(word(1)) {
            return (Some(per), 2);
        }
        if matches!(word(1), Some("a" | "an" | "per")) {
            return (named(word(2)), if named(word(2)).is_some() { 3 } else { 0 });
        }
    }
    (None, 0)
}

#[cfg(test)]
mod tests {
    use super::super::super::token::tokenise;
    use super::*;

    fn amounts(text: &str) -> Vec<(f64, Option<Per>)> {
        money(&tokenise(text)).into_iter().map(|(m, _)| (m.amount, m.per)).collect()
    }

    #[test]
    fn money_in_digits_and_words() {
        assert_eq!(amounts("is $170k fair"), [(170_000.0, None)]);
        assert_eq!(amounts("they put 210 on the table"), [(210.0, None)]);
        assert_eq!(amounts("1,100 a day or 190k"), [(1_100.0, Some(Per::Day)), (190_000.0, None)]);
        assert_eq!(amounts("nine hundred a day"), [(900.0, Some(Per::Day))]);
        assert_eq!(amounts("a grand a day"), [(1_000.0, Some(Per::Day))]);
        assert_eq!(amounts("$95/hr"), [(95.0, Some(Per::Hour))]);
        assert_eq!(amounts("a quarter mil"), [(250_000.0, None)]);
        assert_eq!(amounts("185,000 dollars per year"), [(185_000.0, Some(Per::Year))]);
    }

    #[test]
    fn a_currency_stands_before_or_behind_its_amount() {
        let paid_in = |text: &str| money(&tokenise(text)).first().and_then(|(m, _)| Some((m.amount, m.currency?)));
        for text in ["CAD 130k", "130k CAD", "C$130k", "CA$130k", "130k canadian dollars"] {
            assert_eq!(paid_in(text), Some((130_000.0, Currency::Cad)), "{text}");
        }
        assert_eq!(paid_in("usd 95 an hour"), Some((95.0, Currency::Usd)));
        assert_eq!(paid_in("US$150k"), Some((150_000.0, Currency::Usd)));
        assert_eq!(paid_in("75k pounds"), Some((75_000.0, Currency::Gbp)));
        assert_eq!(amounts("A$130k"), []);
    }

    #[test]
    fn what_was_offered_is_an_amount() {
        assert_eq!(amounts("they offered 60 for it"), [(60.0, None)]);
        assert_eq!(amounts("offered 60 days of leave"), []);
        assert_eq!(amounts("a team of 60"), []);
    }

    #[test]
    fn months_and_weeks_are_periods() {
        assert_eq!(amounts("15k a month"), [(15_000.0, Some(Per::Month))]);
        assert_eq!(amounts("$15,000/month"), [(15_000.0, Some(Per::Month))]);
        assert_eq!(amounts("1200 per week"), [(1_200.0, Some(Per::Week))]);
        assert_eq!(amounts("24 a month"), []);
    }

    #[test]
    fn offers_are_amounts_of_pay() {
        let offered = |text: &str| {
            let tokens = tokenise(text);
            offers(&tokens, &money(&tokens)).into_iter().map(|m| m.amount).collect::<Vec<_>>()
        };
        assert_eq!(offered("1,100 a day or 190k"), [1_100.0, 190_000.0]);
        assert_eq!(offered("I have two offers, 190k and 210k"), [190_000.0, 210_000.0]);
        assert_eq!(offered("160 or 175k"), [160.0, 175_000.0]);
        assert_eq!(offered("175k at a company of 500"), [175_000.0]);
        assert_eq!(offered("170k base plus 30k, 20k signing bonus"), [170_000.0]);
        assert_eq!(offered("a 30k bonus"), [30_000.0]);
    }

    #[test]
    fn what_is_not_money() {
        for text in
            ["by 2034", "3 months", "5 years", "w2", "24 people", "two questions", "85 out of 100", "$2000000000"]
        {
            assert_eq!(amounts(text), [], "{text}");
        }
    }
}
