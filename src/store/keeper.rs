//! Writing without making anyone wait: a bounded queue in front of the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use super::{Answered, Store, Vote};

/// Things waiting to be written; beyond that the newest is dropped and counted.
const WAITING: usize = 10_000;
/// Things written at once.
const BATCH: usize = 256;
/// Attempts at a batch before it is given up.
const ATTEMPTS: u32 = 5;

/// Something to remember.
#[derive(Debug, Clone)]
pub enum Write {
    /// A question has its answer.
    Answered(Answered),
    /// A vote on an answer.
    Vote(Vote),
    /// An event was dealt with.
    Seen(String, jiff::Timestamp),
}

enum Job {
    Write(Write),
    Flush(oneshot::Sender<()>),
}

/// A queue in front of the store.
#[derive(Clone)]
pub struct Keeper {
    store: Arc<dyn Store>,
    jobs: mpsc::Sender<Job>,
    dropped: Arc<AtomicU64>,
}

impl Keeper {
    /// Starts writing in the background of the current runtime.
    pub fn start(store: Arc<dyn Store>) -> Keeper {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let dropped = Arc::new(AtomicU64::new(0));
        tokio::spawn(work(Arc::clone(&store), waiting, Arc::clone(&dropped)));
        Keeper { store, jobs, dropped }
    }

    /// The store itself, for what may wait.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// Remembers it soon; returns at once.
    pub fn keep(&self, write: Write) {
        if let Err(TrySendError::Full(_) | TrySendError::Closed(_)) = self.jobs.try_send(Job::Write(write)) {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Things that could not be written.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Waits until everything kept so far has been written.
    pub async fn flush(&self) {
        let (done, written) = oneshot::channel();
        if self.jobs.send(Job::Flush(done)).await.is_ok() {
            let _ = written.await;
        }
    }
}

async fn work(store: Arc<dyn Store>, mut waiting: mpsc::Receiver<Job>, dropped: Arc<AtomicU64>) {
    let mut jobs = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut jobs, BATCH).await > 0 {
        let (mut writes, mut flushes) = (Vec::new(), Vec::new());
        for job in jobs.drain(..) {
            match job {
                Job::Write(write) => writes.push(write),
                Job::Flush(done) => flushes.push(done),
            }
        }
        if !writes.is_empty() {
            write(&*store, &writes, &dropped).await;
        }
        for done in flushes {
            let _ = done.send(());
        }
    }
}

async fn write(store: &dyn Store, writes: &[Write], dropped: &AtomicU64) {
    for attempt in 1..=ATTEMPTS {
        let Err(error) = store.write(writes).await else { return };
        tracing::warn!(%error, attempt, writes = writes.len(), "the store cannot be written");
        tokio::time::sleep(Duration::from_millis(100 << attempt)).await;
    }
    dropped.fetch_add(writes.len() as u64, Ordering::Relaxed);
    tracing::error!(writes = writes.len(), "given up: these will not be remembered after a restart");
}
