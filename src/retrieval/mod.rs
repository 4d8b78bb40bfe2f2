//! Meaning in, ranked entries out: a matching engine for any knowledge base of label -> phrasings.

pub mod analysis;
mod bm25;
mod calibration;
pub mod encoder;
pub mod engine;
mod finer;
pub(crate) mod hash;
mod head;
mod levels;
mod linear;
mod ngrams;
pub(crate) mod numbers;
mod pairs;
pub(crate) mod rows;
mod semantic;
pub mod stored;
#[cfg(test)]
mod testing;
pub mod utterance;
pub mod vectors;
mod vocabulary;

pub use encoder::Encoder;
pub use engine::{Candidate, Document, Engine, Similarity};
pub use finer::{Finer, Paired};
pub use head::HEAD_LIMIT;
pub use utterance::Utterance;
