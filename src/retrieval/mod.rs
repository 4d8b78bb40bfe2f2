//! Meaning in, ranked entries out: a matching engine for any knowledge base of label -> phrasings.

pub mod encoder;
pub mod engine;
pub mod utterance;

pub use encoder::Encoder;
pub use engine::{Candidate, Document, Engine};
pub use utterance::Utterance;
