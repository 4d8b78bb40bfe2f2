//! `/rolecall`: what admins set and see; and `/forget-me`, for everyone.

use std::future::Future;

use serenity::model::Permissions;
use serenity::model::application::{CommandInteraction, ResolvedOption, ResolvedValue, Unresolved};
use serenity::model::id::ChannelId;

use super::super::app::PLATFORM;
use super::super::render::limits::{CONTENT, cut};
use super::super::texts;
use super::Call;
use crate::platform::settings::Setting;
use crate::platform::{admin, digest};
use crate::store::{ChannelMode, Server};

/// Removes what is kept of whoever asks for it.
pub(super) async fn forgotten(call: Call<'_>) {
    let person = call.app.voter(call.user);
    call.after(admin::forget(&call.app.keeper, &person)).await;
}

/// Does what a subcommand says.
pub(super) async fn taken(call: Call<'_>, interaction: &CommandInteraction) {
    let options = interaction.data.options();
    let Some(ResolvedOption { name, value: ResolvedValue::SubCommand(values), .. }) = options.first() else {
        call.tell(texts::NO_COMMAND).await;
        return;
    };
    let Some(server) = interaction.guild_id else {
        call.tell(texts::ONLY_SERVERS).await;
        return;
    };
    let permissions = interaction.member.as_ref().and_then(|m| m.permissions).unwrap_or_default();
    if !permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR) {
        call.tell(texts::ADMINS).await;
        return;
    }
    match *name {
        "channel" => call.after(channel(call, &server.to_string(), values)).await,
        "status" => {
            call.tell(status(call, &server.to_string())).await;
        }
        "reload" => call.after(short(admin::reload(&call.app.answering))).await,
        "gaps" => {
            let own = Server { platform: PLATFORM, name: server.to_string() };
            call.after(short(admin::gaps(&call.app.answering, &call.app.keeper, &own, call.app.now()))).await;
        }
        "digest" => call.after(sent_digest(call, &server.to_string(), values)).await,
        _ => {
            call.tell(texts::NO_COMMAND).await;
        }
    }
}

/// No longer than a message.
async fn short(work: impl Future<Output = String>) -> String {
    cut(&work.await, CONTENT)
}

/// Sets where the weekly digest goes.
async fn sent_digest(call: Call<'_>, server: &str, values: &[ResolvedOption<'_>]) -> String {
    let value = |name: &str| values.iter().find(|v| v.name == name).map(|v| &v.value);
    let send = matches!(value("send"), Some(ResolvedValue::Boolean(true)));
    let channel = named(value("channel")).unwrap_or(call.channel);
    let app = call.app;
    let channel = send.then(|| channel.to_string());
    let set = digest::set(PLATFORM, server, channel, (&app.keeper, &app.claims, app.now())).await;
    set.unwrap_or_else(|error| {
        tracing::error!(%error, "a setting is not saved");
        texts::STORE_DOWN.to_owned()
    })
}

/// The channel that was picked.
fn named(value: Option<&ResolvedValue<'_>>) -> Option<ChannelId> {
    match value {
        Some(ResolvedValue::Channel(channel)) => Some(channel.id),
        Some(ResolvedValue::Unresolved(Unresolved::Channel(id))) => Some(*id),
        _ => None,
    }
}

/// Sets what the bot does in a channel, or in all that have nothing of their own.
async fn channel(call: Call<'_>, server: &str, values: &[ResolvedOption<'_>]) -> String {
    let value = |name: &str| values.iter().find(|v| v.name == name).map(|v| &v.value);
    let everywhere = matches!(value("everywhere"), Some(ResolvedValue::Boolean(true)));
    let picked = named(value("channel"));
    if everywhere && picked.is_some() {
        return "Name a channel, or set it everywhere: not both.".to_owned();
    }
    let channel = picked.unwrap_or(call.channel);
    let settings = &call.app.settings;
    let own = if everywhere { None } else { settings.get(&channel.to_string()) };
    let before = own.unwrap_or_else(|| settings.everywhere(server));
    let mode = match value("mode") {
        Some(ResolvedValue::String(mode)) => ChannelMode::named(mode).unwrap_or(before.mode),
        _ => before.mode,
    };
    let cooldown_s = match value("cooldown") {
        Some(ResolvedValue::Integer(seconds)) => u32::try_from(*seconds).unwrap_or(before.cooldown_s),
        _ => before.cooldown_s,
    };
    set(call, server, (!everywhere).then_some(channel), Setting { mode, cooldown_s }).await
}

/// Sets it for a channel; without one, everywhere.
async fn set(call: Call<'_>, server: &str, channel: Option<ChannelId>, setting: Setting) -> String {
    let id = channel.map(|channel| channel.to_string());
    if let Err(error) = call.app.settings.keep(&call.app.keeper, server, id.as_deref(), setting).await {
        tracing::error!(%error, "a setting is not saved");
        return texts::STORE_DOWN.to_owned();
    }
    let hint = match setting.mode {
        ChannelMode::Listen if !call.app.reads_content => {
            "\nThe Message Content intent is off, so I cannot read it yet."
        }
        _ => "",
    };
    match channel {
        Some(channel) => format!("In <#{channel}>: {}{hint}", setting.described()),
        None => format!("{}: {}{hint}", texts::EVERYWHERE, setting.described()),
    }
}

fn status(call: Call<'_>, server: &str) -> String {
    let app = call.app;
    let bot = app.answering.bot();
    let (setting, everywhere) = (app.setting(server, call.channel), app.settings.everywhere(server));
    [
        format!("Knowledge: {} entries from {}", bot.knowledge().entries().len(), app.answering.origin()),
        format!("This channel: {}", setting.described()),
        format!("{}: {}", texts::EVERYWHERE, everywhere.described()),
        format!("Message Content intent: {}", if app.reads_content { "on" } else { "off; listening needs it" }),
        format!("Running since {}", app.started.strftime("%Y-%m-%d %H:%M UTC")),
        app.counts.described(app.keeper.dropped()),
    ]
    .join("\n")
}
