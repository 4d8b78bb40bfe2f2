//! A lane for each channel: Slack takes about one message a second in a channel. Whoever asks first is first, one sends at a
//! time, and who is asked to wait keeps the turn: nobody passes, and nobody sends while the channel takes nothing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Queue, OwnedMutexGuard};
use tokio::time::{Instant, sleep_until};

/// Between two messages in a channel.
const BETWEEN: Duration = Duration::from_secs(1);
/// Channels that are kept before those are dropped that have nothing to wait for.
const KEPT: usize = 4_096;

/// When a channel takes the next message, for whoever has the turn; those who wait for it do so in order.
type Lane = Arc<Queue<Instant>>;

/// The lanes of all channels.
#[derive(Debug)]
pub(super) struct Lanes {
    lanes: Mutex<HashMap<String, Lane>>,
    between: Duration,
}

/// One's turn in a channel, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    next: OwnedMutexGuard<Instant>,
    between: Duration,
}

impl Default for Lanes {
    fn default() -> Lanes {
        Lanes::every(BETWEEN)
    }
}

impl Lanes {
    /// With so much time between two messages.
    fn every(between: Duration) -> Lanes {
        Lanes { lanes: Mutex::default(), between }
    }

    /// Waits for one's turn, and until the channel takes a message.
    pub(super) async fn turn(&self, channel: &str) -> Turn {
        let mut turn = Turn { next: self.lane(channel).lock_owned().await, between: self.between };
        turn.come().await;
        turn
    }

    fn lane(&self, channel: &str) -> Lane {
        // A panic while the map was held cannot have left it half changed.
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if lanes.len() >= KEPT {
            let now = Instant::now();
            lanes.retain(|_, lane| is_waited_for(lane, now));
        }
        Arc::clone(lanes.entry(channel.to_owned()).or_insert_with(|| Arc::new(Queue::new(Instant::now()))))
    }
}

/// Whether somebody has the turn or waits for it, or would have to.
fn is_waited_for(lane: &Lane, now: Instant) -> bool {
    Arc::strong_count(lane) > 1 || lane.try_lock().is_ok_and(|next| *next > now)
}

impl Turn {
    /// The channel takes nothing for so long; the turn is kept, and comes again.
    pub(super) async fn hold(&mut self, wait: Duration) {
        *self.next = (*self.next).max(Instant::now() + wait);
        self.come().await;
    }

    async fn come(&mut self) {
        sleep_until(*self.next).await;
        *self.next = Instant::now() + self.between;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn so_much_time_between_two_in_a_channel_and_channels_do_not_wait_for_each_other() {
        let (lanes, start) = (Lanes::every(SHORT * 10), Instant::now());
        lanes.turn("a").await;
        lanes.turn("b").await;
        assert!(start.elapsed() < SHORT * 10);
        lanes.turn("a").await;
        lanes.turn("a").await;
        assert!(start.elapsed() >= SHORT * 20);
    }

    #[tokio::test]
    async fn who_is_asked_to_wait_keeps_the_turn_and_those_behind_go_on_one_by_one() {
        let (lanes, start) = (Arc::new(Lanes::every(SHORT)), Instant::now());
        let order = Arc::new(Mutex::new(Vec::new()));
        let mut first = lanes.turn("a").await;
        let mut behind = Vec::new();
        for n in 1..4 {
            let (lanes, order) = (Arc::clone(&lanes), Arc::clone(&order));
            behind.push(tokio::spawn(async move {
                let _turn = lanes.turn("a").await;
                order.lock().unwrap().push(n);
            }));
            tokio::task::yield_now().await;
        }
        first.hold(SHORT * 6).await;
        assert!(start.elapsed() >= SHORT * 6 && order.lock().unwrap().is_empty());
        first.hold(Duration::ZERO).await;
        drop(first);
        for task in behind {
            task.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), [1, 2, 3]);
        assert!(start.elapsed() >= SHORT * 10, "{:?}", start.elapsed());
    }

    #[tokio::test]
    async fn what_is_kept_is_bounded() {
        let lanes = Lanes::every(Duration::ZERO);
        for n in 0..20_000u32 {
            lanes.turn(&n.to_string()).await;
        }
        assert!(lanes.lanes.lock().unwrap().len() <= KEPT);
    }
}
