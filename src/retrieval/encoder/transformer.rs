//! all-MiniLM-L6-v2 in whole numbers: it reads a text as a whole, in milliseconds instead of microseconds.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

use rten::{LoadError, Model, ModelOptions, RunOptions, ThreadPool, Value};

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
    Layers(Arc<LoadError>),
}

/// A sentence encoder of six layers. `tools/encoder/minilm.py` makes its two files.
pub struct Transformer {
    table: StaticTable,
    file: &'static [u8],
    /// Read when first needed: that takes longer than a question that the fast tiers are sure of.
    layers: OnceLock<Result<Layers, Arc<LoadError>>>,
    /// The rows of the first places.
    places: Vec<usize>,
    start: usize,
    end: usize,
    unknown: usize,
}

impl Transformer {
    /// Reads the table of word pieces; the layers above it wait for the first text.
    ///
    /// # Errors
    /// If the table is damaged or of another model.
    pub fn load(table: impl Into<Cow<'static, [u8]>>, layers: &'static [u8]) -> Result<Transformer, TransformerError> {
        let table = StaticTable::load(table)?;
        if table.dimensions() != WIDTH {
            return Err(TransformerError::Width(table.dimensions()));
        }
        let row = |token: &str| table.row(token, false).ok_or_else(|| TransformerError::Missing(token.to_owned()));
        let places = (0..LONGEST).map(|place| row(&format!("[PLACE {place}]"))).collect::<Result<_, _>>()?;
        let (start, end, unknown) = (row("[CLS]")?, row("[SEP]")?, row("[UNK]")?);
        Ok(Transformer { table, file: layers, layers: OnceLock::new(), places, start, end, unknown })
    }

    /// Reads the layers, if that was not done yet.
    ///
    /// # Errors
    /// If they are damaged.
    pub fn ready(&self) -> Result<(), TransformerError> {
        self.layers().map(|_| ()).map_err(TransformerError::Layers)
    }

    fn layers(&self) -> Result<&Layers, Arc<LoadError>> {
        let load = || {
            let layers = Layers::load(self.file).map_err(Arc::new);
            if let Err(error) = &layers {
                tracing::error!(%error, "the layers of the transformer cannot be read: answering without it");
            }
            layers
        };
        self.layers.get_or_init(load).as_ref().map_err(Arc::clone)
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

/// The layers, ready to run.
struct Layers {
    model: Model,
    /// One thread each: a text is too short to be worth sharing among cores, but texts can be read beside each other.
    pools: Vec<Arc<ThreadPool>>,
    next: AtomicUsize,
}

impl Layers {
    /// The weights are laid out for multiplication once: to do so for every text takes longer than to read it.
    fn load(file: &'static [u8]) -> Result<Layers, LoadError> {
        let model = ModelOptions::with_all_ops().prepack_weights(true).load_static_slice(file)?;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let pools = (0..cores).map(|_| Arc::new(ThreadPool::with_num_threads(1))).collect();
        Ok(Layers { model, pools, next: AtomicUsize::new(0) })
    }

    fn read(&self, rows: Vec<f32>) -> Option<Vec<f32>> {
        let input = Value::from_shape(&[1, rows.len() / WIDTH, WIDTH], rows).ok()?;
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % self.pools.len();
        let options = RunOptions::default().with_thread_pool(self.pools.get(turn).cloned());
        let output = self.model.run_one(input.into(), Some(options)).ok()?;
        Some(output.into_shape_vec::<f32, 2>().ok()?.1)
    }
}

impl Encoder for Transformer {
    fn dimensions(&self) -> usize {
        WIDTH
    }

    fn encode(&self, text: &str) -> Option<Vec<f32>> {
        let rows = self.rows(text)?;
        let mut vector = self.layers().ok()?.read(rows)?;
        (vector.len() == WIDTH && make_unit(&mut vector)).then_some(vector)
    }

    fn knows(&self, word: &str) -> bool {
        self.table.knows(word)
    }

    fn warm_up(&self) {
        // What is wrong was logged, and every text does without.
        let _ = self.layers();
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
        let damaged = Transformer::load(PIECES, &LAYERS[..1000]).unwrap();
        assert!(matches!(damaged.ready(), Err(TransformerError::Layers(_))));
        assert_eq!(damaged.encode("pay"), None);
    }
}
