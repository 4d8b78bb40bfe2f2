//! Clean text to words, with the punctuation that separates questions.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

/// A word as the rest of the program sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Lower case, without accents and apostrophes, spelling corrected, short forms written out.
    pub word: String,
    /// Where it stands in the clean text.
    pub start: usize,
    /// Where it ends there.
    pub end: usize,
    /// Whether it was written with a capital that is not the first letter of a sentence.
    pub proper: bool,
    /// Whether a comma, full stop or the like stands before it.
    pub after_break: bool,
}

static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[$€£₹¥]\s?\d[\d.,]*\d[a-zA-Z%]*\+?|[$€£₹¥]?\d+(?:[.,:]\d+)*[a-zA-Z%]*\+?|\p{L}[\p{L}\p{M}\p{N}]*(?:'\p{L}+)*|[.?!;,:\n()&]|\$\$+|->").ok()
});

/// Splits clean text into words.
pub fn tokenise(text: &str) -> Vec<Token> {
    let Some(word) = &*WORD else { return Vec::new() };
    let mut tokens = Vec::new();
    let (mut after_break, mut after_stop) = (false, true);
    for found in word.find_iter(text) {
        let raw = found.as_str();
        if let Some(word) = symbol(raw) {
            tokens.push(Token {
                word: word.to_owned(),
                start: found.start(),
                end: found.end(),
                proper: false,
                after_break,
            });
            (after_break, after_stop) = (false, false);
            continue;
        }
        if raw.len() == 1 && raw.starts_with(|c: char| c.is_ascii_punctuation()) {
            after_break = true;
            after_stop |= matches!(raw, "." | "?" | "!");
            continue;
        }
        let proper = !after_stop && raw.starts_with(char::is_uppercase);
        tokens.push(Token { word: fold(raw), start: found.start(), end: found.end(), proper, after_break });
        (after_break, after_stop) = (false, false);
    }
    tokens
}

/// Signs that people type instead of a word.
fn symbol(raw: &str) -> Option<&'static str> {
    match raw {
        "&" => Some("and"),
        "->" => Some("to"),
        money if money.starts_with("$$") => Some("money"),
        _ => None,
    }
}

/// Lower case, no accents, no apostrophe; `'s` goes altogether.
pub fn fold(raw: &str) -> String {
    let lower: String =
        raw.nfd().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).flat_map(char::to_lowercase).collect();
    let lower = lower.strip_suffix("'s").unwrap_or(&lower);
    lower.chars().filter(|c| *c != '\'' && !c.is_whitespace()).collect()
}

/// The words of a phrase from a knowledge file, joined by single spaces.
pub fn phrase(text: &str) -> String {
    let words: Vec<String> = tokenise(text).into_iter().map(|t| t.word).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokenise(text).into_iter().map(|t| t.word).collect()
    }

    #[test]
    fn words_numbers_and_hyphens() {
        assert_eq!(
            words("What's a mid-level's pay, $1,250/day or 170k?"),
            ["what", "a", "mid", "level", "pay", "$1,250", "day", "or", "170k"]
        );
        assert_eq!(words("16+ yrs CI/CD c2c 3.2:1 Zürich"), ["16+", "yrs", "ci", "cd", "c2c", "3.2:1", "zurich"]);
    }

    #[test]
    fn breaks_and_capitals_are_kept() {
        let tokens = tokenise("Pay in London. And Paris, too");
        let proper: Vec<bool> = tokens.iter().map(|t| t.proper).collect();
        assert_eq!(proper, [false, false, true, false, true, false]);
        assert!(tokens[3].after_break && tokens[5].after_break && !tokens[4].after_break);
    }
}
