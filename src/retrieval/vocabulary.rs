//! Numbers for strings.

use rustc_hash::FxHashMap;

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

    /// The number of a string that was seen when the index was built.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// How many strings have a number.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }
}
