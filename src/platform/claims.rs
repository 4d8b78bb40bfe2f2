//! Who deals with a question, where several processes could. A question is claimed in the store before it is dealt with, and
//! whoever holds it says so again and again; from a process that no longer does, another one takes it over.
//!
//! While the store cannot be asked, a process goes on by itself: what it has dealt with it knows from its own memory.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use crate::metrics;
use crate::store::{Claim, Keeper, Overdue, Place, Write, person};

/// How long anybody waits for the store before going on without it.
const PATIENCE: Duration = Duration::from_millis(500);
/// After that, the store is left alone for so long.
const PAUSE: Duration = Duration::from_secs(1);
/// Between two looks at whether somebody has come to an end.
const LOOK: Duration = Duration::from_millis(250);
/// A question that was begun so often and never ended is given up: it may be what ends the processes.
const MOST_TRIES: u32 = 4;
/// While one's hold runs, so often it is said anew.
const RENEWALS: u32 = 3;

/// The claims of a process on a platform.
pub struct Claims {
    platform: &'static str,
    keeper: Keeper,
    holder: String,
    lease: Duration,
    open: AtomicUsize,
    /// Until when the store is left alone.
    alone: Mutex<Option<Instant>>,
}

/// A question that is ours to deal with.
pub struct Held {
    claims: Arc<Claims>,
    event: String,
    /// Whether somebody else may have replied before.
    pub doubtful: bool,
    settled: bool,
}

impl Claims {
    /// Of this process; who holds something for longer than `lease` without saying so loses it.
    pub fn new(platform: &'static str, keeper: Keeper, lease: Duration) -> Arc<Claims> {
        let holder = person::fresh_id();
        Arc::new(Claims { platform, keeper, holder, lease, open: AtomicUsize::new(0), alone: Mutex::default() })
    }

    /// The name of this process among those that share the store.
    pub fn holder(&self) -> &str {
        &self.holder
    }

    /// Wants to deal with a question of a server or workspace; nothing where somebody else does or has.
    pub async fn take(self: &Arc<Self>, event: &Place, server: &str) -> Option<Held> {
        let (result, doubtful) = match self.asked(event, server).await {
            Some(Claim::First) => ("first", false),
            Some(Claim::TakenOver) => ("taken_over", true),
            Some(Claim::Taken) => {
                metrics::claimed(self.platform, "taken");
                return None;
            }
            None => ("local", false),
        };
        metrics::claimed(self.platform, result);
        self.open.fetch_add(1, Ordering::Relaxed);
        Some(Held { claims: Arc::clone(self), event: event.event(), doubtful, settled: false })
    }

    /// Does something once, of all processes that share the store; whether it is to be done here.
    pub async fn once(&self, name: &str, within: Duration) -> bool {
        let fresh = person::fresh_id();
        let lease = timeout(PATIENCE, self.keeper.store().lease(name, &fresh, within)).await;
        // Where nobody can be asked, our own memory has to do.
        lease.ok().and_then(Result::ok).unwrap_or(true)
    }

    /// Waits while anybody is dealing with a question: until it has its reply, or will have none. Whoever is gone without
    /// an end is waited for until another has taken over.
    pub async fn ended(&self, event: &Place) {
        while self.is_open(event).await {
            sleep(LOOK).await;
        }
    }

    async fn is_open(&self, event: &Place) -> bool {
        let open = timeout(PATIENCE, self.keeper.store().is_open(event)).await;
        open.ok().and_then(Result::ok).unwrap_or(false)
    }

    async fn asked(&self, event: &Place, server: &str) -> Option<Claim> {
        if self.alone().is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let claim = self.keeper.store().claim(event, server, &self.holder, self.lease);
        let claimed = timeout(PATIENCE, claim).await.ok().and_then(Result::ok);
        let until = claimed.is_none().then(|| Instant::now() + PAUSE);
        *self.alone.lock().unwrap_or_else(PoisonError::into_inner) = until;
        claimed
    }

