//! `/healthz` and `/readyz`: whether the process is alive, and whether everything that it needs is up.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use serde::Serialize;
use tokio::time::timeout;

use super::site::Site;
use crate::platform::answering::Answering;
use crate::platform::up::Up;
use crate::store::Keeper;

/// A check that takes longer counts as down.
const PATIENCE: Duration = Duration::from_secs(2);

type Probe = dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send + Sync;

/// Something that must be up, by name.
pub struct Check {
    name: &'static str,
    probe: Box<Probe>,
}

impl Check {
    /// A check that looks each time it is asked; an error says what is wrong, without a secret in it.
    pub fn new<F, Fut>(name: &'static str, probe: F) -> Check
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        Check { name, probe: Box::new(move || Box::pin(probe())) }
    }

    /// A check of a platform that says by itself whether it is connected.
    pub fn up(name: &'static str, otherwise: &'static str, up: &Up) -> Check {
        let up = up.clone();
        Check::new(name, move || std::future::ready(if up.is() { Ok(()) } else { Err(otherwise.to_owned()) }))
    }

    async fn state(&self) -> Result<(), String> {
        let late = |_| Err(format!("no answer within {} s", PATIENCE.as_secs()));
        timeout(PATIENCE, (self.probe)()).await.unwrap_or_else(late)
    }
}

/// Whether there is anything to answer from.
pub fn knowledge_check(answering: &Arc<Answering>) -> Check {
    let answering = Arc::clone(answering);
    Check::new("knowledge", move || {
        let empty = answering.bot().knowledge().entries().is_empty();
        std::future::ready(if empty { Err("there is no entry".to_owned()) } else { Ok(()) })
    })
}

/// Whether the store answers: asked often, so that nothing is counted for it.
pub fn store_check(keeper: &Keeper) -> Check {
    let keeper = keeper.clone();
    Check::new("store", move || {
        let keeper = keeper.clone();
        async move { keeper.store().ping().await.map_err(|_| "it does not answer".to_owned()) }
    })
}

/// What is up and what is not.
#[derive(Debug, Serialize)]
pub(super) struct Readiness {
    ready: bool,
    checks: BTreeMap<&'static str, String>,
}

/// The process is alive: it answers.
pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// 200 where everything is up, 503 with the reasons where something is not. `?exclude=NAME` leaves a check out, as the
/// servers of Kubernetes do it: a replica that answers without its store need not be taken from its balancer for that.
pub(super) async fn ready(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> (StatusCode, Json<Readiness>) {
    let readiness = readiness(&site.checks, &query.unwrap_or_default()).await;
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(readiness))
}

async fn readiness(all: &[Check], query: &str) -> Readiness {
    let excluded = |check: &Check| {
        form_urlencoded::parse(query.as_bytes()).any(|(key, name)| key == "exclude" && name == check.name)
    };
    let (mut ready, mut checks) = (true, BTreeMap::new());
    for check in all.iter().filter(|check| !excluded(check)) {
        let state = check.state().await;
        ready &= state.is_ok();
        checks.insert(check.name, state.err().unwrap_or_else(|| "up".to_owned()));
    }
    Readiness { ready, checks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_excluded_does_not_count() {
        let down = || std::future::ready(Err("it does not answer".to_owned()));
        let checks = [Check::new("knowledge", || std::future::ready(Ok(()))), Check::new("store", down)];
        assert!(!readiness(&checks, "").await.ready);
        let without = readiness(&checks, "exclude=store").await;
        assert!(without.ready && without.checks.keys().eq(&["knowledge"]), "{without:?}");
        assert!(!readiness(&checks, "exclude=discord").await.ready);
    }

    #[tokio::test]
    async fn a_platform_is_up_once_it_says_so() {
        let up = Up::default();
        let check = Check::up("discord", "not connected", &up);
        assert_eq!(check.state().await, Err("not connected".to_owned()));
        up.set(true);
        assert_eq!(check.state().await, Ok(()));
    }
}
