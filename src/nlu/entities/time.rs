//! Time: years of experience, and the hours and days that somebody works.

use std::ops::{Range, RangeInclusive};

use super::super::token::Token;
use super::number::number;

/// Years of experience, with the tokens they cover.
pub(super) fn years(tokens: &[Token]) -> Vec<(f32, Range<usize>)> {
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if found.last().is_some_and(|(_, span): &(f32, Range<usize>)| span.contains(&at)) {
            continue;
        }
        let decade = tokens[at].word == "decade" && is_span_of_experience(tokens, at + 1, at);
        if decade {
            found.push((10.0, at..at + 1));
            continue;
        }
        let Some((value, unit, used)) = number(tokens, at).or_else(|| vague(tokens, at)) else { continue };
        let joined = matches!(unit.trim_end_matches('+'), "y" | "yr" | "yrs" | "yoe" | "year" | "years");
        let next = tokens.get(at + used).map(|t| t.word.as_str());
        let (is_years, is_months) = (
            joined || matches!(next, Some("years" | "year" | "yrs" | "yr" | "y")),
            matches!(next, Some("months" | "month")),
        );
        let plausible = (0.0..=50.0).contains(&value) && (unit.is_empty() || unit == "+" || joined);
        let end = at + used + usize::from(!joined);
        if plausible && (is_years || is_months) && is_span_of_experience(tokens, end, at) {
            let amount = if is_months { value / 12.0 } else { value };
            found.push((amount as f32, at..end));
        }
    }
    found
}

fn vague(tokens: &[Token], at: usize) -> Option<(f64, String, usize)> {
    match tokens[at].word.as_str() {
        "few" | "couple" if tokens.get(at + 1).is_some_and(|t| t.word == "of") => Some((2.0, String::new(), 2)),
        "few" => Some((2.0, String::new(), 1)),
        "couple" => Some((2.0, String::new(), 1)),
        "half" if tokens.get(at + 1).is_some_and(|t| t.word == "a") => Some((0.5, String::new(), 2)),
        _ => None,
    }
}

/// "in five years", "over five years", "five years ago", "for 2 years to 2034" are spans of time, not of experience.
fn is_span_of_experience(tokens: &[Token], after: usize, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i)).map(|t| t.word.as_str());
    let next = tokens.get(after).map(|t| t.word.as_str());
    !matches!(before, Some("next" | "over" | "past" | "last" | "every" | "in" | "within"))
        && !matches!(next, Some("ago" | "later" | "from" | "time"))
        || matches!(next, Some("in" | "of" | "experience" | "into"))
}

/// Hours of a working day and paid days of a year, where somebody names them: "6 hours a day and 180 days".
pub(super) fn working_time(tokens: &[Token]) -> (Option<f64>, Option<f64>) {
    let word = |at: usize| tokens.get(at).map(|t| t.word.as_str());
    let named = |at: usize| {
        let (value, unit, used) = number(tokens, at)?;
        let behind = at + used;
        let (noun, next) = if unit.is_empty() { (word(behind)?, behind + 1) } else { (unit.as_str(), behind) };
        let each = |what: &str| matches!(word(next), Some("a" | "an" | "per")) && word(next + 1) == Some(what);
        match noun {
            "hours" | "hrs" | "hour" | "h" if (1.0..=24.0).contains(&value) && each("day") => Some((Some(value), None)),
            "days" if DAYS_OF_A_YEAR.contains(&value) || (each("year") && value <= 366.0) => Some((None, Some(value))),
            _ => None,
        }
    };
    let all = || (0..tokens.len()).filter_map(named);
    (all().find_map(|time| time.0), all().find_map(|time| time.1))
}

/// As many days as somebody works in a year.
const DAYS_OF_A_YEAR: RangeInclusive<f64> = 120.0..=261.0;

#[cfg(test)]
mod tests {
    use super::super::super::token::tokenise;
    use super::*;

    fn spans(text: &str) -> Vec<f32> {
        years(&tokenise(text)).into_iter().map(|(y, _)| y).collect()
    }

    #[test]
    fn working_time_is_read() {
        let time = |text: &str| working_time(&tokenise(text));
        assert_eq!(time("$95/h at 6 hours a day and 180 days"), (Some(6.0), Some(180.0)));
        assert_eq!(time("7.5h per day, 300 days a year"), (Some(7.5), Some(300.0)));
        assert_eq!(time("90 days of notice, 40 hours"), (None, None));
    }

    #[test]
    fn years_in_digits_and_words() {
        assert_eq!(spans("7 years under my belt"), [7.0]);
        assert_eq!(spans("4 years of experience"), [4.0]);
        assert_eq!(spans("16+ yrs in mlops"), [16.0]);
        assert_eq!(spans("twelve years in ml"), [12.0]);
        assert_eq!(spans("9yoe"), [9.0]);
        assert_eq!(spans("a decade of experience"), [10.0]);
        assert!(spans("a few months into my first job")[0] < 1.0);
    }

    #[test]
    fn other_spans_of_time() {
        for text in ["grew over five years", "in ten years", "three years ago", "the last 5 years"] {
            assert_eq!(spans(text), [] as [f32; 0], "{text}");
        }
    }
}
