//! The workspaces whose people installed the app, between memory and the store, which other processes share.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{sleep, timeout};

use super::api::token;
use super::app::App;
use super::incoming::EventCallback;
use super::install::Installer;
use super::workspaces::{Known, Workspace};
use crate::platform::ground::remembered;
use crate::store::{Installation, StoreError};

/// Where the app was installed or taken away by way of another process, that counts here after so long at most.
const LOOK: Duration = Duration::from_secs(10);
/// A workspace that is not known here is looked for in the store for so long: Slack waits three seconds.
const PATIENCE: Duration = Duration::from_millis(500);
/// Attempts to remove a workspace from the store, each after twice the pause of the one before.
const ATTEMPTS: u32 = 8;
const PAUSE: Duration = Duration::from_millis(500);

/// Reads them at the start. What another key encrypted is encrypted with the newest one from now on.
///
/// # Errors
/// If the store cannot be read.
pub(super) async fn restore(app: &App) -> Result<(), StoreError> {
    let Some(installer) = &app.installer else { return Ok(()) };
    let stored = remembered(app.keeper.store().installations().await)?;
    let known = read(installer, &stored);
    let (all, lost) = (known.len(), stored.len() - known.len());
    tracing::info!(workspaces = all, "the app can be installed in several workspaces");
    if lost > 0 {
        tracing::warn!(
            workspaces = lost,
            "tokens cannot be decrypted: `SLACK_TOKEN_KEY` lacks the key they were encrypted with; add it behind the \
             first one, or install the app there again"
        );
    }
    let before = app.workspaces.changes();
    app.workspaces.replace(known, before);
    renew(app, installer, &stored).await;
    Ok(())
}

fn read(installer: &Installer, stored: &[Installation]) -> Vec<Known> {
    stored.iter().filter_map(|installation| opened(installer, installation)).collect()
}

fn opened(installer: &Installer, stored: &Installation) -> Option<Known> {
    let Installation { team, me, bot, sealed, at } = stored;
    let token = token(&installer.keyring.open(team, sealed)?.token);
    let workspace = Workspace { token, team: team.clone(), me: me.clone(), bot: bot.clone() };
    Some(Known { workspace: Arc::new(workspace), at: *at })
}

/// Encrypts with the newest key what another one encrypted.
async fn renew(app: &App, installer: &Installer, stored: &[Installation]) {
    let mut renewed = 0;
    for Installation { team, sealed, .. } in stored {
        let Some(opened) = installer.keyring.open(team, sealed).filter(|opened| !opened.newest) else { continue };
        let Some(again) = installer.keyring.seal(team, &opened.token) else { continue };
        match app.keeper.store().reseal(team, sealed, &again).await {
            Ok(true) => renewed += 1,
            // It was installed anew, or another process did it.
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "a token stays encrypted with a key that is not the first"),
        }
    }
    if renewed > 0 {
        tracing::info!(renewed, "tokens are encrypted with the first key of `SLACK_TOKEN_KEY` now");
    }
}

/// Takes over what changes in other processes, for ever; where there are none, there is nothing to take over.
pub(super) async fn watch(app: &App) {
    let Some(installer) = app.installer.as_ref().filter(|_| app.keeper.store().is_shared()) else {
        return std::future::pending().await;
    };
    loop {
        sleep(LOOK).await;
        let before = app.workspaces.changes();
        // Where the store cannot be asked, what was known last counts.
        if let Ok(stored) = app.keeper.store().installations().await {
            app.workspaces.replace(read(installer, &stored), before);
        }
    }
}

/// The workspace of a team; a process that does not know it asks the store, since another one may have installed it just now.
pub(super) async fn of(app: &App, team: Option<&str>) -> Option<Arc<Workspace>> {
    if let (Some(team), Some(installer)) = (team, &app.installer)
        && app.keeper.store().is_shared()
        && !app.workspaces.knows(team)
        && let Ok(Ok(Some(stored))) = timeout(PATIENCE, app.keeper.store().installation(team)).await
        && let Some(Known { workspace, at }) = opened(installer, &stored)
    {
        app.workspaces.add(workspace, at);
    }
    app.workspaces.of(team)
}

/// Whether an event says that the bot's token is worth nothing any more.
pub(super) fn is_farewell(callback: &EventCallback) -> bool {
    match callback.event.kind.as_str() {
        "app_uninstalled" => true,
        // There are tokens of people as well, which this app does not ask for.
        "tokens_revoked" => callback.event.tokens.as_ref().is_some_and(|tokens| !tokens.bot.is_empty()),
        _ => false,
    }
}

/// The people of a workspace have taken the app away: its token goes, here and in the store. An event that comes late says
/// nothing of an installation after it.
pub(super) async fn forget(app: &App, callback: EventCallback) {
    // Slack tells the time in whole seconds.
    let end_of_second = |s: i64| Timestamp::new(s, 999_999_999).ok();
    let at = callback.event_time.and_then(end_of_second).unwrap_or_else(|| app.now());
    let Some(team) = callback.team_id else { return };
    app.workspaces.remove(&team, at);
    if app.installer.is_none() {
        return;
    }
    let mut pause = PAUSE;
    for attempt in 1..=ATTEMPTS {
        match app.keeper.store().uninstall(&team, at).await {
            Ok(true) => return tracing::info!("Slack: a workspace took the app away, and its token is forgotten"),
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(%error, attempt, "the token of a workspace that took the app away is still kept")
            }
        }
        sleep(pause).await;
        pause *= 2;
    }
}
