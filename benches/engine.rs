//! How long the engine takes to build and to answer, on synthetic phrasings.

use std::sync::Arc;

use divan::{Bencher, black_box};
use rolecall::retrieval::{Document, Encoder, Engine, Utterance, analysis};

const SIZES: [usize; 4] = [1_000, 4_500, 10_000, 100_000];
/// Phrasings a label, as far as there are enough.
const LABEL: usize = 26;
const LARGE_LABEL: usize = 100;
const WORDS: u64 = 8_000;

fn main() {
    divan::main();
}

/// A small generator of numbers, the same on every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Small numbers are far more frequent, as with words.
    fn word(&mut self, words: u64) -> u64 {
        let share = (self.next() % 10_000) as f64 / 10_000.0;
        (words as f64).powf(share) as u64
    }
}

/// A word of two to four syllables.
fn spell(number: u64) -> String {
    const SYLLABLES: [&str; 20] = [
        "ka", "to", "mi", "ren", "sal", "de", "ploy", "er", "ing", "ta", "ble", "or", "pe", "con", "ti", "is", "fa",
        "lu", "an", "quo",
    ];
    let mut numbers = Numbers(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    (0..2 + number % 3).map(|_| SYLLABLES[(numbers.next() >> 20) as usize % SYLLABLES.len()]).collect()
}

/// Ten words: most of them common ones, some of the label's own.
fn phrasing(label: u64, numbers: &mut Numbers) -> String {
    let own = |numbers: &mut Numbers| spell(label * 31 % WORDS + numbers.word(40));
    let words: Vec<String> =
        (0..10).map(|n| if n % 3 == 0 { own(numbers) } else { spell(numbers.word(WORDS)) }).collect();
    words.join(" ")
}

fn documents(size: usize) -> Vec<Document> {
    let each = if size >= 100_000 { LARGE_LABEL } else { LABEL };
    let mut numbers = Numbers(42);
    let labels = 0..(size / each) as u64;
    labels
        .map(|label| {
            let phrasings: Vec<String> = (0..each).map(|_| phrasing(label, &mut numbers)).collect();
            analysis::document(&label.to_string(), &phrasings)
        })
        .collect()
}

fn queries(size: usize) -> Vec<Utterance> {
    let mut numbers = Numbers(7);
    (0..64).map(|n| analysis::analyse(&phrasing(n % (size as u64 / 100), &mut numbers))).collect()
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
            let mut numbers = Numbers(seed | 1);
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
