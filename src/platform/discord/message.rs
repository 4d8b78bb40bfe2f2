//! Messages of people: written, edited, deleted.

use jiff::SignedDuration;
use serenity::http::Http;
use serenity::model::channel::{Message, MessageType};
use serenity::model::event::MessageUpdateEvent;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

use crate::answer::Reply;
use crate::platform::answering::Asker;
use crate::platform::claims::Held;
use crate::platform::exchange;
use crate::platform::hearing::{Hearing, Signs, hear};
use crate::platform::limits::TooMany;
use crate::platform::recipe::Recipe;
use crate::store::{Answered, Place, Write};

use super::app::{App, place};
use super::missed;
use super::outbox;
use super::payload::Payload;
use super::render::{self, Audience, View};

/// So long after it was asked, an edited question changes its reply.
const EDITABLE: SignedDuration = SignedDuration::from_mins(5);
/// So long after an answer, its thread needs no mention.
const TALKING: SignedDuration = SignedDuration::from_mins(10);
/// Edits that follow each other within this are one.
const EDIT_STORM: std::time::Duration = std::time::Duration::from_millis(300);
/// Longer messages are read up to here.
const LONGEST: usize = 8_000;

type Exchange = exchange::Exchange<MessageId>;

/// What matters of a message, written or edited.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) id: MessageId,
    pub(super) channel: ChannelId,
    pub(super) author: UserId,
    pub(super) text: String,
    signs: Signs,
    in_thread: bool,
    /// Where it was written: a server, or nothing in private.
    server: String,
    version: i64,
}

/// Somebody wrote something.
pub(super) async fn written(app: &App, http: &Http, message: &Message) {
    if let Some(asked) = asked(app, message, 0)
        && let Some(hearing) = hear(asked.signs)
    {
        deal(app, http, &asked, hearing, None).await;
    }
}

/// Somebody wrote something while nobody listened: what was put to the bot is answered.
pub(super) async fn missed(app: &App, http: &Http, message: &Message) {
    if let Some(asked) = asked(app, message, 0)
        && let Some(hearing) = hear(asked.signs).filter(|hearing| hearing.addressed())
    {
        deal(app, http, &asked, hearing, None).await;
    }
}

/// Another process had begun with it and did not come to an end.
pub(super) async fn taken_over(app: &App, http: &Http, message: &Message, held: Held) {
    let heard = asked(app, message, 0).and_then(|asked| hear(asked.signs).map(|hearing| (asked, hearing)));
    match heard {
        Some((asked, hearing)) => deal(app, http, &asked, hearing, Some(held)).await,
        None => held.done(),
    }
}

/// Deals with a question, once, of all processes and all times that it comes.
async fn deal(app: &App, http: &Http, asked: &Asked, hearing: Hearing, held: Option<Held>) {
    let exchange = app.exchanges.of(asked.id);
    let mut exchange = exchange.lock().await;
    if exchange.handled || exchange.gone {
        if let Some(held) = held {
            held.done();
        }
        return app.counts.repeated();
    }
    exchange.handled = true;
    answer(app, http, (asked, hearing), &mut exchange, held).await;
}

/// Somebody changed what they wrote.
pub(super) async fn edited(app: &App, http: &Http, event: MessageUpdateEvent) {
    let Some(edited_at) = event.edited_timestamp.map(milliseconds) else { return };
    let written_at = milliseconds(event.id.created_at());
    if edited_at - written_at > EDITABLE.as_millis() as i64 {
        return;
    }
    let Some(message) = message_of(event) else { return };
    let Some(asked) = asked(app, &message, edited_at).filter(|asked| !asked.signs.from_machine) else { return };
    let cell = app.exchanges.of(asked.id);
    if !newest(&cell, &asked).await {
        return;
    }
    // Of several edits in a row, the last one is dealt with.
    tokio::time::sleep(EDIT_STORM).await;
    let mut exchange = cell.lock().await;
    if exchange.version != asked.version || exchange.gone || exchange.has_read(&asked.text) {
        return;
    }
    let hearing = hear(asked.signs);
    // Discord does not always say to whom an edited message replies.
    if hearing.is_none() && message.message_reference.is_some() && message.referenced_message.is_none() {
        return;
    }
    if exchange.reply.is_none() && !exchange.withdrawn {
        exchange.reply = stored_reply(app, asked.channel, asked.id).await;
    }
    match (exchange.reply, hearing) {
        (Some(there), hearing) => change(app, (&asked, hearing), &mut exchange, there).await,
        (None, Some(hearing)) => {
            exchange.handled = true;
            answer(app, http, (&asked, hearing), &mut exchange, None).await;
        }
        (None, None) => {}
    }
}

