//! Reaching Slack, and staying reachable.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use slack_morphism::prelude::SlackApiToken;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, sleep, sleep_until};

use super::api::{Api, Identity, token};
use super::app::{App, PLATFORM};
use super::fault::{Cure, Fault};
use super::http;
use super::left;
use super::message::{Message, To};
use super::mrkdwn::Markup;
use super::outbox;
use super::render::limits::TEXT;
use super::seats::{READY, Seats};
use super::socket::{Connections, Sign};
use super::workspaces::Workspace;
use super::{install, installed};
use crate::config::{self, Secret};
use crate::platform::digest;
use crate::platform::ground::Ground;
use crate::platform::up::Up;
use crate::store::ServerSetting;

/// Attempts to reach Slack at the start.
const ATTEMPTS: u32 = 6;
/// How long stopping may take.
const STOP: Duration = Duration::from_secs(8);

/// What it takes to start.
pub struct Setup {
    /// How to reach Slack.
    pub config: config::Slack,
    /// What it stands on.
    pub ground: Ground,
    /// Whether Slack is reached.
    pub up: Up,
}

/// Why it does not go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// The bot's token.
    #[error("Slack refuses the bot token: `{0}`")]
    BotToken(String),
    /// The app's token.
    #[error("Slack refuses the app token: `{0}`")]
    AppToken(String),
    /// Socket Mode was switched off.
    #[error("Socket Mode is switched off for the app")]
    SocketOff,
    /// Nothing was heard.
    #[error("Slack cannot be reached: {0}")]
    Unreachable(String),
    /// No hello.
    #[error("Slack did not say hello within {} s", READY.as_secs())]
    Silent,
    /// The store.
    #[error("{0}")]
    Store(String),
    /// No certificates.
    #[error("the machine's certificates cannot be read: {0}")]
    Certificates(String),
}

impl Ended {
    /// Whether it will be so until somebody changes something.
    pub fn lasts(&self) -> bool {
        matches!(self, Ended::BotToken(_) | Ended::AppToken(_) | Ended::SocketOff)
    }

    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            Ended::BotToken(_) => "copy the token again from the app's page \"OAuth & Permissions\"",
            Ended::AppToken(_) => {
                "make an app-level token with the scope `connections:write` on the app's page \"Basic Information\""
            }
            Ended::SocketOff => "switch it on on the app's page \"Socket Mode\", or use `SLACK_SIGNING_SECRET`",
            Ended::Unreachable(_) | Ended::Silent => "check the network and https://slack-status.com, and start again",
            Ended::Store(_) => "check `DATABASE_URL` and that its folder can be written",
            Ended::Certificates(_) => "install the package `ca-certificates`",
        }
    }
}

/// Slack, reached and ready to be served.
pub struct Slack {
    app: Arc<App>,
    signing_secrets: Vec<Secret>,
    socket: Option<(SlackApiToken, u32)>,
    up: Up,
}

/// Reaches Slack: tokens are checked, and what the store knows is read.
///
/// # Errors
/// Why it cannot be reached.
pub async fn prepare(setup: Setup) -> Result<Slack, Ended> {
    let Setup { config, ground, up } = setup;
    let api = Api::new(config.api.as_deref()).map_err(|error| Ended::Certificates(error.to_string()))?;
    let mut own = None;
    if let Some(secret) = &config.bot_token {
        let bot = token(secret);
        let identity = reached(|| api.identity(&bot)).await.map_err(bot_fault)?;
        tell(&identity);
        own = Some(Workspace::new(bot, identity));
    }
    let socket = config.app_token.as_ref().map(|secret| (token(secret), config.connections));
    if let Some((app_token, _)) = &socket {
        reached(|| api.can_connect(app_token)).await.map_err(app_fault)?;
    }
    let app = App::prepare(ground, api, config.install.as_ref()).await.map_err(|e| Ended::Store(e.to_string()))?;
    if let Some(own) = own {
        app.workspaces.own(own);
    }
    Ok(Slack { app: Arc::new(app), signing_secrets: config.signing_secrets, socket, up })
}

fn tell(identity: &Identity) {
    tracing::info!(workspace = identity.team.as_deref().unwrap_or("unnamed"), "Slack takes the bot token");
}

/// Tries until Slack answers.
async fn reached<T, F: Future<Output = Result<T, Fault>>>(ask: impl Fn() -> F) -> Result<T, Fault> {
    let mut pause = Duration::from_millis(300);
    let mut attempt = 1;
    loop {
        let fault = match ask().await {
            Ok(answer) => return Ok(answer),
            Err(fault) => fault,
        };
        let wait = match fault.cure() {
            Cure::Wait(wait) => wait,
            Cure::Look => pause,
            _ => return Err(fault),
        };
        if attempt >= ATTEMPTS {
            return Err(fault);
        }
        tracing::warn!(attempt, reason = %fault, "trying again");
        sleep(wait).await;
        pause *= 2;
        attempt += 1;
    }
}

