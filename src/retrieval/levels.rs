//! Many vectors in a quarter of the memory: a signed byte a value and one scale a vector.
//!
//! Looking for the nearest of thousands is bound by the memory that it reads. A value is off by at most half a level, which
//! moves a cosine by less than a thousandth.

use std::ops::Range;

use multiversion::multiversion;

const LEVELS: f32 = 127.0;
/// A query keeps more of its precision: it is one vector, and sums over 4,000 values still fit 32 bits.
const FINE_LEVELS: f32 = 4095.0;

/// Vectors of one length.
pub(crate) struct Levels {
    columns: usize,
    values: Vec<i8>,
    scales: Vec<f32>,
}

/// A vector to compare them with.
pub(crate) struct Probe {
    values: Vec<i16>,
    scale: f32,
}

impl Levels {
    /// Takes vectors that stand one after the other.
    pub(crate) fn of(vectors: &[f32], columns: usize) -> Levels {
        let columns = columns.max(1);
        let mut values = Vec::with_capacity(vectors.len());
        let scales = vectors.chunks_exact(columns).map(|vector| {
            let step = most(vector) / LEVELS;
            let inverse = 1.0 / step;
            values.extend(vector.iter().map(|value| (value * inverse).round() as i8));
            step
        });
        Levels { columns, scales: scales.collect(), values }
    }

    /// The highest inner product of a probe with these vectors, if it is above zero.
    pub(crate) fn highest(&self, range: Range<usize>, probe: &Probe) -> f32 {
        let values = self.values.get(range.start * self.columns..range.end * self.columns).unwrap_or_default();
        let scales = self.scales.get(range).unwrap_or_default();
        highest(values, self.columns, scales, &probe.values) * probe.scale
    }
}

impl Probe {
    /// Rounds a vector.
    pub(crate) fn of(vector: &[f32]) -> Probe {
        let scale = most(vector) / FINE_LEVELS;
        let inverse = 1.0 / scale;
        Probe { values: vector.iter().map(|value| (value * inverse).round() as i16).collect(), scale }
    }
}

/// The greatest size of a value, never zero.
fn most(vector: &[f32]) -> f32 {
    vector.iter().fold(f32::MIN_POSITIVE.sqrt(), |most, value| most.max(value.abs()))
}

/// Compiled for wider registers too, and chosen by what the processor has; whole numbers come out the same on each.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn highest(values: &[i8], columns: usize, scales: &[f32], probe: &[i16]) -> f32 {
    let dot = |row: &[i8]| row.iter().zip(probe).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum::<i32>();
    values.chunks_exact(columns).zip(scales).map(|(row, scale)| dot(row) as f32 * scale).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::super::linear::dot;
    use super::*;

    #[test]
    fn is_near_to_the_exact_product() {
        let wave = |seed: usize| (0..37).map(|n| ((n * seed) as f32).sin()).collect::<Vec<_>>();
        let vectors = [wave(3), wave(5), vec![0.0; 37]].concat();
        let levels = Levels::of(&vectors, 37);
        let query = wave(4);
        let probe = Probe::of(&query);
        for (index, vector) in vectors.chunks_exact(37).enumerate() {
            let (near, exact) = (levels.highest(index..index + 1, &probe), dot(vector, &query).max(0.0));
            assert!((near - exact).abs() < 0.03, "{near} {exact}");
        }
        assert_eq!(levels.highest(3..4, &probe), 0.0);
        assert_eq!(levels.highest(0..1, &Probe::of(&[])), 0.0);
    }
}
