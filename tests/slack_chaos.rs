//! What goes wrong between us and Slack: nothing is lost, and nothing is said twice.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[path = "support/slack/mod.rs"]
mod slack;

use std::time::{Duration, Instant};

use serde_json::json;
use slack::process::Bot;
use slack::world::Frame;
use slack::{ALICE, APP_TOKEN, BOT, CHANNEL, Fake, Fault, OTHER_CHANNEL, SECRET, Say, TOKEN, Transport};

const SENIOR: &str = "what does a senior MLOps engineer make?";
const BOTH: [Transport; 2] = [Transport::Socket, Transport::Http];

fn mention() -> String {
    format!("<@{BOT}> {SENIOR}")
}

async fn started(transport: Transport) -> (Fake, tempfile::TempDir, Bot) {
    let (fake, folder) = (Fake::start(transport).await, tempfile::tempdir().unwrap());
    let bot = Bot::ready(&fake, folder.path()).await;
    (fake, folder, bot)
}

/// The question has exactly one reply, in its thread, and no second one is on its way.
async fn assert_one(fake: &Fake, channel: &str, question: &str) {
    let reply = fake.reply(channel, question).await;
    assert_eq!(reply.json["thread_ts"], json!(question));
    fake.quiet().await;
    // One lock at a time: the story is told under it as well.
    let (replies, story) = {
        let world = fake.world();
        (world.replies(channel, question).len(), world.story())
    };
    assert_eq!(replies, 1, "{story}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_event_four_times_and_out_of_order_is_answered_once() {
    for transport in BOTH {
        let (fake, _folder, _bot) = started(transport).await;
        let mut events = Vec::new();
        let mut asked = Vec::new();
        for n in 0..5 {
            let channel = format!("C{n:04}");
            fake.world().member.insert(channel.clone());
            let ts = fake.say(&Say { text: &mention(), channel: &channel, ..Say::default() });
            events.push(fake.event(&channel, &ts));
            asked.push((channel, ts));
        }
        for _ in 0..3 {
            events.reverse();
            for event in &events {
                // The same event, and the same message in another event.
                let sent = fake.send_event(event.clone());
                fake.deliver("events_api", sent);
            }
        }
        for (channel, ts) in &asked {
            assert_one(&fake, channel, ts).await;
        }
        // A command that comes twice is answered once.
        let url = fake.command(ALICE, "/help", "");
        let again = fake.world().deliveries.values().find(|d| d.kind == "slash_commands").unwrap().payload.clone();
        fake.deliver("slash_commands", again);
        fake.answer(&url).await;
        fake.quiet().await;
        assert_eq!(fake.world().responses[&url].len(), 1);
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_of_slack_are_retried_and_the_reply_comes_once() {
    for transport in BOTH {
        let (fake, _folder, bot) = started(transport).await;
        let faults = [
            Fault { status: 500, times: 2, ..Fault::default() },
            Fault { status: 429, ..Fault::default() },
            Fault { status: 200, error: Some("ratelimited"), ..Fault::default() },
            Fault { status: 200, error: Some("internal_error"), ..Fault::default() },
            // It took the message, and its answer was lost: the second attempt finds it by its metadata.
            Fault { status: 502, applied: true, ..Fault::default() },
            Fault { status: 0, applied: true, ..Fault::default() },
            Fault { status: 200, error: Some("fatal_error"), applied: true, ..Fault::default() },
        ];
        for (n, fault) in faults.into_iter().enumerate() {
            let channel = format!("C{n:04}");
            fake.world().member.insert(channel.clone());
            fake.world().faults.push_back(fault.clone());
            let question = fake.say(&Say { text: &mention(), channel: &channel, ..Say::default() });
            assert_one(&fake, &channel, &question).await;
            assert!(fake.world().faults.is_empty(), "{fault:?} did not happen");
        }
        assert!(!bot.log().contains("Slack did not take it"), "{}", bot.log());
        fake.world().faults.push_back(Fault { method: "response/", status: 500, ..Fault::default() });
        assert_eq!(fake.type_command("/help", "").await["response_type"], "ephemeral");
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_comes_before_retry_after_is_over_and_the_order_stays() {
    for transport in BOTH {
        let (fake, _folder, _bot) = started(transport).await;
        fake.world().faults.push_back(Fault { status: 429, retry_after: 5, ..Fault::default() });
        let mut asked = Vec::new();
        for _ in 0..6 {
            asked.push(fake.say(&Say { text: &mention(), ..Say::default() }));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let mut replies = Vec::new();
        for question in &asked {
            replies.push(fake.reply(CHANNEL, question).await.ts);
        }
        assert!(replies.is_sorted(), "the first to ask is the first to be answered: {replies:?}");
        fake.quiet().await;
        assert_eq!(fake.world().sent().len(), asked.len());
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_thread_cannot_be_read_nothing_is_posted_again() {
    for transport in BOTH {
        let (fake, _folder, _bot) = started(transport).await;
        fake.world().faults.extend([
            Fault { status: 502, applied: true, ..Fault::default() },
            Fault { method: "conversations.replies", status: 500, times: 3, ..Fault::default() },
        ]);
        let question = fake.say(&Say { text: &mention(), ..Say::default() });
        fake.until("the thread to be read", |w| w.faults.is_empty().then_some(())).await;
        assert_one(&fake, CHANNEL, &question).await;
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_that_may_have_arrived_is_not_repeated_unless_somebody_wants_it() {
    for transport in BOTH {
        for applied in [true, false] {
            let (fake, _folder, _bot) = started(transport).await;
            let private = fake.type_command("/salary", "senior").await;
            fake.world().faults.push_back(Fault { method: "response/", status: 502, applied, ..Fault::default() });
            let url = fake.press(ALICE, CHANNEL, "77.1", &private, "share");
            let told = |w: &mut slack::World| {
                let said = w.responses[&url].iter().find(|a| a["response_type"] == "ephemeral");
                said.map(|said| said["text"].as_str().unwrap().to_owned())
            };
            let said = fake.until("a word to who shares it", told).await;
            assert!(said.contains("share it again"), "{said}");
            fake.quiet().await;
            assert_eq!(fake.world().sent().len(), usize::from(applied), "{}", fake.world().story());
            if !applied {
                let again = fake.answer(&fake.press(ALICE, CHANNEL, "77.1", &private, "share")).await;
                assert_eq!((again["response_type"].as_str(), fake.world().sent().len()), (Some("in_channel"), 1));
            }
            fake.finish();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_never_keeps_a_reply_waiting_and_never_stays() {
    for transport in BOTH {
        let (fake, _folder, _bot) = started(transport).await;
        // The reply takes long enough for a sign, and the sign much longer than the reply.
        fake.world().faults.extend([
            Fault { status: 200, delay_ms: 700, ..Fault::default() },
            Fault { method: "reactions.add", status: 200, delay_ms: 4_000, ..Fault::default() },
        ]);
        let start = Instant::now();
        let question = fake.say(&Say { text: &mention(), ..Say::default() });
        fake.reply(CHANNEL, &question).await;
        assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
        fake.until("the sign that came late", |w| (!w.reactions.is_empty()).then_some(())).await;
        fake.until("it to go", |w| w.reactions.is_empty().then_some(())).await;
        // Once it does not go at the first attempt.
        fake.world().faults.extend([
            Fault { status: 200, delay_ms: 1_000, ..Fault::default() },
            Fault { method: "reactions.remove", status: 500, ..Fault::default() },
        ]);
        let question = fake.say(&Say { text: &mention(), channel: OTHER_CHANNEL, ..Say::default() });
        fake.until("a sign", |w| (!w.reactions.is_empty()).then_some(())).await;
        assert_one(&fake, OTHER_CHANNEL, &question).await;
        fake.until("it to go", |w| w.reactions.is_empty().then_some(())).await;
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_longer_than_slack_waits_is_acknowledged_all_the_same_and_sent_once() {
    for transport in BOTH {
        let (fake, _folder, _bot) = started(transport).await;
        fake.world().faults.push_back(Fault { status: 200, delay_ms: 4_000, ..Fault::default() });
        let start = Instant::now();
        let question = fake.say(&Say { text: &mention(), ..Say::default() });
        fake.reply(CHANNEL, &question).await;
        assert!(start.elapsed() > Duration::from_secs(4));
        assert_one(&fake, CHANNEL, &question).await;
        {
            let world = fake.world();
            assert!(world.deliveries.values().all(|d| d.acknowledged && d.attempts == 1), "{:#?}", world.deliveries);
        }
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_acknowledgement_and_reply_it_answers_after_the_restart() {
    for transport in BOTH {
        let (fake, folder, bot) = started(transport).await;
        // In somebody else's thread: whoever looks for the question meets the message above it first.
        let above = fake.say(&Say { text: "about pay", user: slack::BOB, ..Say::default() });
        fake.world().faults.push_back(Fault { status: 0, delay_ms: 30_000, ..Fault::default() });
        let question = fake.say(&Say { text: &mention(), thread: Some(&above), ..Say::default() });
        let all_acknowledged = |w: &mut slack::World| w.deliveries.values().all(|d| d.acknowledged).then_some(());
        fake.until("acknowledgements", all_acknowledged).await;
        bot.kill();
        fake.until("the connections to go", |w| w.connections.is_empty().then_some(())).await;
        fake.world().faults.clear();
        assert!(fake.world().sent().is_empty(), "{}", fake.world().story());
        let _bot = Bot::ready(&fake, folder.path()).await;
        let reply = fake.reply(CHANNEL, &question).await;
        fake.quiet().await;
        assert_eq!((&reply.json["thread_ts"], fake.world().sent().len()), (&json!(above), 1));
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_a_thread_goes_on_without_a_mention() {
    for transport in BOTH {
        let (fake, folder, bot) = started(transport).await;
        let above = fake.say(&Say { text: "about pay", user: slack::BOB, ..Say::default() });
        let first = fake.say(&Say { text: &mention(), thread: Some(&above), ..Say::default() });
        fake.reply(CHANNEL, &first).await;
        assert_eq!(bot.stop().await.code, Some(0));
        fake.until("the connections to go", |w| w.connections.is_empty().then_some(())).await;
        let _bot = Bot::ready(&fake, folder.path()).await;
        let stranger = fake.say(&Say { text: SENIOR, user: slack::BOB, thread: Some(&above), ..Say::default() });
        let next = fake.say(&Say { text: "and on c2c?", thread: Some(&above), ..Say::default() });
        let reply = fake.reply(CHANNEL, &next).await;
        assert!(reply.text().contains("a day"), "{}", reply.text());
        fake.quiet().await;
        assert_eq!(fake.world().sent().len(), 2, "{stranger} is none of it: {}", fake.world().story());
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_does_not_come_back_is_given_up_for_another() {
    let (fake, _folder, _bot) = started(Transport::Socket).await;
    let silent = Fault { method: "apps.connections.open", status: 200, delay_ms: 600_000, ..Fault::default() };
    fake.world().faults.extend([silent.clone(), silent]);
    fake.frame(&Frame::Drop);
    fake.until("the connections to go", |w| w.connections.is_empty().then_some(())).await;
    let question = fake.say(&Say { text: &mention(), ..Say::default() });
    fake.until("two connections", |w| (w.connections.len() == 2).then_some(())).await;
    assert_one(&fake, CHANNEL, &question).await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_much_in_private_is_told_once_and_in_the_thread() {
    for transport in BOTH {
        let (fake, folder) = (Fake::start(transport).await, tempfile::tempdir().unwrap());
        let bot = Bot::with(&fake, folder.path(), &[("ROLECALL_LIMIT_PERSON", "1")]);
        bot.is_ready(&fake).await;
        let private = Say { text: SENIOR, channel: slack::DM, ..Say::default() };
        let answered = fake.say(&private);
        fake.reply(slack::DM, &answered).await;
        fake.world().faults.push_back(Fault { status: 502, applied: true, ..Fault::default() });
        let refused = fake.say(&private);
        let told = fake.reply(slack::DM, &refused).await;
        assert!(told.text().contains("asked a lot"), "{}", told.text());
        assert_one(&fake, slack::DM, &refused).await;
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_is_logged_counted_and_given_up() {
    for transport in BOTH {
        given_up(transport).await;
    }
}

async fn given_up(transport: Transport) {
    let (fake, _folder, bot) = started(transport).await;
    fake.world().faults.push_back(Fault { status: 200, error: Some("is_archived"), ..Fault::default() });
    let question = fake.say(&Say { text: &mention(), ..Say::default() });
    fake.until("a word in private", |w| w.sent().into_iter().find(|s| s.channel == ALICE)).await;
    fake.quiet().await;
    assert!(fake.world().replies(CHANNEL, &question).is_empty());
    assert!(bot.log().contains("method=\"chat.postMessage\" code=\"is_archived\""), "{}", bot.log());
    let status = fake.answer(&fake.command(slack::BOB, "/rolecall", "status")).await;
    assert!(status["text"].as_str().unwrap().contains("not sent 1"), "{status}");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_gets_one_message_a_second_and_a_slow_reply_carries_a_sign() {
    for transport in BOTH {
        one_a_second(transport).await;
    }
}

async fn one_a_second(transport: Transport) {
    let (fake, _folder, _bot) = started(transport).await;
    let start = Instant::now();
    let asked: Vec<String> = (0..4).map(|_| fake.say(&Say { text: &mention(), ..Say::default() })).collect();
    let elsewhere = fake.say(&Say { text: &mention(), channel: OTHER_CHANNEL, ..Say::default() });
    fake.reply(OTHER_CHANNEL, &elsewhere).await;
    assert!(start.elapsed() < Duration::from_millis(900), "another channel does not wait");
    fake.until("a sign", |w| w.reactions.iter().any(|r| r.2 == "eyes").then_some(())).await;
    for question in &asked {
        fake.reply(CHANNEL, question).await;
    }
    assert!(start.elapsed() > Duration::from_millis(2_900), "{:?}", start.elapsed());
    fake.until("the signs to go", |w| w.reactions.is_empty().then_some(())).await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_is_renewed_or_lost_loses_nothing() {
    let (fake, _folder, _bot) = started(Transport::Socket).await;
    let refresh = json!({ "type": "disconnect", "reason": "refresh_requested", "debug_info": { "host": "fake" } });
    let warning = json!({ "type": "disconnect", "reason": "warning", "debug_info": { "host": "fake" } });
    for (n, frame) in [Frame::Json(warning), Frame::Json(refresh), Frame::Drop].iter().enumerate() {
        let opened = fake.world().opened;
        let mut asked = Vec::new();
        for at in 0..6 {
            let channel = format!("C{n}{at:03}");
            fake.world().member.insert(channel.clone());
            if at == 3 {
                // In the middle of it, both connections at once.
                fake.frame(frame);
            }
            asked.push((channel.clone(), fake.say(&Say { text: &mention(), channel: &channel, ..Say::default() })));
        }
        for (channel, ts) in &asked {
            fake.reply(channel, ts).await;
        }
        fake.quiet().await;
        for (channel, ts) in &asked {
            assert_eq!(fake.world().replies(channel, ts).len(), 1);
        }
        fake.until("two connections", |w| (w.connections.len() == 2 && w.opened >= opened + 2).then_some(())).await;
    }
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_event_and_reply_it_answers_after_the_restart_and_never_twice() {
    for transport in BOTH {
        killed(transport).await;
    }
}

async fn killed(transport: Transport) {
    let (fake, folder, bot) = started(transport).await;
    let answered = fake.say(&Say { text: &mention(), ..Say::default() });
    fake.reply(CHANNEL, &answered).await;
    // Long enough for the store to write it.
    tokio::time::sleep(Duration::from_millis(300)).await;
    // One reply is on its way when the process is killed; another has arrived, and nobody has heard of it.
    fake.world().faults.push_back(Fault { status: 0, delay_ms: 1_000, ..Fault::default() });
    let open = fake.say(&Say { text: &mention(), channel: OTHER_CHANNEL, ..Say::default() });
    tokio::time::sleep(Duration::from_millis(150)).await;
    bot.kill();
    fake.until("the connections to go", |w| w.connections.is_empty().then_some(())).await;
    fake.world().faults.clear();
    let unheard = fake.world().new_ts();
    let there = json!({ "type": "message", "user": ALICE, "text": mention(), "ts": unheard });
    let team = fake.world().first_team();
    let mut sent = fake.world().bot_message("x", &team);
    sent["thread_ts"] = json!(unheard);
    sent["metadata"] = json!({ "event_type": "rolecall_reply", "event_payload": { "question": unheard } });
    let sent_ts = fake.world().new_ts();
    sent["ts"] = json!(sent_ts);
    fake.world().messages.insert((CHANNEL.to_owned(), unheard.clone()), there);
    fake.world().messages.insert((CHANNEL.to_owned(), sent_ts), sent);
    let _bot = Bot::ready(&fake, folder.path()).await;
    // Slack sends again what had no acknowledgement; the others too, for good measure.
    for (channel, ts) in [(CHANNEL, &answered), (CHANNEL, &unheard)] {
        let event = fake.event(channel, ts);
        fake.send_event(event);
    }
    assert_one(&fake, OTHER_CHANNEL, &open).await;
    assert_one(&fake, CHANNEL, &answered).await;
    assert_one(&fake, CHANNEL, &unheard).await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_is_finished_before_it_stops() {
    for transport in BOTH {
        let (fake, _folder, bot) = started(transport).await;
        fake.world().faults.push_back(Fault { status: 200, delay_ms: 1_500, ..Fault::default() });
        let question = fake.say(&Say { text: &mention(), ..Say::default() });
        tokio::time::sleep(Duration::from_millis(200)).await;
        let ended = bot.stop().await;
        assert_eq!(ended.code, Some(0), "{}", ended.log);
        assert_eq!(fake.world().replies(CHANNEL, &question).len(), 1, "{}", ended.log);
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_mended_ends_with_one_line_and_a_status() {
    for (set, said) in [("bot", "Slack refuses the bot token: `invalid_auth`"), ("app", "Slack refuses the app token")]
    {
        let fake = Fake::with(Transport::Socket, |w| match set {
            "bot" => w.token = "xoxb-another".to_owned(),
            _ => w.app_token = "xapp-another".to_owned(),
        });
        let (fake, folder) = (fake.await, tempfile::tempdir().unwrap());
        let ended = Bot::start(&fake, folder.path()).ended(Duration::from_secs(15)).await;
        let errors = ended.log.lines().filter(|l| l.starts_with("error:")).count();
        assert!(ended.code == Some(78) && errors == 1 && ended.log.contains(said), "{ended:?}");
    }
    let (fake, _folder, bot) = started(Transport::Socket).await;
    fake.frame(&Frame::Json(json!({ "type": "disconnect", "reason": "link_disabled" })));
    let ended = bot.ended(Duration::from_secs(15)).await;
    assert!(ended.code == Some(78) && ended.log.contains("Socket Mode is switched off"), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_slack_has_signed_is_read() {
    let (fake, _folder, bot) = started(Transport::Http).await;
    // Each request by a connection of its own: one that is refused before it is read to its end breaks its connection.
    let client = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
    let body = json!({ "type": "url_verification", "challenge": "the-challenge" }).to_string();
    let now = slack::http::now();
    let (now, stale, future) = (now.to_string(), (now - 400).to_string(), (now + 400).to_string());
    let good = slack::http::sign(SECRET, &now, body.as_bytes());
    let before = slack::http::sign("the-one-before", &now, body.as_bytes());
    let post = |signature: Option<&str>, time: Option<&str>, body: &str| {
        let mut request = client.post(format!("{}/slack/events", fake.bot_address())).body(body.to_owned());
        request = signature.map(|s| s.to_owned()).into_iter().fold(request, |r, s| r.header("x-slack-signature", s));
        request = time.map(str::to_owned).into_iter().fold(request, |r, t| r.header("x-slack-request-timestamp", t));
        async move {
            let response = request.send().await?;
            Ok::<_, reqwest::Error>((response.status().as_u16(), response.text().await?))
        }
    };
    let passed = (200, "the-challenge".to_owned());
    assert_eq!(post(Some(&good), Some(&now), &body).await.unwrap(), passed);
    assert_eq!(
        post(Some(&before), Some(&now), &body).await.unwrap(),
        passed,
        "the secret before this one still counts"
    );
    let sign = |time: &str| slack::http::sign(SECRET, time, body.as_bytes());
    let other = slack::http::sign("another", &now, body.as_bytes());
    let forged = [
        (None, Some(now.as_str()), body.clone()),
        (Some(good.clone()), None, body.clone()),
        (Some(sign(&stale)), Some(stale.as_str()), body.clone()),
        (Some(sign(&future)), Some(future.as_str()), body.clone()),
        (Some(sign("soon")), Some("soon"), body.clone()),
        (Some(other), Some(now.as_str()), body.clone()),
        (Some(good.replace("v0", "v1")), Some(now.as_str()), body.clone()),
        (Some(good.clone()), Some(now.as_str()), body.replace("the", "The")),
        (Some(good.clone()), Some(now.as_str()), String::new()),
    ];
    for (signature, time, body) in forged {
        let (status, said) = post(signature.as_deref(), time, &body).await.unwrap();
        assert!(status == 401 && !said.contains("challenge"), "{signature:?} {time:?}: {status} {said}");
    }
    let large = "x".repeat(2 << 20);
    // It is refused before it is read to its end: a client that is still sending may see the connection break instead.
    if let Ok((status, _)) = post(Some(&slack::http::sign(SECRET, &now, large.as_bytes())), Some(&now), &large).await {
        assert_eq!(status, 413);
    }
    let odd = "{\"type\":";
    let answered = post(Some(&slack::http::sign(SECRET, &now, odd.as_bytes())), Some(&now), odd).await.unwrap();
    assert_eq!(answered.0, 400);
    assert!(fake.ask(SENIOR).await.text().contains("$185K"), "{}", bot.log());
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_kinds_are_counted_and_nothing_secret_is_logged() {
    for transport in BOTH {
        let (fake, _folder, bot) = started(transport).await;
        for _ in 0..3 {
            fake.send_event(json!({ "type": "something_new", "secret": "planted-value" }));
        }
        let planted = format!("<@{BOT}> planted-value {SENIOR}");
        fake.world().faults.push_back(Fault { status: 500, ..Fault::default() });
        let question = fake.say(&Say { text: &planted, ..Say::default() });
        fake.reply(CHANNEL, &question).await;
        fake.world().faults.push_back(Fault { method: "response/", status: 400, ..Fault::default() });
        fake.command(ALICE, "/ask", "planted-value");
        fake.interact(json!({ "type": "shortcut", "callback_id": "look_up_pay" }));
        fake.quiet().await;
        let log = bot.stop().await.log;
        assert_eq!(log.matches("kind=something_new").count(), 1, "{log}");
        for secret in [TOKEN, APP_TOKEN, SECRET, "that-must-not-show", "planted-value", ALICE, CHANNEL] {
            assert!(!log.contains(secret), "{secret} is in the log: {log}");
        }
        fake.finish();
    }
}

/// Many questions at once, for a while: one reply each, in the right thread.
async fn load(transport: Transport, rate: u64, seconds: u64) {
    let fake = Fake::with(transport, |w| w.echo = false).await;
    let folder = tempfile::tempdir().unwrap();
    let bot = Bot::with(&fake, folder.path(), &[("RUST_LOG", "rolecall=info")]);
    bot.is_ready(&fake).await;
    let start = Instant::now();
    let mut asked = Vec::new();
    for n in 0..rate * seconds {
        tokio::time::sleep_until((start + Duration::from_micros(n * 1_000_000 / rate)).into()).await;
        let (channel, user) = (format!("C{:05}", n % 3_000), format!("U{n:06}"));
        fake.world().member.insert(channel.clone());
        let ts = fake.say(&Say { text: &mention(), channel: &channel, user: &user, ..Say::default() });
        asked.push((channel, ts));
        if n % 100 == 50 {
            // Now and then something goes wrong, before or after it took effect.
            let fault = Fault { status: 500, applied: n % 200 == 50, ..Fault::default() };
            fake.world().faults.push_back(fault);
        }
    }
    let end = Instant::now() + Duration::from_secs(30);
    while fake.world().sent().len() < asked.len() && Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    fake.quiet().await;
    let mut replies = std::collections::HashMap::new();
    for sent in fake.world().sent() {
        let question = sent.json["thread_ts"].as_str().unwrap().to_owned();
        *replies.entry((sent.channel, question)).or_insert(0u32) += 1;
    }
    let lost = asked.iter().filter(|place| !replies.contains_key(place)).count();
    let doubled = replies.values().filter(|n| **n > 1).count();
    println!("{transport:?}: {} asked, {lost} lost, {doubled} doubled", asked.len());
    assert_eq!((lost, doubled, replies.len()), (0, 0, asked.len()), "{}", fake.world().story());
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_a_second_for_five_seconds() {
    for transport in BOTH {
        load(transport, 60, 5).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute of both cores: .ci/full runs it"]
async fn two_hundred_a_second_for_half_a_minute() {
    for transport in BOTH {
        load(transport, 200, 30).await;
    }
}
