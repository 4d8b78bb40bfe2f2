//! Requests to Slack: each method that is used, once.

use std::time::Duration;

use hyper_rustls::HttpsConnectorBuilder;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use slack_morphism::errors::SlackClientError;
use slack_morphism::prelude::{
    SlackApiToken, SlackClient, SlackClientApiCallContext, SlackClientHttpApiUri, SlackClientHttpConnector as _,
    SlackClientHyperHttpsConnector,
};
use tokio::time::timeout;
use tracing::instrument::WithSubscriber as _;
use tracing::subscriber::NoSubscriber;

use super::fault::Fault;
use super::incoming::Changed;
use super::message::{Message, To, With};
use crate::config::Secret;

/// One request.
const PATIENCE: Duration = Duration::from_secs(10);
/// Where Slack wants answers to be sent; addresses elsewhere are not used.
const HOOKS: &str = "https://hooks.slack.com/";
/// Names replies of ours in their metadata.
const REPLY: &str = "rolecall_reply";
/// Methods for which the app has no scope, unless somebody gave it more than it asks for.
const FOREIGN: [&str; 3] = ["usergroups.list", "team.info", "emoji.list"];
/// Messages that are asked for at once.
const MANY: &str = "200";

/// A client for Slack.
pub type Client = SlackClient<SlackClientHyperHttpsConnector>;

/// Requests to Slack.
pub struct Api {
    client: std::sync::Arc<Client>,
    anywhere: bool,
}

/// What Slack says of a token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Identity {
    /// The workspace.
    pub team_id: String,
    /// The bot as a person.
    pub user_id: String,
    /// The bot as a bot.
    #[serde(default)]
    pub bot_id: Option<String>,
    /// Name of the workspace.
    #[serde(default)]
    pub team: Option<String>,
}

/// What Slack answers, as far as it matters.
#[derive(Debug, Default, Deserialize)]
pub struct Said {
    /// Of a message.
    #[serde(default)]
    pub ts: Option<String>,
    #[serde(default)]
    messages: Vec<Value>,
    #[serde(default)]
    user: Option<Value>,
    #[serde(default)]
    ok: Option<bool>,
}

/// What Slack says beside `missing_scope`.
#[derive(Debug, Deserialize)]
struct Provided {
    provided: String,
}

impl Provided {
    fn scopes(self) -> Vec<String> {
        self.provided.split(',').map(|scope| scope.trim().to_owned()).filter(|scope| !scope.is_empty()).collect()
    }
}

/// What Slack gives when the app is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// The bot's token.
    pub access_token: Secret,
    /// The workspace; nothing where it is a whole organization.
    pub team: Option<Team>,
    /// Whether it is a whole organization.
    pub is_enterprise_install: bool,
}

/// A workspace, as Slack names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Team {
    /// Its id.
    pub id: String,
    /// What people call it.
    #[serde(default)]
    pub name: Option<String>,
}

/// The same as it is written.
#[derive(Deserialize)]
struct Grant {
    access_token: String,
    token_type: String,
    team: Option<Team>,
    #[serde(default)]
    is_enterprise_install: bool,
}

/// A person, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// Whether they manage the workspace.
    pub admin: bool,
}

