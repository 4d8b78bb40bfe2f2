//! Phrasings of invented words, the same on every run.

const WORDS: u64 = 8_000;

/// A small generator of numbers.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// The next one.
    #[allow(clippy::should_implement_trait)]
    pub(crate) fn next(&mut self) -> u64 {
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

/// So many phrasings, `each` a label.
pub(crate) fn labels(size: usize, each: usize) -> Vec<Vec<String>> {
    let mut numbers = Numbers(42);
    (0..(size / each) as u64).map(|label| (0..each).map(|_| phrasing(label, &mut numbers)).collect()).collect()
}

/// Queries about those labels in turn.
pub(crate) fn queries(size: usize, each: usize, count: usize) -> Vec<String> {
    let mut numbers = Numbers(7);
    (0..count as u64).map(|n| phrasing(n % (size / each) as u64, &mut numbers)).collect()
}
