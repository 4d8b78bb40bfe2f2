//! What Slack sends, whichever way it came, each to its place. The work is handed over at once.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::JoinHandle;
use tracing::Instrument as _;

use super::app::{App, PLATFORM};
use super::incoming::{Command, Delivery, EventCallback, Interaction};
use super::workspaces::Workspace;
use super::{asked, installed, interaction};
use crate::platform::ground;

/// What became of a delivery.
#[derive(Debug)]
pub enum Taken {
    /// It is done, or was done before; with what belongs in the acknowledgement.
    Done(Option<Value>),
    /// It is being worked on.
    Working(JoinHandle<()>),
    /// There is no room: Slack is to send it again.
    Refused,
}

/// Takes a delivery. A question is claimed before this returns: what is acknowledged is not lost with the process.
pub async fn take(app: &Arc<App>, delivery: Delivery) -> Taken {
    let Some(room) = app.room() else { return Taken::Refused };
    match delivery {
        Delivery::Event(callback) => event(app, *callback, room).await,
        Delivery::Command(given) => command(app, *given, room).await,
        Delivery::Interaction(given) => interaction(app, *given, room).await,
    }
}

async fn event(app: &Arc<App>, callback: EventCallback, room: OwnedSemaphorePermit) -> Taken {
    let farewell = installed::is_farewell(&callback);
    // What a workspace says that takes the app away is no other one's, and its token need not be known.
    let workspace = if farewell { None } else { installed::of(app, callback.team()).await };
    if !farewell && workspace.is_none() {
        return Taken::Done(None);
    }
    if let Some(id) = &callback.event_id
        && !app.first(format!("event/{id}"))
    {
        return Taken::Done(None);
    }
    let app = Arc::clone(app);
    let span = ground::request(PLATFORM);
    let Some(workspace) = workspace else {
        let work = async move {
            installed::forget(&app, callback).await;
            drop(room);
        };
        return Taken::Working(tokio::spawn(work.instrument(span)));
    };
    if is_written(&callback) {
        let begun = asked::begin(&app, &workspace, callback).instrument(span.clone()).await;
        let Some(begun) = begun else { return Taken::Done(None) };
        let work = async move {
            asked::deal(&app, &workspace, begun).await;
            drop(room);
        };
        return Taken::Working(tokio::spawn(work.instrument(span)));
    }
    let work = async move {
        happened(&app, &workspace, callback).await;
        drop(room);
    };
    Taken::Working(tokio::spawn(work.instrument(span)))
}

/// Whether somebody wrote something, rather than changed it or took it back.
fn is_written(callback: &EventCallback) -> bool {
    let subtype = callback.event.subtype.as_deref();
    matches!(callback.event.kind.as_str(), "message" | "app_mention")
        && !matches!(subtype, Some("message_changed" | "message_deleted"))
}

async fn happened(app: &Arc<App>, workspace: &Workspace, callback: EventCallback) {
    match callback.event.kind.as_str() {
        "message" if callback.event.subtype.as_deref() == Some("message_changed") => {
            asked::changed(app, workspace, callback.event).await;
        }
        "message" => asked::deleted(app, workspace, callback.event).await,
        "app_home_opened" => {
            if let (Some(user), None | Some("home")) = (&callback.event.user, callback.event.tab.as_deref()) {
                interaction::opened(app, workspace, user).await;
            }
        }
        "assistant_thread_started" => {
            if let Some(thread) = callback.event.assistant_thread {
                interaction::offered(app, workspace, &thread).await;
            }
        }
        // What somebody looks at beside the pane changes no answer.
        "assistant_thread_context_changed" => {}
        // Of tokens that the app does not ask for.
        "tokens_revoked" => {}
        other => {
            // Each kind is told once; a new kind is no fault, but somebody may want to know.
            if app.counts.unknown(other) == 1 {
                tracing::info!(kind = %other.escape_debug(), "an event of a kind that is not known here");
            }
        }
    }
}

async fn command(app: &Arc<App>, given: Command, room: OwnedSemaphorePermit) -> Taken {
    let Some(workspace) = installed::of(app, given.team_id.as_deref()).await else { return Taken::Done(None) };
    if !given.trigger_id.is_empty() && !app.first(format!("command/{}", given.trigger_id)) {
        return Taken::Done(None);
    }
    let app = Arc::clone(app);
    let work = async move {
        interaction::command(app, workspace, given).await;
        drop(room);
    };
    Taken::Working(tokio::spawn(work.instrument(ground::request(PLATFORM))))
}

async fn interaction(app: &Arc<App>, given: Interaction, room: OwnedSemaphorePermit) -> Taken {
    let team = given.team.as_ref().map(|team| team.id.as_str());
    let Some(workspace) = installed::of(app, team).await else { return Taken::Done(None) };
    if let Some(answer) = interaction::at_once(app, &workspace, &given) {
        return Taken::Done(Some(answer));
    }
    if let Some(id) = &given.trigger_id
        && !app.first(format!("interaction/{id}"))
    {
        return Taken::Done(None);
    }
    let app = Arc::clone(app);
    let work = async move {
        interaction::taken(&app, workspace, given).await;
        drop(room);
    };
    Taken::Working(tokio::spawn(work.instrument(ground::request(PLATFORM))))
}
