//! `/login`: the token once, then a cookie.

use std::sync::Arc;

use axum::Form;
use axum::extract::{FromRequest as _, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::guard::{peer, wants_page};
use super::limits::{client, too_many};
use super::page::{Part, page};
use super::query::value;
use super::session::Session;
use super::site::Site;

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    token: String,
    #[serde(default)]
    to: String,
}

/// The form.
pub(super) async fn form(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Markup {
    shown(&site, &value(query.as_deref(), "to"), None)
}

/// Takes the token.
pub(super) async fn enter(State(site): State<Arc<Site>>, request: Request) -> Response {
    let address = client(request.headers(), peer(&request), &site.config.proxies);
    if let Err(wait) = site.limits.logins.take(address) {
        return too_many(wait, wants_page(&request));
    }
    let secure = is_encrypted(request.headers());
    let Ok(Form(given)) = Form::<Given>::from_request(request, &()).await else {
        return (StatusCode::UNPROCESSABLE_ENTITY, shown(&site, "", Some("The form did not arrive whole.")))
            .into_response();
    };
    if !site.session.accepts(given.token.trim()) {
        tracing::warn!("a login with a wrong token was refused");
        let again = shown(&site, &given.to, Some("That is not the token. Look it up in the configuration."));
        return (StatusCode::FORBIDDEN, again).into_response();
    }
    let cookie = site.session.cookie(site.now(), secure).unwrap_or_default();
    ([(header::SET_COOKIE, cookie)], Redirect::to(local(&given.to))).into_response()
}

/// Ends the login on this browser.
pub(super) async fn leave() -> Response {
    ([(header::SET_COOKIE, Session::no_cookie())], Redirect::to("/")).into_response()
}

/// What a proxy says of the connection behind it; where it lies, its own user's cookie is the only loss.
fn is_encrypted(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|v| v.as_bytes().eq_ignore_ascii_case(b"https"))
}

/// An address on this site, whatever was asked for.
fn local(to: &str) -> &str {
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n', '\t']);
    if own { to } else { "/" }
}

fn shown(site: &Site, to: &str, wrong: Option<&str>) -> Markup {
    let main = html! {
        section.narrow {
            h1 { "Log in" }
            @if site.session.has_token() {
                p.lead { "The token is what " code { "ROLECALL_WEB_TOKEN" } " was set to." }
                form.stack method="post" action="/login" {
                    input type="hidden" name="to" value=(local(to));
                    label for="token" { "Token" }
                    input #token type="password" name="token" autocomplete="current-password" required autofocus
                        aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "wrong")];
                    @if let Some(wrong) = wrong { p #wrong .wrong role="alert" { (wrong) } }
                    button.main type="submit" { "Log in" }
                }
            } @else if site.config.user_header.is_some() {
                p.lead { "The proxy in front of this page logs people in, and it named nobody. Open the page through it." }
            } @else {
                p.lead { "There is no login: this page is open on this machine alone." }
                p { a href=(local(to)) { "Go on" } }
            }
        }
    };
    page("Log in", Part::Other, &main)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site() {
        assert_eq!(local("/knowledge?q=pay"), "/knowledge?q=pay");
        for other in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\r\nb"]
        {
            assert_eq!(local(other), "/", "{other}");
        }
    }
}
