//! What the parts that deal with deliveries share.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::config;
use crate::platform::answering::{Answering, Asker};
use crate::platform::claims::Claims;
use crate::platform::cooldown::Cooldowns;
use crate::platform::counts::Counts;
use crate::platform::exchange::Exchanges;
use crate::platform::ground::{Ground, remembered};
use crate::platform::limits::Limits;
use crate::platform::settings::{Setting, Settings, stored};
use crate::store::{Answered, Keeper, Place, Recent, StoreError};

use super::api::Api;
use super::fault::Fault;
use super::install::Installer;
use super::installed;
use super::lanes::Lanes;
use super::workspaces::{Workspace, Workspaces};

/// As the store calls it.
pub const PLATFORM: &str = "slack";
/// Bounds of what is remembered in memory.
const EVENTS: usize = 40_000;
const CHANNELS: usize = 20_000;
const PEOPLE: usize = 4_000;
/// Deliveries that are worked on at once; beyond that Slack is asked to send them again.
const WORK: u32 = 10_000;
/// How far back answers are read at the start: as long as Slack repeats events, and as long as an edit changes them.
const REPEATED: SignedDuration = SignedDuration::from_hours(2);
/// How far back shared answers are read at the start: as long as an address for answers works, and more.
const SHARED: SignedDuration = SignedDuration::from_hours(24);
/// How long it is known who is an admin.
const RIGHTS: SignedDuration = SignedDuration::from_mins(5);
/// Questions of a person that their page shows.
const QUESTIONS: usize = 5;
/// In bytes; longer ones are not kept.
const QUESTION: usize = 300;

/// What the parts that deal with deliveries share.
pub struct App {
    /// The bot.
    pub answering: Arc<Answering>,
    /// The store.
    pub keeper: Keeper,
    /// What happened so far.
    pub counts: Counts,
    /// Requests to Slack.
    pub api: Api,
    /// Where the bot is.
    pub workspaces: Workspaces,
    /// How it comes to be in more workspaces; nothing where it cannot.
    pub installer: Option<Installer>,
    /// How often people may ask.
    pub(super) limits: Limits,
    /// Who deals with what.
    pub(super) claims: Arc<Claims>,
    pub(super) settings: Settings,
    /// By channel and time.
    pub(super) exchanges: Exchanges<(String, String), String>,
    /// Events, interactions and shares that were dealt with; `false` where one failed and may be tried again.
    pub(super) done: Recent<String, bool>,
    pub(super) given: Cooldowns,
    /// When a person was last answered in a thread.
    pub(super) talking: Recent<(String, String, String), Timestamp>,
    pub(super) lanes: Lanes,
    admins: Recent<String, (bool, Timestamp)>,
    asked: Recent<String, Vec<String>>,
    work: Arc<Semaphore>,
    pub(super) started: Timestamp,
    clock: fn() -> Timestamp,
}

