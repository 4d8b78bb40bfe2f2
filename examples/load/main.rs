//! How much a bot costs: `cargo run --release --example load -- discord|slack [EVENTS A SECOND…]`
//!
//! The same events go to three bots in turn: rolecall, and two that answer everything with one constant embed, written
//! with raw serenity and with discord.js (skipped where it is not installed). Build the bot first:
//! `cargo build --release`. For discord.js: `npm install --prefix target/load discord.js@14`; for Bolt:
//! `npm ci --prefix tests/support/slack/js`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs, unreachable_pub)]

mod constant;
#[path = "../../tests/support/discord/mod.rs"]
mod discord;
mod measure;
#[path = "../../tests/support/slack/mod.rs"]
mod slack;
mod slack_constant;
mod slack_load;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use discord::{Fake, TOKEN};
use measure::{Load, Process};

const SECONDS: u64 = 10;

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("constant") => constant::run(&args[1]).await,
        Some("slack-constant") => slack_constant::run(&args[1], args.get(2).map(String::as_str)).await,
        Some("discord") => compare(&rates(&args[1..])).await,
        Some("slack") => slack_load::compare(&rates(&args[1..])).await,
        _ => panic!("use: load discord|slack [EVENTS A SECOND…]"),
    }
}

fn rates(args: &[String]) -> Vec<u64> {
    let rates: Vec<u64> = args.iter().map(|a| a.parse().expect("events a second")).collect();
    if rates.is_empty() { vec![200, 500] } else { rates }
}

async fn compare(rates: &[u64]) {
    println!("| bot | events/s | CPU a reply | p50 | p99 | replies | memory | READY after |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    for bot in ["rolecall", "serenity, constant", "discord.js, constant"] {
        for rate in rates.iter().copied().map(Some).chain([None]) {
            let folder = tempfile::tempdir().unwrap();
            let fake = Fake::start().await;
            let Some(command) = command(bot, &fake, folder.path()) else {
                println!("| {bot} | not installed | | | | | | |");
                break;
            };
            run(bot, rate, &fake, command).await;
        }
    }
}

/// How a bot is started; nothing where it is not installed.
fn command(bot: &str, fake: &Fake, folder: &Path) -> Option<Command> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = match bot {
        "rolecall" => {
            let mut command = Command::new(discord::process::binary());
            command.arg("serve").env("RUST_LOG", "rolecall=warn").env("ROLECALL_DISCORD_PROXY", fake.url());
            command
        }
        "serenity, constant" => {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.args(["constant", &fake.url()]);
            command
        }
        _ => {
            let modules = root.join("target/load/node_modules");
            modules.join("discord.js").is_dir().then_some(())?;
            // Node looks for packages from the script upwards.
            let script = root.join("target/load/constant.mjs");
            std::fs::copy(root.join("examples/load/constant.mjs"), &script).unwrap();
            let mut command = Command::new("node");
            command.arg(script).arg(fake.url());
            command
        }
    };
    command.env("DISCORD_TOKEN", TOKEN).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null());
    Some(command)
}

async fn run(bot: &str, rate: Option<u64>, fake: &Fake, mut command: Command) {
    let started = Instant::now();
    let process = Process::start(&mut command);
    fake.until("READY", |w| (w.ready_shards() == 1).then_some(())).await;
    let ready = started.elapsed();
    // Everything that is done once is done: registration, first use of each code path.
    tokio::time::sleep(Duration::from_millis(800)).await;
    Load::warm(fake).await;
    let before = process.cpu();
    let load = match rate {
        Some(rate) => Load::at(fake, rate, SECONDS).await,
        None => Load::as_fast_as_possible(fake, SECONDS).await,
    };
    let cpu = process.cpu() - before;
    let per_reply = cpu.as_micros() as f64 / load.answered as f64;
    let shown_rate = rate.map_or_else(|| format!("saturated: {:.0}/s", load.per_second()), |r| r.to_string());
    println!(
        "| {bot} | {shown_rate} | {per_reply:.0} us | {:.1} ms | {:.1} ms | {} of {} | {} MB | {} ms |",
        load.percentile(50),
        load.percentile(99),
        load.answered,
        load.sent,
        process.memory_mb(),
        ready.as_millis()
    );
    assert_eq!(load.doubled, 0, "a question was answered twice");
    fake.finish();
}
