//! What is answered from.

use std::path::PathBuf;

use jiff::civil::Date;

use super::{ConfigError, Lookup, Setting, given};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::open(
        ("knowledge", "folder"),
        "ROLECALL_KNOWLEDGE",
        "\"knowledge\"",
        "Folder of the knowledge base; without it ./knowledge if it is one, else the copy in the binary",
    ),
    Setting::open(
        ("knowledge", "data"),
        "ROLECALL_DATA",
        "\"rolecall-data\"",
        "Folder of data sets of your own that were imported",
    ),
    Setting::open(
        ("knowledge", "today"),
        "ROLECALL_TODAY",
        "2026-11-24",
        "The day on which the age of sources is counted; leave it out for today",
    ),
];

/// What is answered from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knowledge {
    /// `ROLECALL_KNOWLEDGE`: folder of the knowledge base.
    pub folder: Option<PathBuf>,
    /// `ROLECALL_DATA`: folder of imported data sets.
    pub data: Option<PathBuf>,
    /// `ROLECALL_TODAY`: the day on which ages are counted.
    pub today: Option<Date>,
}

impl Knowledge {
    /// Reads it.
    ///
    /// # Errors
    /// If the day is none.
    pub fn read(lookup: Lookup<'_>) -> Result<Knowledge, ConfigError> {
        let path = |name| given(lookup, name).map(PathBuf::from);
        let day = given(lookup, "ROLECALL_TODAY").map(|text| {
            text.parse().map_err(|_| ConfigError {
                name: "ROLECALL_TODAY",
                wrong: format!("`{text}` is no day"),
                hint: "write it as YYYY-MM-DD, such as 2026-11-24",
            })
        });
        Ok(Knowledge { folder: path("ROLECALL_KNOWLEDGE"), data: path("ROLECALL_DATA"), today: day.transpose()? })
    }
}
