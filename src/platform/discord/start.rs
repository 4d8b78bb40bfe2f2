//! Connecting to Discord, and staying connected.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use serenity::all::{ApplicationFlags, Client, GatewayIntents};
use serenity::gateway::GatewayError;
use serenity::http::{Http, HttpBuilder, HttpError};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::config::{Discord, Shards};
use crate::platform::answering::Answering;
use crate::platform::up::Up;
use crate::store::Keeper;

use super::app::App;
use super::commands;
use super::handler::{Handler, Sign};

/// A shard that is not ready, or not back, within this is a fault.
const READY: Duration = Duration::from_secs(60);
/// Between the starts of two shards Discord wants this.
const BETWEEN_SHARDS: Duration = Duration::from_secs(6);
/// Attempts to reach Discord at the start.
const ATTEMPTS: u32 = 6;
/// How long stopping may take.
const STOP: Duration = Duration::from_secs(5);

/// What it takes to start.
pub struct Setup {
    /// How to reach Discord.
    pub config: Discord,
    /// The bot.
    pub answering: Arc<Answering>,
    /// The store.
    pub keeper: Keeper,
    /// Whether every shard is connected.
    pub up: Up,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

/// Why it does not go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// 401 or close code 4004.
    #[error("Discord refuses the token")]
    Token,
    /// Close code 4014.
    #[error("Discord refuses an intent that is not switched on for the application")]
    Intents,
    /// Close code 4013, or another that says our request makes no sense.
    #[error("Discord does not understand what this version asks for: {0}")]
    Refused(String),
    /// Nothing was heard.
    #[error("Discord cannot be reached: {0}")]
    Unreachable(String),
    /// No READY.
    #[error("Discord did not say READY within {} s", READY.as_secs())]
    Silent,
    /// The store.
    #[error("{0}")]
    Store(String),
}

impl Ended {
    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            Ended::Token => "copy the token again from the page \"Bot\" of https://discord.com/developers/applications",
            Ended::Intents => "switch \"Message Content Intent\" on or off there for good, and start again",
            Ended::Refused(_) => "check `ROLECALL_DISCORD_SHARDS`, else look for a newer version",
            Ended::Unreachable(_) | Ended::Silent => "check the network and https://discordstatus.com, and start again",
            Ended::Store(_) => "check `DATABASE_URL` and that its folder can be written",
        }
    }
}

/// Answers until it is told to stop.
///
/// # Errors
/// Why it cannot go on.
pub async fn run(setup: Setup, stop: impl Future<Output = ()>) -> Result<(), Ended> {
    let http = http(&setup.config);
    let about = reach(&http).await?;
    tell_intents(about.reads_content);
    let Setup { config, answering, keeper, up, clock } = setup;
    let app = App::prepare(answering, keeper, about.reads_content, clock).await;
    let app = Arc::new(app.map_err(|error| Ended::Store(error.to_string()))?);
    let (signs, heard) = unbounded_channel();
    let shards = config.shards.unwrap_or(Shards { ours: 0..=about.shards.saturating_sub(1), total: about.shards });
    let mut client = client(http, &about, &app, signs).await?;
    let (manager, http) = (Arc::clone(&client.shard_manager), Arc::clone(&client.http));
    let (first, last) = (*shards.ours.start(), *shards.ours.end());
    let result = tokio::select! {
        // serenity takes the end of this range as the last shard.
        ended = client.start_shard_range(first..last, shards.total) => ended.map_err(|error| reason(&error)),
        silent = watch(heard, &app, &http, &shards, &up) => Err(silent),
        () = stop => Ok(()),
    };
    up.set(false);
    if result.is_ok() {
        // A connection that does not close properly does not keep the program from ending.
        let _ = timeout(STOP, manager.shutdown_all()).await;
    }
    app.keeper.flush().await;
    let (sent, lost) = (app.counts.sent.load(Ordering::Relaxed), app.counts.lost.load(Ordering::Relaxed));
    tracing::info!(sent, lost, "Discord is left");
    result
}

/// A client for the REST interface.
pub fn http(config: &Discord) -> Http {
    let builder = HttpBuilder::new(config.token.expose());
    match &config.proxy {
        // The proxy keeps the limits; serenity ignores it unless its own limiter is off.
        Some(proxy) => builder.proxy(proxy.clone()).ratelimiter_disabled(true).build(),
        None => builder.build(),
    }
}

