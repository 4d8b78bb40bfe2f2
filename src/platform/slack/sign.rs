//! The sign on a question whose reply takes long: a courtesy, for which the reply never waits.

use std::time::Duration;

use serde_json::json;
use tokio::time::{sleep, timeout};

use super::app::App;
use super::fault::{Cure, Fault};
use super::message::To;
use super::workspaces::Workspace;

/// The sign.
const WORKING: &str = "eyes";
/// One attempt.
const PATIENCE: Duration = Duration::from_secs(2);
/// Before each attempt to take it away: what was asked for may come into force later.
const AWAY: [Duration; 3] = [Duration::ZERO, Duration::from_secs(1), Duration::from_secs(4)];

/// Whether a question carries the sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// It does not.
    None,
    /// It does, or did when a process before this one ended.
    Shown,
    /// There was no answer: it may do so yet.
    Perhaps,
}

impl Sign {
    /// Puts it on a question.
    pub(super) async fn put(app: &App, workspace: &Workspace, to: To<'_>) -> Sign {
        match react(app, workspace, to, "reactions.add").await {
            Ok(()) => Sign::Shown,
            Err(fault) if fault.code() == "already_reacted" => Sign::Shown,
            Err(fault) if is_open(&fault) => Sign::Perhaps,
            Err(_) => Sign::None,
        }
    }

    /// Takes it away.
    pub(super) async fn take_away(self, app: &App, workspace: &Workspace, to: To<'_>) {
        if self == Sign::None {
            return;
        }
        for pause in AWAY {
            sleep(pause).await;
            match react(app, workspace, to, "reactions.remove").await {
                Ok(()) => return,
                Err(fault) if fault.code() == "no_reaction" && self == Sign::Perhaps => {}
                Err(fault) if is_open(&fault) => {}
                Err(_) => return,
            }
        }
    }
}

/// Whether the same may work later, or has worked.
fn is_open(fault: &Fault) -> bool {
    matches!(fault.cure(), Cure::Look | Cure::Wait(_))
}

async fn react(app: &App, workspace: &Workspace, to: To<'_>, method: &str) -> Result<(), Fault> {
    let body = json!({ "channel": to.channel, "timestamp": to.name, "name": WORKING });
    let asked = timeout(PATIENCE, app.api.post(&workspace.token, method, &body)).await;
    asked.unwrap_or(Err(Fault::Silent)).map(|_| ())
}