impl Api {
    /// For Slack itself, or for another address.
    ///
    /// # Errors
    /// If the machine has no certificates to check Slack's with.
    pub fn new(address: Option<&str>) -> std::io::Result<Api> {
        let provider = rustls::crypto::ring::default_provider();
        let builder = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider)?;
        let builder = if address.is_some() { builder.https_or_http() } else { builder.https_only() };
        let connector = SlackClientHyperHttpsConnector::from(builder.enable_http1().build());
        let connector = match address {
            Some(address) => connector.with_slack_api_url(address),
            None => connector,
        };
        Ok(Api { client: std::sync::Arc::new(SlackClient::new(connector)), anywhere: address.is_some() })
    }

    /// The client itself, for Socket Mode.
    pub fn client(&self) -> std::sync::Arc<Client> {
        std::sync::Arc::clone(&self.client)
    }

    /// Calls a method with JSON.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn post(
        &self,
        token: &SlackApiToken,
        method: &str,
        body: &(impl Serialize + Send + Sync),
    ) -> Result<Said, Fault> {
        let session = self.client.open_session(token);
        let call = session.http_session_api.http_post::<_, Said>(method, body, None);
        settled(timeout(PATIENCE, call).await)
    }

    /// Calls a method that takes no JSON.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn get(&self, token: &SlackApiToken, method: &str, values: &[(&str, &str)]) -> Result<Said, Fault> {
        let session = self.client.open_session(token);
        let values: Vec<(&str, Option<&str>)> = values.iter().map(|(n, v)| (*n, Some(*v))).collect();
        let call = session.http_session_api.http_get::<Said, _, _>(method, &values, None);
        settled(timeout(PATIENCE, call).await)
    }

    /// Who a token is.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn identity(&self, token: &SlackApiToken) -> Result<Identity, Fault> {
        let session = self.client.open_session(token);
        let nothing = json!({});
        let call = session.http_session_api.http_post::<_, Identity>("auth.test", &nothing, None);
        timeout(PATIENCE, call).await.map_err(|_| Fault::Silent)?.map_err(Fault::from)
    }

    /// The token for a code with which Slack sent somebody back. A code counts once.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn grant(&self, (id, secret): (&str, &Secret), code: &str) -> Result<Granted, Fault> {
        let connector = &self.client.http_api.connector;
        let address = connector.create_method_uri_path("oauth.v2.access").map_err(|_| Fault::Unreadable)?;
        let address = SlackClientHttpApiUri::create_url_with_params(address, &vec![("code", Some(code))]);
        let (address, id, secret) = (address.map_err(|_| Fault::Unreadable)?, id.into(), secret.expose().into());
        // The client would write the address down, and with it the code.
        let call = connector.http_get_with_client_secret(address, &id, &secret).with_subscriber(NoSubscriber::new());
        let grant: Grant = timeout(PATIENCE, call).await.map_err(|_| Fault::Silent)?.map_err(Fault::from)?;
        if grant.token_type != "bot" {
            return Err(Fault::Unreadable);
        }
        let Grant { access_token, team, is_enterprise_install, .. } = grant;
        Ok(Granted { access_token: Secret::new(access_token), team, is_enterprise_install })
    }

    /// What an app may do; nothing where Slack does not say. It says so beside a refusal, so something is asked for which the
    /// app has no scope.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn scopes(&self, token: &SlackApiToken) -> Result<Option<Vec<String>>, Fault> {
        for method in FOREIGN {
            let session = self.client.open_session(token);
            let nothing: [(&str, Option<&str>); 0] = [];
            let call = session.http_session_api.http_get::<Said, _, _>(method, &nothing, None);
            match timeout(PATIENCE, call).await.map_err(|_| Fault::Silent)? {
                Err(SlackClientError::ApiError(error)) if error.code == "missing_scope" => {
                    let body = error.http_response_body.unwrap_or_default();
                    return Ok(serde_json::from_str::<Provided>(&body).ok().map(Provided::scopes));
                }
                Err(error) => return Err(Fault::from(error)),
                Ok(_) => {}
            }
        }
        Ok(None)
    }

    /// Whether Socket Mode can be opened with an app's token; the address itself is not used.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn can_connect(&self, token: &SlackApiToken) -> Result<(), Fault> {
        self.post(token, "apps.connections.open", &json!({})).await.map(|_| ())
    }

    /// A new message, with its name in its metadata.
    pub(super) async fn post_message(
        &self,
        token: &SlackApiToken,
        to: To<'_>,
        message: &Message,
    ) -> Result<String, Fault> {
        let metadata = json!({ "event_type": REPLY, "event_payload": { "question": to.name } });
        let mut beside = json!({ "channel": to.channel, "metadata": metadata });
        if let Some(thread) = to.thread {
            beside["thread_ts"] = json!(thread);
        }
        let said = self.post(token, "chat.postMessage", &With { beside, message }).await?;
        said.ts.ok_or(Fault::Unreadable)
    }

    /// The message of ours that is there already, found by its metadata.
    pub(super) async fn find(&self, token: &SlackApiToken, to: To<'_>) -> Result<Option<String>, Fault> {
        let mut values = vec![("channel", to.channel), ("limit", MANY), ("include_all_metadata", "true")];
        let method = match to.thread {
            Some(thread) => {
                values.extend([("ts", thread), ("oldest", to.name)]);
                "conversations.replies"
            }
            None => "conversations.history",
        };
        let said = self.get(token, method, &values).await?;
        let ours =
            |m: &&Value| m["metadata"]["event_type"] == REPLY && m["metadata"]["event_payload"]["question"] == to.name;
        Ok(said.messages.iter().find(ours).and_then(|m| m["ts"].as_str()).map(str::to_owned))
    }

    /// A message as it stands; nothing where it is gone.
    pub(super) async fn message(
        &self,
        token: &SlackApiToken,
        (channel, ts): (&str, &str),
    ) -> Result<Option<Changed>, Fault> {
        // The message under which it stands may come first, whatever is asked for.
        let values =
            [("channel", channel), ("ts", ts), ("oldest", ts), ("latest", ts), ("inclusive", "true"), ("limit", MANY)];
        let said = self.get(token, "conversations.replies", &values).await?;
        let found = said.messages.into_iter().find(|m| m["ts"] == ts);
        Ok(found.and_then(|message| serde_json::from_value(message).ok()))
    }

    /// What somebody may do.
    pub(super) async fn rights(&self, token: &SlackApiToken, user: &str) -> Result<Rights, Fault> {
        let said = self.get(token, "users.info", &[("user", user)]).await?;
        let user = said.user.ok_or(Fault::Unreadable)?;
        Ok(Rights { admin: user["is_admin"] == true || user["is_owner"] == true })
    }

    /// A message to where Slack said that answers to a command or a button go. No token goes there.
    pub(super) async fn respond(&self, address: &str, body: &(impl Serialize + Send + Sync)) -> Result<(), Fault> {
        if !self.anywhere && !address.starts_with(HOOKS) {
            return Err(Fault::Refused { code: "foreign_response_url".to_owned(), needed: None });
        }
        let url = address.parse().map_err(|_| Fault::Unreadable)?;
        let span = tracing::Span::none();
        let context = SlackClientApiCallContext {
            rate_control_params: None,
            token: None,
            tracing_span: &span,
            is_sensitive_url: true,
        };
        let call = self.client.http_api.connector.http_post_uri::<_, Said>(url, body, context);
        settled(timeout(PATIENCE, call).await).map(|_| ())
    }
}

fn settled(done: Result<Result<Said, SlackClientError>, tokio::time::error::Elapsed>) -> Result<Said, Fault> {
    match done {
        Err(_) => Err(Fault::Silent),
        Ok(Err(error)) => Err(Fault::from(error)),
        Ok(Ok(Said { ok: Some(false), .. })) => Err(Fault::Refused { code: "unknown_error".to_owned(), needed: None }),
        Ok(Ok(said)) => Ok(said),
    }
}

/// A token, as the client takes it.
pub fn token(secret: &Secret) -> SlackApiToken {
    SlackApiToken::new(secret.expose().into())
}
