//! Buttons and menus. What they need is in their id and on their message: they work after a restart.

use serenity::all::{ActionRowComponent, ButtonKind, MessageInteractionMetadata};
use serenity::model::application::{ComponentInteraction, ComponentInteractionDataKind};
use serenity::model::channel::Message;
use serenity::model::permissions::Permissions;

use super::super::app::{PLATFORM, place};
use super::super::payload::{Component, Response, Row};
use super::super::render::limits::CUSTOM_ID;
use super::super::{outbox, render, texts};
use super::Call;
use crate::answer::Outcome;
use crate::platform::action::Action;
use crate::platform::recipe::Recipe;
use crate::store::{Helpful, Shared, Vote, Write};

/// How long an answer that was shared is not shared again: as long as its buttons work, and more.
const ONCE: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);
/// The longest reason that a form takes.
const REASON: u16 = 1_000;

/// Does what a button says.
pub(super) async fn taken(call: Call<'_>, pressed: &ComponentInteraction) {
    match Action::parse(&pressed.data.custom_id) {
        Some(Action::Helpful(entry)) => {
            vote(call, pressed, entry, Helpful::Yes);
            call.tell(texts::THANKS).await;
        }
        Some(Action::Unhelpful(entry)) => {
            vote(call, pressed, entry.clone(), Helpful::No);
            ask_why(call, "What was wrong with it?", &Action::Reason(entry)).await;
        }
        Some(Action::WrongFigure(entry)) => {
            ask_why(call, "Which figure, and what should it be?", &Action::Figure(entry)).await;
        }
        Some(Action::Sources(recipe)) => sources(call, recipe).await,
        Some(Action::More(page, recipe)) => more(call, page, recipe).await,
        Some(Action::Share(_)) => share(call, pressed).await,
        Some(Action::Copy(_)) => copy(call, pressed).await,
        Some(Action::Delete(asker)) => delete(call, pressed, &asker).await,
        Some(Action::Ask(question)) => ask(call, question).await,
        Some(Action::Related) => related(call, pressed).await,
        Some(Action::Reason(_) | Action::Figure(_)) | None => {
            call.tell(texts::OLD_BUTTON).await;
        }
    }
}

fn vote(call: Call<'_>, pressed: &ComponentInteraction, entry: String, helpful: Helpful) {
    call.app.keeper.keep(Write::Vote(Vote {
        answer: place(call.channel, pressed.message.id),
        voter: call.app.voter(call.user),
        question: question_of(&pressed.message),
        entry,
        helpful,
        reason: None,
        at: call.app.now(),
    }));
}

/// The question that a message answers, as the journal calls it: the message it replies to, or the interaction.
pub(super) fn question_of(answer: &Message) -> Option<String> {
    let replied = answer.message_reference.as_ref().and_then(|r| r.message_id).map(|id| id.get());
    let asked = match answer.interaction_metadata.as_deref() {
        Some(MessageInteractionMetadata::Command(c)) => Some(c.id.get()),
        Some(MessageInteractionMetadata::Component(c)) => Some(c.id.get()),
        Some(MessageInteractionMetadata::ModalSubmit(m)) => Some(m.id.get()),
        _ => None,
    };
    replied.or(asked).map(|id| format!("{PLATFORM}/{id}"))
}

async fn ask_why(call: Call<'_>, label: &str, form: &Action) {
    let Some(custom_id) = form.id(CUSTOM_ID) else {
        call.tell(texts::THANKS).await;
        return;
    };
    let input = Component::Input {
        kind: 4,
        custom_id: "text".to_owned(),
        style: 2,
        label: label.to_owned(),
        required: true,
        max_length: REASON,
    };
    let title = "Tell the editors".to_owned();
    call.respond(Response::Modal { custom_id, title, rows: vec![Row::of(vec![input])] }).await;
}

/// What the answer stands on.
async fn sources(call: Call<'_>, recipe: Recipe) {
    let answering = &call.app.answering;
    let reply = answering.found(recipe).await.and_then(|recipe| answering.sources_of(&recipe, &call.asker()));
    match reply {
        Some(reply) => call.show(&reply, None, 0, None).await,
        None => call.tell(texts::GONE).await,
    };
}

