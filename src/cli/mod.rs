//! What the command line understands, and where each command leads.

mod ask;
mod chat;
mod config;
mod data;
mod discord;
mod doctor;
mod eval;
mod exhibits;
mod explain;
mod failure;
mod gaps;
mod globals;
mod knowledge;
mod labels;
mod log;
mod prompt;
mod self_miss;
mod serve;
mod slack;
mod slash;
mod store;
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
    Knowledge(knowledge::Args),
    Data(data::Args),
    Eval(eval::Args),
    Serve(serve::Args),
    Doctor(doctor::Args),
    Gaps(gaps::Args),
    Config(config::Args),
    Store(store::Args),
    Discord(discord::Args),
    Slack(slack::Args),
}

/// Reads the arguments, does what they say, and reports what went wrong.
pub(crate) fn main() -> ExitCode {
    run(std::env::args_os()).unwrap_or_else(Failure::report)
}

fn run(args: impl IntoIterator<Item = OsString>) -> Done {
    let app = Cli::command().disable_help_subcommand(true).subcommands(slash::subcommands());
    let matches = match app.try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    let globals = Globals::from_arg_matches(&matches).map_err(|error| Failure::new(error.to_string()))?;
    if let Some(done) = config::check_first(&globals, &matches) {
        return done;
    }
    let globals = globals.completed()?;
    log::start()?;
    if let Some((name, values)) = matches.subcommand()
        && let Some(command) = slash::named(name)
    {
        return slash::run(&globals, command, values);
    }
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match cli.command {
        None => chat::run(&globals, &chat::Args::default()),
        Some(Builtin::Chat(args)) => chat::run(&globals, &args),
        Some(Builtin::Ask(args)) => ask::run(&globals, &args),
        Some(Builtin::Data(args)) => data::run(&globals, &args),
        Some(Builtin::Knowledge(args)) => knowledge::run(&globals, &args),
        Some(Builtin::Eval(args)) => eval::run(&args),
        Some(Builtin::Serve(args)) => serve::run(&globals, &args),
        Some(Builtin::Gaps(args)) => gaps::run(&globals, &args),
        Some(Builtin::Store(args)) => store::run(&args),
        Some(Builtin::Config(args)) => config::run(&args),
        Some(Builtin::Doctor(args)) => doctor::run(&globals, &args),
        Some(Builtin::Discord(args)) => discord::run(&globals, &args),
        Some(Builtin::Slack(args)) => slack::run(&args),
    }
}

/// Help and version are no errors; everything else is 1, because 2 says "unknown".
fn usage(error: &clap::Error) -> Done {
    error.print()?;
    Ok(if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
