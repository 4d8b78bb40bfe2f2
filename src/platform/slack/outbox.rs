//! The one way to send: in the lane of the channel, repeated where that helps, bounded, never silently, never twice.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use tokio::join;
use tokio::time::{Instant, sleep, timeout};

use super::app::App;
use super::fault::{Cure, Fault};
use super::message::{Message, To, With};
use super::sign::Sign;
use super::workspaces::Workspace;

/// A reply is tried for so long.
const REPLY: Duration = Duration::from_secs(120);
/// What somebody waits for in front of the screen is tried for so long.
const ANSWER: Duration = Duration::from_secs(15);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// Whoever waits longer than this is shown that something is coming.
const SILENCE: Duration = Duration::from_millis(400);

/// Who sees an answer to a command or a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen<'a> {
    /// Whoever typed or pressed; in the thread in which they are.
    ByOne {
        /// The thread, if any.
        thread: Option<&'a str>,
    },
    /// Everyone in the channel.
    ByAll,
}

impl Seen<'_> {
    fn beside(self) -> Value {
        match self {
            Seen::ByAll => json!({ "response_type": "in_channel", "replace_original": false }),
            Seen::ByOne { thread: None } => json!({ "response_type": "ephemeral", "replace_original": false }),
            Seen::ByOne { thread: Some(thread) } => {
                json!({ "response_type": "ephemeral", "replace_original": false, "thread_ts": thread })
            }
        }
    }
}

/// The one reply to a question, and the sign that the question may carry since it took long.
pub(super) async fn reply(
    app: &App,
    workspace: &Workspace,
    to: To<'_>,
    message: &Message,
) -> (Result<String, Fault>, Sign) {
    let mut send = pin!(post(app, workspace, to, message));
    match timeout(SILENCE, &mut send).await {
        // Whoever was at it before may have put the sign there.
        Ok(sent) if to.doubtful => (sent, Sign::Shown),
        Ok(sent) => (sent, Sign::None),
        Err(_) => join!(send, Sign::put(app, workspace, to)),
    }
}

/// A new message, once.
pub(super) async fn post(app: &App, workspace: &Workspace, to: To<'_>, message: &Message) -> Result<String, Fault> {
    let posted = posted(app, workspace, to, message).await;
    posted.inspect(|_| app.counts.sent()).inspect_err(|fault| lost(app, "chat.postMessage", fault))
}

async fn posted(app: &App, workspace: &Workspace, to: To<'_>, message: &Message) -> Result<String, Fault> {
    let mut attempts = Attempts::within(REPLY, app, "chat.postMessage", message);
    let mut look = to.doubtful && to.can_be_found();
    loop {
        // While it is not known whether it is there, nothing is posted.
        let tried = if look {
            app.api.find(&workspace.token, to).await
        } else {
            in_turn(app, workspace, to, &mut attempts).await.map(Some)
        };
        match tried {
            Ok(Some(ts)) => return Ok(ts),
            Ok(None) => look = false,
            Err(fault) => {
                look |= fault.cure() == Cure::Look;
                if look && !to.can_be_found() {
                    attempts.failed(&fault);
                    return Err(fault);
                }
                attempts.after(fault).await?;
            }
        }
    }
}

/// Posts when the channel takes it. Who has the turn keeps it while Slack asks to wait, and nobody else sends there.
async fn in_turn(app: &App, workspace: &Workspace, to: To<'_>, attempts: &mut Attempts<'_>) -> Result<String, Fault> {
    let mut turn = attempts.tries.uncounted(app.lanes.turn(to.channel)).await;
    loop {
        let fault = match app.api.post_message(&workspace.token, to, &attempts.message).await {
            Ok(ts) => return Ok(ts),
            Err(fault) => fault,
        };
        let wait = match fault.cure() {
            Cure::Wait(wait) => {
                attempts.slowed(wait, &fault);
                wait
            }
            Cure::PlainText if attempts.without_blocks(&fault) => Duration::ZERO,
            _ => return Err(fault),
        };
        attempts.tries.uncounted(turn.hold(wait)).await;
    }
}

/// Another answer to a command or a button.
pub(super) async fn respond(app: &App, address: &str, seen: Seen<'_>, message: &Message) -> Result<(), Fault> {
    let mut attempts = Attempts::within(ANSWER, app, "response_url", message);
    loop {
        let body = With { beside: seen.beside(), message: &attempts.message };
        let Err(fault) = app.api.respond(address, &body).await else {
            app.counts.sent();
            return Ok(());
        };
        // It may have arrived. A second answer is better than none where one person sees it; not where everyone does.
        let fault = match seen {
            Seen::ByAll if fault.cure() == Cure::Look => {
                attempts.failed(&fault);
                Err(fault)
            }
            _ => attempts.after(fault).await,
        };
        fault.inspect_err(|fault| lost(app, "response_url", fault))?;
    }
}

