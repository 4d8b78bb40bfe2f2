//! The one way to send: repeated where that helps, bounded, and never silently.

use std::future::Future;
use std::time::Duration;

use serenity::http::{Http, HttpError};
use serenity::model::id::{ChannelId, InteractionId, MessageId};
use tokio::time::{Instant, sleep, timeout};

use super::app::App;
use super::payload::{Payload, Response};

/// An interaction is lost after three seconds.
const FIRST_RESPONSE: Duration = Duration::from_millis(2_700);
/// A message can come a little later.
const MESSAGE: Duration = Duration::from_secs(30);
/// One attempt.
const ATTEMPT: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
const ATTEMPTS: u32 = 8;
/// Somebody who waits longer than this is shown that something is coming.
const SILENCE: Duration = Duration::from_millis(400);

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

/// A new message; the nonce in it makes repeating safe.
pub(super) async fn create(app: &App, http: &Http, channel: ChannelId, payload: &Payload) -> Result<MessageId, Lost> {
    let send = attempts(app, "create message", MESSAGE, || http.send_message(channel, Vec::new(), payload));
    tokio::pin!(send);
    let sent = tokio::select! {
        sent = &mut send => sent,
        () = sleep(SILENCE) => {
            // That it is on its way is a courtesy: whether it can be shown does not matter.
            let _ = http.broadcast_typing(channel).await;
            send.await
        }
    };
    sent.map(|message| message.id).inspect(|_| app.counts.sent())
}

/// An existing message becomes this.
pub(super) async fn edit(
    app: &App,
    http: &Http,
    channel: ChannelId,
    message: MessageId,
    payload: &Payload,
) -> Result<(), Lost> {
    let edit = || http.edit_message(channel, message, payload, Vec::new());
    attempts(app, "edit message", MESSAGE, edit).await.map(|_| ())
}

/// A message goes; one that is gone already is fine.
pub(super) async fn delete(app: &App, http: &Http, channel: ChannelId, message: MessageId) -> Result<(), Lost> {
    let deleted = attempts(app, "delete message", MESSAGE, || http.delete_message(channel, message, None)).await;
    deleted.or_else(|lost| if lost.code == UNKNOWN_MESSAGE { Ok(()) } else { Err(lost) })
}

/// The first response to an interaction; a second attempt that comes too late was the first one's success.
pub(super) async fn respond(
    app: &App,
    http: &Http,
    (id, token): (InteractionId, &str),
    response: &Response,
) -> Result<(), Lost> {
    let send = || http.create_interaction_response(id, token, response, Vec::new());
    attempts(app, "respond to interaction", FIRST_RESPONSE, send).await.inspect(|()| app.counts.sent())
}

/// What follows after a "thinking".
pub(super) async fn follow(app: &App, http: &Http, token: &str, payload: &Payload) -> Result<(), Lost> {
    let edit = || http.edit_original_interaction_response(token, payload, Vec::new());
    attempts(app, "edit response", MESSAGE, edit).await.map(|_| ())
}

/// The message of an interaction goes.
pub(super) async fn withdraw(app: &App, http: &Http, token: &str) -> Result<(), Lost> {
    let deleted = attempts(app, "delete response", MESSAGE, || http.delete_original_interaction_response(token)).await;
    deleted.or_else(|lost| if lost.code == UNKNOWN_MESSAGE { Ok(()) } else { Err(lost) })
}

trait Settled: Sized {
    /// What an attempt came to if an earlier one had succeeded without our hearing of it.
    fn settled(lost: Lost) -> Result<Self, Lost>;
}

impl Settled for () {
    fn settled(lost: Lost) -> Result<(), Lost> {
        if lost.code == ACKNOWLEDGED { Ok(()) } else { Err(lost) }
    }
}

impl Settled for serenity::model::channel::Message {
    fn settled(lost: Lost) -> Result<Self, Lost> {
        Err(lost)
    }
}

/// Tries until it works, cannot work, or the time is over.
async fn attempts<T: Settled, F: Future<Output = serenity::Result<T>>>(
    app: &App,
    method: &'static str,
    within: Duration,
    call: impl Fn() -> F,
) -> Result<T, Lost> {
    let end = Instant::now() + within;
    let mut pause = FIRST_PAUSE;
    let mut attempt = 1;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let (lost, again) = match timeout(ATTEMPT.min(left), call()).await {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err(error)) => judged(&error),
            Err(_) => (Lost { status: 0, code: 0 }, true),
        };
        app.counts.failed(method, &kind(lost));
        if !again || attempt >= ATTEMPTS || Instant::now() + pause >= end {
            return T::settled(lost).inspect_err(|lost| give_up(app, method, *lost, attempt));
        }
        app.counts.retried();
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
        attempt += 1;
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

/// What went wrong, and whether trying again may help.
fn judged(error: &serenity::Error) -> (Lost, bool) {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            let status = response.status_code.as_u16();
            (Lost { status, code: response.error.code }, status >= 500 || status == 429)
        }
        serenity::Error::Http(HttpError::Request(_)) => (Lost { status: 0, code: 0 }, true),
        _ => (Lost { status: 0, code: 0 }, false),
    }
}
