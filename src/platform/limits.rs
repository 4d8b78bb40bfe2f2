//! How often people may ask: a person, a channel, and one answer in one channel.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::config;
use crate::metrics;

/// Keys that are remembered before those that have not asked lately are forgotten.
const REMEMBERED: usize = 20_000;

/// A share for each key.
struct Share<K: Hash + Eq + Clone>(Option<DefaultKeyedRateLimiter<K>>);

impl<K: Hash + Eq + Clone> Share<K> {
    /// So many a minute, and as many at once; any number where none is said.
    fn a_minute(most: Option<NonZeroU32>) -> Share<K> {
        Share(most.map(|most| RateLimiter::keyed(Quota::per_minute(most))))
    }

    /// Counts one; how long to wait, where it is one too many.
    fn take(&self, key: K) -> Result<(), Duration> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        if limiter.len() > REMEMBERED {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        limiter.check_key(&key).map_err(|late| late.wait_time_from(DefaultClock::default().now()))
    }
}

/// One too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    /// `person`, `channel` or `entry`.
    pub of: &'static str,
    /// How long to wait.
    pub wait: Duration,
}

impl TooMany {
    /// For the person, in a sentence or two.
    pub fn told(&self) -> String {
        let seconds = self.wait.as_secs() + 1;
        let why = match self.of {
            "person" => "You have asked a lot in a short time.",
            "channel" => "A lot is being asked in this channel.",
            _ => "This has just been answered here several times.",
        };
        format!("{why} Please ask again in {seconds} s.")
    }
}

/// The limits of a platform.
pub struct Limits {
    platform: &'static str,
    person: Share<String>,
    channel: Share<String>,
    entry: Share<(String, String)>,
    /// People who were told a moment ago.
    told: Share<String>,
}

impl Limits {
    /// As they are configured.
    pub fn new(platform: &'static str, config: config::Limits) -> Limits {
        Limits {
            platform,
            person: Share::a_minute(config.person),
            channel: Share::a_minute(config.channel),
            entry: Share::a_minute(config.entry),
            told: Share::a_minute(NonZeroU32::new(1)),
        }
    }

    /// Counts a question.
    ///
    /// # Errors
    /// Where it is one too many.
    pub fn ask(&self, person: &str, channel: &str) -> Result<(), TooMany> {
        self.judged("person", self.person.take(person.to_owned()))?;
        self.judged("channel", self.channel.take(channel.to_owned()))
    }

    /// Counts an answer in sight of everyone.
    ///
    /// # Errors
    /// Where it is one too many.
    pub fn give(&self, channel: &str, entry: &str) -> Result<(), TooMany> {
        self.judged("entry", self.entry.take((channel.to_owned(), entry.to_owned())))
    }

    /// Whether a person is to be told; once a minute is enough.
    pub fn tell(&self, person: &str) -> bool {
        self.told.take(person.to_owned()).is_ok()
    }

    fn judged(&self, of: &'static str, taken: Result<(), Duration>) -> Result<(), TooMany> {
        taken.map_err(|wait| {
            metrics::limited(self.platform, of);
            TooMany { of, wait }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(person: u32, channel: u32, entry: u32) -> Limits {
        let of = NonZeroU32::new;
        Limits::new("discord", config::Limits { person: of(person), channel: of(channel), entry: of(entry) })
    }

    #[test]
    fn each_person_and_each_channel_has_its_share() {
        let limits = limits(2, 3, 0);
        assert!(limits.ask("ann", "c").is_ok() && limits.ask("ann", "c").is_ok());
        let late = limits.ask("ann", "d").unwrap_err();
        assert!(late.of == "person" && late.wait > Duration::from_secs(20) && late.told().contains("again in 30 s"));
        assert!(limits.ask("bob", "c").is_ok());
        assert_eq!(limits.ask("eve", "c").unwrap_err().of, "channel");
        assert!(limits.ask("eve", "d").is_ok());
    }

    #[test]
    fn one_answer_is_not_given_over_and_over() {
        let limits = limits(0, 0, 1);
        assert!(limits.give("c", "e").is_ok() && limits.give("c", "f").is_ok() && limits.give("d", "e").is_ok());
        assert_eq!(limits.give("c", "e").unwrap_err().of, "entry");
        assert!((0..1_000).all(|_| limits.ask("ann", "c").is_ok()), "0 is any number");
    }

    #[test]
    fn nobody_is_told_twice_in_a_minute() {
        let limits = limits(1, 1, 1);
        assert!(limits.tell("ann") && !limits.tell("ann") && limits.tell("bob"));
    }
}
