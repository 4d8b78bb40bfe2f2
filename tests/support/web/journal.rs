//! A journal with something in it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rolecall::answer::Outcome;
use rolecall::store::{self, Asked, Helpful, Place, Vote, Write};

use crate::support::Scratch;

/// Questions without an answer; the first two are one in other words.
const GAPS: [(&str, usize); 5] = [
    ("do they sponsor visas", 9),
    ("do they sponsor visas?!", 4),
    ("how do I negotiate equity", 6),
    ("<img src=x onerror=window.hurt=1>", 2),
    ("=cmd|' /C calc'!A1", 1),
];
const ENTRIES: [(&str, usize); 4] = [
    ("pay/mlops-engineer/senior", 14),
    ("comparisons/mlops-engineer-vs-devops-engineer/difference", 8),
    ("faq/remote-work", 5),
    ("pay/mlops-engineer/mid", 3),
];

/// A folder with a store of forty days of questions, and of votes.
pub(crate) async fn seeded() -> Scratch {
    let scratch = Scratch::new();
    let store = store::open(&format!("sqlite:{}", scratch.path("rolecall.db").display())).await.unwrap();
    let mut writes = Vec::new();
    for day in 0..40_i64 {
        // As weeks go: less on two days of seven.
        let busy = if day % 7 < 2 { 1 } else { 2 };
        for (entry, n) in ENTRIES {
            (0..n * busy / 2)
                .for_each(|_| writes.push(asked(writes.len(), day, "pay?", Outcome::Answered, Some(entry))));
        }
        (0..busy).for_each(|_| writes.push(asked(writes.len(), day, "ops", Outcome::Clarify, None)));
    }
    for (text, n) in GAPS {
        (0..n).for_each(|at| writes.push(asked(writes.len(), at as i64, text, Outcome::Unknown, None)));
    }
    writes.extend((0..8).map(|n| vote(n, if n < 6 { Helpful::Yes } else { Helpful::No })));
    store.write(&writes).await.unwrap();
    scratch
}

fn asked(n: usize, days_ago: i64, text: &str, outcome: Outcome, entry: Option<&str>) -> Write {
    Write::Asked(Asked {
        id: format!("slack/{n}"),
        at: Timestamp::now() - SignedDuration::from_hours(24 * days_ago),
        platform: "slack".to_owned(),
        server: String::new(),
        channel: "C1".to_owned(),
        person: "ann".to_owned(),
        text: text.to_owned(),
        outcome,
        entries: entry.map(str::to_owned).into_iter().collect(),
        confidence: Some(0.9),
        latency: Duration::from_micros(300 + 7 * n as u64),
    })
}

fn vote(n: usize, helpful: Helpful) -> Write {
    Write::Vote(Vote {
        answer: Place { platform: "slack", channel: "C1".to_owned(), message: n.to_string() },
        voter: format!("voter {n}"),
        question: None,
        entry: "pay/mlops-engineer/senior".to_owned(),
        helpful,
        reason: None,
        at: Timestamp::now(),
    })
}
