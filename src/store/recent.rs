//! A map that forgets: bounded, the oldest half goes first.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What was lately put in, of bounded size; shared between tasks.
#[derive(Debug)]
pub struct Recent<K, V> {
    most: usize,
    halves: Mutex<Halves<K, V>>,
}

#[derive(Debug)]
struct Halves<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// Keeps at least the last `most / 2` things, and never more than `most`.
    pub fn new(most: usize) -> Recent<K, V> {
        Recent { most, halves: Mutex::new(Halves { young: HashMap::new(), old: HashMap::new() }) }
    }

    /// What was put in under that key.
    pub fn get(&self, key: &K) -> Option<V> {
        let halves = self.lock();
        halves.young.get(key).or_else(|| halves.old.get(key)).cloned()
    }

    /// Puts it in, and returns what was there.
    pub fn put(&self, key: K, value: V) -> Option<V> {
        let mut halves = self.lock();
        let before = halves.old.remove(&key);
        let before = halves.young.insert(key, value).or(before);
        halves.age(self.most / 2);
        before
    }

    /// What is there, or what is made now; the flag says whether it was made now.
    pub fn get_or_put(&self, key: K, make: impl FnOnce() -> V) -> (V, bool) {
        let mut halves = self.lock();
        if let Some(there) = halves.young.get(&key).or_else(|| halves.old.get(&key)) {
            return (there.clone(), false);
        }
        let made = make();
        halves.young.insert(key, made.clone());
        halves.age(self.most / 2);
        (made, true)
    }

    fn lock(&self) -> MutexGuard<'_, Halves<K, V>> {
        // A panic while the maps were held cannot have left them half changed.
        self.halves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> Halves<K, V> {
    fn age(&mut self, half: usize) {
        if self.young.len() >= half.max(1) {
            self.old = std::mem::take(&mut self.young);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_half_is_always_there_and_the_whole_is_bounded() {
        let recent = Recent::new(10);
        for i in 0..100 {
            recent.put(i, i);
            assert!((0..=i).rev().take(5).all(|k| recent.get(&k) == Some(k)));
        }
        assert!((0..100).filter(|k| recent.get(k).is_some()).count() <= 10);
    }

    #[test]
    fn made_once() {
        let recent = Recent::new(10);
        assert_eq!(recent.get_or_put("a", || 1), (1, true));
        assert_eq!(recent.get_or_put("a", || 2), (1, false));
        assert_eq!(recent.put("a", 3), Some(1));
        assert_eq!(recent.get(&"a"), Some(3));
    }
}
