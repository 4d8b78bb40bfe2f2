//! Questions in channels, threads and private messages: what is answered, once, and what is not.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/discord/mod.rs"]
mod discord;

use discord::make::{self, Say};
use discord::process::Bot;
use discord::{BOB, BOT, CHANNEL, DM, Fake, GUILD, OTHER_CHANNEL, THREAD};
use serde_json::{Value, json};

const SENIOR: &str = "what does a senior MLOps engineer make?";

#[tokio::test(flavor = "multi_thread")]
async fn a_mention_is_answered_with_figure_conditions_and_sources() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = Bot::ready(&fake, folder.path()).await;
    let reply = fake.ask(SENIOR).await;
    let embed = &reply.json["embeds"][0];
    assert!(
        embed["description"]
            .as_str()
            .unwrap()
            .starts_with("**Senior MLOps engineer, permanent: $185K–$285K a year.** [1]")
    );
    assert!(embed["footer"]["text"].as_str().unwrap().contains("as of Apr 2026"), "{embed}");
    assert!(embed["fields"][0]["value"].as_str().unwrap().contains("[2] KORE1, MLOps Salary Guide, Apr 2026, via [4]"));
    make::button(&reply.json, "Delete");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn private_messages_replies_and_threads_need_no_mention() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = Bot::ready(&fake, folder.path()).await;
    let private = fake.reply(fake.say(&Say { channel: DM, text: SENIOR, ..Say::default() })).await;
    assert!(private.text().contains("$185K"));

    let follow = Say { text: "and on contract?", replies_to: Some(fake.ask(SENIOR).await.id), ..Say::default() };
    assert!(fake.reply(fake.say(&follow)).await.text().contains("$1,000–$1,750 a day"));

    let mention = format!("<@{BOT}> {SENIOR}");
    let first = Say { channel: THREAD, text: &mention, ..Say::default() };
    assert_eq!(fake.reply(fake.say(&first)).await.channel, THREAD);
    let next = Say { text: "and staff?", ..first.clone() };
    assert!(fake.reply(fake.say(&next)).await.text().contains("Staff MLOps"));
    let stranger = fake.say(&Say { author: BOB, text: "and staff?", ..first });
    fake.quiet().await;
    assert!(fake.world().replies(stranger).is_empty());
    fake.finish();
}

/// What was said before a restart, or before the knowledge base was taken anew, is what a follow-up leans on.
#[tokio::test(flavor = "multi_thread")]
async fn a_follow_up_leans_on_what_was_said_before_a_restart_and_a_reload() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let bot = Bot::ready(&fake, folder.path()).await;
    let ask = |text: &str| fake.say(&Say { channel: DM, text, ..Say::default() });
    assert!(fake.reply(ask(SENIOR)).await.text().contains("$185K"));
    bot.stop().await;
    let _bot = Bot::ready(&fake, folder.path()).await;
    assert!(fake.reply(ask("and staff?")).await.text().contains("Staff MLOps"));
    fake.interact(make::admin("reload", &[])).await;
    assert!(fake.reply(ask("and one level up?")).await.text().contains("Director"));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_to_bots_chatter_and_channels_that_did_not_ask() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = Bot::ready(&fake, folder.path()).await;
    let mention = format!("<@{BOT}> {SENIOR}");
    fake.say(&Say { text: &mention, from_bot: true, ..Say::default() });
    fake.say(&Say { text: SENIOR, ..Say::default() });
    fake.say(&Say { text: "@everyone lunch?", ..Say::default() });
    fake.quiet().await;
    assert!(fake.world().sent().is_empty());
    assert_eq!(fake.world().typing, 0);
    // An empty mention and what has no answer are told so: nobody is left waiting.
    assert!(fake.ask("").await.text().contains("I read no question"));
    assert!(
        fake.ask("what does an mlops engineer make in London")
            .await
            .text()
            .contains("no sourced pay figure for London")
    );
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn channels_that_listen_are_answered_once_per_cooldown_and_settings_survive_a_restart() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let bot = Bot::ready(&fake, folder.path()).await;
    let options = [("mode", 3, json!("listen")), ("cooldown", 4, json!(3_600))];
    let said = fake.interact(make::admin("channel", &options)).await;
    assert!(said["data"]["content"].as_str().unwrap().contains("plainly a question"), "{said}");
    assert!(bot.stop().await.code == Some(0));
    let _bot = Bot::ready(&fake, folder.path()).await;
    let heard = fake.say(&Say { text: SENIOR, ..Say::default() });
    assert!(fake.reply(heard).await.text().contains("$185K"));
    let again = fake.say(&Say { author: BOB, text: SENIOR, ..Say::default() });
    let chatter = fake.say(&Say { text: "my salary talk on Kubernetes is at noon, see you there", ..Say::default() });
    let elsewhere = fake.say(&Say { channel: OTHER_CHANNEL, text: SENIOR, ..Say::default() });
    fake.quiet().await;
    for silent in [again, chatter, elsewhere] {
        assert!(fake.world().replies(silent).is_empty());
    }
    // In a channel that is off, a mention is not answered either.
    fake.interact(make::admin("channel", &[("mode", 3, json!("off"))])).await;
    let mention = format!("<@{BOT}> {SENIOR}");
    let off = fake.say(&Say { text: &mention, ..Say::default() });
    fake.quiet().await;
    assert!(fake.world().replies(off).is_empty());
    fake.finish();
}

