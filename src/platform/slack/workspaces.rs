//! The workspaces in which the bot is, each with its token and who the bot is there.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::Timestamp;
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

/// A workspace whose people have installed the app.
#[derive(Debug, Clone)]
pub struct Known {
    /// It.
    pub workspace: Arc<Workspace>,
    /// When they did.
    pub at: Timestamp,
}

/// All of them; at most one is there without having been installed by its people.
#[derive(Debug, Default)]
pub struct Workspaces {
    own: OnceLock<Arc<Workspace>>,
    installed: RwLock<Installed>,
}

#[derive(Debug, Default)]
struct Installed {
    teams: HashMap<String, Known>,
    /// How often something changed here: what was read from the store before that is out of date.
    changes: u64,
}

impl Workspaces {
    /// The one of the configuration.
    pub fn own(&self, workspace: Workspace) {
        // Set once, at the start.
        let _ = self.own.set(Arc::new(workspace));
    }

    /// One whose people have installed the app.
    pub fn install(&self, workspace: Workspace, at: Timestamp) {
        self.add(Arc::new(workspace), at);
    }

    /// One that was installed by way of another process.
    pub(super) fn add(&self, workspace: Arc<Workspace>, at: Timestamp) {
        let mut installed = self.write();
        installed.changes += 1;
        installed.teams.insert(workspace.team.clone(), Known { workspace, at });
    }

    /// One whose people took the app away at that time, unless they have installed it anew since.
    pub fn remove(&self, team: &str, at: Timestamp) {
        let mut installed = self.write();
        installed.changes += 1;
        if installed.teams.get(team).is_some_and(|known| known.at <= at) {
            installed.teams.remove(team);
        }
    }

    /// How often something changed here.
    pub(super) fn changes(&self) -> u64 {
        self.read().changes
    }

    /// Those of the store, unless something changed here since that number was told.
    pub(super) fn replace(&self, known: Vec<Known>, before: u64) {
        let mut installed = self.write();
        if installed.changes == before {
            installed.teams = known.into_iter().map(|known| (known.workspace.team.clone(), known)).collect();
        }
    }

    /// Whether it is known by its id.
    pub(super) fn knows(&self, team: &str) -> bool {
        self.own.get().is_some_and(|own| own.team == team) || self.read().teams.contains_key(team)
    }

    /// By its id; the one of the configuration where none has it: events in shared channels name other teams.
    pub fn of(&self, team: Option<&str>) -> Option<Arc<Workspace>> {
        let known = team.and_then(|team| self.read().teams.get(team).map(|known| Arc::clone(&known.workspace)));
        known.or_else(|| self.own.get().cloned())
    }

    fn read(&self) -> RwLockReadGuard<'_, Installed> {
        self.installed.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Installed> {
        self.installed.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace(team: &str) -> Workspace {
        let token = SlackApiToken::new(format!("xoxb-{team}").into());
        Workspace { token, team: team.to_owned(), me: "U1".to_owned(), bot: None }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn team(all: &Workspaces, team: &str) -> Option<String> {
        all.of(Some(team)).map(|workspace| workspace.team.clone())
    }

    #[test]
    fn each_has_its_own_and_the_rest_is_the_configured_one() {
        let all = Workspaces::default();
        all.install(workspace("T1"), at(1));
        assert_eq!((team(&all, "T1").as_deref(), team(&all, "T2")), (Some("T1"), None));
        all.own(workspace("T9"));
        assert_eq!((team(&all, "T1").as_deref(), team(&all, "T2").as_deref()), (Some("T1"), Some("T9")));
        assert!(all.knows("T1") && all.knows("T9") && !all.knows("T2"));
    }

    #[test]
    fn a_farewell_that_comes_late_takes_no_new_installation_away() {
        let all = Workspaces::default();
        all.install(workspace("T1"), at(5));
        all.remove("T1", at(4));
        assert!(all.knows("T1"));
        all.remove("T1", at(5));
        assert!(!all.knows("T1"));
    }

    #[test]
    fn what_was_read_before_something_changed_here_is_out_of_date() {
        let all = Workspaces::default();
        let before = all.changes();
        all.install(workspace("T1"), at(1));
        all.replace(Vec::new(), before);
        assert!(all.knows("T1"));
        let known = Known { workspace: Arc::new(workspace("T2")), at: at(1) };
        all.replace(vec![known], all.changes());
        assert!(all.knows("T2") && !all.knows("T1"), "what is gone from the store is gone here");
    }
}
