//! Buttons and menus. What they need is in them: they work after a restart.

use serde_json::{Value, json};

use super::super::app::place;
use super::super::blocks::{Block, Element, Text};
use super::super::incoming::{Interaction, Pressed};
use super::super::message::{of_question, votes};
use super::super::outbox;
use super::super::render;
use super::super::render::limits::ID;
use super::{Call, plain, share};
use crate::answer::{Outcome, Reply};
use crate::platform::action::Action;
use crate::platform::again::digest_of;
use crate::platform::recipe::Recipe;
use crate::platform::texts;
use crate::store::{Helpful, Vote, Write};

/// The longest reason that a form takes.
const REASON: u16 = 1_000;
const NOT_YOURS: &str = "Only the person who asked, or an admin, can delete this.";
/// Of the block in a form in which something is written.
pub(super) const WRITTEN: &str = "written";

/// Does what a button or a menu says.
pub(super) async fn pressed(call: &Call, interaction: &Interaction) {
    for pressed in &interaction.actions {
        act(call, interaction, pressed).await;
    }
}

async fn act(call: &Call, interaction: &Interaction, pressed: &Pressed) {
    if let Some(chosen) = pressed.selected_option.as_ref().filter(|_| pressed.action_id == "related") {
        return ask(call, chosen.value.clone()).await;
    }
    // Menus in forms tell of every choice; what was chosen counts when the form is sent.
    let Some(value) = &pressed.value else { return };
    let (value, question) = if votes(&pressed.action_id) { of_question(value) } else { (value.as_str(), None) };
    let about = About { interaction, question };
    match Action::parse(value) {
        Some(Action::Helpful(entry)) => {
            vote(call, &about, entry, Helpful::Yes);
            call.tell(texts::THANKS).await;
        }
        Some(Action::Unhelpful(entry)) => {
            vote(call, &about, entry.clone(), Helpful::No);
            ask_why(call, &about, "What was wrong with it?", &Action::Reason(entry)).await;
        }
        Some(Action::WrongFigure(entry)) => {
            let label = "Which figure, and what should it be?";
            ask_why(call, &about, label, &Action::Figure(entry)).await;
        }
        Some(Action::Sources(recipe)) => {
            let reply = call.app.answering.sources_of(&recipe, &call.asker());
            made(call, reply, 0, None).await;
        }
        Some(Action::More(page, recipe)) => {
            let reply = call.app.answering.again(&recipe, &call.asker());
            made(call, reply, page, Some(recipe)).await;
        }
        Some(Action::Share(Some(recipe))) => share::shared(call, interaction, &recipe).await,
        Some(Action::Copy(Some(recipe))) => match call.app.answering.again(&recipe, &call.asker()) {
            Some(reply) => {
                call.show(&render::boxed(&reply)).await;
            }
            None => made(call, None, 0, None).await,
        },
        Some(Action::Delete(asker)) => delete(call, interaction, &asker).await,
        Some(Action::Ask(question)) => ask(call, question).await,
        _ => {
            call.tell(texts::OLD_BUTTON).await;
        }
    }
}

/// An answer that was made again.
async fn made(call: &Call, reply: Option<Reply>, page: usize, recipe: Option<Recipe>) {
    match reply {
        Some(reply) => call.answer(&reply, None, page, recipe).await,
        None => call.tell(texts::GONE).await,
    };
}

/// The message on which a button is; a form or a page stands for itself.
pub(super) fn place_of(call: &Call, interaction: &Interaction) -> (String, String) {
    let message = interaction.container.message_ts.clone();
    let view = interaction.view.as_ref().map(|view| view.id.clone());
    (call.channel.clone().unwrap_or_default(), message.or(view).unwrap_or_default())
}

/// What was pressed, and of which question the answer is.
struct About<'a> {
    interaction: &'a Interaction,
    question: Option<String>,
}

fn vote(call: &Call, about: &About<'_>, entry: String, helpful: Helpful) {
    let (channel, message) = place_of(call, about.interaction);
    call.app.keeper.keep(Write::Vote(Vote {
        answer: place(&channel, &message),
        voter: call.app.voter(&call.user),
        question: about.question.clone(),
        entry,
        helpful,
        reason: None,
        at: call.app.now(),
    }));
}

/// A form that asks why; the form carries which answer it is about.
async fn ask_why(call: &Call, about: &About<'_>, label: &str, form: &Action) {
    let (Some(trigger), Some(callback)) = (&call.trigger_id, form.id(ID)) else {
        call.tell(texts::THANKS).await;
        return;
    };
    let (channel, message) = place_of(call, about.interaction);
    let input = Block::Input {
        block_id: WRITTEN.to_owned(),
        label: Text::plain(label),
        element: Element::PlainTextInput { action_id: WRITTEN.to_owned(), multiline: true, max_length: REASON },
        optional: false,
    };
    let view = json!({
        "type": "modal", "callback_id": callback, "title": plain("Tell the editors"), "submit": plain("Send"),
        "close": plain("Cancel"), "blocks": [input], "private_metadata": carried(&channel, &message, about.question.as_deref()),
    });
    call.open(if call.in_form { "views.push" } else { "views.open" }, trigger, &view).await;
}

/// Which answer a form is about, as the form carries it.
fn carried(channel: &str, message: &str, question: Option<&str>) -> Value {
    json!({ "channel": channel, "message": message, "question": question }).to_string().into()
}

async fn delete(call: &Call, interaction: &Interaction, asker: &str) {
    if call.user != asker {
        match call.app.admin(&call.workspace, &call.user).await {
            Ok(true) => {}
            Ok(false) => {
                call.tell(NOT_YOURS).await;
                return;
            }
            Err(fault) => return call.excuse(&fault).await,
        }
    }
    let deleted = match &call.response_url {
        Some(address) => outbox::take_away(&call.app, address).await,
        None => {
            let (channel, message) = place_of(call, interaction);
            outbox::delete(&call.app, &call.workspace, &channel, &message).await
        }
    };
    if let Err(fault) = deleted {
        call.excuse(&fault).await;
    }
}

async fn ask(call: &Call, question: String) {
    if call.too_often().await {
        return;
    }
    call.app.asks(&call.user, &question);
    let reply = call.app.answering.ask(&question, true, &call.asker());
    if reply.outcome == Outcome::Ignored {
        call.tell(texts::GONE).await;
        return;
    }
    let recipe = Recipe::Line { digest: digest_of(&reply), line: format!("ask {question}") };
    call.answer(&reply, Some(question), 0, Some(recipe)).await;
}
