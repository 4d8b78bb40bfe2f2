//! How sure we are of the best reading of a clause.

use crate::retrieval::Candidate;

/// Coefficients of a logistic curve, fitted on development questions whose answers were judged right or wrong by
/// `cargo run --release --example fit`: where it starts, how well the best candidate fits by the engine, how far it is
/// ahead by all evidence, and its weight by all evidence.
pub const CURVE: [f32; 4] = [0.23, 1.37, 2.16, -0.29];
/// A lead over the second best counts up to here.
const CLEAR: f32 = 1.0;

/// What the curve is taken over; candidates come best first.
pub fn signals(best: &Candidate, second: Option<&Candidate>) -> [f32; 4] {
    let margin = second.map_or(CLEAR, |second| (best.rank - second.rank).clamp(0.0, CLEAR));
    [1.0, best.score, margin, best.rank]
}

/// The share of readings as good as this one that are right; candidates come best first.
pub fn of(candidates: &[Candidate]) -> f32 {
    let Some(best) = candidates.first() else { return 0.0 };
    let value: f32 = signals(best, candidates.get(1)).iter().zip(CURVE).map(|(signal, weight)| signal * weight).sum();
    1.0 / (1.0 + (-value).exp())
}