/// The reply that is there becomes another one, or goes where nothing is to be said any more. What went wrong is logged where
/// it is sent.
async fn change(app: &App, (asked, hearing): (&Asked, Option<Hearing>), exchange: &mut Exchange, there: MessageId) {
    exchange.handled = true;
    exchange.read(&asked.text);
    match hearing.and_then(|hearing| reply_to(app, asked, hearing)) {
        Some(reply) => {
            let _ = outbox::edit(app, asked.channel, there, &shown(app, asked, &reply)).await;
        }
        None => {
            (exchange.reply, exchange.withdrawn) = (None, true);
            let _ = outbox::delete(app, asked.channel, there).await;
        }
    }
}

fn milliseconds(at: serenity::model::Timestamp) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or_default()
}

/// Notes the version, if none as new is known.
async fn newest(cell: &tokio::sync::Mutex<Exchange>, asked: &Asked) -> bool {
    let mut exchange = cell.lock().await;
    let newest = exchange.version < asked.version;
    exchange.version = exchange.version.max(asked.version);
    newest
}

/// Somebody took back what they wrote.
pub(super) async fn deleted(app: &App, channel: ChannelId, question: MessageId) {
    let exchange = app.exchanges.of(question);
    let mut exchange = exchange.lock().await;
    exchange.gone = true;
    let reply = match exchange.reply.take() {
        Some(reply) => Some(reply),
        None => stored_reply(app, channel, question).await,
    };
    if let Some(reply) = reply {
        // What went wrong is logged where it is sent.
        let _ = outbox::delete(app, channel, reply).await;
    }
}

/// What answered a question before this process was started.
async fn stored_reply(app: &App, channel: ChannelId, question: MessageId) -> Option<MessageId> {
    let answered = app.keeper.store().answered(&place(channel, question)).await;
    let answered = answered.inspect_err(|error| tracing::warn!(%error, "no reply is deleted")).ok().flatten()?;
    answered.reply.parse::<u64>().ok().filter(|id| *id != 0).map(MessageId::new)
}

/// Answers what has no reply yet.
async fn answer(
    app: &App,
    http: &Http,
    (asked, hearing): (&Asked, Hearing),
    exchange: &mut Exchange,
    held: Option<Held>,
) {
    exchange.read(&asked.text);
    // What is put to the bot is claimed before anything else; what is overheard, once there is something to say.
    let held = match held {
        None if hearing.addressed() => match begun(app, http, asked).await {
            None => return,
            begun => begun,
        },
        held => held,
    };
    let reply = reply_to(app, asked, hearing).filter(|reply| hearing.addressed() || !cooling(app, asked, reply));
    let Some(reply) = reply else { return held.map_or((), Held::done) };
    let held = match held {
        None => app.claims.take(&asked.event(), &asked.server).await,
        held => held,
    };
    let Some(held) = held else { return };
    match too_often(app, asked, &reply) {
        Some(many) => {
            held.done();
            // Whoever did not ask the bot hears nothing of its limits.
            if hearing.addressed() {
                tell(app, http, asked, many).await;
            }
        }
        None => send(app, http, asked, &reply, (exchange, held)).await,
    }
}

/// Claims a question that is not too many; nothing where there is no more to do.
async fn begun(app: &App, http: &Http, asked: &Asked) -> Option<Held> {
    if let Err(many) = app.limits.ask(&asked.author.to_string(), &asked.channel.to_string()) {
        tell(app, http, asked, many).await;
        return None;
    }
    let (event, asker) = (asked.event(), asked.asker(app));
    tokio::join!(app.claims.take(&event, &asked.server), app.answering.recall(&asker)).0
}

/// Whether the channel has had enough of this answer.
fn too_often(app: &App, asked: &Asked, reply: &Reply) -> Option<TooMany> {
    let entry = reply.answers.first().filter(|_| !asked.signs.private)?;
    app.limits.give(&asked.channel.to_string(), &entry.entry).err()
}

/// Says privately when to come back, once a minute at most.
async fn tell(app: &App, http: &Http, asked: &Asked, many: TooMany) {
    if !app.limits.tell(&asked.author.to_string()) {
        return;
    }
    let payload = Payload::text(many.told()).once(format!("told-{}", asked.id));
    let channel = match asked.signs.private {
        true => asked.channel,
        false => match http.create_private_channel(&serde_json::json!({ "recipient_id": asked.author })).await {
            Ok(private) => private.id,
            Err(_) => return,
        },
    };
    // Whoever takes no private messages is not told.
    let _ = outbox::create(app, http, channel, &payload).await;
}

fn shown(app: &App, asked: &Asked, reply: &Reply) -> Payload {
    let audience = Audience::Public { asker: asked.author.to_string() };
    let recipe = Some(Recipe::asked(reply, &asked.asker(app)));
    render::reply(reply, &View { question: None, audience, recipe, page: 0 })
}

