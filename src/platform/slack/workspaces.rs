//! The workspaces in which the bot is, each with its token and who the bot is there.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use slack_morphism::prelude::SlackApiToken;

use super::api::Identity;

/// A workspace.
#[derive(Debug)]
pub struct Workspace {
    /// Of the bot there.
    pub token: SlackApiToken,
    /// The workspace.
    pub team: String,
    /// The bot as a person.
    pub me: String,
    /// The bot as a bot.
    pub bot: Option<String>,
}

impl Workspace {
    /// From a token and what Slack says of it.
    pub fn new(token: SlackApiToken, identity: Identity) -> Workspace {
        Workspace { token, team: identity.team_id, me: identity.user_id, bot: identity.bot_id }
    }
}

/// All of them; at most one is there without having been installed by its people.
#[derive(Debug, Default)]
pub struct Workspaces {
    own: OnceLock<Arc<Workspace>>,
    installed: RwLock<HashMap<String, Arc<Workspace>>>,
}

impl Workspaces {
    /// The one of the configuration.
    pub fn own(&self, workspace: Workspace) {
        // Set once, at the start.
        let _ = self.own.set(Arc::new(workspace));
    }

    /// One whose people have installed the app.
    pub fn install(&self, workspace: Workspace) {
        let mut installed = self.installed.write().unwrap_or_else(PoisonError::into_inner);
        installed.insert(workspace.team.clone(), Arc::new(workspace));
    }

    /// One whose people have taken the app away.
    pub fn remove(&self, team: &str) {
        self.installed.write().unwrap_or_else(PoisonError::into_inner).remove(team);
    }

    /// By its id; the one of the configuration where none has it: events in shared channels name other teams.
    pub fn of(&self, team: Option<&str>) -> Option<Arc<Workspace>> {
        let installed = self.installed.read().unwrap_or_else(PoisonError::into_inner);
        team.and_then(|team| installed.get(team)).or_else(|| self.own.get()).cloned()
    }
}
