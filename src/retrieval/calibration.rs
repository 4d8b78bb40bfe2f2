//! From a score to a confidence.

/// A logistic curve: where it crosses one half, and how steep it is there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Curve {
    pub(crate) middle: f32,
    pub(crate) slope: f32,
}

/// With an encoder.
pub(crate) const WITH_ENCODER: Curve = Curve { middle: 1.05, slope: 5.0 };
/// With words and characters alone, rescaled to the same range.
pub(crate) const WITHOUT_ENCODER: Curve = Curve { middle: 0.9, slope: 5.0 };

impl Curve {
    /// The confidence of a score.
    pub(crate) fn at(self, score: f32) -> f32 {
        sigmoid(self.slope * (score - self.middle))
    }
}

/// The logistic function.
pub(crate) fn sigmoid(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rises_from_zero_to_one() {
        assert!(WITH_ENCODER.at(0.0) < 0.05 && WITH_ENCODER.at(2.5) > 0.95);
        assert!((WITH_ENCODER.at(WITH_ENCODER.middle) - 0.5).abs() < 1e-6);
    }
}
