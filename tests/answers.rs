//! Every kind of answer, as it is read: snapshots with a fixed today, and rules that hold for all of them.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use rolecall::answer::{Amount, CareerAspect, Outcome, PayRequest, Reply, Request, Unsaid, compose, format, text};
use rolecall::bot::{Bot, Question};
use rolecall::knowledge::{Basis, Cadence, Currency, Knowledge, Per};
use rolecall::loading::Origin;

const TODAY: Date = date(2026, 11, 24);
const ROLE: &str = "mlops-engineer";

static BOT: LazyLock<Bot> = LazyLock::new(|| Origin::Embedded.bot().unwrap());

fn knowledge() -> &'static Knowledge {
    BOT.knowledge()
}

/// What is said to the last of several messages of one person.
fn say(turns: &[&str], addressed: bool) -> Reply {
    let question = |text: &&str| Question {
        text: (*text).to_owned(),
        addressed,
        conversation: turns.join("\n"),
        user: format!("{addressed}"),
        at: Timestamp::UNIX_EPOCH,
        today: TODAY,
    };
    turns.iter().fold(Reply::ignored(), |_, text| BOT.answer(&question(text)))
}

/// Text and JSON of a reply; confidences are left out, since every phrasing moves them.
fn shown(reply: &Reply) -> String {
    let mut out = format!("{:?}\n\n{}\n", reply.outcome, text::render(reply));
    for answer in &reply.answers {
        let citations = serde_json::to_string_pretty(&answer.citations).unwrap();
        let _ = write!(out, "\n{} {:?} {citations}\n", answer.entry, answer.kind);
    }
    out
}

fn composed(request: &Request) -> Reply {
    Reply::of(compose(knowledge(), request, TODAY).unwrap_or_else(|| panic!("nothing to say to {request:?}")))
}

/// A snapshot of what is said to a conversation.
macro_rules! said {
    ($($name:ident: $($turn:literal),+;)+) => {$(
        #[test]
        fn $name() {
            let turns = [$($turn),+];
            insta::with_settings!({ description => turns.join(" / "), omit_expression => true }, {
                insta::assert_snapshot!(stringify!($name), shown(&say(&turns, true)));
            });
        }
    )+};
}

said! {
    pay_of_a_stage: "what does a senior mlops engineer make?";
    pay_by_years: "how much does an mlops engineer with 4 years of experience make?";
    pay_on_a_boundary: "how much does an mlops engineer with 3 years of experience make?";
    pay_of_two_stages: "what does a senior make compared to a staff mlops engineer?";
    pay_of_every_stage: "mlops salaries by level";
    pay_of_a_junior: "what does a junior mlops engineer make?";
    pay_of_a_director: "director of mlops salary";
    contract_as_a_whole: "what is the day rate for a senior mlops contractor?";
    contract_on_w2: "w2 day rate for a senior mlops engineer";
    contract_corp_to_corp: "c2c rate for senior mlops engineers";
    contract_both_ways: "difference in pay between W2 and C2C";
    contract_without_a_figure: "day rate junior mlops contractor";
    offer_below: "is 140k a good offer for a senior mlops engineer";
    offer_inside: "is 170k fair for a mid level mlops engineer";
    offer_above: "is 320k too much for a senior mlops engineer";
    offer_by_the_day: "is $1,500 a day c2c ok for a senior mlops contractor";
    offer_by_the_hour: "is $150 an hour on W2 fair for a senior mlops contractor";
    offer_without_a_stage: "is 200k a good offer in mlops?";
    ladder: "what are the stages of an mlops career?";
    years_of_a_stage: "how many years until I am a senior mlops engineer?";
    step_into_a_stage: "what does it take to become a staff mlops engineer?";
    scope_of_a_stage: "what does a director of mlops do?";
    work_every_day: "what does an mlops engineer do all day?";
    work_in_two_rhythms: "what do mlops engineers do weekly and monthly?";
    faq: "does remote mlops work pay less?";
    figures_that_differ: "how big is the mlops talent shortage?";
    says_who: "what does a senior mlops engineer make?", "says who?";
    unknown_subject: "how do I negotiate my salary?";
    unknown_place: "mlops salary in london";
    unknown_company: "what does a senior mlops engineer make at Google?";
    unknown_title: "what does a data engineer make?";
    unknown_currency: "what does a senior mlops engineer make in euros?";
    unknown_altogether: "what colour should I paint the kitchen door?";
    two_questions: "what does a senior make and how is mlops different from devops?";
    answered_in_part: "what does a senior mlops engineer make in the US and in the UK?";
    greeting: "hello";
    other_language: "¿Cuánto gana un ingeniero de MLOps senior?";
}

