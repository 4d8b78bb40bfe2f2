//! Tokens of workspaces, encrypted for the store and decrypted again. The keys are in the configuration alone: a copy of the
//! store is no copy of the tokens.

use hmac::{Hmac, KeyInit as _, Mac as _};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::Sha256;

use crate::config::Secret;
use crate::hex::{hex, unhex};

/// What the key of the configuration is used for, so that no other use of it comes to the same key.
const PURPOSE: &[u8] = b"rolecall: tokens of Slack workspaces, 1";
/// How a token is written that was encrypted like this.
const VERSION: &str = "1:";

/// The keys: the first encrypts, each decrypts.
pub struct Keyring(Vec<LessSafeKey>);

/// A token that was decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// It.
    pub token: Secret,
    /// Whether it was encrypted with the first key.
    pub newest: bool,
}

impl Keyring {
    /// From the secrets of the configuration.
    pub fn new(secrets: &[Secret]) -> Keyring {
        Keyring(secrets.iter().filter_map(key).collect())
    }

    /// Encrypts the token of a workspace; nothing where the system has no random numbers.
    pub fn seal(&self, team: &str, token: &Secret) -> Option<String> {
        let mut nonce = [0_u8; NONCE_LEN];
        getrandom::fill(&mut nonce).ok()?;
        let mut text = token.expose().as_bytes().to_vec();
        // A nonce is drawn for each token; of 96 random bits no two are the same before there are billions of workspaces.
        let drawn = Nonce::assume_unique_for_key(nonce);
        self.0.first()?.seal_in_place_append_tag(drawn, Aad::from(team.as_bytes()), &mut text).ok()?;
        Some(format!("{VERSION}{}{}", hex(&nonce), hex(&text)))
    }

    /// Decrypts it; nothing where no key fits, or it is another workspace's.
    pub fn open(&self, team: &str, sealed: &str) -> Option<Opened> {
        let bytes = unhex(sealed.strip_prefix(VERSION)?)?;
        let (nonce, text) = bytes.split_at_checked(NONCE_LEN)?;
        self.0.iter().enumerate().find_map(|(at, key)| {
            let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
            let mut text = text.to_vec();
            let token = key.open_in_place(nonce, Aad::from(team.as_bytes()), &mut text).ok()?;
            Some(Opened { token: Secret::new(std::str::from_utf8(token).ok()?), newest: at == 0 })
        })
    }
}

fn key(secret: &Secret) -> Option<LessSafeKey> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()).ok()?;
    mac.update(PURPOSE);
    UnboundKey::new(&CHACHA20_POLY1305, &mac.finalize().into_bytes()).ok().map(LessSafeKey::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyring(names: &[&str]) -> Keyring {
        Keyring::new(&names.iter().map(|name| Secret::new(name.repeat(32))).collect::<Vec<_>>())
    }

    #[test]
    fn a_token_is_read_with_its_key_for_its_workspace_and_with_nothing_else() {
        let (ours, token) = (keyring(&["a"]), Secret::new("xoxb-1"));
        let sealed = ours.seal("T1", &token).unwrap();
        assert_eq!(ours.open("T1", &sealed), Some(Opened { token: token.clone(), newest: true }));
        assert!(!sealed.contains("xoxb") && !sealed.contains(&hex(b"xoxb")), "{sealed}");
        assert_ne!(ours.seal("T1", &token).unwrap(), sealed, "the same token never looks the same");
        assert_eq!(ours.open("T2", &sealed), None, "a row that was copied to another workspace");
        assert_eq!(keyring(&["b"]).open("T1", &sealed), None);
        assert_eq!((keyring(&[]).seal("T1", &token), keyring(&[]).open("T1", &sealed)), (None, None));
    }

    #[test]
    fn one_key_takes_the_place_of_another() {
        let (old, both, new) = (keyring(&["a"]), keyring(&["b", "a"]), keyring(&["b"]));
        let before = old.seal("T1", &Secret::new("xoxb-1")).unwrap();
        let opened = both.open("T1", &before).unwrap();
        assert!(!opened.newest);
        let after = both.seal("T1", &opened.token).unwrap();
        assert_eq!((new.open("T1", &after).unwrap().newest, old.open("T1", &after)), (true, None));
    }

    #[test]
    fn what_was_changed_or_is_nothing_of_ours_is_not_read() {
        let ours = keyring(&["a"]);
        let sealed = ours.seal("T1", &Secret::new("xoxb-1")).unwrap();
        for at in VERSION.len()..sealed.len() {
            let other = if sealed.as_bytes()[at] == b'0' { "1" } else { "0" };
            let changed = format!("{}{other}{}", &sealed[..at], &sealed[at + 1..]);
            assert_eq!(ours.open("T1", &changed), None, "{at}");
        }
        for odd in ["", "1:", "1:zz", "2:00", "xoxb-1", &sealed[..sealed.len() - 2], &sealed[2..], "1:é"] {
            assert_eq!(ours.open("T1", odd), None, "{odd}");
        }
    }
}
