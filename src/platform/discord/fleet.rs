//! The shards of this process. Each is a connection of its own; which ones run here is said by the configuration, or
//! shared out among the processes of one store by leases: each takes its fair part of those that nobody has.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serenity::all::{ClientBuilder, GatewayIntents, ShardManager};
use serenity::http::Http;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::app::App;
use super::handler::{Handler, Sign};
use super::start::{self, Ended};
use crate::config::{Discord, Shards};
use crate::metrics;
use crate::store::{Store, StoreError, person};

/// Between the starts of two shards Discord wants five seconds.
pub(super) const BETWEEN: Duration = Duration::from_millis(5_500);
/// Between two looks while there is more to start.
const SOON: Duration = Duration::from_millis(500);
/// A lease is renewed so often while it runs.
const RENEWALS: u32 = 3;
/// How long a connection may take to close.
const CLOSING: Duration = Duration::from_secs(5);

/// What every connection needs.
pub(super) struct Reach {
    pub(super) app: Arc<App>,
    /// For everything that is sent, whichever shard leads to it: limits are counted in one place.
    pub(super) http: Arc<Http>,
    pub(super) config: Discord,
    pub(super) gateway: String,
    pub(super) intents: GatewayIntents,
    pub(super) signs: UnboundedSender<Sign>,
}

/// How it is said which shards run here.
enum Share {
    /// By the configuration, or because there is one process.
    Fixed(Vec<u32>),
    /// By leases.
    Leased {
        /// Since when the store has answered without a break; nothing where it does not.
        reached: Option<Instant>,
    },
}

/// The shards of this process.
pub(super) struct Fleet {
    reach: Reach,
    total: u32,
    share: Share,
    running: BTreeMap<u32, Arc<ShardManager>>,
    ended: JoinSet<(u32, serenity::Result<()>)>,
    last_start: Option<Instant>,
}

impl Fleet {
    /// Nothing runs yet; `advised` is how many shards Discord advises.
    pub(super) fn new(reach: Reach, advised: u32) -> Fleet {
        let shared = reach.app.keeper.store().is_shared();
        let (total, share) = match &reach.config.shards {
            Some(Shards { ours, total }) => (*total, Share::Fixed(ours.clone().collect())),
            None if shared => (advised, Share::Leased { reached: Instant::now().checked_sub(BETWEEN * 100) }),
            None => (advised, Share::Fixed((0..advised).collect())),
        };
        if let Share::Fixed(ours) = &share {
            for shard in ours {
                // The watch begins after this.
                let _ = reach.signs.send(Sign::Wanted(*shard));
            }
        }
        Fleet { reach, total, share, running: BTreeMap::new(), ended: JoinSet::new(), last_start: None }
    }

    /// Of all processes.
    pub(super) fn total(&self) -> u32 {
        self.total
    }

    /// Runs what is to run here, until one of them cannot go on.
    pub(super) async fn run(&mut self) -> Ended {
        loop {
            let wanted = self.wanted().await;
            self.sign(Sign::Looked);
            if let Some(shard) = wanted
                && self.may_start().await
                && let Err(ended) = self.start(shard).await
            {
                return ended;
            }
            let pause = match (&self.share, wanted) {
                (_, Some(_)) => SOON,
                (Share::Fixed(_), None) => CLOSING,
                (Share::Leased { .. }, None) => self.lease() / RENEWALS,
            };
            tokio::select! {
                Some(Ok((shard, ended))) = self.ended.join_next() => {
                    self.running.remove(&shard);
                    if let Err(error) = ended {
                        return start::reason(&error);
                    }
                }
                () = sleep(pause) => {}
            }
        }
    }

    /// The next shard that is to run here and does not.
    async fn wanted(&mut self) -> Option<u32> {
        match &self.share {
            Share::Fixed(ours) => ours.iter().copied().find(|shard| !self.running.contains_key(shard)),
            Share::Leased { .. } => match self.shared_out().await {
                Ok(next) => {
                    if let Share::Leased { reached } = &mut self.share {
                        reached.get_or_insert_with(Instant::now);
                    }
                    next
                }
                Err(error) => {
                    tracing::debug!(%error, "shards go on as they are");
                    self.share = Share::Leased { reached: None };
                    None
                }
            },
        }
    }