impl App {
    /// Reads from the store what is needed at once.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn prepare(ground: Ground, api: Api, install: Option<&config::Install>) -> Result<App, StoreError> {
        let Ground { answering, keeper, limits, replicas, clock } = ground;
        let now = clock();
        let store = keeper.store();
        let read =
            tokio::try_join!(stored(store), store.answered_since(now - REPEATED), store.seen_since(now - SHARED));
        let (settings, answered, shared) = remembered(read)?;
        if !store.is_shared() {
            // Whoever began something before is gone.
            store.free_claims(PLATFORM).await?;
        }
        let done = Recent::new(EVENTS);
        for event in shared {
            done.put(event, true);
        }
        let app = App {
            settings: Settings::of(&settings, PLATFORM),
            exchanges: Exchanges::restored(EVENTS, answered.into_iter().filter_map(ours)),
            limits: Limits::new(PLATFORM, limits),
            claims: Claims::new(PLATFORM, keeper.clone(), replicas.claim_lease),
            answering,
            keeper,
            counts: Counts::new(PLATFORM),
            api,
            workspaces: Workspaces::default(),
            installer: install.map(Installer::new),
            done,
            given: Cooldowns::new(CHANNELS),
            talking: Recent::new(CHANNELS),
            lanes: Lanes::default(),
            admins: Recent::new(PEOPLE),
            asked: Recent::new(PEOPLE),
            work: Arc::new(Semaphore::new(WORK as usize)),
            started: now,
            clock,
        };
        installed::restore(&app).await?;
        Ok(app)
    }

    /// Says what time it is.
    pub(super) fn clock(&self) -> fn() -> Timestamp {
        self.clock
    }

    /// What time it is.
    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Whether an event comes for the first time.
    pub(super) fn first(&self, event: String) -> bool {
        let first = self.done.put(event, true) != Some(true);
        if !first {
            self.counts.repeated();
        }
        first
    }

    /// Room for one more delivery; nothing where there is none, or the program stops.
    pub(super) fn room(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.work).try_acquire_owned().ok()
    }

    /// Takes nothing more, and waits until everything that was taken is done; whether it was.
    pub(super) async fn finish(&self, within: Duration) -> bool {
        let done = timeout(within, self.work.acquire_many(WORK)).await.is_ok();
        self.work.close();
        done
    }

    /// What is set for a channel, else for the workspace.
    pub(super) fn setting(&self, team: &str, channel: &str) -> Setting {
        self.settings.get(channel).unwrap_or_else(|| self.settings.everywhere(team))
    }

    /// A person in a conversation, as the bot tells conversations apart; `event` is what asks.
    pub(super) fn asker(&self, server: &str, conversation: &str, user: &str, event: String) -> Asker {
        Asker {
            platform: PLATFORM,
            server: server.to_owned(),
            channel: conversation.split('/').next().unwrap_or_default().to_owned(),
            event,
            conversation: format!("{PLATFORM}/{conversation}"),
            user: user.to_owned(),
            at: self.now(),
        }
    }

    /// A person, as the store knows them.
    pub(super) fn voter(&self, user: &str) -> String {
        self.keeper.people().hash(PLATFORM, user)
    }

    /// Whether somebody manages the workspace.
    ///
    /// # Errors
    /// Where Slack does not say.
    pub(super) async fn admin(&self, workspace: &Workspace, user: &str) -> Result<bool, Fault> {
        let key = format!("{}/{user}", workspace.team);
        if let Some((admin, at)) = self.admins.get(&key)
            && self.now().duration_since(at) < RIGHTS
        {
            return Ok(admin);
        }
        let rights = self.api.rights(&workspace.token, user).await;
        let rights = rights.inspect_err(|fault| {
            tracing::warn!(method = "users.info", reason = %fault, "it is not known who is an admin");
        })?;
        self.admins.put(key, (rights.admin, self.now()));
        Ok(rights.admin)
    }

    /// Remembers what somebody asked, for their page.
    pub(super) fn asks(&self, user: &str, question: &str) {
        if question.len() > QUESTION {
            return;
        }
        let mut questions = self.asked.get(&user.to_owned()).unwrap_or_default();
        questions.retain(|q| q != question);
        questions.insert(0, question.to_owned());
        questions.truncate(QUESTIONS);
        self.asked.put(user.to_owned(), questions);
    }

    /// Forgets what somebody asked.
    pub(super) fn forget_asked(&self, user: &str) {
        self.asked.put(user.to_owned(), Vec::new());
    }

    /// What somebody asked lately, the latest first.
    pub(super) fn asked(&self, user: &str) -> Vec<String> {
        self.asked.get(&user.to_owned()).unwrap_or_default()
    }
}

fn ours(answered: Answered) -> Option<((String, String), String)> {
    let Answered { question, reply, .. } = answered;
    (question.platform == PLATFORM).then_some(((question.channel, question.message), reply))
}

/// A message, as the store knows it.
pub(super) fn place(channel: &str, message: &str) -> Place {
    Place { platform: PLATFORM, channel: channel.to_owned(), message: message.to_owned() }
}