/// What a fault with the bot's token means for the program.
pub fn bot_fault(fault: Fault) -> Ended {
    match fault {
        Fault::Refused { code, .. } => Ended::BotToken(code),
        other => Ended::Unreachable(other.to_string()),
    }
}

/// What a fault with the app's token means for the program.
pub fn app_fault(fault: Fault) -> Ended {
    match fault {
        Fault::Refused { code, .. } => Ended::AppToken(code),
        other => Ended::Unreachable(other.to_string()),
    }
}

/// The routes to which Slack comes over HTTP, where a signing secret is configured, and those at which people install the app,
/// where they can.
pub fn router(slack: &Slack) -> Router {
    let (app, secrets) = (Arc::clone(&slack.app), slack.signing_secrets.clone());
    let deliveries = if secrets.is_empty() { Router::new() } else { http::router(Arc::clone(&app), secrets) };
    deliveries.merge(install::router(app))
}

/// Answers until it is told to stop: over Socket Mode where there is an app token, beside the web server in any case.
///
/// # Errors
/// Why it cannot go on.
pub async fn run(slack: Slack, stop: impl Future<Output = ()>) -> Result<(), Ended> {
    let Slack { app, socket, up, .. } = slack;
    let result = match &socket {
        Some((token, count)) => connected(&app, (token, *count), &up, stop).await,
        None => {
            tracing::info!("Slack comes over HTTP");
            up.set(true);
            tokio::select! {
                () = stop => {}
                () = left::watch(&app) => {}
                () = digests(&app) => {}
                () = installed::watch(&app) => {}
                () = app.settings.watch(&app.keeper) => {}
            }
            Ok(())
        }
    };
    up.set(false);
    let finished = app.finish(STOP).await;
    app.keeper.flush().await;
    let (sent, lost) = app.counts.so_far();
    tracing::info!(sent, lost, finished, "Slack is left");
    result
}

/// Sends the weekly digests, for ever.
async fn digests(app: &App) {
    let send = |setting: ServerSetting, text: String| async move {
        let Some(workspace) = app.workspaces.of(Some(&setting.server)) else { return false };
        let message = Message { text: Markup::plain(&text).cut(TEXT), blocks: Vec::new() };
        let (Some(channel), name) = (setting.digest, format!("digest/{}", app.now())) else { return false };
        let to = To { channel: &channel, thread: None, name: &name, doubtful: false };
        // What went wrong is logged where it is sent.
        outbox::post(app, &workspace, to, &message).await.is_ok()
    };
    digest::watch(PLATFORM, (&app.answering, &app.keeper, &app.claims), app.clock(), send).await;
}

async fn connected(
    app: &Arc<App>,
    (token, count): (&SlackApiToken, u32),
    up: &Up,
    stop: impl Future<Output = ()>,
) -> Result<(), Ended> {
    let (signs, heard) = unbounded_channel();
    let connections = Connections::open(app, token, count, signs).await;
    let result = tokio::select! {
        ended = watch(&connections, Seats::new(count, Instant::now()), heard, up) => Err(ended),
        () = left::watch(app) => Ok(()),
        () = digests(app) => Ok(()),
        () = installed::watch(app) => Ok(()),
        () = app.settings.watch(&app.keeper) => Ok(()),
        () = stop => Ok(()),
    };
    connections.close().await;
    result
}

/// Ends where no connection is ever ready, or Socket Mode is switched off. The client renews connections that are lost; one
/// that does not come back in time is given up for another.
async fn watch(connections: &Connections, mut seats: Seats, mut heard: UnboundedReceiver<Sign>, up: &Up) -> Ended {
    let mut ready = false;
    loop {
        let sign = tokio::select! {
            sign = heard.recv() => sign,
            () = come(seats.next()) => {
                let late = seats.late(Instant::now());
                if !ready {
                    return Ended::Silent;
                }
                for id in late {
                    tracing::warn!("a connection does not come back, and is given up for another");
                    connections.renew(&id).await;
                }
                continue;
            }
        };
        match sign {
            Some(Sign::Ready(id)) => {
                ready = true;
                seats.ready(&id);
                tracing::info!("connected");
            }
            Some(Sign::Lost(id)) => {
                if seats.lost(&id, Instant::now()) {
                    tracing::info!("a connection is renewed");
                }
            }
            Some(Sign::Off) => return Ended::SocketOff,
            None => return Ended::Silent,
        }
        up.set(seats.any());
    }
}

/// Waits for a moment; for ever where there is none.
async fn come(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}
