//! Requests that change something at Discord, and its rate limits. Those that share a limit go one after the other, in a
//! lane: of many questions at once in a channel each waits for its turn, and none is refused. Waiting is no failure, so no
//! time runs meanwhile.

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::Value;
use serenity::http::{Http, LightMethod, Request};
use serenity::model::id::ChannelId;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until, timeout};

use crate::platform::counts::Counts;
use crate::store::Recent;

/// Lanes that are remembered.
const LANES: usize = 20_000;
/// So often a request may be sent back to wait; after that, something is wrong at the other end.
const SENT_BACK: u32 = 20;
const TOO_MANY: u16 = 429;

/// The requests that share a limit: of a method, in a channel.
pub(super) type Lane = (LightMethod, ChannelId);

/// What Discord answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
    limit: Limit,
}

/// What came of a request.
pub(super) struct Tried {
    /// Nothing where there was no answer in time.
    pub(super) answer: Option<Answer>,
    /// How long the request took, without waiting for its turn.
    pub(super) took: Duration,
}

/// What an answer says of the limit of its lane.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Limit {
    left: Option<u32>,
    reset: Option<Duration>,
    wait: Option<Duration>,
    /// Whether everything has to wait.
    global: bool,
}

type Answering = Pin<Box<dyn Future<Output = Option<Answer>> + Send>>;

/// Ways to Discord.
pub(super) struct Lanes {
    send: Box<dyn Fn(Request<'_>) -> Answering + Send + Sync>,
    /// When the next request of a lane may go.
    lanes: Recent<Lane, Arc<Mutex<Option<Instant>>>>,
    /// When the next request of any may go.
    all: std::sync::Mutex<Option<Instant>>,
}

impl Lanes {
    /// With the token and the address of a client.
    pub(super) fn of(http: &Http) -> Lanes {
        let send = sender(http.token().to_owned(), http.proxy.clone());
        Lanes { send: Box::new(send), lanes: Recent::new(LANES), all: std::sync::Mutex::default() }
    }

    /// Sends a request when it is its turn; then it may take so long.
    pub(super) async fn send(
        &self,
        counts: &Counts,
        (lane, request): (Option<Lane>, &Request<'_>),
        within: Duration,
    ) -> Tried {
        // What has no lane has a limit of its own.
        let lane = lane.map_or_else(Arc::default, |lane| self.lanes.get_or_put(lane, Arc::default).0);
        let mut next = lane.lock().await;
        let mut took = Duration::ZERO;
        for _ in 0..SENT_BACK {
            self.turn(counts, *next).await;
            let begun = Instant::now();
            let answer = timeout(within.saturating_sub(took), (self.send)(request.clone())).await.ok().flatten();
            took += begun.elapsed();
            let Some(answer) = answer else { return Tried { answer: None, took } };
            *next = answer.limit.next(answer.status);
            if answer.limit.global {
                *self.all.lock().unwrap_or_else(PoisonError::into_inner) = *next;
            }
            if answer.status != TOO_MANY || answer.limit.wait.is_none() {
                return Tried { answer: Some(answer), took };
            }
        }
        Tried { answer: None, took }
    }

    async fn turn(&self, counts: &Counts, next: Option<Instant>) {
        let all = *self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(next) = next.max(all).filter(|next| *next > Instant::now()) else { return };
        let wait = next - Instant::now();
        counts.slowed(wait);
        tracing::debug!(wait_ms = wait.as_millis(), "Discord asks to slow down");
        sleep_until(next).await;
    }
}

impl Answer {
    /// Discord's own number of what is wrong, 0 where there is none.
    pub(super) fn code(&self) -> isize {
        self.body["code"].as_i64().and_then(|code| isize::try_from(code).ok()).unwrap_or_default()
    }
}

impl Limit {
    /// When the next request may go, by the answer to this one.
    fn next(&self, status: u16) -> Option<Instant> {
        let wait = match status {
            TOO_MANY => self.wait.or(self.reset),
            _ => self.reset.filter(|_| self.left == Some(0)),
        };
        wait.map(|wait| Instant::now() + wait)
    }
}

/// Sends one request and reads the answer; nothing where there is none.
fn sender(token: String, proxy: Option<String>) -> impl Fn(Request<'_>) -> Answering + Send + Sync {
    // The HTTP client of serenity, as serenity makes it where nothing else is said.
    let client = Default::default();
    move |request| {
        let built = request.build(&client, &token, proxy.as_deref());
        Box::pin(async move {
            let response = built.ok()?.send().await.ok()?;
            let limit = limit(|name| response.headers().get(name).and_then(|value| value.to_str().ok()));
            let status = response.status().as_u16();
            let body = response.text().await.ok()?;
            Some(Answer { status, body: serde_json::from_str(&body).unwrap_or_default(), limit })
        })
    }
}

fn limit<'a>(header: impl Fn(&'static str) -> Option<&'a str>) -> Limit {
    let seconds = |name| read::<f64>(header(name)).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    Limit {
        left: read(header("x-ratelimit-remaining")),
        reset: seconds("x-ratelimit-reset-after"),
        wait: seconds("retry-after"),
        global: header("x-ratelimit-global").is_some(),
    }
}

