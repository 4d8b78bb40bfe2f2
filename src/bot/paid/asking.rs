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
const PAY_WORDS: [&str; 12] =
    ["pay", "pays", "paid", "salary", "salaries", "earn", "earns", "earning", "comp", "compensation", "wage", "wages"];
/// What the official wages are called.
const STATISTICS: [&str; 2] = ["bls", "statistics"];
/// Words that speak of pay where somebody stands before them.
const GAINS: [&str; 3] = ["make", "makes", "making"];
/// Words that may stand between somebody and their pay.
const BESIDE: [&str; 24] = [
    "median",
    "average",
    "avg",
    "official",
    "officially",
    "statistics",
    "range",
    "remote",
    "please",
    "pls",
    "bls",
    "good",
    "fair",
    "low",
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
];
/// Terms of an offer, which beside an amount say nothing more.
const TERMS: [&str; 12] =
    ["w2", "c2c", "1099", "contract", "hour", "hourly", "h", "hr", "day", "daily", "base", "perm"];

/// Key words typed as into a search box: "data engineer salary us", "devops vs sre pay".
pub(super) fn is_query(reading: &Reading) -> bool {
    let about = |word: &str| PAY_WORDS.contains(&word) || STATISTICS.contains(&word);
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
    priced && is_short(reading) && only(analysis, |word| TERMS.contains(&word) || PAY_WORDS.contains(&word))
}

/// Whether it speaks of pay at all.
pub(super) fn is_about_pay(reading: &Reading, before: Option<&Turn>) -> bool {
    let goes_on = reading.follows && before.is_some_and(|turn| matches!(turn.target, Target::Pay(..)));
    match Talk::of(&reading.analysis) {
        _ if word(reading, &STATISTICS) && is_short(reading) => true,
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
        let noun = PAY_WORDS.contains(word);
        let verb = asked && at >= subject.end && GAINS.contains(word);
        // "What is a data engineer on these days?"
        let on = asked && at == subject.end && *word == "on" && words[at + 1..].iter().all(|w| is_function_word(w));
        !subject.contains(&at) && (noun || verb || on) && between.into_iter().all(|i| is_small(analysis, i, words[i]))
    })
}

/// Whether nothing stands around a run of words but words for pay and small words.
pub(super) fn is_only_around(analysis: &Analysis, run: &Range<usize>) -> bool {
    let known =
        |(at, word): (usize, &str)| run.contains(&at) || PAY_WORDS.contains(&word) || is_small(analysis, at, word);
    words(analysis).enumerate().all(known)
}

/// Whether two roles are held against each other by their pay.
pub(super) fn holds_against(reading: &Reading) -> bool {
    word(reading, &["vs", "versus", "than", "or", "compared", "against"]) && speaks_of_pay(reading)
}

/// Whether a word stands in it that speaks of pay and of nothing else.
pub(super) fn speaks_of_pay(reading: &Reading) -> bool {
    word(reading, &PAY_WORDS)
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

fn is_short(reading: &Reading) -> bool {
    reading.analysis.tokens.len() <= LONGEST_FRAGMENT
}

fn is_entity(analysis: &Analysis, at: usize) -> bool {
    analysis.entities.classes.get(at).is_some_and(Option::is_some)
}

fn is_small(analysis: &Analysis, at: usize, word: &str) -> bool {
    let currency = || analysis.entities.foreign_currency.as_deref().is_some_and(|c| c.split(' ').any(|w| w == word));
    is_entity(analysis, at) || is_function_word(word) || BESIDE.contains(&word) || year(word).is_some() || currency()
}

/// Whether it holds nothing but names, small words and these.
fn only(analysis: &Analysis, these: impl Fn(&str) -> bool) -> bool {
    words(analysis).enumerate().all(|(at, word)| these(word) || is_small(analysis, at, word))
}
