//! Messages of people: written, changed, taken back.

use std::sync::Arc;

use jiff::SignedDuration;

use super::app::{App, place};
use super::fault::Fault;
use super::incoming::{Changed, Event, EventCallback};
use super::message::{Message, To};
use super::mrkdwn;
use super::outbox;
use super::render::{self, Audience, View};
use super::workspaces::Workspace;
use crate::answer::Reply;
use crate::platform::answering::Asker;
use crate::platform::claims::Held;
use crate::platform::exchange;
use crate::platform::hearing::{Hearing, Signs, hear};
use crate::platform::limits::TooMany;
use crate::store::{Answered, Place, Write};

/// So long after it was asked, a changed question changes its reply.
const EDITABLE_S: i64 = 300;
/// So long after an answer, its thread needs no mention.
const TALKING: SignedDuration = SignedDuration::from_mins(10);
/// Changes that follow each other within this are one.
const EDIT_STORM: std::time::Duration = std::time::Duration::from_millis(300);
/// Longer messages are read up to here.
const LONGEST: usize = 8_000;
/// Messages of these kinds are written by people as other messages are.
const WRITTEN: [&str; 3] = ["file_share", "thread_broadcast", "me_message"];

type Exchange = exchange::Exchange<String>;

/// What matters of a message, written or changed.
#[derive(Debug, Clone)]
struct Asked {
    channel: String,
    ts: String,
    /// The message under which the reply stands.
    thread: String,
    user: String,
    /// As it was written, with Slack's signs in it.
    text: String,
    private: bool,
    /// As the bot tells conversations apart.
    conversation: String,
    signs: Signs,
    version: i64,
    doubtful: bool,
}

/// A question that is to be dealt with.
pub(super) struct Begun {
    asked: Asked,
    hearing: Hearing,
    /// Nothing where it is only overheard: that is claimed once there is something to say.
    held: Option<Held>,
}

/// Claims what somebody wrote, so that it can be acknowledged; nothing where it is not for us, or somebody else is at it. Of
/// one question, the mention and the message both arrive; whichever is first counts.
pub(super) async fn begin(app: &App, workspace: &Workspace, callback: EventCallback) -> Option<Begun> {
    let EventCallback { event, repeated, .. } = callback;
    let channel = event.channel.clone()?;
    let mention = event.kind == "app_mention";
    let message = Changed {
        user: event.user,
        bot_id: event.bot_id.or(event.app_id),
        subtype: event.subtype,
        text: event.text,
        ts: event.ts,
        thread_ts: event.thread_ts,
        parent_user_id: event.parent_user_id,
        edited: None,
    };
    let private = is_private(event.channel_type.as_deref(), &channel);
    let mut asked = asked(app, workspace, channel, private, message).await?;
    asked.signs.mentions_me |= mention;
    // In the second in which this process started, another one may have replied just before.
    asked.doubtful = repeated || seconds(&asked.ts) <= app.started.as_second();
    let hearing = hear(asked.signs)?;
    // Who holds the lock is dealing with it.
    let new = app.exchanges.of(asked.key()).try_lock().is_ok_and(|exchange| !exchange.handled && !exchange.gone);
    if !new {
        app.counts.repeated();
        return None;
    }
    let held = if hearing.addressed() {
        let held = app.claims.take(&asked.event(), &workspace.team).await;
        Some(held.inspect(|held| asked.doubtful |= held.doubtful)?)
    } else {
        None
    };
    Some(Begun { asked, hearing, held })
}

/// Deals with a question, once, of all processes and all times that it comes.
pub(super) async fn deal(app: &App, workspace: &Workspace, begun: Begun) {
    let Begun { asked, hearing, held } = begun;
    let exchange = app.exchanges.of(asked.key());
    let mut exchange = exchange.lock().await;
    if exchange.handled || exchange.gone {
        return app.counts.repeated();
    }
    exchange.handled = true;
    if hearing.addressed()
        && let Err(many) = app.limits.ask(&asked.user, &asked.channel)
    {
        if let Some(held) = held {
            held.done();
        }
        return tell(app, workspace, &asked, many).await;
    }
    answer(app, workspace, (&asked, hearing), &mut exchange, held).await;
}

