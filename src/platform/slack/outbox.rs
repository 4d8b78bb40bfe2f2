//! The one way to send: in the lane of the channel, repeated where that helps, bounded, never silently, never twice.

use std::time::Duration;

use serde::Serialize;
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::app::App;
use super::fault::{Cure, Fault};
use super::message::{Message, With};
use super::workspaces::Workspace;

/// A reply is tried for so long.
const REPLY: Duration = Duration::from_secs(120);
/// What somebody waits for in front of the screen is tried for so long.
const ANSWER: Duration = Duration::from_secs(15);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// Whoever waits longer than this is shown that something is coming.
const SILENCE: Duration = Duration::from_millis(400);
/// The sign for it.
const WORKING: &str = "eyes";

/// Where a reply goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct To<'a> {
    pub(super) channel: &'a str,
    /// The message under which it stands.
    pub(super) thread: &'a str,
    /// The message that it answers.
    pub(super) question: &'a str,
    /// Whether an earlier process may have sent it.
    pub(super) doubtful: bool,
}

/// The one reply to a question. While it takes long, the question carries a sign.
pub(super) async fn reply(app: &App, workspace: &Workspace, to: To<'_>, message: &Message) -> Result<String, Fault> {
    let send = posted(app, workspace, to, message);
    tokio::pin!(send);
    let sent = tokio::select! {
        sent = &mut send => sent,
        () = sleep(SILENCE) => {
            // The sign is a courtesy: whether it can be shown does not matter.
            let shown = react(app, workspace, to, "reactions.add").await.is_ok();
            let sent = send.await;
            if shown {
                let _ = react(app, workspace, to, "reactions.remove").await;
            }
            sent
        }
    };
    sent.inspect(|_| app.counts.sent()).inspect_err(|fault| lost(app, "chat.postMessage", fault))
}

async fn react(app: &App, workspace: &Workspace, to: To<'_>, method: &str) -> Result<(), Fault> {
    let body = json!({ "channel": to.channel, "timestamp": to.question, "name": WORKING });
    app.api.post(&workspace.token, method, &body).await.map(|_| ())
}

async fn posted(app: &App, workspace: &Workspace, to: To<'_>, message: &Message) -> Result<String, Fault> {
    let place = (to.channel, to.thread, to.question);
    let mut tries = Tries::within(REPLY);
    let mut message = message.clone();
    let mut look = to.doubtful;
    loop {
        if look && let Ok(Some(there)) = app.api.find_reply(&workspace.token, place).await {
            return Ok(there);
        }
        app.lanes.turn(to.channel).await;
        let fault = match app.api.reply(&workspace.token, place, &message).await {
            Ok(ts) => return Ok(ts),
            Err(fault) => fault,
        };
        app.counts.failed("chat.postMessage", fault.code());
        look = fault.cure() == Cure::Look;
        match fault.cure() {
            Cure::PlainText if !message.blocks.is_empty() => {
                tracing::error!(method = "chat.postMessage", code = fault.code(), "the blocks were not taken");
                message = message.without_blocks();
            }
            Cure::Wait(wait) => {
                app.counts.slowed(wait);
                app.lanes.hold(to.channel, wait);
                tries.again(app, Duration::ZERO, fault).await?;
            }
            Cure::Look => tries.again(app, tries.pause, fault).await?,
            _ => return Err(fault),
        }
    }
}

/// A message that somebody alone sees, or another answer to a command or a button.
pub(super) async fn respond(
    app: &App,
    address: &str,
    beside: impl Serialize + Send + Sync,
    message: &Message,
) -> Result<(), Fault> {
    let body = With { beside, message };
    let mut tries = Tries::within(ANSWER);
    loop {
        let Err(fault) = app.api.respond(address, &body).await else {
            app.counts.sent();
            return Ok(());
        };
        app.counts.failed("response_url", fault.code());
        match fault.cure() {
            // It may have arrived: a second answer is better than none, and only one person sees it.
            Cure::Look => tries.again(app, tries.pause, fault).await,
            Cure::Wait(wait) => tries.again(app, wait, fault).await,
            _ => Err(fault),
        }
        .inspect_err(|fault| lost(app, "response_url", fault))?;
    }
}

/// Calls a method that may be called again without harm.
pub(super) async fn call(
    app: &App,
    workspace: &Workspace,
    method: &'static str,
    body: &(impl Serialize + Send + Sync),
) -> Result<(), Fault> {
    let mut tries = Tries::within(ANSWER);
    loop {
        let Err(fault) = app.api.post(&workspace.token, method, body).await else { return Ok(()) };
        app.counts.failed(method, fault.code());
        match fault.cure() {
            Cure::Look => tries.again(app, tries.pause, fault).await,
            Cure::Wait(wait) => tries.again(app, wait, fault).await,
            _ => Err(fault),
        }
        .inspect_err(|fault| lost(app, method, fault))?;
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
    let body = With { beside: json!({ "channel": channel, "ts": ts }), message };
    call(app, workspace, "chat.update", &body).await
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

/// How often and how long something is tried.
struct Tries {
    end: Instant,
    pause: Duration,
}

impl Tries {
    fn within(time: Duration) -> Tries {
        Tries { end: Instant::now() + time, pause: FIRST_PAUSE }
    }

    /// Waits before the next attempt; gives the fault back where there is no time for one.
    async fn again(&mut self, app: &App, wait: Duration, fault: Fault) -> Result<(), Fault> {
        if Instant::now() + wait >= self.end {
            return Err(fault);
        }
        app.counts.retried();
        sleep(wait).await;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        Ok(())
    }
}
