//! Finds names of one or more words in a run of words, longest first.

use std::collections::HashMap;
use std::ops::Range;

use super::token::{Token, phrase};

/// Names with what they stand for.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    names: HashMap<String, T>,
    longest: usize,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { names: HashMap::new(), longest: 0 }
    }
}

/// A name that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<'a, T> {
    /// Which tokens it covers.
    pub span: Range<usize>,
    /// What it stands for.
    pub value: &'a T,
}

impl<T> Phrases<T> {
    /// Adds a name; the first meaning of a name stands.
    pub fn add(&mut self, name: &str, value: T) {
        let key = phrase(name);
        if key.is_empty() {
            return;
        }
        self.longest = self.longest.max(key.split(' ').count());
        self.names.entry(key).or_insert(value);
    }

    /// What a name stands for.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.names.get(key)
    }

    /// Changes what a name stands for, if it is there.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.names.get_mut(&phrase(name))
    }

    /// Every name that stands in the words, from left to right, none overlapping.
    pub fn find(&self, tokens: &[Token]) -> Vec<Hit<'_, T>> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.longest_at(tokens, at) {
                Some(hit) => {
                    at = hit.span.end;
                    hits.push(hit);
                }
                None => at += 1,
            }
        }
        hits
    }

    fn longest_at(&self, tokens: &[Token], at: usize) -> Option<Hit<'_, T>> {
        let mut key = String::new();
        let mut best = None;
        for (length, token) in tokens[at..].iter().take(self.longest).enumerate() {
            if length > 0 {
                if token.after_break {
                    break;
                }
                key.push(' ');
            }
            key.push_str(&token.word);
            if let Some(value) = self.names.get(&key) {
                best = Some(Hit { span: at..at + length + 1, value });
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokenise;
    use super::*;

    #[test]
    fn the_longest_name_wins_and_breaks_hold() {
        let mut names = Phrases::default();
        names.add("data engineer", 1);
        names.add("senior data engineer", 2);
        names.add("data", 3);
        let values = |text: &str| names.find(&tokenise(text)).iter().map(|h| *h.value).collect::<Vec<_>>();
        assert_eq!(values("a senior data-engineer and data"), [2, 3]);
        assert_eq!(values("senior data, engineer"), [3]);
    }
}
