//! The promises of the design, each with its number: what of it holds today.
//!
//! 5 and 6 have more to them, and so has 4, once there are chat platforms and a store.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use rolecall::answer::{Outcome, Reply, text};
use rolecall::bot::{Bot, Question};
use rolecall::knowledge::{Fact, PayBand};
use rolecall::loading::Origin;
use serde_json::json;
use support::Scratch;

static BOT: LazyLock<Bot> = LazyLock::new(|| Origin::Embedded.bot().unwrap());

fn ask_on(today: Date, text: &str) -> Reply {
    BOT.answer(&Question {
        text: text.to_owned(),
        addressed: true,
        conversation: format!("{today} {text}"),
        user: String::new(),
        at: Timestamp::UNIX_EPOCH,
        today,
    })
}

fn ask(text: &str) -> (Outcome, String) {
    let reply = ask_on(date(2026, 11, 24), text);
    (reply.outcome, text::render(&reply))
}

const BAND: &str = r#"stage = "senior"
basis = "permanent"
low = 1
high = 2
currency = "USD"
per = "year"
region = "United States"
as_of = "2026"
sources = ["s"]
"#;

const FACT: &str = r#"id = "f"
value = "1"
what = "a thing"
region = "United States"
period = "2026"
basis = "survey"
as_of = "2026"
sources = ["s"]
"#;

fn without(line: usize, text: &str) -> String {
    let kept = text.lines().enumerate().filter(|(at, _)| *at != line).map(|(_, line)| format!("{line}\n"));
    kept.collect()
}

#[test]
fn promise_1_a_figure_cannot_be_read_without_what_it_needs() {
    toml::from_str::<PayBand>(BAND).unwrap();
    toml::from_str::<Fact>(FACT).unwrap();
    for (at, line) in BAND.lines().enumerate() {
        assert!(toml::from_str::<PayBand>(&without(at, BAND)).is_err(), "a band without `{line}`");
    }
    for (at, line) in FACT.lines().enumerate() {
        assert!(toml::from_str::<Fact>(&without(at, FACT)).is_err(), "a fact without `{line}`");
    }
}

#[test]
fn promise_1_every_figure_has_a_source_with_a_publisher() {
    let knowledge = BOT.knowledge();
    let bands = knowledge.pay.values().flat_map(|s| &s.bands).map(|b| (b.id(), &b.sources));
    let facts = knowledge.facts.values().map(|f| (f.id.clone(), &f.sources));
    for (id, sources) in bands.chain(facts) {
        assert!(!sources.is_empty(), "{id} has no source");
        for source in sources {
            assert!(knowledge.sources.get(source).is_some_and(|s| !s.publisher.is_empty()), "{id}: {source}");
        }
    }
}

#[test]
fn promise_1_a_figure_in_prose_without_a_source_is_refused() {
    let scratch = Scratch::with_little();
    scratch.append("faq/tea.md", "It is drunk by 70 % of the office.\n");
    let run = scratch.run(&["knowledge", "check"]);
    assert!(run.code == 1 && run.out.contains("faq/tea.md"), "{run:?}");
}

#[test]
fn promise_2_what_is_not_covered_is_declined() {
    for question in [
        "what does a senior mlops engineer make in London?",
        "what does a senior mlops engineer make in Toronto",
        "senior mlops salary in San Francisco?",
        "what does a senior mlops engineer make at Netflix?",
        "what does a scrum master make?",
        "what does a senior mlops engineer make in euros?",
        "day rate for a junior mlops contractor",
        "how much does a director of mlops charge c2c per day",
        "do mlops jobs sponsor visas?",
        "how do I negotiate my mlops salary?",
    ] {
        let (outcome, text) = ask(question);
        assert!(outcome != Outcome::Answered && !text.contains('$'), "{question}: {outcome:?}\n{text}");
    }
}

#[test]
fn promise_2_what_is_missing_is_named() {
    for (question, missing) in [
        ("mlops salary in london", "London"),
        ("senior mlops engineer salary in Seattle", "Seattle"),
        ("day rate junior mlops contractor", "the junior stage"),
        ("what does a scrum master make?", "scrum master"),
        ("do mlops jobs sponsor visas?", "visa sponsorship"),
        ("how do I negotiate my mlops salary?", "negotiation"),
    ] {
        let (outcome, text) = ask(question);
        assert_eq!(outcome, Outcome::Unknown, "{question}");
        assert!(text.contains("no sourced") && text.contains(missing), "{question}\n{text}");
    }
}

#[test]
fn promise_3_sources_that_differ_are_both_shown() {
    let (_, junior) = ask("what does a junior mlops engineer make?");
    assert!(junior.contains("$90K–$155K") && junior.contains("$90K–$135K") && junior.contains("both"), "{junior}");
    let (_, shortage) = ask("how big is the mlops talent shortage?");
    assert!(shortage.contains("3.2:1") && shortage.contains("2.4 to 1"), "{shortage}");
}

#[test]
fn promise_3_an_old_source_shows_its_age() {
    let question = "what is the difference between an mlops engineer and an ml engineer?";
    let shown = |today| text::render(&ask_on(today, question));
    assert!(shown(date(2026, 11, 24)).contains("Nov 2023, 3 years old"), "{}", shown(date(2026, 11, 24)));
    assert!(!shown(date(2024, 1, 1)).contains("years old"));
    assert!(shown(date(2031, 11, 24)).contains("Nov 2023, 8 years old"));
}

