//! The page in a browser, as people use it: headless Chromium against the real binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;
#[path = "support/web/mod.rs"]
mod web;

use support::Scratch;
use web::browser::{Browser, DESKTOP, LOOKS, PHONE, PLAIN, browse};
use web::journal::seeded;
use web::site::{Site, TOKEN, shared};

const PAY: &str = "what does a senior mlops engineer make";
/// Two close readings.
const GREETING: &str = "hello";

#[tokio::test(flavor = "multi_thread")]
async fn asking_and_asking_on_take_one_request_each() {
    browse(DESKTOP, &shared().address, async |page: Browser| {
        page.go("/").await;
        page.enter("#q", PAY).await;
        page.says(".turn .embed", "$185K–$285K").await;
        page.enter("#q", "and on contract?").await;
        page.says(".turn:nth-child(2) .embed", "$1,000–$1,750 a day").await;
        let fetched =
            "return performance.getEntriesByType('resource').filter((r) => r.initiatorType === 'fetch').length;";
        assert_eq!(page.js(fetched).await, 2);
        // The address is the conversation: loading it anew shows both.
        let path = page.path().await;
        page.go(&path).await;
        page.says(".turn:nth-child(2) .embed", "$1,000–$1,750 a day").await;
        assert_eq!(page.count(".turn").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_greeting_is_met_by_a_choice() {
    browse(DESKTOP, &shared().address, async |page: Browser| {
        page.go("/").await;
        page.enter("#q", GREETING).await;
        page.says(".turn .outcome", "clarify").await;
        page.says(".msg.discord .embed", "Ask me about").await;
        let first = page.find(".as-discord .msg .row a.btn").await;
        let choice = first.text().await.unwrap();
        page.pressed(&first).await;
        page.says(".turn:nth-child(2) .asked", choice.trim()).await;
        page.says(".turn:nth-child(2) .outcome", "answered").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_shown_as_each_platform_shows_it() {
    browse(DESKTOP, &shared().address, async |page: Browser| {
        page.go("/").await;
        page.enter("#q", PAY).await;
        page.says(".msg.discord .embed", "$185K–$285K").await;
        page.find(".turn figure.chart svg").await;
        page.press(".as span", "Slack").await;
        page.says(".msg.slack", "$185K–$285K").await;
        assert!(!page.shows(".msg.discord").await);
        page.press(".as span", "Plain text").await;
        page.says(".as-text pre", "$185K–$285K").await;
        assert!(!page.shows(".msg.slack").await);
        // It stays as it was chosen.
        page.go("/").await;
        page.enter("#q", PAY).await;
        page.says(".as-text pre", "$185K–$285K").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_share_copy_name_sources_and_explain() {
    browse(DESKTOP, &shared().address, async |page: Browser| {
        page.go("/").await;
        page.enter("#q", PAY).await;
        page.press(".msg.discord .row .btn", "Share").await;
        page.says(".parts .pressed", "Shared by you").await;
        page.press(".turn > .as-discord .row .btn", "Copy").await;
        page.says(".parts pre.copied", "$185K–$285K").await;
        page.press(".turn > .as-discord .row .btn", "Sources").await;
        page.says(".parts .embed", "This comes from").await;
        page.press(".below a", "Explain").await;
        page.says(".explained caption", "Best matches").await;
        assert!(page.text(".explained").await.contains("senior"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_button_comes_to_is_in_sight_and_has_the_focus() {
    const SEEN: &str = "const box = document.querySelector('.parts').getBoundingClientRect(); \
                        return box.height > 0 && box.top >= 0 && box.top < innerHeight - 60;";
    const HELD: &str = "return document.activeElement?.closest('.parts') !== null;";
    browse(DESKTOP, &shared().address, async |page: Browser| {
        page.go("/").await;
        page.enter("#q", PAY).await;
        for (button, said) in [("Sources", "This comes from"), ("Share", "Shared by you")] {
            page.press(".turn > .as-discord .row .btn", button).await;
            page.says(".parts", said).await;
            assert_eq!((page.js(SEEN).await, page.js(HELD).await), (true.into(), true.into()), "{button}");
        }
        page.click(".turn > .as-discord button[value=no]").await;
        page.says(".parts", "What was wrong with it?").await;
        assert_eq!(page.js("return document.activeElement.name;").await, "reason");
        assert_eq!(page.js(SEEN).await, true);
    })
    .await;
    browse(PLAIN, &shared().address, async |page: Browser| {
        page.go(&format!("/?q={}", PAY.replace(' ', "+"))).await;
        page.press(".turn > .as-discord .row .btn", "Sources").await;
        page.says(".parts .embed", "This comes from").await;
        assert!(page.path().await.ends_with("#result"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_first_answer_there_is_a_way_on_and_a_way_back() {
    browse(DESKTOP, &shared().address, async |page: Browser| {
        page.go("/").await;
        assert!(!page.shows(".again").await);
        page.enter("#q", PAY).await;
        page.says(".again", "Start anew").await;
        assert!(page.js("return document.getElementById('q').placeholder;").await.as_str().unwrap().contains("Ask on"));
        // The tab that is chosen after the answer is the one that a reload shows.
        page.press(".as span", "Slack").await;
        let path = page.path().await;
        assert!(path.contains("as=slack"), "{path}");
        page.go(&path).await;
        page.says(".msg.slack", "$185K–$285K").await;
        page.press(".again a", "Start anew").await;
        page.says(".welcome", "Answers about MLOps").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_shows_every_number_in_letters_that_can_be_read() {
    let site = Site::within(seeded().await, &[]);
    let smallest = "return Math.min(...[...document.querySelectorAll('figure.chart svg text')] \
                    .map((text) => text.getBoundingClientRect().height).filter((height) => height > 0));";
    let hidden =
        "return [...document.querySelectorAll('.wide')].filter((box) => box.scrollWidth > box.clientWidth).length;";
    browse(PHONE, &site.address, async move |page: Browser| {
        for path in ["/?q=what+does+a+senior+mlops+engineer+make", "/knowledge/pay/data-engineer", "/insights"] {
            page.go(path).await;
            page.find("figure.chart .on-phone svg").await;
            let height = page.js(smallest).await.as_f64().unwrap();
            assert!(height >= 13.0, "{path}: {height}");
            assert_eq!(page.js(hidden).await, 0, "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_asks_why_and_thanks() {
    let site = Site::with(&[]);
    browse(DESKTOP, &site.address, async |page: Browser| {
        page.go("/").await;
        page.enter("#q", PAY).await;
        page.click(".turn > .as-discord button[value=no]").await;
        page.find(".parts textarea").await.send_keys("<script>window.hurt = 1</script>").await.unwrap();
        page.press(".parts button", "Tell the editors").await;
        page.says(".parts .thanks", "The editors will see it").await;
        assert!(page.js("return window.hurt;").await.is_null());
        // A question with an answer that did not help is a gap, and the answer is counted.
        page.go("/insights").await;
        page.says("#gaps td", PAY).await;
        page.says("#entries tbody tr", "pay/mlops-engineer/senior").await;
        page.go("/knowledge/pay/mlops-engineer/senior").await;
        page.says(".meta", "Asked once in 30 days (this page 1); helped 0, did not help 1").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_answer_to_its_entry_and_its_source() {
    browse(DESKTOP, &shared().address, async |page: Browser| {
        page.go("/knowledge").await;
        page.enter("#q", "senior pay").await;
        page.press(".entries a", "enior").await;
        page.says("h2", "Upkeep").await;
        page.click("table a[href^='/sources#']").await;
        let path = page.path().await;
        assert!(path.starts_with("/sources#"), "{path}");
        page.find(".source:target h2").await;
        page.click(".source:target summary").await;
        page.click(".source:target details a").await;
        page.says("h2", "Upkeep").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prepared_answer_is_two_clicks_away() {
    browse(DESKTOP, &shared().address, async |page: Browser| {
        page.go("/quick").await;
        page.click(".entries a").await;
        page.press(".picked button", "Copy Plain text").await;
        page.says("#said", "Copied").await;
        page.go("/quick").await;
        page.says("#recent h2", "Recent").await;
        assert_eq!(page.count("#recent li").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn insights_show_what_was_asked() {
    let site = Site::within(seeded().await, &[]);
    browse(DESKTOP, &site.address, async |page: Browser| {
        page.go("/").await;
        page.press("nav a", "Insights").await;
        page.says(".sums", "Questions").await;
        assert_eq!(page.count("figure.chart .on-desk svg[role=img]").await, 4);
        page.says("#entries tr", "pay/mlops-engineer/senior").await;
        // Two wordings of one question are one gap.
        assert!(page.says("#gaps tr", "do they sponsor visas").await.text().await.unwrap().contains("13"));
        assert_eq!(page.js("return window.hurt;").await.as_str(), None);
        assert_eq!(page.count("img[src=x]").await, 0);
        page.press(".spans a", "90 days").await;
        page.says("#questions summary", "90 rows").await;
        page.says(".spans a[aria-current]", "90 days").await;
    })
    .await;
    let csv = site.get("/insights/gaps.csv?days=7");
    assert!(csv.head.contains("content-type: text/csv"), "{}", csv.head);
    assert!(csv.body.contains("'=cmd|"), "no formula: {}", csv.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_refused_and_accepted() {
    let site = Site::with(&[("ROLECALL_WEB_TOKEN", TOKEN), ("ROLECALL_WEB_PUBLIC", "on")]);
    browse(DESKTOP, &site.address, async |page: Browser| {
        page.go("/").await;
        page.enter("#q", PAY).await;
        page.says(".turn .embed", "$185K–$285K").await;
        page.go("/insights").await;
        page.enter("#token", "a guess that is wrong").await;
        page.says("[role=alert]", "That is not the token").await;
        page.enter("#token", TOKEN).await;
        page.says("h1", "Insights").await;
        assert_eq!(page.path().await, "/insights");
        page.press(".bottom button", "Log out").await;
        page.says("h1", "Ask rolecall").await;
        page.go("/insights").await;
        page.says("h1", "Log in").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_people_ask_read_and_vote() {
    browse(PLAIN, &shared().address, async |page: Browser| {
        page.go("/").await;
        page.enter("#q", PAY).await;
        page.says(".turn .embed", "$185K–$285K").await;
        page.enter("#q", "and on contract?").await;
        page.says(".turn:nth-child(2) .embed", "$1,000–$1,750 a day").await;
        page.press(".turn:nth-child(2) .as-discord .btn", "Sources").await;
        page.says(".parts .embed", "This comes from").await;
        page.click(".turn:nth-child(2) > .as-discord button[value=yes]").await;
        page.says("h1", "Thank you").await;
        page.press("a", "Back to the answer").await;
        page.says(".turn:nth-child(2) .embed", "$1,000–$1,750 a day").await;
        page.press("nav a", "Quick answers").await;
        page.click(".entries a").await;
        page.says(".picked summary", "Markdown").await;
    })
    .await;
}

const HURT: &str = "<img src=x onerror=\"window.hurt=1\"><script>window.hurt=1</script>";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_people_or_editors_write_runs() {
    let little = Scratch::with_little();
    let hurt = HURT.replace('"', "'");
    little.edit("faq/tea.md", "Three minutes.", &format!("Three minutes {hurt}."));
    little.edit("faq/tea.md", "How long does tea steep?", &format!("How long does tea steep {hurt}?"));
    little.edit("sources.toml", "How tea is made", &format!("How tea is made {hurt}"));
    let site = Site::within(little, &[]);
    browse(DESKTOP, &site.address, async |page: Browser| {
        let unhurt = async |page: &Browser| {
            assert!(page.js("return window.hurt;").await.is_null(), "{}", page.path().await);
            assert_eq!(page.count("img[src=x]").await, 0, "{}", page.path().await);
        };
        page.go("/").await;
        page.enter("#q", &format!("how long does tea steep {HURT}")).await;
        page.says(".turn .embed", "Three minutes").await;
        unhurt(&page).await;
        for shown in ["Slack", "Plain text"] {
            page.press(".as span", shown).await;
            unhurt(&page).await;
        }
        for path in ["/knowledge", "/knowledge/faq/tea", "/sources", "/quick?e=faq/tea", "/quick", "/insights"] {
            page.go(path).await;
            page.says("main", "<img src=x").await;
            unhurt(&page).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_and_keeps_nobody_out() {
    let asked = "/?q=what+does+a+senior+mlops+engineer+make";
    let full = [
        ("ask", "/".to_owned()),
        ("answer", asked.to_owned()),
        ("answer-slack", format!("{asked}&as=slack")),
        ("answer-text", format!("{asked}&as=text&press=1%3Asources%3Ae%3Apay%2Fmlops-engineer%2Fsenior")),
        ("follow-up", format!("{}&q=and+on+contract%3F", asked.replace("?q=", "?after="))),
        ("offer", "/?q=is+170k+fair+for+mid+level".to_owned()),
        ("explain", format!("{asked}&explain=1")),
        ("shared", format!("{asked}&press=1%3Ashare%3A")),
        ("unknown", "/?q=do+they+sponsor+visas".to_owned()),
        ("records", "/?q=what+does+a+data+engineer+make".to_owned()),
        ("clarify", format!("/?q={}", GREETING.replace(' ', "+"))),
        ("knowledge", "/knowledge".to_owned()),
        ("search", "/knowledge?q=remote".to_owned()),
        ("search-none", "/knowledge?q=banana".to_owned()),
        ("entry-pay", "/knowledge/pay/mlops-engineer/senior".to_owned()),
        ("entry-records", "/knowledge/pay/data-engineer".to_owned()),
        ("entry-faq", "/knowledge/faq/remote-work".to_owned()),
        ("entry-role", "/knowledge/roles/mlops-engineer".to_owned()),
        ("sources", "/sources".to_owned()),
        ("quick", "/quick".to_owned()),
        ("picked", "/quick?e=faq/remote-work".to_owned()),
        ("api", "/api".to_owned()),
        ("insights", "/insights".to_owned()),
        ("missing", "/nothing".to_owned()),
    ];
    let (site, empty) = (
        Site::within(seeded().await, &[]),
        Site::with(&[("ROLECALL_WEB_TOKEN", TOKEN), ("ROLECALL_WEB_PUBLIC", "on")]),
    );
    for look in LOOKS {
        let full = full.clone();
        browse(look, &site.address, async move |page: Browser| {
            for (name, path) in &full {
                page.go(path).await;
                looked_at(&page, look, name).await;
            }
        })
        .await;
        browse(look, &empty.address, async move |page: Browser| {
            page.go("/insights").await;
            looked_at(&page, look, "login").await;
            page.enter("#token", TOKEN).await;
            page.says("h1", "Insights").await;
            looked_at(&page, look, "insights-empty").await;
        })
        .await;
    }
}

async fn looked_at(page: &Browser, look: web::browser::Look, name: &str) {
    page.picture(look, name).await;
    assert_eq!(page.overflow().await, 0, "{name} is wider than a {}", look.name);
    let faults = page.faults().await;
    assert!(faults.is_empty(), "{name}, {}: {faults:#?}", look.name);
}
