//! Who is at work on what, where several processes could be.

use super::Place;

/// What came of wanting to deal with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It is ours, for the first time.
    First,
    /// It is ours, because whoever had it before did not come to an end in time.
    TakenOver,
    /// Somebody else is at it, or has dealt with it.
    Taken,
}

impl Claim {
    /// Whether it is ours.
    pub fn is_ours(self) -> bool {
        self != Claim::Taken
    }
}

/// An event that somebody began and did not end in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// The event.
    pub place: Place,
    /// Its server or workspace; empty in private.
    pub server: String,
    /// How often it was begun.
    pub tries: u32,
}

/// The last event of a channel of which anybody began to deal with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// The event.
    pub place: Place,
    /// Its server or workspace; empty in private.
    pub server: String,
}
