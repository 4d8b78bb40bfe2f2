//! Writing without making anyone wait: a bounded queue in front of the store. While the store is down the queue fills, and
//! what does not fit any more is dropped and counted; when it is back, everything that waited is written.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::{sleep, timeout};

use super::{Answered, Asked, Heard, People, Shared, Store, StoreError, Turn, Vote};

/// Things waiting to be written; beyond that the newest is dropped and counted.
const WAITING: usize = 10_000;
/// Things written at once.
const BATCH: usize = 256;
/// What comes within so long after the first is written with it: beginning and ending a transaction, and counting what a day
/// had, cost as much as the rows themselves.
const GATHER: Duration = Duration::from_millis(25);
/// Between two attempts at a store that is down.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// How long anybody waits for the queue to be empty.
const FLUSH: Duration = Duration::from_secs(5);

/// Something to remember.
#[derive(Debug, Clone)]
pub enum Write {
    /// A question has its answer.
    Answered(Answered),
    /// A vote on an answer.
    Vote(Vote),
    /// An event was dealt with.
    Seen(String, jiff::Timestamp),
    /// Something was asked.
    Asked(Asked),
    /// An answer was shown to everyone.
    Shared(Shared),
    /// Something was said that a follow-up can lean on.
    Turn(Turn),
    /// An event that was claimed needs no more work.
    Done(String),
}

enum Job {
    Write(Box<Write>),
    Heard(Box<Heard>),
    Flush(oneshot::Sender<()>),
}

/// How the queue is doing.
#[derive(Debug, Default)]
struct State {
    dropped: AtomicU64,
    failures: AtomicU64,
    down: AtomicBool,
    /// Somebody waits for the queue to be empty.
    hurry: Notify,
}

/// A queue in front of the store.
#[derive(Clone)]
pub struct Keeper {
    store: Arc<dyn Store>,
    people: Arc<People>,
    jobs: mpsc::Sender<Job>,
    state: Arc<State>,
}

impl Keeper {
    /// Starts writing in the background of the current runtime.
    pub fn start(store: Arc<dyn Store>, people: People) -> Keeper {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let state = Arc::new(State::default());
        let people = Arc::new(people);
        let writer = Writer { store: Arc::clone(&store), people: Arc::clone(&people), state: Arc::clone(&state) };
        tokio::spawn(writer.work(waiting));
        Keeper { store, people, jobs, state }
    }

    /// The store itself, for what may wait.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// How people are called in the store.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// Remembers it soon; returns at once.
    pub fn keep(&self, write: Write) {
        self.queue(Job::Write(Box::new(write)));
    }

    /// Writes a question down soon, without what names people; returns at once.
    pub fn hear(&self, heard: Heard) {
        self.queue(Job::Heard(Box::new(heard)));
    }