/// Another process had begun with it and did not come to an end.
pub(super) async fn taken_over(app: &App, workspace: &Workspace, channel: &str, message: Changed, held: Held) {
    let private = is_private(None, channel);
    let asked = asked(app, workspace, channel.to_owned(), private, message).await;
    let heard = asked.and_then(|asked| hear(asked.signs).map(|hearing| (Asked { doubtful: true, ..asked }, hearing)));
    match heard {
        Some((asked, hearing)) => deal(app, workspace, Begun { asked, hearing, held: Some(held) }).await,
        None => held.done(),
    }
}

/// Somebody changed what they wrote.
pub(super) async fn changed(app: &App, workspace: &Workspace, event: Event) {
    let (Some(channel), Some(message)) = (event.channel.clone(), event.message) else { return };
    let Some(edited) = message.edited.as_ref().map(|edited| edited.ts.clone()) else { return };
    let private = is_private(event.channel_type.as_deref(), &channel);
    let Some(mut asked) = asked(app, workspace, channel, private, message).await else { return };
    if seconds(&edited) - seconds(&asked.ts) > EDITABLE_S {
        return;
    }
    asked.version = microseconds(&edited);
    let cell = app.exchanges.of(asked.key());
    if !newest(&cell, asked.version).await {
        return;
    }
    // Of several changes in a row, the last one is dealt with.
    tokio::time::sleep(EDIT_STORM).await;
    // Another process may be about to reply: that is waited for, and what it says is changed.
    app.claims.ended(&place(&asked.channel, &asked.ts)).await;
    let mut exchange = cell.lock().await;
    if exchange.version != asked.version || exchange.gone || exchange.has_read(&asked.text) {
        return;
    }
    let Some(hearing) = hear(asked.signs) else { return };
    if exchange.reply.is_none() {
        exchange.reply = stored_reply(app, &asked.channel, &asked.ts).await;
    }
    exchange.handled = true;
    answer(app, workspace, (&asked, hearing), &mut exchange, None).await;
}

/// Notes the version, if none as new is known.
async fn newest(cell: &Arc<tokio::sync::Mutex<Exchange>>, version: i64) -> bool {
    let mut exchange = cell.lock().await;
    let newest = exchange.version < version;
    exchange.version = exchange.version.max(version);
    newest
}

/// What answered a question, wherever that was.
async fn stored_reply(app: &App, channel: &str, ts: &str) -> Option<String> {
    let answered = app.keeper.store().answered(&place(channel, ts)).await;
    let answered = answered.inspect_err(|error| tracing::warn!(%error, "it is not known what answered it"));
    answered.ok().flatten().map(|answered| answered.reply)
}

/// Somebody took back what they wrote.
pub(super) async fn deleted(app: &App, workspace: &Workspace, event: Event) {
    let (Some(channel), Some(ts)) = (event.channel, event.deleted_ts) else { return };
    // What another process is about to say goes as well.
    app.claims.ended(&place(&channel, &ts)).await;
    let exchange = app.exchanges.of((channel.clone(), ts.clone()));
    let mut exchange = exchange.lock().await;
    exchange.gone = true;
    let reply = match exchange.reply.take() {
        Some(reply) => Some(reply),
        None => stored_reply(app, &channel, &ts).await,
    };
    if let Some(reply) = reply {
        // What went wrong is logged where it is sent.
        let _ = outbox::delete(app, workspace, &channel, &reply).await;
    }
}

/// Answers, or changes the answer that is there.
async fn answer(
    app: &App,
    workspace: &Workspace,
    (asked, hearing): (&Asked, Hearing),
    exchange: &mut Exchange,
    held: Option<Held>,
) {
    exchange.read(&asked.text);
    app.answering.recall(&asked.asker(app, workspace)).await;
    let Some(reply) = reply_to(app, workspace, asked, hearing) else { return held.map_or((), Held::done) };
    if let Some(there) = &exchange.reply {
        // What went wrong is logged where it is sent.
        let _ = outbox::edit(app, workspace, &asked.channel, there, &shown(asked, &reply)).await;
        return;
    }
    let held = match held {
        None => claimed(app, workspace, asked).await,
        held => held,
    };
    let Some(held) = held else { return };
    match too_often(app, asked, &reply) {
        Some(many) => {
            held.done();
            tell(app, workspace, asked, many).await;
        }
        None => send(app, workspace, asked, &shown(asked, &reply), (exchange, held)).await,
    }
}

