//! Questions that another process began and left.

use tracing::Instrument as _;

use super::app::{App, PLATFORM};
use super::asked;
use super::fault::{Cure, Fault};
use super::installed;
use crate::platform::ground;
use crate::store::Overdue;

/// Takes over what another process left, for ever.
pub(super) async fn watch(app: &App) {
    app.claims.watch(|left| take_over(app, left).instrument(ground::request(PLATFORM))).await;
}

async fn take_over(app: &App, left: Overdue) {
    let Overdue { place, server, .. } = left;
    let Some(held) = app.claims.take(&place, &server).await else { return };
    let Some(workspace) = installed::of(app, Some(&server)).await else { return held.done() };
    let ts = place.message.split('@').next().unwrap_or_default();
    match app.api.message(&workspace.token, (&place.channel, ts)).await {
        Ok(Some(message)) => {
            tracing::info!("a question is taken over");
            asked::taken_over(app, &workspace, &place.channel, message, held).await;
        }
        Ok(None) => held.done(),
        Err(fault) if !passes(&fault) => held.done(),
        // Where Slack cannot be reached it stays overdue.
        Err(_) => {}
    }
}

/// Whether the same may work later.
fn passes(fault: &Fault) -> bool {
    matches!(fault.cure(), Cure::Wait(_) | Cure::Look)
}
