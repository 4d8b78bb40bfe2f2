//! Splits a text into the words of a table; `tools/encoder/words.py` does the same when the table is made.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Signs that mean something and stand alone.
const SIGNS: &str = "$%&+#€£@";

/// Calls `found` with every lower-case word of the text, in order, accents and apostrophes dropped.
pub(super) fn words(text: &str, mut found: impl FnMut(&str)) {
    let mut word = String::with_capacity(32);
    if text.is_ascii() {
        text.chars().for_each(|c| step(c.to_ascii_lowercase(), &mut word, &mut found));
    } else {
        let plain = text.nfkd().filter(|c| !is_combining_mark(*c));
        plain.flat_map(char::to_lowercase).for_each(|c| step(c, &mut word, &mut found));
    }
    finish(&mut word, &mut found);
}

fn step(c: char, word: &mut String, found: &mut impl FnMut(&str)) {
    if c.is_alphanumeric() {
        word.push(c);
    } else if !matches!(c, '\'' | '\u{2019}') {
        finish(word, found);
        if SIGNS.contains(c) {
            found(c.encode_utf8(&mut [0; 4]));
        }
    }
}

fn finish(word: &mut String, found: &mut impl FnMut(&str)) {
    if !word.is_empty() {
        found(word);
        word.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        words(text, |word| out.push(word.to_owned()));
        out
    }

    #[test]
    fn splits_at_punctuation_and_keeps_signs() {
        assert_eq!(split("What's the pay, CI/CD + C#?"), ["whats", "the", "pay", "ci", "cd", "+", "c", "#"]);
    }

    #[test]
    fn drops_accents_and_case() {
        assert_eq!(split("Zürich RÉSUMÉ \u{130}stanbul ﬁt don’t"), ["zurich", "resume", "istanbul", "fit", "dont"]);
    }

    #[test]
    fn finds_nothing_in_blanks() {
        assert!(split(" \n\t…!?").is_empty());
    }
}