async fn more(call: Call<'_>, page: usize, recipe: Recipe) {
    let answering = &call.app.answering;
    let reply = answering.found(recipe.clone()).await.and_then(|found| answering.again(&found, &call.asker()));
    match reply {
        Some(reply) => call.show(&reply, None, page, Some(recipe)).await,
        None => call.tell(texts::GONE).await,
    };
}

/// Shows a private answer to everyone, once.
async fn share(call: Call<'_>, pressed: &ComponentInteraction) {
    if pressed.message.embeds.is_empty() {
        call.tell(texts::NOTHING_TO_SHARE).await;
        return;
    }
    let key = format!("share/{}", pressed.message.id);
    let once = match call.app.first(key.clone()) {
        true => call.app.claims.once(&format!("{PLATFORM}/{key}"), ONCE).await,
        false => None,
    };
    let Some(once) = once else {
        call.tell(texts::ALREADY_SHARED).await;
        return;
    };
    let name = pressed.member.as_ref().map_or_else(|| pressed.user.display_name(), |m| m.display_name());
    let payload = render::shared(&pressed.message.embeds, name, &call.user.to_string());
    if call.respond(Response::Message(payload)).await {
        shown_to_all(call, key, &pressed.message);
    } else {
        call.app.done.put(key, false);
        call.app.claims.failed(once).await;
    }
}

/// It is known from now on, so that a second press does nothing.
fn shown_to_all(call: Call<'_>, key: String, message: &Message) {
    let at = call.app.now();
    call.app.keeper.keep(Write::Seen(key.clone(), at));
    call.app.keeper.keep(Write::Shared(Shared {
        id: format!("{PLATFORM}/{key}"),
        at,
        platform: PLATFORM.to_owned(),
        channel: call.channel.to_string(),
        person: call.app.voter(call.user),
        entries: entry_of(message).into_iter().collect(),
    }));
}

/// The entry that a message answers with, as its buttons say.
fn entry_of(message: &Message) -> Option<String> {
    let buttons = message.components.iter().flat_map(|row| &row.components).filter_map(|part| match part {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } => Action::parse(custom_id),
            _ => None,
        },
        _ => None,
    });
    buttons.into_iter().find_map(|action| match action {
        Action::Helpful(entry) => Some(entry),
        _ => None,
    })
}

async fn copy(call: Call<'_>, pressed: &ComponentInteraction) {
    if pressed.message.embeds.is_empty() {
        call.tell(texts::NOTHING_TO_SHARE).await;
    } else {
        call.respond(Response::Message(render::plain(&pressed.message.embeds))).await;
    }
}

async fn delete(call: Call<'_>, pressed: &ComponentInteraction, asker: &str) {
    let permissions = pressed.member.as_ref().and_then(|m| m.permissions).unwrap_or_default();
    let moderator = permissions.intersects(Permissions::MANAGE_MESSAGES | Permissions::ADMINISTRATOR);
    if call.user.to_string() != asker && !moderator {
        call.tell(texts::NOT_YOURS).await;
    } else if call.respond(Response::DeferUpdate).await {
        // What went wrong is logged where it is sent.
        let _ = outbox::withdraw(call.app, call.http, call.token).await;
    }
}

async fn ask(call: Call<'_>, question: String) {
    if call.too_often().await {
        return;
    }
    let asker = call.asker();
    let reply = call.app.answering.ask(&question, true, &asker);
    match reply.outcome {
        Outcome::Ignored => call.tell(texts::GONE).await,
        _ => call.show(&reply, Some(question), 0, Some(Recipe::asked(&reply, &asker))).await,
    };
}

async fn related(call: Call<'_>, pressed: &ComponentInteraction) {
    let chosen = match &pressed.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().cloned(),
        _ => None,
    };
    match chosen {
        Some(question) => ask(call, question).await,
        None => {
            call.tell(texts::OLD_BUTTON).await;
        }
    }
}
