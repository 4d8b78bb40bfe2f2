//! `serve`: the page and every platform that is configured, until it is told to stop.

mod platforms;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::config;
use crate::loading::{LoadError, Origin};
use crate::metrics;
use crate::platform::answering::Answering;
use crate::platform::ground::Ground;
use crate::platform::up::Up;
use crate::platform::{discord, slack};
use crate::store::{self, Keeper, Retention, StoreError};
use crate::web::{self, Check};
use platforms::Platforms;

/// Between two looks for what is of no use any more: what was said is to be forgotten after ten minutes.
const PURGE: Duration = Duration::from_secs(5 * 60);
/// How long stopping may take, all platforms together.
const STOP: Duration = Duration::from_secs(10);

/// What is to be served.
pub struct Setup {
    /// Where the knowledge base is.
    pub origin: Origin,
    /// The day on which ages are counted, where it is set.
    pub today: Option<Date>,
    /// Where things are remembered.
    pub store: config::Store,
    /// How to reach Discord, if it is to be.
    pub discord: Option<config::Discord>,
    /// How to reach Slack, if it is to be.
    pub slack: Option<config::Slack>,
    /// Where the page is, if there is to be one.
    pub web: Option<config::Web>,
    /// How often people may ask in Discord and Slack.
    pub limits: config::Limits,
    /// How processes that share the store share the work.
    pub replicas: config::Replicas,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

/// Why serving ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The knowledge base.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Discord.
    #[error(transparent)]
    Discord(#[from] discord::Ended),
    /// Slack.
    #[error(transparent)]
    Slack(#[from] slack::Ended),
    /// The page.
    #[error(transparent)]
    Web(#[from] web::WebError),
    /// A thread broke off.
    #[error("loading broke off")]
    Broken,
}

/// Serves until it is told to stop.
///
/// # Errors
/// Why it cannot go on.
pub async fn run(setup: Setup, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
    let Setup { origin, today, store, discord, slack, web, limits, replicas, clock } = setup;
    // A port that is taken is told before anything else is done.
    let listener = match &web {
        Some(web) => Some(web::listen(web).await?),
        None => None,
    };
    // The knowledge base is read while the store is opened.
    let loading = tokio::task::spawn_blocking(move || Answering::load(origin, today));
    metrics::start();
    let keeper = store::start(&store).await?;
    let purging = tokio::spawn(purge(keeper.clone(), store.retention, clock));
    let answering = Arc::new(loading.await.map_err(|_| ServeError::Broken)??);
    answering.write_down(keeper.clone());
    let bot = answering.bot();
    let index = if bot.understanding().is_opened() { "as stored" } else { "built anew" };
    tracing::info!(entries = bot.knowledge().entries().len(), from = %answering.origin(), index, "ready to answer");

    let ground = Ground { answering: Arc::clone(&answering), keeper: keeper.clone(), limits, replicas, clock };
    let mut platforms = Platforms::new();
    let mut checks = vec![web::knowledge_check(&answering), web::store_check(&keeper)];
    if discord.is_none() {
        tracing::info!("`DISCORD_TOKEN` is not set: Discord is off");
    }
    if let Some(config) = discord {
        let up = Up::default();
        checks.push(Check::up("discord", "no shard is connected", &up));
        let setup = discord::Setup { config, ground: ground.clone(), up };
        platforms.add(discord::run(setup, platforms.stopped()));
    }
    let mut mounted = web::Mounted::default();
    if let Some(config) = slack {
        let up = Up::default();
        checks.push(Check::up("slack", "no connection is ready", &up));
        let setup = slack::Setup { config, ground, up };
        let slack = slack::prepare(setup).await?;
        mounted.open = mounted.open.merge(slack::router(&slack));
        platforms.add(slack::run(slack, platforms.stopped()));
    }
    if let (Some(config), Some(listener)) = (web, listener) {
        let gauges = metrics::Gauges::new(Arc::clone(&answering), keeper.clone(), clock);
        mounted.guarded = mounted.guarded.merge(metrics::router(gauges));
        let setup = web::Setup { config, answering, keeper: keeper.clone(), checks, mounted, clock };
        platforms.add(web::run(setup, listener, platforms.stopped()));
    }
    let result = platforms.until(stop, STOP).await;
    purging.abort();
    keeper.flush().await;
    result
}

/// Forgets at the start, for processes that never run long, and then again and again.
async fn purge(keeper: Keeper, retention: Retention, clock: fn() -> Timestamp) {
    loop {
        match keeper.store().purge(&retention, clock()).await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "forgot what is of no use any more"),
            Err(error) => tracing::warn!(%error, "nothing is forgotten"),
        }
        tokio::time::sleep(PURGE).await;
    }
}
