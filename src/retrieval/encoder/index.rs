//! Token -> row, in one flat hash table over the bytes of the file: quick to build, nothing copied.

/// Where a token stands in the file.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    length: u16,
    inside: bool,
}

/// The vocabulary of a table. `##ing` is the token `ing` inside a word.
#[derive(Debug)]
pub(super) struct Index {
    spans: Vec<Span>,
    slots: Vec<u32>,
    longest: usize,
}

/// What is wrong with a token.
#[derive(Debug, PartialEq)]
pub(super) enum Flaw {
    Empty,
    TooLong,
    Repeated,
}

const FREE: u32 = u32::MAX;

impl Index {
    /// Reads `text`, which starts at `offset` of `file`: one token a line.
    pub(super) fn build(file: &[u8], offset: usize, text: &str, rows: usize) -> Result<Index, (usize, Flaw)> {
        let mut index = Index {
            spans: Vec::with_capacity(rows),
            slots: vec![FREE; (rows.max(1) * 2).next_power_of_two()],
            longest: 0,
        };
        let mut start = offset;
        for (row, line) in lines(text).enumerate().take(rows) {
            index.add(file, start, line).map_err(|flaw| (row, flaw))?;
            start += line.len() + 1;
        }
        Ok(index)
    }

    fn add(&mut self, file: &[u8], start: usize, line: &str) -> Result<(), Flaw> {
        let token = line.strip_prefix("##").filter(|rest| !rest.is_empty());
        let inside = token.is_some();
        let token = token.unwrap_or(line).as_bytes();
        if token.is_empty() {
            return Err(Flaw::Empty);
        }
        let start = u32::try_from(start + line.len() - token.len()).map_err(|_| Flaw::TooLong)?;
        let length = u16::try_from(token.len()).map_err(|_| Flaw::TooLong)?;
        let slot = self.probe(file, token, inside).map_or_else(Ok, |_| Err(Flaw::Repeated))?;
        let row = u32::try_from(self.spans.len()).map_err(|_| Flaw::TooLong)?;
        if let Some(free) = self.slots.get_mut(slot) {
            *free = row;
        }
        self.spans.push(Span { start, length, inside });
        self.longest = self.longest.max(token.len());
        Ok(())
    }

    /// The row of a token, from the start of a word or from `inside` one.
    pub(super) fn row(&self, file: &[u8], token: &[u8], inside: bool) -> Option<usize> {
        self.probe(file, token, inside).ok()
    }

    /// Number of tokens.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Bytes of the longest token.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// The token's row, or else the free slot where it would go.
    fn probe(&self, file: &[u8], token: &[u8], inside: bool) -> Result<usize, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash(token, inside) & mask;
        while let Some(&row) = self.slots.get(slot).filter(|row| **row != FREE) {
            if self.holds(file, row as usize, token, inside) {
                return Ok(row as usize);
            }
            slot = (slot + 1) & mask;
        }
        Err(slot)
    }

    fn holds(&self, file: &[u8], row: usize, token: &[u8], inside: bool) -> bool {
        self.spans.get(row).is_some_and(|span| {
            let start = span.start as usize;
            span.inside == inside && file.get(start..start + usize::from(span.length)) == Some(token)
        })
    }
}

/// The tokens, one a line; a last line break ends the last token.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.strip_suffix('\n').unwrap_or(text).split('\n')
}

/// FNV-1a with a last mix.
fn hash(token: &[u8], inside: bool) -> usize {
    let seed = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(inside);
    let sum = token.iter().fold(seed, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    (sum ^ (sum >> 29)) as usize
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn build(text: &str, rows: usize) -> Result<Index, (usize, Flaw)> {
        Index::build(text.as_bytes(), 0, text, rows)
    }

    #[test]
    fn tells_words_from_pieces() {
        let text = "the\ning\n##ing\n##\n";
        let index = build(text, 4).unwrap();
        assert_eq!(index.row(text.as_bytes(), b"ing", false), Some(1));
        assert_eq!(index.row(text.as_bytes(), b"ing", true), Some(2));
        assert_eq!(index.row(text.as_bytes(), b"##", false), Some(3));
        assert_eq!(index.row(text.as_bytes(), b"the", true), None);
    }

    #[test]
    fn names_a_flawed_token() {
        assert_eq!(build("a\n\nb\n", 3).unwrap_err(), (1, Flaw::Empty));
        assert_eq!(build("a\nb\na\n", 3).unwrap_err(), (2, Flaw::Repeated));
    }
}
