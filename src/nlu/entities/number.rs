//! Numbers: digits and words.

use super::super::token::Token;

/// Stands for the unit of a number whose "hundred" or "grand" is counted in already.
pub(super) const SCALED: &str = "scaled";

/// The number that a word of digits stands for, with its unit.
fn digits(word: &str) -> Option<(f64, &str)> {
    let bare = word.trim_start_matches(['$', '€', '£', '₹', '¥']);
    let end = bare.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(bare.len());
    let number = bare[..end].trim_end_matches(['.', ',']);
    let value = if looks_grouped(number) { number.replace(',', "").parse() } else { number.replace(',', ".").parse() };
    // "4ish" is about four.
    let unit = bare[end..].trim_start_matches('-');
    value.ok().map(|value| (value, if unit == "ish" { "" } else { unit }))
}

/// "1,250" groups thousands; "3,5" does not.
fn looks_grouped(number: &str) -> bool {
    number.split(',').skip(1).all(|group| group.split('.').next().is_some_and(|g| g.len() == 3))
}

/// The value of a number in words: "nine hundred", "a grand", "a quarter million".
fn words(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let (mut total, mut current, mut used) = (0.0, 0.0, 0);
    for token in tokens[at..].iter().take(6) {
        if let Some(n) = unit(&token.word) {
            current += n;
        } else if let Some(scale) = scale(&token.word) {
            // "A grand", "hundred a day"; but "k" alone is a way to say yes.
            if current == 0.0 && matches!(token.word.as_str(), "k" | "mil") {
                break;
            }
            let counted = if current == 0.0 { 1.0 } else { current } * scale;
            (total, current) = if scale > 100.0 { (total + counted, 0.0) } else { (total, counted) };
        } else if !(token.word == "and" && used > 0) {
            break;
        }
        used += 1;
    }
    while used > 0 && tokens.get(at + used - 1).is_some_and(|t| t.word == "and") {
        used -= 1;
    }
    (used > 0).then_some((total + current, used))
}

/// A number by itself, in digits or as a word; "one" is more often a pronoun.
pub(crate) fn bare(word: &str) -> Option<f64> {
    unit(word).filter(|_| word != "one").or_else(|| digits(word).filter(|(_, unit)| unit.is_empty()).map(|(n, _)| n))
}

fn unit(word: &str) -> Option<f64> {
    const NAMES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let small = NAMES.iter().position(|n| *n == word).map(|n| n as f64);
    small.or_else(|| TENS.iter().position(|n| *n == word).map(|n| (n as f64 + 2.0) * 10.0))
}

fn scale(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(100.0),
        "thousand" | "grand" | "k" => Some(1_000.0),
        "million" | "mil" => Some(1_000_000.0),
        _ => None,
    }
}

/// A number at a position: its value, its unit letters, and how many tokens it takes.
pub(super) fn number(tokens: &[Token], at: usize) -> Option<(f64, String, usize)> {
    let token = tokens.get(at)?;
    if token.word == "quarter" && tokens.get(at + 1).is_some_and(|t| scale(&t.word) == Some(1_000_000.0)) {
        return Some((250_000.0, SCALED.to_owned(), 2));
    }
    match digits(&token.word) {
        Some((value, unit)) => {
            let next = tokens.get(at + 1).filter(|_| unit.is_empty()).and_then(|t| scale(&t.word));
            match next {
                Some(scale) => Some((value * scale, SCALED.to_owned(), 2)),
                None => Some((value, unit.to_owned(), 1)),
            }
        }
        None => words(tokens, at).map(|(value, used)| {
            let scaled = tokens[at..at + used].iter().any(|t| scale(&t.word).is_some());
            (value, if scaled { SCALED.to_owned() } else { String::new() }, used)
        }),
    }
}
