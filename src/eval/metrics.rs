//! The measures, each from the same list of outcomes.

use std::time::Duration;

/// The share of out-of-scope questions that may be answered for `acc_far5`.
const FALSE_ANSWERS: f64 = 0.05;

/// What came of one question.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Whether something in the knowledge base answers it.
    pub in_scope: bool,
    /// Where the right label came, from 0.
    pub place: Option<usize>,
    /// Confidence of the first candidate.
    pub confidence: f32,
    /// Time to analyse and rank it.
    pub took: Duration,
}

impl Outcome {
    fn right(&self) -> bool {
        self.in_scope && self.place == Some(0)
    }
}

/// The share of in-scope questions whose first candidate is right.
pub(super) fn accuracy(outcomes: &[Outcome]) -> f64 {
    share(in_scope(outcomes), Outcome::right)
}

/// The mean of one over the place of the right label.
pub(super) fn mean_reciprocal_rank(outcomes: &[Outcome]) -> f64 {
    let places: Vec<f64> = in_scope(outcomes).map(|o| o.place.map_or(0.0, |place| 1.0 / (place + 1) as f64)).collect();
    places.iter().sum::<f64>() / places.len().max(1) as f64
}

/// How likely an in-scope question gets more confidence than an out-of-scope one; ties count half.
pub(super) fn auroc(outcomes: &[Outcome]) -> Option<f64> {
    let mut sorted: Vec<&Outcome> = outcomes.iter().collect();
    sorted.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
    let (mut below, mut wins, mut inside) = (0.0, 0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.confidence == b.confidence) {
        let known = tied.iter().filter(|outcome| outcome.in_scope).count() as f64;
        let unknown = tied.len() as f64 - known;
        wins += known * (below + 0.5 * unknown);
        below += unknown;
        inside += known;
    }
    (below > 0.0 && inside > 0.0).then(|| wins / (below * inside))
}

/// In-scope accuracy where the bar lets 5 % of the out-of-scope questions through.
pub(super) fn accuracy_at_false_answers(outcomes: &[Outcome]) -> Option<f64> {
    let mut unknown: Vec<f32> = outcomes.iter().filter(|o| !o.in_scope).map(|o| o.confidence).collect();
    unknown.sort_by(|a, b| b.total_cmp(a));
    let allowed = (unknown.len() as f64 * FALSE_ANSWERS) as usize;
    let bar = *unknown.get(allowed)?;
    Some(share(in_scope(outcomes), |outcome| outcome.right() && outcome.confidence > bar))
}

/// In-scope accuracy where everything under the threshold goes unanswered.
pub(super) fn accuracy_at(outcomes: &[Outcome], threshold: f32) -> f64 {
    share(in_scope(outcomes), |outcome| outcome.right() && outcome.confidence >= threshold)
}

/// The share of out-of-scope questions under the threshold.
pub(super) fn recall_at(outcomes: &[Outcome], threshold: f32) -> Option<f64> {
    let unknown = || outcomes.iter().filter(|outcome| !outcome.in_scope);
    unknown().next()?;
    Some(share(unknown(), |outcome| outcome.confidence < threshold))
}

/// The time that a share of the questions stays within.
pub(super) fn percentile(outcomes: &[Outcome], share: f64) -> Duration {
    let mut times: Vec<Duration> = outcomes.iter().map(|outcome| outcome.took).collect();
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
}

fn in_scope(outcomes: &[Outcome]) -> impl Iterator<Item = &Outcome> {
    outcomes.iter().filter(|outcome| outcome.in_scope)
}

fn share<'a>(outcomes: impl Iterator<Item = &'a Outcome>, good: impl Fn(&Outcome) -> bool) -> f64 {
    let (hits, all) = outcomes.fold((0, 0), |(hits, all), outcome| (hits + usize::from(good(outcome)), all + 1));
    f64::from(u32::try_from(hits).unwrap_or(u32::MAX)) / f64::from(all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(in_scope: bool, place: Option<usize>, confidence: f32) -> Outcome {
        Outcome { in_scope, place, confidence, took: Duration::from_micros((confidence * 100.0) as u64) }
    }

    fn outcomes() -> Vec<Outcome> {
        let known = [(Some(0), 0.9), (Some(1), 0.8), (Some(0), 0.3), (None, 0.2)];
        let unknown = [0.6, 0.1];
        let known = known.into_iter().map(|(place, confidence)| outcome(true, place, confidence));
        known.chain(unknown.map(|confidence| outcome(false, None, confidence))).collect()
    }

    #[test]
    fn ranks() {
        assert_eq!(accuracy(&outcomes()), 0.5);
        assert_eq!(mean_reciprocal_rank(&outcomes()), 2.5 / 4.0);
    }

    #[test]
    fn tells_known_from_unknown() {
        assert_eq!(auroc(&outcomes()), Some(6.0 / 8.0));
        assert_eq!(auroc(&outcomes()[..4]), None);
        assert_eq!(auroc(&[outcome(true, None, 0.5), outcome(false, None, 0.5)]), Some(0.5));
    }

    #[test]
    fn the_bar_lets_five_percent_through() {
        assert_eq!(accuracy_at_false_answers(&outcomes()), Some(0.25));
        let mut many: Vec<Outcome> = (0..20).map(|n| outcome(false, None, n as f32 / 20.0)).collect();
        many.push(outcome(true, Some(0), 0.93));
        assert_eq!(accuracy_at_false_answers(&many), Some(1.0));
    }

    #[test]
    fn at_a_threshold() {
        assert_eq!(accuracy_at(&outcomes(), 0.5), 0.25);
        assert_eq!(recall_at(&outcomes(), 0.5), Some(0.5));
    }

    #[test]
    fn percentiles() {
        assert_eq!(percentile(&outcomes(), 1.0), Duration::from_micros(90));
        assert_eq!(percentile(&[], 0.5), Duration::ZERO);
    }
}
