//! A table of the page: rows for people, and the same rows for a spreadsheet.

use crate::sheet;

/// What is shown of one thing.
pub(super) struct Table {
    /// As addresses call it.
    pub(super) id: &'static str,
    /// Above it.
    pub(super) title: &'static str,
    /// What will be here once there is something to show.
    pub(super) empty: &'static str,
    /// The columns, and whether they hold numbers.
    pub(super) head: &'static [(&'static str, bool)],
    /// The rows.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Its picture, as SVG.
    pub(super) picture: Option<String>,
}

/// What a row holds.
pub(super) enum Cell {
    /// Words or a number.
    Text(String),
    /// An address and its words.
    Link(String, String),
    /// Words, and others that mean the same.
    List(String, Vec<String>),
}

impl Cell {
    /// A number.
    pub(super) fn number(n: u64) -> Cell {
        Cell::Text(n.to_string())
    }

    fn plain(&self) -> String {
        match self {
            Cell::Text(text) | Cell::Link(_, text) => text.clone(),
            Cell::List(first, more) => {
                let all: Vec<&str> = std::iter::once(first.as_str()).chain(more.iter().map(String::as_str)).collect();
                all.join(" | ")
            }
        }
    }
}

impl Table {
    /// For a spreadsheet.
    pub(super) fn csv(&self) -> String {
        let head: Vec<&str> = self.head.iter().map(|(name, _)| *name).collect();
        sheet::csv(&head, self.rows.iter().map(|row| row.iter().map(Cell::plain).collect()))
    }
}
