//! A bot on raw slack-morphism that answers everything with one constant message: the least that a bot can cost.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use slack_morphism::prelude::*;
use slack_morphism::signature_verifier::SlackEventSignatureVerifier;

type Connector = SlackClientHyperHttpsConnector;
type Client = SlackClient<Connector>;

fn content() -> SlackMessageContent {
    SlackMessageContent::new().with_text("A senior MLOps engineer: $185K–$285K a year [KORE1]".to_owned())
}

fn mentioned(callback: SlackPushEventCallback, client: Arc<Client>) {
    if let SlackEventCallbackBody::AppMention(event) = callback.event {
        // What comes is acknowledged when this returns.
        tokio::spawn(async move {
            let token = SlackApiToken::new(std::env::var("SLACK_BOT_TOKEN").unwrap().into());
            let post = SlackApiChatPostMessageRequest::new(event.channel, content()).with_thread_ts(event.origin.ts);
            client.open_session(&token).chat_post_message(&post).await.expect("a reply");
        });
    }
}

fn typed(event: SlackCommandEvent, client: Arc<Client>) {
    tokio::spawn(async move {
        let message = SlackApiPostWebhookMessageRequest::new(content());
        client.post_webhook_message(event.response_url.value(), &message).await.expect("a reply");
    });
}

async fn event(
    callback: SlackPushEventCallback,
    client: Arc<Client>,
    _: SlackClientEventsUserState,
) -> UserCallbackResult<()> {
    mentioned(callback, client);
    Ok(())
}

async fn command(
    command: SlackCommandEvent,
    client: Arc<Client>,
    _: SlackClientEventsUserState,
) -> UserCallbackResult<SlackCommandEventResponse> {
    typed(command, client);
    Ok(SlackCommandEventResponse::new(SlackMessageContent::new()))
}

/// Runs until it is ended; over HTTP where there is a port to listen at.
pub async fn run(api: &str, port: Option<&str>) {
    let https = hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
        .expect("certificates")
        .https_or_http()
        .enable_http1()
        .build();
    let client = Arc::new(SlackClient::new(Connector::from(https).with_slack_api_url(api)));
    match port {
        Some(port) => over_http(client, port).await,
        None => over_a_socket(client).await,
    }
}

async fn over_a_socket(client: Arc<Client>) {
    let environment = Arc::new(SlackClientEventsListenerEnvironment::new(client));
    let callbacks = SlackSocketModeListenerCallbacks::new().with_push_events(event).with_command_events(command);
    let config = SlackClientSocketModeConfig::new().with_initial_backoff_in_seconds(1);
    let listener = SlackClientSocketModeListener::new(&config, environment, callbacks);
    let token = SlackApiToken::new(std::env::var("SLACK_APP_TOKEN").unwrap().into());
    listener.listen_for(&token).await.expect("a token");
    listener.start().await;
    std::future::pending::<()>().await;
}

/// What comes over HTTP: signed, of any kind.
struct Http {
    client: Arc<Client>,
    signatures: SlackEventSignatureVerifier,
}

impl Http {
    fn is_signed(&self, headers: &HeaderMap, body: &str) -> bool {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let hash = header(SlackEventSignatureVerifier::SLACK_SIGNED_HASH_HEADER);
        let at = header(SlackEventSignatureVerifier::SLACK_SIGNED_TIMESTAMP);
        self.signatures.verify(hash, body, at).is_ok()
    }
}

async fn over_http(client: Arc<Client>, port: &str) {
    let secret = SlackSigningSecret::new(std::env::var("SLACK_SIGNING_SECRET").unwrap());
    let http = Arc::new(Http { client, signatures: SlackEventSignatureVerifier::new(&secret) });
    let events = async |State(http): State<Arc<Http>>, headers: HeaderMap, body: String| {
        let signed = http.is_signed(&headers, &body);
        let event = serde_json::from_str(&body).ok().filter(|_| signed);
        let Some(SlackPushEvent::EventCallback(event)) = event else { return StatusCode::UNAUTHORIZED };
        mentioned(event, Arc::clone(&http.client));
        StatusCode::OK
    };
    let commands = async |State(http): State<Arc<Http>>, headers: HeaderMap, body: String| {
        let fields = form_urlencoded::parse(body.as_bytes()).map(|(name, value)| (name.into(), value.into()));
        let event = serde_json::from_value(serde_json::Value::Object(fields.collect()));
        let Some(event) = event.ok().filter(|_| http.is_signed(&headers, &body)) else {
            return StatusCode::UNAUTHORIZED;
        };
        typed(event, Arc::clone(&http.client));
        StatusCode::OK
    };
    let router = Router::new().route("/slack/events", post(events)).route("/slack/commands", post(commands));
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("the port");
    axum::serve(listener, router.with_state(http)).await.expect("a server");
}
