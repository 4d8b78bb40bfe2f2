//! `rolecall gaps`: what people asked and nobody has written down.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use jiff::{SignedDuration, Timestamp};
use rolecall::gaps::{self, Gap};
use rolecall::{config, sheet};

use super::failure::Failure;
use super::globals::Globals;
use super::{Done, serve, store};

/// Different wordings that are read, the most frequent first.
const MOST: u32 = 2_000;

/// What people asked that had no answer, or one that did not help, by meaning
///
/// Exit status: 0, with an empty list where nothing has been asked yet; 1 where there is no store.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How far back to look, in days
    #[arg(long, global = true, default_value = "30d", value_name = "DAYS", value_parser = days)]
    since: u16,
    /// Print one JSON array
    #[arg(long, group = "form")]
    json: bool,
    /// Print CSV
    #[arg(long, group = "form")]
    csv: bool,
    /// Print a Markdown table
    #[arg(long, group = "form")]
    markdown: bool,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Print a draft of a knowledge file for a gap: the question, the phrasings found, no answer and no figure
    ///
    /// Numbers are those of `rolecall gaps` with the same `--since`.
    Draft {
        /// Which gap, counted from 1 as `rolecall gaps` prints them
        #[arg(value_name = "N")]
        number: usize,
    },
}

/// Prints them.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    if args.what.is_some() && (args.json || args.csv || args.markdown) {
        return Err(Failure::new("a draft is a knowledge file and has no other form")
            .hint("leave `--json`, `--csv` and `--markdown` out"));
    }
    let gaps = found(globals, args.since)?;
    let text = match &args.what {
        Some(What::Draft { number }) => draft(&gaps, *number)?,
        None if args.json => format!("{}\n", serde_json::to_string_pretty(&gaps).map_err(unwritable)?),
        None if args.csv => csv(&gaps),
        None if args.markdown => markdown(&gaps),
        None => plain(&gaps),
    };
    write!(anstream::stdout().lock(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

fn found(globals: &Globals, days: u16) -> Result<Vec<Gap>, Failure> {
    let config = config::Store::read(&config::value)?;
    let since = Timestamp::now() - SignedDuration::from_hours(24 * i64::from(days));
    let counted = serve::runtime()?.block_on(async {
        let store = store::existing(&config).await?;
        store.gaps(since, MOST, None).await.map_err(store::fault)
    })?;
    if counted.is_empty() {
        return Ok(Vec::new());
    }
    Ok(gaps::cluster(&counted, &globals.origin().bot()?))
}

fn plain(gaps: &[Gap]) -> String {
    if gaps.is_empty() {
        return "Nothing was asked that had no answer.\n".to_owned();
    }
    let lines = gaps.iter().zip(1..).map(|(gap, number)| {
        let nearest = gap.nearest.as_ref().map(|n| format!("; nearest: {}", n.entry)).unwrap_or_default();
        format!("{number}. {} ({} asked{nearest})\n", gap.question, gap.asked)
    });
    lines.collect()
}

fn csv(gaps: &[Gap]) -> String {
    let rows = gaps.iter().map(|gap| {
        let nearest = gap.nearest.as_ref().map_or_else(String::new, |n| n.entry.clone());
        let numbers = (gap.asked.to_string(), gap.bad_votes.to_string());
        vec![gap.question.clone(), numbers.0, numbers.1, gap.last.to_string(), nearest, gap.examples.join(" | ")]
    });
    sheet::csv(&["question", "asked", "bad_votes", "last", "nearest", "examples"], rows)
}

fn markdown(gaps: &[Gap]) -> String {
    let mut out = "| # | question | asked | bad votes | nearest entry |\n|--:|---|--:|--:|---|\n".to_owned();
    for (gap, number) in gaps.iter().zip(1..) {
        let nearest = gap.nearest.as_ref().map_or("", |n| n.entry.as_str());
        let question = gap.question.replace('|', "\\|").replace(['\n', '\r'], " ");
        // Writing to a text cannot fail.
        let _ = writeln!(out, "| {number} | {question} | {} | {} | {nearest} |", gap.asked, gap.bad_votes);
    }
    out
}

/// A file of `faq/` that `knowledge check` refuses until somebody has written an answer with its source.
fn draft(gaps: &[Gap], number: usize) -> Result<String, Failure> {
    let gap = number.checked_sub(1).and_then(|at| gaps.get(at)).ok_or_else(|| {
        Failure::new(format!("there is no gap {number}: there are {}", gaps.len()))
            .hint("`rolecall gaps` prints them with their numbers")
    })?;
    let quoted = |text: &String| serde_json::to_string(text).map_err(unwritable);
    let phrasings =
        gap.examples.iter().map(|e| Ok(format!("    {},\n", quoted(e)?))).collect::<Result<String, Failure>>()?;
    Ok(format!(
        "+++\nquestion = {}\nanswer = \"\"\ntopic = \"\"\nroles = []\nowner = \"\"\nreview_by = \"\"\nas_of = \"\"\n\
         region = \"\"\nphrasings = [\n{phrasings}]\n+++\n",
        quoted(&gap.question)?
    ))
}

fn unwritable(error: serde_json::Error) -> Failure {
    Failure::new(format!("it cannot be written as JSON: {error}"))
}

fn days(text: &str) -> Result<u16, String> {
    let number = text.trim().trim_end_matches('d').parse::<u16>().ok().filter(|days| (1..=3_650).contains(days));
    number.ok_or_else(|| "write it as a number of days, such as 30d".to_owned())
}
