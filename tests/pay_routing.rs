//! Questions about the pay of others reach the records and the official statistics however they are asked, and what these
//! do not hold is still declined.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::date;
use rolecall::answer::{Outcome, Reply, text};
use rolecall::bot::{Bot, Question};
use rolecall::loading::Origin;

static BOT: LazyLock<Bot> = LazyLock::new(|| Origin::Embedded.bot().unwrap());

fn ask(text: &str, addressed: bool) -> Reply {
    BOT.answer(&Question {
        text: text.to_owned(),
        addressed,
        conversation: text.to_owned(),
        user: addressed.to_string(),
        at: Timestamp::UNIX_EPOCH,
        today: date(2026, 11, 24),
    })
}

#[track_caller]
fn leads_to(entry: &str, texts: &[&str]) {
    for text in texts {
        let reply = ask(text, true);
        let entries: Vec<&str> = reply.answers.iter().map(|a| a.entry.as_str()).collect();
        assert_eq!(entries, [entry], "{text}\n{}", text::render(&reply));
    }
}

#[test]
fn two_roles_are_held_against_each_other() {
    leads_to(
        "pay/data-engineer-vs-data-scientist",
        &["data engineer vs data scientist pay", "data engineer or data scientist, who is paid more?"],
    );
    leads_to("pay/devops-engineer-vs-site-reliability-engineer", &["devops vs sre pay"]);
}

#[test]
fn an_occupation_is_found_by_the_words_that_were_typed() {
    leads_to("pay/41-2011", &["what do cashiers make", "cashier salary", "how much does a cashier earn?"]);
    leads_to("pay/15-2011", &["what do actuaries earn", "what does an actuary earn"]);
    leads_to("pay/39-5094", &["what do skincare specialists earn"]);
    leads_to("pay/47-2111", &["what do electricians earn", "electrician pay"]);
}

#[test]
fn years_places_and_slips_stand_in_the_way_of_nothing() {
    leads_to("pay/data-scientist", &["data scientist salary 2022", "what do data scientists make in Canada?"]);
    leads_to("pay/ml-engineer", &["machine lerning engineer pay", "ml engineer salary 2019"]);
    leads_to("pay/data-engineer", &["data engineer pay uk in pounds", "what does a data engineer make in Canada"]);
    let text = text::render(&ask("data engineer pay uk in pounds", true));
    assert!(text.contains("United Kingdom") && text.contains("GBP"), "{text}");
}

#[test]
fn a_rate_beside_a_role_is_an_offer() {
    leads_to("pay/data-engineer/mid", &["$95/h W2 for a mid data engineer"]);
    let text = text::render(&ask("$95/h W2 for a mid data engineer", true));
    assert!(text.contains("Computed"), "{text}");
}

#[test]
fn official_wages_can_be_asked_for_our_role() {
    let text = text::render(&ask("official statistics for mlops engineers", true));
    assert!(text.contains("Bureau of Labor Statistics") && text.contains("nearest"), "{text}");
}

#[test]
fn what_no_data_set_holds_is_declined_and_named() {
    for text in [
        "what do data engineers make in Austin?",
        "data scientist salary at Netflix",
        "do data engineers get equity?",
        "120k base plus 20k bonus data engineer ok?",
    ] {
        let reply = ask(text, true);
        assert_eq!(reply.outcome, Outcome::Unknown, "{text}\n{}", text::render(&reply));
    }
    let bonus = text::render(&ask("120k base plus 20k bonus data engineer ok?", true));
    assert!(bonus.contains("bonus") && !bonus.contains("for a data engineer"), "{bonus}");
}

/// Overheard, a line that only happens to name a trade and money is not for us.
#[test]
fn chatter_about_money_stays_chatter() {
    for text in [
        "my electrician makes more than me lol",
        "judges and their pay, don't get me started",
        "paid the plumber today",
    ] {
        assert_eq!(ask(text, false).outcome, Outcome::Ignored, "{text}");
    }
}
