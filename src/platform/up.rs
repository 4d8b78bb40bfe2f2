//! Whether a platform is connected: it says so, and whoever asks about readiness reads it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a platform is connected; copies share it.
#[derive(Debug, Clone, Default)]
pub struct Up(Arc<AtomicBool>);

impl Up {
    /// Says it.
    pub fn set(&self, up: bool) {
        self.0.store(up, Ordering::Relaxed);
    }

    /// Reads it.
    pub fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
