//! Words that are known, and the spelling step in front of everything else.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::retrieval::Encoder;

use super::token::{Token, fold, tokenise};

/// Words of the knowledge base with how often they stand there, beside the encoder's general English.
#[derive(Clone, Default)]
pub struct Vocabulary {
    domain: FxHashMap<String, u32>,
    by_length: Vec<Vec<Candidate>>,
    english: Option<Arc<dyn Encoder>>,
    abbreviations: FxHashMap<String, Vec<String>>,
}

/// A word that a typo may stand for.
#[derive(Clone)]
struct Candidate {
    word: String,
    letters: u32,
}

/// Shortest word that is corrected at all: most short ones are names or slang.
const SHORTEST: usize = 4;
/// From this length on, two edits are forgiven.
const TWO_EDITS: usize = 8;
/// A word that is no English and stands less often than this in the knowledge base may be a typo that an editor copied
/// from life.
const TRUSTED: u32 = 8;
/// A long word that is no English is a typo however often editors copied it, where another one that is an edit away stands
/// so many times as often.
const OUTNUMBERED: u32 = 100;
/// From this length on: short words lie near to each other.
const LONG: usize = 6;

impl Vocabulary {
    /// An empty vocabulary on top of the encoder's general English.
    pub fn new(english: Option<Arc<dyn Encoder>>) -> Vocabulary {
        Vocabulary { english, ..Vocabulary::default() }
    }

    /// Takes in the words of a text.
    pub fn learn(&mut self, text: &str) {
        for token in tokenise(text) {
            *self.domain.entry(token.word).or_insert(0) += 1;
        }
    }

    /// The words that were taken in.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.domain.keys().map(String::as_str)
    }

    /// Takes in a short form.
    pub fn abbreviate(&mut self, short: &str, long: &str) {
        let words = tokenise(long).into_iter().map(|t| t.word).collect();
        self.abbreviations.insert(fold(short), words);
    }

    /// Makes the vocabulary ready; to be called once, after the last word.
    pub fn finish(&mut self) {
        let mut trusted: Vec<&String> = self
            .domain
            .iter()
            .filter(|(word, _)| self.trusts(word) && word.len() >= SHORTEST && is_plain(word))
            .map(|(word, _)| word)
            .collect();
        trusted.sort();
        self.by_length = Vec::new();
        for word in trusted {
            if self.by_length.len() <= word.len() {
                self.by_length.resize(word.len() + 1, Vec::new());
            }
            self.by_length[word.len()].push(Candidate { word: word.clone(), letters: letters(word) });
        }
    }

    /// Corrects spelling and writes out short forms.
    pub fn settle(&self, tokens: Vec<Token>) -> Vec<Token> {
        let mut out = Vec::with_capacity(tokens.len());
        for token in tokens {
            match self.abbreviations.get(&token.word) {
                Some(words) => out.extend(words.iter().enumerate().map(|(i, word)| Token {
                    word: word.clone(),
                    after_break: token.after_break && i == 0,
                    ..token.clone()
                })),
                None => out.push(self.corrected(token)),
            }
        }
        out
    }

    /// A phrase of a knowledge file with its short forms written out, if it has any.
    pub fn expand(&self, phrase: &str) -> Option<String> {
        let tokens = tokenise(phrase);
        let short = tokens.iter().any(|t| self.abbreviations.contains_key(&t.word));
        let words = move || self.settle(tokens).into_iter().map(|t| t.word).collect::<Vec<_>>().join(" ");
        short.then(words)
    }

    /// Whether a word is English or stands in the knowledge base.
    pub fn knows(&self, word: &str) -> bool {
        self.domain.contains_key(word) || self.english.as_ref().is_some_and(|e| e.knows(word))
    }

    /// Whether a word stands in the knowledge base.
    pub fn in_domain(&self, word: &str) -> bool {
        self.domain.contains_key(word)
    }

    fn corrected(&self, mut token: Token) -> Token {
        if token.word.len() >= SHORTEST
            && is_plain(&token.word)
            && let Some(better) = self.nearest_if_wrong(&token.word)
        {
            token.typed = Some(std::mem::replace(&mut token.word, better.to_owned()));
        }
        token
    }

    fn nearest_if_wrong(&self, word: &str) -> Option<&str> {
        if !self.trusts(word) {
            return self.nearest(word);
        }
        let own = self.domain.get(word).copied().unwrap_or(0);
        let english = self.english.as_ref().is_some_and(|e| e.knows(word));
        if english || word.len() < LONG {
            return None;
        }
        let often = |better: &&str| self.domain.get(*better).is_some_and(|n| *n / OUTNUMBERED >= own);
        self.nearest_within(word, 1).filter(often)
    }

    fn trusts(&self, word: &str) -> bool {
        self.domain.get(word).is_some_and(|n| *n >= TRUSTED) || self.english.as_ref().is_some_and(|e| e.knows(word))
    }

    fn nearest(&self, word: &str) -> Option<&str> {
        self.nearest_within(word, if word.len() >= TWO_EDITS { 2 } else { 1 })
    }

    /// Another word within so many edits.
    fn nearest_within(&self, word: &str, allowed: usize) -> Option<&str> {
        let own = letters(word);
        let lengths = word.len().saturating_sub(allowed)..=word.len() + allowed;
        let candidates = self
            .by_length
            .iter()
            .enumerate()
            .filter(|(length, _)| lengths.contains(length))
            .flat_map(|(_, words)| words);
        candidates
            .filter(|candidate| (candidate.letters ^ own).count_ones() as usize <= 2 * allowed)
            .map(|candidate| candidate.word.as_str())
            .filter(|candidate| *candidate != word && shares_start(candidate, word))
            .map(|candidate| (strsim::osa_distance(candidate, word), candidate))
            .filter(|(distance, _)| *distance <= allowed)
            .min_by_key(|(distance, candidate)| {
                (*distance, std::cmp::Reverse(self.domain.get(*candidate).copied().unwrap_or(0)))
            })
            .map(|(_, candidate)| candidate)
    }
}

/// The set of letters of a plain word: one edit adds or removes two of them at most.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, b| set | 1 << (b & 31))
}

/// The first letter is hardly ever mistyped; where it is, it mostly changed places with the second.
fn shares_start(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a[0] == b[0] || (a[0] == b[1] && a[1] == b[0])
}

fn is_plain(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let mut v = Vocabulary::new(None);
        for _ in 0..TRUSTED {
            v.learn("senior engineer salary certification remote years of experience");
        }
        v.abbreviate("yoe", "years of experience");
        v.finish();
        v
    }

    fn settled(text: &str) -> String {
        let tokens = vocabulary().settle(tokenise(text));
        tokens.into_iter().map(|t| t.word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn typos_and_short_forms() {
        assert_eq!(settled("senoir enginer salery 5 yoe"), "senior engineer salary 5 years of experience");
        assert_eq!(settled("certfication reomte"), "certification remote");
    }

    #[test]
    fn a_typo_that_was_copied_often_is_still_one() {
        let mut v = Vocabulary::new(None);
        (0..TRUSTED).for_each(|_| v.learn("enginer kubeflow kubeflows"));
        (0..TRUSTED * OUTNUMBERED).for_each(|_| v.learn("engineer"));
        v.finish();
        let words: Vec<String> = v.settle(tokenise("enginer kubeflow")).into_iter().map(|t| t.word).collect();
        assert_eq!(words, ["engineer", "kubeflow"]);
    }

    #[test]
    fn short_and_far_words_stay() {
        assert_eq!(settled("ci banana sal"), "ci banana sal");
    }
}
