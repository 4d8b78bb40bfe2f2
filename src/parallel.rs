//! One thing done to many, on every core.

use std::panic::resume_unwind;
use std::thread;

/// What `work` makes of each, in their order. If it panics, so does this: nothing is left out in silence.
pub fn map<'a, T: Sync, R: Send>(items: &'a [T], work: impl Fn(&'a T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(cores).max(1);
    let part = &|items: &'a [T]| items.iter().map(&work).collect::<Vec<R>>();
    thread::scope(|scope| {
        let parts: Vec<_> = items.chunks(share).map(|items| scope.spawn(move || part(items))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays() {
        for count in [0, 1, 2, 3, 1000] {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    #[should_panic(expected = "the third")]
    fn nothing_is_left_out_in_silence() {
        map(&[1, 2, 3, 4], |item| assert!(*item != 3, "the third"));
    }
}
