//! `rolecall knowledge show`: an entry as users see it, and what stands behind it.

use std::io::Write as _;
use std::process::ExitCode;

use jiff::civil::Date;
use rolecall::answer::{Outcome, Reply, compose};
use rolecall::commands::{self, Kind, Value};
use rolecall::knowledge::{Knowledge, Published};
use rolecall::platform::terminal::paint;

use super::super::Done;
use super::super::failure::Failure;
use super::super::globals::Globals;
use super::super::slash;

/// Show an entry as users see it, with its phrasings, owner, dates and file
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Its id, as `rolecall knowledge list` shows it
    entry: String,
}

/// Prints the entry.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    let knowledge = globals.origin().knowledge()?;
    let read = Kind::Entry.read(&knowledge, &args.entry).map_err(slash::failure);
    let id = match read {
        Ok(Value::Id(id)) => id,
        Ok(_) => return Err(Failure::new("that is no entry")),
        Err(failure) => return Err(failure.hint("`rolecall knowledge list` shows all")),
    };
    let mut out = anstream::stdout().lock();
    writeln!(out, "{id}: {}\n", commands::name_of(&knowledge, &id))?;
    writeln!(out, "{}\n", as_seen(&knowledge, &id, globals.today()))?;
    let steward = commands::steward(&knowledge, &id);
    let dated = |date: Option<Published>| date.map(Published::display);
    let rows = [
        ("file", Some(steward.file)),
        ("owner", steward.owner),
        ("as of", dated(steward.as_of)),
        ("review by", dated(steward.review_by)),
    ];
    for (name, value) in rows.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        writeln!(out, "{name:<10} {value}")?;
    }
    for phrasing in commands::phrasings_of(&knowledge, &id).into_iter().flat_map(|(_, list)| list) {
        writeln!(out, "{:<10} {phrasing}", "asked as")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn as_seen(knowledge: &Knowledge, id: &str, today: Date) -> String {
    let requests = commands::requests_of(knowledge, id);
    let answers: Vec<_> = requests.iter().filter_map(|r| compose(knowledge, r, today)).collect();
    let note = knowledge.uncovered.iter().find(|u| u.id == id).map(|u| {
        let instead = if u.instead.is_empty() { String::new() } else { format!(" Instead: {}.", u.instead.join(", ")) };
        format!("I have no sourced answer on {}.{instead}", u.name)
    });
    if answers.is_empty() && note.is_none() {
        return "(this entry has no answer of its own; it is compared with others)".to_owned();
    }
    let suggestions = answers.first().map(|a| a.suggestions.clone()).unwrap_or_default();
    paint::paint(&Reply { outcome: Outcome::Answered, answers, notes: note.into_iter().collect(), suggestions })
}
