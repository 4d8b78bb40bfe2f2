//! People, as the store knows them: by a hash that nobody can turn back without the key.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::config::Secret;

/// Hashes people with one key.
#[derive(Debug, Clone)]
pub struct People {
    key: Secret,
}

impl People {
    /// With a key from the configuration or from the store.
    pub fn new(key: Secret) -> People {
        People { key }
    }

    /// A person of a platform: the same for ever, and nobody's name.
    pub fn hash(&self, platform: &str, user: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key.expose().as_bytes()) else {
            // HMAC takes keys of any length; without a hash nobody would be named either.
            return String::new();
        };
        mac.update(platform.as_bytes());
        mac.update(b"/");
        mac.update(user.as_bytes());
        mac.finalize().into_bytes().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A fresh key.
///
/// # Errors
/// If the system has no random numbers to give.
pub fn fresh_key() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
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
    fn keys_differ() {
        assert_ne!(fresh_key().unwrap(), fresh_key().unwrap());
    }
}
