//! What a platform has done so far, in numbers: for admins, and for whoever watches the metrics.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::metrics;

/// A name of an event is kept up to here.
const NAME: usize = 64;
/// Kinds that are told apart.
const KINDS: usize = 500;

/// What happened so far on a platform.
#[derive(Debug)]
pub struct Counts {
    platform: &'static str,
    sent: AtomicU64,
    lost: AtomicU64,
    retried: AtomicU64,
    repeated: AtomicU64,
    unknown: Mutex<BTreeMap<String, u64>>,
}

impl Counts {
    /// Nothing yet.
    pub fn new(platform: &'static str) -> Counts {
        let none = AtomicU64::default;
        Counts { platform, sent: none(), lost: none(), retried: none(), repeated: none(), unknown: Mutex::default() }
    }

    /// A reply was sent.
    pub fn sent(&self) {
        add(&self.sent);
        metrics::sent(self.platform);
    }

    /// A reply could not be sent.
    pub fn lost(&self, method: &'static str) {
        add(&self.lost);
        metrics::lost(self.platform, method);
    }

    /// An attempt failed; `kind` is a short word for why.
    pub fn failed(&self, method: &'static str, kind: &str) {
        metrics::platform_error(self.platform, method, kind);
    }

    /// An attempt is repeated.
    pub fn retried(&self) {
        add(&self.retried);
    }

    /// An event came a second time.
    pub fn repeated(&self) {
        add(&self.repeated);
        metrics::repeated(self.platform);
    }

    /// The platform asked to wait so long.
    pub fn slowed(&self, wait: Duration) {
        metrics::slowed(self.platform, wait);
    }

    /// Replies that were sent, and that could not be.
    pub fn so_far(&self) -> (u64, u64) {
        (count(&self.sent), count(&self.lost))
    }

    /// An event of a kind that nobody here knows; returns how many there were of it.
    pub fn unknown(&self, kind: &str) -> u64 {
        let mut kinds = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        let kind: String = kind.chars().take(NAME).collect();
        if kinds.len() >= KINDS && !kinds.contains_key(&kind) {
            return 0;
        }
        metrics::unknown(self.platform, &kind);
        let count = kinds.entry(kind).or_default();
        *count += 1;
        *count
    }

    /// In a line.
    pub fn described(&self, not_stored: u64) -> String {
        let unknown: u64 = self.unknown.lock().unwrap_or_else(PoisonError::into_inner).values().sum();
        format!(
            "Sent {}, repeated attempts {}, not sent {}, repeated events {}, events of unknown kinds {unknown}, \
             not stored {not_stored}",
            count(&self.sent),
            count(&self.retried),
            count(&self.lost),
            count(&self.repeated),
        )
    }
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

fn count(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}
