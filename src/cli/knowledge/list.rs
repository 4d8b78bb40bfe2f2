//! `rolecall knowledge list`: every entry.

use std::io::Write as _;
use std::process::ExitCode;

use rolecall::commands::name_of;

use super::super::Done;
use super::super::globals::Globals;

/// Prints every entry with its question or name, aligned.
pub(crate) fn run(globals: &Globals) -> Done {
    let knowledge = globals.origin().knowledge()?;
    let entries = knowledge.entries();
    let width = entries.iter().map(|id| id.chars().count()).max().unwrap_or_default();
    let mut out = anstream::stdout().lock();
    for id in &entries {
        writeln!(out, "{id:<width$}  {}", name_of(&knowledge, id))?;
    }
    Ok(ExitCode::SUCCESS)
}
