//! What the buttons below an answer come to.

use maud::{Markup, html};
use serenity::model::channel::Embed as Sent;

use super::turn::{Link, messages, three};
use crate::answer::{Reply, text};
use crate::platform::action::Action;
use crate::platform::answering::Asker;
use crate::platform::discord::payload::Payload;
use crate::platform::discord::render::{self, Audience, View};
use crate::platform::recipe::Recipe;
use crate::platform::slack;
use crate::web::site::Site;

/// What a button came to.
pub(super) enum Pressed {
    /// Another answer, for the person who pressed it: a page of it, and how its next one is made.
    Answer(Reply, usize, Option<Recipe>),
    /// The answer, for everyone.
    Shared(Reply),
    /// The answer as text to copy.
    Copied(Reply),
    /// It is no longer there.
    Gone,
}

/// Does what a button says; nothing where it is none.
pub(super) fn pressed(site: &Site, id: &str, reply: &Reply) -> Option<Pressed> {
    let asker = Asker::nobody(site.now());
    let answer = |reply: Option<Reply>, page: usize, recipe: Option<Recipe>| {
        Some(reply.map_or(Pressed::Gone, |reply| Pressed::Answer(reply, page, recipe)))
    };
    match Action::parse(id)? {
        Action::Sources(recipe) => answer(site.answering.sources_of(&recipe, &asker), 0, None),
        Action::More(page, recipe) => answer(site.answering.again(&recipe, &asker), page, Some(recipe)),
        Action::Share(_) => Some(Pressed::Shared(reply.clone())),
        Action::Copy(_) => Some(Pressed::Copied(reply.clone())),
        _ => None,
    }
}

impl Pressed {
    /// As each platform would show it.
    pub(super) fn shown(&self, link: Link<'_>) -> Markup {
        match self {
            Pressed::Answer(reply, page, recipe) => {
                html! { div.pressed { (messages(reply, *page, recipe.clone(), link)) } }
            }
            Pressed::Shared(reply) => shared(reply, link),
            Pressed::Copied(reply) => copied(reply, link),
            Pressed::Gone => html! { p.quiet { "That answer is no longer in the knowledge base. Please ask again." } },
        }
    }
}

fn shared(reply: &Reply, link: Link<'_>) -> Markup {
    let view = View {
        question: Some(link.talk.question.clone()),
        audience: Audience::Public { asker: "you".to_owned() },
        recipe: None,
        page: 0,
    };
    let discord = render::shared(&embeds(&render::reply(reply, &view)), "you", "you");
    let slack = slack::render::reply(reply, &view);
    html! { div.pressed { (three(&discord, &slack, false, &text::render(reply), link)) } }
}

fn copied(reply: &Reply, link: Link<'_>) -> Markup {
    let view = View { question: None, audience: Audience::Private, recipe: None, page: 0 };
    let discord = render::plain(&embeds(&render::reply(reply, &view)));
    html! { div.pressed { (three(&discord, &slack::render::boxed(reply), true, &text::render(reply), link)) } }
}

/// Our message as Discord tells it back when one of its buttons is pressed.
fn embeds(payload: &Payload) -> Vec<Sent> {
    let told = payload.embeds.iter().filter_map(|embed| serde_json::to_value(embed).ok());
    told.filter_map(|embed| serde_json::from_value(embed).ok()).collect()
}
