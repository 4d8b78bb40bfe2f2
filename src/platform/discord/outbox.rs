//! The one way to send: repeated where that helps, bounded, and never silently.

use std::time::Duration;

use serde::Serialize;
use serenity::http::{Http, LightMethod, Request, Route};
use serenity::model::id::{ChannelId, InteractionId, MessageId};
use tokio::time::{sleep, timeout};

use super::app::App;
use super::lanes::{Answer, Lane};
use super::payload::{Payload, Response};

/// An interaction is lost after three seconds.
const FIRST_RESPONSE: Duration = Duration::from_millis(2_700);
/// A message can come a little later. Waiting for its turn does not count.
const MESSAGE: Duration = Duration::from_secs(30);
/// One attempt.
const ATTEMPT: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
const ATTEMPTS: u32 = 8;
/// Somebody who waits longer than this is shown that something is coming.
const SILENCE: Duration = Duration::from_millis(400);
/// Showing it may take so long.
const COURTESY: Duration = Duration::from_secs(2);

/// The interaction has its first response already.
const ACKNOWLEDGED: isize = 40_060;
/// The message is not there any more.
const UNKNOWN_MESSAGE: isize = 10_008;

/// Why something could not be sent; says nothing of who or what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lost {
    /// HTTP status, 0 where there was no answer.
    pub(super) status: u16,
    /// Discord's own number, 0 where there is none.
    pub(super) code: isize,
}

/// What is to be done at Discord.
struct Job<'a> {
    /// As it is called in the log.
    method: &'static str,
    /// With what else it shares a limit.
    lane: Option<Lane>,
    request: Request<'a>,
    /// How long it is tried.
    within: Duration,
}

/// A new message; the nonce in it makes repeating safe.
pub(super) async fn create(app: &App, http: &Http, channel: ChannelId, payload: &Payload) -> Result<MessageId, Lost> {
    let request = request(Route::ChannelMessages { channel_id: channel }, LightMethod::Post, Some(payload));
    let job = Job { method: "create message", lane: Some((LightMethod::Post, channel)), request, within: MESSAGE };
    let send = done(app, &job, None);
    tokio::pin!(send);
    let typing = async {
        sleep(SILENCE).await;
        // That it is on its way is a courtesy: whether it can be shown does not matter.
        let _ = timeout(COURTESY, http.broadcast_typing(channel)).await;
    };
    let answer = tokio::select! {
        sent = &mut send => sent,
        () = typing => send.await,
    }?;
    let id = answer.body["id"].as_str().and_then(|id| id.parse().ok());
    let id = id.ok_or(Lost { status: answer.status, code: 0 }).inspect_err(|lost| give_up(app, job.method, *lost, 1));
    id.inspect(|_| app.counts.sent())
}

/// An existing message becomes this.
pub(super) async fn edit(app: &App, channel: ChannelId, message: MessageId, payload: &Payload) -> Result<(), Lost> {
    let route = Route::ChannelMessage { channel_id: channel, message_id: message };
    let request = request(route, LightMethod::Patch, Some(payload));
    let job = Job { method: "edit message", lane: Some((LightMethod::Patch, channel)), request, within: MESSAGE };
    done(app, &job, None).await.map(|_| ())
}

/// A message goes; one that is gone already is fine.
pub(super) async fn delete(app: &App, channel: ChannelId, message: MessageId) -> Result<(), Lost> {
    let route = Route::ChannelMessage { channel_id: channel, message_id: message };
    let request = request::<()>(route, LightMethod::Delete, None);
    let job = Job { method: "delete message", lane: Some((LightMethod::Delete, channel)), request, within: MESSAGE };
    done(app, &job, Some(UNKNOWN_MESSAGE)).await.map(|_| ())
}

/// The first response to an interaction; a second attempt that comes too late was the first one's success.
pub(super) async fn respond(app: &App, (id, token): (InteractionId, &str), response: &Response) -> Result<(), Lost> {
    let route = Route::InteractionResponse { interaction_id: id, token };
    let request = request(route, LightMethod::Post, Some(response));
    let job = Job { method: "respond to interaction", lane: None, request, within: FIRST_RESPONSE };
    // Nobody waits for a first response that has to wait.
    let responded = timeout(FIRST_RESPONSE, done(app, &job, Some(ACKNOWLEDGED))).await;
    let late = Lost { status: 0, code: 0 };
    let responded = responded.unwrap_or_else(|_| Err(late).inspect_err(|lost| give_up(app, job.method, *lost, 1)));
    responded.map(|_| app.counts.sent())
}

/// What follows after a "thinking".
pub(super) async fn follow(app: &App, http: &Http, token: &str, payload: &Payload) -> Result<(), Lost> {
    let request = request(original(http, token), LightMethod::Patch, Some(payload));
    let job = Job { method: "edit response", lane: None, request, within: MESSAGE };
    done(app, &job, None).await.map(|_| ())
}

/// The message of an interaction goes.
pub(super) async fn withdraw(app: &App, http: &Http, token: &str) -> Result<(), Lost> {
    let request = request::<()>(original(http, token), LightMethod::Delete, None);
    let job = Job { method: "delete response", lane: None, request, within: MESSAGE };
    done(app, &job, Some(UNKNOWN_MESSAGE)).await.map(|_| ())
}

fn original<'a>(http: &Http, token: &'a str) -> Route<'a> {
    // It is known since the start.
    Route::WebhookOriginalInteractionResponse { application_id: http.application_id().unwrap_or_default(), token }
}

fn request<'a, T: Serialize>(route: Route<'a>, method: LightMethod, body: Option<&T>) -> Request<'a> {
    // What we send has no keys but texts: it can always be written.
    Request::new(route, method).body(body.and_then(|body| serde_json::to_vec(body).ok()))
}

/// Tries until it works, cannot work, or the time is over; one answer of Discord may be as good as success.
async fn done(app: &App, job: &Job<'_>, fine: Option<isize>) -> Result<Answer, Lost> {
    let (mut spent, mut pause) = (Duration::ZERO, FIRST_PAUSE);
    let mut attempt = 1;
    loop {
        let left = ATTEMPT.min(job.within.saturating_sub(spent));
        let tried = app.lanes.send(&app.counts, (job.lane, &job.request), left).await;
        let lost = match tried.answer {
            Some(answer) if answer.status < 300 || fine.is_some_and(|code| code == answer.code()) => return Ok(answer),
            Some(answer) => Lost { status: answer.status, code: answer.code() },
            None => Lost { status: 0, code: 0 },
        };
        app.counts.failed(job.method, &kind(lost));
        spent += tried.took + pause;
        if !lost.passes() || attempt >= ATTEMPTS || spent >= job.within {
            give_up(app, job.method, lost, attempt);
            return Err(lost);
        }
        app.counts.retried();
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
        attempt += 1;
    }
}

impl Lost {
    /// Whether trying again may help.
    fn passes(self) -> bool {
        self.status == 0 || self.status == 429 || self.status >= 500
    }
}

/// A short word for what went wrong.
fn kind(lost: Lost) -> String {
    match lost {
        Lost { status: 0, .. } => "no_answer".to_owned(),
        Lost { status, code: 0 } => format!("status_{status}"),
        Lost { code, .. } => format!("code_{code}"),
    }
}

fn give_up(app: &App, method: &'static str, lost: Lost, attempts: u32) {
    if lost.code == UNKNOWN_MESSAGE {
        return;
    }
    app.counts.lost(method);
    tracing::error!(method, status = lost.status, code = lost.code, attempts, "Discord did not take it");
}
