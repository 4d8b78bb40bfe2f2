//! Where things are remembered.

use super::{Lookup, Secret, given};

/// The file that is used when none is named.
const FILE: &str = "sqlite:rolecall.db";

/// Where things are remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// `DATABASE_URL`: `sqlite:FILE` or `postgres://…`; `sqlite:rolecall.db` if nothing is said.
    pub url: Secret,
    /// `ROLECALL_HASH_KEY`: with which people are hashed; without it, one that is made and kept in the store.
    pub hash_key: Option<Secret>,
}

impl Store {
    /// Reads it.
    pub fn read(lookup: Lookup<'_>) -> Store {
        Store {
            url: Secret::new(given(lookup, "DATABASE_URL").unwrap_or_else(|| FILE.to_owned())),
            hash_key: given(lookup, "ROLECALL_HASH_KEY").map(Secret::new),
        }
    }
}
