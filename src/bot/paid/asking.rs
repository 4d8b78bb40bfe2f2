//! Whether a clause asks for somebody's pay, and how plainly.

use std::ops::Range;

use crate::nlu::function_words::is_function_word;
use crate::nlu::{Analysis, Target};

use super::super::dialogue::Turn;
use super::super::money::Talk;
use super::super::reading::Reading;

/// A fragment that is put to us may have so many words.
const LONGEST_FRAGMENT: usize = 14;

/// Words that speak of pay and of nothing else.
const PAY_WORDS: [&str; 15] = [
    "pay",
    "pays",
    "paid",
    "salary",
    "salaries",
    "earn",
    "earns",
    "earning",
    "earnings",
    "comp",
    "compensation",
    "wage",
    "wages",
    "remuneration",
    "income",
];
/// What the official wages are called.
const STATISTICS: [&str; 2] = ["bls", "statistics"];
/// Who counts them, and what that makes of them.
const OFFICIAL: [&str; 6] = ["official", "officially", "government", "govt", "bls", "statistics"];
/// What people call a figure, whatever it is a figure of.
const FIGURES: [&str; 13] = [
    "number",
    "numbers",
    "figure",
    "figures",
    "stat",
    "stats",
    "data",
    "benchmark",
    "benchmarks",
    "money",
    "bureau",
    "labor",
    "labour",
];
/// Where in the range a figure stands.
const STANDING: [&str; 15] = [
    "median",
    "average",
    "avg",
    "mean",
    "typical",
    "current",
    "range",
    "percentile",
    "percentiles",
    "quartile",
    "p10",
    "p25",
    "p50",
    "p75",
    "p90",
];
/// Words that speak of pay where somebody stands before them.
const GAINS: [&str; 3] = ["make", "makes", "making"];
/// Other words that may stand between somebody and their pay.
const BESIDE: [&str; 20] = [
    "remote",
    "please",
    "pls",
    "plz",
    "good",
    "fair",
    "low",
    "top",
    "bottom",
    "dollars",
    "versus",
    "vs",
    "compared",
    "experience",
    "exp",
    "xp",
    "executive",
    "hybrid",
    "onsite",
    "based",
];
/// Terms of an offer, which beside an amount say nothing more.
const TERMS: [&str; 12] =
    ["w2", "c2c", "1099", "contract", "hour", "hourly", "h", "hr", "day", "daily", "base", "perm"];
/// How an offer is made, and what is asked of it.
const OFFERED: [&str; 14] = [
    "offer",
    "offers",
    "offered",
    "offering",
    "got",
    "get",
    "ok",
    "okay",
    "decent",
    "high",
    "competitive",
    "reasonable",
    "enough",
    "underpaid",
];
/// Key words typed as into a search box: "data engineer salary us", "devops vs sre pay".
pub(super) fn is_query(reading: &Reading) -> bool {
    let about = |word: &str| PAY_WORDS.contains(&word) || STATISTICS.contains(&word) || word == "money";
    // "Paid the plumber today" is no question.
    let asked = words(&reading.analysis).any(|word| about(word) && word != "paid");
    asked && is_short(reading) && only(&reading.analysis, about)
}

/// "ml engineer 5 yoe": nothing but a role with a stage or years.
pub(super) fn is_bare(reading: &Reading) -> bool {
    let analysis = &reading.analysis;
    let narrowed = !analysis.entities.stages.is_empty() || !analysis.entities.years.is_empty();
    let plain = |(i, word): (usize, &str)| {
        matches!(word, "experience" | "exp" | "xp") || is_entity(analysis, i) || is_function_word(word)
    };
    narrowed && is_short(reading) && words(analysis).enumerate().all(plain)
}

/// "$95/h W2 for a mid data engineer": nothing but a role and an amount.
pub(super) fn is_offer(reading: &Reading) -> bool {
    let analysis = &reading.analysis;
    let priced = !analysis.entities.money.is_empty() && !analysis.entities.roles.is_empty();
    let of_offer = |word: &str| TERMS.contains(&word) || OFFERED.contains(&word) || PAY_WORDS.contains(&word);
    priced && is_short(reading) && only(analysis, of_offer)
}

/// Whether only what the authorities count is asked for.
pub(super) fn is_official(reading: &Reading) -> bool {
    word(reading, &OFFICIAL)
}

/// Whether it speaks of pay at all.
pub(super) fn is_about_pay(reading: &Reading, before: Option<&Turn>) -> bool {
    let goes_on = reading.follows && before.is_some_and(|turn| matches!(turn.target, Target::Pay(..)));
    match Talk::of(&reading.analysis) {
        _ if word(reading, &STATISTICS) && is_short(reading) => true,
        _ if gains_more(reading) => true,
        Talk::OfMoney => true,
        Talk::Perhaps => !compares(reading),
        Talk::NotOfMoney => goes_on || is_bare(reading),
    }
}

