//! The transformer in the binary, and what it read when the phrasings were last embedded.

use std::sync::Arc;

use super::LoadError;
use super::aside::Aside;
use crate::retrieval::encoder::Transformer;
use crate::retrieval::vectors::Vectors;
use crate::retrieval::{Encoder, Finer, Paired};

static PIECES: &[u8] = include_bytes!("../../assets/encoder/minilm.bin");
static LAYERS: &[u8] = include_bytes!("../../assets/encoder/minilm.onnx");
/// `rolecall knowledge embed` writes it.
static PHRASINGS: &[u8] = include_bytes!("../../assets/index/phrasings.bin");

/// Phrasings that are read at the start if they were never embedded; with more the transformer is left out.
pub const MOST_FRESH: usize = 200;

/// The table of word vectors with the transformer behind it, which reads up to `most_fresh` phrasings for an index.
///
/// # Errors
/// If anything is damaged.
pub fn encoder(most_fresh: usize) -> Result<Arc<dyn Encoder>, LoadError> {
    encoder_with(vectors()?, most_fresh)
}

/// The same with other vectors than those that were made for this binary.
///
/// # Errors
/// If anything is damaged.
pub fn encoder_with(vectors: Vectors, most_fresh: usize) -> Result<Arc<dyn Encoder>, LoadError> {
    let finer = Finer::new(Arc::new(Aside::new(transformer()?)), vectors, most_fresh);
    Ok(Arc::new(Paired::new(super::table()?, finer)))
}

/// The transformer alone.
///
/// # Errors
/// If it is damaged.
pub fn transformer() -> Result<Transformer, LoadError> {
    Ok(Transformer::load(PIECES, LAYERS)?)
}

/// The vectors that were made for this binary.
///
/// # Errors
/// If they are damaged.
pub fn vectors() -> Result<Vectors, LoadError> {
    Ok(Vectors::load(PHRASINGS)?)
}