/// A changed question that nobody has dealt with is claimed whole, so that its first version, should it come late, is not
/// answered as well; one that was left without a reply is claimed as it is now.
async fn claimed(app: &App, workspace: &Workspace, asked: &Asked) -> Option<Held> {
    match app.claims.take(&place(&asked.channel, &asked.ts), &workspace.team).await {
        None if asked.version > 0 => app.claims.take(&asked.event(), &workspace.team).await,
        held => held,
    }
}

fn shown(asked: &Asked, reply: &Reply) -> Message {
    let audience = Audience::Public { asker: asked.user.clone() };
    let view = View { question: None, audience, recipe: None, page: 0 };
    render::reply(reply, &view).about(&format!("{}/{}", asked.channel, asked.ts))
}

/// Whether the channel has had enough of this answer.
fn too_often(app: &App, asked: &Asked, reply: &Reply) -> Option<TooMany> {
    let entry = reply.answers.first().filter(|_| !asked.private)?;
    app.limits.give(&asked.channel, &entry.entry).err()
}

/// Says privately when to come back, once a minute at most.
async fn tell(app: &App, workspace: &Workspace, asked: &Asked, many: TooMany) {
    if app.limits.tell(&asked.user) {
        privately(app, workspace, asked, &many.told()).await;
    }
}

async fn send(
    app: &App,
    workspace: &Workspace,
    asked: &Asked,
    message: &Message,
    (exchange, held): (&mut Exchange, Held),
) {
    let doubtful = asked.doubtful || held.doubtful;
    let to = To { channel: &asked.channel, thread: Some(&asked.thread), name: &asked.ts, doubtful };
    // Whoever sees the reply may go on at once, before we know that it arrived.
    app.talking.put((asked.channel.clone(), asked.thread.clone(), asked.user.clone()), app.now());
    let (sent, sign) = outbox::reply(app, workspace, to, message).await;
    match sent {
        Ok(reply) => {
            if doubtful && asked.version > 0 {
                // What was found there answers the question as it was before. What goes wrong is logged where it is sent.
                let _ = outbox::edit(app, workspace, &asked.channel, &reply, message).await;
            }
            let now = app.now();
            let question = place(&asked.channel, &asked.ts);
            app.keeper.keep(Write::Answered(Answered { question, reply: reply.clone(), at: now }));
            if asked.version == 0 {
                held.answered()
            } else {
                held.done()
            }
            exchange.reply = Some(reply);
        }
        Err(fault) => {
            held.done();
            excuse(app, workspace, asked, &fault).await;
        }
    }
    sign.take_away(app, workspace, to).await;
}

impl Asked {
    fn key(&self) -> (String, String) {
        (self.channel.clone(), self.ts.clone())
    }

    /// As it is claimed: each version of a question that has no reply yet by itself.
    fn event(&self) -> Place {
        match self.version {
            0 => place(&self.channel, &self.ts),
            version => place(&self.channel, &format!("{}@{version}", self.ts)),
        }
    }

    fn asker(&self, app: &App, workspace: &Workspace) -> Asker {
        app.asker(&workspace.team, &self.conversation, &self.user, format!("{}/{}", self.channel, self.ts))
    }
}

/// Whoever asked hears privately why there is no reply, where they can do something about it.
async fn excuse(app: &App, workspace: &Workspace, asked: &Asked, fault: &Fault) {
    let Some(told) = fault.told().filter(|_| !asked.private) else { return };
    privately(app, workspace, asked, &told).await;
}

/// Words for the person who asked, where nobody else reads them: in the thread of a private question, else in their
/// conversation with the bot.
async fn privately(app: &App, workspace: &Workspace, asked: &Asked, text: &str) {
    let (channel, thread) =
        if asked.private { (&asked.channel, Some(asked.thread.as_str())) } else { (&asked.user, None) };
    let to = To { channel, thread, name: &asked.ts, doubtful: asked.doubtful };
    // What went wrong is logged where it is sent.
    let _ = outbox::post(app, workspace, to, &Message::text(text)).await;
}

