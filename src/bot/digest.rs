//! Tells whether an index was built from the same phrasings, read in the same way.

use crate::knowledge::Knowledge;
use crate::knowledge::gazetteer::{Company, Place};
use crate::retrieval::hash::hash;

/// The code that reads phrasings, and the table of word vectors; `build.rs` computes it.
const READING: &str = env!("READING_HASH");

/// A digest of everything that an index is built from, apart from the vectors of the finer encoder. Texts and figures of
/// answers are no part of it: an editor may change them without another index.
pub(super) fn digest(knowledge: &Knowledge) -> u64 {
    let mut digest = Digest(hash(READING));
    for asked in knowledge.asked() {
        digest.list(&asked.entry, asked.phrasings);
    }
    for (concept, words) in &knowledge.lexicon.concepts {
        digest.list(concept, words);
    }
    for (short, long) in &knowledge.lexicon.abbreviations {
        digest.text(short);
        digest.text(long);
    }
    for subject in &knowledge.uncovered {
        digest.list(&subject.id, &subject.cues);
    }
    for role in knowledge.roles.values() {
        digest.list(&role.id, &role.aliases);
        digest.text(&role.name);
        digest.text(&role.plural);
        for stage in &role.stage {
            digest.list(&stage.id, &stage.titles);
            digest.list("", &stage.aliases);
        }
    }
    let names = &knowledge.gazetteer;
    digest.set(names.titles.iter().map(|(title, generic)| mixed(hash(title), u64::from(*generic))));
    digest.set(names.places.iter().map(|(name, Place { kind, country, common })| {
        mixed(hash(name), hash(country) ^ (*kind as u64) << 1 ^ u64::from(*common))
    }));
    digest.set(
        names
            .companies
            .iter()
            .map(|(name, Company { common, vendor })| mixed(hash(name), u64::from(*common) << 1 | u64::from(*vendor))),
    );
    digest.0
}

struct Digest(u64);

impl Digest {
    fn number(&mut self, number: u64) {
        self.0 = mixed(self.0, number);
    }

    fn text(&mut self, text: &str) {
        self.number(hash(text));
    }

    fn list(&mut self, name: &str, texts: &[String]) {
        self.text(name);
        self.number(texts.len() as u64);
        texts.iter().for_each(|text| self.text(text));
    }

    /// Of what comes in no order.
    fn set(&mut self, hashes: impl Iterator<Item = u64>) {
        self.number(hashes.fold(0, u64::wrapping_add));
    }
}

fn mixed(hash: u64, more: u64) -> u64 {
    (hash.rotate_left(5) ^ more).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
