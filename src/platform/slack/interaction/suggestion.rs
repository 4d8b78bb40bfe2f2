//! What there is to choose while somebody types: from memory alone.

use serde_json::{Value, json};

use super::super::app::App;
use super::super::blocks::{Choice, Text};
use super::super::incoming::Interaction;
use super::super::render::limits::{CHOICE, CHOICES, LABEL, cut, length};
use crate::commands::{self, Kind};

/// The choices for the menu in which somebody types.
pub(super) fn choices(app: &App, interaction: &Interaction) -> Value {
    let kind = interaction.action_id.as_deref().and_then(kind);
    let typed = interaction.value.as_deref().unwrap_or_default();
    let bot = app.answering.bot();
    let fitting = kind.map(|kind| commands::suggest(kind, bot.knowledge(), typed, CHOICES)).unwrap_or_default();
    let short = fitting.into_iter().filter(|c| (1..=CHOICE).contains(&length(&c.value)) && !c.label.is_empty());
    let options: Vec<Choice> =
        short.map(|c| Choice { text: Text::plain(cut(&c.label, LABEL)), value: c.value }).collect();
    json!({ "options": options })
}

/// Menus are named after the option of `/salary` for which they stand.
fn kind(name: &str) -> Option<Kind> {
    let salary = commands::named("salary")?;
    salary.options.iter().find(|option| option.name == name).map(|option| option.kind)
}
