//! What became of the rows of a file.

use std::collections::BTreeMap;

/// Reasons that are counted one by one; further ones together.
const MOST_REASONS: usize = 1_000;

/// What became of the rows of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows that were taken.
    pub taken: u64,
    /// Rows that were not.
    pub rejected: u64,
    reasons: BTreeMap<String, Reason>,
}

/// Why rows were rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// In words, of the first such row.
    pub why: String,
    /// Of the first such row.
    pub line: u64,
    /// Rows rejected for it.
    pub rows: u64,
}

impl Report {
    /// Notes that a row was not taken.
    pub(super) fn reject(&mut self, line: u64, why: &str) {
        self.rejected += 1;
        let full = self.reasons.len() >= MOST_REASONS;
        let key = if full && !self.reasons.contains_key(kind(why)) { "other" } else { kind(why) };
        let first = || Reason { why: why.to_owned(), line, rows: 0 };
        self.reasons.entry(key.to_owned()).or_insert_with(first).rows += 1;
    }

    /// Reasons, those of most rows first.
    pub fn reasons(&self) -> Vec<&Reason> {
        let mut list: Vec<&Reason> = self.reasons.values().collect();
        list.sort_by(|a, b| b.rows.cmp(&a.rows).then(a.line.cmp(&b.line)));
        list
    }
}

/// Reasons are of one kind where they speak of one column.
fn kind(why: &str) -> &str {
    why.split('`').nth(1).unwrap_or(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted_by_column() {
        let mut report = Report::default();
        report.reject(7, "`salary` is `x`, not an amount");
        report.reject(2, "`work_year` is `?`, not a year");
        report.reject(9, "`salary` is `y`, not an amount");
        let reasons: Vec<(u64, u64)> = report.reasons().iter().map(|r| (r.line, r.rows)).collect();
        assert_eq!((report.rejected, reasons), (3, vec![(7, 2), (2, 1)]));
    }
}
