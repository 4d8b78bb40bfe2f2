//! Messages of people: written, changed, taken back.

use std::sync::Arc;

use jiff::SignedDuration;
use serde_json::json;

use super::app::{App, place};
use super::fault::Fault;
use super::incoming::{Changed, Event, EventCallback};
use super::message::{Message, With};
use super::mrkdwn;
use super::outbox::{self, To};
use super::render::{self, Audience, View};
use super::workspaces::Workspace;
use crate::answer::Reply;
use crate::platform::counts::Counts;
use crate::platform::exchange;
use crate::platform::hearing::{Hearing, Signs, hear};
use crate::store::{Answered, Write};

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

/// Somebody wrote, changed or deleted something.
pub(super) async fn taken(app: &App, workspace: &Workspace, callback: EventCallback) {
    let EventCallback { event, repeated, .. } = callback;
    match event.subtype.as_deref() {
        Some("message_changed") => changed(app, workspace, event).await,
        Some("message_deleted") => deleted(app, workspace, event).await,
        _ => written(app, workspace, event, repeated).await,
    }
}

/// The mention and the message of one question both arrive; whichever is first is answered.
async fn written(app: &App, workspace: &Workspace, event: Event, repeated: bool) {
    let Some(channel) = event.channel.clone() else { return };
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
    let Some(mut asked) = asked(app, workspace, channel, private, message) else { return };
    asked.signs.mentions_me |= mention;
    asked.doubtful = repeated || seconds(&asked.ts) < app.started.as_second();
    let Some(hearing) = hear(asked.signs) else { return };
    let exchange = app.exchanges.of((asked.channel.clone(), asked.ts.clone()));
    let mut exchange = exchange.lock().await;
    if exchange.handled || exchange.gone {
        return Counts::add(&app.counts.repeated);
    }
    exchange.handled = true;
    answer(app, workspace, &asked, hearing, &mut exchange).await;
}

async fn changed(app: &App, workspace: &Workspace, event: Event) {
    let (Some(channel), Some(message)) = (event.channel.clone(), event.message) else { return };
    let Some(edited) = message.edited.as_ref().map(|edited| edited.ts.clone()) else { return };
    let private = is_private(event.channel_type.as_deref(), &channel);
    let Some(mut asked) = asked(app, workspace, channel, private, message) else { return };
    if seconds(&edited) - seconds(&asked.ts) > EDITABLE_S {
        return;
    }
    asked.version = microseconds(&edited);
    let cell = app.exchanges.of((asked.channel.clone(), asked.ts.clone()));
    if !newest(&cell, asked.version).await {
        return;
    }
    // Of several changes in a row, the last one is dealt with.
    tokio::time::sleep(EDIT_STORM).await;
    let mut exchange = cell.lock().await;
    if exchange.version != asked.version || exchange.gone || exchange.text == asked.text {
        return;
    }
    let Some(hearing) = hear(asked.signs) else { return };
    exchange.handled = true;
    answer(app, workspace, &asked, hearing, &mut exchange).await;
}

/// Notes the version, if none as new is known.
async fn newest(cell: &Arc<tokio::sync::Mutex<Exchange>>, version: i64) -> bool {
    let mut exchange = cell.lock().await;
    let newest = exchange.version < version;
    exchange.version = exchange.version.max(version);
    newest
}

async fn deleted(app: &App, workspace: &Workspace, event: Event) {
    let (Some(channel), Some(ts)) = (event.channel, event.deleted_ts) else { return };
    let exchange = app.exchanges.of((channel.clone(), ts));
    let mut exchange = exchange.lock().await;
    exchange.gone = true;
    if let Some(reply) = exchange.reply.take() {
        // What went wrong is logged where it is sent.
        let _ = outbox::delete(app, workspace, &channel, &reply).await;
    }
}

/// Answers, or changes the answer that is there.
async fn answer(app: &App, workspace: &Workspace, asked: &Asked, hearing: Hearing, exchange: &mut Exchange) {
    exchange.text.clone_from(&asked.text);
    let Some(reply) = reply_to(app, workspace, asked, hearing) else { return };
    let audience = Audience::Public { asker: asked.user.clone() };
    let message = render::reply(&reply, &View { question: None, audience, recipe: None, page: 0 });
    if let Some(there) = &exchange.reply {
        let _ = outbox::edit(app, workspace, &asked.channel, there, &message).await;
        return;
    }
    send(app, workspace, asked, &message, exchange).await;
}

