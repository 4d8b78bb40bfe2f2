//! The app in several workspaces: installed, answered each with its own token, remembered, forgotten.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/slack/mod.rs"]
mod slack;

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use reqwest::StatusCode;
use rolecall::config::Secret;
use rolecall::platform::slack::install::state::States;
use rolecall::store;
use serde_json::json;
use slack::process::Bot;
use slack::{CLIENT_ID, CLIENT_SECRET, Code, Fake, Say, Sent, Team, Transport};

const KEY: &str = "key-of-tokens-that-must-not-show-1";
const NEW_KEY: &str = "key-of-tokens-that-must-not-show-2";
const SHOWN: &str = "that-must-not-show";
const CHANNELS: [(&str, &str); 2] = [("T0ONE", "C1ONE"), ("T0TWO", "C2TWO")];

async fn started(transport: Transport) -> Fake {
    Fake::with(transport, |world| {
        for (team, channel) in CHANNELS {
            world.member.insert(channel.to_owned());
            world.owners.insert(channel.to_owned(), team.to_owned());
        }
    })
    .await
}

/// A bot that is in no workspace of the configuration.
async fn bot(fake: &Fake, folder: &Path, keys: &str) -> Bot {
    let address = format!("127.0.0.1:{}", fake.port);
    let settings = [
        ("SLACK_BOT_TOKEN", ""),
        ("SLACK_CLIENT_ID", CLIENT_ID),
        ("SLACK_CLIENT_SECRET", CLIENT_SECRET),
        ("SLACK_TOKEN_KEY", keys),
        ("ROLECALL_WEB_ADDRESS", &address),
    ];
    let bot = Bot::with(fake, folder, &settings);
    bot.is_ready(fake).await;
    let end = Instant::now() + Duration::from_secs(20);
    while tokio::net::TcpStream::connect(("127.0.0.1", fake.port)).await.is_err() {
        assert!(Instant::now() < end, "it does not listen: {}", bot.log());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    bot
}

/// A browser: it keeps one cookie, and follows nobody anywhere.
struct Browser {
    http: reqwest::Client,
    address: String,
    state: String,
    cookie: Option<String>,
}

impl Browser {
    async fn begins(fake: &Fake) -> Browser {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let begun = http.get(format!("{}/slack/install", fake.bot_address())).send().await.unwrap();
        assert_eq!(begun.status(), StatusCode::FOUND);
        let text = |name: &str| begun.headers()[name].to_str().unwrap().to_owned();
        let location = text("location");
        let query = location.strip_prefix("https://slack.com/oauth/v2/authorize?").unwrap();
        let mut values = form_urlencoded::parse(query.as_bytes());
        let state = values.find(|(name, _)| name == "state").unwrap().1.into_owned();
        let cookie = text("set-cookie").split(';').next().map(str::to_owned);
        Browser { http, address: fake.bot_address(), state, cookie }
    }

    /// Comes back from Slack.
    async fn ends(&self, query: &str) -> (StatusCode, String) {
        let query = format!(
            "{query}&{}",
            form_urlencoded::Serializer::new(String::new()).append_pair("state", &self.state).finish()
        );
        let mut get = self.http.get(format!("{}/slack/oauth/callback?{query}", self.address));
        if let Some(cookie) = &self.cookie {
            get = get.header("cookie", cookie);
        }
        let ended = get.send().await.unwrap();
        assert!(ended.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"), "the cookie is taken away");
        assert_eq!(ended.headers()["cache-control"], "no-store");
        (ended.status(), ended.text().await.unwrap())
    }
}

/// Slack gives a code for a workspace.
fn code(fake: &Fake, team: &str, organization: bool) -> String {
    let mut world = fake.world();
    let code = format!("code-{}-{SHOWN}", world.number());
    world.codes.insert(code.clone(), Code { team: Team::named(team), organization, used: false });
    code
}

async fn install(fake: &Fake, team: &str) {
    let (status, page) = Browser::begins(fake).await.ends(&format!("code={}", code(fake, team, false))).await;
    assert!(status == StatusCode::OK && page.contains(&format!("rolecall is in Team {team}")), "{status} {page}");
}

fn asked(fake: &Fake, (team, channel): (&str, &str)) -> String {
    let text = format!("<@{}> what does a senior MLOps engineer make?", Team::named(team).bot);
    fake.say(&Say { text: &text, channel, ..Say::default() })
}

/// Somebody asks in a workspace, and the bot of that workspace replies.
async fn answered(fake: &Fake, place: (&str, &str)) -> Sent {
    let question = asked(fake, place);
    let reply = fake.reply(place.1, &question).await;
    assert_eq!(reply.json["user"], json!(Team::named(place.0).bot));
    reply
}

fn url(folder: &Path) -> String {
    format!("sqlite:{}/rolecall.db", folder.display())
}

/// Nothing that is secret stands in any file of the folder: neither in the store nor in what was logged.
fn assert_nothing_shows(folder: &Path) {
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes.windows(SHOWN.len()).position(|part| part == SHOWN.as_bytes());
        let around =
            found.map(|at| String::from_utf8_lossy(&bytes[at.saturating_sub(80)..at + SHOWN.len()]).into_owned());
        assert_eq!(around, None, "{}", path.display());
    }
}

async fn two_workspaces(transport: Transport) {
    let (fake, folder) = (started(transport).await, tempfile::tempdir().unwrap());
    let first = bot(&fake, folder.path(), KEY).await;
    let unknown = asked(&fake, CHANNELS[0]);
    fake.quiet().await;
    assert!(fake.world().replies(CHANNELS[0].1, &unknown).is_empty(), "nobody has installed it there");
    for place in CHANNELS {
        install(&fake, place.0).await;
        // The fake refuses the token of one workspace in the channels of another.
        answered(&fake, place).await;
    }
    // Commands know their workspace too.
    let answer = fake.answer(&fake.command_in(CHANNELS[1].1, slack::ALICE, "/salary", "senior")).await;
    assert!(slack::text_of(&answer).contains("$185K"), "{answer}");
    assert_eq!(first.stop().await.code, Some(0));

    // A new key takes the place of the old one: with both what the old one encrypted is encrypted anew, then the old one goes.
    for keys in [format!("{NEW_KEY},{KEY}"), NEW_KEY.to_owned()] {
        // A new process does not know when the one before it last wrote in a channel.
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        let again = bot(&fake, folder.path(), &keys).await;
        for place in CHANNELS {
            answered(&fake, place).await;
        }
        assert_eq!(again.stop().await.code, Some(0));
    }
    let stranger = bot(&fake, folder.path(), KEY).await;
    assert!(stranger.log().contains("`SLACK_TOKEN_KEY` lacks the key"), "{}", stranger.log());
    assert_eq!(stranger.stop().await.code, Some(0));
    assert_nothing_shows(folder.path());
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workspaces_over_socket_mode() {
    two_workspaces(Transport::Socket).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workspaces_over_http() {
    two_workspaces(Transport::Http).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_the_app_away_is_forgotten() {
    for transport in [Transport::Socket, Transport::Http] {
        let (fake, folder) = (started(transport).await, tempfile::tempdir().unwrap());
        let bot = bot(&fake, folder.path(), KEY).await;
        for place in CHANNELS {
            install(&fake, place.0).await;
        }
        let [gone, stays] = CHANNELS;
        let says = |event, earlier: u64| {
            let mut callback = fake.world().event_in(&Team::named(gone.0), event);
            callback["event_time"] = json!(slack::http::now() - earlier);
            // Slack names no authorizations any more.
            callback["authorizations"] = json!([]);
            fake.deliver("events_api", callback);
        };
        // Tokens of people are none of ours, and what happened before the installation says nothing of it.
        says(json!({ "type": "tokens_revoked", "tokens": { "oauth": ["U1"], "bot": [] } }), 0);
        says(json!({ "type": "app_uninstalled" }), 3_600);
        fake.quiet().await;
        answered(&fake, gone).await;

        says(json!({ "type": "tokens_revoked", "tokens": { "bot": ["U-T0ONE"] } }), 0);
        says(json!({ "type": "app_uninstalled" }), 0);
        let store = store::open(&url(folder.path())).await.unwrap();
        let end = Instant::now() + Duration::from_secs(10);
        while store.installations().await.unwrap().len() > 1 {
            assert!(Instant::now() < end, "{}", bot.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(store.installations().await.unwrap()[0].team, stays.0);
        let unheard = asked(&fake, gone);
        answered(&fake, stays).await;
        fake.quiet().await;
        assert!(fake.world().replies(gone.1, &unheard).is_empty());

        // They may come back.
        install(&fake, gone.0).await;
        answered(&fake, gone).await;
        fake.finish();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_end_an_installation_of_ours_is_refused() {
    let (fake, folder) = (started(Transport::Http).await, tempfile::tempdir().unwrap());
    let bot = bot(&fake, folder.path(), KEY).await;
    let good = code(&fake, "T0ONE", false);
    let query = format!("code={good}");

    // Another browser, no browser, no state, a made-up one, one of another key, one that is too old.
    let (mut browser, other) = (Browser::begins(&fake).await, Browser::begins(&fake).await);
    let (state, cookie) = (browser.state.clone(), browser.cookie.clone());
    for cookie in [other.cookie.clone(), None, Some("__Host-rolecall_install=".to_owned())] {
        browser.cookie = cookie;
        assert_eq!(browser.ends(&query).await.0, StatusCode::BAD_REQUEST, "{:?}", browser.cookie);
    }
    browser.cookie = cookie;
    for state in [String::new(), other.state.clone(), format!("{state}0"), state.replacen('1', "2", 1)] {
        browser.state = state;
        assert_eq!(browser.ends(&query).await.0, StatusCode::BAD_REQUEST, "{}", browser.state);
    }
    let foreign = States::new(&[Secret::new(NEW_KEY)]).begin(Timestamp::now()).unwrap();
    let late = States::new(&[Secret::new(KEY)]).begin(Timestamp::now() - SignedDuration::from_mins(11)).unwrap();
    for (begun, why) in [(foreign, "does not fit"), (late, "more than 10 minutes")] {
        browser.state = begun.state;
        browser.cookie = begun.cookie.split(';').next().map(str::to_owned);
        let (status, page) = browser.ends(&query).await;
        assert!(status == StatusCode::BAD_REQUEST && page.contains(why), "{status} {page}");
    }
    assert!(fake.world().calls.is_empty(), "Slack is not asked for any of them: {}", fake.world().story());

    // What Slack says no to, and what is told of it.
    let browser = Browser::begins(&fake).await;
    let (status, page) = browser.ends("error=%3Cscript%3E").await;
    assert!(status == StatusCode::OK && page.contains("not allowed in Slack") && !page.contains("script"), "{page}");
    assert_eq!(browser.ends("x=1").await.0, StatusCode::BAD_GATEWAY, "no code");
    let (status, page) = browser.ends("code=made-up").await;
    assert!(status == StatusCode::BAD_GATEWAY && page.contains("invalid_code"), "{page}");
    let (status, page) = browser.ends(&format!("code={}", code(&fake, "T0BIG", true))).await;
    assert!(status == StatusCode::BAD_REQUEST && page.contains("whole organization"), "{page}");
    assert_eq!(browser.ends(&query).await.0, StatusCode::OK);
    let (status, page) = browser.ends(&query).await;
    assert!(status == StatusCode::BAD_GATEWAY && page.contains("code_already_used"), "{page}");
    answered(&fake, CHANNELS[0]).await;
    assert_eq!(bot.stop().await.code, Some(0));
    assert_nothing_shows(folder.path());
    fake.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_settings_nothing_can_be_installed() {
    let (fake, folder) = (Fake::start(Transport::Http).await, tempfile::tempdir().unwrap());
    let _bot = Bot::ready(&fake, folder.path()).await;
    for path in ["/slack/install", "/slack/oauth/callback"] {
        let status = reqwest::get(format!("{}{path}", fake.bot_address())).await.unwrap().status();
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    fake.finish();
}
