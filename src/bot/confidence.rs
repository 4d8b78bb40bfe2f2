//! How sure we are of the best reading of a clause.

use crate::retrieval::Candidate;

/// Coefficients of a logistic curve, fitted on development questions whose answers were judged right or wrong.
const START: f32 = -1.23;
const RANK: f32 = 1.26;
const MARGIN: f32 = 2.06;
/// A lead over the second best counts up to here.
const CLEAR: f32 = 1.0;

/// The share of readings as good as this one that are right, from how well the best candidate fits and how far it is
/// ahead; candidates come best first.
pub fn of(candidates: &[Candidate]) -> f32 {
    let Some(best) = candidates.first() else { return 0.0 };
    let margin = candidates.get(1).map_or(CLEAR, |second| (best.rank - second.rank).clamp(0.0, CLEAR));
    let value = START + RANK * best.rank + MARGIN * margin;
    1.0 / (1.0 + (-value).exp())
}