async fn send(app: &App, workspace: &Workspace, asked: &Asked, message: &Message, exchange: &mut Exchange) {
    let to = To { channel: &asked.channel, thread: &asked.thread, question: &asked.ts, doubtful: asked.doubtful };
    match outbox::reply(app, workspace, to, message).await {
        Ok(reply) => {
            let now = app.now();
            app.talking.put((asked.channel.clone(), asked.thread.clone(), asked.user.clone()), now);
            let question = place(&asked.channel, &asked.ts);
            app.keeper.keep(Write::Answered(Answered { question, reply: reply.clone(), at: now }));
            exchange.reply = Some(reply);
        }
        Err(fault) => excuse(app, workspace, asked, &fault).await,
    }
}

/// Whoever asked hears privately why there is no reply, where they can do something about it.
async fn excuse(app: &App, workspace: &Workspace, asked: &Asked, fault: &Fault) {
    let Some(told) = fault.told().filter(|_| !asked.private) else { return };
    let message = Message::text(&told);
    let body = With { beside: json!({ "channel": asked.user }), message: &message };
    let _ = outbox::call(app, workspace, "chat.postMessage", &body).await;
}

/// What is said, if anything.
fn reply_to(app: &App, workspace: &Workspace, asked: &Asked, hearing: Hearing) -> Option<Reply> {
    let text = mrkdwn::read(&asked.text, &workspace.me);
    let text = text.trim();
    let reply = match text {
        // Nothing but the bot's name.
        "" => Reply::ignored(),
        _ => {
            let event = format!("{}/{}", asked.channel, asked.ts);
            app.answering.ask(text, hearing.addressed(), &app.asker(&asked.conversation, &asked.user, event))
        }
    };
    let reply = hearing.said(reply)?;
    if hearing == Hearing::Overheard {
        let entry = reply.answers.first().map(|a| a.entry.clone());
        let cooldown_s = app.setting(&asked.channel).cooldown_s;
        let cooling = |entry: &String| app.given.cooling(&asked.channel, entry, cooldown_s, app.now());
        return (!entry.as_ref().is_some_and(cooling)).then_some(reply);
    }
    app.asks(&asked.user, text);
    Some(reply)
}

/// What matters of a message.
fn asked(app: &App, workspace: &Workspace, channel: String, private: bool, message: Changed) -> Option<Asked> {
    let (user, ts) = (message.user?, message.ts?);
    let text: String = message.text.unwrap_or_default().chars().take(LONGEST).collect();
    let own_kind = message.subtype.as_deref().is_none_or(|kind| WRITTEN.contains(&kind));
    // A loop needs a bot: whatever a bot wrote is no question, whoever it was.
    let from_machine = message.bot_id.is_some() || !own_kind || user == workspace.me || user == "USLACKBOT";
    let thread = message.thread_ts.clone().unwrap_or_else(|| ts.clone());
    let talking = message.thread_ts.is_some() && is_talking(app, &channel, &thread, &user);
    let signs = Signs {
        from_machine,
        private,
        mentions_me: names(&text, &workspace.me),
        replies_to_me: message.parent_user_id.as_deref() == Some(workspace.me.as_str()),
        talking,
        mode: app.setting(&channel).mode,
    };
    // A private conversation goes on from message to message, one in a channel from reply to reply.
    let conversation =
        if private && message.thread_ts.is_none() { channel.clone() } else { format!("{channel}/{thread}") };
    Some(Asked { channel, ts, thread, user, text, private, conversation, signs, version: 0, doubtful: false })
}

fn is_talking(app: &App, channel: &str, thread: &str, user: &str) -> bool {
    let last = app.talking.get(&(channel.to_owned(), thread.to_owned(), user.to_owned()));
    last.is_some_and(|last| app.now().duration_since(last) <= TALKING)
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
