//! A bot on raw slack-morphism that answers everything with one constant message: the least that a bot can cost.

use std::sync::Arc;

use slack_morphism::prelude::*;

type Connector = SlackClientHyperHttpsConnector;
type Client = SlackClient<Connector>;

fn content() -> SlackMessageContent {
    SlackMessageContent::new().with_text("A senior MLOps engineer: $185K–$285K a year [KORE1]".to_owned())
}

async fn mentioned(
    callback: SlackPushEventCallback,
    client: Arc<Client>,
    _: SlackClientEventsUserState,
) -> UserCallbackResult<()> {
    if let SlackEventCallbackBody::AppMention(event) = callback.event {
        // The client acknowledges when this returns.
        tokio::spawn(async move {
            let token = SlackApiToken::new(std::env::var("SLACK_BOT_TOKEN").unwrap().into());
            let post = SlackApiChatPostMessageRequest::new(event.channel, content()).with_thread_ts(event.origin.ts);
            client.open_session(&token).chat_post_message(&post).await.expect("a reply");
        });
    }
    Ok(())
}

async fn typed(
    event: SlackCommandEvent,
    client: Arc<Client>,
    _: SlackClientEventsUserState,
) -> UserCallbackResult<SlackCommandEventResponse> {
    tokio::spawn(async move {
        let message = SlackApiPostWebhookMessageRequest::new(content());
        client.post_webhook_message(event.response_url.value(), &message).await.expect("a reply");
    });
    Ok(SlackCommandEventResponse::new(SlackMessageContent::new()))
}

/// Runs until it is ended.
pub async fn run(api: &str) {
    let https = hyper_rustls::HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
        .expect("certificates")
        .https_or_http()
        .enable_http1()
        .build();
    let client = Arc::new(SlackClient::new(Connector::from(https).with_slack_api_url(api)));
    let environment = Arc::new(SlackClientEventsListenerEnvironment::new(client));
    let callbacks = SlackSocketModeListenerCallbacks::new().with_push_events(mentioned).with_command_events(typed);
    let config = SlackClientSocketModeConfig::new().with_initial_backoff_in_seconds(1);
    let listener = SlackClientSocketModeListener::new(&config, environment, callbacks);
    let token = SlackApiToken::new(std::env::var("SLACK_APP_TOKEN").unwrap().into());
    listener.listen_for(&token).await.expect("a token");
    listener.start().await;
    std::future::pending::<()>().await;
}
