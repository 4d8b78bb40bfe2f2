//! What the command line understands, and where each command leads.

mod ask;
mod chat;
mod failure;
mod globals;
mod log;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use failure::Failure;
use globals::Globals;

/// What every command comes to.
type Done = Result<ExitCode, Failure>;

/// Sourced answers about MLOps careers and pay, or an honest "I have no sourced answer for that".
///
/// Without a command it is a conversation: `rolecall` is `rolecall chat`.
#[derive(Debug, Parser)]
#[command(name = "rolecall", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Option<Builtin>,
}

/// Commands that only a command line has; the others stand in the registry.
#[derive(Debug, Subcommand)]
enum Builtin {
    Ask(ask::Args),
    Chat(chat::Args),
}

/// Reads the arguments, does what they say, and reports what went wrong.
pub(crate) fn main() -> ExitCode {
    run(std::env::args_os()).unwrap_or_else(Failure::report)
}

fn run(args: impl IntoIterator<Item = OsString>) -> Done {
    let matches = match Cli::command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    log::start()?;
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match cli.command {
        None => chat::run(&cli.globals, &chat::Args::default()),
        Some(Builtin::Chat(args)) => chat::run(&cli.globals, &args),
        Some(Builtin::Ask(args)) => ask::run(&cli.globals, &args),
    }
}

/// Help and version are no errors; everything else is 1, because 2 says "unknown".
fn usage(error: &clap::Error) -> Done {
    error.print()?;
    Ok(if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
