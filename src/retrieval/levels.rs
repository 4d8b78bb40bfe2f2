//! Many vectors in a quarter of the memory: a signed byte a value and one scale a vector.
//!
//! Looking for the nearest of thousands is bound by the memory that it reads. A value is off by at most half a level, which
//! moves a cosine by less than a thousandth.

use std::ops::Range;

use multiversion::multiversion;

use super::linear::inverse;
use super::stored::{Slice, Stored, Writer};

const LEVELS: f32 = 127.0;
/// A query keeps more of its precision: it is one vector, and sums over 4,000 values still fit 32 bits.
const FINE_LEVELS: f32 = 4095.0;

/// Vectors of one length. The bytes may be those of a file: what is to be subtracted from each of them is taken off the
/// product instead.
pub(crate) struct Levels {
    columns: usize,
    values: Slice<i8>,
    rows: Slice<Row>,
}

/// Where the bytes of a vector stand, and what makes a product of them one of the vector.
#[derive(Debug, Clone, Copy, Default, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(crate) struct Row {
    place: u32,
    scale: f32,
    /// How much of the product of probe and centre is taken off.
    offset: f32,
}

/// A vector to compare them with.
pub(crate) struct Probe {
    values: Vec<i16>,
    scale: f32,
    /// Its product with what is subtracted from every vector.
    centre: f32,
}

impl Levels {
    /// Takes vectors that stand one after the other.
    pub(crate) fn of(vectors: &[f32], columns: usize) -> Levels {
        let columns = columns.max(1);
        let mut values = Vec::with_capacity(vectors.len());
        let rows = (0u32..).zip(vectors.chunks_exact(columns)).map(|(place, vector)| {
            let step = most(vector) / LEVELS;
            let inverse = 1.0 / step;
            values.extend(vector.iter().map(|value| (value * inverse).round() as i8));
            Row { place, scale: step, offset: 0.0 }
        });
        let rows: Vec<Row> = rows.collect();
        Levels { columns, rows: rows.into(), values: values.into() }
    }

    /// Takes bytes that stand for unit vectors, and of these the ones at `places`, in this order; `None` stays nothing.
    pub(crate) fn at(values: Slice<i8>, columns: usize, places: &[Option<u32>]) -> Levels {
        let columns = columns.max(1);
        let row = |place: &Option<u32>| {
            let Some(place) = *place else { return Row::default() };
            let start = place as usize * columns;
            let length = values.get(start..start + columns).map_or(0.0, length);
            Row { place, scale: inverse(length), offset: 0.0 }
        };
        let rows: Vec<Row> = places.iter().map(row).collect();
        Levels { columns, rows: rows.into(), values }
    }

    /// Adds a multiple of each of these vectors to one.
    pub(crate) fn add_to(&self, sum: &mut [f32], scale: f32, range: Range<usize>) {
        for row in self.rows.get(range).unwrap_or_default() {
            add_levels(sum, scale * row.scale, self.values_of(*row));
        }
    }

    /// Moves all vectors that are not nothing by a centre, to unit length.
    pub(crate) fn centre(&mut self, centre: &[f32]) {
        let square: f32 = centre.iter().map(|value| value * value).sum();
        let Levels { columns, values, rows } = self;
        for row in rows.to_mut().iter_mut().filter(|row| row.scale > 0.0) {
            let start = row.place as usize * *columns;
            let values = values.get(start..start + *columns).unwrap_or_default();
            let along = row.scale * product(values, centre);
            let inverse = inverse((1.0 - 2.0 * along + square).max(0.0).sqrt());
            *row = Row { scale: row.scale * inverse, offset: inverse, ..*row };
        }
    }

    /// The sum of what is taken off these vectors, in centres.
    pub(crate) fn offsets(&self, range: Range<usize>) -> f32 {
        self.rows.get(range).unwrap_or_default().iter().map(|row| row.offset).sum()
    }

    /// The highest inner product of a probe with these vectors, if it is above zero.
    pub(crate) fn highest(&self, range: Range<usize>, probe: &Probe) -> f32 {
        highest(&self.values, self.columns, self.rows.get(range).unwrap_or_default(), probe)
    }

    /// Writes vectors whose bytes are those of no file.
    pub(crate) fn save(&self, to: &mut Writer) {
        self.save_rows(to);
        to.add(&self.values);
    }

    /// Writes what is not the bytes of a file.
    pub(crate) fn save_rows(&self, to: &mut Writer) {
        to.add(&self.rows);
    }

    pub(crate) fn open(from: &mut Stored, columns: usize) -> Option<Levels> {
        Some(Levels { columns: columns.max(1), rows: from.take()?, values: from.take()? })
    }

