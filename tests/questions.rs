//! Development questions, each put to the bot and overheard by it, with floors that may only rise.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use jiff::Timestamp;
use rolecall::answer::{Outcome, Reply};
use rolecall::bot::{Bot, Question};
use rolecall::eval::judge::{Expectation, Row, Verdict, judge};
use rolecall::loading::Origin;

/// Percentages of one set of questions.
#[derive(Debug, Clone, Copy)]
struct Rates {
    /// Of what should be answered, put to the bot: right.
    answers: f64,
    /// Of what should be declined, put to the bot: declined.
    declined: f64,
    /// Of everything that it answered, put to the bot: wrong. The one that may only fall.
    wrong: f64,
    /// Of right answers whose passage names a publisher beside the guide: that publisher is cited.
    publishers: f64,
    /// Of what should be answered, overheard: right.
    overheard: f64,
    /// Of chatter, overheard: ignored.
    ignored: f64,
}

/// What must be reached: a row less than what was measured, since a phrasing more or less tips a row at the edge. A number here may only rise (`wrong`: only fall): whoever makes it better raises the floor.
#[rustfmt::skip]
const FLOORS: [(&str, Rates); 16] = [
    ("pay",         Rates { answers: 97.4, declined: 99.5, wrong: 1.8, publishers: 99.5, overheard: 95.0, ignored: 74.5 }),
    ("dev",         Rates { answers: 95.7, declined: 99.5, wrong: 2.2, publishers: 97.9, overheard: 93.5, ignored: 99.5 }),
    ("strangers-1", Rates { answers: 97.2, declined: 99.5, wrong: 2.7, publishers: 99.5, overheard: 94.5, ignored: 99.5 }),
    ("strangers-2", Rates { answers: 94.5, declined: 92.5, wrong: 6.7, publishers: 96.1, overheard: 91.9, ignored: 93.9 }),
    ("strangers-3", Rates { answers: 93.3, declined: 96.2, wrong: 4.1, publishers: 95.6, overheard: 90.5, ignored: 99.5 }),
    ("strangers-4", Rates { answers: 66.5, declined: 81.4, wrong: 23.9, publishers: 97.0, overheard: 61.2, ignored: 99.5 }),
    ("strangers-5", Rates { answers: 98.6, declined: 99.5, wrong: 1.4, publishers: 95.0, overheard: 98.6, ignored: 99.5 }),
    ("strangers-6", Rates { answers: 87.0, declined: 95.7, wrong: 9.3, publishers: 99.5, overheard: 84.5, ignored: 94.3 }),
    ("strangers-7", Rates { answers: 83.5, declined: 99.5, wrong: 8.5, publishers: 95.7, overheard: 82.6, ignored: 86.6 }),
    ("strangers-8", Rates { answers: 92.8, declined: 96.0, wrong: 4.9, publishers: 99.5, overheard: 90.5, ignored: 94.6 }),
    ("strangers-9", Rates { answers: 86.8, declined: 96.0, wrong: 11.0, publishers: 96.0, overheard: 85.6, ignored: 99.5 }),
    ("strangers-10", Rates { answers: 95.2, declined: 95.9, wrong: 3.7, publishers: 88.0, overheard: 95.1, ignored: 99.5 }),
    ("strangers-11", Rates { answers: 91.5, declined: 95.9, wrong: 5.0, publishers: 88.0, overheard: 90.5, ignored: 99.5 }),
    ("strangers-12", Rates { answers: 96.3, declined: 95.9, wrong: 3.7, publishers: 88.0, overheard: 95.1, ignored: 94.5 }),
    ("strangers-13", Rates { answers: 97.5, declined: 95.9, wrong: 1.3, publishers: 88.0, overheard: 95.1, ignored: 99.5 }),
    ("strangers-14", Rates { answers: 94.6, declined: 95.9, wrong: 3.3, publishers: 97.0, overheard: 94.6, ignored: 88.0 }),
];

#[test]
fn floors_are_held() {
    let bot = Origin::Embedded.bot().unwrap();
    let mut missed = Vec::new();
    for (set, floor) in FLOORS {
        let rows = rows(set);
        let judged = Judged { direct: ask_all(&bot, &rows, true), overheard: ask_all(&bot, &rows, false) };
        let rates = judged.rates();
        println!("{set}: {rates:.1?}");
        let under = rates.below(&floor);
        if !under.is_empty() {
            missed.push(format!("{set}: {}\n{}", under.join(", "), judged.failures()));
        }
    }
    assert!(missed.is_empty(), "floors missed\n{}", missed.join("\n"));
}

#[test]
fn every_row_is_a_question_of_its_own() {
    let mut ids = std::collections::BTreeSet::new();
    for (set, _) in FLOORS {
        for row in rows(set) {
            assert!(row.turns.iter().any(|t| !t.trim().is_empty()), "{}", row.id);
            let names_nothing = row.cite_any.is_empty() && row.expect == Expectation::Answer;
            assert!(!names_nothing, "{} can never be right: it names no publisher", row.id);
            assert!(ids.insert(row.id.clone()), "{} is there twice", row.id);
        }
    }
}

