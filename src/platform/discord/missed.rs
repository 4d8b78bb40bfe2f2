//! Questions that were asked while nobody listened, and questions that another process began and left.

use std::collections::HashSet;
use std::time::Duration;

use serenity::http::{Http, MessagePagination};
use serenity::model::channel::Message;
use serenity::model::id::{ChannelId, GuildId, MessageId};
use tracing::Instrument as _;

use super::app::{App, PLATFORM};
use super::message;
use crate::platform::ground;
use crate::store::{Last, Overdue};

/// Channels in which something was asked within this are looked at.
const LIVELY: Duration = Duration::from_secs(60 * 60);
/// The most of them.
const CHANNELS: usize = 200;
/// How far back: longer than it takes until a shard runs again.
const BACK_MS: u64 = 120_000;
/// Messages that Discord tells at once.
const PAGE: u8 = 100;
/// When Discord's ids begin, in milliseconds since 1970.
const EPOCH_MS: u64 = 1_420_070_400_000;

/// Takes over what another process left, for ever.
pub(super) async fn watch(app: &App, http: &Http) {
    app.claims.watch(|left| take_over(app, http, left).instrument(ground::request(PLATFORM))).await;
}

async fn take_over(app: &App, http: &Http, left: Overdue) {
    let Overdue { place, server, .. } = left;
    if app.me.get().is_none() {
        // Before it is known who we are, nobody can say whether a message is for us.
        return;
    }
    let Some(held) = app.claims.take(&place, &server).await else { return };
    let number = place.message.split('@').next().unwrap_or_default();
    let (Ok(channel), Ok(id)) = (place.channel.parse::<ChannelId>(), number.parse::<MessageId>()) else {
        return held.done();
    };
    match http.get_message(channel, id).await {
        Ok(mut message) => {
            message.guild_id = guild(&server);
            tracing::info!("a question is taken over");
            message::taken_over(app, http, &message, held).await;
        }
        // It is gone, or we may not see it any more; where Discord cannot be reached it stays overdue.
        Err(serenity::Error::Http(error)) if error.status_code().is_some_and(|s| s.is_client_error()) => held.done(),
        Err(_) => {}
    }
}

/// Looks for what was put to the bot in the channels of a shard while nobody listened.
pub(super) async fn catch_up(app: &App, http: &Http, (shard, total): (u32, u32)) {
    let lively = match app.keeper.store().last_events(PLATFORM, LIVELY).await {
        Ok(lively) => lively,
        Err(error) => return tracing::warn!(%error, "what was missed is not looked for"),
    };
    for Last { place, server } in lively.into_iter().filter(|l| shard_of(&l.server, total) == shard).take(CHANNELS) {
        if let Ok(channel) = place.channel.parse() {
            channel_missed(app, http, channel, &server).await;
        }
    }
}

async fn channel_missed(app: &App, http: &Http, channel: ChannelId, server: &str) {
    let now = u64::try_from(app.now().as_millisecond()).unwrap_or_default();
    let mut after = MessageId::new((now.saturating_sub(EPOCH_MS + BACK_MS) << 22).max(1));
    loop {
        let Ok(mut page) = http.get_messages(channel, Some(MessagePagination::After(after)), Some(PAGE)).await else {
            return;
        };
        page.sort_by_key(|message| message.id);
        let answered = answered(app, &page);
        for message in page.iter_mut().filter(|message| !answered.contains(&message.id)) {
            message.guild_id = guild(server);
            message::missed(app, http, message).instrument(ground::request(PLATFORM)).await;
        }
        match page.last() {
            Some(last) if page.len() >= usize::from(PAGE) => after = last.id,
            _ => return,
        }
    }
}

/// The reply of ours that is there already.
pub(super) async fn reply_to(app: &App, http: &Http, channel: ChannelId, question: MessageId) -> Option<MessageId> {
    let after = Some(MessagePagination::After(question));
    let page = http.get_messages(channel, after, Some(PAGE)).await.ok()?;
    page.iter().find(|m| is_ours(app, m) && replied(m) == Some(question)).map(|m| m.id)
}

/// The messages to which we have replied.
fn answered(app: &App, page: &[Message]) -> HashSet<MessageId> {
    page.iter().filter(|m| is_ours(app, m)).filter_map(replied).collect()
}

fn is_ours(app: &App, message: &Message) -> bool {
    app.me.get() == Some(&message.author.id)
}

fn replied(message: &Message) -> Option<MessageId> {
    message.message_reference.as_ref()?.message_id
}

fn guild(server: &str) -> Option<GuildId> {
    server.parse::<u64>().ok().filter(|id| *id != 0).map(GuildId::new)
}

/// The shard to which Discord sends the events of a server; those in private go to the first.
fn shard_of(server: &str, total: u32) -> u32 {
    let guild = server.parse::<u64>().unwrap_or_default();
    u32::try_from((guild >> 22) % u64::from(total.max(1))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_belong_to_shards_as_discord_says() {
        assert_eq!((shard_of("", 4), shard_of("200000000000000001", 1)), (0, 0));
        assert_eq!(shard_of("41771983423143937", 10), ((41_771_983_423_143_937_u64 >> 22) % 10) as u32);
    }
}
