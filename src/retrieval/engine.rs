//! The matching engine.

use std::sync::Arc;

use super::{Encoder, Utterance};

/// A label and the ways in which people ask for it.
#[derive(Debug, Clone)]
pub struct Document {
    /// What the engine returns.
    pub label: String,
    /// Different ways of asking.
    pub phrasings: Vec<Utterance>,
}

/// A label that may answer a query, with the score of each tier.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Position of the label in the documents that the engine was built from.
    pub document: usize,
    /// What to rank by: higher is better.
    pub rank: f32,
    /// Calibrated confidence that this label answers the query, 0 to 1: what to abstain by.
    pub confidence: f32,
}

/// The index over all documents.
pub struct Engine {
    _encoder: Option<Arc<dyn Encoder>>,
}

impl Engine {
    /// Builds the index; reads no file and no clock.
    pub fn build(_documents: &[Document], encoder: Option<Arc<dyn Encoder>>) -> Engine {
        Engine { _encoder: encoder }
    }

    /// All labels, best first.
    pub fn rank(&self, _query: &Utterance) -> Vec<Candidate> {
        Vec::new()
    }
}
