//! How often one address may ask.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::guard::{peer, wants_page};
use super::page::missing;
use super::problem::Problem;
use super::site::Site;

/// Attempts to log in, a minute and address.
const LOGINS: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// Votes and remarks, a minute and address.
const FEEDBACK: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// Addresses that are remembered before those without recent requests are forgotten.
const REMEMBERED: usize = 10_000;

/// A number of requests a minute for each address.
pub(super) struct Limit(DefaultKeyedRateLimiter<IpAddr>);

impl Limit {
    /// So many a minute; as many at once.
    fn a_minute(most: NonZeroU32) -> Limit {
        Limit(RateLimiter::keyed(Quota::per_minute(most)))
    }

    /// Counts a request.
    ///
    /// # Errors
    /// How long to wait, where it is one too many.
    pub(super) fn take(&self, address: IpAddr) -> Result<(), Duration> {
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
            self.0.shrink_to_fit();
        }
        self.0.check_key(&network(address)).map_err(|late| late.wait_time_from(DefaultClock::default().now()))
    }
}

/// The limits of the page.
pub(super) struct Limits {
    asking: Option<Limit>,
    pub(super) logins: Limit,
    pub(super) feedback: Limit,
}

impl Limits {
    /// So many questions a minute; any number where none is said.
    pub(super) fn new(asking: Option<u32>) -> Limits {
        Limits {
            asking: asking.and_then(NonZeroU32::new).map(Limit::a_minute),
            logins: Limit::a_minute(LOGINS),
            feedback: Limit::a_minute(FEEDBACK),
        }
    }
}

/// One person has a whole network of that size in IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
        v4 => v4,
    }
}

/// Whose request it is: the address behind the proxies that are believed.
pub(super) fn client(headers: &HeaderMap, peer: IpAddr, proxies: &[IpAddr]) -> IpAddr {
    let mut address = peer.to_canonical();
    let named = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
    let named: Vec<&str> = named.flat_map(|v| v.split(',')).map(str::trim).collect();
    for hop in named.iter().rev() {
        match hop.parse::<IpAddr>() {
            Ok(next) if proxies.contains(&address) => address = next.to_canonical(),
            _ => break,
        }
    }
    address
}

/// Refuses requests that are too many.
pub(super) async fn slow_down(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let address = client(request.headers(), peer(&request), &site.config.proxies);
    let person = wants_page(&request);
    match site.limits.asking.as_ref().map_or(Ok(()), |limit| limit.take(address)) {
        Ok(()) => next.run(request).await,
        Err(wait) => too_many(wait, person),
    }
}

/// 429 with how long to wait: a page for a person, a problem for a tool.
pub(super) fn too_many(wait: Duration, person: bool) -> Response {
    let seconds = wait.as_secs() + 1;
    let status = StatusCode::TOO_MANY_REQUESTS;
    let refusal = if person {
        let unit = if seconds == 1 { "second" } else { "seconds" };
        missing(status, "One moment", &format!("That was a lot at once. Please try again in {seconds} {unit}."))
    } else {
        Problem::new(status, format!("too many requests; wait {seconds} s")).into_response()
    };
    ([(header::RETRY_AFTER, seconds.to_string())], refusal).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn each_address_has_its_own_share() {
        let limit = Limit::a_minute(NonZeroU32::new(2).unwrap());
        let (one, other) = (ip("192.0.2.1"), ip("192.0.2.2"));
        assert!(limit.take(one).is_ok() && limit.take(one).is_ok());
        let wait = limit.take(one).unwrap_err();
        assert!(wait > Duration::from_secs(20) && wait <= Duration::from_secs(30), "{wait:?}");
        assert!(limit.take(other).is_ok());
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let limit = Limit::a_minute(NonZeroU32::new(1).unwrap());
        assert!(limit.take(ip("2001:db8::1")).is_ok());
        assert!(limit.take(ip("2001:db8::2")).is_err());
        assert!(limit.take(ip("2001:db8:0:1::1")).is_ok());
    }

    #[test]
    fn only_named_proxies_say_for_whom_they_ask() {
        let headers = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_static(text));
            headers
        };
        let (proxy, stranger) = (ip("10.0.0.1"), ip("203.0.113.9"));
        let asks = |text, peer| client(&headers(text), peer, &[proxy]);
        assert_eq!(asks("198.51.100.1", proxy), ip("198.51.100.1"));
        assert_eq!(asks("198.51.100.1", stranger), stranger, "it could say anything");
        assert_eq!(asks("1.1.1.1, 198.51.100.1", proxy), ip("198.51.100.1"), "the client wrote what stands before");
        assert_eq!(asks("nonsense", proxy), proxy);
    }
}
