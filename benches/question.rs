//! How long a running bot takes for a question.

use std::sync::Arc;

use divan::{Bencher, black_box};
use jiff::Timestamp;
use rolecall::bot::{Bot, Question};
use rolecall::loading::{self, Origin};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Short and long, clear and odd, one question and two.
const TEXTS: [&str; 20] = [
    "what does a senior mlops engineer earn?",
    "hi there, is 150k fair for a mid level role in Denver?",
    "whats the day rate for a contract platform engineer",
    "how do i get from devops into mlops",
    "mlops vs ml engineer?",
    "is kubernetes a must",
    "thanks a lot, that helps",
    "which certificate is worth it, and how long does it take to prepare?",
    "difrence betwen data enginer and mlops enginer salarys",
    "lunch anyone?",
    "what do you do every week as an mlops lead",
    "I have 7 years in software. What level would I be, and what should I ask for?",
    "does Spotify pay more than $200k for this",
    "remote or office: does it change pay?",
    "c2c at 95/hr or w2 at 160k, which one is better",
    "what comes after senior",
    "who said that about churn in ML teams",
    "what is the best pasta recipe",
    "So I've been at the same bank for nearly nine years, first on the helpdesk, then as a sysadmin, then two years on the \
     data warehouse, and last spring my manager asked whether I'd look after the models that our risk people build. I said \
     yes, obviously, and now I deploy them, watch them, and get paged when they drift, but my title never changed and neither \
     did my pay. A recruiter wrote last week about a role at a startup. What would a fair salary be for somebody like me?",
    "how much does a junior make in Austin? also what projects should be in my portfolio?",
];

fn main() {
    divan::main();
}

fn question(text: &str) -> Question {
    Question {
        text: text.to_owned(),
        addressed: true,
        conversation: text.to_owned(),
        user: String::new(),
        at: Timestamp::UNIX_EPOCH,
        today: jiff::civil::date(2034, 1, 1),
    }
}

fn bench(bencher: Bencher<'_, '_>, bot: Option<Bot>, texts: &[&str]) {
    let Some(bot) = bot else { return };
    let mut turn = texts.iter().cycle();
    bencher
        .with_inputs(|| question(turn.next().unwrap_or(&"")))
        .bench_local_values(|question| bot.answer(black_box(&question)));
}

/// The bot as it ships.
fn whole() -> Option<Bot> {
    let bot = Origin::Embedded.bot().ok()?;
    bot.warm_up();
    Some(bot)
}

/// The bot with the table of word vectors alone.
fn table_only() -> Option<Bot> {
    Some(Bot::new(Arc::new(Origin::Embedded.knowledge().ok()?), Some(loading::table().ok()?), loading::index()))
}

/// All of them in turn.
#[divan::bench(sample_count = 2000, sample_size = 1)]
fn mixed(bencher: Bencher<'_, '_>) {
    bench(bencher, whole(), &TEXTS);
}

/// The same without the transformer.
#[divan::bench(sample_count = 2000, sample_size = 1)]
fn mixed_static(bencher: Bencher<'_, '_>) {
    bench(bencher, table_only(), &TEXTS);
}

/// Messages of strangers, each once, so that nothing is remembered from reading it before: with the transformer where the
/// faster tiers are unsure.
#[divan::bench(sample_count = 1000, sample_size = 1)]
fn strangers_first(bencher: Bencher<'_, '_>) {
    bench(bencher, whole(), &strangers().iter().map(String::as_str).collect::<Vec<_>>());
}

/// The same without the transformer.
#[divan::bench(sample_count = 1000, sample_size = 1)]
fn strangers_static(bencher: Bencher<'_, '_>) {
    bench(bencher, table_only(), &strangers().iter().map(String::as_str).collect::<Vec<_>>());
}

/// The last turns of the question sets, none twice.
fn strangers() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/questions");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "jsonl")).collect();
    files.sort();
    let rows = files.iter().filter_map(|path| std::fs::read_to_string(path).ok());
    let rows: Vec<serde_json::Value> =
        rows.flat_map(|text| text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect::<Vec<_>>()).collect();
    let last = |row: &serde_json::Value| Some(row["turns"].as_array()?.last()?.as_str()?.to_owned());
    let mut seen = std::collections::HashSet::new();
    rows.iter().filter_map(last).filter(|text| seen.insert(text.clone())).collect()
}

/// The long one alone.
#[divan::bench(sample_count = 500, sample_size = 1)]
fn ramble(bencher: Bencher<'_, '_>) {
    bench(bencher, whole(), &TEXTS[18..19]);
}
