//! What holds for every message, whatever it says.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use rolecall::answer::{Outcome, Reply, format, text};
use rolecall::bot::{Bot, Question};
use rolecall::knowledge::{Currency, Published};
use rolecall::loading::Origin;

static BOT: LazyLock<Bot> = LazyLock::new(|| Origin::Embedded.bot().unwrap());

fn question(text: &str, addressed: bool, conversation: &str, user: &str) -> Question {
    Question {
        text: text.to_owned(),
        addressed,
        conversation: conversation.to_owned(),
        user: user.to_owned(),
        at: Timestamp::UNIX_EPOCH,
        today: date(2026, 11, 24),
    }
}

/// A conversation that nobody has been in.
fn fresh() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed).to_string()
}

fn ask(text: &str, addressed: bool) -> Reply {
    BOT.answer(&question(text, addressed, &fresh(), "u"))
}

/// Every phrasing of the knowledge base: what people ask.
static PHRASINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let knowledge = BOT.knowledge();
    let pay = knowledge.pay.values().map(|s| &s.phrasings);
    let pay = pay.flat_map(|p| [&p.band, &p.contract, &p.ladder, &p.offer]).flatten();
    let career = knowledge.roles.values().map(|r| &r.phrasings);
    let career = career.flat_map(|p| [&p.ladder, &p.years, &p.transition, &p.scope]).flatten();
    let work = knowledge.roles.values().flat_map(|r| &r.responsibility).flat_map(|r| &r.phrasings);
    let articles = knowledge.articles.values().flat_map(|a| &a.header.phrasings);
    let sections = knowledge.comparisons.values().flat_map(|c| c.header.phrasings.values()).flatten();
    let uncovered = knowledge.uncovered.iter().flat_map(|u| &u.phrasings);
    pay.chain(career).chain(work).chain(articles).chain(sections).chain(uncovered).cloned().collect()
});

fn phrasing() -> impl Strategy<Value = String> {
    any::<prop::sample::Index>().prop_map(|at| at.get(&PHRASINGS).clone())
}

const MENTIONS: [&str; 9] = [
    "@everyone",
    "@here",
    "<@U1>",
    "<@!123456789>",
    "<@&42>",
    "<!here>",
    "<!channel>",
    "<#C1|general>",
    "<!subteam^S1>",
];

/// Pieces that break parsers, and pieces that are understood.
fn piece() -> impl Strategy<Value = String> {
    let nasty = [
        "\0",
        "\u{7}",
        "\u{1b}[31m",
        "\r\n",
        "\u{202e}",
        "\u{200f}مرتب",
        "שכר",
        "👩🏽‍💻",
        "🇺🇸",
        "e\u{301}",
        "\u{feff}",
        "```",
        "**",
        "</b>",
        "<script>",
        "{{7*7}}",
        "[^kore1-2026-04]",
        "{gpu-saving}",
        "$",
        "$k",
        "$99999999999999999999",
        "1e309 a year",
        "-5 years",
        "٣ years",
        "½ year",
        "'; DROP TABLE",
        "../../etc/passwd",
        "%s%n",
        "\u{10ffff}",
        "ﬀ",
        "ß",
        "İ",
        "W2",
        "c2c",
        "senior",
        "mlops",
        "vs",
        "devops",
        "London",
        "and",
        "?",
        "170k",
        "7 years",
        "day rate",
        "ignore all rules",
    ];
    prop_oneof![
        3 => prop::sample::select(nasty.to_vec()).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        2 => prop::sample::select(MENTIONS.to_vec()).prop_map(str::to_owned),
        1 => phrasing(),
    ]
}

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.join(" "))
}

/// What every reply must keep to.
fn assert_sound(asked: &str, reply: &Reply) {
    let shown = text::render(reply);
    match reply.outcome {
        Outcome::Ignored => assert_eq!(shown, "", "{asked:?}"),
        Outcome::Answered => assert_sourced(asked, reply, &shown),
        Outcome::Unknown | Outcome::Clarify => assert!(reply.answers.is_empty() && !shown.is_empty(), "{asked:?}"),
    }
    for folder in
        ["faq/", "uncovered/", "pay/", "roles/", "comparisons/", "facts/", "[^", "acceler8-2026", "kore1-2026"]
    {
        assert!(!shown.contains(folder), "`{folder}` is shown for {asked:?}\n{shown}");
    }
    for mention in ["@everyone", "@here", "<@", "<!", "<#"] {
        assert!(!shown.contains(mention), "`{mention}` is shown for {asked:?}\n{shown}");
    }
    let control = shown.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(control, None, "a control character is shown for {asked:?}\n{shown}");
}

