//! Slack: the same events to rolecall and to bots that answer everything with a constant, over both transports.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::measure::{Load, Process, QUESTIONS};
use crate::slack::process::{binary, environment};
use crate::slack::{BOT, Fake, TEAM, Transport};

const SECONDS: u64 = 10;
/// Events that wait for their reply at once when the bot is saturated.
const IN_FLIGHT: usize = 256;
/// Channels over which the messages are spread: in one of them, a second has to pass between two replies.
const CHANNELS: u64 = 6_000;
const BOTS: [&str; 3] = ["rolecall", "slack-morphism, constant", "Bolt for JavaScript, constant"];

pub async fn compare(rates: &[u64]) {
    println!("| bot | transport | events/s | CPU a reply | p50 | p99 | replies | memory |");
    println!("|---|---|--:|--:|--:|--:|--:|--:|");
    for bot in BOTS {
        for transport in [Transport::Http, Transport::Socket] {
            for rate in rates.iter().copied().map(Some).chain([None]) {
                let folder = tempfile::tempdir().unwrap();
                let set_up = |w: &mut crate::slack::World| {
                    w.echo = false;
                    w.strict_rate = false;
                    w.member = (0..CHANNELS).map(channel).collect();
                };
                let fake = Fake::with(transport, set_up).await;
                let Some(command) = command(bot, &fake, folder.path()) else {
                    println!("| {bot} | {transport:?} | not measured | | | | | |");
                    break;
                };
                run(bot, rate, &fake, command).await;
            }
        }
    }
}

fn channel(n: u64) -> String {
    format!("C{:05}", n % CHANNELS)
}

/// How a bot is started; nothing where it is not installed, or has no such transport here.
fn command(bot: &str, fake: &Fake, folder: &Path) -> Option<Command> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = match bot {
        "rolecall" => {
            let mut command = Command::new(binary());
            command.arg("serve").env("RUST_LOG", "rolecall=warn");
            command
        }
        "slack-morphism, constant" => {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.args(["slack-constant", &fake.api()]);
            if fake.transport == Transport::Http {
                command.arg(fake.port.to_string());
            }
            command
        }
        _ => {
            let js = root.join("tests/support/slack/js");
            js.join("node_modules/@slack/bolt").is_dir().then_some(())?;
            let mut command = Command::new("node");
            command.arg(js.join("bot.mjs")).arg(fake.api()).arg(fake.port.to_string());
            command
        }
    };
    for (name, value) in environment(fake) {
        let one = name == "SLACK_SIGNING_SECRET" && bot != "rolecall";
        command.env(name, if one { crate::slack::SECRET.to_owned() } else { value });
    }
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null());
    Some(command)
}

async fn ready(fake: &Fake) {
    match fake.transport {
        Transport::Socket => fake.until("a connection", |w| (!w.connections.is_empty()).then_some(())).await,
        Transport::Http => {
            while tokio::net::TcpStream::connect(("127.0.0.1", fake.port)).await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    // Everything that is done once is done: the second connection, first use of each code path.
    tokio::time::sleep(Duration::from_millis(2_500)).await;
}

async fn run(bot: &str, rate: Option<u64>, fake: &Fake, mut command: Command) {
    let process = Process::start(&mut command);
    ready(fake).await;
    for n in 0..200 {
        event(fake, n);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    fake.world().calls.clear();
    let before = process.cpu();
    let (sent, took) = match rate {
        Some(rate) => at(fake, rate).await,
        None => saturated(fake).await,
    };
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let cpu = process.cpu() - before;
    let load = Load::of(&replies(fake), sent, took);
    let per_reply = cpu.as_micros() as f64 / load.answered as f64;
    let per_cpu_second = 1_000_000.0 / per_reply;
    let shown = rate.map_or_else(
        || format!("saturated: {:.0}/s, {per_cpu_second:.0} a CPU second", load.per_second()),
        |r| r.to_string(),
    );
    println!(
        "| {bot} | {:?} | {shown} | {per_reply:.0} us | {:.1} ms | {:.1} ms | {} of {} | {} MB |",
        fake.transport,
        load.percentile(50),
        load.percentile(99),
        load.answered,
        load.sent,
        process.memory_mb(),
    );
    if load.doubled > 0 {
        println!("{} questions were answered twice.", load.doubled);
    }
    assert!(bot != "rolecall" || load.doubled == 0, "a question was answered twice");
}

async fn at(fake: &Fake, rate: u64) -> (HashMap<String, Instant>, Duration) {
    let (start, mut sent) = (Instant::now(), HashMap::new());
    for n in 0..rate * SECONDS {
        let due = start + Duration::from_nanos(n * 1_000_000_000 / rate);
        tokio::time::sleep_until(due.into()).await;
        let at = Instant::now();
        sent.insert(event(fake, 1_000 + n), at);
    }
    (sent, start.elapsed())
}

async fn saturated(fake: &Fake) -> (HashMap<String, Instant>, Duration) {
    let (start, mut sent) = (Instant::now(), HashMap::new());
    while start.elapsed() < Duration::from_secs(SECONDS) {
        let waiting = sent.len().saturating_sub(fake.world().calls.len());
        for _ in waiting..IN_FLIGHT {
            let at = Instant::now();
            sent.insert(event(fake, 1_000 + sent.len() as u64), at);
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    (sent, start.elapsed())
}

/// Mentions and commands in turn; returns what its reply names.
fn event(fake: &Fake, n: u64) -> String {
    if n.is_multiple_of(2) {
        let text = format!("<@{BOT}> {}", QUESTIONS[(n / 2) as usize % QUESTIONS.len()]);
        let (ts, channel) = (fake.world().new_ts(), channel(n / 2));
        let message = json!({ "type": "app_mention", "user": format!("U{:05}", n % 5_000), "text": text, "ts": ts });
        fake.world().messages.insert((channel.clone(), ts.clone()), message.clone());
        let mut event = message;
        event["channel"] = json!(channel);
        event["team"] = json!(TEAM);
        fake.send_event(event);
        return ts;
    }
    let stage = ["junior", "mid", "senior", "staff"][(n / 2) as usize % 4];
    fake.command("U0ALICE", "/salary", stage)
}

/// When each event was answered.
fn replies(fake: &Fake) -> HashMap<String, Vec<Instant>> {
    let mut replies: HashMap<String, Vec<Instant>> = HashMap::new();
    let address = format!("http://{}", fake.address);
    for call in &fake.world().calls {
        let thread = call.body["thread_ts"].as_str().filter(|_| call.method == "chat.postMessage").map(str::to_owned);
        let of_command = call.method.starts_with("response/").then(|| format!("{address}/{}", call.method));
        if let Some(id) = thread.or(of_command) {
            replies.entry(id).or_default().push(call.at);
        }
    }
    replies
}
