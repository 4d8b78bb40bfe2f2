//! Shortcuts: "Answer with sources" in the menu of a message, "Look up pay" in Slack's own menu.

use serde_json::json;

use super::super::blocks::{Block, Element, Text};
use super::super::incoming::Interaction;
use super::super::manifest::LOOK_UP;
use super::super::mrkdwn;
use super::super::render::limits::cut;
use super::{Call, plain};
use crate::answer::Outcome;
use crate::commands;
use crate::platform::again::digest_of;
use crate::platform::recipe::Recipe;
use crate::platform::texts;

/// Longer messages are read up to here.
const LONGEST: usize = 8_000;
/// Of the words beside a menu.
const LABEL: usize = 150;

/// Does what a shortcut says.
pub(super) async fn used(call: &Call, interaction: &Interaction) {
    match interaction.callback_id.as_deref() {
        Some(LOOK_UP) => open(call).await,
        _ => about_message(call, interaction).await,
    }
}

/// Answers what somebody wrote, for the person who wants to know.
async fn about_message(call: &Call, interaction: &Interaction) {
    let text = interaction.message.as_ref().and_then(|message| message.text.clone()).unwrap_or_default();
    let text: String = mrkdwn::read(&text, &call.workspace.me).chars().take(LONGEST).collect();
    let text = text.trim();
    if text.is_empty() {
        call.tell(texts::NO_TEXT).await;
        return;
    }
    if call.too_often().await {
        return;
    }
    let reply = call.app.answering.ask(text, true, &call.asker());
    if reply.outcome == Outcome::Ignored {
        call.tell(texts::NO_QUESTION).await;
        return;
    }
    let recipe = Recipe::Line { digest: digest_of(&reply), line: format!("ask {text}") };
    call.answer(&reply, Some(text.to_owned()), 0, Some(recipe)).await;
}

/// A form with the options of `/salary` that people know.
async fn open(call: &Call) {
    let (Some(trigger), Some(salary)) = (&call.trigger_id, commands::named("salary")) else { return };
    let shown = salary.options.iter().filter(|option| ["role", "stage", "basis"].contains(&option.name));
    let blocks: Vec<Block> = shown.map(menu).collect();
    let view = json!({
        "type": "modal", "callback_id": LOOK_UP, "title": plain("Look up pay"), "submit": plain("Look up"),
        "close": plain("Cancel"), "blocks": blocks,
    });
    call.open("views.open", trigger, &view).await;
}

fn menu(option: &commands::Opt) -> Block {
    Block::Input {
        block_id: option.name.to_owned(),
        label: Text::plain(cut(option.help, LABEL)),
        element: Element::ExternalSelect {
            action_id: option.name.to_owned(),
            placeholder: Text::plain(format!("Any {}", option.kind.noun())),
            min_query_length: 0,
        },
        optional: !option.required,
    }
}
