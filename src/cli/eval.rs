//! `rolecall eval`: the matching engine alone, on a labelled set.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use rolecall::loading;

use super::Done;
use super::failure::Failure;

/// Score the matching engine on a labelled set of questions
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// JSON lines of {"label": …, "questions": [ … ]}
    #[arg(long, value_name = "FILE")]
    kb: PathBuf,
    /// JSON lines of {"question": …, "label": …}; the label `__oos__` means that nothing answers it
    #[arg(long, value_name = "FILE")]
    questions: PathBuf,
    /// Print the measures as one JSON object
    #[arg(long)]
    json: bool,
}

/// Builds an engine, asks it everything, and prints the measures.
pub(crate) fn run(args: &Args) -> Done {
    let encoder = loading::patient_encoder()?;
    let report = rolecall::eval::run(&args.kb, &args.questions, Some(encoder)).map_err(|error| {
        Failure::new(error.to_string()).hint("`rolecall eval --help` shows what each line looks like")
    })?;
    let mut out = anstream::stdout().lock();
    if args.json {
        let line = serde_json::to_string(&report).map_err(|error| Failure::new(error.to_string()))?;
        writeln!(out, "{line}")?;
    } else {
        writeln!(out, "{report}")?;
    }
    Ok(ExitCode::SUCCESS)
}
