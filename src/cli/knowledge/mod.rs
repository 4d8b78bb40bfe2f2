//! `rolecall knowledge`: for the people who look after it.

mod check;
#[cfg(feature = "minilm")]
mod embed;
mod eval;
mod list;
mod schema;
mod show;

use clap::Subcommand;

use super::Done;
use super::globals::Globals;

/// Check, list and show the knowledge base
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    /// List every entry with its question or name
    List,
    Show(show::Args),
    Schema(schema::Args),
    Eval(eval::Args),
    #[cfg(feature = "minilm")]
    Embed(embed::Args),
}

/// Does what the subcommand says.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    match &args.command {
        Command::Check(args) => check::run(globals, args),
        Command::List => list::run(globals),
        Command::Show(args) => show::run(globals, args),
        Command::Schema(args) => schema::run(args),
        Command::Eval(args) => eval::run(globals, args),
        #[cfg(feature = "minilm")]
        Command::Embed(args) => embed::run(globals, args),
    }
}
