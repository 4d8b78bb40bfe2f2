//! `rolecall chat`: a conversation, with a person or with a tool.

use std::io;
use std::process::ExitCode;

use jiff::Timestamp;
use rolecall::platform::terminal::{json, plain};

use super::globals::Globals;
use super::{Done, terminal};

/// Ask in a conversation; follow-ups lean on what was said before
///
/// In a terminal, `help` shows what can be asked and `quit` ends. Through pipes, every line is a question.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Speak JSON lines: one object in, one object out
    #[arg(long)]
    json: bool,
}

/// Talks until the input ends.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    let bot = globals.origin().bot()?;
    let (input, output) = (io::stdin().lock(), anstream::stdout().lock());
    let today = globals.set_day();
    if args.json {
        json::serve(&bot, today, Timestamp::now, input, output)?;
    } else {
        plain::serve(&bot, today, Timestamp::now, terminal::text, input, output)?;
    }
    Ok(ExitCode::SUCCESS)
}