#[test]
fn promise_3_a_computed_figure_shows_its_sum() {
    let (_, below) = ask("is 140k a good offer for a senior mlops engineer?");
    assert!(below.contains("$45K ($185K − $140K) below"), "{below}");
    let (_, hourly) = ask("is $150 an hour on W2 fair for a senior mlops contractor?");
    assert!(hourly.contains("computed as $1,200 a day ($150 × 8 hours)"), "{hourly}");
    let (_, ways) = ask("difference in pay between W2 and C2C");
    assert!(ways.contains("Computed: C2C starts $250 ($1,250 − $1,000) above W2"), "{ways}");
}

fn chat(lines: &[serde_json::Value]) -> Vec<serde_json::Value> {
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let run = Scratch::new().pipe(&["chat", "--json"], input.as_bytes());
    assert_eq!(run.code, 0, "{run:?}");
    run.lines()
}

fn line(id: usize, user: &str, text: &str, addressed: bool) -> serde_json::Value {
    json!({ "id": id.to_string(), "conversation": "c", "user": user, "text": text, "addressed": addressed })
}

#[test]
fn promise_4_one_question_one_outcome() {
    let texts = [
        "senior mlops pay?",
        "",
        "lunch?",
        "\u{0}\n\n",
        "and on contract?",
        "mlops in London?",
        "hello",
        "pay? and tools?",
    ];
    let asked: Vec<_> =
        texts.iter().cycle().take(40).enumerate().map(|(at, t)| line(at, "u", t, at % 3 != 0)).collect();
    let said = chat(&asked);
    let ids = |lines: &[serde_json::Value]| lines.iter().map(|l| l["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&said), ids(&asked));
    for reply in &said {
        let outcome = reply["outcome"].as_str().unwrap();
        assert!(["answered", "clarify", "unknown", "ignored"].contains(&outcome), "{reply}");
        assert_eq!(reply["text"] == "", outcome == "ignored", "{reply}");
    }
}

#[test]
fn promise_5_no_text_repeats_a_mention() {
    for mention in ["@everyone", "@here", "<@U1>", "<@&1>", "<!here>", "<!channel>"] {
        for text in
            [format!("{mention} what does a senior mlops engineer make?"), format!("{mention} pay in {mention}?")]
        {
            let (_, said) = ask(&text);
            assert!(!said.contains(mention) && !said.contains("<!") && !said.contains("<@"), "{text}\n{said}");
        }
    }
}

#[test]
fn promise_6_nobody_is_answered_from_what_another_person_asked() {
    let follow_up = line(1, "b", "and on contract?", true);
    let alone = chat(std::slice::from_ref(&follow_up));
    let after = chat(&[line(0, "a", "what does a junior mlops engineer make?", true), follow_up]);
    assert_eq!(after.last(), alone.last());
}

#[test]
fn promise_7_a_bad_edit_is_taken_nowhere_and_names_file_line_and_mend() {
    let scratch = Scratch::with_knowledge();
    let question = ["ask", "what does a senior mlops engineer make?"];
    assert_eq!(scratch.run(&question).code, 0);
    scratch.edit("pay/mlops-engineer.toml", "high = 155000", "high = 15");
    scratch.edit("faq/remote-pay.md", "owner = ", "onwer = ");
    let run = scratch.run(&question);
    assert!(run.code == 1 && run.out.is_empty(), "{run:?}");
    let check = scratch.run(&["knowledge", "check", "--json"]).json();
    let findings = check["findings"].as_array().unwrap();
    let files: BTreeSet<&str> = findings.iter().filter_map(|f| f["file"].as_str()).collect();
    assert!(files.contains("pay/mlops-engineer.toml") && files.contains("faq/remote-pay.md"), "{check}");
    for finding in findings {
        assert!(finding["line"].as_u64().is_some_and(|l| l > 0), "{finding}");
    }
}

#[test]
fn promise_8_no_log_holds_what_somebody_wrote() {
    let scratch = Scratch::new();
    let (text, user) = ("does zanzibarium pay more than mlops?", "U0SECRET");
    let input = format!("{}\n", line(1, user, text, true));
    for args in [&["ask", text][..], &["chat", "--json"]] {
        let mut command = scratch.command(args);
        command.env("RUST_LOG", "trace").stdin(std::process::Stdio::piped());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        // `ask` may be gone before it is written to.
        let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        assert!(!log.contains("zanzibarium") && !log.contains(user), "{log}");
    }
}

/// Files that read at the start, or measure.
const AT_THE_START: [&str; 1] = ["knowledge/tree.rs"];

#[test]
fn promise_9_the_core_does_no_io_and_reads_no_clock() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for part in ["knowledge", "nlu", "retrieval", "answer", "bot"] {
        for file in files(&source.join(part)) {
            let name = file.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(&file).unwrap();
            if name.ends_with("tests.rs") {
                continue;
            }
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            for word in [
                "std::fs",
                "std::net",
                "std::env",
                "std::process",
                "Instant::now",
                "SystemTime",
                "::now()",
                "File::open",
                "stdin",
                "stdout",
            ] {
                let found = code.contains(word) && !AT_THE_START.contains(&name.as_str());
                assert!(!found, "src/{name} uses `{word}`");
            }
        }
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.into_iter().chain(folders.iter().flat_map(|f| self::files(f))).collect()
}