/// Somebody who greets lacks no answer: the journal must not count a gap.
#[test]
fn a_greeting_offers_questions_that_have_answers() {
    let reply = say(&["hi there"], true);
    assert_eq!((reply.outcome, reply.suggestions.len()), (Outcome::Clarify, 3));
    for question in &reply.suggestions {
        assert_eq!(say(&[question.as_str()], true).outcome, Outcome::Answered, "{question}");
    }
    assert_eq!(say(&["hi there"], false).outcome, Outcome::Ignored);
}

#[test]
fn chatter_is_ignored() {
    let reply = say(&["anyone up for lunch?"], false);
    assert_eq!((reply.outcome, text::render(&reply)), (Outcome::Ignored, String::new()));
}

#[test]
fn comparisons() {
    let mut out = String::new();
    for (id, comparison) in &knowledge().comparisons {
        for aspect in comparison.sections.keys() {
            let _ = write!(out, "{}\n\n", shown(&composed(&Request::Compare(id.clone(), *aspect))));
        }
    }
    insta::assert_snapshot!(out);
}

/// What is said to the last of some messages, by the stage that it must be about.
#[test]
fn stages_are_found_by_what_marks_them_and_by_steps() {
    for (turns, entry) in [
        (&["which level gets to choose between a cheap model and an accurate one"][..], "roles/mlops-engineer/senior"),
        (&["who writes the rules on deployment that every team in the company keeps to"], "roles/mlops-engineer/staff"),
        (&["what belongs to each level of an mlops career"], "roles/mlops-engineer"),
        (&["I'm stuck as a junior in mlops. What gets me to the next level?"], "roles/mlops-engineer/mid"),
        (&["I'm a senior MLOps engineer. Which stage comes next?"], "roles/mlops-engineer/staff"),
        (&["what does somebody with two years in mlops make?", "and if she had five?"], "pay/mlops-engineer/mid"),
        (&["what does a staff mlops engineer make?", "and two levels below that?"], "pay/mlops-engineer/mid"),
        (&["been in mlops for 4ish years, what should I make"], "pay/mlops-engineer/mid"),
        (&["newbie question: what does a senior mlops engineer make"], "pay/mlops-engineer/senior"),
        (&["senior here, what is my mlops salary range"], "pay/mlops-engineer/senior"),
    ] {
        let reply = say(turns, true);
        let found: Vec<&str> = reply.answers.iter().map(|a| a.entry.as_str()).collect();
        assert_eq!(found, [entry], "{turns:?}: {}", text::render(&reply));
    }
    let own_company = say(&["senior mlops day rate through my llc?"], true);
    assert!(text::render(&own_company).contains("$1,250"), "{}", text::render(&own_company));
}

