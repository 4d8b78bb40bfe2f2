//! Events of the gateway, each to its place.

use std::sync::Arc;

use async_trait::async_trait;
use serenity::all::{
    ChannelId, ConnectionStage, Context, Event, EventHandler, Guild, GuildChannel, GuildId, Interaction, Message,
    MessageId, MessageUpdateEvent, RawEventHandler, Ready, ResumedEvent, ShardStageUpdateEvent, ThreadListSyncEvent,
};
use serenity::http::Http;
use serenity::model::event::UnknownEvent;
use tokio::sync::mpsc::UnboundedSender;
use tracing::Instrument as _;

use super::app::{App, PLATFORM};
use super::{interaction, message, missed};
use crate::platform::ground::request;

/// What the watch over the connection wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A shard is to run here.
    Wanted(u32),
    /// A shard runs here no more.
    Left(u32),
    /// It was looked what is to run here.
    Looked,
    /// A shard is ready.
    Ready(u32),
    /// A shard took up where it was.
    Resumed(u32),
    /// A shard has lost its connection.
    Lost(u32),
}

/// Takes events.
pub(super) struct Handler {
    pub(super) app: Arc<App>,
    /// For everything that is sent.
    pub(super) http: Arc<Http>,
    /// Shards of all processes.
    pub(super) total: u32,
    pub(super) signs: UnboundedSender<Sign>,
}

impl Handler {
    fn sign(&self, sign: Sign) {
        // The watch ends before the events do when the program stops.
        let _ = self.signs.send(sign);
    }

    fn learn_thread(&self, thread: &GuildChannel) {
        if let Some(parent) = thread.parent_id.filter(|_| thread.thread_metadata.is_some()) {
            self.app.parents.put(thread.id, parent);
        }
    }
}

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, context: Context, ready: Ready) {
        let _ = self.app.me.set(ready.user.id);
        let shard = context.shard_id.0;
        self.sign(Sign::Ready(shard));
        missed::catch_up(&self.app, &self.http, (shard, self.total)).await;
    }

    async fn resume(&self, context: Context, _: ResumedEvent) {
        self.sign(Sign::Resumed(context.shard_id.0));
    }

    async fn shard_stage_update(&self, context: Context, event: ShardStageUpdateEvent) {
        if event.old == ConnectionStage::Connected {
            self.sign(Sign::Lost(context.shard_id.0));
        }
    }

    async fn message(&self, _: Context, written: Message) {
        message::written(&self.app, &self.http, &written).instrument(request(PLATFORM)).await;
    }

    async fn message_update(&self, _: Context, _: Option<Message>, _: Option<Message>, event: MessageUpdateEvent) {
        message::edited(&self.app, &self.http, event).instrument(request(PLATFORM)).await;
    }

    async fn message_delete(&self, _: Context, channel: ChannelId, id: MessageId, _: Option<GuildId>) {
        message::deleted(&self.app, channel, id).instrument(request(PLATFORM)).await;
    }

    async fn message_delete_bulk(&self, _: Context, channel: ChannelId, ids: Vec<MessageId>, _: Option<GuildId>) {
        for id in ids {
            message::deleted(&self.app, channel, id).instrument(request(PLATFORM)).await;
        }
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        interaction::taken(&self.app, &self.http, interaction).instrument(request(PLATFORM)).await;
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        guild.threads.iter().for_each(|thread| self.learn_thread(thread));
        let mine =
            guild.roles.values().find(|r| r.tags.bot_id.is_some() && r.tags.bot_id == self.app.me.get().copied());
        if let Some(role) = mine {
            self.app.roles.put(guild.id, role.id);
        }
    }

    async fn thread_create(&self, _: Context, thread: GuildChannel) {
        self.learn_thread(&thread);
    }

    /// One that was closed when this process started is only told of when it is opened again.
    async fn thread_update(&self, _: Context, _: Option<GuildChannel>, thread: GuildChannel) {
        self.learn_thread(&thread);
    }

    async fn thread_list_sync(&self, _: Context, event: ThreadListSyncEvent) {
        event.threads.iter().for_each(|thread| self.learn_thread(thread));
    }
}

#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, _: Context, event: Event) {
        if let Event::Unknown(UnknownEvent { kind, .. }) = event {
            // Each kind is told once; a new kind is no fault, but somebody may want to know.
            if self.app.counts.unknown(&kind) == 1 {
                tracing::info!(kind = %kind.escape_debug(), "an event of a kind that is not known here");
            }
        }
    }
}
