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

/// Something that is to be done once, and here.
#[derive(Debug)]
pub struct Once {
    name: String,
    holder: String,
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

    /// Wants to do something once, of all processes that share the store; nothing where it was done or is being done.
    pub async fn once(&self, name: &str, within: Duration) -> Option<Once> {
        let once = Once { name: name.to_owned(), holder: person::fresh_id() };
        let lease = timeout(PATIENCE, self.keeper.store().lease(name, &once.holder, within)).await;
        // Where nobody can be asked, our own memory has to do.
        lease.ok().and_then(Result::ok).unwrap_or(true).then_some(once)
    }

    /// It came to nothing: it may be tried again, here or elsewhere.
    pub async fn failed(&self, once: Once) {
        let released = timeout(PATIENCE, self.keeper.store().release(&once.name, &once.holder)).await;
        if !matches!(released, Ok(Ok(()))) {
            tracing::warn!("what came to nothing cannot be tried again for a while");
        }
    }

    /// Tries something that is to be done once, of all processes that share the store: it is ours for `attempt`, and if it
    /// works nobody does it again for `within`. What fails, or breaks off, is tried again when the attempt is over; where
    /// the store cannot be asked, later.
    pub async fn try_once<F>(&self, name: &str, (attempt, within): (Duration, Duration), work: impl FnOnce() -> F)
    where
        F: Future<Output = bool>,
    {
        let (store, fresh) = (self.keeper.store(), person::fresh_id());
        if !store.lease(name, &fresh, attempt).await.unwrap_or(false) || !work().await {
            return;
        }
        if let Err(error) = store.lease(name, &fresh, within).await {
            tracing::warn!(%error, "that something was done is not noted; it may be done again");
        }
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

    /// Says again and again that we are at what we hold, and hands over what others left, for ever. Neither waits for the
    /// other: what is taken over may take longer than a lease.
    pub async fn watch<F: Future<Output = ()>>(&self, take_over: impl Fn(Overdue) -> F) {
        tokio::join!(self.renew(), self.look(take_over));
    }

    async fn renew(&self) {
        loop {
            sleep(self.lease / RENEWALS).await;
            if self.open.load(Ordering::Relaxed) > 0
                && let Err(error) = self.keeper.store().renew(&self.holder, self.lease).await
            {
                tracing::debug!(%error, "what is held is not said anew");
            }
        }
    }

    async fn look<F: Future<Output = ()>>(&self, take_over: impl Fn(Overdue) -> F) {
        loop {
            sleep(self.lease / RENEWALS).await;
            let overdue = self.keeper.store().overdue(self.platform).await.unwrap_or_default();
            let (given_up, left): (Vec<Overdue>, Vec<Overdue>) =
                overdue.into_iter().partition(|o| o.tries >= MOST_TRIES);
            given_up.iter().for_each(|overdue| self.give_up(&overdue.place));
            let left = Mutex::new(left.into_iter());
            let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
            let some = || async {
                while let Some(left) = next() {
                    take_over(left).await;
                }
            };
            // Some at once, so that one that takes long does not hold up all others.
            tokio::join!(some(), some(), some(), some());
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
    async fn who_takes_something_over_says_all_the_while_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = two(&folder).await;
        drop(other.take(&place("left"), "g").await.unwrap());
        let held = one.take(&place("held"), "g").await.unwrap();
        let (begun, seen) = (Mutex::new(0), Mutex::new(Vec::new()));
        // Longer than a lease, and several of them.
        let slow = |_| {
            *begun.lock().unwrap() += 1;
            sleep(Duration::from_secs(2))
        };
        let look = |left: Overdue| {
            seen.lock().unwrap().push(left.place.message);
            std::future::ready(())
        };
        let watched = async { tokio::join!(one.watch(slow), other.watch(look)) };
        let _ = timeout(Duration::from_millis(1_500), watched).await;
        assert_eq!(*begun.lock().unwrap(), 1);
        assert!(!seen.lock().unwrap().contains(&"held".to_owned()), "it was renewed");
        held.done();
    }

    #[tokio::test]
    async fn what_came_to_nothing_can_be_tried_again_and_what_was_done_cannot() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = two(&folder).await;
        let day = Duration::from_secs(60 * 60 * 24);
        let once = one.once("share/1", day).await.unwrap();
        assert!(other.once("share/1", day).await.is_none());
        one.failed(once).await;
        assert!(other.once("share/1", day).await.is_some() && one.once("share/1", day).await.is_none());
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
