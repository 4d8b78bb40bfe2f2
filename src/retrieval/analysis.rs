//! A generic analyser for any English knowledge base: no concepts, no entities, only words.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use super::{Document, Utterance};

/// NFKC, lower case, English stems.
pub fn analyse(text: &str) -> Utterance {
    let plain = normalise(text);
    let stemmer = Stemmer::create(Algorithm::English);
    let terms = words(&plain).map(|word| stemmer.stem(word).into_owned()).collect();
    Utterance { terms, plain }
}

/// A document from a label and raw phrasings.
pub fn document<T: AsRef<str>>(label: &str, phrasings: &[T]) -> Document {
    let phrasings = phrasings.iter().map(|phrasing| analyse(phrasing.as_ref())).collect();
    Document { label: label.to_owned(), phrasings }
}

/// Words of normalised text: runs of letters and digits, with apostrophes inside.
pub(crate) fn words(plain: &str) -> impl Iterator<Item = &str> {
    plain
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\''))
        .filter(|word| !word.is_empty())
}

fn normalise(text: &str) -> String {
    let straight = text.nfkc().map(|c| if matches!(c, '\u{2018}' | '\u{2019}' | '`') { '\'' } else { c });
    let lower: String = straight.flat_map(char::to_lowercase).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalises_width_case_apostrophes_and_space() {
        assert_eq!(analyse("  ＷＨＡＴ’s  the\tPay? ").plain, "what's the pay?");
    }

    #[test]
    fn stems_words_in_order() {
        assert_eq!(analyse("Engineers' salaries, deploying!").terms, ["engin", "salari", "deploy"]);
    }
}