    /// Reads what [`Levels::save_rows`] wrote, to go with the bytes of a file.
    pub(crate) fn open_rows(from: &mut Stored, columns: usize, values: Slice<i8>) -> Option<Levels> {
        Some(Levels { columns: columns.max(1), rows: from.take()?, values })
    }

    fn values_of(&self, row: Row) -> &[i8] {
        let start = row.place as usize * self.columns;
        self.values.get(start..start + self.columns).unwrap_or_default()
    }
}

impl Probe {
    /// Rounds a vector, which has this product with the centre.
    pub(crate) fn of(vector: &[f32], centre: f32) -> Probe {
        let scale = most(vector) / FINE_LEVELS;
        let inverse = 1.0 / scale;
        Probe { values: vector.iter().map(|value| (value * inverse).round() as i16).collect(), scale, centre }
    }
}

/// The greatest size of a value, never zero.
fn most(vector: &[f32]) -> f32 {
    vector.iter().fold(f32::MIN_POSITIVE.sqrt(), |most, value| most.max(value.abs()))
}

fn length(values: &[i8]) -> f32 {
    (values.iter().map(|value| i32::from(*value) * i32::from(*value)).sum::<i32>() as f32).sqrt()
}

/// Compiled for wider registers too, and chosen by what the processor has; whole numbers come out the same on each.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn highest(values: &[i8], columns: usize, rows: &[Row], probe: &Probe) -> f32 {
    let dot = |row: &[i8]| row.iter().zip(&probe.values).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum::<i32>();
    let product = |row: &Row| {
        let start = row.place as usize * columns;
        let values = values.get(start..start + columns).unwrap_or_default();
        dot(values) as f32 * row.scale * probe.scale - row.offset * probe.centre
    };
    rows.iter().map(product).fold(0.0, f32::max)
}

#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn add_levels(sum: &mut [f32], scale: f32, values: &[i8]) {
    sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += scale * f32::from(*value));
}

/// In lanes, so that it comes out the same whichever registers there are.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl", "x86_64+avx2"))]
fn product(values: &[i8], vector: &[f32]) -> f32 {
    const LANES: usize = 16;
    let (values, values_rest) = values.as_chunks::<LANES>();
    let (vector, vector_rest) = vector.as_chunks::<LANES>();
    let mut sums = [0.0f32; LANES];
    for (a, b) in values.iter().zip(vector) {
        for lane in 0..LANES {
            sums[lane] += f32::from(a[lane]) * b[lane];
        }
    }
    let rest: f32 = values_rest.iter().zip(vector_rest).map(|(a, b)| f32::from(*a) * b).sum();
    sums.iter().sum::<f32>() + rest
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
        let probe = Probe::of(&query, 0.0);
        for (index, vector) in vectors.chunks_exact(37).enumerate() {
            let (near, exact) = (levels.highest(index..index + 1, &probe), dot(vector, &query).max(0.0));
            assert!((near - exact).abs() < 0.03, "{near} {exact}");
        }
        assert_eq!(levels.highest(3..4, &probe), 0.0);
        assert_eq!(levels.highest(0..1, &Probe::of(&[], 0.0)), 0.0);
    }

    #[test]
    fn bytes_of_a_file_are_moved_by_a_centre_without_being_changed() {
        let (centre, query) = ([0.2f32; 19], (0..19).map(|n| (n as f32).cos()).collect::<Vec<_>>());
        let bytes: Vec<i8> = (0..38).map(|n| ((n * 37) % 255 - 127) as i8).collect();
        let mut levels = Levels::at(bytes.clone().into(), 19, &[Some(1), None, Some(0)]);
        levels.centre(&centre);
        let probe = Probe::of(&query, dot(&query, &centre));
        for (index, place) in [(0, 1), (2, 0)] {
            let mut moved: Vec<f32> = bytes[place * 19..(place + 1) * 19].iter().map(|b| f32::from(*b)).collect();
            let unit = inverse(dot(&moved, &moved).sqrt());
            moved.iter_mut().zip(centre).for_each(|(value, centre)| *value = *value * unit - centre);
            let exact = dot(&moved, &query) * inverse(dot(&moved, &moved).sqrt());
            let near = levels.highest(index..index + 1, &probe);
            assert!((near - exact.max(0.0)).abs() < 0.002, "{near} {exact}");
            let mut sum = vec![0.0; 19];
            levels.add_to(&mut sum, 1.0, index..index + 1);
            let sum = dot(&sum, &query) - levels.offsets(index..index + 1) * dot(&centre, &query);
            assert!((sum - exact).abs() < 0.001, "{sum} {exact}");
        }
        assert_eq!(levels.highest(1..2, &probe), 0.0, "nothing stays nothing");
    }
}
