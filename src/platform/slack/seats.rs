//! The connections of Socket Mode as seats: each is taken, or to be taken by a certain time. The client opens a lost connection
//! anew by itself, but waits without end for an answer that does not come; whoever is late is given up.

use std::time::Duration;

use tokio::time::Instant;

use super::socket::Id;

/// A first connection that is not ready within this is a fault.
pub(super) const READY: Duration = Duration::from_secs(60);
/// Where a connection was ready before, another has so long to take its place.
const AGAIN: Duration = Duration::from_secs(15);

/// One connection.
#[derive(Debug)]
struct Seat {
    id: Id,
    /// By when it is to be ready; nothing where it is.
    until: Option<Instant>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Seats(Vec<Seat>);

impl Seats {
    /// As the client names so many connections at first; none of them is ready.
    pub(super) fn new(count: u32, now: Instant) -> Seats {
        let seat = |at| Seat { id: Id::new(at, at, 0), until: Some(now + READY) };
        Seats((0..count).map(seat).collect())
    }

    /// A connection is ready.
    pub(super) fn ready(&mut self, id: &Id) {
        if let Some(seat) = self.of(id) {
            *seat = Seat { id: id.clone(), until: None };
        }
    }

    /// A connection is lost, and another one is on its way; whether that is news: each is told of once or twice.
    pub(super) fn lost(&mut self, id: &Id, now: Instant) -> bool {
        let Some(seat) = self.of(id).filter(|seat| seat.id == *id) else { return false };
        *seat = Seat { id: id.new_reconnected_id(), until: Some(now + AGAIN) };
        true
    }

    /// Whether any is ready.
    pub(super) fn any(&self) -> bool {
        self.0.iter().any(|seat| seat.until.is_none())
    }

    /// By when the next one is to be ready.
    pub(super) fn next(&self) -> Option<Instant> {
        self.0.iter().filter_map(|seat| seat.until).min()
    }

    /// Those that are late; others are on their way in their place from now on.
    pub(super) fn late(&mut self, now: Instant) -> Vec<Id> {
        let late = self.0.iter_mut().filter(|seat| seat.until.is_some_and(|until| until <= now));
        late.map(|seat| {
            let fresh = seat.id.new_reconnected_id();
            seat.until = Some(now + AGAIN);
            std::mem::replace(&mut seat.id, fresh)
        })
        .collect()
    }

    fn of(&mut self, id: &Id) -> Option<&mut Seat> {
        self.0.iter_mut().find(|seat| seat.id.initial_index == id.initial_index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_that_is_told_lost_twice_is_lost_once() {
        let now = Instant::now();
        let mut seats = Seats::new(2, now);
        let (first, second) = (Id::new(0, 0, 0), Id::new(1, 1, 0));
        seats.ready(&first);
        seats.ready(&second);
        assert!(seats.lost(&first, now) && !seats.lost(&first, now) && seats.any());
        seats.ready(&first.new_reconnected_id());
        assert!(seats.lost(&second, now) && seats.any());
        assert!(!seats.lost(&first, now), "it has been replaced");
        assert!(seats.lost(&first.new_reconnected_id(), now) && !seats.any());
    }

    #[test]
    fn who_is_late_is_given_up_and_another_takes_the_seat() {
        let now = Instant::now();
        let mut seats = Seats::new(1, now);
        let id = Id::new(0, 0, 0);
        assert_eq!(seats.next(), Some(now + READY));
        seats.ready(&id);
        assert_eq!((seats.next(), seats.late(now + READY)), (None, vec![]));
        seats.lost(&id, now);
        let again = id.new_reconnected_id();
        assert_eq!((seats.late(now), seats.late(now + AGAIN)), (vec![], vec![again.clone()]));
        assert_eq!(seats.next(), Some(now + AGAIN + AGAIN));
        seats.ready(&again.new_reconnected_id());
        assert!(seats.any() && seats.next().is_none());
    }
}