/// Everything that there is to ask, once.
fn everything() -> Vec<Request> {
    let knowledge = knowledge();
    let articles = knowledge.articles.keys().map(|id| Request::Article(id.clone()));
    let sections = knowledge
        .comparisons
        .iter()
        .flat_map(|(id, c)| c.sections.keys().map(|aspect| Request::Compare(id.clone(), *aspect)));
    let cadences = [Cadence::Daily, Cadence::Weekly, Cadence::Monthly];
    let work = cadences.into_iter().map(|c| Request::Work(ROLE.to_owned(), c));
    let mut all: Vec<Request> = articles.chain(sections).chain(work).collect();
    all.push(Request::Ladder(ROLE.to_owned()));
    all.extend(career());
    all.extend(pay().map(Request::Pay));
    all.extend(offers());
    let provenance = all.iter().map(|r| Request::Sources(Box::new(r.clone()))).collect::<Vec<_>>();
    all.extend(provenance);
    all
}

/// Every stage, and every two that years of experience can fall into.
fn groups() -> Vec<Vec<String>> {
    let ids: Vec<String> = knowledge().roles[ROLE].stage.iter().map(|s| s.id.clone()).collect();
    ids.iter().map(|id| vec![id.clone()]).chain(ids.windows(2).map(<[String]>::to_vec)).collect()
}

fn career() -> impl Iterator<Item = Request> {
    let aspects = [CareerAspect::Years, CareerAspect::Transition, CareerAspect::Scope];
    let all = knowledge().roles[ROLE].stage.iter().map(|s| s.id.clone()).collect();
    groups().into_iter().chain([all]).flat_map(move |stages| {
        aspects.map(|about| Request::Career { role: ROLE.to_owned(), stages: stages.clone(), about })
    })
}

fn pay() -> impl Iterator<Item = PayRequest> {
    let of = |stages: Vec<String>, bases: Vec<Basis>, years| PayRequest {
        role: ROLE.to_owned(),
        stages,
        years,
        bases,
        ..PayRequest::default()
    };
    let permanent = groups()
        .into_iter()
        .flat_map(move |stages| [None, Some(3.0)].map(|years| of(stages.clone(), Vec::new(), years)));
    let terms: [&[Basis]; 6] = [
        &[Basis::Contract],
        &[Basis::W2],
        &[Basis::C2c],
        &[Basis::W2, Basis::C2c],
        &[Basis::Contract, Basis::W2, Basis::C2c],
        &[Basis::Permanent, Basis::Contract],
    ];
    let contract = terms.into_iter().map(move |bases| of(vec!["senior".to_owned()], bases.to_vec(), None));
    permanent.chain(contract).chain([of(Vec::new(), Vec::new(), None)])
}

fn offers() -> impl Iterator<Item = Request> {
    let amounts = [
        (60_000.0, Per::Year),
        (200_000.0, Per::Year),
        (600_000.0, Per::Year),
        (1_500.0, Per::Day),
        (150.0, Per::Hour),
    ];
    let stages = groups().into_iter().chain([Vec::new()]).collect::<Vec<_>>();
    amounts.into_iter().flat_map(move |(value, per)| {
        let stages = if per == Per::Year { stages.clone() } else { vec![vec!["senior".to_owned()]] };
        stages.into_iter().map(move |stages| {
            let pay = PayRequest { role: ROLE.to_owned(), stages, ..PayRequest::default() };
            Request::Offer(pay, Amount { value, per, currency: Currency::Usd, unsaid: Unsaid::default() })
        })
    })
}

/// Fails with every answer that breaks a rule.
fn for_all(broken: impl Fn(&Request, &Reply, &str) -> Option<String>) {
    let mut found = Vec::new();
    for request in everything() {
        let reply = composed(&request);
        let text = text::render(&reply);
        found.extend(broken(&request, &reply, &text).map(|what| format!("{request:?}: {what}\n{text}\n")));
    }
    assert!(found.is_empty(), "{} answers\n\n{}", found.len(), found.join("\n"));
}

#[test]
fn an_answer_is_under_900_characters() {
    for_all(|_, _, text| {
        let length = text.chars().count();
        (length >= 900).then(|| format!("{length} characters"))
    });
}

