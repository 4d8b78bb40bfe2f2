//! Many questions at once, for a while: nothing lost, nothing doubled.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/discord/mod.rs"]
mod discord;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use discord::make::Say;
use discord::process::Bot;
use discord::{BOT, Fake, Fault};

const RATE: u64 = 200;
const SECONDS: u64 = 30;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes half a minute of both cores: .ci/full runs it"]
async fn two_hundred_a_second_for_half_a_minute() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = Bot::with(&fake, folder.path(), &[("RUST_LOG", "rolecall=warn")]);
    fake.until("READY", |w| (w.ready_shards() == 1 && w.command_reads > 0).then_some(())).await;
    let start = Instant::now();
    let mut asked = Vec::new();
    for n in 0..RATE * SECONDS {
        tokio::time::sleep_until((start + Duration::from_micros(n * 1_000_000 / RATE)).into()).await;
        let text = format!("<@{BOT}> what does a senior MLOps engineer make?");
        let channel = 310_000_000_000_000_000 + n % 500;
        asked.push(fake.say(&Say { channel, author: 410_000_000_000_000_000 + n, text: &text, ..Say::default() }));
        if n % 100 == 50 {
            // Now and then something goes wrong, before or after it took effect.
            let fault = Fault { status: 500, applied: n % 200 == 50, ..Fault::default() };
            fake.world().faults.push_back(fault);
        }
    }
    let end = Instant::now() + Duration::from_secs(20);
    while fake.world().sent().len() < asked.len() && Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    fake.quiet().await;
    let mut replies: HashMap<u64, u32> = HashMap::new();
    for sent in fake.world().sent() {
        let question = sent.json["message_reference"]["message_id"].as_str().unwrap().parse().unwrap();
        *replies.entry(question).or_default() += 1;
    }
    let lost = asked.iter().filter(|id| !replies.contains_key(id)).count();
    let doubled = replies.values().filter(|n| **n > 1).count();
    println!("{} asked, {lost} lost, {doubled} doubled", asked.len());
    assert_eq!((lost, doubled), (0, 0));
    fake.finish();
}
