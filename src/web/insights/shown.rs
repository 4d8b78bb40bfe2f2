//! What the page shows: sums, and a table with its picture for each thing that is counted.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::table::{Cell, Column, Table};
use super::{Seen, Site};
use crate::answer::format;
use crate::chart::{Bars, Columns};
use crate::commands;
use crate::web::library::address;

/// Outcomes that are written down, in the order of their columns.
const OUTCOMES: [&str; 3] = ["answered", "clarify", "unknown"];
/// Rows that a picture has.
const PICTURED: usize = 8;
/// Gaps that are shown.
const GAPS: usize = 20;

/// The numbers on top: name, value, what it means.
pub(super) fn sums(seen: &Seen) -> [(&'static str, String, String); 4] {
    let found = &seen.insights;
    let share = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), format::share);
    let time = found.latency.map_or_else(|| "–".to_owned(), |latency| milliseconds(latency.p50_ms));
    [
        ("Questions", counted(found.questions), "in all".to_owned()),
        ("Answered", share(found.answered_share), "of all questions".to_owned()),
        ("Helpful", share(found.helpful_share), votes(found.votes)),
        ("Thinking time", time, "median".to_owned()),
    ]
}

/// A share of few votes says little: how many there were stands beside it.
fn votes(n: u64) -> String {
    match n {
        0 => "no votes".to_owned(),
        1 => "of 1 vote".to_owned(),
        n => format!("of {} votes", counted(n)),
    }
}

/// Everything below them.
pub(super) fn tables(site: &Site, seen: &Seen) -> [Table; 4] {
    [days(seen), entries(site, seen), gaps(seen), latency(seen)]
}

fn days(seen: &Seen) -> Table {
    let mut by_day: BTreeMap<Date, [u64; 3]> = seen.dates.iter().map(|date| (*date, [0; 3])).collect();
    for count in &seen.insights.days {
        let at = OUTCOMES.iter().position(|outcome| *outcome == count.outcome);
        if let (Some(at), Some(day)) = (at, by_day.get_mut(&count.day)) {
            day[at] += count.questions;
        }
    }
    let none = seen.insights.questions == 0;
    let named = by_day.iter().map(|(date, counts)| (date.strftime("%b %-d").to_string(), *counts));
    let columns = Columns {
        title: format!("{} questions in {} days", counted(seen.insights.questions), seen.days),
        kinds: OUTCOMES,
        days: named.collect(),
    };
    let row = |(date, counts): (&Date, &[u64; 3])| {
        let numbers = counts.iter().copied().chain([counts.iter().sum()]).map(Cell::number);
        std::iter::once(Cell::Text(date.to_string())).chain(numbers).collect()
    };
    Table {
        id: "questions",
        title: "Questions a day",
        empty: "As soon as somebody asks, this shows day by day how many questions were answered, met by a choice, or had \
                no answer.",
        head: &[
            Column::Words("day"),
            Column::Number("answered"),
            Column::Number("clarify"),
            Column::Number("unknown"),
            Column::Number("all"),
        ],
        rows: if none { Vec::new() } else { by_day.iter().rev().map(row).collect() },
        picture: [columns.svg(), columns.narrow_svg()],
    }
}

fn entries(site: &Site, seen: &Seen) -> Table {
    let bot = site.answering.bot();
    let top = &seen.insights.top_entries;
    let name = |entry: &str| format::capitalised(&commands::name_of(bot.knowledge(), entry));
    let bars = top.iter().take(PICTURED).map(|e| (name(&e.entry), e.questions as f64, counted(e.questions)));
    let row = |e: &crate::store::EntryCount| {
        let link = Cell::Link(address(&e.entry), e.entry.clone());
        vec![link, Cell::Text(name(&e.entry)), Cell::number(e.questions), Cell::number(e.yes), Cell::number(e.no)]
    };
    Table {
        id: "entries",
        title: "What answers most",
        empty: "The entries that answered, the most frequent first, with the votes on them, will be here.",
        head: &[
            Column::Words("entry"),
            Column::Spare("about"),
            Column::Number("answers"),
            Column::Number("helped"),
            Column::Number("did not"),
        ],
        rows: top.iter().map(row).collect(),
        picture: pictured("Questions answered, by entry", bars.collect()),
    }
}

fn gaps(seen: &Seen) -> Table {
    let shown = &seen.gaps[..seen.gaps.len().min(GAPS)];
    let bars = shown.iter().take(PICTURED).map(|gap| (gap.question.clone(), gap.asked as f64, counted(gap.asked)));
    let row = |gap: &crate::gaps::Gap| {
        let also = gap.examples.iter().filter(|example| **example != gap.question).cloned().collect();
        let last = gap.last.strftime("%Y-%m-%d").to_string();
        let search = form_urlencoded::Serializer::new(String::new()).append_pair("q", &gap.question).finish();
        let near = Cell::Search(format!("/knowledge?{search}"), "what comes near".to_owned());
        vec![
            Cell::List(gap.question.clone(), also),
            Cell::number(gap.asked),
            Cell::number(gap.bad_votes),
            Cell::Text(last),
            near,
        ]
    };
    Table {
        id: "gaps",
        title: "What is missing",
        empty: "Questions that had no answer, or one that did not help, will be here, the same question in other words \
                counted once. The command rolecall gaps draft begins a file for one of them.",
        head: &[
            Column::Words("question"),
            Column::Number("asked"),
            Column::Number("did not help"),
            Column::Spare("last asked"),
            Column::Words("search"),
        ],
        rows: shown.iter().map(row).collect(),
        picture: pictured("Asked without an answer that helped", bars.collect()),
    }
}

fn latency(seen: &Seen) -> Table {
    let found = seen.insights.latency;
    let parts = found.map(|l| [("half", l.p50_ms), ("95 of 100", l.p95_ms), ("99 of 100", l.p99_ms)]);
    let parts = parts.iter().flatten();
    let label = |of: &str| format!("{of} took no longer than");
    let bars = parts.clone().map(|(of, ms)| (label(of), *ms, milliseconds(*ms)));
    Table {
        id: "latency",
        title: "How long the bot thinks",
        empty: "How long half, 95 and 99 of 100 questions took will be here; what a platform takes to deliver is not \
                counted.",
        head: &[Column::Words("of all questions"), Column::Number("no longer than, ms")],
        rows: parts
            .clone()
            .map(|(of, ms)| vec![Cell::Text((*of).to_owned()), Cell::Text(format!("{ms:.2}"))])
            .collect(),
        picture: pictured("Thinking time, by share of all questions", bars.collect()),
    }
}

fn pictured(title: &str, rows: Vec<(String, f64, String)>) -> [String; 2] {
    let bars = Bars { title: title.to_owned(), rows };
    [bars.svg(), bars.narrow_svg()]
}

/// Three digits are enough.
fn milliseconds(ms: f64) -> String {
    match ms {
        ms if ms < 10.0 => format!("{ms:.1} ms"),
        ms if ms < 1_000.0 => format!("{ms:.0} ms"),
        ms => format!("{:.1} s", ms / 1_000.0),
    }
}

fn counted(n: u64) -> String {
    format::count(usize::try_from(n).unwrap_or(usize::MAX))
}
