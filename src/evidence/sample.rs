//! What a number of records come to.

/// Below this number of distinct records no percentile is given.
pub const FEWEST: usize = 10;

/// Records that a search found: the pay of each distinct one, and how many there were in all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sample {
    /// A year's pay, in US dollars where no other currency was asked for, of each distinct record, from the lowest to the highest.
    pub(super) pay: Vec<u32>,
    /// Records, repetitions counted.
    pub records: usize,
    /// Codes of the currencies that they were paid in, with the number of distinct records, most first.
    pub currencies: Vec<(String, usize)>,
    /// Titles among them, with the number of distinct records, most first.
    pub titles: Vec<(String, usize)>,
}

/// The five percentiles that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// A tenth is paid less.
    pub p10: u32,
    /// A quarter is paid less.
    pub p25: u32,
    /// Half is paid less.
    pub p50: u32,
    /// Three quarters are paid less.
    pub p75: u32,
    /// Nine tenths are paid less.
    pub p90: u32,
}

impl Sample {
    /// Distinct records.
    pub fn distinct(&self) -> usize {
        self.pay.len()
    }

    /// Whether there are enough to speak of percentiles.
    pub fn is_enough(&self) -> bool {
        self.distinct() >= FEWEST
    }

    /// The five percentiles; none below [`FEWEST`].
    pub fn spread(&self) -> Option<Spread> {
        let at = |share| percentile(&self.pay, share);
        self.is_enough().then(|| Spread { p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) })
    }

    /// The share of distinct records that are paid less than an amount, 0 to 1.
    pub fn below(&self, amount: f64) -> f64 {
        let less = self.pay.partition_point(|pay| f64::from(*pay) < amount);
        less as f64 / self.pay.len().max(1) as f64
    }

    /// Whether most of them were paid in US dollars.
    pub fn foreign_currency(&self) -> Option<&str> {
        self.currencies.first().map(|(code, _)| code.as_str()).filter(|code| *code != "USD")
    }
}

/// Between the two nearest values in proportion to the distance: the method of spreadsheets.
fn percentile(sorted: &[u32], share: f64) -> u32 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0 };
    let place = share * last as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    let value = f64::from(low) + (f64::from(high) - f64::from(low)) * place.fract();
    value.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(pay: Vec<u32>) -> Sample {
        Sample { records: pay.len(), pay, ..Sample::default() }
    }

    #[test]
    fn percentiles_lie_between_the_nearest_values() {
        let spread = sample((1..=11).map(|n| n * 10).collect()).spread().unwrap();
        assert_eq!((spread.p10, spread.p25, spread.p50, spread.p75, spread.p90), (20, 35, 60, 85, 100));
    }

    #[test]
    fn too_few_are_not_spoken_of() {
        assert_eq!(sample((0..9).collect()).spread(), None);
        assert!(sample((0..10).collect()).spread().is_some());
        assert_eq!(sample(Vec::new()).below(1.0), 0.0);
    }

    #[test]
    fn a_share_counts_what_is_less() {
        assert_eq!(sample(vec![10, 20, 20, 30]).below(20.0), 0.25);
    }
}
