//! A lane for each channel: Slack takes about one message a second in a channel.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Between two messages in a channel.
const BETWEEN: Duration = Duration::from_secs(1);
/// Channels that are kept before those are dropped that have nothing to wait for.
const KEPT: usize = 4_096;

/// When each channel takes the next message. Whoever asks first is first.
#[derive(Debug, Default)]
pub(super) struct Lanes(Mutex<HashMap<String, Instant>>);

impl Lanes {
    /// Waits for one's turn in a channel.
    pub(super) async fn turn(&self, channel: &str) {
        let at = self.take(channel, Instant::now());
        sleep_until(at).await;
    }

    /// The next free moment, which is taken by this.
    fn take(&self, channel: &str, now: Instant) -> Instant {
        let mut free = self.lock();
        if free.len() >= KEPT {
            free.retain(|_, at| *at > now);
        }
        match free.get_mut(channel) {
            Some(next) => {
                let at = now.max(*next);
                *next = at + BETWEEN;
                at
            }
            None => {
                free.insert(channel.to_owned(), now + BETWEEN);
                now
            }
        }
    }

    /// Nothing goes to a channel for so long.
    pub(super) fn hold(&self, channel: &str, wait: Duration) {
        self.hold_until(channel, Instant::now() + wait);
    }

    fn hold_until(&self, channel: &str, until: Instant) {
        let mut free = self.lock();
        let next = free.entry(channel.to_owned()).or_insert(until);
        *next = until.max(*next);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        // A panic while the map was held cannot have left it half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_a_second_in_a_channel_and_channels_do_not_wait_for_each_other() {
        let (lanes, start) = (Lanes::default(), Instant::now());
        let waits: Vec<u64> =
            ["a", "b", "a", "a"].map(|channel| lanes.take(channel, start).duration_since(start).as_secs()).into();
        assert_eq!(waits, [0, 0, 1, 2]);
        assert_eq!(lanes.take("a", start + BETWEEN * 10), start + BETWEEN * 10, "later there is nothing to wait for");
    }

    #[test]
    fn after_a_hold_those_who_wait_go_on_one_by_one() {
        let (lanes, start) = (Lanes::default(), Instant::now());
        lanes.take("a", start);
        lanes.hold_until("a", start + BETWEEN * 30);
        assert_eq!(lanes.take("a", start), start + BETWEEN * 30);
        assert_eq!(lanes.take("a", start), start + BETWEEN * 31);
        lanes.hold_until("a", start);
        assert_eq!(lanes.take("a", start), start + BETWEEN * 32, "a shorter hold does not make it sooner");
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let (lanes, start) = (Lanes::default(), Instant::now());
        for n in 0..20_000u32 {
            lanes.take(&n.to_string(), start + BETWEEN * n);
        }
        assert!(lanes.lock().len() <= KEPT);
    }
}
