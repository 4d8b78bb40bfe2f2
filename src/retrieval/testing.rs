//! An encoder for tests.

use super::Encoder;

/// One dimension a letter.
pub(crate) struct Letters;

impl Encoder for Letters {
    fn dimensions(&self) -> usize {
        26
    }

    fn encode(&self, text: &str) -> Option<Vec<f32>> {
        let mut counts = [0.0f32; 26];
        let letters = text.bytes().filter(u8::is_ascii_lowercase);
        letters.for_each(|letter| counts[usize::from(letter - b'a')] += 1.0);
        let length = counts.iter().map(|count| count * count).sum::<f32>().sqrt();
        (length > 0.0).then(|| counts.iter().map(|count| count / length).collect())
    }

    fn knows(&self, word: &str) -> bool {
        !word.is_empty()
    }
}
