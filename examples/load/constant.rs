//! A bot on raw serenity that answers everything with one constant embed: the least that a bot can cost.

use async_trait::async_trait;
use serenity::all::{
    Client, Context, CreateEmbed, CreateInteractionResponse, CreateInteractionResponseMessage, CreateMessage,
    EventHandler, GatewayIntents, Interaction, Message,
};
use serenity::http::HttpBuilder;

struct Constant;

fn embed() -> CreateEmbed {
    CreateEmbed::new().title("Senior MLOps engineer").description("$185K–$285K a year").field("Sources", "KORE1", false)
}

#[async_trait]
impl EventHandler for Constant {
    async fn message(&self, context: Context, message: Message) {
        if !message.author.bot {
            let reply = CreateMessage::new().embed(embed()).reference_message(&message);
            let reply = reply.allowed_mentions(serenity::all::CreateAllowedMentions::new());
            message.channel_id.send_message(&context.http, reply).await.expect("a reply");
        }
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        if let Interaction::Command(command) = interaction {
            let message = CreateInteractionResponseMessage::new().embed(embed()).ephemeral(true);
            let message = message.allowed_mentions(serenity::all::CreateAllowedMentions::new());
            command.create_response(&context.http, CreateInteractionResponse::Message(message)).await.expect("a reply");
        }
    }
}

/// Runs until it is ended.
pub async fn run(address: &str) {
    let token = std::env::var("DISCORD_TOKEN").expect("DISCORD_TOKEN");
    let http = HttpBuilder::new(token).proxy(address).ratelimiter_disabled(true).build();
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::MESSAGE_CONTENT;
    let builder = serenity::client::ClientBuilder::new_with_http(http, intents);
    let mut client: Client = builder.event_handler(Constant).await.expect("a client");
    let url = client.ws_url.lock().await.clone();
    assert!(url.starts_with("ws://127.0.0.1"), "{url} is not the fake");
    client.start().await.expect("a connection");
}
