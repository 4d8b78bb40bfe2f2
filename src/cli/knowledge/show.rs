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
    for (name, value) in stewardship(&knowledge, &id) {
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

/// Who looks after the entry, when it held, when it is due, and where it stands.
fn stewardship(knowledge: &Knowledge, id: &str) -> Vec<(&'static str, String)> {
    let mut parts = id.split('/');
    let (kind, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (file, owner, as_of, review_by) = match kind {
        "faq" => article(knowledge, id),
        "comparisons" => comparison(knowledge, &format!("comparisons/{name}")),
        "roles" => role(knowledge, name),
        "pay" => pay(knowledge, name, id),
        _ => (
            format!("{id}.toml"),
            knowledge.uncovered.iter().find(|u| u.id == id).and_then(|u| u.owner.clone()),
            None,
            None,
        ),
    };
    let dated = |date: Option<Published>| date.map(Published::display);
    let rows = [("file", Some(file)), ("owner", owner), ("as of", dated(as_of)), ("review by", dated(review_by))];
    rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

type Steward = (String, Option<String>, Option<Published>, Option<Published>);

fn article(knowledge: &Knowledge, id: &str) -> Steward {
    let header = knowledge.articles.get(id).map(|a| &a.header);
    (
        format!("{id}.md"),
        header.and_then(|h| h.owner.clone()),
        header.map(|h| h.as_of),
        header.and_then(|h| h.review_by),
    )
}

fn comparison(knowledge: &Knowledge, id: &str) -> Steward {
    let header = knowledge.comparisons.get(id).map(|c| &c.header);
    (
        format!("{id}.md"),
        header.and_then(|h| h.owner.clone()),
        header.map(|h| h.as_of),
        header.and_then(|h| h.review_by),
    )
}

fn role(knowledge: &Knowledge, name: &str) -> Steward {
    let role = knowledge.roles.get(name);
    let file = format!("roles/{name}.toml");
    (file, role.and_then(|r| r.owner.clone()), role.map(|r| r.as_of), role.and_then(|r| r.review_by))
}

/// The newest date of the bands that belong to the entry.
fn pay(knowledge: &Knowledge, name: &str, id: &str) -> Steward {
    let sheet = knowledge.pay.get(name);
    let bands = sheet.map(|s| s.bands.as_slice()).unwrap_or_default();
    let as_of = bands.iter().filter(|b| b.entry().starts_with(id)).map(|b| b.as_of).max();
    (format!("pay/{name}.toml"), sheet.and_then(|s| s.owner.clone()), as_of, sheet.and_then(|s| s.review_by))
}
