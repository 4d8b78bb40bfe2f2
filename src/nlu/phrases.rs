//! Finds names of one or more words in a run of words, longest first.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::token::{Token, phrase};

/// Names with what they stand for.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    /// Whole names, and first words of longer ones.
    names: FxHashMap<Box<str>, Entry<T>>,
}

/// A name, or the first word of longer names.
#[derive(Debug, Clone)]
struct Entry<T> {
    value: Option<T>,
    /// How many words the longest name has that starts with this word.
    reach: usize,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { names: FxHashMap::default() }
    }
}

impl<T> Default for Entry<T> {
    fn default() -> Self {
        Entry { value: None, reach: 1 }
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
        if let Some((first, rest)) = key.split_once(' ') {
            let reach = 2 + rest.matches(' ').count();
            let entry = self.entry(first);
            entry.reach = entry.reach.max(reach);
        }
        self.entry(&key).value.get_or_insert(value);
    }

    fn entry(&mut self, key: &str) -> &mut Entry<T> {
        self.names.entry(key.into()).or_default()
    }

    /// What a name stands for.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.names.get(key)?.value.as_ref()
    }

    /// Changes what a name stands for, if it is there.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.names.get_mut(phrase(name).as_str())?.value.as_mut()
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
        let first = tokens.get(at)?;
        let entry = self.names.get(first.word.as_str())?;
        let mut best = entry.value.as_ref().map(|value| Hit { span: at..at + 1, value });
        if entry.reach == 1 {
            return best;
        }
        let mut key = first.word.clone();
        for (end, token) in (at + 2..).zip(&tokens[at + 1..]).take(entry.reach - 1) {
            if token.after_break {
                break;
            }
            key.push(' ');
            key.push_str(&token.word);
            if let Some(value) = self.get(&key) {
                best = Some(Hit { span: at..end, value });
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
