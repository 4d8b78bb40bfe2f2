//! A second reading of meaning: a slow encoder with the vectors of phrasings that were read before.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::parallel;

use super::Encoder;
use super::stored::Slice;
use super::vectors::{Vectors, levels};

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
        let vector = self.vectors.find(text).or_else(|| self.encoder.encode(text));
        let mut read = kept();
        if read.len() >= KEPT {
            read.clear();
        }
        read.insert(text.to_owned(), vector.clone());
        vector
    }

    /// The vectors of phrasings, those that are not remembered read now; nothing where too many would have to be.
    pub(crate) fn recall(&self, texts: &[&str]) -> Option<Recalled> {
        let mut places: Vec<Option<u32>> = texts.iter().map(|text| self.vectors.place(text)).collect();
        let fresh: Vec<usize> = (0..texts.len()).filter(|at| places[*at].is_none() && !texts[*at].is_empty()).collect();
        if fresh.len() > self.most_fresh {
            return None;
        }
        let mut values = self.values();
        let read = parallel::map(&fresh, |at| Some((*at, self.encoder.encode(texts[*at])?)));
        for ((at, vector), place) in read.into_iter().flatten().zip(self.vectors.len() as u32..) {
            values.to_mut().extend(levels(&vector));
            places[at] = Some(place);
        }
        Some(Recalled { values, places })
    }

    /// The values of all vectors that are remembered.
    pub(crate) fn values(&self) -> Slice<i8> {
        self.vectors.values()
    }

    /// Tells what is remembered from what another one remembers.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.vectors.fingerprint()
    }
}

/// Vectors that an encoder remembers, or has read just now.
pub(crate) struct Recalled {
    /// The values of the vectors, one vector after the other.
    pub values: Slice<i8>,
    /// Which of the vectors is that of each text; none where the encoder knows nothing of it.
    pub places: Vec<Option<u32>>,
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
