//! What goes wrong behind us: processes that die, a store that is away, connections that break, clocks that jump. Every
//! question still has its one reply. Each test prints its row of the table in docs/reliability.md.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[path = "support/discord/mod.rs"]
mod discord;
#[path = "support/postgres/mod.rs"]
mod postgres;
#[path = "support/proxy/mod.rs"]
mod proxy;

use std::collections::HashMap;
use std::process::Command;
use std::time::{Duration, Instant};

use discord::make::{self, Say};
use discord::process::Bot;
use discord::{BOT, Fake, GUILD};
use postgres::Cluster;
use serde_json::{Value, json};

const CHANNELS: u64 = 20;
const QUESTIONS: [&str; 4] = [
    "what does a senior MLOps engineer make?",
    "how is mlops different from devops",
    "do companies sponsor visas for mlops roles",
    "is 170k fair for mid level",
];

/// A server whose events go to a shard of two.
fn guild_of(shard: u64) -> u64 {
    (0..2).map(|n| GUILD + (n << 22)).find(|guild| (guild >> 22) % 2 == shard).unwrap()
}

/// Asks one of the questions, in one of the channels, by way of a shard of so many.
fn ask(fake: &Fake, n: u64, shards: u64) -> u64 {
    let (shard, channel) = (n % shards, 310_000_000_000_000_000 + n % CHANNELS);
    let text = format!("<@{BOT}> {}", QUESTIONS[n as usize % QUESTIONS.len()]);
    let mut world = fake.world();
    let id = world.new_id();
    let mut message =
        make::message(id, &Say { channel, author: 410_000_000_000_000_000 + n, text: &text, ..Say::default() });
    let guild = if shards == 1 { GUILD } else { guild_of(shard) };
    message["guild_id"] = json!(guild.to_string());
    world.messages.insert((channel, id), message.clone());
    world.dispatch(shard, "MESSAGE_CREATE", message);
    id
}

/// Asks so many, so many a second.
async fn ask_many(fake: &Fake, (from, many): (u64, u64), rate: u64, shards: u64) -> Vec<u64> {
    let start = Instant::now();
    let mut asked = Vec::new();
    for n in 0..many {
        tokio::time::sleep_until((start + Duration::from_micros(n * 1_000_000 / rate)).into()).await;
        asked.push(ask(fake, from + n, shards));
    }
    asked
}

