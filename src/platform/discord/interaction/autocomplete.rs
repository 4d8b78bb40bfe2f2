//! Suggestions while somebody types: from memory alone.

use serenity::model::application::CommandInteraction;

use super::super::payload::Response;
use super::super::render::limits::{ITEM, ITEMS, cut, length};
use super::Call;
use crate::commands;

/// Suggests values for the option that is being typed.
pub(super) async fn taken(call: Call<'_>, interaction: &CommandInteraction) {
    call.respond(Response::Choices(choices(call, interaction))).await;
}

fn choices(call: Call<'_>, interaction: &CommandInteraction) -> Vec<(String, String)> {
    let Some(typed) = interaction.data.autocomplete() else { return Vec::new() };
    let command = commands::named(&interaction.data.name);
    let option = command.and_then(|c| c.options.iter().find(|o| o.name == typed.name));
    let Some(option) = option else { return Vec::new() };
    let bot = call.app.answering.bot();
    let fitting = commands::suggest(option.kind, bot.knowledge(), typed.value, ITEMS);
    let short = fitting.into_iter().filter(|c| length(&c.value) <= ITEM && !c.label.is_empty());
    short.map(|c| (cut(&c.label, ITEM), c.value)).collect()
}
