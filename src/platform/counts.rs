//! What a platform has done so far, in numbers.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// A name of an event is kept up to here.
const NAME: usize = 64;
/// Kinds that are told apart.
const KINDS: usize = 500;

/// What happened so far.
#[derive(Debug, Default)]
pub struct Counts {
    /// Replies that were sent.
    pub sent: AtomicU64,
    /// Replies that could not be sent.
    pub lost: AtomicU64,
    /// Attempts that were repeated.
    pub retried: AtomicU64,
    /// Events that came a second time.
    pub repeated: AtomicU64,
    /// Times that the platform asked to slow down.
    pub slowed: AtomicU64,
    unknown: Mutex<BTreeMap<String, u64>>,
}

impl Counts {
    /// One more.
    pub fn add(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// An event of a kind that nobody here knows; returns how many there were of it.
    pub fn unknown(&self, kind: &str) -> u64 {
        let mut kinds = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        let kind: String = kind.chars().take(NAME).collect();
        if kinds.len() >= KINDS && !kinds.contains_key(&kind) {
            return 0;
        }
        let count = kinds.entry(kind).or_default();
        *count += 1;
        *count
    }

    /// In a line.
    pub fn described(&self, not_stored: u64) -> String {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        format!(
            "Sent {}, repeated attempts {}, not sent {}, repeated events {}, not stored {not_stored}",
            count(&self.sent),
            count(&self.retried),
            count(&self.lost),
            count(&self.repeated),
        )
    }
}
