//! Installing the app in several workspaces: somebody begins at `/slack/install`, allows it in Slack, and comes back with a
//! code for which Slack gives the workspace's token.

pub mod keyring;
mod page;
pub mod state;

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tokio::sync::Semaphore;

use super::api::{Granted, token};
use super::app::App;
use super::fault::Fault;
use super::manifest::SCOPES;
use super::paths;
use super::workspaces::Workspace;
use crate::config::{self, Secret};
use crate::store::Installation;
use keyring::Keyring;
use state::{States, Stranger};

/// Where Slack asks whether the app may be installed.
const AUTHORIZE: &str = "https://slack.com/oauth/v2/authorize";
/// Installations that end at once: each asks Slack something, and anyone can come with a code that is none.
const AT_ONCE: usize = 4;

/// What it takes to install the app.
pub struct Installer {
    client_id: String,
    client_secret: Secret,
    states: States,
    pub(super) keyring: Keyring,
    room: Semaphore,
}

/// Why it was not installed; never holds a code or a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Missed {
    /// Whoever was asked said no.
    #[error("It was not allowed in Slack")]
    Declined,
    /// It does not belong to a beginning of ours.
    #[error("This is not the end of an installation that began here: {0}")]
    Stranger(Stranger),
    /// Slack sent nobody with a code.
    #[error("There is no code of Slack's")]
    Code,
    /// Too many at once.
    #[error("Many workspaces are installing it just now")]
    Busy,
    /// Slack gives no token, or one that it does not take.
    #[error("{0}")]
    Slack(Fault),
    /// It was allowed for a whole organization, whose workspaces have no tokens of their own.
    #[error("It can be installed in a workspace, not in a whole organization")]
    Organization,
    /// The store is away.
    #[error("The workspace cannot be remembered for now")]
    Kept,
}

impl Installer {
    /// As it is configured.
    pub fn new(config: &config::Install) -> Installer {
        Installer {
            client_id: config.client_id.clone(),
            client_secret: config.client_secret.clone(),
            states: States::new(&config.token_keys),
            keyring: Keyring::new(&config.token_keys),
            room: Semaphore::new(AT_ONCE),
        }
    }

    /// Where Slack asks. Which address it sends people back to stands in the app's settings at Slack, so that nothing of a
    /// request can change it.
    fn address(&self, state: &str) -> String {
        let scopes: Vec<&str> = SCOPES.iter().map(|(scope, _)| *scope).collect();
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("client_id", &self.client_id).append_pair("scope", &scopes.join(","));
        format!("{AUTHORIZE}?{}", query.append_pair("state", state).finish())
    }
}

/// The routes of an installation; none where it is not configured.
pub fn router(app: Arc<App>) -> Router {
    if app.installer.is_none() {
        return Router::new();
    }
    Router::new().route(paths::INSTALL, get(begin)).route(paths::CALLBACK, get(end)).with_state(app)
}

async fn begin(State(app): State<Arc<App>>) -> Response {
    let begun = app.installer.as_ref().and_then(|installer| Some((installer, installer.states.begin(app.now())?)));
    let Some((installer, begun)) = begun else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let headers = [
        (header::LOCATION, installer.address(&begun.state)),
        (header::SET_COOKIE, begun.cookie),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::FOUND, headers).into_response()
}

async fn end(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let Some(installer) = &app.installer else { return StatusCode::NOT_FOUND.into_response() };
    match ended(&app, installer, &query.unwrap_or_default(), &headers).await {
        Ok(name) => {
            tracing::info!(workspace = name.as_deref().unwrap_or("unnamed"), "Slack: a workspace installed the app");
            page::installed(name.as_deref().unwrap_or("your workspace"))
        }
        Err(missed) => {
            tracing::warn!(reason = %missed, "Slack: the app was not installed");
            page::missed(&missed)
        }
    }
}

/// Ends an installation; the name of the workspace, where Slack says it.
async fn ended(app: &App, installer: &Installer, query: &str, headers: &HeaderMap) -> Result<Option<String>, Missed> {
    let query = |name| only(query, name);
    let state = query("state").unwrap_or_default();
    installer.states.check(&state, headers, app.now()).map_err(Missed::Stranger)?;
    if query("error").is_some() {
        return Err(Missed::Declined);
    }
    let code = query("code").ok_or(Missed::Code)?;
    let _room = installer.room.try_acquire().map_err(|_| Missed::Busy)?;
    // By our clock from before there was a token, so that whatever takes it away comes later.
    let at = app.now();
    let granted =
        app.api.grant((&installer.client_id, &installer.client_secret), &code).await.map_err(Missed::Slack)?;
    let Granted { access_token, team: Some(team), is_enterprise_install: false } = granted else {
        return Err(Missed::Organization);
    };
    let bot = token(&access_token);
    let identity = app.api.identity(&bot).await.map_err(Missed::Slack)?;
    if identity.team_id != team.id {
        return Err(Missed::Slack(Fault::Unreadable));
    }
    let installation = Installation {
        sealed: installer.keyring.seal(&team.id, &access_token).ok_or(Missed::Kept)?,
        me: identity.user_id.clone(),
        bot: identity.bot_id.clone(),
        team: team.id,
        at,
    };
    app.keeper.store().install(&installation).await.map_err(|error| {
        tracing::warn!(%error, "a workspace cannot be kept");
        Missed::Kept
    })?;
    app.workspaces.install(Workspace::new(bot, identity.clone()), at);
    Ok(identity.team.or(team.name))
}

/// A value that is there once: with two of them, it would matter which one is read.
fn only(query: &str, name: &str) -> Option<String> {
    let mut all = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
    let (_, value) = all.next()?;
    all.next().is_none().then(|| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_there_twice_is_not_there() {
        assert_eq!(only("code=a%20b&state=s", "code").as_deref(), Some("a b"));
        assert_eq!((only("code=a&code=b", "code"), only("", "code"), only("codes=a", "code")), (None, None, None));
    }

    #[test]
    fn slack_is_asked_for_every_scope_and_told_no_address() {
        let install = config::Install {
            client_id: "1.2&x".to_owned(),
            client_secret: Secret::new("s"),
            token_keys: vec![Secret::new("k".repeat(32))],
        };
        let address = Installer::new(&install).address("st.ate");
        let (place, query) = address.split_once('?').unwrap();
        assert_eq!(place, "https://slack.com/oauth/v2/authorize");
        assert_eq!(
            (only(query, "client_id").as_deref(), only(query, "state").as_deref()),
            (Some("1.2&x"), Some("st.ate"))
        );
        assert_eq!(only(query, "scope").unwrap().split(',').count(), SCOPES.len());
        assert!(!query.contains("redirect") && !query.contains("secret"), "{query}");
    }
}
