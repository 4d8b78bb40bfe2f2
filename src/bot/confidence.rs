//! How sure we are of the best reading of a clause.

use crate::retrieval::Candidate;

/// Coefficients of a logistic curve: where it starts, how well the best candidate fits by the engine's score, and how
/// far it is ahead of the second by all evidence. Rounded from fits on development questions whose answers were judged
/// right or wrong (`cargo run --release --example fit`).
pub const CURVE: [f32; 3] = [-1.75, 1.84, 3.52];
/// A lead over the second best counts up to here.
const CLEAR: f32 = 1.0;

/// What the curve is taken over: the best candidate against the next one that would lead to something else.
pub fn signals(best: &Candidate, second: Option<&Candidate>) -> [f32; 3] {
    [1.0, best.score, lead(best, second)]
}

/// How far the best is ahead.
pub fn lead(best: &Candidate, second: Option<&Candidate>) -> f32 {
    second.map_or(CLEAR, |second| (best.rank - second.rank).clamp(0.0, CLEAR))
}

/// About the share of readings as good as this one that are right.
pub fn of(best: Option<&Candidate>, second: Option<&Candidate>) -> f32 {
    let Some(best) = best else { return 0.0 };
    let value: f32 = signals(best, second).iter().zip(CURVE).map(|(signal, weight)| signal * weight).sum();
    1.0 / (1.0 + (-value).exp())
}
