//! "Share in channel": a private answer for everyone, once.

use std::time::Duration;

use super::super::app::PLATFORM;
use super::super::blocks::Block;
use super::super::fault::Cure;
use super::super::incoming::Interaction;
use super::super::message::Message;
use super::super::mrkdwn::Markup;
use super::super::outbox::{self, Seen};
use super::super::render::{self, Audience, View};
use super::Call;
use super::button::place_of;
use crate::answer::Reply;
use crate::platform::again::digest_of;
use crate::platform::recipe::Recipe;
use crate::platform::texts;
use crate::store::{Shared, Write};

/// How long an answer that was shared is not shared again: as long as its buttons work, and more.
const ONCE: Duration = Duration::from_secs(24 * 60 * 60);
const PERHAPS: &str =
    "Slack did not tell me whether it took that. If you do not see it in the channel, share it again.";

/// Shows a private answer to everyone, once.
pub(super) async fn shared(call: &Call, interaction: &Interaction, recipe: &Recipe) {
    let Some(address) = &call.response_url else {
        call.tell(texts::NOTHING_TO_SHARE).await;
        return;
    };
    let Some(reply) = call.app.answering.again(recipe, &call.asker()) else {
        call.tell(texts::GONE).await;
        return;
    };
    let (channel, message) = place_of(call, interaction);
    let key = format!("share/{channel}/{message}/{}", digest_of(&reply));
    let once = match call.app.first(key.clone()) {
        true => call.app.claims.once(&format!("{PLATFORM}/{key}"), ONCE).await,
        false => None,
    };
    let Some(once) = once else {
        call.tell(texts::ALREADY_SHARED).await;
        return;
    };
    let message = for_all(call, interaction, &reply, recipe);
    match outbox::respond(&call.app, address, Seen::ByAll, &message).await {
        Ok(()) => shown_to_all(call, key, &reply),
        Err(fault) => {
            // Whoever does not see it in the channel may press again.
            call.app.done.put(key, false);
            call.app.claims.failed(once).await;
            if fault.cure() == Cure::Look {
                call.tell(PERHAPS).await;
            } else {
                call.excuse(&fault).await;
            }
        }
    }
}

/// It is known from now on, so that a second press does nothing.
fn shown_to_all(call: &Call, key: String, reply: &Reply) {
    let at = call.app.now();
    call.app.keeper.keep(Write::Seen(key.clone(), at));
    call.app.keeper.keep(Write::Shared(Shared {
        id: format!("{PLATFORM}/{key}"),
        at,
        platform: PLATFORM.to_owned(),
        channel: call.channel.clone().unwrap_or_default(),
        person: call.app.voter(&call.user),
        entries: reply.answers.iter().map(|a| a.entry.clone()).collect(),
    }));
}

/// The answer for everyone, with who shows it.
fn for_all(call: &Call, interaction: &Interaction, reply: &Reply, recipe: &Recipe) -> Message {
    let user = &interaction.user;
    let name = user.name.as_ref().or(user.username.as_ref()).map_or("a member", String::as_str);
    let question = match recipe {
        Recipe::Line { line, .. } => line.strip_prefix("ask ").map_or_else(|| format!("/{line}"), str::to_owned),
        _ => String::new(),
    };
    let view = View {
        question: Some(question),
        audience: Audience::Public { asker: call.user.clone() },
        recipe: Some(recipe.clone()),
        page: 0,
    };
    let mut message = render::reply(reply, &view);
    message.blocks.insert(0, Block::context([Markup::plain(&format!("Shared by {name}")).cut(200)]));
    message
}
