//! The page in a real browser: what people do with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;
#[path = "support/web/mod.rs"]
mod web;

use web::browser::Browser;
use web::site::{Site, TOKEN};

const PHONE: u32 = 390;
const DESK: u32 = 1280;

fn at(site: &Site, path: &str) -> String {
    format!("http://{}{path}", site.address)
}

#[test]
fn somebody_asks_follows_up_and_passes_it_on() {
    let Some(browser) = Browser::open(DESK, true) else { return };
    let site = Site::with(&[]);
    browser.go(&at(&site, "/"));
    browser.write("#q", "what does a senior mlops engineer make\n");
    browser.until(".turn", 1);
    assert!(browser.text(".as-discord .embed").contains("$185K–$285K a year"));
    browser.until(".turn .chart svg", 1);
    browser.write("#q", "and on contract?\n");
    browser.until(".turn", 2);
    assert!(browser.text(".turn:last-child .embed").contains("$1,000–$1,750 a day"));
    assert!(browser.url().contains("after=what") && browser.url().contains("q=and+on+contract"), "{}", browser.url());
    browser.click("[value=slack] + span");
    assert!(browser.text(".turn:last-child .as-slack").contains("$1,000–$1,750 a day"));
    assert_eq!(browser.text(".turn:last-child .as-discord"), "");
    browser.run("[...document.querySelectorAll('.turn:last-child .as-slack a')].find(a => a.textContent === 'Copy as text').click()");
    browser.until(".pressed", 1);
    assert!(browser.text(".pressed .as-slack pre").contains("Sources:"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn somebody_asks_without_scripts() {
    let Some(browser) = Browser::open(DESK, false) else { return };
    let site = Site::with(&[]);
    browser.go(&at(&site, "/"));
    browser.write("#q", "what does a senior mlops engineer make\n");
    browser.until(".turn", 1);
    browser.write("#q", "and on contract?\n");
    browser.until(".turn", 2);
    assert!(browser.text(".turn:last-of-type .embed").contains("a day") || browser.text("#talk").contains("a day"));
}

#[test]
fn a_figure_leads_to_its_source() {
    let Some(browser) = Browser::open(DESK, true) else { return };
    let site = Site::with(&[]);
    browser.go(&at(&site, "/knowledge?q=senior+pay"));
    browser.click(".entries a[href^='/knowledge/pay/']");
    browser.click("table a[href^='/sources#']");
    assert!(browser.url().contains("/sources#"), "{}", browser.url());
    assert!(!browser.text(".source:target").is_empty());
}

#[test]
fn a_login_is_refused_and_accepted() {
    let Some(browser) = Browser::open(DESK, true) else { return };
    let site = Site::with(&[("ROLECALL_WEB_TOKEN", TOKEN)]);
    browser.go(&at(&site, "/knowledge"));
    browser.write("#token", "wrong\n");
    browser.until("#wrong", 1);
    browser.write("#token", &format!("{TOKEN}\n"));
    browser.until(".entries", 4);
    assert!(browser.url().ends_with("/knowledge"), "{}", browser.url());
}

#[test]
fn nothing_that_is_written_runs() {
    let Some(browser) = Browser::open(DESK, true) else { return };
    let site = Site::with(&[]);
    browser.go(&at(&site, "/"));
    browser.write("#q", "<img src=x onerror=\"window.broken=1\"><script>window.broken=1</script> senior pay\n");
    browser.until(".turn", 1);
    assert!(browser.run("return window.broken === undefined").as_bool().unwrap());
    browser.until(".asked img, .asked script", 0);
}

#[test]
fn every_page_fits_a_phone_and_everyone() {
    let axe =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/web/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe).ok();
    if axe.is_none() {
        assert!(std::env::var_os("CI").is_none(), "CI needs axe-core: npm ci --prefix tests/support/web");
        eprintln!("skipped in part: no axe-core (npm ci --prefix tests/support/web)");
    }
    let Some(browser) = Browser::open(PHONE, true) else { return };
    let site = Site::with(&[]);
    let pages = [
        "/",
        "/?q=what+does+a+senior+mlops+engineer+make&explain=1",
        "/?q=what+does+a+senior+mlops+engineer+make&as=slack",
        "/knowledge",
        "/knowledge/pay/mlops-engineer/senior",
        "/sources",
        "/quick?e=faq/remote-work",
        "/api",
        "/login",
        "/nothing",
    ];
    for page in pages {
        browser.go(&at(&site, page));
        let wide = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert_eq!(wide, 0, "{page} can be moved sideways");
        let Some(axe) = &axe else { continue };
        let script = format!(
            "{axe};const done = arguments[arguments.length - 1]; axe.run().then(r => done(r.violations\
             .filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))))"
        );
        assert_eq!(browser.run_async(&script), serde_json::json!([]), "{page}");
    }
}