/// Whether two roles are held against each other, by their work as well as by their pay.
fn compares(reading: &Reading) -> bool {
    match &reading.target {
        Some(Target::Compare(..)) => true,
        Some(Target::Uncovered(id)) => id == "uncovered/other-role-comparison",
        _ => false,
    }
}

/// Whether nothing but small words stands between somebody and a word for pay: "what does a data engineer in Canada
/// make", "salary of a plumber". Then that is the question, whatever else it resembles.
pub(super) fn is_plain(analysis: &Analysis, subject: &Range<usize>) -> bool {
    let words: Vec<&str> = words(analysis).collect();
    let asked = words.iter().any(|w| matches!(*w, "what" | "whats" | "how" | "much" | "who" | "do" | "does"));
    words.iter().enumerate().any(|(at, word)| {
        let between = if at < subject.start { at + 1..subject.start } else { subject.end..at };
        let noun = PAY_WORDS.contains(word) || STATISTICS.contains(word);
        let verb = asked && at >= subject.end && GAINS.contains(word);
        // "What is a data engineer on these days?"
        let on = asked && at == subject.end && *word == "on" && words[at + 1..].iter().all(|w| is_function_word(w));
        !subject.contains(&at) && (noun || verb || on) && between.into_iter().all(|i| is_small(analysis, i, words[i]))
    })
}

/// Whether nothing stands around a run of words but words for pay and small words.
pub(super) fn is_only_around(analysis: &Analysis, run: &Range<usize>) -> bool {
    let about = |word: &str| PAY_WORDS.contains(&word) || STATISTICS.contains(&word);
    stands_among(analysis, run, about)
}

/// Whether nothing stands around a run of words but these and small words.
pub(super) fn stands_among(analysis: &Analysis, run: &Range<usize>, these: impl Fn(&str) -> bool) -> bool {
    words(analysis).enumerate().all(|(at, word)| run.contains(&at) || these(word) || is_small(analysis, at, word))
}

/// Whether two roles are held against each other by their pay.
pub(super) fn holds_against(reading: &Reading) -> bool {
    word(reading, &["vs", "versus", "than", "or", "compared", "against"]) && speaks_of_pay(reading)
}

/// Whether it speaks of pay and of nothing else.
pub(super) fn speaks_of_pay(reading: &Reading) -> bool {
    word(reading, &PAY_WORDS) || gains_more(reading)
}

/// "Who makes more, an SRE or a data engineer?": who makes something else makes "more of" it, or says what.
fn gains_more(reading: &Reading) -> bool {
    let analysis = &reading.analysis;
    let words: Vec<&str> = words(analysis).collect();
    let money = |at: usize| match words.get(at) {
        None | Some(&"money") => true,
        Some(next) => *next != "of" && (is_function_word(next) || is_entity(analysis, at)),
    };
    let more = |pair: &[&str]| GAINS.contains(&pair[0]) && matches!(pair[1], "more" | "less");
    words.windows(2).enumerate().any(|(at, pair)| more(pair) && money(at + 2))
}

/// Whether it speaks of pay, or of what counts it.
pub(super) fn speaks_of_wages(reading: &Reading) -> bool {
    speaks_of_pay(reading) || word(reading, &STATISTICS)
}

/// Whether one of these words stands in it.
pub(super) fn word(reading: &Reading, any: &[&str]) -> bool {
    words(&reading.analysis).any(|word| any.contains(&word))
}

/// The year that records are to be from.
pub(super) fn year(word: &str) -> Option<u16> {
    word.parse().ok().filter(|year| (2015..=2039).contains(year))
}

fn words(analysis: &Analysis) -> impl Iterator<Item = &str> {
    analysis.tokens.iter().map(|t| t.word.as_str())
}

pub(super) fn is_short(reading: &Reading) -> bool {
    reading.analysis.tokens.len() <= LONGEST_FRAGMENT
}

fn is_entity(analysis: &Analysis, at: usize) -> bool {
    analysis.entities.classes.get(at).is_some_and(Option::is_some)
}

fn is_small(analysis: &Analysis, at: usize, word: &str) -> bool {
    let currency = || analysis.entities.foreign_currency.as_deref().is_some_and(|c| c.split(' ').any(|w| w == word));
    let beside = [OFFICIAL.as_slice(), &FIGURES, &STANDING, &BESIDE].iter().any(|words| words.contains(&word));
    is_entity(analysis, at) || is_function_word(word) || beside || year(word).is_some() || is_share(word) || currency()
}

/// "10%", "90th": which part of those who are paid.
fn is_share(word: &str) -> bool {
    let number = word.strip_suffix('%').or_else(|| word.strip_suffix("th"));
    number.and_then(|n| n.parse::<f64>().ok()).is_some_and(|n| (0.0..=100.0).contains(&n))
}

/// Whether it holds nothing but names, small words and these.
fn only(analysis: &Analysis, these: impl Fn(&str) -> bool) -> bool {
    words(analysis).enumerate().all(|(at, word)| these(word) || is_small(analysis, at, word))
}
