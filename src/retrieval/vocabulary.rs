//! Numbers for strings.

use rustc_hash::FxHashMap;

use super::hash::hash;
use super::numbers::Numbers;

/// Gives each distinct string a number, in the order of first sight.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    numbers: FxHashMap<Box<str>, u32>,
}

impl Vocabulary {
    /// The number of a string, given now if it has none.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let next = self.numbers.len() as u32;
        self.numbers.insert(text.into(), next);
        next
    }

    /// The numbers, to be found by the hash of a string.
    pub(crate) fn numbers(&self) -> Numbers {
        Numbers::of(self.numbers.iter().map(|(text, number)| (hash(text), *number)))
    }

    /// How many strings have a number.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }
}
