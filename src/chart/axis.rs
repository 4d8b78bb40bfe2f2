//! From dollars to places on a line.

use super::Chart;

/// A span of amounts with round ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) step: f64,
}

/// Steps between which the axis chooses.
const STEPS: [f64; 16] = [
    5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 10_000.0, 20_000.0, 25_000.0, 50_000.0, 100_000.0,
    250_000.0, 500_000.0,
];
/// Marks on it, at most.
const MOST_MARKS: f64 = 6.0;

impl Axis {
    /// Wide enough for every figure of a chart.
    pub(super) fn of(chart: &Chart) -> Axis {
        let lows = chart.rows.iter().map(|r| r.figures.low()).chain(chart.offers.iter().copied());
        let highs = chart.rows.iter().map(|r| r.figures.high()).chain(chart.offers.iter().copied());
        let (low, high) = (lows.fold(f64::MAX, f64::min), highs.fold(0.0, f64::max));
        let step = STEPS.into_iter().find(|s| (high - low) / s <= MOST_MARKS - 1.0).unwrap_or(1_000_000.0);
        let (from, to) = ((low / step).floor() * step, (high / step).ceil() * step);
        // A chart of one amount still needs a span.
        Axis { from, to: if to > from { to } else { from + step }, step }
    }

    /// The place of an amount, 0 to 1.
    pub(super) fn at(self, amount: f64) -> f64 {
        ((amount - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }

    /// The amounts that are marked.
    pub(super) fn marks(self) -> impl Iterator<Item = f64> {
        let count = ((self.to - self.from) / self.step).round() as usize;
        (0..=count).map(move |n| self.from + n as f64 * self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::testing::chart;

    #[test]
    fn an_axis_holds_every_figure() {
        let axis = Axis::of(&chart());
        assert_eq!((axis.from, axis.to, axis.step), (50_000.0, 300_000.0, 50_000.0));
        assert_eq!(axis.marks().count(), 6);
        assert_eq!((axis.at(50_000.0), axis.at(175_000.0), axis.at(1e9)), (0.0, 0.5, 1.0));
    }
}
