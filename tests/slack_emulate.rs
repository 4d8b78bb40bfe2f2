//! A second opinion: what the bot does satisfies a Slack that others wrote.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/slack/emulate/mod.rs"]
mod emulate;
#[path = "support/slack/mod.rs"]
mod slack;

use emulate::{BOT, Emulated, TOKEN};
use rolecall::platform::slack::manifest::SCOPES;
use rolecall::platform::slack::paths;
use serde_json::json;
use slack::process::Bot;
use slack::{SECRET, text_of};

const FIGURE: &str = "$185K–$285K a year";
const SOURCE: &str = "KORE1";

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_in_its_thread_changed_and_taken_back() {
    // A port that was free a moment ago.
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let events = format!("http://127.0.0.1:{port}{}", paths::EVENTS);
    // It refuses what the app has no scope for.
    let scopes: Vec<&str> = SCOPES.iter().map(|(scope, _)| *scope).collect();
    let Some(emulated) = Emulated::start(&events, SECRET, &scopes) else { return };
    let folder = tempfile::tempdir().unwrap();
    let environment = [
        ("SLACK_BOT_TOKEN", TOKEN.to_owned()),
        ("SLACK_SIGNING_SECRET", SECRET.to_owned()),
        ("ROLECALL_SLACK_API", emulated.api()),
        ("ROLECALL_WEB_ADDRESS", format!("127.0.0.1:{port}")),
        ("ROLECALL_TODAY", "2026-11-24".to_owned()),
    ];
    let bot = Bot::run(folder.path(), "log", environment);
    bot.listens(port).await;
    let channel = emulated.channel("jobs").await;

    let text = format!("<@{BOT}> what does a senior MLOps engineer make?");
    let asked = emulated.alice("chat.postMessage", json!({ "channel": channel, "text": text })).await;
    let question = asked["ts"].as_str().unwrap();
    let replies = emulated.replies(&channel, question, |ours| !ours.is_empty()).await;
    let reply = &replies[0];
    assert!(text_of(reply).contains(FIGURE) && text_of(reply).contains(SOURCE), "{reply:#}");
    assert!(reply["text"].as_str().unwrap().contains(FIGURE), "the text without blocks says it too: {reply:#}");
    assert_eq!((reply["thread_ts"].as_str(), &reply["parse"]), (Some(question), &json!("none")));

    // In the thread no mention is needed.
    let follow_up = json!({ "channel": channel, "text": "and on c2c?", "thread_ts": question });
    emulated.alice("chat.postMessage", follow_up).await;
    let replies = emulated.replies(&channel, question, |ours| ours.len() == 2).await;
    assert!(text_of(&replies[1]).contains("a day"), "{:#}", replies[1]);

    let text = format!("<@{BOT}> what does a staff MLOps engineer make?");
    emulated.alice("chat.update", json!({ "channel": channel, "ts": question, "text": text })).await;
    let replies = emulated.replies(&channel, question, |ours| text_of(&ours[0]).contains("Staff")).await;
    assert!(replies.len() == 2 && replies[0]["ts"] == reply["ts"], "the same reply, changed: {replies:#?}");

    emulated.alice("chat.delete", json!({ "channel": channel, "ts": question })).await;
    let left = emulated.replies(&channel, question, |ours| ours.len() == 1).await;
    assert_eq!(left[0]["ts"], replies[1]["ts"], "the reply to what was deleted is gone");

    let ended = bot.stop().await;
    assert_eq!(ended.code, Some(0));
    assert!(!ended.log.contains("does not come from Slack") && !ended.log.contains("cannot be read"), "{}", ended.log);
}
