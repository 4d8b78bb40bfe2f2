//! What an operator sees: settings, metrics, logs, limits, what is forgotten.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/discord/mod.rs"]
mod discord;
#[path = "support/mod.rs"]
mod support;

use std::time::Duration;

use discord::make::{self, Say};
use discord::process::Bot;
use discord::{ALICE, BOT, CHANNEL, Fake, Fault, GUILD, TOKEN};
use jiff::{SignedDuration, Timestamp};
use rolecall::answer::Outcome;
use rolecall::config::Store;
use rolecall::store::{self, Asked, Turn, Write};
use serde_json::{Value, json};
use support::Scratch;

const SENIOR: &str = "what does a senior MLOps engineer make?";
const WEB_TOKEN: &str = "web-token-that-must-not-show";
const HASH_KEY: &str = "hash-key-that-must-not-show";

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

async fn metrics(port: u16, token: Option<&str>) -> (u16, String) {
    let request = reqwest::Client::new().get(format!("http://127.0.0.1:{port}/metrics"));
    let request =
        token.iter().fold(request, |request, token| request.header("authorization", format!("Bearer {token}")));
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn started(fake: &Fake, folder: &tempfile::TempDir, more: &[(&str, &str)]) -> Bot {
    let bot = Bot::with(fake, folder.path(), more);
    fake.until("READY", |w| (w.ready_shards() == 1 && w.command_reads > 0).then_some(())).await;
    bot
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_count_what_happens_and_need_the_login() {
    let (fake, folder, port) = (Fake::start().await, tempfile::tempdir().unwrap(), free_port());
    let address = format!("127.0.0.1:{port}");
    let _bot = started(&fake, &folder, &[("ROLECALL_WEB_ADDRESS", &address), ("ROLECALL_WEB_TOKEN", WEB_TOKEN)]).await;
    fake.world().faults.push_back(Fault { status: 500, times: 1, ..Fault::default() });
    fake.ask(SENIOR).await;
    fake.ask("do companies sponsor visas").await;
    assert_eq!(metrics(port, None).await.0, 401);
    let (status, text) = metrics(port, Some(WEB_TOKEN)).await;
    assert_eq!(status, 200);
    for line in [
        r#"rolecall_questions_total{platform="discord",outcome="answered"} 1"#,
        r#"rolecall_questions_total{platform="discord",outcome="unknown"} 1"#,
        r#"rolecall_replies_total{platform="discord"} 2"#,
        r#"rolecall_platform_errors_total{platform="discord",method="create message",kind="status_500"} 1"#,
        r#"rolecall_claims_total{platform="discord",result="first"} 2"#,
        r#"rolecall_shard_up{shard="0"} 1"#,
        r#"rolecall_question_seconds_count{platform="discord"} 2"#,
        "rolecall_store_up 1",
        "rolecall_store_dropped_total 0",
        "# TYPE rolecall_question_seconds histogram",
    ] {
        assert!(text.lines().any(|l| l == line), "`{line}` is not in:\n{text}");
    }
    for name in rolecall::metrics::ALL.iter().map(|(name, _)| *name).filter(|n| n.contains("knowledge")) {
        assert!(text.contains(&format!("\n{name}")), "{name}");
    }
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_text_or_person_is_in_any_log_or_metric() {
    let (fake, folder, port) = (Fake::start().await, tempfile::tempdir().unwrap(), free_port());
    let address = format!("127.0.0.1:{port}");
    let bot = started(
        &fake,
        &folder,
        &[
            ("ROLECALL_LOG_FORMAT", "json"),
            ("RUST_LOG", "trace"),
            ("ROLECALL_WEB_ADDRESS", &address),
            ("ROLECALL_WEB_TOKEN", WEB_TOKEN),
            ("ROLECALL_HASH_KEY", HASH_KEY),
            ("ROLECALL_LIMIT_PERSON", "6"),
        ],
    )
    .await;
    let planted = format!("<@{BOT}> planted-words {SENIOR}");
    fake.world().faults.push_back(Fault { status: 500, times: 1, ..Fault::default() });
    let question = fake.say(&Say { text: &planted, ..Say::default() });
    let reply = fake.reply(question).await;
    let message = fake.world().messages[&(CHANNEL, question)].clone();
    fake.send("MESSAGE_UPDATE", make::edited(&message, &format!("<@{BOT}> planted-words what do juniors make")));
    fake.interact(make::press(&reply.json, &make::button(&reply.json, "Not helpful"), ALICE, 0)).await;
    let form = fake.world().interactions.values().find_map(|i| i.responses.iter().find(|r| r["type"] == 9).cloned());
    let id = form.unwrap()["data"]["custom_id"].as_str().unwrap().to_owned();
    fake.interact(make::form(&reply.json, &id, "planted-words are wrong")).await;
    fake.interact(make::command("ask", &[("question", 3, json!("planted-words do they sponsor visas"))])).await;
    for name in ["status", "gaps"] {
        fake.interact(make::admin(name, &[])).await;
    }
    fake.interact(make::command("forget-me", &[])).await;
    for _ in 0..8 {
        fake.say(&Say { text: &planted, ..Say::default() });
    }
    fake.world().faults.push_back(Fault { path: "/callback", status: 400, ..Fault::default() });
    fake.start_interaction(make::command("help", &[]));
    fake.quiet().await;
    let api = reqwest::Client::new().post(format!("http://{address}/api/v1/ask"));
    let api = api.header("authorization", format!("Bearer {WEB_TOKEN}")).header("content-type", "application/json");
    let asked = api.body(json!({ "text": "planted-words do they sponsor visas" }).to_string()).send().await.unwrap();
    assert_eq!(asked.status().as_u16(), 200);
    let (_, told) = metrics(port, Some(WEB_TOKEN)).await;
    let log = bot.stop().await.log;
    for secret in [
        TOKEN,
        WEB_TOKEN,
        HASH_KEY,
        "that-must-not-show",
        "planted-words",
        &GUILD.to_string(),
        &ALICE.to_string(),
        &CHANNEL.to_string(),
        &question.to_string(),
    ] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
        assert!(!told.contains(secret), "{secret} is in the metrics: {told}");
    }
    let lines: Vec<Value> =
        log.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect();
    let named = lines.iter().filter(|l| l["span"]["id"].as_str().is_some_and(|id| id.len() == 8)).count();
    assert!(named > 3, "lines of a request carry its name: {log}");
    let by_api = lines.iter().filter(|l| l["message"] == "answered" && l["span"]["platform"] == "web");
    assert_eq!(by_api.count(), 1, "of the page and the API as well: {log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_much_hears_privately_when_to_come_back() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = started(&fake, &folder, &[("ROLECALL_LIMIT_PERSON", "2")]).await;
    fake.ask(SENIOR).await;
    fake.ask(SENIOR).await;
    for _ in 0..3 {
        fake.say(&Say { text: &format!("<@{BOT}> {SENIOR}"), ..Say::default() });
    }
    let private = |w: &mut discord::World| w.sent().into_iter().find(|sent| sent.channel == discord::DM);
    let told = fake.until("a private word", private).await;
    assert!(told.text().contains("again in 30 s"), "{}", told.text());
    let refused = fake.interact(make::command("ask", &[("question", 3, json!(SENIOR))])).await;
    assert!(refused["data"]["content"].as_str().unwrap().contains("Please ask again in"), "{refused}");
    assert_eq!(refused["data"]["flags"], 64);
    fake.quiet().await;
    assert_eq!(fake.world().sent().len(), 3, "two answers, and one word in a minute");
    // Somebody else is not kept from asking.
    let other = fake.say(&Say { text: &format!("<@{BOT}> {SENIOR}"), author: discord::BOB, ..Say::default() });
    fake.reply(other).await;
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_fills_no_channel() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = started(&fake, &folder, &[("ROLECALL_LIMIT_ENTRY", "3")]).await;
    for n in 0..6 {
        fake.say(&Say { text: &format!("<@{BOT}> {SENIOR}"), author: 410_000_000_000_000_000 + n, ..Say::default() });
    }
    fake.quiet().await;
    let public = fake.world().sent().iter().filter(|sent| sent.channel == CHANNEL).count();
    assert_eq!(public, 3);
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_may_be_forgotten_and_admins_see_what_is_missing() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let _bot = started(&fake, &folder, &[]).await;
    for text in ["do companies sponsor visas", "is there visa sponsorship", SENIOR] {
        fake.ask(text).await;
    }
    let gaps = fake.interact(make::admin("gaps", &[])).await;
    let gaps = match gaps["type"].as_u64() {
        Some(5) => fake.world().interactions.values().find_map(|i| i.original.clone()).unwrap(),
        _ => gaps["data"].clone(),
    };
    let said = gaps["content"].as_str().unwrap();
    assert!(said.contains("(2x); also \""), "both wordings are one gap: {said}");
    assert!(said.contains("nearest: `uncovered/visa-sponsorship`"), "{said}");
    let mut stranger = make::admin("gaps", &[]);
    stranger["member"]["permissions"] = json!("0");
    let refused = fake.interact(stranger).await;
    assert!(refused["data"]["content"].as_str().unwrap().contains("manage the server"), "{refused}");
    let forgotten = fake.interact(make::command("forget-me", &[])).await;
    assert!(forgotten["data"]["content"].as_str().unwrap().contains("6 rows"), "{forgotten}");
    let digest = fake.interact(make::admin("digest", &[("send", 5, json!(true))])).await;
    assert!(digest["data"]["content"].as_str().unwrap().contains("Every Monday"), "{digest}");
    fake.finish();
}

#[test]
fn settings_are_checked_shown_and_taken_from_the_file() {
    let scratch = Scratch::new();
    let write = |text: &str| std::fs::write(scratch.path("rolecall.toml"), text).unwrap();
    std::fs::write(scratch.path("token"), "a-token-that-must-not-show\n").unwrap();
    write("[discord]\ntoken_file = \"token\"\n[web]\naddress = \"127.0.0.1:9\"\n");
    let checked = scratch.run(&["config", "check"]);
    assert_eq!((checked.code, checked.out.as_str()), (0, "3 settings, nothing is wrong with them\n"), "{checked:?}");
    let shown = scratch.run(&["config", "show"]);
    assert!(shown.out.contains("discord.token = **** (token)"), "{shown:?}");
    assert!(shown.out.contains("web.address = 127.0.0.1:9 (line 4 of the file)"), "{shown:?}");
    assert!(shown.out.contains("store.keep_questions = 90 (nothing else is said)"), "{shown:?}");
    assert!(shown.out.contains("store.url = sqlite:rolecall.db (nothing else is said)"), "{shown:?}");
    assert!(!shown.out.contains("must-not-show"));
    write("[web]\nrate = \"often\"\n");
    scratch.run(&["config", "check"]).assert_error("`web.rate` in line 2 of the settings cannot be used");
    write("[web]\nadress = 1\n");
    scratch.run(&["ask", "hello"]).assert_error("rolecall.toml:2: `web` has no setting `adress`");
    write("");
    let odd = scratch.command(&["config", "check"]).env("ROLECALL_WEB_ADRESS", "x").output().unwrap();
    assert!(String::from_utf8_lossy(&odd.stderr).contains("did you mean `ROLECALL_WEB_ADDRESS`"), "{odd:?}");
    write("[knowledge]\ntoday = 2020-01-01\n");
    let missing = scratch.run(&["--config", "nowhere.toml", "config", "show"]);
    missing.assert_error("nowhere.toml: it cannot be read");
    let example = scratch.run(&["config", "example"]);
    assert!(example.out.contains("[slack]") && example.out.contains("# token = "), "{example:?}");
    // As a file it is in force nowhere, and nothing is wrong with it.
    write(&example.out);
    assert_eq!(scratch.run(&["config", "check"]).code, 0);
}

#[test]
fn everything_that_is_wrong_with_the_settings_is_told_at_once() {
    let scratch = Scratch::new();
    std::fs::write(scratch.path("empty"), "\n").unwrap();
    std::fs::write(scratch.path("rolecall.toml"), "[wep]\n[limits]\nperson = \"x\"\n").unwrap();
    let mut command = scratch.command(&["config", "check"]);
    command
        .env("DATABASE_URL", "mysql://me:hunter2@x")
        .env("ROLECALL_HASH_KEY", "short")
        .env("ROLECALL_KNOWLEDGE", "/nowhere")
        .env("ROLECALL_DISCORD_SHARDS", "3-1/2")
        .env("DISCORD_TOKEN_FILE", "empty")
        .env("ROLECALL_WEB_TOKEN", "0123456789abcdef")
        .env("ROLECALL_WEB_TOKEN_FILE", "empty")
        .env("ROLECALL_WEB_ADRESS", "x");
    let out = command.output().unwrap();
    let (told, noted) = (String::from_utf8_lossy(&out.stderr), String::from_utf8_lossy(&out.stdout));
    assert_eq!(out.status.code(), Some(1));
    for wrong in [
        "rolecall.toml:1: there is no table `wep`",
        "`ROLECALL_WEB_TOKEN` is set as well",
        "`limits.person` in line 3",
        "`DATABASE_URL` cannot be used",
        "`ROLECALL_HASH_KEY` cannot be used",
        "there is no folder `/nowhere`",
        "`3-1/2` names no shards",
        "no setting is called `ROLECALL_WEB_ADRESS`",
    ] {
        assert!(told.contains(wrong), "`{wrong}` is not in {told}");
    }
    assert_eq!(told.matches("error:").count(), 8, "{told}");
    assert!(noted.contains("`DISCORD_TOKEN` is not set: the file empty is empty"), "{noted}");
    assert!(!told.contains("hunter2") && !told.contains("`short`"), "{told}");
}

#[test]
fn a_store_that_is_not_there_is_told() {
    let scratch = Scratch::new();
    for args in [&["gaps"][..], &["store", "export"], &["store", "forget", "u2"]] {
        scratch.run(args).assert_error("there is no store at `rolecall.db`");
    }
}

/// Who asks through the API is forgotten by the name that the tool gave them, and drafts count the days of the list.
#[tokio::test(flavor = "multi_thread")]
async fn people_of_the_api_are_forgotten_and_drafts_look_as_far_back_as_the_list() {
    let scratch = Scratch::new();
    let url = format!("sqlite:{}", scratch.path("rolecall.db").display());
    let store = store::open(&url).await.unwrap();
    let lookup = |name: &str| (name == "DATABASE_URL").then(|| url.clone());
    let people = store::people(&*store, &Store::read(&lookup).unwrap()).await.unwrap();
    let now = Timestamp::now();
    let asked = |id: &str, user: &str, text: &str, days: i64| {
        Write::Asked(Asked {
            id: format!("web/{id}"),
            at: now - SignedDuration::from_hours(24 * days),
            platform: "web".to_owned(),
            server: String::new(),
            channel: "api".to_owned(),
            person: people.hash("web", user),
            text: text.to_owned(),
            outcome: Outcome::Unknown,
            entries: Vec::new(),
            confidence: None,
            latency: Duration::ZERO,
        })
    };
    let writes = [asked("1", "api/u2", "is there a dress code", 1), asked("2", "api/u3", "can i bring my parrot", 60)];
    store.write(&writes).await.unwrap();
    let list = scratch.run(&["gaps", "--since", "90d", "--json"]).json();
    assert_eq!(list.as_array().unwrap().len(), 2, "{list}");
    let second = list[1]["question"].as_str().unwrap().to_owned();
    for args in [["gaps", "--since", "90d", "draft", "2"], ["gaps", "draft", "2", "--since", "90d"]] {
        let draft = scratch.run(&args);
        assert!(draft.code == 0 && draft.out.contains(&second), "{draft:?}");
    }
    scratch.run(&["gaps", "draft", "2"]).assert_error("there is no gap 2");
    scratch.run(&["gaps", "--json", "draft", "1"]).assert_error("a draft is a knowledge file");
    assert_eq!(scratch.run(&["store", "forget", "u2"]).out, "1 rows removed\n");
    assert_eq!(scratch.run(&["store", "forget", "web/api/u3"]).out, "1 rows removed\n");
}

/// What is past its time goes when a process starts, not hours later.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_past_its_time_goes_at_the_start() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let url = format!("sqlite:{}/rolecall.db", folder.path().display());
    let store = store::open(&url).await.unwrap();
    let at = Timestamp::now() - SignedDuration::from_mins(11);
    let turn = Turn { conversation: "c".to_owned(), person: "p".to_owned(), at, text: "t".to_owned() };
    store.write(&[Write::Turn(turn)]).await.unwrap();
    let _bot = started(&fake, &folder, &[]).await;
    let end = std::time::Instant::now() + Duration::from_secs(10);
    while !store.turns("c", "p", at).await.unwrap().is_empty() {
        assert!(std::time::Instant::now() < end, "it is still there");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_within_its_bound_and_finishes_what_it_began() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let bot = started(&fake, &folder, &[]).await;
    fake.world().faults.push_back(Fault { status: 200, delay_ms: 1_500, ..Fault::default() });
    let question = fake.say(&Say { text: &format!("<@{BOT}> {SENIOR}"), ..Say::default() });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let ended = bot.stop().await;
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    assert_eq!(fake.world().replies(question).len(), 1);
    fake.finish();
}
