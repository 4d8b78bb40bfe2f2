//! What the parts that deal with events share.

use std::sync::{Arc, OnceLock};

use jiff::{SignedDuration, Timestamp};
use serenity::model::id::{ChannelId, GuildId, MessageId, RoleId, UserId};

use crate::config::Replicas;
use crate::platform::answering::{Answering, Asker};
use crate::platform::claims::Claims;
use crate::platform::cooldown::Cooldowns;
use crate::platform::counts::Counts;
use crate::platform::exchange::Exchanges;
use crate::platform::ground::{Ground, remembered};
use crate::platform::limits::Limits;
use crate::platform::settings::{Setting, Settings, stored};
use crate::store::{Answered, Keeper, Place, Recent, StoreError};

use super::lanes::Lanes;

/// As the store calls it.
pub const PLATFORM: &str = "discord";
/// Bounds of what is remembered in memory.
const EVENTS: usize = 40_000;
const CHANNELS: usize = 20_000;
/// How far back answers are read at the start: as long as an edit changes them.
const EDITABLE: SignedDuration = SignedDuration::from_mins(10);
/// How far back shared answers are read at the start: as long as their buttons work.
const SHARED: SignedDuration = SignedDuration::from_hours(24);

/// What the parts that deal with events share.
pub struct App {
    /// The bot.
    pub answering: Arc<Answering>,
    /// The store.
    pub keeper: Keeper,
    /// What happened so far.
    pub counts: Counts,
    /// Requests to Discord.
    pub(super) lanes: Lanes,
    /// How often people may ask.
    pub(super) limits: Limits,
    /// Who deals with what.
    pub(super) claims: Arc<Claims>,
    pub(super) replicas: Replicas,
    pub(super) settings: Settings,
    pub(super) exchanges: Exchanges<MessageId, MessageId>,
    /// Interactions and shares that were dealt with; `false` where one failed and may be tried again.
    pub(super) done: Recent<String, bool>,
    /// When an entry was last given unasked in a channel.
    pub(super) given: Cooldowns,
    /// When a person was last answered in a thread.
    pub(super) talking: Recent<(ChannelId, UserId), Timestamp>,
    /// The channels of threads.
    pub(super) parents: Recent<ChannelId, ChannelId>,
    /// The bot's own roles, which people mention in its place.
    pub(super) roles: Recent<GuildId, RoleId>,
    pub(super) me: OnceLock<UserId>,
    pub(super) reads_content: bool,
    pub(super) started: Timestamp,
    clock: fn() -> Timestamp,
}

impl App {
    /// Reads from the store what is needed at once.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(super) async fn prepare(ground: Ground, lanes: Lanes, reads_content: bool) -> Result<App, StoreError> {
        let Ground { answering, keeper, limits, replicas, clock } = ground;
        let now = clock();
        let store = keeper.store();
        let read =
            tokio::try_join!(stored(store), store.answered_since(now - EDITABLE), store.seen_since(now - SHARED));
        let (settings, answered, shared) = remembered(read)?;
        if !store.is_shared() {
            // Whoever began something before is gone.
            store.free_claims(PLATFORM).await?;
        }
        let done = Recent::new(EVENTS);
        for event in shared {
            done.put(event, true);
        }
        Ok(App {
            settings: Settings::of(&settings, PLATFORM),
            exchanges: Exchanges::restored(EVENTS, answered.iter().filter_map(ours)),
            limits: Limits::new(PLATFORM, limits),
            claims: Claims::new(PLATFORM, keeper.clone(), replicas.claim_lease),
            replicas,
            answering,
            keeper,
            counts: Counts::new(PLATFORM),
            lanes,
            done,
            given: Cooldowns::new(CHANNELS),
            talking: Recent::new(CHANNELS),
            parents: Recent::new(CHANNELS),
            roles: Recent::new(CHANNELS),
            me: OnceLock::new(),
            reads_content,
            started: now,
            clock,
        })
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

    /// A person in a channel, as the bot tells conversations apart; `event` is the message or interaction that asks.
    pub(super) fn asker(&self, server: String, channel: ChannelId, user: UserId, event: u64) -> Asker {
        Asker {
            platform: PLATFORM,
            server,
            channel: channel.to_string(),
            event: event.to_string(),
            conversation: format!("{PLATFORM}/{channel}"),
            user: user.to_string(),
            at: self.now(),
        }
    }

    /// A person, as the store knows them: the same for every vote, and nobody's name.
    pub(super) fn voter(&self, user: UserId) -> String {
        self.keeper.people().hash(PLATFORM, &user.to_string())
    }

    /// What is set for a channel; for a thread's channel where the thread has nothing of its own; else for the server.
    pub(super) fn setting(&self, server: &str, channel: ChannelId) -> Setting {
        let of = |channel: ChannelId| self.settings.get(&channel.to_string());
        let own = of(channel).or_else(|| self.parents.get(&channel).and_then(of));
        own.unwrap_or_else(|| self.settings.everywhere(server))
    }
}

fn ours(answered: &Answered) -> Option<(MessageId, MessageId)> {
    let id = |text: &str| text.parse::<u64>().ok().filter(|id| *id != 0).map(MessageId::new);
    (answered.question.platform == PLATFORM).then_some(())?;
    Some((id(&answered.question.message)?, id(&answered.reply)?))
}

/// A message, as the store knows it.
pub(super) fn place(channel: ChannelId, message: MessageId) -> Place {
    Place { platform: PLATFORM, channel: channel.to_string(), message: message.to_string() }
}
