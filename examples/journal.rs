//! What the store costs: how much longer a question takes with it, and how long reading takes when it is full.
//!
//!     cargo run --release --example journal -- sqlite:/tmp/j.db 1000000
//!     cargo run --release --example journal -- postgres://… 1000000
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for developers")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use rolecall::answer::Outcome;
use rolecall::config::Secret;
use rolecall::loading::{self, Origin};
use rolecall::platform::claims::Claims;
use rolecall::store::{self, Answered, Asked, Helpful, Keeper, People, Place, Store, Vote, Write};

const BATCH: u64 = 2_000;
/// Different wordings without an answer.
const WORDINGS: u64 = 20_000;
const QUESTIONS: usize = 2_000;
const DAYS: u64 = 90;

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let url = args.next().unwrap_or_else(|| "sqlite:/tmp/rolecall-journal.db".to_owned());
    let rows: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let store = store::open(&url).await.unwrap();
    println!("{} rows in {}", rows, url.split(':').next().unwrap_or_default());
    fill(&*store, rows).await;
    read(&*store).await;
    ask(Arc::clone(&store)).await;
}

async fn fill(store: &dyn Store, rows: u64) {
    let (begun, now) = (Instant::now(), Timestamp::now());
    for start in (0..rows).step_by(BATCH as usize) {
        let mut writes: Vec<Write> = (start..(start + BATCH).min(rows)).map(|n| asked(n, now)).collect();
        writes.extend((0..20).map(|n| vote(start + n * 100, now)));
        store.write(&writes).await.unwrap();
    }
    println!("written in {:.1} s", begun.elapsed().as_secs_f64());
}

fn asked(n: u64, now: Timestamp) -> Write {
    let unknown = n.is_multiple_of(4);
    let ago = SignedDuration::from_secs((n * 7_919 % (DAYS * 86_400)) as i64);
    Write::Asked(Asked {
        id: format!("discord/{n}"),
        at: now - ago,
        platform: "discord".to_owned(),
        channel: (n % 500).to_string(),
        person: format!("{:032x}", n % 40_000),
        text: if unknown { wording(n / 4 % WORDINGS) } else { "what does a senior make".to_owned() },
        outcome: if unknown { Outcome::Unknown } else { Outcome::Answered },
        entries: if unknown { Vec::new() } else { vec![format!("faq/{}", n % 200)] },
        confidence: Some(0.8),
        latency: Duration::from_micros(200 + n % 900),
    })
}

fn wording(n: u64) -> String {
    const ABOUT: [&str; 10] = [
        "visa sponsorship",
        "equity",
        "on-call pay",
        "bonuses",
        "parental leave",
        "a four day week",
        "stock refreshers",
        "relocation",
        "interview questions",
        "noncompetes",
    ];
    format!("what about {} in team {} and office {}", ABOUT[(n % 10) as usize], n / 10 % 100, n / 1_000)
}

fn vote(n: u64, now: Timestamp) -> Write {
    Write::Vote(Vote {
        answer: Place { platform: "discord", channel: "1".to_owned(), message: n.to_string() },
        voter: format!("{:032x}", n % 40_000),
        question: Some(format!("discord/{n}")),
        entry: format!("faq/{}", n % 200),
        helpful: if n.is_multiple_of(3) { Helpful::No } else { Helpful::Yes },
        reason: None,
        at: now,
    })
}

async fn read(store: &dyn Store) {
    let now = Timestamp::now();
    for days in [7, 30, 90] {
        let begun = Instant::now();
        let insights = store::insights(store, now, days).await.unwrap();
        println!("insights of {days} days: {:.0} ms ({} questions)", ms(begun), insights.questions);
    }
    let begun = Instant::now();
    let counted = store.gaps(now - SignedDuration::from_hours(24 * 30), 20_000).await.unwrap();
    let queried = ms(begun);
    let (encoder, knowledge) = (loading::encoder().unwrap(), Origin::Embedded.knowledge().unwrap());
    let found = rolecall::gaps::cluster(&counted, &encoder, &knowledge.asked());
    println!(
        "gaps of 30 days: {:.0} ms, of which the query {queried:.0} ms ({} wordings, {} gaps)",
        ms(begun),
        counted.len(),
        found.len()
    );
}

/// What a question waits for that it did not wait for without a store.
async fn ask(store: Arc<dyn Store>) {
    let keeper = Keeper::start(store, People::new(Secret::new("k")));
    let claims = Claims::new("discord", keeper.clone(), Duration::from_secs(15));
    let mut times = Vec::new();
    for n in 0..QUESTIONS {
        let place = Place { platform: "discord", channel: "m".to_owned(), message: format!("{n}-{}", claims.holder()) };
        let begun = Instant::now();
        let held = claims.take(&place, "1").await.unwrap();
        keeper.keep(Write::Answered(Answered { question: place, reply: "r".to_owned(), at: Timestamp::now() }));
        held.answered();
        times.push(begun.elapsed());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    times.sort();
    let at = |share: f64| times[(times.len() as f64 * share) as usize].as_secs_f64() * 1_000.0;
    println!("a question waits for the store: median {:.2} ms, 99 of 100 below {:.2} ms", at(0.5), at(0.99));
    keeper.flush().await;
}

fn ms(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1_000.0
}
