//! Several processes that share one store.

use std::time::Duration;

use super::{ConfigError, Lookup, Setting, number};

const CLAIM: &str = "ROLECALL_CLAIM_LEASE";
const SHARD: &str = "ROLECALL_SHARD_LEASE";

pub(super) const SETTINGS: &[Setting] = &[
    Setting::open(
        ("replicas", "claim_lease"),
        CLAIM,
        "15",
        "Seconds after which a question is taken over from a process that no longer says that it is at it",
    )
    .usual(),
    Setting::open(
        ("replicas", "shard_lease"),
        SHARD,
        "15",
        "Seconds after which Discord shards are taken over from a process that no longer says that it runs them",
    )
    .usual(),
];

/// Several processes that share one store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replicas {
    /// `ROLECALL_CLAIM_LEASE`: seconds after which a question is taken over, 15 if nothing is said.
    pub claim_lease: Duration,
    /// `ROLECALL_SHARD_LEASE`: seconds after which Discord shards are taken over, 15 if nothing is said.
    pub shard_lease: Duration,
}

impl Replicas {
    /// Reads it.
    ///
    /// # Errors
    /// If a value is no number of seconds from 2 to 300.
    pub fn read(lookup: Lookup<'_>) -> Result<Replicas, ConfigError> {
        let of = |name| number(lookup, name, (2, 300), 15).map(|s| Duration::from_secs(u64::from(s)));
        Ok(Replicas { claim_lease: of(CLAIM)?, shard_lease: of(SHARD)? })
    }
}
