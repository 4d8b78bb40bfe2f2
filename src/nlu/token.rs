//! Clean text to words, with the punctuation that separates questions.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word as the rest of the program sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Lower case, without accents and apostrophes, spelling corrected, short forms written out.
    pub word: String,
    /// As it was typed, where the spelling was corrected; in lower case too.
    pub typed: Option<String>,
    /// Where it stands in the clean text.
    pub start: usize,
    /// Where it ends there.
    pub end: usize,
    /// Whether it was written with a capital that is not the first letter of a sentence.
    pub proper: bool,
    /// Whether a comma, full stop or the like stands before it.
    pub after_break: bool,
}

/// Splits clean text into words.
pub fn tokenise(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
    let (mut after_break, mut after_stop) = (false, true);
    let mut start = 0;
    while let Some((first, rest)) = text.get(start..).and_then(|rest| Some((rest.chars().next()?, rest))) {
        let Some(length) = piece(first, rest) else {
            start += first.len_utf8();
            continue;
        };
        let (raw, end) = (&rest[..length], start + length);
        if is_break(first) {
            after_break = true;
            after_stop |= matches!(first, '.' | '?' | '!');
        } else {
            let (word, proper) = match symbol(raw) {
                Some(word) => (word.to_owned(), false),
                None => (fold(raw), !after_stop && first.is_uppercase()),
            };
            tokens.push(Token { word, typed: None, start, end, proper, after_break });
            (after_break, after_stop) = (false, false);
        }
        start = end;
    }
    tokens
}

/// Length of the word, number or sign that the text starts with.
fn piece(first: char, rest: &str) -> Option<usize> {
    match first {
        c if c.is_ascii_lowercase() || is_letter(c) => Some(name(rest)),
        c if c.is_numeric() => Some(number(rest, 0)),
        '$' | '€' | '£' | '₹' | '¥' => amount(first, rest),
        '-' => rest.starts_with("->").then_some(2),
        c => (is_break(c) || c == '&').then_some(1),
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | ';' | ',' | ':' | '\n' | '(' | ')')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_combining_mark(c)
}

/// Where the characters of a kind end that stand at a place.
fn run(text: &str, from: usize, kind: impl Fn(char) -> bool) -> usize {
    let rest = &text[from..];
    from + rest.find(|c| !kind(c)).unwrap_or(rest.len())
}

/// Letters, then digits too; apostrophes between letters: "c2c", "what's".
fn name(text: &str) -> usize {
    let mut end = run(text, 0, |c| c.is_alphanumeric() || is_combining_mark(c));
    while text[end..].starts_with('\'') {
        let after = run(text, end + 1, is_letter);
        if after == end + 1 {
            break;
        }
        end = after;
    }
    end
}

/// Digits in groups, and a unit: "1,250", "3.2:1", "170k+".
fn number(text: &str, from: usize) -> usize {
    let mut end = run(text, from, char::is_numeric);
    while text[end..].starts_with(['.', ',', ':']) {
        let after = run(text, end + 1, char::is_numeric);
        if after == end + 1 {
            break;
        }
        end = after;
    }
    unit(text, end)
}

/// Letters and a plus that stand right behind digits.
fn unit(text: &str, from: usize) -> usize {
    let end = run(text, from, |c| c.is_ascii_alphabetic() || c == '%');
    if text[end..].starts_with('+') { end + 1 } else { end }
}

/// A sign of money with its amount, "$1,250" or "$ 50"; or only dollar signs.
fn amount(sign: char, text: &str) -> Option<usize> {
    let behind = sign.len_utf8();
    let blank = text[behind..].chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
    let from = behind + blank;
    if text[from..].starts_with(char::is_numeric) {
        let digits = &text[from..run(text, from, |c| c.is_numeric() || matches!(c, '.' | ','))];
        let digits = digits.trim_end_matches(['.', ',']);
        if digits.chars().nth(1).is_some() {
            return Some(unit(text, from + digits.len()));
        }
        if blank == 0 {
            return Some(number(text, from));
        }
    }
    (sign == '$').then(|| run(text, 0, |c| c == '$'))
}

/// Signs that people type instead of a word.
fn symbol(raw: &str) -> Option<&'static str> {
    match raw {
        "&" => Some("and"),
        "->" => Some("to"),
        money if money.starts_with('$') && !money.contains(|c: char| c.is_ascii_digit()) => Some("money"),
        _ => None,
    }
}

/// Lower case, no accents, no apostrophe; `'s` goes altogether.
pub fn fold(raw: &str) -> String {
    if raw.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return raw.to_ascii_lowercase();
    }
    let lower: String =
        raw.nfd().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).flat_map(char::to_lowercase).collect();
    let lower = lower.strip_suffix("'s").unwrap_or(&lower);
    lower.chars().filter(|c| *c != '\'' && !c.is_whitespace()).collect()
}

/// The words of a phrase from a knowledge file, joined by single spaces.
pub fn phrase(text: &str) -> String {
    if is_phrase(text) {
        return text.to_owned();
    }
    let words: Vec<String> = tokenise(text).into_iter().map(|t| t.word).collect();
    words.join(" ")
}

/// Whether a text is lower-case words with single spaces between them already, as nearly every name is.
fn is_phrase(text: &str) -> bool {
    text.split(' ').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
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

    #[test]
    fn money_in_every_shape() {
        assert_eq!(
            words("$5 $ 5 $ 50k, € 50 £9.5k+ $$$ ¥ $1,2.x"),
            ["$5", "money", "5", "$50k", "€50", "£9.5k+", "money", "$1,2", "x"]
        );
        assert_eq!(
            words("dogs' o'clock 'tis a->b a-b & 12:30. 5%"),
            ["dogs", "oclock", "tis", "a", "to", "b", "a", "b", "and", "12:30", "5%"]
        );
    }

    #[test]
    fn a_plain_phrase_is_itself() {
        assert_eq!((phrase("san jose"), phrase(" São  Paulo")), ("san jose".to_owned(), "sao paulo".to_owned()));
    }
}