/// What Discord says of the application.
struct About {
    gateway: String,
    shards: u32,
    reads_content: bool,
}

async fn reach(http: &Http) -> Result<About, Ended> {
    let mut pause = Duration::from_millis(300);
    for attempt in 1.. {
        let error = match tokio::try_join!(http.get_bot_gateway(), http.get_current_application_info()) {
            Ok((gateway, info)) => {
                http.set_application_id(info.id);
                let content =
                    ApplicationFlags::GATEWAY_MESSAGE_CONTENT | ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED;
                let reads_content = info.flags.is_some_and(|flags| flags.intersects(content));
                return Ok(About { gateway: gateway.url, shards: gateway.shards.max(1), reads_content });
            }
            Err(error) => reason(&error),
        };
        if attempt >= ATTEMPTS || !matches!(error, Ended::Unreachable(_)) {
            return Err(error);
        }
        tracing::warn!(attempt, reason = %error, "trying again");
        sleep(pause).await;
        pause *= 2;
    }
    Err(Ended::Silent)
}

fn tell_intents(reads_content: bool) {
    if !reads_content {
        tracing::info!(
            "the Message Content intent is off: mentions, private messages and commands are answered, \
             channels set to listen are not"
        );
    }
}

async fn client(
    http: Http,
    about: &About,
    app: &Arc<App>,
    signs: tokio::sync::mpsc::UnboundedSender<Sign>,
) -> Result<Client, Ended> {
    let mut intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    intents.set(GatewayIntents::MESSAGE_CONTENT, about.reads_content);
    let handler = Arc::new(Handler { app: Arc::clone(app), signs });
    let client = serenity::client::ClientBuilder::new_with_http(http, intents)
        .event_handler_arc(Arc::clone(&handler))
        .raw_event_handler(Handler { app: Arc::clone(app), signs: handler.signs.clone() })
        .await
        .map_err(|error| reason(&error))?;
    // Where serenity could not ask for the address it takes Discord's own, past any proxy: the one that was given counts.
    *client.ws_url.lock().await = about.gateway.clone();
    Ok(client)
}

/// Ends where a shard is not ready, or not back, in time.
async fn watch(mut heard: UnboundedReceiver<Sign>, app: &App, http: &Http, shards: &Shards, up: &Up) -> Ended {
    let all: BTreeSet<u32> = shards.ours.clone().collect();
    let mut missing = all.clone();
    let starts = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let mut deadline = Instant::now() + READY + BETWEEN_SHARDS.saturating_mul(starts.saturating_sub(1));
    let mut registered = false;
    loop {
        let sign = tokio::select! {
            sign = heard.recv() => sign,
            () = sleep_until(deadline), if !missing.is_empty() => return Ended::Silent,
        };
        match sign {
            Some(Sign::Ready(shard) | Sign::Resumed(shard)) => {
                missing.remove(&shard);
                tracing::info!(shard, total = shards.total, "connected");
            }
            Some(Sign::Lost(shard)) => {
                tracing::info!(shard, "the connection is lost, connecting again");
                missing.insert(shard);
                deadline = Instant::now() + READY;
            }
            None => return Ended::Silent,
        }
        up.set(missing.is_empty());
        if missing.is_empty() && !registered && all.contains(&0) {
            registered = true;
            register(app, http).await;
        }
    }
}

/// Tells Discord of the commands; a failure leaves the old ones in place.
async fn register(app: &App, http: &Http) {
    let ours = commands::all(app.answering.bot().knowledge());
    match commands::register(http, &ours).await {
        Ok(changes) => tracing::info!(changes = changes.len(), "the commands are registered"),
        Err(error) => tracing::error!(reason = %reason(&error), "the commands could not be registered"),
    }
}

/// What an error means for the program; says nothing of addresses or tokens.
pub fn reason(error: &serenity::Error) -> Ended {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication) => Ended::Token,
        serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents) => Ended::Intents,
        serenity::Error::Gateway(other) => Ended::Refused(other.to_string()),
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => match response.status_code.as_u16() {
            401 => Ended::Token,
            status => Ended::Unreachable(format!("it answers {status}")),
        },
        serenity::Error::Http(_) => Ended::Unreachable("no connection".to_owned()),
        serenity::Error::Json(_) => Ended::Refused("an answer of it cannot be read".to_owned()),
        _ => Ended::Unreachable("the connection broke off".to_owned()),
    }
}
