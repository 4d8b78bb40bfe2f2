//! Commands, buttons, menus and forms.

mod admin;
mod autocomplete;
mod button;
mod command;
mod form;
mod patience;

use serenity::http::Http;
use serenity::model::application::Interaction;
use serenity::model::id::{ChannelId, GuildId, InteractionId, UserId};

use super::app::App;
use super::outbox;
use super::payload::{Payload, Response};
use super::render::{self, Audience, View};
use crate::answer::Reply;
use crate::platform::answering::Asker;
use crate::platform::recipe::Recipe;

/// An interaction that has to be answered.
#[derive(Clone, Copy)]
struct Call<'a> {
    app: &'a App,
    http: &'a Http,
    id: InteractionId,
    token: &'a str,
    server: Option<GuildId>,
    channel: ChannelId,
    user: UserId,
}

impl Call<'_> {
    /// The one first response; whether it arrived.
    async fn respond(&self, response: Response) -> bool {
        outbox::respond(self.app, (self.id, self.token), &response).await.is_ok()
    }

    /// A message for the person alone.
    async fn tell(&self, text: impl Into<String>) -> bool {
        self.respond(Response::Message(Payload::text(text).private(true))).await
    }

    /// Whether this person, or this channel, has asked too much; they are told.
    async fn too_often(&self) -> bool {
        let Err(many) = self.app.limits.ask(&self.user.to_string(), &self.channel.to_string()) else { return false };
        self.tell(many.told()).await;
        true
    }

    /// Who asks here.
    fn asker(&self) -> Asker {
        self.app.asker(
            self.server.map_or_else(String::new, |id| id.to_string()),
            self.channel,
            self.user,
            self.id.get(),
        )
    }

    /// A reply for the person alone.
    async fn show(&self, reply: &Reply, question: Option<String>, page: usize, recipe: Option<Recipe>) -> bool {
        let view = View { question, audience: Audience::Private, recipe, page };
        self.respond(Response::Message(render::reply(reply, &view))).await
    }
}

/// Deals with an interaction; one that comes twice is dealt with once.
pub(super) async fn taken(app: &App, http: &Http, interaction: Interaction) {
    let call = |id, token, server, channel, user| Call { app, http, id, token, server, channel, user };
    if !matches!(interaction, Interaction::Autocomplete(_)) && !app.first(format!("interaction/{}", interaction.id())) {
        return;
    }
    match &interaction {
        Interaction::Command(i) => command::taken(call(i.id, &i.token, i.guild_id, i.channel_id, i.user.id), i).await,
        Interaction::Autocomplete(i) => {
            autocomplete::taken(call(i.id, &i.token, i.guild_id, i.channel_id, i.user.id), i).await
        }
        Interaction::Component(i) => button::taken(call(i.id, &i.token, i.guild_id, i.channel_id, i.user.id), i).await,
        Interaction::Modal(i) => form::taken(call(i.id, &i.token, i.guild_id, i.channel_id, i.user.id), i).await,
        _ => {}
    }
}
