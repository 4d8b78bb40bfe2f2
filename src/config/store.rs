//! Where things are remembered.

use super::{Lookup, given};

/// The file that is used when none is named.
const FILE: &str = "sqlite:rolecall.db";

/// Where things are remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// `DATABASE_URL`: a SQLite file, `sqlite:rolecall.db` if nothing is said.
    pub url: String,
}

impl Store {
    /// Reads it.
    pub fn read(lookup: Lookup<'_>) -> Store {
        Store { url: given(lookup, "DATABASE_URL").unwrap_or_else(|| FILE.to_owned()) }
    }
}
