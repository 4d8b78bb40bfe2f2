//! Terms and pairs of neighbouring terms, as features of the linear head.

use rustc_hash::FxHashMap;

use super::{
    Document, Utterance,
    bm25::Bm25,
    numbers::Numbers,
    rows::Rows,
    stored::{Stored, Writer},
};

/// Stands for a term that has no left neighbour in its feature.
const ALONE: u64 = u32::MAX as u64;

/// Numbers for the terms and pairs that more than one phrasing holds.
pub(crate) struct Pairs(Numbers);

/// The same while phrasings are seen.
#[derive(Default)]
struct Seen {
    /// The number of a feature, once it was seen again.
    numbers: FxHashMap<u64, Option<u32>>,
    count: usize,
}

impl Pairs {
    /// Numbers the features of all phrasings, lists them for each phrasing, and tells how many there are.
    pub(crate) fn build(documents: &[Document], bm25: &Bm25) -> (Pairs, Rows<u32>, usize) {
        let mut seen = Seen::default();
        let mut all = Rows::default();
        for phrasing in documents.iter().flat_map(|document| &document.phrasings) {
            let keys = keys(phrasing, bm25);
            keys.iter().for_each(|key| seen.see(*key));
            all.push(keys);
        }
        let numbered = seen.numbers.iter().filter_map(|(key, number)| Some((*key, (*number)?)));
        let pairs = Pairs(Numbers::of(numbered));
        let mut rows = Rows::default();
        all.iter().for_each(|keys| rows.push(keys.iter().filter_map(|key| pairs.0.find(*key))));
        (pairs, rows, seen.count)
    }

    /// The features of a text that have a number.
    pub(crate) fn of(&self, utterance: &Utterance, bm25: &Bm25) -> Vec<u32> {
        keys(utterance, bm25).into_iter().filter_map(|key| self.0.find(key)).collect()
    }

    pub(crate) fn save(&self, to: &mut Writer) {
        self.0.save(to);
    }

    pub(crate) fn open(from: &mut Stored) -> Option<Pairs> {
        Some(Pairs(Numbers::open(from)?))
    }
}

impl Seen {
    /// Gives a feature its number at second sight.
    fn see(&mut self, key: u64) {
        let next = self.count as u32;
        let mut again = true;
        let number = self.numbers.entry(key).or_insert_with(|| {
            again = false;
            None
        });
        if again && number.is_none() {
            *number = Some(next);
            self.count += 1;
        }
    }
}

/// Every known term alone and with its left neighbour, once each, in order.
fn keys(utterance: &Utterance, bm25: &Bm25) -> Vec<u64> {
    let mut keys = Vec::with_capacity(2 * utterance.terms.len());
    let mut left = None;
    for term in &utterance.terms {
        let number = bm25.number(term).map(u64::from);
        keys.extend(number.map(|number| ALONE << 32 | number));
        keys.extend(left.zip(number).map(|(left, number)| left << 32 | number));
        left = number;
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::super::analysis::{analyse, document};
    use super::*;

    #[test]
    fn only_what_two_phrasings_share_has_a_number() {
        let documents = [document("a", &["red car", "red car"]), document("b", &["red bus"])];
        let bm25 = Bm25::build(&documents);
        let (pairs, rows, count) = Pairs::build(&documents, &bm25);
        assert_eq!((count, rows.row(0).len(), rows.row(2).len()), (3, 3, 1));
        assert_eq!(pairs.of(&analyse("car red bus"), &bm25).len(), 2);
    }
}