/// Citations with publishers, and no figure without one, without its sum or outside the conditions.
fn assert_sourced(asked: &str, reply: &Reply, shown: &str) {
    assert!(!reply.answers.is_empty() && !shown.is_empty(), "{asked:?}");
    for answer in &reply.answers {
        assert!(!answer.citations.is_empty(), "{asked:?}");
        assert!(answer.citations.iter().all(|c| !c.publisher.is_empty() && !c.title.is_empty()), "{asked:?}");
        for line in std::iter::once(&answer.headline).chain(&answer.body) {
            let figure = line.text.chars().any(|c| c.is_ascii_digit());
            // What a computed figure rests on is said too, and is marked as assumed; so is how an amount was taken.
            let marks = ["Assumed", "Taken as"];
            let ours = line.text.contains("omputed") || marks.iter().any(|mark| line.text.starts_with(mark));
            assert!(!figure || !line.cites.is_empty() || ours, "{asked:?}: {line:?}");
            assert!(line.cites.iter().all(|at| *at < answer.citations.len()), "{asked:?}: {line:?}");
        }
    }
}

fn config(cases: u32) -> ProptestConfig {
    let persistence = FileFailurePersistence::WithSource("regressions");
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(persistence)),
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn any_text_up_to_8_kb(text in "(?s).{0,2048}", addressed: bool) {
        assert_sound(&text, &ask(&text, addressed));
    }

    #[test]
    fn any_bytes_read_as_text(bytes in prop::collection::vec(any::<u8>(), 0..4096)) {
        let text = String::from_utf8_lossy(&bytes);
        assert_sound(&text, &ask(&text, true));
    }

    #[test]
    fn pieces_in_any_order(text in pieces(), addressed: bool) {
        assert_sound(&text, &ask(&text, addressed));
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn what_people_ask_is_answered_soundly(text in phrasing(), mention in prop::sample::select(MENTIONS.to_vec())) {
        assert_sound(&text, &ask(&text, true));
        assert_sound(&text, &ask(&format!("{mention} {text}"), true));
        assert_sound(&text, &ask(&format!("{text} {mention}"), false));
    }

    #[test]
    fn the_same_question_has_the_same_reply(text in prop_oneof![phrasing(), pieces()], addressed: bool) {
        prop_assert_eq!(ask(&text, addressed), ask(&text, addressed));
    }

    #[test]
    fn nothing_leaks_from_other_people_or_channels(before in phrasing(), text in prop_oneof![phrasing(), followup()]) {
        let (here, there) = (fresh(), fresh());
        let alone = ask(&text, true);
        BOT.answer(&question(&before, true, &here, "somebody"));
        BOT.answer(&question(&before, true, &there, "me"));
        prop_assert_eq!(BOT.answer(&question(&text, true, &here, "me")), alone);
    }

    #[test]
    fn money_can_be_read_back(amount in 0_u32..2_000_000) {
        let shown = format::money(f64::from(amount), Currency::Usd);
        prop_assert_eq!(read_money(&shown), Some(amount), "{}", shown);
    }

    #[test]
    fn dates_can_be_read_back(year in 0_u16..10_000, month in prop::option::of(1_u8..13)) {
        let written = month.map_or_else(|| format!("{year:04}"), |m| format!("{year:04}-{m:02}"));
        let date: Published = written.parse().unwrap();
        prop_assert_eq!(date.to_string(), written);
    }

    #[test]
    fn what_is_no_date_is_refused(text in "[0-9]{0,5}-?[0-9]{0,3}[a-z]?") {
        if let Ok(date) = text.parse::<Published>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }
}

fn followup() -> impl Strategy<Value = String> {
    const FOLLOWUPS: [&str; 7] =
        ["and on contract?", "one level up?", "says who?", "what about weekly?", "and for juniors?", "why?", "and W2?"];
    prop::sample::select(FOLLOWUPS.to_vec()).prop_map(str::to_owned)
}

/// "$185K" or "$1,250".
fn read_money(shown: &str) -> Option<u32> {
    let digits = shown.strip_prefix('$')?.replace(',', "");
    match digits.strip_suffix('K') {
        Some(thousands) => Some(thousands.parse::<u32>().ok()? * 1_000),
        None => digits.parse().ok(),
    }
}

#[test]
fn pastes_of_40_kb() {
    let long = |piece: &str| piece.repeat(40_960 / piece.len() + 1);
    for piece in [
        "a",
        "é",
        "👩🏽‍💻",
        "(",
        "? ",
        "mlops ",
        "senior pay and ",
        "$170k ",
        "@everyone ",
        "\n\n",
        "\u{202e}x",
        "7 years or ",
        "what does a senior make? ",
    ] {
        let text = long(piece);
        assert_sound(piece, &ask(&text, true));
        assert_sound(piece, &ask(&text, false));
    }
    let buried =
        format!("{} What does a senior MLOps engineer make? {}", long("lorem ipsum dolor. "), long("sit amet. "));
    assert_sound("buried", &ask(&buried, true));
}

#[test]
fn nothing_at_all() {
    for text in ["", " ", "\n", "\0", "?", "…", "\u{200b}", "<@U1>", "@everyone"] {
        assert_sound(text, &ask(text, true));
        assert_eq!(ask(text, false).outcome, Outcome::Ignored, "{text:?}");
    }
}
