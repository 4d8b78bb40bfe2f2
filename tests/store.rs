//! What every store promises, on SQLite and on PostgreSQL alike.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[path = "support/postgres/mod.rs"]
mod postgres;
#[path = "support/proxy/mod.rs"]
mod proxy;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rolecall::answer::Outcome;
use rolecall::config::Secret;
use rolecall::platform::claims::Claims;
use rolecall::store::{
    self, Answered, Asked, ChannelMode, ChannelSetting, Claim, ExportKind, Heard, Helpful, Installation, Keeper,
    People, Place, Retention, Server, ServerSetting, Shared, Store, Turn, Vote, VoteCount, Write, insights,
};

/// One store and what it needs to stay there.
struct Kind {
    name: &'static str,
    url: String,
    _folder: tempfile::TempDir,
}

/// An empty store of each kind.
fn kinds() -> Vec<Kind> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/s.db", folder.path().display());
    let mut kinds = vec![Kind { name: "sqlite", url, _folder: folder }];
    if let Some(url) = postgres::database() {
        kinds.push(Kind { name: "postgres", url, _folder: tempfile::tempdir().unwrap() });
    }
    kinds
}

async fn each() -> Vec<(&'static str, Arc<dyn Store>, Kind)> {
    let mut stores = Vec::new();
    for kind in kinds() {
        stores.push((kind.name, store::open(&kind.url).await.unwrap(), kind));
    }
    stores
}

fn now() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

fn days_ago(days: i64) -> Timestamp {
    now() - SignedDuration::from_hours(24 * days)
}

fn place(message: &str) -> Place {
    Place { platform: "discord", channel: "7".to_owned(), message: message.to_owned() }
}

fn asked(id: &str, text: &str, outcome: Outcome, at: Timestamp) -> Asked {
    Asked {
        id: format!("discord/{id}"),
        at,
        platform: "discord".to_owned(),
        server: "s".to_owned(),
        channel: "7".to_owned(),
        person: "ann".to_owned(),
        text: text.to_owned(),
        outcome,
        entries: if outcome == Outcome::Answered { vec!["faq/x".to_owned()] } else { Vec::new() },
        confidence: Some(0.5),
        latency: Duration::from_micros(900),
    }
}

