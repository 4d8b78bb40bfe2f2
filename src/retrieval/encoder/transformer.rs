//! all-MiniLM-L6-v2 in whole numbers: it reads a text as a whole, in milliseconds instead of microseconds.

use std::borrow::Cow;

use rten::{LoadError, Model, Value};

use super::pieces::pieces;
use super::table::make_unit;
use super::{Encoder, StaticTable, TableError};

/// Pieces of a text that are read, with the two that frame it.
const LONGEST: usize = 64;
const WIDTH: usize = 384;

/// Why there is no transformer.
#[derive(Debug, thiserror::Error)]
pub enum TransformerError {
    /// The table of its pieces.
    #[error("the table of word pieces: {0}")]
    Table(#[from] TableError),
    /// A row that every text needs.
    #[error("the table of word pieces has no `{0}`")]
    Missing(String),
    /// Rows of another model.
    #[error("the rows have {0} columns instead of {WIDTH}")]
    Width(usize),
    /// The layers.
    #[error("the layers cannot be read: {0}")]
    Layers(#[from] Box<LoadError>),
}

/// A sentence encoder of six layers. `tools/encoder/minilm.py` makes its two files.
pub struct Transformer {
    table: StaticTable,
    layers: Model,
    /// The rows of the first places.
    places: Vec<usize>,
    start: usize,
    end: usize,
    unknown: usize,
}

impl Transformer {
    /// Reads the table of word pieces and the layers above it.
    ///
    /// # Errors
    /// If either is damaged, or they do not go together.
    pub fn load(table: impl Into<Cow<'static, [u8]>>, layers: &'static [u8]) -> Result<Transformer, TransformerError> {
        let table = StaticTable::load(table)?;
        if table.dimensions() != WIDTH {
            return Err(TransformerError::Width(table.dimensions()));
        }
        let row = |token: &str| table.row(token, false).ok_or_else(|| TransformerError::Missing(token.to_owned()));
        let places = (0..LONGEST).map(|place| row(&format!("[PLACE {place}]"))).collect::<Result<_, _>>()?;
        let (start, end, unknown) = (row("[CLS]")?, row("[SEP]")?, row("[UNK]")?);
        let layers = Model::load_static_slice(layers).map_err(Box::new)?;
        Ok(Transformer { table, layers, places, start, end, unknown })
    }

    /// The sum of the rows of each piece and of its place; nothing where there are no pieces.
    fn rows(&self, text: &str) -> Option<Vec<f32>> {
        let words = pieces(&self.table, text, self.unknown, LONGEST - 2);
        if words.is_empty() {
            return None;
        }
        let all = [self.start].into_iter().chain(words).chain([self.end]);
        let mut rows = Vec::with_capacity(LONGEST * WIDTH);
        for (piece, place) in all.zip(&self.places) {
            let from = rows.len();
            rows.resize(from + WIDTH, 0.0);
            self.table.add_row(piece, &mut rows[from..]);
            self.table.add_row(*place, &mut rows[from..]);
        }
        Some(rows)
    }
}

impl Encoder for Transformer {
    fn dimensions(&self) -> usize {
        WIDTH
    }

    fn encode(&self, text: &str) -> Option<Vec<f32>> {
        let rows = self.rows(text)?;
        let input = Value::from_shape(&[1, rows.len() / WIDTH, WIDTH], rows).ok()?;
        let output = self.layers.run_one(input.into(), None).ok()?;
        let (_, mut vector) = output.into_shape_vec::<f32, 2>().ok()?;
        (vector.len() == WIDTH && make_unit(&mut vector)).then_some(vector)
    }

    fn knows(&self, word: &str) -> bool {
        self.table.knows(word)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    static PIECES: &[u8] = include_bytes!("../../../assets/encoder/minilm.bin");
    static LAYERS: &[u8] = include_bytes!("../../../assets/encoder/minilm.onnx");

    #[test]
    fn says_the_same_of_the_same() {
        let transformer = Transformer::load(PIECES, LAYERS).unwrap();
        let near = |one: &str, other: &str| {
            let (one, other) = (transformer.encode(one).unwrap(), transformer.encode(other).unwrap());
            one.iter().zip(&other).map(|(a, b)| a * b).sum::<f32>()
        };
        let (same, other) =
            (near("How much does she earn?", "what is her salary"), near("How much does she earn?", "a red car"));
        assert!(same > 0.5 && other < 0.3, "{same} {other}");
        assert!(near("zürich 💡 wordword", "Zurich!") > 0.3);
    }

    #[test]
    fn reads_nothing_in_nothing_and_the_start_of_too_much() {
        let transformer = Transformer::load(PIECES, LAYERS).unwrap();
        assert_eq!(transformer.encode(" \n"), None);
        assert!(transformer.encode(&"pay ".repeat(10_000)).is_some());
    }

    #[test]
    fn refuses_what_does_not_go_together() {
        let table = include_bytes!("../../../assets/encoder/static.bin").as_slice();
        assert!(matches!(Transformer::load(table, LAYERS), Err(TransformerError::Width(256))));
        assert!(matches!(Transformer::load(PIECES, &LAYERS[..1000]), Err(TransformerError::Layers(_))));
    }
}