/// A phrasing that is a question of the sets would make its row right without anything having been understood.
#[test]
fn no_phrasing_repeats_a_question() {
    let knowledge = Origin::Embedded.knowledge().unwrap();
    let phrasings: std::collections::BTreeSet<String> =
        knowledge.asked().iter().flat_map(|a| a.phrasings.iter().map(|p| bare(p))).collect();
    let asked =
        FLOORS.iter().flat_map(|(set, _)| rows(set)).filter_map(|row| row.turns.last().map(|t| (row.id, bare(t))));
    let repeated: Vec<_> = asked.filter(|(_, text)| phrasings.contains(text)).collect();
    assert!(repeated.is_empty(), "reword these phrasings: {repeated:?}");
}

/// Letters and digits only, so that a comma does not make another question of it.
fn bare(text: &str) -> String {
    let plain: String = text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rows(set: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions").join(format!("{set}.jsonl"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A row, what was said to its last turn, and how that did.
struct Case<'a> {
    row: &'a Row,
    reply: Reply,
    verdict: Verdict,
}

fn ask_all<'a>(bot: &Bot, rows: &'a [Row], addressed: bool) -> Vec<Case<'a>> {
    rows.iter().map(|row| ask(bot, row, addressed)).collect()
}

fn ask<'a>(bot: &Bot, row: &'a Row, addressed: bool) -> Case<'a> {
    let question = |text: &String| Question {
        text: text.clone(),
        addressed,
        conversation: format!("{} {addressed}", row.id),
        user: String::new(),
        at: Timestamp::UNIX_EPOCH,
        today: jiff::civil::date(2026, 11, 24),
    };
    let reply = row.turns.iter().fold(Reply::ignored(), |_, text| bot.answer(&question(text)));
    let verdict = judge(row, &reply, addressed);
    Case { row, reply, verdict }
}

struct Judged<'a> {
    direct: Vec<Case<'a>>,
    overheard: Vec<Case<'a>>,
}

impl Judged<'_> {
    fn rates(&self) -> Rates {
        let expected = |expect| move |c: &&Case<'_>| c.row.expect == expect;
        let right = |c: &&Case<'_>| c.verdict == Verdict::Right;
        let said = |c: &&Case<'_>| c.reply.outcome == Outcome::Answered;
        let own = |c: &&Case<'_>| expected(Expectation::Answer)(c) && right(c) && !c.publishers().is_empty();
        Rates {
            answers: share(&self.direct, expected(Expectation::Answer), right),
            declined: share(&self.direct, expected(Expectation::Abstain), right),
            wrong: share(&self.direct, said, |c| !right(c)),
            publishers: share(&self.direct, own, |c| c.cites_own()),
            overheard: share(&self.overheard, expected(Expectation::Answer), right),
            ignored: share(&self.overheard, expected(Expectation::Ignore), right),
        }
    }

    fn failures(&self) -> String {
        let of = |cases: &[Case<'_>], way: &str| {
            let failed = cases.iter().filter(|c| c.verdict != Verdict::Right || !c.cites_own());
            failed.map(|c| c.line(way)).collect::<String>()
        };
        of(&self.direct, "direct") + &of(&self.overheard, "overheard")
    }
}

/// The share of the cases of a kind that are good, in percent.
fn share<'a>(cases: &'a [Case<'a>], of: impl Fn(&&'a Case<'a>) -> bool, good: impl Fn(&&'a Case<'a>) -> bool) -> f64 {
    let all: Vec<&Case<'_>> = cases.iter().filter(of).collect();
    100.0 * all.iter().filter(|c| good(c)).count() as f64 / all.len().max(1) as f64
}

impl Case<'_> {
    /// The publishers beside the guide.
    fn publishers(&self) -> Vec<&String> {
        self.row.cite_any.iter().filter(|p| !p.contains("Acceler8") && !p.contains("Career Guide")).collect()
    }

    /// Whether a right answer cites one of them, where there are any.
    fn cites_own(&self) -> bool {
        let own = self.publishers();
        let cited = || self.reply.answers.iter().flat_map(|a| &a.citations);
        let right_answer = self.row.expect == Expectation::Answer && self.verdict == Verdict::Right;
        !right_answer || own.is_empty() || cited().any(|c| own.iter().any(|p| c.publisher.contains(p.as_str())))
    }

    fn line(&self, way: &str) -> String {
        let verdict =
            if self.verdict == Verdict::Right { "publisher".to_owned() } else { format!("{:?}", self.verdict) };
        let entries: Vec<&String> = self.reply.answers.iter().map(|a| &a.entry).collect();
        format!("  {way} {} {verdict} {:?} {entries:?}\n", self.row.id, self.row.turns)
    }
}

impl Rates {
    /// What does not reach the floor, in words.
    fn below(&self, floor: &Rates) -> Vec<String> {
        let pairs = [
            ("answers", self.answers, floor.answers),
            ("declined", self.declined, floor.declined),
            ("not wrong", 100.0 - self.wrong, 100.0 - floor.wrong),
            ("publishers", self.publishers, floor.publishers),
            ("overheard", self.overheard, floor.overheard),
            ("ignored", self.ignored, floor.ignored),
        ];
        let under = pairs.into_iter().filter(|(_, is, least)| is < least);
        under.map(|(name, is, least)| format!("{name} {is:.1} % (floor {least} %)")).collect()
    }
}
