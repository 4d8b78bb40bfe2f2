//! `rolecall knowledge check`: everything that is wrong, where, and how to mend it.

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use rolecall::bot::Bot;
use rolecall::knowledge::{Finding, Findings, Knowledge, Severity, Tree, check};
use rolecall::loading::{self, Origin};
use serde::Serialize;

use super::super::Done;
use super::super::failure::{Failure, place};
use super::super::globals::Globals;
use super::super::self_miss;

/// Look for faults in the knowledge base
///
/// Exit status: 0 without errors, 1 with any; --strict counts warnings as errors.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    /// Print the findings as one JSON object
    #[arg(long)]
    json: bool,
}

/// What was found, for tools.
#[derive(Debug, Serialize)]
struct Report<'a> {
    knowledge: String,
    errors: usize,
    warnings: usize,
    findings: &'a [Finding],
}

/// Reads everything, checks everything, and prints what was found.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    let origin = globals.origin();
    let tree = origin.tree()?;
    let (findings, whole) = match Knowledge::load(&tree) {
        Ok(knowledge) => (checked(globals, knowledge, &tree)?, true),
        Err(findings) => (findings, false),
    };
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if args.json {
        let report = Report { knowledge: origin.to_string(), errors, warnings, findings: &findings };
        let line = serde_json::to_string(&report).map_err(|error| Failure::new(error.to_string()))?;
        writeln!(anstream::stdout().lock(), "{line}")?;
    } else {
        print(&origin, &findings, &summary(&origin, errors, warnings, whole))?;
    }
    let failed = errors > 0 || (args.strict && warnings > 0);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn checked(globals: &Globals, knowledge: Knowledge, tree: &Tree) -> Result<Vec<Finding>, Failure> {
    let mut findings = Findings::default();
    check::lint(&knowledge, tree, globals.today(), &mut findings);
    let bot = Bot::new(Arc::new(knowledge), Some(loading::encoder()?), loading::index());
    self_miss::find(&bot, tree, globals.today(), &mut findings);
    Ok(findings.list)
}

fn print(origin: &Origin, findings: &[Finding], summary: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    for finding in findings {
        writeln!(out, "{}", place(origin, finding))?;
    }
    Ok(writeln!(out, "{summary}")?)
}

fn summary(origin: &Origin, errors: usize, warnings: usize, whole: bool) -> String {
    let counted = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let more = if whole { "" } else { "; further checks run once the files can be read" };
    format!("{origin}: {}, {}{more}", counted(errors, "error"), counted(warnings, "warning"))
}
