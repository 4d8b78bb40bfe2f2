//! `/metrics`, in the words of Prometheus.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use jiff::Timestamp;
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use sha2::{Digest as _, Sha256};

use super::{ALL, QUESTION_SECONDS, WAIT_SECONDS};
use crate::hex::hex;
use crate::platform::answering::Answering;
use crate::store::Keeper;

/// Upper ends of the buckets of a question, in seconds.
const THINKING: [f64; 10] = [0.000_25, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0];
/// Upper ends of the buckets of a wait, in seconds.
const WAITING: [f64; 7] = [0.1, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0];
/// Between two rounds of tidying up what was told.
const UPKEEP: Duration = Duration::from_secs(5);
/// Bytes of a version.
const VERSION: usize = 6;

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts to keep what is told; once a process.
pub fn start() {
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(QUESTION_SECONDS.to_owned()), &THINKING)
        .and_then(|b| b.set_buckets_for_metric(Matcher::Full(WAIT_SECONDS.to_owned()), &WAITING));
    let Ok(builder) = builder else { return };
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        // A second start changes nothing.
        return;
    }
    let _ = HANDLE.set(handle.clone());
    describe();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(UPKEEP).await;
            handle.run_upkeep();
        }
    });
}

fn describe() {
    for (name, meaning) in ALL.iter().copied() {
        match name {
            QUESTION_SECONDS | WAIT_SECONDS => describe_histogram!(name, meaning),
            _ if name.ends_with("_total") => describe_counter!(name, meaning),
            _ => describe_gauge!(name, meaning),
        }
    }
}

/// What is looked up when somebody asks.
pub struct Gauges {
    answering: Arc<Answering>,
    keeper: Keeper,
    clock: fn() -> Timestamp,
    /// The version that was last told, and when that knowledge was taken.
    version: Mutex<Option<(Timestamp, String)>>,
}

impl Gauges {
    /// Of this bot and this store.
    pub fn new(answering: Arc<Answering>, keeper: Keeper, clock: fn() -> Timestamp) -> Gauges {
        Gauges { answering, keeper, clock, version: Mutex::default() }
    }

    fn look(&self) {
        let keeper = &self.keeper;
        gauge!("rolecall_store_queue").set(keeper.waiting() as f64);
        gauge!("rolecall_store_up").set(if keeper.is_down() { 0.0 } else { 1.0 });
        counter!("rolecall_store_errors_total").absolute(keeper.failures());
        counter!("rolecall_store_dropped_total").absolute(keeper.dropped());
        let bot = self.answering.bot();
        let today = self.answering.day((self.clock)());
        gauge!("rolecall_knowledge_entries").set(bot.knowledge().entries().len() as f64);
        gauge!("rolecall_knowledge_stale_sources").set(bot.knowledge().stale_sources(today) as f64);
        gauge!("rolecall_knowledge_overdue_reviews").set(bot.knowledge().overdue_reviews(today) as f64);
        let taken = self.answering.taken();
        gauge!("rolecall_knowledge_loaded_timestamp_seconds").set(taken.as_second() as f64);
        self.tell_version(taken);
    }

    /// The files are read for it, once each time that the knowledge base is taken.
    fn tell_version(&self, taken: Timestamp) {
        let mut told = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        if told.as_ref().is_some_and(|(at, _)| *at == taken) {
            return;
        }
        let Ok(tree) = self.answering.origin().tree() else { return };
        let mut hash = Sha256::new();
        for path in tree.paths() {
            hash.update(path.as_bytes());
            hash.update(tree.get(path).unwrap_or_default());
        }
        let version = hex(&hash.finalize()[..VERSION]);
        if let Some((_, before)) = told.take() {
            gauge!("rolecall_knowledge_info", "version" => before).set(0.0);
        }
        gauge!("rolecall_knowledge_info", "version" => version.clone()).set(1.0);
        *told = Some((taken, version));
    }
}

/// The route.
pub fn router(gauges: Gauges) -> Router {
    let gauges = Arc::new(gauges);
    let page = move || {
        let gauges = Arc::clone(&gauges);
        async move { tokio::task::spawn_blocking(move || told(&gauges)).await.unwrap_or_default() }
    };
    Router::new().route("/metrics", get(move || async move { written(page().await) }))
}

fn told(gauges: &Gauges) -> String {
    gauges.look();
    HANDLE.get().map(PrometheusHandle::render).unwrap_or_default()
}

fn written(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