/// Takes away the message on which a button is, by the address for answers that came with the press: that works where the
/// bot is no member as well.
pub(super) async fn take_away(app: &App, address: &str) -> Result<(), Fault> {
    let body = json!({ "delete_original": true });
    tried(app, "response_url", || app.api.respond(address, &body)).await
}

/// Calls a method that may be called again without harm.
pub(super) async fn call(
    app: &App,
    workspace: &Workspace,
    method: &'static str,
    body: &(impl Serialize + Send + Sync),
) -> Result<(), Fault> {
    tried(app, method, || async { app.api.post(&workspace.token, method, body).await.map(|_| ()) }).await
}

async fn tried<F: Future<Output = Result<(), Fault>>>(
    app: &App,
    method: &'static str,
    attempt: impl Fn() -> F,
) -> Result<(), Fault> {
    let mut attempts = Attempts::within(ANSWER, app, method, &Message::default());
    loop {
        let Err(fault) = attempt().await else { return Ok(()) };
        attempts.after(fault).await.inspect_err(|fault| lost(app, method, fault))?;
    }
}

/// An existing message becomes this.
pub(super) async fn edit(
    app: &App,
    workspace: &Workspace,
    channel: &str,
    ts: &str,
    message: &Message,
) -> Result<(), Fault> {
    let mut attempts = Attempts::within(ANSWER, app, "chat.update", message);
    loop {
        let body = With { beside: json!({ "channel": channel, "ts": ts }), message: &attempts.message };
        let Err(fault) = app.api.post(&workspace.token, "chat.update", &body).await else { return Ok(()) };
        attempts.after(fault).await.inspect_err(|fault| lost(app, "chat.update", fault))?;
    }
}

/// A message goes; one that is gone already is fine.
pub(super) async fn delete(app: &App, workspace: &Workspace, channel: &str, ts: &str) -> Result<(), Fault> {
    let deleted = call(app, workspace, "chat.delete", &json!({ "channel": channel, "ts": ts })).await;
    deleted.or_else(|fault| if fault.code() == "message_not_found" { Ok(()) } else { Err(fault) })
}

fn lost(app: &App, method: &'static str, fault: &Fault) {
    if fault.code() == "message_not_found" {
        return;
    }
    app.counts.lost(method);
    tracing::error!(method, code = fault.code(), reason = %fault, "Slack did not take it");
}

/// Something that is sent until it arrives, while that helps: how often, how long, and in which form.
struct Attempts<'a> {
    app: &'a App,
    method: &'static str,
    message: Message,
    tries: Tries,
}

impl<'a> Attempts<'a> {
    fn within(time: Duration, app: &'a App, method: &'static str, message: &Message) -> Attempts<'a> {
        Attempts { app, method, message: message.clone(), tries: Tries::within(time) }
    }

    /// Readies the next attempt, when it is time for it; gives the fault back where there is none.
    async fn after(&mut self, fault: Fault) -> Result<(), Fault> {
        match fault.cure() {
            Cure::Wait(wait) => {
                self.slowed(wait, &fault);
                self.tries.uncounted(sleep(wait)).await;
                Ok(())
            }
            Cure::PlainText if self.without_blocks(&fault) => Ok(()),
            Cure::Look if self.tries.is_time() => {
                self.failed(&fault);
                self.app.counts.retried();
                self.tries.pause().await;
                Ok(())
            }
            _ => {
                self.failed(&fault);
                Err(fault)
            }
        }
    }

    fn slowed(&self, wait: Duration, fault: &Fault) {
        self.failed(fault);
        self.app.counts.slowed(wait);
        self.app.counts.retried();
    }

    /// Leaves the blocks away, which Slack did not take; whether there were any.
    fn without_blocks(&mut self, fault: &Fault) -> bool {
        let had = !self.message.blocks.is_empty();
        if had {
            self.failed(fault);
            tracing::error!(method = self.method, code = fault.code(), "the blocks were not taken");
            self.message = self.message.without_blocks();
        }
        had
    }

    fn failed(&self, fault: &Fault) {
        self.app.counts.failed(self.method, fault.code());
    }
}

/// For how long something is tried, and the pauses between.
struct Tries {
    end: Instant,
    pause: Duration,
}

impl Tries {
    fn within(time: Duration) -> Tries {
        Tries { end: Instant::now() + time, pause: FIRST_PAUSE }
    }

    /// Time that one has to wait, in a lane or since Slack asks for it, is no time in which it was tried.
    async fn uncounted<T>(&mut self, wait: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let come = wait.await;
        self.end += begun.elapsed();
        come
    }

    fn is_time(&self) -> bool {
        Instant::now() + self.pause < self.end
    }

    async fn pause(&mut self) {
        sleep(self.pause).await;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn time_in_a_lane_is_no_time_in_which_it_was_tried() {
        let mut tries = Tries::within(FIRST_PAUSE + Duration::from_millis(200));
        tries.uncounted(sleep(Duration::from_millis(400))).await;
        assert!(tries.is_time());
        sleep(Duration::from_millis(400)).await;
        assert!(!tries.is_time());
    }
}
