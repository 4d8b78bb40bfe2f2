//! How sure we are of the best reading of a clause.

use crate::retrieval::Candidate;

/// What the confidence is taken over.
pub const SIGNALS: usize = 4;
/// Their names, in the order of the curve.
pub const NAMES: [&str; SIGNALS] = ["start", "engine score", "lead", "length"];
/// Coefficients of a logistic curve over the signals. Rounded from fits on development questions whose answers were
/// judged right or wrong (`cargo run --release --example fit`).
pub const CURVE: Signals = [-3.16, 2.97, 2.6, 0.39];

/// One value for each signal, about 0 to 1.
pub type Signals = [f32; SIGNALS];

/// A lead over the second best counts up to here.
const CLEAR: f32 = 1.0;
/// Words from which on a clause counts as long.
const LONG: f32 = 40.0;

/// What the curve is taken over: the best candidate of a clause of so many words, against the next one that would lead
/// to something else.
pub fn signals(best: &Candidate, second: Option<&Candidate>, words: usize) -> Signals {
    let length = (words as f32 / LONG).min(1.0);
    [1.0, best.score, lead(best, second), length]
}

/// How far the best is ahead.
pub fn lead(best: &Candidate, second: Option<&Candidate>) -> f32 {
    second.map_or(CLEAR, |second| (best.rank - second.rank).clamp(0.0, CLEAR))
}

/// About the share of readings with these signals that are right.
pub fn of(signals: &Signals) -> f32 {
    let value: f32 = signals.iter().zip(CURVE).map(|(signal, weight)| signal * weight).sum();
    1.0 / (1.0 + (-value).exp())
}