/// What is set everywhere holds in threads too, not where a channel has a setting of its own, and survives a restart.
#[tokio::test(flavor = "multi_thread")]
async fn one_setting_holds_in_every_channel_that_has_none_of_its_own() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let bot = Bot::ready(&fake, folder.path()).await;
    let said = |answer: Value| answer["data"]["content"].as_str().unwrap_or_default().to_owned();
    let everywhere = ("everywhere", 5, json!(true));
    let both = [("mode", 3, json!("off")), everywhere.clone(), ("channel", 7, json!(OTHER_CHANNEL.to_string()))];
    assert!(said(fake.interact(make::admin("channel", &both)).await).contains("not both"));
    fake.interact(make::admin("channel", &[("mode", 3, json!("mention"))])).await;
    fake.interact(make::admin("digest", &[("send", 5, json!(true))])).await;
    let options = [("mode", 3, json!("listen")), ("cooldown", 4, json!(3_600)), everywhere];
    let set = said(fake.interact(make::admin("channel", &options)).await);
    assert!(set.starts_with("In channels that have nothing of their own: I answer whatever is plainly"), "{set}");
    assert!(bot.stop().await.code == Some(0));
    let _bot = Bot::ready(&fake, folder.path()).await;
    let heard = fake.say(&Say { channel: OTHER_CHANNEL, text: SENIOR, ..Say::default() });
    assert!(fake.reply(heard).await.text().contains("$185K"));
    let again = fake.say(&Say { channel: OTHER_CHANNEL, author: BOB, text: SENIOR, ..Say::default() });
    let own = fake.say(&Say { text: SENIOR, ..Say::default() });
    fake.quiet().await;
    assert!(fake.world().replies(again).is_empty(), "the cooldown holds everywhere");
    assert!(fake.world().replies(own).is_empty(), "this channel has a setting of its own");
    let status = said(fake.interact(make::admin("status", &[])).await);
    assert!(status.contains("This channel: I answer when I am mentioned"), "{status}");
    assert!(status.contains("nothing of their own: I answer whatever is plainly"), "{status}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_question_changes_its_reply_and_a_deleted_one_takes_it_along() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let bot = Bot::ready(&fake, folder.path()).await;
    let mention = |text: &str| format!("<@{BOT}> {text}");
    let question = fake.say(&Say { text: &mention(SENIOR), ..Say::default() });
    let first = fake.reply(question).await;
    let edited = |text: &str| {
        let message = fake.world().messages[&(CHANNEL, question)].clone();
        fake.send("MESSAGE_UPDATE", make::edited(&message, &mention(text)));
    };
    // A storm of edits: the last one counts.
    for text in ["what does a junior make?", "what does a mid make?", "what does a staff MLOps engineer make?"] {
        edited(text);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    fake.until("the reply to change", |w| w.replies(question)[0].text().contains("Staff MLOps").then_some(())).await;
    fake.quiet().await;
    let edits = fake.world().calls.iter().filter(|c| c.method == "PATCH").count();
    assert_eq!((edits, fake.world().replies(question).len()), (1, 1));

    // A link that Discord unfolds is no edit.
    let message = fake.world().messages[&(CHANNEL, question)].clone();
    fake.send("MESSAGE_UPDATE", message);
    fake.quiet().await;
    assert_eq!(fake.world().calls.iter().filter(|c| c.method == "PATCH").count(), 1);

    // After a restart the reply is still known.
    bot.stop().await;
    let _bot = Bot::ready(&fake, folder.path()).await;
    fake.send("MESSAGE_DELETE", json!({ "id": question.to_string(), "channel_id": CHANNEL.to_string(), "guild_id": discord::GUILD.to_string() }));
    fake.until("the reply to go", |w| w.deleted.contains(&(CHANNEL, first.id)).then_some(())).await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overheard_question_that_changes_changes_its_reply_and_one_that_is_none_any_more_takes_it_back() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = Bot::ready(&fake, folder.path()).await;
    fake.interact(make::admin("channel", &[("mode", 3, json!("listen")), ("cooldown", 4, json!(3_600))])).await;
    let question = fake.say(&Say { text: SENIOR, ..Say::default() });
    let first = fake.reply(question).await;
    let edited = |text: &str| {
        let message = fake.world().messages[&(CHANNEL, question)].clone();
        fake.send("MESSAGE_UPDATE", make::edited(&message, text));
    };
    // The same entry, which was given a moment ago.
    edited("what does a senior MLOps engineer make on c2c?");
    fake.until("the reply to change", |w| w.replies(question)[0].text().contains("$1,250–$1,750").then_some(())).await;
    edited("lunch at noon, see you there");
    fake.until("the reply to go", |w| w.deleted.contains(&(CHANNEL, first.id)).then_some(())).await;
    fake.quiet().await;
    assert!(fake.world().replies(question).is_empty());
    // And a question again.
    edited("what does a staff MLOps engineer make?");
    assert!(fake.reply(question).await.text().contains("Staff MLOps"));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_names_the_bot_no_more_takes_its_reply_back() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = Bot::ready(&fake, folder.path()).await;
    let question = fake.say(&Say { text: &format!("<@{BOT}> {SENIOR}"), ..Say::default() });
    let reply = fake.reply(question).await;
    let message = fake.world().messages[&(CHANNEL, question)].clone();
    fake.send("MESSAGE_UPDATE", make::edited(&message, "never mind"));
    fake.until("the reply to go", |w| w.deleted.contains(&(CHANNEL, reply.id)).then_some(())).await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_only_overheard_hears_nothing_of_limits() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = Bot::with(&fake, folder.path(), &[("ROLECALL_LIMIT_ENTRY", "1")]);
    fake.until("READY", |w| (w.ready_shards() == 1 && w.command_reads > 0).then_some(())).await;
    fake.interact(make::admin("channel", &[("mode", 3, json!("listen")), ("cooldown", 4, json!(0))])).await;
    fake.reply(fake.say(&Say { text: SENIOR, ..Say::default() })).await;
    fake.say(&Say { author: BOB, text: SENIOR, ..Say::default() });
    fake.quiet().await;
    assert_eq!(fake.world().sent().len(), 1, "nobody is written to unasked");
    // Whoever asks the bot is told.
    fake.say(&Say { author: BOB, text: &format!("<@{BOT}> {SENIOR}"), ..Say::default() });
    fake.until("a word", |w| w.sent().iter().any(|s| s.channel == DM).then_some(())).await;
    let told = fake.world().sent().into_iter().find(|s| s.channel == DM).unwrap();
    assert!(told.json["nonce"].as_str().is_some_and(|nonce| nonce.len() <= 25), "{}", told.json);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_that_is_opened_again_follows_its_channel() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = Bot::ready(&fake, folder.path()).await;
    fake.interact(make::admin("channel", &[("mode", 3, json!("listen"))])).await;
    let thread = THREAD + 1;
    let mut opened = make::guild()["threads"][0].clone();
    (opened["id"], opened["guild_id"]) = (json!(thread.to_string()), json!(GUILD.to_string()));
    fake.send("THREAD_UPDATE", opened);
    // Events are dealt with side by side; people take longer to write something.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let heard = fake.say(&Say { channel: thread, text: SENIOR, ..Say::default() });
    assert!(fake.reply(heard).await.text().contains("$185K"));
    fake.finish();
}