fn vote(voter: &str, helpful: Helpful, reason: Option<&str>, question: Option<&str>) -> Write {
    Write::Vote(Vote {
        answer: place("1"),
        voter: voter.to_owned(),
        question: question.map(str::to_owned),
        entry: "faq/x".to_owned(),
        helpful,
        reason: reason.map(str::to_owned),
        at: now(),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_survive_and_the_last_one_counts() {
    for (name, store, kind) in each().await {
        let setting = |mode| ChannelSetting {
            platform: "discord",
            server: "1".to_owned(),
            channel: "2".to_owned(),
            mode,
            cooldown_s: 30,
        };
        let server = ServerSetting {
            platform: "slack",
            server: "T1".to_owned(),
            mode: ChannelMode::Off,
            cooldown_s: 5,
            digest: Some("C9".to_owned()),
        };
        store.set_channel(&setting(ChannelMode::Off)).await.unwrap();
        store.set_channel(&setting(ChannelMode::Listen)).await.unwrap();
        store.set_server(&server).await.unwrap();
        let again = store::open(&kind.url).await.unwrap();
        assert_eq!(again.settings().await.unwrap(), [setting(ChannelMode::Listen)], "{name}");
        assert_eq!(again.server_settings().await.unwrap(), std::slice::from_ref(&server), "{name}");
        // Two servers, and what one of them sets later counts.
        let later = ServerSetting { mode: ChannelMode::Listen, cooldown_s: 60, ..server.clone() };
        let other = ServerSetting { server: "T2".to_owned(), ..server };
        store.set_server(&later).await.unwrap();
        store.set_server(&other).await.unwrap();
        let mut all = again.server_settings().await.unwrap();
        all.sort_by(|a, b| a.server.cmp(&b.server));
        assert_eq!(all, [later, other], "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_is_kept_once_and_goes_unless_it_came_back() {
    for (name, store, kind) in each().await {
        let installed = |team: &str, sealed: &str, days| Installation {
            team: team.to_owned(),
            me: "U1".to_owned(),
            bot: (team == "T1").then(|| "B1".to_owned()),
            sealed: sealed.to_owned(),
            at: days_ago(days),
        };
        store.install(&installed("T1", "old", 9)).await.unwrap();
        store.install(&installed("T2", "other", 9)).await.unwrap();
        store.install(&installed("T1", "new", 5)).await.unwrap();
        let again = store::open(&kind.url).await.unwrap();
        let both = [installed("T1", "new", 5), installed("T2", "other", 9)];
        assert_eq!(again.installations().await.unwrap(), both, "{name}");
        assert_eq!(again.installation("T1").await.unwrap().as_ref(), Some(&both[0]), "{name}");
        assert_eq!(again.installation("T3").await.unwrap(), None, "{name}");

        assert!(!store.reseal("T1", "old", "x").await.unwrap(), "{name}: it was installed anew");
        assert!(store.reseal("T1", "new", "newer").await.unwrap(), "{name}");
        assert_eq!(store.installation("T1").await.unwrap(), Some(installed("T1", "newer", 5)), "{name}");

        assert!(!store.uninstall("T1", days_ago(6)).await.unwrap(), "{name}: an event from before");
        assert!(store.uninstall("T1", days_ago(5)).await.unwrap(), "{name}");
        assert!(!store.uninstall("T1", now()).await.unwrap(), "{name}: it is gone");
        assert_eq!(store.installations().await.unwrap(), both[1..], "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lasting_value_is_made_once_and_exchanged_by_one() {
    for (name, store, _kind) in each().await {
        assert_eq!(store.lasting("k", "a").await.unwrap(), "a", "{name}");
        assert_eq!(store.lasting("k", "b").await.unwrap(), "a", "{name}");
        assert!(store.exchange("k", "a", "c").await.unwrap());
        assert!(!store.exchange("k", "a", "d").await.unwrap());
        assert_eq!(store.lasting("k", "b").await.unwrap(), "c", "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_vote_a_person_and_the_last_counts() {
    for (name, store, _kind) in each().await {
        let votes = [
            vote("a", Helpful::Yes, None, None),
            vote("a", Helpful::No, None, None),
            vote("b", Helpful::Yes, None, None),
        ];
        store.write(&votes).await.unwrap();
        store.write(&[vote("a", Helpful::No, Some("why"), None)]).await.unwrap();
        store.write(&[vote("a", Helpful::No, None, None)]).await.unwrap();
        let counted = store.votes(days_ago(1), 10, None).await.unwrap();
        assert_eq!(counted, [VoteCount { entry: "faq/x".to_owned(), yes: 1, no: 1 }], "{name}");
        assert_eq!(store.votes_since(now()).await.unwrap(), (1, 1), "{name}");
        let rows = store.rows(ExportKind::Votes, 0, 10).await.unwrap();
        assert!(rows.iter().any(|r| r["reason"] == "why"), "{name}: {rows:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_answered_a_question_is_found_and_purged() {
    for (name, store, _kind) in each().await {
        let at = now();
        let answered = Answered { question: place("5"), reply: "6".to_owned(), at };
        store.write(&[Write::Answered(answered.clone()), Write::Seen("e".to_owned(), at)]).await.unwrap();
        assert_eq!(store.answered(&place("5")).await.unwrap(), Some(answered.clone()), "{name}");
        assert_eq!(store.answered_since(at).await.unwrap(), [answered], "{name}");
        assert_eq!(store.seen_since(at).await.unwrap(), ["e"], "{name}");
        let keep = Retention::default();
        assert_eq!(store.purge(&keep, at).await.unwrap(), 0, "{name}");
        assert_eq!(store.purge(&keep, at + SignedDuration::from_hours(24 * 31)).await.unwrap(), 2, "{name}");
        assert_eq!(store.answered(&place("5")).await.unwrap(), None, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_dealt_with_by_one_and_taken_over_when_its_time_is_over() {
    for (name, store, _kind) in each().await {
        let (short, long) = (Duration::from_millis(150), Duration::from_secs(60));
        let claim =
            async |message: &str, holder: &str, lease| store.claim(&place(message), "1", holder, lease).await.unwrap();
        assert_eq!(claim("1", "a", short).await, Claim::First, "{name}");
        assert_eq!(claim("1", "b", long).await, Claim::Taken, "{name}");
        assert_eq!(store.overdue("discord").await.unwrap(), [], "{name}");
        tokio::time::sleep(Duration::from_millis(250)).await;
        let overdue = store.overdue("discord").await.unwrap();
        assert_eq!((overdue.len(), overdue[0].tries, overdue[0].server.as_str()), (1, 1, "1"), "{name}");
        assert_eq!(claim("1", "b", short).await, Claim::TakenOver, "{name}");
        let answered = Answered { question: place("1"), reply: "2".to_owned(), at: now() };
        store.write(&[Write::Answered(answered)]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(250)).await;
        assert_eq!(claim("1", "c", long).await, Claim::Taken, "{name}: it is done");
        assert_eq!(store.overdue("discord").await.unwrap(), [], "{name}");
        let last = store.last_events("discord", long).await.unwrap();
        assert_eq!((last.len(), last[0].place.clone()), (1, place("1")), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_want_an_event_or_a_lease_at_once_one_gets_it() {
    for (name, store, _kind) in each().await {
        let tries = (0..20).map(|holder| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let holder = holder.to_string();
                let minute = Duration::from_secs(60);
                let claim = store.claim(&place("9"), "1", &holder, minute).await.unwrap();
                (claim.is_ours(), store.lease("shard/0", &holder, minute).await.unwrap())
            })
        });
        let (mut claims, mut leases) = (0, 0);
        for one in tries.collect::<Vec<_>>() {
            let (claim, lease) = one.await.unwrap();
            claims += usize::from(claim);
            leases += usize::from(lease);
        }
        assert_eq!((claims, leases), (1, 1), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_is_renewed_given_back_and_lost() {
    for (name, store, _kind) in each().await {
        let (short, long) = (Duration::from_millis(150), Duration::from_secs(60));
        assert!(store.lease("s", "a", long).await.unwrap(), "{name}");
        assert!(store.lease("s", "a", long).await.unwrap(), "{name}: renewed");
        assert!(!store.lease("s", "b", long).await.unwrap(), "{name}");
        store.release("s", "b").await.unwrap();
        assert!(!store.lease("s", "b", long).await.unwrap(), "{name}: nobody gives back what another one has");
        store.release("s", "a").await.unwrap();
        assert!(store.lease("s", "b", short).await.unwrap(), "{name}");
        tokio::time::sleep(Duration::from_millis(250)).await;
        assert!(store.lease("s", "a", long).await.unwrap(), "{name}: its time was over");
        assert!(!store.lease("s", "b", long).await.unwrap(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn insights_count_days_shares_entries_gaps_and_latencies() {
    for (name, store, _kind) in each().await {
        let mut writes = Vec::new();
        for (days, n) in [(0, 6), (3, 2), (40, 1), (100, 1)] {
            for i in 0..n {
                let outcome = if i % 2 == 0 { Outcome::Answered } else { Outcome::Unknown };
                let text = if i == 1 { "Do they sponsor VISAS?" } else { "do they sponsor visas" };
                writes.push(Write::Asked(asked(&format!("{days}-{i}"), text, outcome, days_ago(days))));
            }
        }
        store.write(&writes).await.unwrap();
        // The same again, as after an attempt whose success was not heard of.
        store.write(&writes).await.unwrap();
        store
            .write(&[vote("a", Helpful::No, None, Some("discord/0-0")), vote("b", Helpful::Yes, None, None)])
            .await
            .unwrap();
        let week = insights(&*store, now(), 7).await.unwrap();
        assert_eq!(week.questions, 8, "{name}");
        assert_eq!(week.answered_share, Some(0.5), "{name}");
        assert_eq!(week.helpful_share, Some(0.5), "{name}");
        let days: Vec<String> = week.days.iter().map(|d| format!("{} {} {}", d.day, d.outcome, d.questions)).collect();
        let expected =
            ["2026-11-21 answered 1", "2026-11-21 unknown 1", "2026-11-24 answered 3", "2026-11-24 unknown 3"];
        assert_eq!(days, expected, "{name}");
        let entry = &week.top_entries[0];
        assert_eq!((entry.entry.as_str(), entry.questions, entry.yes, entry.no), ("faq/x", 4, 1, 1), "{name}");
        assert_eq!(week.top_gaps.len(), 1, "{name}: {:?}", week.top_gaps);
        assert_eq!((week.top_gaps[0].questions, week.top_gaps[0].bad_votes), (5, 1), "{name}");
        let latency = week.latency.unwrap();
        assert!(latency.p50_ms >= 0.9 && latency.p99_ms < 1.0, "{name}: {latency:?}");
        assert_eq!(insights(&*store, now(), 30).await.unwrap().questions, 8, "{name}");
        assert_eq!(insights(&*store, now(), 90).await.unwrap().questions, 9, "{name}");
        let entry = store::entry_use(&*store, "faq/x", now(), 7).await.unwrap();
        assert_eq!((entry.questions, entry.yes, entry.no), (4, 1, 1), "{name}");
        assert_eq!((entry.places.as_slice(), entry.shares), ([("discord".to_owned(), 4)].as_slice(), 0), "{name}");
        let whole = store::entry_use(&*store, "faq", now(), 90).await.unwrap();
        assert_eq!((whole.questions, whole.yes, whole.no), (5, 1, 1), "{name}: parts count");
        let shared = |id: &str, entries: &[&str]| {
            let (platform, channel, person) = ("discord".to_owned(), "c".to_owned(), "p".to_owned());
            let entries = entries.iter().map(|e| (*e).to_owned()).collect();
            Write::Shared(Shared { id: id.to_owned(), at: now(), platform, channel, person, entries })
        };
        let on_page = |id: &str, channel: &str| {
            let asked = asked(id, "a", Outcome::Answered, now());
            Write::Asked(Asked { platform: "web".to_owned(), channel: channel.to_owned(), ..asked })
        };
        let shares = [shared("s1", &["faq/y", "faq/x"]), shared("s2", &["faq/xy"]), shared("s2", &["faq/xy"])];
        store.write(&shares).await.unwrap();
        store.write(&[on_page("w1", "web"), on_page("w2", "api"), on_page("w3", "api")]).await.unwrap();
        let entry = store::entry_use(&*store, "faq/x", now(), 7).await.unwrap();
        let places = [("discord", 4), ("api", 2), ("page", 1)].map(|(place, n)| (place.to_owned(), n));
        assert_eq!((entry.places.as_slice(), entry.shares), (places.as_slice(), 1), "{name}");
        assert_eq!(store::entry_use(&*store, "faq", now(), 7).await.unwrap().shares, 2, "{name}");
        for other in ["fa", "faq/", "fa_", "%"] {
            let none = store::entry_use(&*store, other, now(), 90).await.unwrap();
            assert_eq!((none.questions, none.yes, none.no), (0, 0, 0), "{name}: {other}");
        }
        let none = insights(&*store, days_ago(-400), 7).await.unwrap();
        assert_eq!((none.questions, none.answered_share, none.latency), (0, None, None), "{name}");
    }
}

/// What names or reaches a person is not kept, wherever it was written.
#[tokio::test(flavor = "multi_thread")]
async fn reasons_are_kept_without_what_reaches_a_person() {
    for (name, store, _kind) in each().await {
        let reason = "mail joe@example.com or call +1 415 555 0100, see jobs.acme.com/offer/77";
        store.write(&[vote("a", Helpful::No, Some(reason), None)]).await.unwrap();
        let rows = store.rows(ExportKind::Votes, 0, 10).await.unwrap();
        assert_eq!(rows[0]["reason"], "mail [e-mail] or call [number], see [link]", "{name}");
    }
}

/// Whichever of the messages to PostgreSQL a connection breaks at, a question is kept once, counted once and done.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_at_any_message_of_a_question_loses_and_doubles_nothing() {
    let Some(url) = postgres::database() else { return };
    let proxy = proxy::start(&url).await;
    let store = store::open(&proxy.url).await.unwrap();
    let keeper = Keeper::start(Arc::clone(&store), People::new(Secret::new("k")));
    let lease = Duration::from_millis(50);
    let mut messages = 0;
    loop {
        messages += 1;
        let id = messages.to_string();
        // Each question is one of a process that has just begun: none leaves the store alone for what the last one met.
        let claims = Claims::new("discord", keeper.clone(), lease);
        proxy.break_once_at(messages);
        let held = claims.take(&place(&id), "s").await.unwrap();
        keeper.hear(heard(&id));
        keeper.keep(Write::Answered(Answered { question: place(&id), reply: format!("r{id}"), at: now() }));
        held.answered();
        assert!(keeper.flush().await, "message {messages}");
        let reached = proxy.broke();
        proxy.break_once_at(0);
        if !reached {
            break;
        }
    }
    println!("a question is {} messages; each was cut once, {} connections", messages - 1, proxy.broken());
    assert!(messages > 10, "a question has that many messages: {messages}");
    let rows = store.rows(ExportKind::Questions, 0, 1_000).await.unwrap();
    assert_eq!(rows.len() as u64, messages);
    assert_eq!(store.answered_since(days_ago(1)).await.unwrap().len() as u64, messages);
    assert_eq!(insights(&*store, now(), 7).await.unwrap().questions, messages, "none is counted twice");
    assert_eq!(keeper.dropped(), 0);
    tokio::time::sleep(2 * lease).await;
    for id in 1..=messages {
        // Where the claim itself was cut, a process goes on without one.
        let late = store.claim(&place(&id.to_string()), "s", "other", lease).await.unwrap();
        assert_ne!(late, Claim::TakenOver, "message {id}: what has its reply is done");
    }
}

fn heard(id: &str) -> Heard {
    Heard {
        id: format!("discord/{id}"),
        at: now(),
        platform: "discord",
        server: "s".to_owned(),
        channel: "7".to_owned(),
        conversation: "c".to_owned(),
        user: "ann".to_owned(),
        text: "do they sponsor visas".to_owned(),
        outcome: Outcome::Unknown,
        entries: Vec::new(),
        confidence: None,
        latency: Duration::from_micros(900),
    }
}

/// Admins see what their own server asked, and nobody else's words.
#[tokio::test(flavor = "multi_thread")]
async fn gaps_of_a_server_are_its_own() {
    for (name, store, _kind) in each().await {
        let of = |id: &str, server: &str, text: &str, outcome| {
            Write::Asked(Asked { server: server.to_owned(), ..asked(id, text, outcome, now()) })
        };
        let writes = [
            of("1", "s", "do they sponsor visas", Outcome::Unknown),
            of("2", "s", "do they sponsor visas", Outcome::Unknown),
            of("3", "t", "is there a bonus", Outcome::Unknown),
            of("4", "", "what about my divorce", Outcome::Unknown),
            of("5", "t", "what does a junior make", Outcome::Answered),
            vote("a", Helpful::No, None, Some("discord/5")),
        ];
        store.write(&writes).await.unwrap();
        let gaps = async |server: Option<&str>| {
            let of = server.map(|name| Server { platform: "discord", name: name.to_owned() });
            let found = store.gaps(days_ago(1), 10, of.as_ref()).await.unwrap();
            found.into_iter().map(|gap| (gap.text, gap.questions)).collect::<Vec<_>>()
        };
        assert_eq!(gaps(Some("s")).await, [("do they sponsor visas".to_owned(), 2)], "{name}");
        let of_t: Vec<String> = gaps(Some("t")).await.into_iter().map(|(text, _)| text).collect();
        assert_eq!(of_t, ["is there a bonus", "what does a junior make"], "{name}");
        assert_eq!(gaps(Some("u")).await, [], "{name}");
        let votes = async |server: &str| {
            let of = Server { platform: "discord", name: server.to_owned() };
            store.votes(days_ago(1), 10, Some(&of)).await.unwrap().len()
        };
        assert_eq!((votes("t").await, votes("s").await), (1, 0), "{name}: votes of others are not shown either");
        assert_eq!(gaps(None).await.len(), 4, "{name}: whoever runs the bot sees all");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_forgotten_everywhere_and_nobody_else_is() {
    for (name, store, _kind) in each().await {
        let mut of_bob = asked("2", "b", Outcome::Unknown, now());
        of_bob.person = "bob".to_owned();
        let shared = Shared {
            id: "s".to_owned(),
            at: now(),
            platform: "discord".to_owned(),
            channel: "7".to_owned(),
            person: "ann".to_owned(),
            entries: vec!["faq/x".to_owned()],
        };
        let turn =
            Turn { conversation: "c".to_owned(), person: "ann".to_owned(), at: now(), text: "what of it".to_owned() };
        let writes = [
            Write::Asked(asked("1", "a", Outcome::Unknown, now())),
            Write::Asked(of_bob),
            Write::Shared(shared),
            Write::Turn(turn.clone()),
            vote("ann", Helpful::Yes, None, None),
        ];
        store.write(&writes).await.unwrap();
        assert_eq!(store.turns("c", "ann", now()).await.unwrap(), [turn], "{name}");
        let talker = [("c".to_owned(), "ann".to_owned())];
        assert_eq!(store.talkers(now(), 9).await.unwrap(), talker, "{name}");
        let later = now() + SignedDuration::from_secs(1);
        assert_eq!(store.talkers(later, 9).await.unwrap(), [], "{name}");
        assert_eq!(store.forget("ann").await.unwrap(), 4, "{name}");
        assert_eq!(store.turns("c", "ann", now()).await.unwrap(), [], "{name}");
        let mut left = Vec::new();
        for kind in ExportKind::ALL {
            left.extend(store.rows(kind, 0, 10).await.unwrap());
        }
        assert_eq!(left.len(), 1, "{name}: {left:?}");
        assert_eq!((&left[0]["person"], &left[0]["id"]), (&"bob".into(), &"discord/2".into()), "{name}");
        assert!(store.rows(ExportKind::Questions, 1, 10).await.unwrap().is_empty(), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_kept_as_long_as_their_retention_says() {
    for (name, store, _kind) in each().await {
        let writes = [
            Write::Asked(asked("1", "a", Outcome::Unknown, days_ago(89))),
            Write::Asked(asked("2", "b", Outcome::Unknown, days_ago(91))),
        ];
        store.write(&writes).await.unwrap();
        assert_eq!(store.purge(&Retention::default(), now()).await.unwrap(), 1, "{name}");
        assert_eq!(store.rows(ExportKind::Questions, 0, 10).await.unwrap().len(), 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_processes_that_start_at_once_do_not_race() {
    for kind in kinds() {
        let opening = (0..6).map(|_| {
            let url = kind.url.clone();
            tokio::spawn(async move { store::open(&url).await.map(|_| ()) })
        });
        for opened in opening.collect::<Vec<_>>() {
            opened.await.unwrap().unwrap_or_else(|error| panic!("{}: {error}", kind.name));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_the_first_release_are_brought_up_to_date_with_what_is_in_them() {
    use sqlx::Connection as _;
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/old.db", folder.path().display());
    store::open(&url).await.unwrap();
    // Back to what the first release had made, with a row in it.
    let mut old = sqlx::SqliteConnection::connect(&url).await.unwrap();
    for sql in [
        "DROP TABLE meta",
        "DROP TABLE question",
        "DROP TABLE question_day",
        "DROP TABLE entry_day",
        "DROP TABLE share",
        "DROP TABLE claim",
        "DROP TABLE lease",
        "DROP TABLE turn",
        "DROP TABLE server_setting",
        "DROP INDEX vote_at",
        "DROP INDEX vote_voter",
        "ALTER TABLE vote DROP COLUMN question",
        "DROP TABLE entry_place",
        "DROP TABLE installation",
        "DELETE FROM _sqlx_migrations WHERE version > 1",
        "INSERT INTO vote VALUES ('discord', '7', '1', 'a', 'faq/x', 'yes', NULL, 0)",
    ] {
        sqlx::query(sql).execute(&mut old).await.unwrap();
    }
    old.close().await.unwrap();
    let store = store::open(&url).await.unwrap();
    assert_eq!(
        store.votes(Timestamp::UNIX_EPOCH, 10, None).await.unwrap(),
        [VoteCount { entry: "faq/x".to_owned(), yes: 1, no: 0 }]
    );
    store.write(&[Write::Asked(asked("1", "a", Outcome::Unknown, now()))]).await.unwrap();
}

/// A database that is away at the start is one that is away later: what is to be kept waits, and people have their own names.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_at_the_start_is_used_when_it_is_there() {
    let Some(cluster) = postgres::Cluster::start() else { return };
    let url = cluster.database();
    cluster.down();
    let lookup = |name: &str| (name == "DATABASE_URL").then(|| url.clone());
    let config = rolecall::config::Store::read(&lookup).unwrap();
    let keeper = store::start(&config).await.unwrap();
    let Write::Vote(vote) = vote("", Helpful::No, None, None) else { panic!() };
    keeper.keep(Write::Vote(Vote { voter: keeper.people().hash("discord", "ann"), ..vote }));
    keeper.hear(heard("1"));
    assert!(keeper.store().ping().await.unwrap_err().passes());
    cluster.up();
    let end = std::time::Instant::now() + Duration::from_secs(20);
    while !keeper.flush().await {
        assert!(std::time::Instant::now() < end, "it is not written");
    }
    let store = store::open(&url).await.unwrap();
    let ann = store::people(&*store, &config).await.unwrap().hash("discord", "ann");
    for kind in [ExportKind::Votes, ExportKind::Questions] {
        let rows = store.rows(kind, 0, 10).await.unwrap();
        assert_eq!((rows.len(), rows[0]["person"].as_str()), (1, Some(ann.as_str())), "{kind:?}");
    }
    assert_eq!(store.forget(&ann).await.unwrap(), 3, "with what was said");
    let wrong = url.replace("/t", "/not");
    let lookup = |name: &str| (name == "DATABASE_URL").then(|| wrong.clone());
    let config = rolecall::config::Store::read(&lookup).unwrap();
    assert!(store::start(&config).await.is_err(), "a database that does not exist is no database that is away");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_cannot_be_opened_is_named_and_a_password_is_not() {
    let said = async |url: &str| store::open(url).await.err().unwrap().to_string();
    assert!(said("sqlite:/nowhere/at/all.db").await.contains("/nowhere/at/all.db"));
    assert!(said("mysql://x").await.contains("DATABASE_URL"));
    let error = said("postgres://me:hunter2@127.0.0.1:9/db").await;
    assert!(error.contains("127.0.0.1:9/db") && !error.contains("hunter2"), "{error}");
}