async fn send(app: &App, http: &Http, asked: &Asked, reply: &Reply, (exchange, held): (&mut Exchange, Held)) {
    let there = if held.doubtful { missed::reply_to(app, http, asked.channel, asked.id).await } else { None };
    let payload = shown(app, asked, reply).replying_to(asked.id).once(asked.nonce());
    if asked.in_thread {
        // Whoever sees the reply may go on at once, before we know that it arrived.
        app.talking.put((asked.channel, asked.author), app.now());
    }
    let sent = match there {
        Some(there) => Ok(there),
        None => outbox::create(app, http, asked.channel, &payload).await,
    };
    let Ok(reply) = sent else { return held.done() };
    exchange.reply = Some(reply);
    let question = place(asked.channel, asked.id);
    app.keeper.keep(Write::Answered(Answered { question, reply: reply.to_string(), at: app.now() }));
    if asked.version == 0 { held.answered() } else { held.done() }
}

impl Asked {
    /// As it is claimed: each version of a question that has no reply yet by itself.
    fn event(&self) -> Place {
        let question = place(self.channel, self.id);
        match self.version {
            0 => question,
            version => Place { message: format!("{}@{version}", question.message), ..question },
        }
    }

    /// The same for the same version of a question, in no more letters than Discord takes.
    fn nonce(&self) -> String {
        match self.version {
            0 => self.id.to_string(),
            version => format!("{}-{}", self.id, version % 100_000),
        }
    }

    fn asker(&self, app: &App) -> Asker {
        app.asker(self.server.clone(), self.channel, self.author, self.id.get())
    }
}

/// What is said, if anything.
fn reply_to(app: &App, asked: &Asked, hearing: Hearing) -> Option<Reply> {
    let reply = match app.me.get() {
        // Nothing but the bot's name.
        Some(me) if without_name(&asked.text, *me).trim().is_empty() => Reply::ignored(),
        _ => app.answering.ask(&asked.text, hearing.addressed(), &asked.asker(app)),
    };
    hearing.said(reply)
}

/// Whether the same was said there a short while ago; if not, it is now.
fn cooling(app: &App, asked: &Asked, reply: &Reply) -> bool {
    let Some(entry) = reply.answers.first().map(|a| a.entry.as_str()) else { return false };
    let cooldown_s = app.setting(&asked.server, asked.channel).cooldown_s;
    app.given.cooling(&asked.channel.to_string(), entry, cooldown_s, app.now())
}

/// What matters of a message.
fn asked(app: &App, message: &Message, version: i64) -> Option<Asked> {
    let me = *app.me.get()?;
    let parent = app.parents.get(&message.channel_id);
    let in_thread = parent.is_some() || message.position.is_some();
    let text: String = message.content.chars().take(LONGEST).collect();
    let own_kind = matches!(message.kind, MessageType::Regular | MessageType::InlineReply);
    let server = message.guild_id.map(|guild| guild.to_string()).unwrap_or_default();
    let replied = message.referenced_message.as_ref().is_some_and(|m| m.author.id == me);
    let signs = Signs {
        from_machine: message.author.bot || message.webhook_id.is_some() || !own_kind,
        private: message.guild_id.is_none(),
        mentions_me: names(&text, me) || names_role(app, message),
        replies_to_me: replied,
        talking: in_thread && is_talking(app, message),
        mode: app.setting(&server, message.channel_id).mode,
    };
    let (id, channel, author) = (message.id, message.channel_id, message.author.id);
    Some(Asked { id, channel, author, text, signs, in_thread, server, version })
}

fn names(text: &str, me: UserId) -> bool {
    text.contains("<@") && (text.contains(&format!("<@{me}>")) || text.contains(&format!("<@!{me}>")))
}

fn without_name(text: &str, me: UserId) -> String {
    text.replace(&format!("<@{me}>"), "").replace(&format!("<@!{me}>"), "")
}

/// People pick the bot's role where they mean the bot.
fn names_role(app: &App, message: &Message) -> bool {
    let role = message.guild_id.and_then(|guild: GuildId| app.roles.get(&guild));
    role.is_some_and(|role| message.mention_roles.contains(&role))
}

fn is_talking(app: &App, message: &Message) -> bool {
    let last = app.talking.get(&(message.channel_id, message.author.id));
    last.is_some_and(|last| app.now().duration_since(last) <= TALKING)
}

/// An edited message as if it had just been written; nothing where Discord left out what matters.
fn message_of(event: MessageUpdateEvent) -> Option<Message> {
    let mut message = Message::default();
    event.apply_to_message(&mut message);
    message.id = event.id;
    message.channel_id = event.channel_id;
    message.guild_id = event.guild_id;
    message.author = event.author?;
    message.content = event.content?;
    Some(message)
}
