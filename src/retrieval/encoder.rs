//! Text in, unit vector out.

mod index;
mod split;
mod table;

pub use table::{StaticTable, TableError};

/// A sentence encoder that works offline.
pub trait Encoder: Send + Sync {
    /// Length of every vector.
    fn dimensions(&self) -> usize;
    /// The unit vector of a text, or `None` where it holds no known word.
    fn encode(&self, text: &str) -> Option<Vec<f32>>;
    /// Whether a lower-case word stands in the vocabulary as a whole.
    fn knows(&self, word: &str) -> bool;
}
