//! Forms that were sent: what somebody looks up, why an answer did not help, which figure is wrong.

use serde_json::{Value, json};

use super::super::app::place;
use super::super::incoming::{Interaction, Seen};
use super::super::manifest::LOOK_UP;
use super::super::message::Message;
use super::super::render::{self, Audience, View};
use super::button::WRITTEN;
use super::{Call, form_of};
use crate::answer::Outcome;
use crate::commands;
use crate::platform::action::Action;
use crate::platform::texts;
use crate::store::{Helpful, Vote, Write};

/// What Slack shows when the form has been sent; it waits for this.
pub(super) fn submitted(call: &Call, interaction: &Interaction) -> Value {
    let Some(form) = &interaction.view else { return json!({ "response_action": "clear" }) };
    let message = if form.callback_id == LOOK_UP { looked_up(call, form) } else { kept(call, form) };
    json!({ "response_action": "update", "view": form_of(&message) })
}

/// Pay by what was chosen.
fn looked_up(call: &Call, form: &Seen) -> Message {
    let Some(command) = commands::named("salary") else { return Message::text(texts::NO_COMMAND) };
    if let Err(many) = call.counted() {
        return Message::text(&many.told());
    }
    let value = |name: &str| form.filled(name).map(|value| (name.to_owned(), value));
    let given: Vec<(String, String)> = ["role", "stage", "basis"].into_iter().filter_map(value).collect();
    match call.app.answering.command(command, &given, &call.asker()) {
        Ok(reply) if reply.outcome == Outcome::Ignored => Message::text(texts::NO_QUESTION),
        Ok(reply) => {
            let recipe = Some(crate::platform::recipe::Recipe::Command("salary".to_owned(), given));
            render::reply(&reply, &View { question: None, audience: Audience::Private, recipe, page: 0 })
        }
        Err(error) => Message::text(&error.text()),
    }
}

/// Keeps what was written about an answer.
fn kept(call: &Call, form: &Seen) -> Message {
    let (entry, helpful) = match Action::parse(&form.callback_id) {
        Some(Action::Reason(entry)) => (entry, Helpful::No),
        Some(Action::Figure(entry)) => (entry, Helpful::WrongFigure),
        _ => return Message::text(texts::OLD_BUTTON),
    };
    let carried: Value = serde_json::from_str(&form.private_metadata).unwrap_or_default();
    let said = |name: &str| carried[name].as_str().map(str::to_owned);
    let (channel, message) = (said("channel").unwrap_or_default(), said("message").unwrap_or_default());
    call.app.keeper.keep(Write::Vote(Vote {
        answer: place(&channel, &message),
        voter: call.app.voter(&call.user),
        question: said("question"),
        entry,
        helpful,
        reason: form.filled(WRITTEN),
        at: call.app.now(),
    }));
    Message::text(texts::THANKS_REASON)
}
