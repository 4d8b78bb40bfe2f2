//! Sentence vectors in a file, each found by a hash of its text, so that only new phrasings must be read by a slow encoder.

use std::borrow::Cow;

use super::hash::hash;
use super::stored::Slice;

const MAGIC: &[u8; 4] = b"VEC8";
const HEAD: usize = 12;
/// Values are whole numbers from minus this to this; a vector's length tells their scale.
const LEVELS: f32 = 127.0;

/// Why bytes are no vectors.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum VectorsError {
    /// Some other file, or not even a header.
    #[error("the file does not start with \"VEC8\", a number of rows and a number of columns")]
    Header,
    /// Cut off, or too long.
    #[error("the file has {found} bytes, but its header promises {needed}")]
    Length {
        /// Bytes that the header promises.
        needed: u64,
        /// Bytes there are.
        found: usize,
    },
}

/// Unit vectors by the hash of their text.
///
/// Bytes: `VEC8`, rows and columns as little-endian `u32`, the hashes in rising order as little-endian `u64`, then one
/// signed byte a value, row after row.
#[derive(Debug, Default)]
pub struct Vectors {
    bytes: Cow<'static, [u8]>,
    hashes: Vec<u64>,
    columns: usize,
}

impl Vectors {
    /// Reads what `pack` wrote; a `&'static [u8]` is not copied.
    ///
    /// # Errors
    /// If the bytes are something else.
    pub fn load(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Vectors, VectorsError> {
        let bytes = bytes.into();
        let (head, _) = bytes.split_first_chunk::<HEAD>().ok_or(VectorsError::Header)?;
        let [m0, m1, m2, m3, r0, r1, r2, r3, c0, c1, c2, c3] = *head;
        if [m0, m1, m2, m3] != *MAGIC {
            return Err(VectorsError::Header);
        }
        let (rows, columns) = (u32::from_le_bytes([r0, r1, r2, r3]), u32::from_le_bytes([c0, c1, c2, c3]));
        let needed = HEAD as u64 + u64::from(rows) * (8 + u64::from(columns));
        if needed != bytes.len() as u64 {
            return Err(VectorsError::Length { needed, found: bytes.len() });
        }
        let (hashes, _) = bytes.get(HEAD..HEAD + 8 * rows as usize).unwrap_or_default().as_chunks::<8>();
        let hashes = hashes.iter().map(|hash| u64::from_le_bytes(*hash)).collect();
        Ok(Vectors { bytes, hashes, columns: columns as usize })
    }

    /// The bytes of a file with these texts and vectors.
    pub fn pack(vectors: &[(&str, Vec<f32>)]) -> Vec<u8> {
        let mut rows: Vec<(u64, &[f32])> = vectors.iter().map(|(text, vector)| (hash(text), &vector[..])).collect();
        rows.sort_by_key(|row| row.0);
        rows.dedup_by_key(|row| row.0);
        let columns = rows.first().map_or(0, |row| row.1.len());
        let mut bytes = MAGIC.to_vec();
        bytes.extend((rows.len() as u32).to_le_bytes());
        bytes.extend((columns as u32).to_le_bytes());
        rows.iter().for_each(|row| bytes.extend(row.0.to_le_bytes()));
        rows.iter().for_each(|row| bytes.extend(levels(row.1).map(i8::cast_unsigned)));
        bytes
    }

    /// Whether there is a vector for a text.
    pub fn holds(&self, text: &str) -> bool {
        self.place(text).is_some()
    }

    /// Which of them is that of a text.
    pub(crate) fn place(&self, text: &str) -> Option<u32> {
        self.hashes.binary_search(&hash(text)).ok()?.try_into().ok()
    }

    /// The values of all of them, one after the other: where they lie, if they lie in the program.
    pub(crate) fn values(&self) -> Slice<i8> {
        let start = HEAD + 8 * self.hashes.len();
        match &self.bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(bytemuck::cast_slice(bytes.get(start..).unwrap_or_default())),
            Cow::Owned(bytes) => Cow::Owned(bytemuck::cast_slice(bytes.get(start..).unwrap_or_default()).to_vec()),
        }
    }

    /// Tells these texts from others.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.hashes
            .iter()
            .fold(self.columns as u64, |sum, hash| sum.rotate_left(5).wrapping_mul(0x0100_0000_01b3) ^ hash)
    }

    /// The unit vector of a text.
    pub fn find(&self, text: &str) -> Option<Vec<f32>> {
        let start = HEAD + 8 * self.hashes.len() + self.place(text)? as usize * self.columns;
        let values = self.bytes.get(start..start + self.columns)?;
        let vector: Vec<f32> = values.iter().map(|value| f32::from(value.cast_signed())).collect();
        let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
        (length > 0.0).then(|| vector.iter().map(|v| v / length).collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

/// A vector as it stands in the file.
pub(crate) fn levels(vector: &[f32]) -> impl Iterator<Item = i8> {
    let most = vector.iter().fold(f32::MIN_POSITIVE, |most, v| most.max(v.abs()));
    vector.iter().map(move |v| (v / most * LEVELS).round() as i8)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_packed() {
        let (up, down) = (vec![0.6, 0.8], vec![0.0, -1.0]);
        let vectors = Vectors::load(Vectors::pack(&[("up", up.clone()), ("down", down), ("up", up)])).unwrap();
        assert_eq!(vectors.len(), 2);
        let found = vectors.find("up").unwrap();
        assert!((found[0] - 0.6).abs() < 0.01 && (found[1] - 0.8).abs() < 0.01, "{found:?}");
        assert!(vectors.find("sideways").is_none() && !vectors.holds("sideways"));
    }

    #[test]
    fn refuses_other_files() {
        assert_eq!(Vectors::load(&b"SEM4"[..]).unwrap_err(), VectorsError::Header);
        let mut cut = Vectors::pack(&[("a", vec![1.0])]);
        cut.pop();
        assert!(matches!(Vectors::load(cut), Err(VectorsError::Length { .. })));
        assert!(Vectors::load(Vectors::pack(&[])).unwrap().is_empty());
    }
}
