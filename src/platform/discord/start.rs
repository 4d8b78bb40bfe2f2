//! Connecting to Discord, and staying connected.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serenity::all::{ApplicationFlags, GatewayIntents};
use serenity::gateway::GatewayError;
use serenity::http::{Http, HttpBuilder, HttpError};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, sleep, sleep_until};

use crate::config::Discord;
use crate::metrics;
use crate::platform::digest;
use crate::platform::ground::Ground;
use crate::platform::up::Up;
use crate::store::ServerSetting;

use super::app::{App, PLATFORM};
use super::commands;
use super::fleet::{BETWEEN, Fleet, Reach};
use super::handler::Sign;
use super::lanes::Lanes;
use super::missed;
use super::outbox;
use super::payload::Payload;
use super::render::limits::{CONTENT, cut};

/// A shard that is not ready, or not back, within this is a fault.
const READY: Duration = Duration::from_secs(60);
/// Attempts to reach Discord at the start.
const ATTEMPTS: u32 = 6;
/// Between two attempts to register the commands.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(10 * 60);
/// How long stopping may take.
const STOP: Duration = Duration::from_secs(5);

/// What it takes to start.
pub struct Setup {
    /// How to reach Discord.
    pub config: Discord,
    /// What it stands on.
    pub ground: Ground,
    /// Whether every shard is connected.
    pub up: Up,
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
    /// Whether it will be so until somebody changes something: starting again is of no use.
    pub fn lasts(&self) -> bool {
        matches!(self, Ended::Token | Ended::Intents | Ended::Refused(_))
    }

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
    let Setup { config, ground, up } = setup;
    let http = Arc::new(http(&config));
    let about = reach(&http).await?;
    tell_intents(about.reads_content);
    let app = App::prepare(ground, Lanes::of(&http), about.reads_content).await;
    let app = Arc::new(app.map_err(|error| Ended::Store(error.to_string()))?);
    let (signs, heard) = unbounded_channel();
    let reach = Reach {
        app: Arc::clone(&app),
        http: Arc::clone(&http),
        config,
        gateway: about.gateway.clone(),
        intents: intents(&about),
        signs,
    };
    let mut fleet = Fleet::new(reach, about.shards);
    let (total, first) = (fleet.total(), Notify::new());
    let result = tokio::select! {
        ended = fleet.run() => Err(ended),
        silent = watch(heard, (total, &up, &first), READY) => Err(silent),
        () = register(&app, &http, &first) => Ok(()),
        () = missed::watch(&app, &http) => Ok(()),
        () = digests(&app, &http) => Ok(()),
        () = app.settings.watch(&app.keeper) => Ok(()),
        () = stop => Ok(()),
    };
    up.set(false);
    if result.is_ok() {
        fleet.close().await;
        app.claims.finish(STOP).await;
    }
    app.keeper.flush().await;
    fleet.release().await;
    let (sent, lost) = app.counts.so_far();
    tracing::info!(sent, lost, "Discord is left");
    result
}

/// Sends the weekly digests, for ever.
async fn digests(app: &App, http: &Http) {
    let send = |setting: ServerSetting, text: String| async move {
        let Some(channel) = setting.digest.and_then(|channel| channel.parse().ok()) else { return false };
        // What went wrong is logged where it is sent.
        let payload = Payload::text(cut(&text, CONTENT)).once(format!("week-{channel}"));
        outbox::create(app, http, channel, &payload).await.is_ok()
    };
    digest::watch(PLATFORM, (&app.answering, &app.keeper, &app.claims), app.clock(), send).await;
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

fn intents(about: &About) -> GatewayIntents {
    let mut intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    intents.set(GatewayIntents::MESSAGE_CONTENT, about.reads_content);
    intents
}

/// Ends where a shard is not ready, or not back, within so long; says when the first shard is.
async fn watch(mut heard: UnboundedReceiver<Sign>, (total, up, first): (u32, &Up, &Notify), within: Duration) -> Ended {
    let (mut ours, mut missing) = (BTreeSet::new(), BTreeSet::new());
    let mut deadline = Instant::now() + within;
    let mut looked = false;
    loop {
        let sign = tokio::select! {
            sign = heard.recv() => sign,
            () = sleep_until(deadline), if !missing.is_empty() => return Ended::Silent,
        };
        match sign {
            Some(Sign::Wanted(shard)) => {
                ours.insert(shard);
                missing.insert(shard);
                let before = u32::try_from(missing.len()).unwrap_or(u32::MAX).saturating_sub(1);
                deadline = Instant::now() + within + BETWEEN.saturating_mul(before);
            }
            Some(Sign::Left(shard)) => {
                ours.remove(&shard);
                missing.remove(&shard);
            }
            Some(Sign::Looked) => looked = true,
            Some(Sign::Ready(shard) | Sign::Resumed(shard)) => {
                missing.remove(&shard);
                metrics::shard(shard, true);
                tracing::info!(shard, total, "connected");
            }
            Some(Sign::Lost(shard)) if ours.contains(&shard) => {
                tracing::info!(shard, "the connection is lost, connecting again");
                metrics::shard(shard, false);
                missing.insert(shard);
                deadline = Instant::now() + within;
            }
            Some(Sign::Lost(_)) => {}
            None => return Ended::Silent,
        }
        up.set(looked && missing.is_empty());
        if missing.is_empty() && ours.contains(&0) {
            first.notify_one();
        }
    }
}

/// Tells Discord of the commands once the first shard is ready, until it takes them; meanwhile it keeps the old ones.
async fn register(app: &App, http: &Http, first: &Notify) {
    first.notified().await;
    let ours = commands::all(app.answering.bot().knowledge());
    let mut pause = FIRST_PAUSE;
    let changes = loop {
        match commands::register(http, &ours).await {
            Ok(changes) => break changes.len(),
            Err(error) => {
                let (reason, retry_s) = (reason(&error), pause.as_secs());
                tracing::error!(%reason, retry_s, "the commands could not be registered");
            }
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    };
    tracing::info!(changes, "the commands are registered");
    std::future::pending().await
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

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::UnboundedSender;
    use tokio::time::timeout;

    use super::*;

    const WITHIN: Duration = Duration::from_millis(100);

    /// What the watch comes to within a while, after these signs, and whether all was well last.
    async fn watched(signs: &[Sign]) -> (Option<Ended>, bool) {
        let (to, heard): (UnboundedSender<Sign>, _) = unbounded_channel();
        signs.iter().for_each(|sign| to.send(*sign).unwrap());
        let (up, first) = (Up::default(), Notify::new());
        let ended = timeout(WITHIN * 4, watch(heard, (1, &up, &first), WITHIN)).await;
        (ended.ok(), up.is())
    }

    #[tokio::test]
    async fn a_gateway_that_does_not_say_ready_in_time_is_an_end_and_one_that_does_is_none() {
        let (wanted, looked) = (Sign::Wanted(0), Sign::Looked);
        assert_eq!(watched(&[wanted, looked]).await, (Some(Ended::Silent), false));
        assert_eq!(watched(&[wanted, looked, Sign::Ready(0)]).await, (None, true));
        assert_eq!(watched(&[wanted, looked, Sign::Ready(0), Sign::Lost(0)]).await, (Some(Ended::Silent), false));
        assert_eq!(watched(&[wanted, looked, Sign::Ready(0), Sign::Lost(0), Sign::Resumed(0)]).await, (None, true));
        assert_eq!(watched(&[wanted, looked, Sign::Ready(0), Sign::Left(0), Sign::Lost(0)]).await, (None, true));
    }
}
