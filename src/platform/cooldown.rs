//! What was lately said unasked in a channel is not said again for a while.

use jiff::{SignedDuration, Timestamp};

use crate::store::Recent;

/// When an entry was last given unasked in a channel.
#[derive(Debug)]
pub struct Cooldowns(Recent<(String, String), Timestamp>);

impl Cooldowns {
    /// Remembers so many.
    pub fn new(most: usize) -> Cooldowns {
        Cooldowns(Recent::new(most))
    }

    /// Whether an entry was given there less than so many seconds ago; if not, it is now.
    pub fn cooling(&self, channel: &str, entry: &str, cooldown_s: u32, now: Timestamp) -> bool {
        let key = (channel.to_owned(), entry.to_owned());
        let within = SignedDuration::from_secs(i64::from(cooldown_s));
        let recent = self.0.get(&key).is_some_and(|last| now.duration_since(last) < within);
        if !recent {
            self.0.put(key, now);
        }
        recent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_within_the_time_for_each_channel_and_entry() {
        let cooldowns = Cooldowns::new(100);
        let at = |s| Timestamp::from_second(s).unwrap();
        assert!(!cooldowns.cooling("c", "e", 60, at(0)));
        assert!(cooldowns.cooling("c", "e", 60, at(59)));
        assert!(!cooldowns.cooling("d", "e", 60, at(59)) && !cooldowns.cooling("c", "f", 60, at(59)));
        assert!(!cooldowns.cooling("c", "e", 60, at(60)));
    }
}
