//! One text, made ready for every tier of the engine.

/// A question or a phrasing, analysed once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Utterance {
    /// Terms for the lexical tier and the linear head: stems, concepts and entity classes, in order.
    pub terms: Vec<String>,
    /// Normalised running text for character n-grams and the encoder.
    pub plain: String,
}
