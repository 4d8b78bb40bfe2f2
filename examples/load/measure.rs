//! Events at a rate, and what a process used meanwhile.

use std::collections::HashMap;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use serde_json::json;

use super::discord::make::{self, Say};
use super::discord::{BOT, Fake};

/// Events that wait for their reply at once when the bot is saturated.
const IN_FLIGHT: usize = 256;
/// The clock of `/proc`.
const TICKS: u64 = 100;
/// Channels over which the messages are spread.
const CHANNELS: u64 = 1_000;
pub const QUESTIONS: [&str; 8] = [
    "what does a senior MLOps engineer make?",
    "is 170k fair for mid level",
    "how is mlops different from devops",
    "what does an mlops engineer make in London",
    "do mlops engineers work remotely?",
    "what is the day rate on c2c for a senior",
    "how do I get from senior to staff?",
    "which tools does an MLOps engineer use every day",
];

/// A process that is measured; ended when it is dropped.
pub struct Process(Child);

impl Process {
    pub fn start(command: &mut Command) -> Process {
        Process(command.spawn().expect("the bot cannot be started"))
    }

    /// Processor time so far, of all its threads.
    pub fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
        Duration::from_millis(ticks * 1_000 / TICKS)
    }

    pub fn memory_mb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find(|l| l.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1_024
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What became of the events.
#[derive(Debug)]
pub struct Load {
    pub sent: usize,
    pub answered: usize,
    pub doubled: usize,
    took: Duration,
    waits: Vec<Duration>,
}

impl Load {
    pub async fn warm(fake: &Fake) {
        let ids: Vec<u64> = (0..200).map(|n| event(fake, n)).collect();
        let answered = |fake: &Fake| replies(fake).keys().filter(|id| ids.contains(id)).count();
        for _ in 0..200 {
            if answered(fake) == ids.len() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        fake.world().calls.clear();
    }

    /// So many events a second, evenly.
    pub async fn at(fake: &Fake, rate: u64, seconds: u64) -> Load {
        let start = Instant::now();
        let mut sent = HashMap::new();
        for n in 0..rate * seconds {
            let due = start + Duration::from_nanos(n * 1_000_000_000 / rate);
            tokio::time::sleep_until(due.into()).await;
            let at = Instant::now();
            sent.insert(event(fake, n), at);
        }
        let took = start.elapsed();
        tokio::time::sleep(Duration::from_secs(1)).await;
        Load::of(&replies(fake), sent, took)
    }

    /// Always so many events waiting.
    pub async fn as_fast_as_possible(fake: &Fake, seconds: u64) -> Load {
        let start = Instant::now();
        let mut sent = HashMap::new();
        while start.elapsed() < Duration::from_secs(seconds) {
            let waiting = sent.len().saturating_sub(fake.world().calls.len());
            for _ in waiting..IN_FLIGHT {
                let at = Instant::now();
                sent.insert(event(fake, sent.len() as u64), at);
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let took = start.elapsed();
        tokio::time::sleep(Duration::from_secs(1)).await;
        Load::of(&replies(fake), sent, took)
    }

    /// From when events were sent and when they were answered.
    pub fn of<K: Eq + std::hash::Hash>(
        replies: &HashMap<K, Vec<Instant>>,
        sent: HashMap<K, Instant>,
        took: Duration,
    ) -> Load {
        let mut waits: Vec<Duration> = Vec::new();
        let mut doubled = 0;
        for (id, at) in &sent {
            let Some(times) = replies.get(id) else { continue };
            doubled += times.len() - 1;
            waits.push(times[0].saturating_duration_since(*at));
        }
        waits.sort_unstable();
        Load { sent: sent.len(), answered: waits.len(), doubled, took, waits }
    }

    pub fn per_second(&self) -> f64 {
        self.answered as f64 / self.took.as_secs_f64()
    }

    /// In milliseconds, from the event to the request that answers it.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.waits.len() * percent / 100).min(self.waits.len().saturating_sub(1));
        self.waits.get(at).map_or(f64::NAN, |w| w.as_secs_f64() * 1_000.0)
    }
}

/// Mentions and commands in turn; returns what its reply names.
fn event(fake: &Fake, n: u64) -> u64 {
    if n.is_multiple_of(2) {
        let text = format!("<@{BOT}> {}", QUESTIONS[(n / 2) as usize % QUESTIONS.len()]);
        let channel = 310_000_000_000_000_000 + n % CHANNELS;
        return fake.say(&Say { channel, author: 410_000_000_000_000_000 + n % 5_000, text: &text, ..Say::default() });
    }
    let stage = ["junior", "mid", "senior", "staff"][(n / 2) as usize % 4];
    fake.start_interaction(make::command("salary", &[("stage", 3, json!(stage))]))
}

/// When each event was answered.
fn replies(fake: &Fake) -> HashMap<u64, Vec<Instant>> {
    let mut replies: HashMap<u64, Vec<Instant>> = HashMap::new();
    for call in &fake.world().calls {
        let of_message = call.body["message_reference"]["message_id"].as_str();
        let of_interaction = call.path.strip_prefix("/interactions/").and_then(|p| p.split('/').next());
        if let Some(id) = of_message.or(of_interaction).and_then(|t| t.parse().ok()) {
            replies.entry(id).or_default().push(call.at);
        }
    }
    replies
}