/// What is said, if anything.
fn reply_to(app: &App, workspace: &Workspace, asked: &Asked, hearing: Hearing) -> Option<Reply> {
    let text = mrkdwn::read(&asked.text, &workspace.me);
    let text = text.trim();
    let reply = match text {
        // Nothing but the bot's name.
        "" => Reply::ignored(),
        _ => app.answering.ask(text, hearing.addressed(), &asked.asker(app, workspace)),
    };
    let reply = hearing.said(reply)?;
    if hearing == Hearing::Overheard {
        let entry = reply.answers.first().map(|a| a.entry.clone());
        let cooldown_s = app.setting(&workspace.team, &asked.channel).cooldown_s;
        let cooling = |entry: &String| app.given.cooling(&asked.channel, entry, cooldown_s, app.now());
        return (!entry.as_ref().is_some_and(cooling)).then_some(reply);
    }
    app.asks(&asked.user, text);
    Some(reply)
}

/// What matters of a message.
async fn asked(app: &App, workspace: &Workspace, channel: String, private: bool, message: Changed) -> Option<Asked> {
    let (user, ts) = (message.user?, message.ts?);
    let text: String = message.text.unwrap_or_default().chars().take(LONGEST).collect();
    let own_kind = message.subtype.as_deref().is_none_or(|kind| WRITTEN.contains(&kind));
    // A loop needs a bot: whatever a bot wrote is no question, whoever it was.
    let from_machine = message.bot_id.is_some() || !own_kind || user == workspace.me || user == "USLACKBOT";
    let in_thread = message.thread_ts.is_some();
    let thread = message.thread_ts.unwrap_or_else(|| ts.clone());
    let signs = Signs {
        from_machine,
        private,
        mentions_me: names(&text, &workspace.me),
        replies_to_me: message.parent_user_id.as_deref() == Some(workspace.me.as_str()),
        talking: false,
        mode: app.setting(&workspace.team, &channel).mode,
    };
    // A private conversation goes on from message to message, one in a channel from reply to reply.
    let conversation = if private && !in_thread { channel.clone() } else { format!("{channel}/{thread}") };
    let mut asked =
        Asked { channel, ts, thread, user, text, private, conversation, signs, version: 0, doubtful: false };
    asked.signs.talking = in_thread && is_talking(app, workspace, &asked).await;
    Some(asked)
}

/// Whether the bot has just answered the same person in the thread; where it matters, other processes count as well.
async fn is_talking(app: &App, workspace: &Workspace, asked: &Asked) -> bool {
    let last = app.talking.get(&(asked.channel.clone(), asked.thread.clone(), asked.user.clone()));
    let here = last.is_some_and(|last| app.now().duration_since(last) <= TALKING);
    let talking = Signs { talking: true, ..asked.signs };
    here || (hear(talking) == Some(Hearing::Thread) && app.answering.talked(&asked.asker(app, workspace)).await)
}

fn names(text: &str, me: &str) -> bool {
    text.match_indices("<@").any(|(at, sign)| {
        let rest = &text[at + sign.len()..];
        rest.strip_prefix(me).is_some_and(|rest| rest.starts_with(['>', '|']))
    })
}

/// Slack does not always say what kind of channel it is; private conversations begin with a letter of their own.
fn is_private(kind: Option<&str>, channel: &str) -> bool {
    kind.map_or_else(|| channel.starts_with('D'), |kind| kind == "im")
}

/// `1700000000.000100` in seconds.
fn seconds(ts: &str) -> i64 {
    ts.split('.').next().and_then(|s| s.parse().ok()).unwrap_or_default()
}

/// The same in microseconds.
fn microseconds(ts: &str) -> i64 {
    let (whole, part) = ts.split_once('.').unwrap_or((ts, ""));
    let part: String = part.chars().chain(std::iter::repeat('0')).take(6).collect();
    let number = |text: &str| text.parse::<i64>().unwrap_or_default();
    number(whole).saturating_mul(1_000_000).saturating_add(number(&part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bot_is_named_by_its_whole_id() {
        assert!(names("hi <@U0BOT> and", "U0BOT") && names("<@U1> <@U0BOT|bot>", "U0BOT"));
        assert!(!names("<@U0BOT2>", "U0BOT") && !names("U0BOT <@U1>", "U0BOT") && !names("<@", "U0BOT"));
    }

    #[test]
    fn times_of_slack() {
        assert_eq!((seconds("1700000000.000100"), seconds("x")), (1_700_000_000, 0));
        assert!(microseconds("5.000002") > microseconds("5.000001") && microseconds("5.1") == 5_100_000);
        assert_eq!(microseconds(&"9".repeat(18)), i64::MAX);
    }
}
