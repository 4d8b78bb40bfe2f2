//! `rolecall knowledge eval`: how labelled questions fare with this knowledge base.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rolecall::bot::Reader;
use serde::Deserialize;

use super::super::Done;
use super::super::failure::Failure;
use super::super::globals::Globals;
use super::super::labels::Labels;

/// Ask labelled questions, and show how many find their entry and which entries are confused
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// JSON lines of {"question": …, "label": …}; a label is an entry, with `#topic` where it has several
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Row {
    question: String,
    label: String,
}

/// Prints accuracy and confusions.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    let mut rows = Vec::new();
    for file in &args.files {
        rows.extend(read(file)?);
    }
    let bot = globals.origin().bot()?;
    let labels = Labels::of(bot.knowledge());
    let reader = Reader { knowledge: bot.knowledge(), understanding: bot.understanding() };
    let mut right = 0;
    let mut confusions: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in &rows {
        let found = labels.found(&reader, &row.question).map_or("nothing", |(label, _)| label).to_owned();
        if same(&found, &row.label) {
            right += 1;
        } else {
            *confusions.entry((row.label.clone(), found)).or_default() += 1;
        }
    }
    print(rows.len(), right, confusions)?;
    Ok(ExitCode::SUCCESS)
}

fn print(asked: usize, right: usize, confusions: BTreeMap<(String, String), usize>) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    let share = if asked == 0 { 0.0 } else { right as f64 / asked as f64 };
    writeln!(out, "{asked} questions, {right} find their entry ({:.1} %)", share * 100.0)?;
    let mut sorted: Vec<_> = confusions.into_iter().collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for ((label, found), count) in sorted {
        writeln!(out, "{count:>4}  {label} taken for {found}")?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Row>, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        Failure::new(format!("cannot read {}: {error}", path.display())).hint("name a file of JSON lines")
    })?;
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let row = |(at, line)| {
        serde_json::from_str(line).map_err(|error| {
            Failure::new(format!("{}:{}: {error}", path.display(), at + 1))
                .hint("every line is {\"question\": …, \"label\": …}")
        })
    };
    filled.map(row).collect()
}

/// A label without `#topic` stands for every topic of the entry.
fn same(found: &str, label: &str) -> bool {
    found == label || (!label.contains('#') && found.split('#').next() == Some(label))
}
