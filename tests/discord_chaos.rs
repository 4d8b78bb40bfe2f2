//! What goes wrong between us and Discord: nothing is lost, and nothing is said twice.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/discord/mod.rs"]
mod discord;

use std::time::Duration;

use discord::make::{self, Say};
use discord::process::Bot;
use discord::world::Frame;
use discord::{BOT, CHANNEL, Fake, Fault, GUILD, TOKEN};
use serde_json::json;

const SENIOR: &str = "what does a senior MLOps engineer make?";

fn mention() -> String {
    format!("<@{BOT}> {SENIOR}")
}

async fn started() -> (Fake, tempfile::TempDir, Bot) {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let bot = Bot::ready(&fake, folder.path()).await;
    (fake, folder, bot)
}

/// The question has exactly one reply, and no second one is on its way.
async fn assert_one(fake: &Fake, question: u64) {
    fake.reply(question).await;
    fake.quiet().await;
    // One lock at a time: the story is told under it as well.
    let (replies, story) = {
        let world = fake.world();
        (world.replies(question).len(), world.story())
    };
    assert_eq!(replies, 1, "{story}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_comes_twice_is_answered_once() {
    let (fake, _folder, _bot) = started().await;
    let question = fake.say(&Say { text: &mention(), ..Say::default() });
    let message = fake.world().messages[&(CHANNEL, question)].clone();
    for _ in 0..3 {
        fake.send("MESSAGE_CREATE", message.clone());
    }
    assert_one(&fake, question).await;
    let interaction = fake.start_interaction(make::command("help", &[]));
    let event = fake.world().sessions[&0].events.last().unwrap().1["d"].clone();
    fake.send("INTERACTION_CREATE", event);
    fake.response(interaction).await;
    fake.quiet().await;
    let callbacks = fake.world().calls.iter().filter(|c| c.path.contains("/callback")).count();
    assert_eq!(callbacks, 1);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_of_discord_are_retried_and_the_reply_comes_once() {
    let (fake, _folder, _bot) = started().await;
    let faults = [
        Fault { status: 500, times: 2, ..Fault::default() },
        Fault { status: 429, times: 1, ..Fault::default() },
        // It took the message, and its answer was lost: the nonce keeps the second attempt from being a second message.
        Fault { status: 502, applied: true, ..Fault::default() },
        Fault { status: 0, applied: true, ..Fault::default() },
    ];
    for fault in faults {
        fake.world().faults.push_back(fault.clone());
        let question = fake.say(&Say { text: &mention(), ..Say::default() });
        assert_one(&fake, question).await;
        assert!(fake.world().faults.is_empty(), "{fault:?} did not happen");
    }
    let callback = Fault { path: "/callback", status: 500, applied: true, ..Fault::default() };
    fake.world().faults.push_back(callback);
    let id = fake.start_interaction(make::command("help", &[]));
    fake.response(id).await;
    fake.quiet().await;
    assert_eq!(fake.world().interactions[&id].responses.len(), 1);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_is_logged_counted_and_given_up() {
    let (fake, _folder, bot) = started().await;
    fake.world().faults.push_back(Fault { status: 403, times: 9, ..Fault::default() });
    let question = fake.say(&Say { text: &mention(), ..Say::default() });
    fake.until("the refusal", |w| w.calls.iter().any(|c| c.status == 403).then_some(())).await;
    fake.quiet().await;
    fake.world().faults.clear();
    let refused = fake.world().calls.iter().filter(|c| c.status == 403).count();
    assert_eq!((refused, fake.world().replies(question).len()), (1, 0));
    assert!(bot.log().contains("Discord did not take it method=\"create message\" status=403"), "{}", bot.log());
    let status = fake.interact(make::admin("status", &[])).await;
    assert!(status["data"]["content"].as_str().unwrap().contains("not sent 1"), "{status}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reply_shows_that_somebody_types() {
    let (fake, _folder, _bot) = started().await;
    fake.world().faults.push_back(Fault { status: 200, delay_ms: 1_200, ..Fault::default() });
    fake.ask(SENIOR).await;
    assert_eq!(fake.world().typing, 1);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn showing_that_somebody_types_holds_up_nothing() {
    let (fake, _folder, _bot) = started().await;
    // The first attempt fails late; the sign for it hangs, and hangs when it is tried again.
    fake.world().faults.push_back(Fault { status: 500, delay_ms: 700, ..Fault::default() });
    fake.world().faults.push_back(Fault { path: "/typing", status: 200, delay_ms: 9_000, ..Fault::default() });
    let begun = std::time::Instant::now();
    fake.ask(SENIOR).await;
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_waits_as_long_as_discord_says_and_is_not_given_up() {
    let (fake, _folder, bot) = started().await;
    // Longer than an attempt may take.
    fake.world().faults.push_back(Fault { status: 429, retry_after: "11", ..Fault::default() });
    let question = fake.say(&Say { text: &mention(), ..Say::default() });
    assert_one(&fake, question).await;
    let posts: Vec<_> = {
        let world = fake.world();
        let posts = world.calls.iter().filter(|c| c.method == "POST" && c.path.ends_with("/messages"));
        posts.map(|c| (c.status, c.at)).collect()
    };
    let [(429, refused), (200, taken)] = posts.as_slice() else { panic!("{posts:?}") };
    assert!(*taken - *refused >= Duration::from_secs(11), "it asked again too early");
    assert!(!bot.log().contains("Discord did not take it"));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn many_questions_at_once_in_a_channel_wait_for_their_turn_and_each_is_answered_once() {
    let (fake, _folder, _bot) = started().await;
    fake.world().limit = Some((5, Duration::from_secs(1)));
    let ask = |n: u64| fake.say(&Say { text: &mention(), author: 410_000_000_000_000_000 + n, ..Say::default() });
    let questions: Vec<u64> = (0..40).map(ask).collect();
    for question in questions {
        assert_eq!(fake.reply(question).await.channel, CHANNEL);
    }
    fake.quiet().await;
    assert_eq!(fake.world().sent().len(), 40, "one each");
    let refused = fake.world().calls.iter().filter(|c| c.status == 429).count();
    assert_eq!(refused, 0, "Discord bans whoever asks for more than there is");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_that_could_not_be_registered_are_registered_later_and_questions_are_answered_meanwhile() {
    let fake = Fake::start().await;
    fake.world().faults.push_back(Fault {
        method: "PUT",
        path: "/commands",
        status: 500,
        times: 1,
        ..Fault::default()
    });
    let folder = tempfile::tempdir().unwrap();
    let bot = Bot::ready(&fake, folder.path()).await;
    assert!(fake.ask(SENIOR).await.text().contains("$185K"));
    fake.until("registration", |w| (w.command_writes == 1).then_some(())).await;
    assert!(bot.log().contains("the commands could not be registered"));
    fake.finish();
}

/// Holds the store as somebody does who writes a lot.
async fn hold(folder: &std::path::Path, held: Duration) {
    let url = format!("sqlite:{}", folder.join("rolecall.db").display());
    let store = sqlx::SqlitePool::connect(&url).await.unwrap();
    let mut connection = store.acquire().await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *connection).await.unwrap();
    tokio::spawn(async move {
        tokio::time::sleep(held).await;
        sqlx::query("ROLLBACK").execute(&mut *connection).await.unwrap();
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_long_is_announced_first_and_follows_unless_the_interaction_is_over() {
    let (fake, folder, bot) = started().await;
    hold(folder.path(), Duration::from_millis(2_600)).await;
    let id = fake.start_interaction(make::admin("channel", &[("mode", 3, json!("listen"))]));
    let first = fake.response(id).await;
    assert_eq!((&first["type"], &first["data"]["flags"]), (&json!(5), &json!(64)), "{first}");
    let said = fake.original(id).await;
    assert!(said["content"].as_str().unwrap().contains("plainly a question"), "{said}");

    hold(folder.path(), Duration::from_millis(2_600)).await;
    let late = fake.start_interaction(make::admin("channel", &[("mode", 3, json!("mention"))]));
    assert_eq!(fake.response(late).await["type"], 5);
    fake.world().interactions.get_mut(&late).unwrap().expired = true;
    fake.until("the refusal", |w| w.calls.iter().any(|c| c.status == 401).then_some(())).await;
    fake.quiet().await;
    assert_eq!(fake.world().calls.iter().filter(|c| c.status == 401).count(), 1, "it is not tried again");
    assert!(bot.log().contains("Discord did not take it method=\"edit response\" status=401"), "{}", bot.log());
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_was_dealt_with_and_is_taken_over_is_ended() {
    let (fake, folder, bot) = started().await;
    let question = fake.say(&Say { text: &mention(), ..Say::default() });
    fake.reply(question).await;
    bot.stop().await;
    // As if the process had died after the reply was written down and before the claim was.
    let url = format!("sqlite:{}", folder.path().join("rolecall.db").display());
    let store = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("UPDATE claim SET done = 0, until_ms = 0").execute(&store).await.unwrap();
    let bot = Bot::with(&fake, folder.path(), &[("ROLECALL_CLAIM_LEASE", "2")]);
    let end = std::time::Instant::now() + Duration::from_secs(15);
    while sqlx::query_scalar::<_, i64>("SELECT MIN(done) FROM claim").fetch_one(&store).await.unwrap() == 0 {
        assert!(std::time::Instant::now() < end, "{}", bot.log());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let tries: i64 = sqlx::query_scalar("SELECT MAX(tries) FROM claim").fetch_one(&store).await.unwrap();
    assert_eq!(tries, 2, "it is taken over once");
    assert_eq!(fake.world().replies(question).len(), 1);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_socket_is_resumed_and_what_was_missed_is_answered_once() {
    let (fake, _folder, _bot) = started().await;
    for frame in [Frame::Drop, Frame::Json(json!({ "op": 7, "d": null })), Frame::Close(4_000)] {
        let resumes = fake.world().resumes;
        // The reply is slow, so the socket goes between the event and the reply.
        fake.world().faults.push_back(Fault { status: 200, delay_ms: 300, ..Fault::default() });
        let before = fake.say(&Say { text: &mention(), ..Say::default() });
        tokio::time::sleep(Duration::from_millis(50)).await;
        fake.world().frame(0, frame.clone());
        fake.until("the socket to go", |w| (w.resumes > resumes || w.sessions[&0].connection.is_none()).then_some(()))
            .await;
        let meanwhile = fake.say(&Say { text: &mention(), ..Say::default() });
        fake.until("a RESUME", |w| (w.resumes > resumes).then_some(())).await;
        assert_one(&fake, before).await;
        assert_one(&fake, meanwhile).await;
    }
    assert_eq!(fake.world().identifies.len(), 1);
    // A session that cannot be resumed is begun anew.
    fake.world().frame(0, Frame::Json(json!({ "op": 9, "d": false })));
    fake.until("another IDENTIFY", |w| (w.identifies.len() == 2 && w.ready_shards() == 1).then_some(())).await;
    assert!(fake.ask(SENIOR).await.text().contains("$185K"));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn heartbeats_without_an_answer_lead_to_a_new_connection() {
    let (fake, folder) = (Fake::with(|w| w.heartbeat_ms = 400).await, tempfile::tempdir().unwrap());
    let _bot = Bot::ready(&fake, folder.path()).await;
    fake.until("heartbeats", |w| (w.heartbeats >= 2).then_some(())).await;
    fake.world().withhold_acks = 1;
    fake.until("a new connection", |w| (w.resumes + w.identifies.len() as u32 > 1).then_some(())).await;
    assert!(fake.ask(SENIOR).await.text().contains("$185K"));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_the_answer_it_answers_after_the_restart_and_never_twice() {
    let (fake, folder, bot) = started().await;
    let answered = fake.say(&Say { text: &mention(), ..Say::default() });
    fake.reply(answered).await;
    // Long enough for the store to write it.
    tokio::time::sleep(Duration::from_millis(200)).await;
    fake.world().faults.push_back(Fault { path: "", status: 0, delay_ms: 2_000, times: 2, ..Fault::default() });
    let open = fake.say(&Say { text: &mention(), ..Say::default() });
    let interaction = fake.start_interaction(make::command("help", &[]));
    tokio::time::sleep(Duration::from_millis(100)).await;
    bot.kill();
    fake.world().faults.clear();
    let _bot = Bot::ready(&fake, folder.path()).await;
    // Discord does not send them again; if it did, each would get what it has not got yet.
    for id in [answered, open] {
        let message = fake.world().messages[&(CHANNEL, id)].clone();
        fake.send("MESSAGE_CREATE", message);
    }
    assert_one(&fake, answered).await;
    assert_one(&fake, open).await;
    assert!(fake.world().interactions[&interaction].responses.is_empty());
    assert!(!fake.interact(make::command("help", &[])).await.is_null());
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_shards_each_answer_their_own() {
    let (fake, folder) = (Fake::with(|w| w.shards = 2).await, tempfile::tempdir().unwrap());
    let _bot = Bot::start(&fake, folder.path());
    fake.until("both shards", |w| (w.ready_shards() == 2 && w.command_reads > 0).then_some(())).await;
    let shards: Vec<_> = fake.world().identifies.iter().map(|i| i["shard"].clone()).collect();
    assert_eq!(shards, [json!([0, 2]), json!([1, 2])]);
    let id = fake.world().new_id();
    let message = make::message(id, &Say { text: &mention(), ..Say::default() });
    fake.world().messages.insert((CHANNEL, id), message.clone());
    fake.world().dispatch(1, "MESSAGE_CREATE", message);
    assert_one(&fake, id).await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_range_of_shards_from_the_configuration_is_run() {
    let (fake, folder) = (Fake::with(|w| w.shards = 4).await, tempfile::tempdir().unwrap());
    let _bot = Bot::with(&fake, folder.path(), &[("ROLECALL_DISCORD_SHARDS", "2/4")]);
    fake.until("the shard", |w| (w.ready_shards() == 1).then_some(())).await;
    fake.quiet().await;
    assert_eq!(fake.world().identifies.iter().map(|i| i["shard"].clone()).collect::<Vec<_>>(), [json!([2, 4])]);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_mended_ends_with_one_line_and_a_status() {
    let cases =
        [(Some(4_004), "refuses the token"), (Some(4_014), "refuses an intent"), (Some(4_013), "does not understand")];
    for (code, said) in cases {
        let fake = Fake::with(|w| w.close_on_identify = code).await;
        let folder = tempfile::tempdir().unwrap();
        let ended = Bot::start(&fake, folder.path()).ended(Duration::from_secs(15)).await;
        let error = ended.log.lines().filter(|l| l.starts_with("error:")).count();
        assert!(ended.code == Some(78) && error == 1 && ended.log.contains(said), "{ended:?}");
        assert_eq!(fake.world().identifies.len(), 1, "it must not try again");
    }
    let fake = Fake::with(|w| w.token = "another".to_owned()).await;
    let folder = tempfile::tempdir().unwrap();
    let ended = Bot::start(&fake, folder.path()).ended(Duration::from_secs(15)).await;
    assert!(ended.code == Some(78) && ended.log.contains("refuses the token"), "{ended:?}");
    assert!(fake.world().identifies.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_intent_it_says_so_and_does_the_rest() {
    let (fake, folder) = (Fake::with(|w| w.flags = 0).await, tempfile::tempdir().unwrap());
    let bot = Bot::ready(&fake, folder.path()).await;
    assert!(bot.log().contains("the Message Content intent is off"));
    assert!(fake.ask(SENIOR).await.text().contains("$185K"));
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_events_are_counted_and_nothing_secret_is_logged() {
    let (fake, _folder, bot) = started().await;
    for _ in 0..3 {
        fake.send("SOMETHING_NEW", json!({ "secret": "planted-value" }));
    }
    // Events are counted beside each other: the last may come after the question for the status.
    let end = std::time::Instant::now() + Duration::from_secs(5);
    loop {
        let status = fake.interact(make::admin("status", &[])).await;
        if status["data"]["content"].as_str().unwrap().contains("events of unknown kinds 3") {
            break;
        }
        assert!(std::time::Instant::now() < end, "{status}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let planted = format!("<@{BOT}> planted-value {SENIOR}");
    let question = fake.say(&Say { text: &planted, ..Say::default() });
    fake.world().faults.push_back(Fault { status: 500, times: 1, ..Fault::default() });
    fake.reply(question).await;
    fake.world().faults.push_back(Fault { path: "/callback", status: 400, ..Fault::default() });
    fake.start_interaction(make::command("help", &[]));
    fake.quiet().await;
    let log = bot.stop().await.log;
    assert_eq!(log.matches("kind=SOMETHING_NEW").count(), 1, "{log}");
    for secret in [TOKEN, "that-must-not-show", "planted-value", &GUILD.to_string(), &discord::ALICE.to_string()] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
    fake.finish();
}