    fn alone(&self) -> Option<Instant> {
        *self.alone.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says again and again that we are at what we hold, and hands over what others left, for ever.
    pub async fn watch<F: Future<Output = ()>>(&self, take_over: impl Fn(Overdue) -> F) {
        loop {
            sleep(self.lease / RENEWALS).await;
            let store = self.keeper.store();
            if self.open.load(Ordering::Relaxed) > 0
                && let Err(error) = store.renew(&self.holder, self.lease).await
            {
                tracing::debug!(%error, "what is held is not said anew");
            }
            for left in store.overdue(self.platform).await.unwrap_or_default() {
                if left.tries >= MOST_TRIES {
                    self.give_up(&left.place);
                } else {
                    take_over(left).await;
                }
            }
        }
    }

    /// Waits until nothing is held here any more, or for a while; whether it is so.
    pub async fn finish(&self, within: Duration) -> bool {
        let idle = async {
            while self.open.load(Ordering::Relaxed) > 0 {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(within, idle).await.is_ok()
    }

    /// Nobody deals with it any more.
    fn give_up(&self, place: &Place) {
        metrics::claimed(self.platform, "given_up");
        tracing::error!("a question was begun and never ended, and is given up");
        self.keeper.keep(Write::Done(place.event()));
    }
}

impl Held {
    /// It needs no reply.
    pub fn done(mut self) {
        self.settled = true;
        self.claims.keeper.keep(Write::Done(std::mem::take(&mut self.event)));
    }

    /// It has a reply, which is being written down.
    pub fn answered(mut self) {
        self.settled = true;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.claims.open.fetch_sub(1, Ordering::Relaxed);
        // What breaks off here would break off elsewhere as well; what the end of the process stops is taken over.
        if !self.settled && std::thread::panicking() {
            self.claims.keeper.keep(Write::Done(std::mem::take(&mut self.event)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;
    use crate::store::{self, People};

    fn place(message: &str) -> Place {
        Place { platform: "discord", channel: "1".to_owned(), message: message.to_owned() }
    }

    async fn two(folder: &tempfile::TempDir) -> [Arc<Claims>; 2] {
        let url = format!("sqlite:{}/c.db", folder.path().display());
        let keeper = Keeper::start(store::open(&url).await.unwrap(), People::new(Secret::new("k")));
        [(); 2].map(|()| Claims::new("discord", keeper.clone(), Duration::from_millis(300)))
    }

    #[tokio::test]
    async fn one_deals_with_a_question_and_another_takes_over_what_it_left() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = two(&folder).await;
        let held = one.take(&place("1"), "g").await.unwrap();
        assert!(!held.doubtful && other.take(&place("1"), "g").await.is_none());
        sleep(Duration::from_millis(400)).await;
        let taken = other.take(&place("1"), "g").await.unwrap();
        assert!(taken.doubtful);
        taken.done();
        assert!(other.keeper.flush().await);
        sleep(Duration::from_millis(400)).await;
        assert!(one.take(&place("1"), "g").await.is_none(), "it is done");
        drop(held);
    }

    #[tokio::test]
    async fn who_goes_on_keeps_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = two(&folder).await;
        let held = one.take(&place("2"), "g").await.unwrap();
        let seen = Mutex::new(0);
        let count = |_| {
            *seen.lock().unwrap() += 1;
            std::future::ready(())
        };
        let _ = timeout(Duration::from_secs(1), async { tokio::join!(one.watch(count), other.watch(count)) }).await;
        assert_eq!(*seen.lock().unwrap(), 0);
        held.done();
    }

    #[tokio::test]
    async fn without_a_store_it_goes_on_alone() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/c.db", folder.path().display());
        let store = store::open(&url).await.unwrap();
        let keeper = Keeper::start(store, People::new(Secret::new("k")));
        let claims = Claims::new("discord", keeper, Duration::from_secs(5));
        *claims.alone.lock().unwrap() = Some(Instant::now() + Duration::from_secs(60));
        let begun = Instant::now();
        assert!(claims.take(&place("3"), "g").await.is_some_and(|held| !held.doubtful));
        assert!(begun.elapsed() < PATIENCE);
    }
}
