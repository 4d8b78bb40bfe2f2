//! Lines of any length, read with a bound.

use std::io::{self, BufRead};

/// Longest line that is kept, in bytes.
pub const LONGEST: usize = 1 << 20;

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A line.
    Whole,
    /// A line that is longer than what is kept of it.
    TooLong,
    /// The last line, which no newline ends, or nothing at all.
    End,
}

/// Reads up to the end of the line; keeps no more than the longest line, and skips the rest.
///
/// # Errors
/// If reading fails.
pub fn read(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let mut state = Line::Whole;
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            return Ok(if state == Line::TooLong { state } else { Line::End });
        }
        let end = chunk.iter().position(|b| *b == b'\n');
        let part = &chunk[..end.unwrap_or(chunk.len())];
        if line.len() + part.len() > LONGEST {
            state = Line::TooLong;
        } else {
            line.extend_from_slice(part);
        }
        let used = end.map_or(chunk.len(), |at| at + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(state);
        }
    }
}
