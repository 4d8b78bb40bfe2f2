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
    /// The columns.
    pub(super) head: &'static [Column],
    /// The rows.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Its picture, as SVG for a desk and for a phone.
    pub(super) picture: [String; 2],
}

/// A column, by what stands above it.
pub(super) enum Column {
    Words(&'static str),
    Number(&'static str),
    /// A phone has no room for it: the rest of the row says as much.
    Spare(&'static str),
}

impl Column {
    /// What stands above it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Column::Words(name) | Column::Number(name) | Column::Spare(name) => name,
        }
    }

    /// As the stylesheet calls it.
    pub(super) fn class(&self) -> Option<&'static str> {
        match self {
            Column::Words(_) => None,
            Column::Number(_) => Some("num"),
            Column::Spare(_) => Some("spare"),
        }
    }
}

/// What a row holds.
pub(super) enum Cell {
    /// Words or a number.
    Text(String),
    /// An address and its words, which a spreadsheet shows.
    Link(String, String),
    /// An address and its words; a spreadsheet shows the address.
    Search(String, String),
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
            Cell::Text(text) | Cell::Link(_, text) | Cell::Search(text, _) => text.clone(),
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
        let head: Vec<&str> = self.head.iter().map(Column::name).collect();
        sheet::csv(&head, self.rows.iter().map(|row| row.iter().map(Cell::plain).collect()))
    }
}
