//! Loops over floats that the compiler turns into vector instructions.

use multiversion::multiversion;

const LANES: usize = 16;

/// The inner product of two vectors, as far as the shorter one goes.
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a, a_rest) = a.as_chunks::<LANES>();
    let (b, b_rest) = b.as_chunks::<LANES>();
    let mut sums = [0.0f32; LANES];
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

/// The inner product of each row with a vector. Compiled for wider registers too; the lanes, and so the sums, are the same.
#[multiversion(targets("x86_64+avx512f", "x86_64+avx2"))]
pub(crate) fn products(rows: &[f32], columns: usize, vector: &[f32]) -> Vec<f32> {
    rows.chunks_exact(columns.max(1)).map(|row| dot(row, vector)).collect()
}

/// Adds a multiple of one vector to another.
#[inline(always)]
pub(crate) fn add_scaled(to: &mut [f32], scale: f32, from: &[f32]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += scale * from;
    }
}

/// One over a length, or nothing for nothing.
pub(crate) fn inverse(length: f32) -> f32 {
    if length > 0.0 { 1.0 / length } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_counts_whole_chunks_and_the_rest() {
        let a: Vec<f32> = (0..19).map(|n| n as f32).collect();
        assert_eq!(dot(&a, &a), (0..19).map(|n| (n * n) as f32).sum::<f32>());
    }

    #[test]
    fn adds_a_multiple() {
        let mut to = [1.0, 2.0];
        add_scaled(&mut to, 2.0, &[3.0, 4.0]);
        assert_eq!((to, inverse(0.0)), ([7.0, 10.0], 0.0));
    }
}
