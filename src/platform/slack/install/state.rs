//! What ties the end of an installation to its beginning: the same browser, within ten minutes. Without it, somebody could
//! make another person's browser end an installation that they began.
//!
//! Nothing is stored: the state that travels by way of Slack is signed, and what it is signed for lies in a cookie.

use axum::http::{HeaderMap, header};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

use crate::config::Secret;
use crate::hex::{hex, unhex};

/// How long an installation may take.
const LASTS: SignedDuration = SignedDuration::from_mins(10);
/// The browser sends a cookie of this name over HTTPS alone, and takes it from this host alone.
const COOKIE: &str = "__Host-rolecall_install";
/// What the key of the configuration is used for, so that no other use of it comes to the same hash.
const PURPOSE: &str = "rolecall: state of a Slack installation, 1";
/// Bytes that tell browsers apart.
const BROWSER: usize = 16;

/// The keys: the first signs, each is taken.
pub struct States(Vec<Secret>);

/// The beginning of an installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Goes to Slack and comes back.
    pub state: String,
    /// Stays in the browser.
    pub cookie: String,
}

/// Why the end of an installation is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Stranger {
    /// The browser is another one, or keeps no cookies.
    #[error("the browser is another one")]
    Browser,
    /// There is no state, or none of ours.
    #[error("the state has an unknown form")]
    Form,
    /// It was signed for another browser, or by somebody else.
    #[error("the state does not fit")]
    Wrong,
    /// It took too long.
    #[error("it took more than {} minutes", LASTS.as_mins())]
    Late,
}

impl States {
    /// From the secrets of the configuration.
    pub fn new(secrets: &[Secret]) -> States {
        States(secrets.to_vec())
    }

    /// Begins an installation; nothing where the system has no random numbers.
    pub fn begin(&self, now: Timestamp) -> Option<Begun> {
        let mut browser = [0_u8; BROWSER];
        getrandom::fill(&mut browser).ok()?;
        let browser = hex(&browser);
        let until = (now + LASTS).as_second();
        let mark = hex(&mark(self.0.first()?, until, &browser)?.finalize().into_bytes());
        let cookie = format!("{COOKIE}={browser}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}", LASTS.as_secs());
        Some(Begun { state: format!("{until}.{mark}"), cookie })
    }

    /// Checks what came back, in the browser that sends these headers.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn check(&self, state: &str, headers: &HeaderMap, now: Timestamp) -> Result<(), Stranger> {
        let browser = browser(headers).ok_or(Stranger::Browser)?;
        let (until, claimed) = state.split_once('.').ok_or(Stranger::Form)?;
        let (until, claimed) = (until.parse::<i64>().ok(), unhex(claimed));
        let (until, claimed) = until.zip(claimed).ok_or(Stranger::Form)?;
        // Every key is tried whole; each comparison takes the same time whatever differs.
        let fits = |key: &&Secret| mark(key, until, browser).is_some_and(|mac| mac.verify_slice(&claimed).is_ok());
        if self.0.iter().filter(fits).count() == 0 {
            return Err(Stranger::Wrong);
        }
        // What is told of the time is told of states of ours alone.
        if now.as_second() < until { Ok(()) } else { Err(Stranger::Late) }
    }
}

/// Takes the cookie away.
pub(super) fn no_cookie() -> String {
    format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

fn mark(key: &Secret, until: i64, browser: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).ok()?;
    mac.update(format!("{PURPOSE}: until {until} by {browser}").as_bytes());
    Some(mac)
}

/// What is in the cookie; with two of them, it would matter which one is read.
fn browser(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut ours = pairs.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value);
    let value = ours.next()?;
    ours.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    fn states(names: &[&str]) -> States {
        States::new(&names.iter().map(|name| Secret::new(name.repeat(32))).collect::<Vec<_>>())
    }

    fn sent(cookies: &[&str]) -> HeaderMap {
        let values = cookies.iter().map(|c| c.split(';').next().unwrap());
        values.map(|value| (header::COOKIE, HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn an_installation_ends_in_its_browser_in_time() {
        let ours = states(&["a"]);
        let (one, other) = (ours.begin(now()).unwrap(), ours.begin(now()).unwrap());
        let at = |s: i64| now() + SignedDuration::from_secs(s);
        let headers = sent(&[&one.cookie]);
        assert_eq!(
            (ours.check(&one.state, &headers, now()), ours.check(&one.state, &headers, at(599))),
            (Ok(()), Ok(()))
        );
        assert_eq!(ours.check(&one.state, &headers, at(600)), Err(Stranger::Late));
        assert_eq!(ours.check(&other.state, &headers, now()), Err(Stranger::Wrong), "another browser's state");
        assert_eq!(ours.check(&one.state, &HeaderMap::new(), now()), Err(Stranger::Browser));
        assert_eq!(ours.check(&one.state, &sent(&[&one.cookie, &other.cookie]), now()), Err(Stranger::Browser));
        assert_eq!(states(&["b"]).check(&one.state, &headers, now()), Err(Stranger::Wrong), "another key");
        assert_eq!(states(&["b", "a"]).check(&one.state, &headers, now()), Ok(()), "a key that was the first before");
        assert_eq!(states(&[]).check(&one.state, &headers, now()), Err(Stranger::Wrong));
        for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"] {
            assert!(one.cookie.split("; ").any(|part| part == attribute), "{attribute}: {}", one.cookie);
        }
    }

    #[test]
    fn nothing_made_up_passes() {
        let ours = states(&["a"]);
        let begun = ours.begin(now()).unwrap();
        let headers = sent(&[&begun.cookie]);
        let (until, mark) = begun.state.split_once('.').unwrap();
        let later = format!("{}.{mark}", until.parse::<i64>().unwrap() + 1);
        assert_eq!(ours.check(&later, &headers, now()), Err(Stranger::Wrong), "a state that would last longer");
        for odd in ["", ".", until, mark, &format!("{until}."), &format!("{until}.{}", &mark[2..])] {
            let refused = ours.check(odd, &headers, now()).unwrap_err();
            assert!(matches!(refused, Stranger::Form | Stranger::Wrong), "{odd}: {refused}");
        }
    }
}
