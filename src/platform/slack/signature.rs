//! Whether a request comes from Slack: a keyed hash over its raw body, checked before anything is parsed.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

use crate::config::Secret;
use crate::hex::{hex, unhex};

/// Where the hash is.
pub const SIGNATURE: &str = "x-slack-signature";
/// Where the time is.
pub const TIMESTAMP: &str = "x-slack-request-timestamp";
/// A request of another time, earlier or later, may be a copy of an old one.
const WITHIN_S: u64 = 300;
const VERSION: &str = "v0";
/// Bytes of a hash.
const BYTES: usize = 32;

/// Why a request is not taken to come from Slack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Forged {
    /// A header is missing, or twice there.
    #[error("a header is missing")]
    Missing,
    /// The time is no number of seconds.
    #[error("the time is no number")]
    Time,
    /// It is from another time.
    #[error("the time is more than {WITHIN_S} s away")]
    Stale,
    /// The hash is of another version, or none.
    #[error("the signature has an unknown form")]
    Form,
    /// The hash is another one.
    #[error("the signature does not fit")]
    Wrong,
}

/// Checks a request against every secret that counts now.
///
/// # Errors
/// Why it is not taken to come from Slack.
pub fn check(
    secrets: &[Secret],
    signature: Option<&[u8]>,
    timestamp: Option<&[u8]>,
    body: &[u8],
    now: Timestamp,
) -> Result<(), Forged> {
    let (signature, timestamp) = (signature.ok_or(Forged::Missing)?, timestamp.ok_or(Forged::Missing)?);
    let text = std::str::from_utf8(timestamp).map_err(|_| Forged::Time)?;
    // A sign before the digits would be a second way to write the same time.
    let seconds: i64 = text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit())).ok_or(Forged::Time)?;
    if seconds.abs_diff(now.as_second()) > WITHIN_S {
        return Err(Forged::Stale);
    }
    let claimed = claimed(signature).ok_or(Forged::Form)?;
    // Every secret is tried whole; each comparison takes the same time whatever differs.
    let fits = secrets.iter().filter(|secret| fits(secret, timestamp, body, &claimed)).count();
    if fits == 0 { Err(Forged::Wrong) } else { Ok(()) }
}

/// The signature of a body, as Slack writes it.
pub fn sign(secret: &Secret, timestamp: &str, body: &[u8]) -> Option<String> {
    let hash = keyed(secret, timestamp.as_bytes(), body)?.finalize().into_bytes();
    Some(format!("{VERSION}={}", hex(&hash)))
}

fn fits(secret: &Secret, timestamp: &[u8], body: &[u8], claimed: &[u8; BYTES]) -> bool {
    // An empty secret would let anyone sign.
    !secret.expose().is_empty() && keyed(secret, timestamp, body).is_some_and(|mac| mac.verify_slice(claimed).is_ok())
}

fn keyed(secret: &Secret, timestamp: &[u8], body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()).ok()?;
    for part in [VERSION.as_bytes(), b":", timestamp, b":", body] {
        mac.update(part);
    }
    Some(mac)
}

/// The bytes behind `v0=`.
fn claimed(signature: &[u8]) -> Option<[u8; BYTES]> {
    let digits = signature.strip_prefix(VERSION.as_bytes())?.strip_prefix(b"=")?;
    unhex(std::str::from_utf8(digits).ok()?)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn secret() -> Secret {
        Secret::new("8f742231b10e8888abcd99yyyzzz85a5")
    }

    fn checked(secrets: &[Secret], signature: &str, timestamp: &str, body: &[u8]) -> Result<(), Forged> {
        let now = Timestamp::from_second(NOW).unwrap();
        check(secrets, Some(signature.as_bytes()), Some(timestamp.as_bytes()), body, now)
    }

    #[test]
    fn the_example_that_slack_documents() {
        let body = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        let signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        assert_eq!(sign(&secret(), "1531420618", body).unwrap(), signature);
    }

    #[test]
    fn what_is_forged_is_told_by_kind() {
        let (body, now) = (b"{}".as_slice(), NOW.to_string());
        let at = |s: i64| (NOW + s).to_string();
        let good = |time: &str| sign(&secret(), time, body).unwrap();
        let key = [secret()];
        let both = [Secret::new("new"), secret()];
        assert_eq!(checked(&key, &good(&now), &now, body), Ok(()));
        assert_eq!(checked(&both, &good(&now), &now, body), Ok(()), "the old of two secrets");
        assert_eq!(checked(&both, &sign(&both[0], &now, body).unwrap(), &now, body), Ok(()), "the new of two");
        for edge in [-300, 300] {
            assert_eq!(checked(&key, &good(&at(edge)), &at(edge), body), Ok(()), "{edge}");
        }
        for stale in [-301, 301, -86_400, NOW] {
            assert_eq!(checked(&key, &good(&at(stale)), &at(stale), body), Err(Forged::Stale), "{stale}");
        }
        let huge = "9".repeat(30);
        let negative = format!("-{now}");
        let signed = format!("+{now}");
        for odd in ["", "soon", " 1", "1e9", "1.0", &huge, &negative, &signed] {
            assert_eq!(checked(&key, &good(odd), odd, body), Err(Forged::Time), "{odd}");
        }
        assert_eq!(checked(&[Secret::new("other")], &good(&now), &now, body), Err(Forged::Wrong));
        assert_eq!(checked(&[], &good(&now), &now, body), Err(Forged::Wrong));
        assert_eq!(checked(&key, &good(&now), &now, b"{ }"), Err(Forged::Wrong));
        let empty = Secret::new("");
        assert_eq!(
            checked(std::slice::from_ref(&empty), &sign(&empty, &now, body).unwrap(), &now, body),
            Err(Forged::Wrong)
        );
        for odd in ["", "v0", "v0=", "v1=00", "v0=zz", &good(&now)[3..], &good(&now).replace("v0", "v1")] {
            assert_eq!(checked(&key, odd, &now, body), Err(Forged::Form), "{odd}");
        }
        let clock = Timestamp::from_second(NOW).unwrap();
        assert_eq!(check(&key, None, Some(now.as_bytes()), body, clock), Err(Forged::Missing));
        assert_eq!(check(&key, Some(good(&now).as_bytes()), None, body, clock), Err(Forged::Missing));
    }

    proptest! {
        #[test]
        fn one_changed_byte_is_seen(body in proptest::collection::vec(any::<u8>(), 1..200), at in any::<prop::sample::Index>(),
                                    flip in 1u8..=255) {
            let now = NOW.to_string();
            let signature = sign(&secret(), &now, &body).unwrap();
            prop_assert_eq!(checked(&[secret()], &signature, &now, &body), Ok(()));
            let mut changed = body.clone();
            changed[at.index(body.len())] ^= flip;
            prop_assert_eq!(checked(&[secret()], &signature, &now, &changed), Err(Forged::Wrong));
        }

        #[test]
        fn no_made_up_header_passes(signature in "\\PC{0,80}", timestamp in "\\PC{0,20}", body in "\\PC{0,80}") {
            prop_assert!(checked(&[secret()], &signature, &timestamp, body.as_bytes()).is_err());
        }
    }
}
