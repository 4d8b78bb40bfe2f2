//! Stages of other people than the one who is asked about: "coaches two mid-level colleagues", "when seniors fix it".

use std::ops::Range;

use super::super::token::Token;

/// Words that may stand between what is done and whom it is done to.
const BETWEEN: [&str; 14] =
    ["a", "an", "the", "my", "our", "her", "his", "their", "two", "three", "four", "some", "few", "other"];
/// What one does to people at another stage, by the start of the word.
const TO_OTHERS: [&str; 6] = ["coach", "mentor", "supervis", "teach", "tutor", "shadow"];

/// What somebody who asks says of the question or of themselves: "newbie question", "rookie recruiter here". But "senior
/// here" is the stage that is meant.
const OF_WHO_ASKS: [&str; 6] = ["question", "questions", "q", "recruiter", "sourcer", "hr"];

/// Whether the stage named there is that of somebody else.
pub(super) fn is_of_others(tokens: &[Token], span: &Range<usize>) -> bool {
    if tokens.get(span.end).is_some_and(|t| !t.after_break && OF_WHO_ASKS.contains(&t.word.as_str())) {
        return true;
    }
    let mut before = tokens[..span.start].iter().rev().map(|t| t.word.as_str()).skip_while(|w| BETWEEN.contains(w));
    let plural = tokens[span.clone()].iter().any(|t| t.word.ends_with('s'));
    match before.next() {
        Some("when" | "while" | "until" | "whenever") => plural,
        Some(word) => TO_OTHERS.iter().any(|start| word.starts_with(start)),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::token::tokenise;
    use super::*;

    fn last_is_of_others(text: &str) -> bool {
        let tokens = tokenise(text);
        is_of_others(&tokens, &(tokens.len() - 1..tokens.len()))
    }

    #[test]
    fn other_people() {
        for text in ["she coaches two juniors", "mentoring our junior", "i tag along when seniors"] {
            assert!(last_is_of_others(text), "{text}");
        }
    }

    #[test]
    fn whoever_asks() {
        for text in ["newbie question", "rookie recruiter"] {
            assert!(is_of_others(&tokenise(text), &(0..1)), "{text}");
        }
    }

    #[test]
    fn the_one_who_is_meant() {
        assert!(!is_of_others(&tokenise("senior here"), &(0..1)));
        for text in ["we hire two seniors", "when senior", "a mentor for seniors", "senior"] {
            assert!(!last_is_of_others(text), "{text}");
        }
    }
}
