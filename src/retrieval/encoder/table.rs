//! A table of word vectors, four bits a value, kept packed.

use std::borrow::Cow;

use super::index::{Flaw, Index, lines};
use super::{Encoder, split};

const MAGIC: &[u8; 4] = b"SEM4";
const HEAD: usize = 12;

/// Why bytes are not a table.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum TableError {
    /// Not even a header.
    #[error("the table ends after {0} bytes, before its header of {HEAD}")]
    NoHeader(usize),
    /// Some other file.
    #[error("the table starts with {0:02x?} instead of \"SEM4\"")]
    Magic([u8; 4]),
    /// Rows or columns that no table has.
    #[error("the table says it has {rows} rows and {columns} columns; both must be positive, and columns even")]
    Shape {
        /// Number of tokens.
        rows: u32,
        /// Length of a vector.
        columns: u32,
    },
    /// Cut off.
    #[error("the table has {found} bytes, but its header promises at least {needed}")]
    Short {
        /// Bytes that the header promises, without the vocabulary.
        needed: u64,
        /// Bytes there are.
        found: usize,
    },
    /// A scale that is no number.
    #[error("the scale of row {0} is not finite")]
    Scale(usize),
    /// The vocabulary is not text.
    #[error("the vocabulary is not UTF-8 after byte {0}")]
    Text(usize),
    /// Too few or too many tokens.
    #[error("the table has {rows} rows, but its vocabulary {tokens} tokens")]
    Tokens {
        /// Rows by the header.
        rows: usize,
        /// Lines of the vocabulary.
        tokens: usize,
    },
    /// A token that cannot be looked up.
    #[error("token {row} of the vocabulary is {flaw}")]
    Token {
        /// Its row.
        row: usize,
        /// What is wrong with it.
        flaw: &'static str,
    },
}

/// Word vectors whose sum is the vector of a text. `tools/encoder` makes it.
///
/// Bytes: `SEM4`, rows and columns as little-endian `u32`, a scale a row as `f16`, rows x columns / 2 bytes (value `j` of a
/// row in the low half of its byte `j`, value `j + columns / 2` in the high half, 8 added), then the tokens in order of
/// commonness, one a line, pieces inside a word marked `##`.
#[derive(Debug)]
pub struct StaticTable {
    bytes: Cow<'static, [u8]>,
    scales: Vec<f32>,
    columns: usize,
    values: usize,
    index: Index,
}

impl StaticTable {
    /// Checks the bytes of a table and indexes its vocabulary; a `&'static [u8]` is not copied.
    pub fn load(bytes: impl Into<Cow<'static, [u8]>>) -> Result<StaticTable, TableError> {
        let bytes = bytes.into();
        let (rows, columns) = shape(&bytes)?;
        let values = HEAD + 2 * rows;
        let vocabulary = values + rows * columns / 2;
        let scales = scales(bytes.get(HEAD..values).unwrap_or_default())?;
        let text = std::str::from_utf8(bytes.get(vocabulary..).unwrap_or_default())
            .map_err(|error| TableError::Text(vocabulary + error.valid_up_to()))?;
        let index = Index::build(&bytes, vocabulary, text, rows).map_err(flawed)?;
        let tokens = index.len().max(lines(text).count());
        if tokens != rows {
            return Err(TableError::Tokens { rows, tokens });
        }
        Ok(StaticTable { bytes, scales, columns, values, index })
    }

    /// Place of a lower-case word in the order of commonness, 0 the most common; `None` for words not in the vocabulary.
    pub fn rank(&self, word: &str) -> Option<usize> {
        self.index.row(&self.bytes, word.as_bytes(), false)
    }