    fn queue(&self, job: Job) {
        if let Err(TrySendError::Full(_) | TrySendError::Closed(_)) = self.jobs.try_send(job) {
            self.state.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Things that could not be written.
    pub fn dropped(&self) -> u64 {
        self.state.dropped.load(Ordering::Relaxed)
    }

    /// Attempts to write that failed.
    pub fn failures(&self) -> u64 {
        self.state.failures.load(Ordering::Relaxed)
    }

    /// Things that wait to be written.
    pub fn waiting(&self) -> usize {
        self.jobs.max_capacity() - self.jobs.capacity()
    }

    /// Whether the last attempt to write failed.
    pub fn is_down(&self) -> bool {
        self.state.down.load(Ordering::Relaxed)
    }

    /// Waits until everything kept so far has been written, or for a while; whether it has been.
    pub async fn flush(&self) -> bool {
        let (done, written) = oneshot::channel();
        let wait = async {
            let sent = self.jobs.send(Job::Flush(done)).await.is_ok();
            self.state.hurry.notify_one();
            sent && written.await.is_ok()
        };
        timeout(FLUSH, wait).await.unwrap_or(false)
    }
}

struct Writer {
    store: Arc<dyn Store>,
    people: Arc<People>,
    state: Arc<State>,
}

impl Writer {
    async fn work(self, mut waiting: mpsc::Receiver<Job>) {
        self.meet().await;
        let mut jobs = Vec::with_capacity(BATCH);
        while waiting.recv_many(&mut jobs, BATCH).await > 0 {
            self.gather(&mut jobs, &mut waiting).await;
            let (mut writes, mut flushes) = (Vec::new(), Vec::new());
            for job in jobs.drain(..) {
                match job {
                    Job::Write(write) => writes.push(self.settled(*write)),
                    Job::Heard(heard) => self.heard(*heard, &mut writes),
                    Job::Flush(done) => flushes.push(done),
                }
            }
            if !writes.is_empty() {
                self.write(&writes).await;
            }
            for done in flushes {
                let _ = done.send(());
            }
        }
    }

    /// Adds what comes soon after the first, unless somebody waits for the end of it. Nothing that comes wakes anybody.
    async fn gather(&self, jobs: &mut Vec<Job>, waiting: &mut mpsc::Receiver<Job>) {
        if jobs.len() + waiting.len() < BATCH {
            // Whether it is the time or somebody who waits that ends it does not matter.
            let _ = timeout(GATHER, self.state.hurry.notified()).await;
        }
        while jobs.len() < BATCH
            && let Ok(job) = waiting.try_recv()
        {
            jobs.push(job);
        }
    }

    /// Where the store was away at the start, nobody is known by the name that they have in it.
    async fn meet(&self) {
        while !self.people.are_known() {
            match super::key(&*self.store).await {
                Ok(key) => {
                    self.people.know(key);
                    self.written();
                }
                Err(error) => {
                    self.failed(&error);
                    sleep(LONGEST_PAUSE).await;
                }
            }
        }
    }

    /// With the names that people have for ever.
    fn settled(&self, mut write: Write) -> Write {
        match &mut write {
            Write::Vote(vote) => self.people.settled(&mut vote.voter),
            Write::Shared(shared) => self.people.settled(&mut shared.person),
            Write::Asked(asked) => self.people.settled(&mut asked.person),
            Write::Turn(turn) => self.people.settled(&mut turn.person),
            Write::Answered(_) | Write::Seen(..) | Write::Done(_) => {}
        }
        write
    }

    /// A question becomes a row of the journal, and a turn for a follow-up that another process gets, or one after this.
    fn heard(&self, heard: Heard, writes: &mut Vec<Write>) {
        let person = self.people.hash(heard.platform, &heard.user);
        let conversation = heard.conversation.clone();
        let asked = heard.kept(person);
        let (person, at, text) = (asked.person.clone(), asked.at, asked.text.clone());
        writes.push(Write::Turn(Turn { conversation, person, at, text }));
        writes.push(Write::Asked(asked));
    }

    /// Tries until it works or never will.
    async fn write(&self, writes: &[Write]) {
        let mut pause = FIRST_PAUSE;
        loop {
            match self.store.write(writes).await {
                Ok(()) => return self.written(),
                Err(error) if error.passes() => self.failed(&error),
                Err(_) => return self.one_by_one(writes).await,
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// One of them cannot be written as it is: the others still are.
    async fn one_by_one(&self, writes: &[Write]) {
        for write in writes {
            while let Err(error) = self.store.write(std::slice::from_ref(write)).await {
                self.failed(&error);
                if !error.passes() {
                    self.state.dropped.fetch_add(1, Ordering::Relaxed);
                    break;
                }
                sleep(LONGEST_PAUSE).await;
            }
        }
        self.written();
    }

    fn written(&self) {
        if self.state.down.swap(false, Ordering::Relaxed) {
            tracing::info!("the store can be written again");
        }
    }

    /// The first failure is told, the following ones are counted.
    fn failed(&self, error: &StoreError) {
        self.state.failures.fetch_add(1, Ordering::Relaxed);
        if !self.state.down.swap(true, Ordering::Relaxed) {
            tracing::error!(%error, "the store cannot be written; answers go on, and what is to be kept waits");
        }
    }
}
