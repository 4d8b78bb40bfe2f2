//! Who may see what, and which requests a browser may have been talked into.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::problem::Problem;
use super::site::Site;

/// What an unlogged address counts as, where no connection is known: nobody's.
pub(super) const NOWHERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// Who is on the other end of the connection.
pub(super) fn peer(request: &Request) -> IpAddr {
    request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(NOWHERE, |connection| connection.0.ip())
}

/// Questions and knowledge: for everyone where there is no login, or where it says so.
pub(super) async fn reading(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    if !site.config.has_login() || site.config.public || knows(&site, &request) {
        return let_in(&site, request, next).await;
    }
    refuse(&request)
}

/// How the program does: never for everyone.
pub(super) async fn inside(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    if !site.config.has_login() || knows(&site, &request) {
        return let_in(&site, request, next).await;
    }
    refuse(&request)
}

tokio::task_local! {
    /// Of the request that is being answered: every page shows it, and no handler need pass it on.
    static HAS_COOKIE: bool;
}

async fn let_in(site: &Site, request: Request, next: Next) -> Response {
    let cookie = site.session.knows_cookie(request.headers(), site.now());
    HAS_COOKIE.scope(cookie, next.run(request)).await
}

/// Whether the browser that asks holds a login that it can end.
pub(super) fn can_log_out() -> bool {
    HAS_COOKIE.try_with(|cookie| *cookie).unwrap_or(false)
}

fn knows(site: &Site, request: &Request) -> bool {
    site.session.knows(request.headers(), peer(request), site.now())
}

/// Whether a person waits for the answer, and not a tool.
pub(super) fn wants_page(request: &Request) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    accepted.contains("text/html") && !request.uri().path().starts_with("/api/")
}

/// People are led to the login, tools are told.
fn refuse(request: &Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |p| p.as_str());
    if request.method() == Method::GET && wants_page(request) {
        let to: String = form_urlencoded::Serializer::new(String::new()).append_pair("to", path).finish();
        return Redirect::to(&format!("/login?{to}")).into_response();
    }
    let problem = Problem::new(StatusCode::UNAUTHORIZED, "log in, or send `Authorization: Bearer` with the token");
    ([(header::WWW_AUTHENTICATE, "Bearer")], problem).into_response()
}

/// Refuses what another website makes a browser send, and, where there is no login, pages that are asked for by a name
/// which somebody else could point at this machine.
pub(super) async fn same_site(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if !site.config.has_login() && !host_is_local(headers) {
        let detail = "without a login this page answers on this machine alone: open it as 127.0.0.1 or localhost";
        return Problem::new(StatusCode::MISDIRECTED_REQUEST, detail).into_response();
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let api = request.uri().path().starts_with("/api/");
    let invited = api && origin(headers).is_some_and(|o| site.config.origins.iter().any(|known| known == o));
    if !safe && !invited && is_foreign(headers) {
        let detail = "this came from another website; ask from here";
        return Problem::new(StatusCode::FORBIDDEN, detail).into_response();
    }
    next.run(request).await
}

/// Browsers say whose page sends a request; tools say nothing.
fn is_foreign(headers: &HeaderMap) -> bool {
    match headers.get("sec-fetch-site").and_then(|v| v.to_str().ok()) {
        Some(site) => !matches!(site, "same-origin" | "none"),
        None => origin(headers).is_some_and(|origin| {
            let named = origin.split_once("://").map_or(origin, |(_, host)| host);
            host(headers) != Some(named)
        }),
    }
}

fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ORIGIN)?.to_str().ok()
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}

/// Tools may leave the name out; browsers never do.
fn host_is_local(headers: &HeaderMap) -> bool {
    let Some(host) = host(headers) else { return !headers.contains_key(header::HOST) };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        all.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn names_that_others_could_own_are_not_local() {
        for local in ["127.0.0.1:8080", "localhost", "LocalHost:1", "[::1]:8080", "127.1.2.3"] {
            assert!(host_is_local(&headers(&[("host", local)])), "{local}");
        }
        for other in ["evil.example", "evil.example:8080", "localhost.evil.example", "10.0.0.1", "0.0.0.0:8080", ""] {
            assert!(!host_is_local(&headers(&[("host", other)])), "{other}");
        }
    }

    #[test]
    fn what_another_website_sends_is_foreign() {
        let here = ("host", "127.0.0.1:8080");
        assert!(!is_foreign(&headers(&[here])), "a tool");
        assert!(!is_foreign(&headers(&[here, ("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:8080")])));
        assert!(!is_foreign(&headers(&[here, ("origin", "http://127.0.0.1:8080")])), "an older browser");
        assert!(is_foreign(&headers(&[here, ("sec-fetch-site", "cross-site")])));
        assert!(is_foreign(&headers(&[here, ("sec-fetch-site", "same-site")])), "another port is another site to us");
        assert!(is_foreign(&headers(&[here, ("origin", "https://evil.example")])));
        assert!(is_foreign(&headers(&[here, ("origin", "null")])));
    }
}
