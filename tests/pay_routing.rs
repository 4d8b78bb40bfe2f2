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
fn words_for_figures_may_stand_in_any_order() {
    leads_to(
        "pay/data-engineer",
        &[
            "data engineer wage figures official",
            "official data: salary of data engineers",
            "government stats on data engineer pay",
        ],
    );
    leads_to("pay/data-scientist", &["90th percentile data scientist salary", "pay benchmark, data scientist"]);
    leads_to("pay/database-administrator", &["bls figures for database admins"]);
}

#[test]
fn an_offer_is_held_against_what_is_paid_in_its_currency() {
    let says = |question: &str, said: &str| {
        let text = text::render(&ask(question, true));
        assert!(text.contains(said), "{question}\n{text}");
    };
    says("£60k for a data engineer, reasonable?", "data engineers in the United Kingdom are below it; median £");
    says("offered 70k as data engineer in germany", "Taken as euros a year");
    says("CAD 110k for a data scientist, fair?", "CA$110K a year");
    says("95 on w2 for a mid data engineer, ok?", "Taken as US dollars an hour");
    says("they offered 60 for a mid mlops role", "Taken as thousands of US dollars a year");
    says("4,000,000 rupees for a data scientist in India, fair?", "I cannot read an amount in rupees");
}

#[test]
fn countries_and_years_are_held_against_each_other() {
    let entries = |question: &str| ask(question, true).answers.len();
    assert_eq!(entries("data scientist salary canada vs uk"), 2);
    assert_eq!(entries("do british data scientists earn more than canadian ones"), 2);
    assert_eq!(entries("data engineer pay in 2023 and in 2024"), 2);
    let text = text::render(&ask("what do german mlops engineers make", true));
    assert!(text.contains("MLOps engineers in Germany"), "{text}");
}

/// What else a word like "demand" or "growth" is said of is no outlook.
#[test]
fn an_outlook_is_asked_for_in_nothing_but_its_own_words() {
    leads_to("outlook/data-engineer", &["job outlook for data engineers", "are data engineers in growing demand"]);
    for text in [
        "can i grow as a data engineer?",
        "how many data scientists does a team need",
        "data engineer growth mindset, worth it?",
    ] {
        let reply = ask(text, true);
        assert!(reply.answers.iter().all(|a| !a.entry.starts_with("outlook/")), "{text}");
    }
    assert_eq!(ask("how many data engineers work at netflix", true).outcome, Outcome::Unknown);
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
