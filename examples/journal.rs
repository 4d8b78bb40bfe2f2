//! What the store costs: how much longer a question takes with it, and how long reading takes when it is full.
//!
//!     cargo run --release --example journal -- sqlite:/tmp/j.db
//!     cargo run --release --example journal -- postgres://…
//!
//! `tools/journal/` fills the tables with a million questions; this makes them where there are none.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for developers")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use rolecall::config::Secret;
use rolecall::loading::Origin;
use rolecall::platform::claims::Claims;
use rolecall::store::{self, Answered, Keeper, People, Place, Store, Write};

const QUESTIONS: usize = 2_000;

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap_or_else(|| "sqlite:/tmp/rolecall-journal.db".to_owned());
    let store = store::open(&url).await.unwrap();
    read(&*store).await;
    ask(Arc::clone(&store)).await;
}

async fn read(store: &dyn Store) {
    let now = Timestamp::now();
    for days in [7, 30, 90] {
        let begun = Instant::now();
        let insights = store::insights(store, now, days).await.unwrap();
        println!("insights of {days} days: {:.0} ms ({} questions)", ms(begun), insights.questions);
    }
    let begun = Instant::now();
    let counted = store.gaps(now - SignedDuration::from_hours(24 * 30), 2_000, None).await.unwrap();
    let queried = ms(begun);
    let found = rolecall::gaps::cluster(&counted, &Origin::Embedded.bot().unwrap());
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
