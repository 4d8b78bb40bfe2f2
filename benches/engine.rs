//! How long the engine takes to build and to answer, on synthetic phrasings.

use std::sync::Arc;

use divan::{Bencher, black_box};
use rolecall::retrieval::{Document, Encoder, Engine, Utterance, analysis};

#[path = "support/synthetic.rs"]
mod synthetic;

const SIZES: [usize; 4] = [1_000, 4_500, 10_000, 100_000];
/// Phrasings a label, as far as there are enough.
const LABEL: usize = 26;
const LARGE_LABEL: usize = 100;

fn main() {
    divan::main();
}

fn documents(size: usize) -> Vec<Document> {
    let labels = synthetic::labels(size, each(size)).into_iter().enumerate();
    labels.map(|(label, phrasings)| analysis::document(&label.to_string(), &phrasings)).collect()
}

fn queries(size: usize) -> Vec<Utterance> {
    synthetic::queries(size, each(size), 64).iter().map(|query| analysis::analyse(query)).collect()
}

fn each(size: usize) -> usize {
    if size >= 100_000 { LARGE_LABEL } else { LABEL }
}

/// Stands in for an encoder: 256 dimensions, the sum of one random vector a word.
struct Random;

impl Encoder for Random {
    fn dimensions(&self) -> usize {
        256
    }

    fn encode(&self, text: &str) -> Option<Vec<f32>> {
        let mut sum = vec![0.0f32; 256];
        for word in text.split_whitespace() {
            let seed = word.bytes().fold(1u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)));
            let mut numbers = synthetic::Numbers(seed | 1);
            sum.iter_mut().for_each(|value| *value += (numbers.next() >> 40) as f32 / (1 << 24) as f32 - 0.5);
        }
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        (length > 0.0).then(|| sum.iter().map(|value| value / length).collect())
    }

    fn knows(&self, _: &str) -> bool {
        true
    }
}

#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn build(bencher: Bencher<'_, '_>, size: usize) {
    let documents = documents(size);
    bencher.bench(|| Engine::build(black_box(&documents), Some(Arc::new(Random))));
}

#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
fn build_without_encoder(bencher: Bencher<'_, '_>, size: usize) {
    let documents = documents(size);
    bencher.bench(|| Engine::build(black_box(&documents), None));
}

#[divan::bench(args = SIZES)]
fn query(bencher: Bencher<'_, '_>, size: usize) {
    let engine = Engine::build(&documents(size), Some(Arc::new(Random)));
    let mut turn = queries(size).into_iter().cycle();
    bencher.with_inputs(|| turn.next().unwrap_or_default()).bench_local_values(|query| engine.rank(black_box(&query)));
}
