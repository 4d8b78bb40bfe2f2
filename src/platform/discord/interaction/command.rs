//! Slash commands, and the menu of a message.

use serenity::model::application::{CommandDataOption, CommandDataOptionValue, CommandInteraction, CommandType};

use super::super::commands::{ADMIN, FORGET, SHARE};
use super::super::payload::{Payload, Response};
use super::super::render::limits::{CONTENT, cut};
use super::super::render::{self, Audience, View};
use super::super::texts;
use super::{Call, admin};
use crate::answer::{Outcome, Reply};
use crate::commands;
use crate::platform::recipe::Recipe;

/// Longer texts are read up to here.
const LONGEST: usize = 8_000;

/// Answers a command.
pub(super) async fn taken(call: Call<'_>, interaction: &CommandInteraction) {
    if interaction.data.name == ADMIN {
        return admin::taken(call, interaction).await;
    }
    if interaction.data.name == FORGET {
        return admin::forgotten(call).await;
    }
    if call.too_often().await {
        return;
    }
    call.app.answering.recall(&call.asker()).await;
    if interaction.data.kind == CommandType::Message {
        return about_message(call, interaction).await;
    }
    let given = given(&interaction.data.options);
    let Some(command) = commands::named(&interaction.data.name) else {
        call.tell(texts::NO_COMMAND).await;
        return;
    };
    let asker = call.asker();
    match call.app.answering.command(command, &given, &asker) {
        Ok(reply) if reply.outcome == Outcome::Ignored => call.tell(texts::NO_QUESTION).await,
        Ok(reply) => call.respond(Response::Message(shown(call, interaction, &reply, given))).await,
        Err(error) => call.tell(cut(&error.text(), CONTENT)).await,
    };
}

/// The reply, for everyone where that was asked for and there is an answer; else for the person alone.
fn shown(call: Call<'_>, interaction: &CommandInteraction, reply: &Reply, given: Vec<(String, String)>) -> Payload {
    let name = interaction.data.name.as_str();
    let question = match name {
        "ask" => given.iter().find(|(name, _)| name == "question").map(|(_, text)| text.clone()),
        _ => Some(commands::typed(name, &given)),
    };
    let prepared = name == "quick" && !reply.answers.is_empty();
    let share = share(&interaction.data.options).unwrap_or(prepared) && reply.outcome == Outcome::Answered;
    // What the channel has just read several times is shown to the person alone.
    let often = |entry: &str| call.app.limits.give(&call.channel.to_string(), entry).is_err();
    let share = share && !reply.answers.first().is_some_and(|answer| often(&answer.entry));
    let audience = if share { Audience::Public { asker: call.user.to_string() } } else { Audience::Private };
    let recipe = match name {
        "ask" => Recipe::asked(reply, &call.asker()),
        _ => Recipe::Command(name.to_owned(), given),
    };
    render::reply(reply, &View { question, audience, recipe: Some(recipe), page: 0 })
}

/// The values, as text, by name.
fn given(options: &[CommandDataOption]) -> Vec<(String, String)> {
    let value = |option: &CommandDataOption| {
        let text = match &option.value {
            CommandDataOptionValue::String(text) => text.chars().take(LONGEST).collect(),
            CommandDataOptionValue::Number(number) => number.to_string(),
            CommandDataOptionValue::Integer(number) => number.to_string(),
            _ => return None,
        };
        Some((option.name.clone(), text))
    };
    options.iter().filter_map(value).collect()
}

fn share(options: &[CommandDataOption]) -> Option<bool> {
    let option = options.iter().find(|o| o.name == SHARE)?;
    if let CommandDataOptionValue::Boolean(share) = option.value { Some(share) } else { None }
}

/// Answers what somebody wrote, for the person who wants to know.
async fn about_message(call: Call<'_>, interaction: &CommandInteraction) {
    let target = interaction.data.target_id.map(serenity::all::TargetId::to_message_id);
    let message = target.and_then(|id| interaction.data.resolved.messages.get(&id));
    let text: String = message.map(|m| m.content.chars().take(LONGEST).collect()).unwrap_or_default();
    if text.trim().is_empty() {
        call.tell(texts::NO_TEXT).await;
        return;
    }
    let asker = call.asker();
    let reply = call.app.answering.ask(&text, true, &asker);
    match reply.outcome {
        Outcome::Ignored => call.tell(texts::NO_QUESTION).await,
        _ => call.show(&reply, Some(text), 0, Some(Recipe::asked(&reply, &asker))).await,
    };
}
