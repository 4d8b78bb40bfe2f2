//! `/rolecall`: what admins set and see.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use serenity::model::application::{CommandInteraction, ResolvedOption, ResolvedValue, Unresolved};
use serenity::model::id::ChannelId;

use super::super::app::PLATFORM;
use super::super::render::limits::{self, CONTENT};
use super::super::settings::Setting;
use super::super::texts;
use super::Call;
use crate::loading::LoadError;
use crate::store::{ChannelMode, ChannelSetting};

/// Findings that are shown when a knowledge base cannot be used.
const FINDINGS: usize = 5;
/// Entries with bad votes that are shown.
const ENTRIES: u32 = 15;

/// Does what a subcommand says.
pub(super) async fn taken(call: Call<'_>, interaction: &CommandInteraction) {
    let Some(server) = interaction.guild_id else {
        call.tell(texts::ONLY_SERVERS).await;
        return;
    };
    let options = interaction.data.options();
    let Some(ResolvedOption { name, value: ResolvedValue::SubCommand(values), .. }) = options.first() else {
        call.tell(texts::NO_COMMAND).await;
        return;
    };
    match *name {
        "channel" => call.after(channel(call, &server.to_string(), values)).await,
        "status" => {
            call.tell(status(call)).await;
        }
        "reload" => call.after(reload(call)).await,
        "gaps" => call.after(gaps(call)).await,
        _ => {
            call.tell(texts::NO_COMMAND).await;
        }
    }
}

/// Sets what the bot does in a channel.
async fn channel(call: Call<'_>, server: &str, values: &[ResolvedOption<'_>]) -> String {
    let value = |name: &str| values.iter().find(|v| v.name == name).map(|v| &v.value);
    let channel = match value("channel") {
        Some(ResolvedValue::Channel(channel)) => channel.id,
        Some(ResolvedValue::Unresolved(Unresolved::Channel(id))) => *id,
        _ => call.channel,
    };
    let before = call.app.settings.get(channel, None);
    let mode = match value("mode") {
        Some(ResolvedValue::String(mode)) => ChannelMode::named(mode).unwrap_or(before.mode),
        _ => before.mode,
    };
    let cooldown_s = match value("cooldown") {
        Some(ResolvedValue::Integer(seconds)) => u32::try_from(*seconds).unwrap_or(before.cooldown_s),
        _ => before.cooldown_s,
    };
    set(call, server, channel, Setting { mode, cooldown_s }).await
}

async fn set(call: Call<'_>, server: &str, channel: ChannelId, setting: Setting) -> String {
    call.app.settings.set(channel, setting);
    let Setting { mode, cooldown_s } = setting;
    let (server, id) = (server.to_owned(), channel.to_string());
    let stored = ChannelSetting { platform: PLATFORM, server, channel: id, mode, cooldown_s };
    if let Err(error) = call.app.keeper.store().set_channel(&stored).await {
        tracing::error!(%error, "a setting is not saved");
        return texts::STORE_DOWN.to_owned();
    }
    let hint = match mode {
        ChannelMode::Listen if !call.app.reads_content => {
            "\nThe Message Content intent is off, so I cannot read it yet."
        }
        _ => "",
    };
    format!("In <#{channel}>: {}. {}{hint}", described(mode), cooled(cooldown_s))
}

fn described(mode: ChannelMode) -> &'static str {
    match mode {
        ChannelMode::Off => "off, I answer no messages",
        ChannelMode::Mention => "I answer when I am mentioned",
        ChannelMode::Listen => "I answer whatever is plainly a question for me",
    }
}

fn cooled(seconds: u32) -> String {
    format!("I do not repeat an answer unasked within {seconds} s.")
}

fn status(call: Call<'_>) -> String {
    let app = call.app;
    let bot = app.answering.bot();
    let count = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    let setting = app.settings.get(call.channel, app.parents.get(&call.channel));
    [
        format!("Knowledge: {} entries from {}", bot.knowledge().entries().len(), app.answering.origin()),
        format!("This channel: {}. {}", described(setting.mode), cooled(setting.cooldown_s)),
        format!("Message Content intent: {}", if app.reads_content { "on" } else { "off; listening needs it" }),
        format!("Running since {}", app.started.strftime("%Y-%m-%d %H:%M UTC")),
        format!(
            "Sent {}, repeated attempts {}, not sent {}, repeated events {}, not stored {}",
            count(&app.counts.sent),
            count(&app.counts.retried),
            count(&app.counts.lost),
            count(&app.counts.repeated),
            app.keeper.dropped()
        ),
    ]
    .join("\n")
}

/// Takes the knowledge base anew.
async fn reload(call: Call<'_>) -> String {
    let answering = Arc::clone(&call.app.answering);
    match tokio::task::spawn_blocking(move || answering.reload()).await {
        Ok(Ok(())) => {
            let entries = call.app.answering.bot().knowledge().entries().len();
            tracing::info!(entries, "the knowledge base was taken anew");
            format!("Taken anew: {entries} entries from {}.", call.app.answering.origin())
        }
        Ok(Err(error)) => refused(&error),
        Err(_) => "Loading broke off. What was there before still answers.".to_owned(),
    }
}

/// Which file, which line, and how to mend it.
fn refused(error: &LoadError) -> String {
    let findings = match error {
        LoadError::Knowledge { findings, .. } => findings.as_slice(),
        _ => &[],
    };
    let shown: Vec<String> = findings.iter().take(FINDINGS).map(|f| format!("```\n{f}\n```")).collect();
    let text = format!("{error}. What was there before still answers.\n{}", shown.join("\n"));
    limits::cut(&text, CONTENT)
}

/// The entries that people were not content with.
async fn gaps(call: Call<'_>) -> String {
    call.app.keeper.flush().await;
    match call.app.keeper.store().votes(ENTRIES).await {
        Err(error) => {
            tracing::error!(%error, "votes cannot be read");
            "The votes cannot be read; the log says why.".to_owned()
        }
        Ok(votes) => {
            let bad = votes.iter().filter(|v| v.no > 0);
            let lines: Vec<String> = bad.map(|v| format!("- `{}`: {} no, {} yes", v.entry, v.no, v.yes)).collect();
            if lines.is_empty() {
                return "Nobody has voted against an answer.".to_owned();
            }
            limits::cut(&format!("Answers that did not help:\n{}", lines.join("\n")), CONTENT)
        }
    }
}
