//! All records of a data set, ready to be searched.

use std::io::Read;
use std::ops::Range;

use flate2::read::GzDecoder;
use rustc_hash::FxHashMap;

use super::reader::{self, Raw, ReadError};
use super::row::Row;

/// Records, sorted by [`Row`]'s order.
#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: Vec<Row>,
    /// Titles by number.
    titles: Vec<String>,
    /// For each group, where its rows are.
    groups: Vec<Range<usize>>,
    /// Group of every title, by its folded form.
    by_title: FxHashMap<String, u16>,
    /// ISO 4217 codes by number.
    currencies: Vec<String>,
}

/// Why a data set cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file as a whole.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// One of its rows.
    #[error("line {line}: {why}")]
    Row {
        /// Counted from 1.
        line: u64,
        /// What is wrong.
        why: String,
    },
    /// More different titles or currencies than fit.
    #[error("there are more than {0}")]
    TooMany(&'static str),
}

/// Collects records one by one.
#[derive(Debug, Default)]
pub struct Builder {
    rows: Vec<Row>,
    titles: FxHashMap<String, u16>,
    currencies: FxHashMap<String, u8>,
}

impl Builder {
    /// Takes a record in.
    ///
    /// # Errors
    /// If there are too many different titles or currencies.
    pub fn push(&mut self, raw: &Raw<'_>) -> Result<(), TableError> {
        let title = number(&mut self.titles, raw.title).ok_or(TableError::TooMany("65,535 titles"))?;
        let currency = number(&mut self.currencies, raw.currency).ok_or(TableError::TooMany("255 currencies"))?;
        self.rows.push(Row {
            group: 0,
            usd: raw.usd,
            title,
            salary: raw.salary,
            currency,
            year: raw.year,
            level: raw.level,
            terms: raw.terms,
            remote: raw.remote,
            size: raw.size,
            residence: raw.residence,
            company: raw.company,
        });
        Ok(())
    }

    /// Sorts what was collected. Titles of one role make one group; a title that no role names is its own.
    pub fn finish(mut self, roles: &[Vec<String>]) -> Table {
        let titles = in_order(self.titles);
        let by_title = groups(&titles, roles);
        let of_title: Vec<u16> = titles.iter().map(|t| by_title.get(&folded(t)).copied().unwrap_or(0)).collect();
        for row in &mut self.rows {
            row.group = of_title.get(usize::from(row.title)).copied().unwrap_or(0);
        }
        self.rows.sort_unstable();
        self.rows.shrink_to_fit();
        let groups = ranges(&self.rows, by_title.values().copied().max().map_or(0, |g| usize::from(g) + 1));
        Table { groups, rows: self.rows, titles, by_title, currencies: in_order(self.currencies) }
    }
}

/// The number of a text, a new one where it has none.
fn number<N: TryFrom<usize> + Copy>(known: &mut FxHashMap<String, N>, text: &str) -> Option<N> {
    if let Some(number) = known.get(text) {
        return Some(*number);
    }
    let next = N::try_from(known.len()).ok()?;
    known.insert(text.to_owned(), next);
    Some(next)
}

fn in_order<N: Into<usize>>(numbers: FxHashMap<String, N>) -> Vec<String> {
    let mut list: Vec<(usize, String)> = numbers.into_iter().map(|(text, n)| (n.into(), text)).collect();
    list.sort_unstable();
    list.into_iter().map(|(_, text)| text).collect()
}

/// Roles are numbered in their order; behind them come the titles that belong to none.
fn groups(titles: &[String], roles: &[Vec<String>]) -> FxHashMap<String, u16> {
    let mut out = FxHashMap::default();
    for (group, names) in (0_u16..).zip(roles) {
        out.extend(names.iter().map(|name| (folded(name), group)));
    }
    let mut next = u16::try_from(roles.len()).unwrap_or(u16::MAX);
    for title in titles {
        out.entry(folded(title)).or_insert_with(|| {
            next += 1;
            next - 1
        });
    }
    out
}

fn ranges(rows: &[Row], groups: usize) -> Vec<Range<usize>> {
    let start = |group: usize| rows.partition_point(|r| usize::from(r.group) < group);
    (0..groups).map(|group| start(group)..start(group + 1)).collect()
}

/// Lower case, words parted by one space.
pub(super) fn folded(title: &str) -> String {
    title.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Table {
    /// Reads a compressed CSV; one bad row keeps the whole out.
    ///
    /// # Errors
    /// If the file or one of its rows cannot be used.
    pub fn read(bytes: &[u8], roles: &[Vec<String>]) -> Result<Table, TableError> {
        match bytes {
            [0x1f, 0x8b, ..] => Table::of(GzDecoder::new(bytes), roles),
            plain => Table::of(plain, roles),
        }
    }

    fn of(source: impl Read, roles: &[Vec<String>]) -> Result<Table, TableError> {
        let mut builder = Builder::default();
        let mut fault = None;
        reader::read(source, &reader::usual_columns(), |line, fields| {
            if fault.is_none() {
                let raw = fields.as_ref().map_err(String::clone).and_then(reader::parse);
                fault = match raw {
                    Ok(raw) => builder.push(&raw).err(),
                    Err(why) => Some(TableError::Row { line, why }),
                };
            }
        })?;
        match fault {
            Some(fault) => Err(fault),
            None => Ok(builder.finish(roles)),
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows of a group, from the lowest to the highest pay.
    pub fn group(&self, group: u16) -> &[Row] {
        self.groups.get(usize::from(group)).and_then(|range| self.rows.get(range.clone())).unwrap_or_default()
    }

    /// The group of a title.
    pub fn group_of(&self, title: &str) -> Option<u16> {
        self.by_title.get(&folded(title)).copied().filter(|g| !self.group(*g).is_empty())
    }

    /// Whether any record has that title.
    pub fn has_title(&self, title: &str) -> bool {
        let folded_title = folded(title);
        self.titles.iter().any(|t| folded(t) == folded_title)
    }

    /// Titles of records, as they are written.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.titles.iter().map(String::as_str)
    }

    /// A title by its number.
    pub fn title(&self, number: u16) -> &str {
        self.titles.get(usize::from(number)).map_or("", String::as_str)
    }

    /// A currency by its number.
    pub fn currency(&self, number: u8) -> &str {
        self.currencies.get(usize::from(number)).map_or("", String::as_str)
    }

    /// The number of a currency by its ISO 4217 code; none where no record was paid in it.
    pub fn currency_number(&self, code: &str) -> Option<u8> {
        self.currencies.iter().position(|known| known == code).and_then(|at| u8::try_from(at).ok())
    }

    /// Bytes that the table holds on the heap, about.
    pub fn heap_bytes(&self) -> usize {
        let texts: usize = self.titles.iter().map(|t| t.capacity() + size_of::<String>()).sum();
        let keys: usize = self.by_title.keys().map(|t| t.capacity() + size_of::<(String, u16)>()).sum();
        self.rows.capacity() * size_of::<Row>() + self.groups.capacity() * size_of::<Range<usize>>() + texts + keys
    }
}
