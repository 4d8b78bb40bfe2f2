//! Splits a text into the word pieces of BERT.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::StaticTable;

/// Longer words are noise.
const LONGEST_WORD: usize = 100;

/// The rows of a text's pieces, at most `limit`; a word that cannot be spelt in pieces is `unknown`.
pub(super) fn pieces(table: &StaticTable, text: &str, unknown: usize, limit: usize) -> Vec<usize> {
    let mut rows = Vec::with_capacity(limit);
    for word in words(text) {
        let start = rows.len();
        if word.len() > LONGEST_WORD || !spell(table, &word, &mut rows) {
            rows.truncate(start);
            rows.push(unknown);
        }
        if rows.len() >= limit {
            rows.truncate(limit);
            break;
        }
    }
    rows
}

/// Adds the longest pieces from the left; says whether there was one for every part.
fn spell(table: &StaticTable, word: &str, rows: &mut Vec<usize>) -> bool {
    let mut rest = word;
    while !rest.is_empty() {
        let (Some(row), length) = table.piece(rest, rest.len() < word.len()) else { return false };
        rows.push(row);
        rest = rest.get(length..).unwrap_or_default();
    }
    true
}

/// Lower-case runs of letters and digits without accents, and every other sign alone.
fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = false;
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).map(straight) {
        let joins = c.is_alphanumeric();
        match out.last_mut() {
            Some(word) if joins && open => String::push(word, c),
            _ if !c.is_whitespace() && !c.is_control() => out.push(c.to_string()),
            _ => {}
        }
        open = joins;
    }
    out
}

/// Typographic quotes and dashes as they are typed.
fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_alone_and_words_are_plain() {
        assert_eq!(
            words("What\u{2019}s the  R\u{c9}SUM\u{c9}, $5k?"),
            ["what", "'", "s", "the", "resume", ",", "$", "5k", "?"]
        );
        assert!(words(" \n\t").is_empty());
    }
}
