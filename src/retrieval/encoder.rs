//! Text in, unit vector out.

mod index;
#[cfg(feature = "minilm")]
mod pieces;
mod split;
mod table;
#[cfg(feature = "minilm")]
mod transformer;

pub use table::{StaticTable, TableError};
#[cfg(feature = "minilm")]
pub use transformer::{Transformer, TransformerError};

use super::Finer;

/// A sentence encoder that works offline.
pub trait Encoder: Send + Sync {
    /// Length of every vector.
    fn dimensions(&self) -> usize;
    /// The unit vector of a text, or `None` where it holds no known word.
    fn encode(&self, text: &str) -> Option<Vec<f32>>;
    /// Whether a lower-case word stands in the vocabulary as a whole.
    fn knows(&self, word: &str) -> bool;
    /// A slower encoder that reads more finely, to be asked where this one leaves the engine unsure.
    fn finer(&self) -> Option<&Finer> {
        None
    }
    /// Does now what the first text would have to wait for.
    fn warm_up(&self) {}
}
