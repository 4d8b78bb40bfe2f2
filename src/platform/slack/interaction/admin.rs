//! `/rolecall`: what admins set and see.

use super::super::app::PLATFORM;
use super::super::message::Message;
use super::super::mrkdwn::Markup;
use super::super::render::limits::TEXT;
use super::Call;
use crate::platform::settings::Setting;
use crate::platform::{admin, digest, texts};
use crate::store::{ChannelMode, Server};

const USAGE: &str = "`/rolecall channel off|mention|listen [seconds]` sets what I do with messages here, and for how long I \
                     do not repeat an answer unasked; `/rolecall channel everywhere …` does it for every channel that has \
                     nothing of its own.\n`/rolecall status` shows how I am doing.\n`/rolecall reload` takes \
                     the knowledge base anew.\n`/rolecall gaps` lists what had no answer, and answers that did not help.\n\
                     `/rolecall digest here|off` sends that every Monday.\n`/rolecall forget-me` removes what I keep of \
                     you; everyone may do that.";
const ADMINS: &str = "`/rolecall` is for admins of the workspace; `/rolecall forget-me` is for everyone.";
/// In the place of a channel: all of them that have nothing of their own.
const EVERYWHERE: &str = "everywhere";
/// The longest time that can be set.
const LONGEST_S: u32 = 86_400;

/// Does what the words say.
pub(super) async fn taken(call: &Call, text: &str) {
    if text == "forget-me" {
        let app = &call.app;
        app.forget_asked(&call.user);
        let said = admin::forget(&app.keeper, &app.voter(&call.user)).await;
        call.tell(&said).await;
        return;
    }
    match call.app.admin(&call.workspace, &call.user).await {
        Ok(true) => {}
        Ok(false) => {
            call.tell(ADMINS).await;
            return;
        }
        Err(fault) => return call.excuse(&fault).await,
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let said = match words.as_slice() {
        ["channel", rest @ ..] => channel(call, rest).await,
        ["status"] => status(call),
        ["reload"] => admin::reload(&call.app.answering).await,
        ["gaps"] => {
            let server = Server { platform: PLATFORM, name: call.workspace.team.clone() };
            admin::gaps(&call.app.answering, &call.app.keeper, &server, call.app.now()).await
        }
        ["digest", "here"] => sent_digest(call, call.channel.clone()).await,
        ["digest", "off"] => sent_digest(call, None).await,
        _ => USAGE.to_owned(),
    };
    call.show(&Message { text: Markup::plain(&said).cut(TEXT), blocks: Vec::new() }).await;
}

/// Sets where the weekly digest goes.
async fn sent_digest(call: &Call, channel: Option<String>) -> String {
    let app = &call.app;
    let set = digest::set(PLATFORM, &call.workspace.team, channel, (&app.keeper, &app.claims, app.now())).await;
    set.unwrap_or_else(|error| {
        tracing::error!(%error, "a setting is not saved");
        texts::STORE_DOWN.to_owned()
    })
}

/// Sets what the bot does in a channel, or in all that have nothing of their own.
async fn channel(call: &Call, words: &[&str]) -> String {
    let (app, team) = (&call.app, &call.workspace.team);
    let (channel, words) = match words {
        [EVERYWHERE, rest @ ..] => (None, rest),
        _ if call.channel.is_none() => return USAGE.to_owned(),
        _ => (call.channel.as_deref(), words),
    };
    let mut setting = channel.map_or_else(|| app.settings.everywhere(team), |channel| app.setting(team, channel));
    for word in words {
        match (ChannelMode::named(word), word.parse()) {
            (Some(mode), _) => setting.mode = mode,
            (None, Ok(seconds)) if seconds <= LONGEST_S => setting.cooldown_s = seconds,
            _ => return format!("`{word}` is neither `off`, `mention` or `listen` nor a number of seconds.\n{USAGE}"),
        }
    }
    set(call, channel, setting).await
}

/// Sets it for a channel; without one, everywhere.
async fn set(call: &Call, channel: Option<&str>, setting: Setting) -> String {
    if let Err(error) = call.app.settings.keep(&call.app.keeper, &call.workspace.team, channel, setting).await {
        tracing::error!(%error, "a setting is not saved");
        return texts::STORE_DOWN.to_owned();
    }
    format!("{}: {}", if channel.is_some() { "In this channel" } else { texts::EVERYWHERE }, setting.described())
}

fn status(call: &Call) -> String {
    let app = &call.app;
    let bot = app.answering.bot();
    let team = &call.workspace.team;
    let here = call.channel.as_deref().map(|channel| app.setting(team, channel).described()).unwrap_or_default();
    [
        format!("Knowledge: {} entries from {}", bot.knowledge().entries().len(), app.answering.origin()),
        format!("This channel: {here}"),
        format!("{}: {}", texts::EVERYWHERE, app.settings.everywhere(team).described()),
        format!("Running since {}", app.started.strftime("%Y-%m-%d %H:%M UTC")),
        app.counts.described(app.keeper.dropped()),
    ]
    .join("\n")
}
