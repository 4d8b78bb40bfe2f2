//! A second reading of meaning: a slow encoder with the vectors of phrasings that were read before.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::{Encoder, vectors::Vectors};

/// Queries whose vectors are kept: a message is read clause by clause, and alone and with what came before.
const KEPT: usize = 256;

/// An encoder to be asked where the fast tiers are unsure.
pub struct Finer {
    encoder: Arc<dyn Encoder>,
    vectors: Vectors,
    most_fresh: usize,
    read: Mutex<FxHashMap<String, Option<Vec<f32>>>>,
}

impl Finer {
    /// An encoder with vectors that it made earlier, which reads up to `most_fresh` further phrasings for one index.
    pub fn new(encoder: Arc<dyn Encoder>, vectors: Vectors, most_fresh: usize) -> Finer {
        Finer { encoder, vectors, most_fresh, read: Mutex::default() }
    }

    /// Length of every vector.
    pub(crate) fn dimensions(&self) -> usize {
        self.encoder.dimensions()
    }

    /// The vector of a query.
    pub(crate) fn read(&self, text: &str) -> Option<Vec<f32>> {
        // A panic while the map was held cannot have left a vector half written.
        let kept = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(vector) = kept().get(text) {
            return vector.clone();
        }
        let vector = self.recall(text);
        let mut read = kept();
        if read.len() >= KEPT {
            read.clear();
        }
        read.insert(text.to_owned(), vector.clone());
        vector
    }

    /// The vector of a phrasing, remembered or read now.
    pub(crate) fn recall(&self, text: &str) -> Option<Vec<f32>> {
        self.vectors.find(text).or_else(|| self.encoder.encode(text))
    }

    /// Whether so few of these were never read that they can be read now.
    pub(crate) fn can_recall<'a>(&self, texts: impl Iterator<Item = &'a str>) -> bool {
        texts.filter(|text| !self.vectors.holds(text)).nth(self.most_fresh).is_none()
    }
}

/// A fast encoder with a finer one behind it.
pub struct Paired {
    fast: Arc<dyn Encoder>,
    finer: Finer,
}

impl Paired {
    /// Everything but a finer reading comes from the fast one.
    pub fn new(fast: Arc<dyn Encoder>, finer: Finer) -> Paired {
        Paired { fast, finer }
    }
}

impl Encoder for Paired {
    fn dimensions(&self) -> usize {
        self.fast.dimensions()
    }

    fn encode(&self, text: &str) -> Option<Vec<f32>> {
        self.fast.encode(text)
    }

    fn knows(&self, word: &str) -> bool {
        self.fast.knows(word)
    }

    fn finer(&self) -> Option<&Finer> {
        Some(&self.finer)
    }

    fn warm_up(&self) {
        self.finer.encoder.warm_up();
    }
}