fn read<T: FromStr>(text: Option<&str>) -> Option<T> {
    text?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use serenity::http::Route;

    use super::*;

    const CHANNEL: ChannelId = ChannelId::new(1);

    /// Lanes to somebody who answers so, one answer after the other, and how often they were asked.
    fn lanes(answers: Vec<Answer>) -> (Lanes, Arc<AtomicU32>) {
        let asked = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&asked);
        let send = move |_: Request<'_>| -> Answering {
            let at = counted.fetch_add(1, Ordering::Relaxed) as usize;
            let answer = answers.get(at.min(answers.len() - 1)).cloned();
            Box::pin(async move { answer })
        };
        (Lanes { send: Box::new(send), lanes: Recent::new(9), all: std::sync::Mutex::default() }, asked)
    }

    fn answer(status: u16, limit: Limit) -> Answer {
        Answer { status, body: Value::Null, limit }
    }

    async fn sent(lanes: &Lanes, channel: u64) -> Tried {
        let request = Request::new(Route::ChannelMessages { channel_id: CHANNEL }, LightMethod::Post);
        let lane = Some((LightMethod::Post, ChannelId::new(channel)));
        lanes.send(&Counts::new("discord"), (lane, &request), Duration::from_millis(80)).await
    }

    #[tokio::test]
    async fn waiting_longer_than_a_request_may_take_is_no_failure() {
        let wait = Some(Duration::from_millis(200));
        let refused = answer(TOO_MANY, Limit { wait, ..Limit::default() });
        let (lanes, asked) = lanes(vec![refused.clone(), refused, answer(200, Limit::default())]);
        let begun = Instant::now();
        let tried = sent(&lanes, 1).await;
        assert_eq!((tried.answer.map(|a| a.status), asked.load(Ordering::Relaxed)), (Some(200), 3));
        assert!(begun.elapsed() >= Duration::from_millis(400) && tried.took < Duration::from_millis(80));
    }

    #[tokio::test]
    async fn a_lane_that_is_used_up_waits_and_the_others_do_not() {
        let reset = Some(Duration::from_millis(200));
        let (lanes, _) = lanes(vec![answer(200, Limit { left: Some(0), reset, ..Limit::default() })]);
        let begun = Instant::now();
        sent(&lanes, 1).await;
        sent(&lanes, 2).await;
        assert!(begun.elapsed() < Duration::from_millis(150));
        sent(&lanes, 1).await;
        assert!(begun.elapsed() >= Duration::from_millis(200));
    }

    #[tokio::test]
    async fn where_everything_has_to_wait_every_lane_does() {
        let wait = Some(Duration::from_millis(200));
        let refused = answer(TOO_MANY, Limit { wait, global: true, ..Limit::default() });
        let (lanes, _) = lanes(vec![refused, answer(200, Limit::default())]);
        let begun = Instant::now();
        let (one, other) = tokio::join!(sent(&lanes, 1), async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            sent(&lanes, 2).await
        });
        assert!(one.answer.is_some() && other.answer.is_some());
        assert!(begun.elapsed() >= Duration::from_millis(200));
    }

    #[test]
    fn headers_are_read_and_nonsense_in_them_is_not() {
        let all = |name: &str| match name {
            "x-ratelimit-remaining" => Some("0"),
            "x-ratelimit-reset-after" => Some("1.5"),
            "retry-after" => Some("-3"),
            _ => None,
        };
        let read = limit(all);
        let reset = Some(Duration::from_millis(1_500));
        assert_eq!(read, Limit { left: Some(0), reset, wait: None, global: false });
    }
}
