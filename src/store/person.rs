//! People, as the store knows them: by a hash that nobody can turn back without the key.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::StoreError;
use crate::config::Secret;
use crate::hex::hex;

/// People who are called by a passing name at most; those after them are nobody.
const EARLY: usize = 20_000;

/// Hashes people with one key.
#[derive(Debug)]
pub struct People {
    key: OnceLock<Secret>,
    /// Before the key is known people have passing names, made with another one and exchanged before anything is written.
    passing: Secret,
    early: Mutex<HashMap<String, (String, String)>>,
}

impl People {
    /// With a key from the configuration or from the store.
    pub fn new(key: Secret) -> People {
        People { passing: key.clone(), key: OnceLock::from(key), early: Mutex::default() }
    }

    /// Before the store could be asked for the key.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub(super) fn early() -> Result<People, StoreError> {
        let passing = Secret::new(fresh_key().map_err(|_| StoreError::Random)?);
        Ok(People { passing, key: OnceLock::new(), early: Mutex::default() })
    }

    /// Whether the key is known.
    pub(super) fn are_known(&self) -> bool {
        self.key.get().is_some()
    }

    /// From now on this is the key.
    pub(super) fn know(&self, key: Secret) {
        // The first one stays.
        let _ = self.key.set(key);
    }

    /// A person of a platform: the same for ever once the key is known, and nobody's name.
    pub fn hash(&self, platform: &str, user: &str) -> String {
        if let Some(key) = self.key.get() {
            return hashed(key, platform, user);
        }
        let name = hashed(&self.passing, platform, user);
        let mut early = self.names();
        if early.len() >= EARLY && !early.contains_key(&name) {
            return String::new();
        }
        early.insert(name.clone(), (platform.to_owned(), user.to_owned()));
        name
    }

    /// What somebody is called for ever who may have a passing name.
    pub(super) fn settled(&self, name: &mut String) {
        if let Some((platform, user)) = self.names().get(name) {
            *name = self.key.get().map(|key| hashed(key, platform, user)).unwrap_or_default();
        }
    }

    fn names(&self) -> MutexGuard<'_, HashMap<String, (String, String)>> {
        // A panic while the map was held cannot have left it half changed.
        self.early.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hashed(key: &Secret, platform: &str, user: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()) else {
        // HMAC takes keys of any length; without a hash nobody would be named either.
        return String::new();
    };
    mac.update(platform.as_bytes());
    mac.update(b"/");
    mac.update(user.as_bytes());
    hex(&mac.finalize().into_bytes()[..16])
}

/// A fresh key.
///
/// # Errors
/// If the system has no random numbers to give.
pub fn fresh_key() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// An id for an event that has none of its own; empty where the system has no random numbers, and then nothing is written
/// down.
pub fn fresh_id() -> String {
    fresh_key().map(|key| key[..32].to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_person_has_one_hash_and_another_key_another() {
        let people = People::new(Secret::new("k"));
        let hash = people.hash("discord", "42");
        assert_eq!(hash, people.hash("discord", "42"));
        assert_eq!(hash.len(), 32);
        assert!(hash != people.hash("slack", "42") && hash != People::new(Secret::new("l")).hash("discord", "42"));
    }

    #[test]
    fn a_passing_name_is_exchanged_once_the_key_is_known() {
        let people = People::early().unwrap();
        let mut name = people.hash("discord", "42");
        people.know(Secret::new("k"));
        people.settled(&mut name);
        assert_eq!(name, People::new(Secret::new("k")).hash("discord", "42"));
        let mut other = "somebody".to_owned();
        people.settled(&mut other);
        assert_eq!(other, "somebody");
    }

    #[test]
    fn keys_differ() {
        assert_ne!(fresh_key().unwrap(), fresh_key().unwrap());
    }
}