#[test]
fn sources_are_few_and_named_once() {
    for_all(|_, reply, text| {
        let all: Vec<&str> =
            text.lines().filter(|l| l.starts_with('[')).map(|l| l.split_once("] ").unwrap().1).collect();
        let distinct: BTreeSet<&&str> = all.iter().collect();
        let publishers = reply.answers[0].citations.len();
        (distinct.len() != all.len() || all.len() != publishers || !(1..=5).contains(&all.len()))
            .then(|| format!("{} sources, {} distinct", all.len(), distinct.len()))
    });
}

#[test]
fn every_mark_leads_to_a_source_and_every_source_is_read_or_marked() {
    for_all(|_, reply, _| {
        let answer = &reply.answers[0];
        let marked: BTreeSet<usize> =
            std::iter::once(&answer.headline).chain(&answer.body).flat_map(|l| l.cites.clone()).collect();
        let idle = |(at, c): (usize, &rolecall::answer::Citation)| {
            let read_in = answer.citations.iter().any(|o| o.via_source.as_ref() == Some(&c.source));
            (!marked.contains(&at) && !read_in).then(|| c.source.clone())
        };
        let idle: Vec<String> = answer.citations.iter().enumerate().filter_map(idle).collect();
        let dangling = marked.iter().any(|at| *at >= answer.citations.len());
        (dangling || !idle.is_empty()).then(|| format!("idle {idle:?}, dangling {dangling}"))
    });
}

#[test]
fn grammar_that_can_be_checked() {
    const BAD: [&str; 12] = [
        " a MLOps",
        "A MLOps",
        " an DevOps",
        " a ML ",
        "  ",
        " .",
        " ,",
        "..",
        "Director MLOps engineer",
        "Mid MLOps",
        "{",
        "[^",
    ];
    for_all(|_, _, text| BAD.iter().find(|bad| text.contains(**bad)).map(|bad| format!("`{bad}`")));
    for_all(|_, reply, _| {
        let answer = &reply.answers[0];
        let lines = std::iter::once(&answer.headline).chain(&answer.body);
        lines
            .filter(|l| !l.bullet)
            .find(|l| !l.text.ends_with(['.', ':', '?', '!', '"', '”']))
            .map(|l| format!("does not end: {}", l.text))
    });
}

#[test]
fn a_headline_about_pay_has_the_figure() {
    for_all(|request, reply, _| {
        let about_pay = matches!(request, Request::Pay(_) | Request::Offer(..));
        let headline = &reply.answers[0].headline.text;
        (about_pay && !headline.contains('$')).then(|| headline.clone())
    });
}

#[test]
fn old_sources_say_their_age() {
    for_all(|_, reply, text| {
        let old = reply.answers[0].citations.iter().filter(|c| c.date.as_deref().is_some_and(|d| d < "2024-12"));
        let unlabelled = old.filter(|c| !text.lines().any(|l| l.contains(&c.title) && l.contains("years old")));
        unlabelled.map(|c| c.source.clone()).next()
    });
    let tenyks = composed(&Request::Compare(
        "comparisons/mlops-engineer-vs-ml-engineer".to_owned(),
        rolecall::knowledge::Aspect::Difference,
    ));
    assert!(text::render(&tenyks).contains("Nov 2023, 3 years old"), "{}", text::render(&tenyks));
}

#[test]
fn bands_that_disagree_are_shown_together() {
    let sheet = &knowledge().pay[ROLE];
    for band in sheet.bands.iter().filter(|b| !b.disagrees_with.is_empty()) {
        let request = PayRequest {
            role: ROLE.to_owned(),
            stages: vec![band.stage.clone()],
            bases: vec![band.basis],
            ..PayRequest::default()
        };
        let reply = composed(&Request::Pay(request));
        let text = text::render(&reply);
        assert!(text.contains(&format::band(band)), "{}\n{text}", band.id());
        let said =
            text.contains("both figures are kept") || text.contains("contract range") || text.contains("whole range");
        assert!(said, "{} differs from another, which is not said\n{text}", band.id());
    }
}