    /// Renews what is ours, gives back what is more than our part, and takes one that nobody has.
    async fn shared_out(&mut self) -> Result<Option<u32>, StoreError> {
        let (app, lease) = (Arc::clone(&self.reach.app), self.lease());
        let (store, holder) = (app.keeper.store(), app.claims.holder());
        store.lease(&replica(holder), holder, lease).await?;
        let mine: Vec<u32> = self.running.keys().copied().collect();
        for shard in mine {
            if !store.lease(&name(self.total, shard), holder, lease).await? {
                tracing::warn!(shard, "another process has taken it over");
                self.stop(shard).await;
            }
        }
        let leases = store.leases("discord/").await?;
        let processes = leases.iter().filter(|(name, _)| name.starts_with(REPLICA)).count();
        let part = fair(self.total, processes);
        while self.running.len() > part {
            let Some(shard) = self.running.keys().next_back().copied() else { break };
            tracing::info!(shard, "given to another process");
            self.stop(shard).await;
            store.release(&name(self.total, shard), holder).await?;
        }
        if self.running.len() >= part || !self.may_take() {
            return Ok(None);
        }
        for shard in (0..self.total).filter(|shard| !self.running.contains_key(shard)) {
            let lease_name = name(self.total, shard);
            let free = leases.iter().all(|(name, by)| *name != lease_name || by == holder);
            if free && store.lease(&lease_name, holder, lease).await? {
                return Ok(Some(shard));
            }
        }
        Ok(None)
    }

    /// After the store was away, whoever ran a shard is the first to renew it: its lease may be over by no fault of its own.
    fn may_take(&self) -> bool {
        matches!(&self.share, Share::Leased { reached: Some(since) } if since.elapsed() >= self.lease())
    }

    fn lease(&self) -> Duration {
        self.reach.app.replicas.shard_lease
    }

    /// Discord takes one start in five seconds, of all processes together.
    async fn may_start(&self) -> bool {
        if self.last_start.is_some_and(|at| at.elapsed() < BETWEEN) {
            return false;
        }
        let store = self.reach.app.keeper.store();
        !store.is_shared() || store.lease("identify/discord", &person::fresh_id(), BETWEEN).await.unwrap_or(true)
    }

    async fn start(&mut self, shard: u32) -> Result<(), Ended> {
        let Reach { app, http, config, gateway, intents, signs } = &self.reach;
        let handler = |signs: &UnboundedSender<Sign>| Handler {
            app: Arc::clone(app),
            http: Arc::clone(http),
            total: self.total,
            signs: signs.clone(),
        };
        let own = start::http(config);
        if let Some(id) = http.application_id() {
            own.set_application_id(id);
        }
        let client = ClientBuilder::new_with_http(own, *intents)
            .event_handler(handler(signs))
            .raw_event_handler(handler(signs))
            .await;
        let mut client = client.map_err(|error| start::reason(&error))?;
        // Where serenity could not ask for the address it takes Discord's own, past any proxy: the one that was given counts.
        client.ws_url.lock().await.clone_from(gateway);
        self.running.insert(shard, Arc::clone(&client.shard_manager));
        self.last_start = Some(Instant::now());
        if matches!(self.share, Share::Leased { .. }) {
            self.sign(Sign::Wanted(shard));
        }
        let total = self.total;
        self.ended.spawn(async move { (shard, client.start_shard(shard, total).await) });
        Ok(())
    }

    async fn stop(&mut self, shard: u32) {
        if let Some(manager) = self.running.remove(&shard) {
            self.sign(Sign::Left(shard));
            metrics::shard(shard, false);
            // A connection that does not close properly is dropped with its process.
            let _ = timeout(CLOSING, manager.shutdown_all()).await;
        }
    }

    /// Closes the connections; [`Fleet::release`] lets others have the shards.
    pub(super) async fn close(&mut self) {
        let managers: Vec<_> = std::mem::take(&mut self.running).into_values().collect();
        let mut closing = JoinSet::new();
        for manager in managers {
            closing.spawn(async move { manager.shutdown_all().await });
        }
        let _ = timeout(CLOSING, closing.join_all()).await;
    }

    /// Gives everything back at once, so that nobody waits until it is over.
    pub(super) async fn release(&self) {
        if matches!(self.share, Share::Fixed(_)) {
            return;
        }
        let (store, holder) = (self.reach.app.keeper.store(), self.reach.app.claims.holder());
        let _ = timeout(CLOSING, given_back(store, holder)).await;
    }

    fn sign(&self, sign: Sign) {
        // The watch ends before this does when the program stops.
        let _ = self.reach.signs.send(sign);
    }
}

async fn given_back(store: &dyn Store, holder: &str) -> Result<(), StoreError> {
    for (name, _) in store.leases("discord/").await?.iter().filter(|(_, by)| by == holder) {
        store.release(name, holder).await?;
    }
    Ok(())
}

const REPLICA: &str = "discord/replica/";

fn replica(holder: &str) -> String {
    format!("{REPLICA}{holder}")
}

/// With the number of all in it: processes that do not agree on that share no shard.
fn name(total: u32, shard: u32) -> String {
    format!("discord/shard/{total}/{shard}")
}

/// How many shards one of so many processes runs at most.
fn fair(total: u32, processes: usize) -> usize {
    (total as usize).div_ceil(processes.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn together_the_parts_are_enough() {
        assert_eq!((fair(1, 2), fair(2, 2), fair(3, 2), fair(16, 3), fair(4, 0)), (1, 1, 2, 6, 4));
    }
}
