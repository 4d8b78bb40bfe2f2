//! How long things are kept.

use jiff::{SignedDuration, Timestamp};

/// How long each kind of thing is kept, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// What was asked.
    pub questions: u16,
    /// Votes with their reasons.
    pub votes: u16,
    /// What was shared.
    pub shares: u16,
    /// Which message answered which, and which events were seen.
    pub replies: u16,
    /// Counts a day, which name nobody.
    pub counts: u16,
}

impl Default for Retention {
    fn default() -> Retention {
        Retention { questions: 90, votes: 365, shares: 90, replies: 30, counts: 730 }
    }
}

/// Follow-ups lean on the last ten minutes; an event that was begun is of no use after a day.
const TURNS: SignedDuration = SignedDuration::from_mins(10);

impl Retention {
    /// The last moment of which turns are not kept.
    pub(super) fn turns_before(now: Timestamp) -> i64 {
        before(now, TURNS)
    }

    /// So many days before.
    pub(super) fn days_before(now: Timestamp, days: u16) -> i64 {
        before(now, SignedDuration::from_hours(24 * i64::from(days)))
    }
}

fn before(now: Timestamp, span: SignedDuration) -> i64 {
    now.checked_sub(span).unwrap_or(Timestamp::MIN).as_millisecond()
}
