//! Who is logged in: by the token itself, by a cookie that only its holder can have got, or by the word of a proxy.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::config;
use crate::hex::{hex, unhex};

/// How long a login lasts.
const LASTS: SignedDuration = SignedDuration::from_hours(24 * 7);
/// The only cookie there is.
const COOKIE: &str = "rolecall_login";

/// What it takes to tell who is logged in.
pub(super) struct Session {
    /// Of the token; nothing where there is no token.
    digest: Option<[u8; 32]>,
    user_header: Option<String>,
    proxies: Vec<IpAddr>,
}

impl Session {
    /// As it is configured.
    pub(super) fn new(config: &config::Web) -> Session {
        Session {
            digest: config.token.as_ref().map(|token| digest(token.expose())),
            user_header: config.user_header.clone(),
            proxies: config.proxies.clone(),
        }
    }

    /// Whether a token is the one; takes as long for every wrong one.
    pub(super) fn accepts(&self, token: &str) -> bool {
        self.digest.is_some_and(|right| bool::from(right.ct_eq(&digest(token))))
    }

    /// Whether there is a token to log in with.
    pub(super) fn has_token(&self) -> bool {
        self.digest.is_some()
    }

    /// Whether a request comes from somebody who is logged in.
    pub(super) fn knows(&self, headers: &HeaderMap, peer: IpAddr, now: Timestamp) -> bool {
        self.named_by_proxy(headers, peer)
            || bearer(headers).is_some_and(|token| self.accepts(token))
            || self.knows_cookie(headers, now)
    }

    /// Whether it is by the cookie.
    pub(super) fn knows_cookie(&self, headers: &HeaderMap, now: Timestamp) -> bool {
        cookies(headers).any(|value| self.is_ours(value, now))
    }

    fn named_by_proxy(&self, headers: &HeaderMap, peer: IpAddr) -> bool {
        let named = |name: &String| headers.get(name).is_some_and(|person| !person.is_empty());
        self.user_header.as_ref().is_some_and(|name| self.proxies.contains(&peer.to_canonical()) && named(name))
    }

    /// The value of a cookie for somebody who has just shown the token.
    pub(super) fn cookie(&self, now: Timestamp, secure: bool) -> Option<String> {
        let until = (now + LASTS).as_second();
        let mark = hex(&self.mark(until)?.finalize().into_bytes());
        let secure = if secure { "; Secure" } else { "" };
        let seconds = LASTS.as_secs();
        Some(format!("{COOKIE}={until}.{mark}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"))
    }

    /// Takes the cookie away.
    pub(super) fn no_cookie() -> String {
        format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    }

    fn is_ours(&self, value: &str, now: Timestamp) -> bool {
        let Some((until, mark)) = value.split_once('.') else { return false };
        let (Ok(until), Some(mark)) = (until.parse::<i64>(), unhex(mark)) else { return false };
        now.as_second() < until && self.mark(until).is_some_and(|right| right.verify_slice(&mark).is_ok())
    }

    /// Changes with the token, so that a new token ends all logins.
    fn mark(&self, until: i64) -> Option<Hmac<Sha256>> {
        let mut mac = <Hmac<Sha256>>::new_from_slice(&self.digest?).ok()?;
        mac.update(format!("login until {until}").as_bytes());
        Some(mac)
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let each = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    each.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;
    use crate::config::Web;

    const TOKEN: &str = "0123456789abcdef";

    fn session(values: &'static [(&str, &str)]) -> Session {
        let lookup = |name: &str| values.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        Session::new(&Web::read(&lookup).unwrap().unwrap())
    }

    fn with(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_str(value).unwrap());
        headers
    }

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn the_token_lets_in_and_no_other() {
        let session = session(&[("ROLECALL_WEB_TOKEN", TOKEN)]);
        assert!(session.accepts(TOKEN) && !session.accepts("") && !session.accepts("0123456789abcdeg"));
        assert!(session.knows(&with("authorization", &format!("Bearer {TOKEN}")), HERE, NOW));
        assert!(!session.knows(&with("authorization", "Bearer x"), HERE, NOW));
        assert!(!session.knows(&HeaderMap::new(), HERE, NOW));
    }

    #[test]
    fn a_cookie_lets_in_until_it_ends_or_is_changed() {
        let session = session(&[("ROLECALL_WEB_TOKEN", TOKEN)]);
        let cookie = session.cookie(NOW, true).unwrap();
        assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.ends_with("; Secure"));
        let value = cookie.split(';').next().unwrap();
        let at = |hours| NOW + SignedDuration::from_hours(hours);
        assert!(session.knows(&with("cookie", &format!("a=b; {value}")), HERE, at(167)));
        assert!(!session.knows(&with("cookie", value), HERE, at(168)));
        let longer = value.replace("=604800.", "=904800.");
        assert_ne!(longer, value);
        assert!(!session.knows(&with("cookie", &longer), HERE, NOW));
        for forged in ["rolecall_login=9999999999.", "rolecall_login=9999999999.00", "rolecall_login=é.ü", "x"] {
            let mut headers = HeaderMap::new();
            headers.insert("cookie", HeaderValue::from_bytes(forged.as_bytes()).unwrap());
            assert!(!session.knows(&headers, HERE, NOW), "{forged}");
        }
    }

    #[test]
    fn another_token_ends_all_logins() {
        let cookie = session(&[("ROLECALL_WEB_TOKEN", TOKEN)]).cookie(NOW, false).unwrap();
        let other = session(&[("ROLECALL_WEB_TOKEN", "another-long-token")]);
        assert!(!other.knows(&with("cookie", cookie.split(';').next().unwrap()), HERE, NOW));
    }

    #[test]
    fn a_proxy_is_believed_where_it_is_named() {
        let session =
            session(&[("ROLECALL_WEB_USER_HEADER", "X-Forwarded-User"), ("ROLECALL_WEB_PROXIES", "127.0.0.1")]);
        let named = with("x-forwarded-user", "ann");
        assert!(session.knows(&named, HERE, NOW));
        assert!(session.knows(&named, "::ffff:127.0.0.1".parse().unwrap(), NOW));
        assert!(!session.knows(&named, "10.0.0.1".parse().unwrap(), NOW), "anyone could send the header");
        assert!(!session.knows(&with("x-forwarded-user", ""), HERE, NOW));
    }
}