    /// Adds the word's row, or else the rows of its longest pieces from the left, and counts them.
    fn add_word(&self, word: &str, sum: &mut [f32]) -> usize {
        if let Some(row) = self.rank(word) {
            self.add_row(row, sum);
            return 1;
        }
        let (mut rest, mut found) = (word, 0);
        while !rest.is_empty() {
            let (row, length) = self.piece(rest, rest.len() < word.len());
            if let Some(row) = row {
                self.add_row(row, sum);
                found += 1;
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        found
    }

    /// The row of a token, from the start of a word or from `inside` one.
    #[cfg(feature = "minilm")]
    pub(super) fn row(&self, token: &str, inside: bool) -> Option<usize> {
        self.index.row(&self.bytes, token.as_bytes(), inside)
    }

    /// The longest piece that the text starts with, and its length; without one, the length of a character.
    pub(super) fn piece(&self, text: &str, inside: bool) -> (Option<usize>, usize) {
        let longest = text.len().min(self.index.longest());
        let ends = (1..=longest).rev().filter(|end| text.is_char_boundary(*end));
        for end in ends {
            let row = text.as_bytes().get(..end).and_then(|piece| self.index.row(&self.bytes, piece, inside));
            if row.is_some() {
                return (row, end);
            }
        }
        (None, text.chars().next().map_or(1, char::len_utf8))
    }

    /// Adds a row to a sum.
    pub(super) fn add_row(&self, row: usize, sum: &mut [f32]) {
        let half = self.columns / 2;
        let start = self.values + row * half;
        let (Some(packed), Some(&scale)) = (self.bytes.get(start..start + half), self.scales.get(row)) else {
            return;
        };
        let (low, high) = sum.split_at_mut(half);
        for ((byte, low), high) in packed.iter().zip(low).zip(high) {
            *low += scale * (f32::from(byte & 15) - 8.0);
            *high += scale * (f32::from(byte >> 4) - 8.0);
        }
    }
}

impl Encoder for StaticTable {
    fn dimensions(&self) -> usize {
        self.columns
    }

    fn encode(&self, text: &str) -> Option<Vec<f32>> {
        let mut sum = vec![0.0; self.columns];
        let mut found = 0;
        split::words(text, |word| found += self.add_word(word, &mut sum));
        (found > 0 && make_unit(&mut sum)).then_some(sum)
    }

    fn knows(&self, word: &str) -> bool {
        self.rank(word).is_some()
    }
}

/// Scales to length 1, unless there is no direction.
pub(super) fn make_unit(vector: &mut [f32]) -> bool {
    let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
    if !length.is_finite() || length < 1e-6 {
        return false;
    }
    vector.iter_mut().for_each(|v| *v /= length);
    true
}

/// Rows and columns, once the header is right and all values are there.
fn shape(bytes: &[u8]) -> Result<(usize, usize), TableError> {
    let Some((head, _)) = bytes.split_first_chunk::<HEAD>() else {
        return Err(TableError::NoHeader(bytes.len()));
    };
    let [m0, m1, m2, m3, r0, r1, r2, r3, c0, c1, c2, c3] = *head;
    if [m0, m1, m2, m3] != *MAGIC {
        return Err(TableError::Magic([m0, m1, m2, m3]));
    }
    let (rows, columns) = (u32::from_le_bytes([r0, r1, r2, r3]), u32::from_le_bytes([c0, c1, c2, c3]));
    if rows == 0 || columns == 0 || columns % 2 == 1 {
        return Err(TableError::Shape { rows, columns });
    }
    let needed = u128::from(rows) * (2 + u128::from(columns) / 2) + HEAD as u128;
    if needed > bytes.len() as u128 {
        let needed = u64::try_from(needed).unwrap_or(u64::MAX);
        return Err(TableError::Short { needed, found: bytes.len() });
    }
    Ok((rows as usize, columns as usize))
}

fn scales(bytes: &[u8]) -> Result<Vec<f32>, TableError> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let scales: Vec<f32> = pairs.iter().map(|pair| half_to_single(u16::from_le_bytes(*pair))).collect();
    match scales.iter().position(|scale| !scale.is_finite()) {
        Some(row) => Err(TableError::Scale(row)),
        None => Ok(scales),
    }
}

/// An IEEE half as a single.
fn half_to_single(half: u16) -> f32 {
    let sign = if half & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from((half >> 10) & 0x1f);
    let fraction = f32::from(half & 0x03ff);
    match exponent {
        0 => sign * fraction * 2.0_f32.powi(-24),
        0x1f if fraction == 0.0 => sign * f32::INFINITY,
        0x1f => f32::NAN,
        _ => sign * (1.0 + fraction / 1024.0) * 2.0_f32.powi(exponent - 15),
    }
}

fn flawed((row, flaw): (usize, Flaw)) -> TableError {
    let flaw = match flaw {
        Flaw::Empty => "empty",
        Flaw::TooLong => "too long",
        Flaw::Repeated => "there already",
    };
    TableError::Token { row, flaw }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
