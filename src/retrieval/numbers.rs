//! Key -> number, in one flat hash table that is used where it lies.

use super::stored::{Slice, Stored, Writer};

/// Numbers by key.
pub(crate) struct Numbers {
    keys: Slice<u64>,
    /// One for each key, [`FREE`] where there is none.
    numbers: Slice<u32>,
}

const FREE: u32 = u32::MAX;

impl Numbers {
    /// Takes pairs of different keys.
    pub(crate) fn of(pairs: impl IntoIterator<Item = (u64, u32)>) -> Numbers {
        let mut pairs: Vec<(u64, u32)> = pairs.into_iter().collect();
        // The table does not depend on the order in which they come.
        pairs.sort_unstable();
        let room = (pairs.len() * 3 / 2 + 1).next_power_of_two();
        let (mut keys, mut numbers) = (vec![0; room], vec![FREE; room]);
        for (key, number) in pairs {
            let free = slots(key, room).find(|slot| numbers[*slot] == FREE);
            if let Some(slot) = free {
                (keys[slot], numbers[slot]) = (key, number);
            }
        }
        Numbers { keys: keys.into(), numbers: numbers.into() }
    }

    /// The number of a key.
    pub(crate) fn find(&self, key: u64) -> Option<u32> {
        let (keys, numbers) = (&self.keys[..], &self.numbers[..]);
        for slot in slots(key, numbers.len()) {
            match numbers.get(slot) {
                Some(number) if *number != FREE => {
                    if keys.get(slot) == Some(&key) {
                        return Some(*number);
                    }
                }
                _ => return None,
            }
        }
        None
    }

    pub(crate) fn save(&self, to: &mut Writer) {
        to.add(&self.keys);
        to.add(&self.numbers);
    }

    pub(crate) fn open(from: &mut Stored) -> Option<Numbers> {
        Some(Numbers { keys: from.take()?, numbers: from.take()? })
    }
}

/// Where a key may stand, in the order in which it is looked for.
fn slots(key: u64, room: usize) -> impl Iterator<Item = usize> {
    let mask = room.wrapping_sub(1);
    // The upper half of the product depends on all of the key.
    let first = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize;
    (0..room).map(move |step| first.wrapping_add(step) & mask)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_key_and_no_other() {
        for count in [0, 1, 2, 7, 1000] {
            let pairs: Vec<(u64, u32)> = (0..count).map(|n| (u64::from(n) << 32 | 5, n)).collect();
            let numbers = Numbers::of(pairs.iter().copied().rev());
            assert!(pairs.iter().all(|(key, number)| numbers.find(*key) == Some(*number)), "{count}");
            assert_eq!((numbers.find(6), numbers.find(u64::MAX)), (None, None), "{count}");
        }
    }
}
