//! Two processes and one Slack: every question has one reply, although one of them is killed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[path = "support/postgres/mod.rs"]
mod postgres;
#[path = "support/slack/mod.rs"]
mod slack;

use std::time::{Duration, Instant};

use slack::process::Bot;
use slack::{ALICE, BOT, CHANNEL, Fake, Fault, OTHER_CHANNEL, Say, Transport};

const CHANNELS: usize = 50;
const QUESTIONS: usize = 200;

fn bot(fake: &Fake, folder: &tempfile::TempDir, url: &str) -> Bot {
    let settings = [("DATABASE_URL", url), ("ROLECALL_CLAIM_LEASE", "3"), ("RUST_LOG", "rolecall=info")];
    Bot::with(fake, folder.path(), &settings)
}

async fn connected(fake: &Fake, many: usize) {
    fake.until("connections", |w| (w.connections.len() == many).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_processes_is_killed_in_the_middle() {
    let Some(url) = postgres::database() else { return };
    let channels: Vec<String> = (0..CHANNELS).map(|n| format!("C{n:04}")).collect();
    let member = channels.clone();
    let fake = Fake::with(Transport::Socket, |w| w.member.extend(member)).await;
    let folder = tempfile::tempdir().unwrap();
    let one = bot(&fake, &folder, &url);
    connected(&fake, 2).await;
    let _other = bot(&fake, &folder, &url);
    connected(&fake, 4).await;
    let text = format!("<@{BOT}> what does a senior MLOps engineer make?");
    let (mut asked, mut one) = (Vec::new(), Some(one));
    for n in 0..QUESTIONS {
        let channel = channels[n % CHANNELS].as_str();
        asked.push((channel, fake.say(&Say { text: &text, channel, ..Say::default() })));
        tokio::time::sleep(Duration::from_millis(20)).await;
        if n == QUESTIONS / 2
            && let Some(one) = one.take()
        {
            one.kill();
        }
    }
    let end = Instant::now() + Duration::from_secs(60);
    let counted = |fake: &Fake| -> Vec<usize> {
        let world = fake.world();
        asked.iter().map(|(channel, ts)| world.replies(channel, ts).len()).collect()
    };
    while counted(&fake).contains(&0) && Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    fake.quiet().await;
    let replies = counted(&fake);
    let (lost, doubled) = (replies.iter().filter(|n| **n == 0).count(), replies.iter().filter(|n| **n > 1).count());
    println!(
        "| Slack: one of two processes killed | {QUESTIONS} | {} | {lost} | {doubled} |",
        replies.iter().sum::<usize>()
    );
    assert_eq!((lost, doubled), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_up_finds_its_question_in_the_other_process_and_votes_know_theirs() {
    let Some(url) = postgres::database() else { return };
    let (fake, folder) = (Fake::start(Transport::Socket).await, tempfile::tempdir().unwrap());
    let one = bot(&fake, &folder, &url);
    connected(&fake, 2).await;
    let first = fake.ask("what does a senior MLOps engineer make?").await;
    let thread = first.json["thread_ts"].as_str().unwrap().to_owned();
    fake.answer(&fake.press(ALICE, CHANNEL, &first.ts, &first.json, "up")).await;
    assert_eq!(one.stop().await.code, Some(0));
    let _other = bot(&fake, &folder, &url);
    connected(&fake, 2).await;
    let more = fake.say(&Say { text: "and on contract?", thread: Some(&thread), ..Say::default() });
    let reply = fake.reply(CHANNEL, &more).await;
    assert!(reply.text().contains("$1,000"), "{}", reply.text());
    let sql = "SELECT COUNT(*) FROM vote AS v JOIN question AS q ON q.id = v.question";
    let out = std::process::Command::new("psql").args([&url, "-Atc", sql]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&out.stdout).trim(), "1");
    fake.finish();
}

/// Somebody changes or takes back a question, and the process that hears of it is not the one that is about to reply.
#[tokio::test(flavor = "multi_thread")]
async fn what_happens_to_a_question_while_another_process_waits_to_reply() {
    let Some(url) = postgres::database() else { return };
    let (fake, folder) = (Fake::start(Transport::Socket).await, tempfile::tempdir().unwrap());
    let _one = bot(&fake, &folder, &url);
    connected(&fake, 2).await;
    let of_one: Vec<u64> = fake.world().connections.keys().copied().collect();
    let _other = bot(&fake, &folder, &url);
    connected(&fake, 4).await;
    let of_other: Vec<u64> = fake.world().connections.keys().copied().filter(|id| !of_one.contains(id)).collect();
    fake.world().through.clone_from(&of_one);
    let wait = |channel: &str| {
        fake.world().faults.push_back(Fault { status: 429, retry_after: 3, ..Fault::default() });
        let text = format!("<@{BOT}> what does a junior MLOps engineer make?");
        fake.say(&Say { text: &text, channel, ..Say::default() })
    };
    let asked = |question: &str| {
        let question = question.to_owned();
        move |w: &mut slack::World| {
            let posted = |c: &slack::Line| c.status == 429 && c.body["thread_ts"] == *question;
            w.calls.iter().any(posted).then_some(())
        }
    };
    let changed = wait(CHANNEL);
    fake.until("the first attempt", asked(&changed)).await;
    let gone = wait(OTHER_CHANNEL);
    fake.until("the first attempt", asked(&gone)).await;
    fake.world().through.clone_from(&of_other);
    fake.change(CHANNEL, &changed, &format!("<@{BOT}> what does a senior MLOps engineer make?"));
    fake.take_back(OTHER_CHANNEL, &gone);
    let told = |w: &mut slack::World| w.replies(CHANNEL, &changed).into_iter().find(|r| r.text().contains("$185K"));
    fake.until("the reply to the changed question", told).await;
    fake.until("the other to go", |w| w.deleted.iter().any(|d| d.0 == OTHER_CHANNEL).then_some(())).await;
    fake.quiet().await;
    assert_eq!(fake.world().sent().len(), 1, "{}", fake.world().story());
    fake.finish();
}
