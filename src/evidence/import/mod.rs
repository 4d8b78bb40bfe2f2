//! Pay records of one's own: a CSV becomes a data set, whole or not at all.

mod mapping;
mod report;
mod write;

use std::collections::HashSet;
use std::io::Read;

pub use mapping::{About, Mapping, MappingError};
pub use report::{Reason, Report};
pub use write::{Draft, WriteError};

use super::reader::{self, COLUMNS, ReadError};

/// Different titles that a table can number.
const MOST_TITLES: usize = u16::MAX as usize;
/// Different currencies that a table can number.
const MOST_CURRENCIES: usize = u8::MAX as usize;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read, or lacks a column.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The data set cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// No row could be used.
    #[error("no row could be used")]
    Nothing(Report),
    /// More different values than a table can number.
    #[error("there are more than {0}")]
    TooMany(&'static str),
}

/// Reads a CSV by a mapping into a draft; what cannot be used is left out and counted by its reason.
///
/// # Errors
/// If nothing can be used, or anything cannot be read or written. The draft is then dropped, and with it what was written.
pub fn read(source: impl Read, mapping: &Mapping, draft: &mut Draft) -> Result<Report, ImportError> {
    let mut report = Report::default();
    let (mut titles, mut currencies) = (HashSet::new(), HashSet::new());
    let mut failed = None;
    reader::read(source, &mapping.columns(), |line, fields| {
        if failed.is_some() {
            return;
        }
        let fields = fields.map(|f| mapping.apply(f));
        let checked = fields.and_then(|own| {
            reader::parse(&own.each_ref().map(AsRef::as_ref))?;
            Ok(own)
        });
        match checked {
            Ok(own) => {
                remember(&mut titles, &own[3]);
                remember(&mut currencies, &own[5]);
                report.taken += 1;
                failed = draft.row(own.each_ref().map(AsRef::as_ref)).err();
            }
            Err(why) => report.reject(line, &why),
        }
    })?;
    match failed {
        Some(error) => Err(error.into()),
        None if titles.len() > MOST_TITLES => Err(ImportError::TooMany("65,535 titles")),
        None if currencies.len() > MOST_CURRENCIES => Err(ImportError::TooMany("255 currencies")),
        None if report.taken == 0 => Err(ImportError::Nothing(report)),
        None => Ok(report),
    }
}

fn remember(known: &mut HashSet<String>, text: &str) {
    if !known.contains(text) {
        known.insert(text.to_owned());
    }
}

/// The names of the columns, as a mapping refers to them.
pub fn columns() -> [&'static str; 11] {
    COLUMNS
}