/// What became of the questions: replies, lost, doubled. Waits until each has a reply, or so long.
async fn outcome(fake: &Fake, asked: &[u64], within: Duration) -> (usize, usize, usize) {
    let end = Instant::now() + within;
    loop {
        let mut replies: HashMap<u64, u32> = HashMap::new();
        for sent in fake.world().sent() {
            if let Some(id) = sent.json["message_reference"]["message_id"].as_str() {
                *replies.entry(id.parse().unwrap()).or_default() += 1;
            }
        }
        let lost = asked.iter().filter(|id| !replies.contains_key(id)).count();
        let doubled = asked.iter().filter(|id| replies.get(id).is_some_and(|n| *n > 1)).count();
        if lost == 0 || Instant::now() > end {
            return (replies.values().sum::<u32>() as usize, lost, doubled);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// All have one reply, and none gets a second one later.
async fn assert_each_one(fake: &Fake, scenario: &str, asked: &[u64], within: Duration) {
    outcome(fake, asked, within).await;
    fake.quiet().await;
    let (replies, lost, doubled) = outcome(fake, asked, Duration::ZERO).await;
    println!("| {scenario} | {} | {replies} | {lost} | {doubled} |", asked.len());
    assert_eq!((replies, lost, doubled), (asked.len(), 0, 0), "{}", fake.world().story());
    fake.finish();
}

fn settings(url: &str) -> [(&'static str, String); 4] {
    [
        ("DATABASE_URL", url.to_owned()),
        ("ROLECALL_CLAIM_LEASE", "3".to_owned()),
        ("ROLECALL_SHARD_LEASE", "3".to_owned()),
        ("RUST_LOG", "rolecall=info".to_owned()),
    ]
}

fn bot(fake: &Fake, folder: &tempfile::TempDir, url: &str) -> Bot {
    bot_with(fake, folder, url, &[])
}

fn bot_with(fake: &Fake, folder: &tempfile::TempDir, url: &str, more: &[(&str, &str)]) -> Bot {
    let settings = settings(url);
    let ours = settings.iter().map(|(name, value)| (*name, value.as_str()));
    let all: Vec<(&str, &str)> = ours.chain(more.iter().copied()).collect();
    Bot::with(fake, folder.path(), &all)
}

async fn shards_ready(fake: &Fake, many: usize) {
    let end = Instant::now() + Duration::from_secs(60);
    while fake.world().ready_shards() < many {
        assert!(Instant::now() < end, "{}", fake.world().story());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A cluster that a test may stop.
fn cluster() -> Option<Cluster> {
    let cluster = Cluster::start();
    assert!(cluster.is_some() || std::env::var_os("CI").is_none(), "there is no PostgreSQL");
    cluster
}

fn count(url: &str, sql: &str) -> u64 {
    let out = Command::new("psql").args([url, "-Atc", sql]).output().unwrap();
    String::from_utf8_lossy(&out.stdout).trim().parse().unwrap_or_else(|_| panic!("{sql}: {out:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_processes_is_killed_in_the_middle() {
    let Some(url) = postgres::database() else { return };
    let (fake, folder) = (Fake::with(|w| w.shards = 2).await, tempfile::tempdir().unwrap());
    let one = bot(&fake, &folder, &url);
    shards_ready(&fake, 2).await;
    // The second one gets its part: a shard is closed here and opened there.
    let identifies = fake.world().identifies.len();
    let _other = bot(&fake, &folder, &url);
    fake.until("a shard to move", |w| (w.identifies.len() > identifies).then_some(())).await;
    shards_ready(&fake, 2).await;
    let mut asked = ask_many(&fake, (0, 250), 100, 2).await;
    one.kill();
    let killed = Instant::now();
    asked.extend(ask_many(&fake, (250, 250), 100, 2).await);
    shards_ready(&fake, 2).await;
    let back = killed.elapsed();
    assert!(back < Duration::from_secs(30), "{back:?}");
    println!("the shard of the dead process runs again after {:.1} s", back.as_secs_f64());
    assert_each_one(&fake, "one of two processes killed", &asked, Duration::from_secs(60)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_stops_hands_its_shards_over_at_once() {
    let Some(url) = postgres::database() else { return };
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let one = bot(&fake, &folder, &url);
    shards_ready(&fake, 1).await;
    let other = bot(&fake, &folder, &url);
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(fake.world().identifies.len(), 1, "no shard runs twice");
    let asked = ask_many(&fake, (0, 40), 100, 1).await;
    let ended = one.stop().await;
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    shards_ready(&fake, 1).await;
    let more = ask_many(&fake, (40, 40), 100, 1).await;
    let all: Vec<u64> = asked.into_iter().chain(more).collect();
    assert_each_one(&fake, "one of two processes stopped", &all, Duration::from_secs(30)).await;
    drop(other);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_sets_counts_in_every_process() {
    let Some(url) = postgres::database() else { return };
    let (fake, folder) = (Fake::with(|w| w.shards = 2).await, tempfile::tempdir().unwrap());
    let _one = bot(&fake, &folder, &url);
    shards_ready(&fake, 2).await;
    let identifies = fake.world().identifies.len();
    let _other = bot(&fake, &folder, &url);
    fake.until("a shard to move", |w| (w.identifies.len() > identifies).then_some(())).await;
    shards_ready(&fake, 2).await;
    assert_each_one(&fake, "two processes", &[ask(&fake, 1, 2)], Duration::from_secs(20)).await;
    // Shard 0 runs in one process; channel 1 is asked by way of shard 1, which runs in the other.
    let mut off = make::admin("channel", &[("mode", 3, json!("off"))]);
    off["channel_id"] = json!((310_000_000_000_000_000_u64 + 1).to_string());
    fake.interact(off).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let question = ask(&fake, 1, 2);
    fake.quiet().await;
    assert!(fake.world().replies(question).is_empty(), "it is off there");
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_is_away_for_twenty_seconds() {
    let Some(cluster) = cluster() else { return };
    let url = cluster.database();
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let running = bot(&fake, &folder, &url);
    shards_ready(&fake, 1).await;
    let mut asked = ask_many(&fake, (0, 100), 20, 1).await;
    cluster.down();
    let away = ask_many(&fake, (100, 400), 20, 1).await;
    let (_, lost, _) = outcome(&fake, &away, Duration::from_secs(5)).await;
    assert_eq!(lost, 0, "answers go on without the store");
    cluster.up();
    asked.extend(away);
    asked.extend(ask_many(&fake, (500, 100), 20, 1).await);
    assert_each_one(&fake, "PostgreSQL stopped for 20 s", &asked, Duration::from_secs(30)).await;
    let ended = running.stop().await;
    assert!(
        ended.log.contains("the store cannot be written") && ended.log.contains("can be written again"),
        "{}",
        ended.log
    );
    assert_eq!(count(&url, "SELECT COUNT(*) FROM question"), 600, "everything that waited is written");
    assert_eq!(count(&url, "SELECT COUNT(*) FROM claim WHERE done = 0"), 0);
}

/// What `/readyz` says: its status, and what it says of the store.
async fn readiness(address: &str, query: &str) -> (u16, Option<String>) {
    let response = reqwest::get(format!("http://{address}/readyz{query}")).await.unwrap();
    let status = response.status().as_u16();
    let said: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    (status, said["checks"]["store"].as_str().map(str::to_owned))
}

/// Waits until everything is up, the store included.
async fn everything_up(address: &str) {
    let end = Instant::now() + Duration::from_secs(30);
    while readiness(address, "").await.0 != 200 {
        assert!(Instant::now() < end, "the store is not reached again");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Where the page of a process is: the system picks the port, and the log tells it.
async fn page(running: &Bot) -> String {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some((_, rest)) = running.log().split_once("http://127.0.0.1:") {
            let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
            return format!("127.0.0.1:{port}");
        }
        assert!(Instant::now() < end, "there is no page: {}", running.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_starts_while_the_store_is_away() {
    let Some(cluster) = cluster() else { return };
    let url = cluster.database();
    cluster.down();
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let more = [("ROLECALL_DISCORD_SHARDS", "0/1"), ("ROLECALL_WEB_ADDRESS", "127.0.0.1:0")];
    let running = bot_with(&fake, &folder, &url, &more);
    shards_ready(&fake, 1).await;
    let page = page(&running).await;
    let mut asked = ask_many(&fake, (0, 100), 20, 1).await;
    let (_, lost, _) = outcome(&fake, &asked, Duration::from_secs(60)).await;
    assert_eq!(lost, 0, "it answers from memory: {}", running.log());
    let (status, store) = readiness(&page, "").await;
    assert!(status == 503 && store.as_deref() != Some("up"), "{status} {store:?}");
    assert_eq!(readiness(&page, "?exclude=store").await, (200, None), "everything else is up");
    cluster.up();
    everything_up(&page).await;
    // The same people ask again: what they asked before is theirs.
    asked.extend(ask_many(&fake, (0, 100), 20, 1).await);
    assert_each_one(&fake, "started while PostgreSQL was away", &asked, Duration::from_secs(30)).await;
    let ended = running.stop().await;
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    assert_eq!(ended.log.matches("beginning without the store").count(), 1, "{}", ended.log);
    assert!(ended.log.contains("the store can be written again"), "{}", ended.log);
    assert_eq!(count(&url, "SELECT COUNT(*) FROM question"), 200, "what waited is written, and once");
    assert_eq!(count(&url, "SELECT SUM(n) FROM question_day"), 200, "and counted once");
    assert_eq!(count(&url, "SELECT COUNT(*) FROM answered"), 200);
    assert_eq!(count(&url, "SELECT COUNT(DISTINCT person) FROM question"), 100, "people keep one name");
    assert_eq!(count(&url, "SELECT COUNT(*) FROM claim WHERE done = 0"), 0);
}

/// Which process runs a shard is known from the store alone; the page needs nothing of it.
#[tokio::test(flavor = "multi_thread")]
async fn shards_that_are_shared_out_begin_when_the_store_is_there() {
    let Some(cluster) = cluster() else { return };
    let url = cluster.database();
    cluster.down();
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let running = bot_with(&fake, &folder, &url, &[("ROLECALL_WEB_ADDRESS", "127.0.0.1:0")]);
    let page = page(&running).await;
    let question = json!({ "text": QUESTIONS[0] }).to_string();
    let api = reqwest::Client::new().post(format!("http://{page}/api/v1/ask"));
    let answered = api.header("content-type", "application/json").body(question).send().await.unwrap();
    assert_eq!(answered.status().as_u16(), 200, "it answers from memory");
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert!(fake.world().identifies.is_empty(), "another process may run it");
    cluster.up();
    shards_ready(&fake, 1).await;
    everything_up(&page).await;
    assert_each_one(&fake, "its shard begins with the store", &[ask(&fake, 1, 1)], Duration::from_secs(20)).await;
    assert_eq!(running.stop().await.code, Some(0));
    assert_eq!(count(&url, "SELECT COUNT(*) FROM question"), 2);
}

/// What does not pass by itself is told at once, in one line.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_does_not_exist_ends_it() {
    let Some(cluster) = cluster() else { return };
    let url = cluster.database();
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let ended = bot(&fake, &folder, &format!("{url}-nowhere")).ended(Duration::from_secs(30)).await;
    assert_eq!(ended.code, Some(1), "{}", ended.log);
    let told: Vec<&str> = ended.log.lines().filter(|line| line.contains("error:")).collect();
    assert!(
        matches!(told.as_slice(), [line] if line.contains("-nowhere") && line.contains("does not exist")),
        "{told:?}"
    );
    assert!(fake.world().identifies.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_to_the_store_break_again_and_again() {
    let Some(url) = postgres::database() else { return };
    let proxy = proxy::start(&url).await;
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let running = bot(&fake, &folder, &proxy.url);
    shards_ready(&fake, 1).await;
    proxy.break_after_each(7);
    let asked = ask_many(&fake, (0, 400), 40, 1).await;
    proxy.break_after_each(0);
    println!("{} connections were reset", proxy.broken());
    assert!(proxy.broken() > 20);
    assert_each_one(&fake, "connections to PostgreSQL reset", &asked, Duration::from_secs(30)).await;
    assert_eq!(running.stop().await.code, Some(0));
    assert_eq!(count(&url, "SELECT COUNT(*) FROM question"), 400);
}

/// A file system that is full after a few hundred rows; ended when it is dropped.
struct Small(tempfile::TempDir);

impl Small {
    fn mount() -> Option<Small> {
        let folder = tempfile::tempdir().unwrap();
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=600k", "tmpfs"]).arg(folder.path()).status();
        mounted.is_ok_and(|s| s.success()).then_some(Small(folder))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_disk_is_full() {
    let Some(disk) = Small::mount() else {
        assert!(std::env::var_os("CI").is_none(), "a small file system cannot be mounted");
        println!("left out: only root can mount a small file system");
        return;
    };
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let url = format!("sqlite:{}/s.db", disk.0.path().display());
    let running = bot(&fake, &folder, &url);
    shards_ready(&fake, 1).await;
    let mut asked = ask_many(&fake, (0, 20), 20, 1).await;
    outcome(&fake, &asked, Duration::from_secs(10)).await;
    // Nothing is left for the store.
    let filler = disk.0.path().join("filler");
    let full =
        Command::new("dd").args(["if=/dev/zero", "bs=1k"]).arg(format!("of={}", filler.display())).output().unwrap();
    assert!(!full.status.success(), "dd ends where the disk is full");
    asked.extend(ask_many(&fake, (20, 1_000), 100, 1).await);
    let (_, lost, _) = outcome(&fake, &asked, Duration::from_secs(20)).await;
    assert_eq!(lost, 0, "answers go on");
    std::fs::remove_file(&filler).unwrap();
    assert_each_one(&fake, "disk of the SQLite file full", &asked, Duration::from_secs(20)).await;
    let ended = running.stop().await;
    assert!(ended.log.contains("the store cannot be written"), "{}", ended.log);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_jumps_back_an_hour() {
    let library = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"]
        .map(|folder| format!("{folder}/faketime/libfaketimeMT.so.1"));
    let Some(library) = library.into_iter().find(|path| std::path::Path::new(path).is_file()) else {
        assert!(std::env::var_os("CI").is_none(), "install Debian's `faketime`");
        println!("left out: Debian's `faketime` is not installed");
        return;
    };
    let Some(url) = postgres::database() else { return };
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let clock = folder.path().join("clock");
    std::fs::write(&clock, "+0").unwrap();
    let clock_name = clock.display().to_string();
    let settings = settings(&url);
    let mut all: Vec<(&str, &str)> = settings.iter().map(|(n, v)| (*n, v.as_str())).collect();
    all.extend([
        ("LD_PRELOAD", library.as_str()),
        ("FAKETIME_TIMESTAMP_FILE", clock_name.as_str()),
        ("FAKETIME_NO_CACHE", "1"),
        ("DONT_FAKE_MONOTONIC", "1"),
    ]);
    let running = Bot::with(&fake, folder.path(), &all);
    shards_ready(&fake, 1).await;
    let mut asked = ask_many(&fake, (0, 100), 50, 1).await;
    std::fs::write(&clock, "-3600").unwrap();
    asked.extend(ask_many(&fake, (100, 100), 50, 1).await);
    std::fs::write(&clock, "+0").unwrap();
    asked.extend(ask_many(&fake, (200, 100), 50, 1).await);
    assert_each_one(&fake, "clock an hour back, and forward again", &asked, Duration::from_secs(30)).await;
    assert_eq!(running.stop().await.code, Some(0));
    let hours = count(&url, "SELECT COUNT(DISTINCT at_ms / 3600000) FROM question");
    assert!(hours >= 2, "the clock did jump");
}
