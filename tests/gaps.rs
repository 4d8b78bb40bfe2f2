//! What people asked that had no answer, the same question in other words counted once.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;

use rolecall::gaps::{Gap, cluster};
use rolecall::loading::Origin;
use rolecall::store::GapCount;

/// Ten gaps, each in words of several people; none of these stands in the knowledge base.
const ASKED: [(&str, &[&str]); 10] = [
    (
        "visa",
        &[
            "would an employer file an h1b for me",
            "is visa sponsorship common in this field?",
            "which companies sponsor work visas",
            "need a work permit, who helps with that",
            "can they get me a green card",
        ],
    ),
    (
        "vacation",
        &[
            "how many vacation days do you get",
            "PTO allowance?",
            "how much paid time off is normal",
            "is unlimited pto a thing here",
        ],
    ),
    (
        "office",
        &[
            "who pays for my macbook",
            "company laptop or bring your own device",
            "can i bring my dog to work",
            "are the offices dog friendly",
        ],
    ),
    (
        "plumber",
        &["plumber salary", "what does a plumber make", "how much do plumbers earn", "average pay of a plumber"],
    ),
    (
        "equity",
        &["how much stock do you get", "RSU refreshers?", "do startups give you options", "is equity part of an offer"],
    ),
    (
        "internship",
        &[
            "are there summer internships",
            "how do interns get hired",
            "is there an internship program",
            "internship for students, where do i apply",
        ],
    ),
    (
        "on call",
        &[
            "is on-call paid extra",
            "how often does the pager go off",
            "how many weeks of on call per quarter",
            "on call rotation, how bad is it",
        ],
    ),
    (
        "books",
        &[
            "which podcast should i listen to",
            "good books on this?",
            "what should i read first",
            "any book you recommend",
        ],
    ),
    (
        "union",
        &[
            "is there a trade union for ml people",
            "can we unionize",
            "are mlops engineers in a union",
            "which union could i join",
        ],
    ),
    (
        "layoffs",
        &[
            "were there layoffs among mlops teams",
            "how safe is my job from layoffs",
            "are ml platform people being laid off",
            "laid off last week, is everyone cutting",
        ],
    ),
];

fn counted() -> Vec<GapCount> {
    let texts = ASKED.iter().flat_map(|(_, texts)| texts.iter());
    let of = |text: &&str| GapCount {
        text: (*text).to_owned(),
        questions: 1,
        last: "2026-11-24T12:00:00Z".parse().unwrap(),
        bad_votes: 0,
    };
    texts.map(of).collect()
}

/// Of all examples, those that stand in a group with the kind that is most frequent in it.
fn purity(gaps: &[Gap], all: usize) -> f64 {
    let kind = |text: &String| ASKED.iter().find(|(_, texts)| texts.contains(&text.as_str())).unwrap().0;
    let right: usize = gaps
        .iter()
        .map(|gap| {
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            gap.examples.iter().for_each(|text| *kinds.entry(kind(text)).or_default() += 1);
            kinds.into_values().max().unwrap_or_default()
        })
        .sum();
    right as f64 / all as f64
}

#[test]
fn ten_gaps_in_forty_wordings_are_about_ten_groups() {
    let bot = Origin::Embedded.bot().unwrap();
    let counted = counted();
    let gaps = cluster(&counted, &bot);
    for gap in &gaps {
        println!("{} {:?} {:?}", gap.asked, gap.examples, gap.nearest);
    }
    let told: Vec<&String> = gaps.iter().flat_map(|gap| &gap.examples).collect();
    let purity = purity(&gaps, told.len());
    assert_eq!(gaps.iter().map(|gap| gap.asked).sum::<u64>(), counted.len() as u64);
    println!("{} groups, purity {purity:.2}", gaps.len());
    assert!((8..=14).contains(&gaps.len()) && purity >= 0.9, "{} groups, purity {purity:.2}", gaps.len());
}
