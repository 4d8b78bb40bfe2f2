//! `serve`: every platform that is configured, until it is told to stop.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::config;
use crate::loading::{LoadError, Origin};
use crate::platform::answering::Answering;
use crate::platform::discord;
use crate::store::{self, Keeper, Retention, StoreError};

/// Between two looks for what is of no use any more.
const PURGE: Duration = Duration::from_secs(6 * 60 * 60);

/// What is to be served.
pub struct Setup {
    /// Where the knowledge base is.
    pub origin: Origin,
    /// The day on which ages are counted, where it is set.
    pub today: Option<Date>,
    /// Where things are remembered.
    pub store: config::Store,
    /// How to reach Discord.
    pub discord: config::Discord,
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
    /// A thread broke off.
    #[error("loading broke off")]
    Broken,
}

/// Serves until it is told to stop.
///
/// # Errors
/// Why it cannot go on.
pub async fn run(setup: Setup, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
    let Setup { origin, today, store, discord, clock } = setup;
    // The knowledge base is read while the store is opened.
    let loading = tokio::task::spawn_blocking(move || Answering::load(origin, today));
    let keeper = store::start(&store).await?;
    tokio::spawn(purge(keeper.clone(), clock));
    let answering = Arc::new(loading.await.map_err(|_| ServeError::Broken)??);
    answering.write_down(keeper.clone());
    tracing::info!(entries = answering.bot().knowledge().entries().len(), from = %answering.origin(), "ready to answer");
    discord::run(discord::Setup { config: discord, answering, keeper, clock }, stop).await?;
    Ok(())
}

async fn purge(keeper: Keeper, clock: fn() -> Timestamp) {
    loop {
        tokio::time::sleep(PURGE).await;
        match keeper.store().purge(&Retention::default(), clock()).await {
            Ok(rows) => tracing::info!(rows, "forgot what is of no use any more"),
            Err(error) => tracing::warn!(%error, "nothing is forgotten"),
        }
    }
}
