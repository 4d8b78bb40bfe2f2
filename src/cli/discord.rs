//! `rolecall discord`: what Discord is told of the commands.

use std::io::Write as _;
use std::process::ExitCode;

use rolecall::config;
use rolecall::platform::discord::{commands, start};
use serde_json::Value;

use super::failure::Failure;
use super::globals::Globals;
use super::{Done, serve};

/// Tools for Discord
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Tell Discord of the commands, if anything is different
    ///
    /// `serve` does the same when it starts.
    Register {
        /// Show what would change and change nothing; without a token, print all commands as JSON
        #[arg(long)]
        dry_run: bool,
    },
}

/// Registers, or shows what would change.
pub(crate) fn run(globals: &Globals, args: &Args) -> Done {
    let What::Register { dry_run } = args.what;
    let ours = commands::all(&globals.origin().knowledge()?);
    let changes = match (config::Discord::read(&config::value)?, dry_run) {
        (None, true) => return print(&ours),
        (None, false) => return Err(Failure::new("`DISCORD_TOKEN` is not set").hint("`--dry-run` needs none")),
        (Some(discord), _) => changes(&discord, &ours, dry_run)?,
    };
    let mut out = anstream::stdout().lock();
    for change in &changes {
        writeln!(out, "{change}")?;
    }
    let end = match (changes.is_empty(), dry_run) {
        (true, _) => "nothing is different",
        (false, true) => "nothing was changed: this was a dry run",
        (false, false) => "registered",
    };
    writeln!(out, "{end}")?;
    Ok(ExitCode::SUCCESS)
}

fn print(ours: &[Value]) -> Done {
    let json = serde_json::to_string_pretty(ours)
        .map_err(|error| Failure::new(format!("the commands cannot be written as JSON: {error}")))?;
    writeln!(anstream::stdout().lock(), "{json}")?;
    Ok(ExitCode::SUCCESS)
}

fn changes(discord: &config::Discord, ours: &[Value], dry_run: bool) -> Result<Vec<String>, Failure> {
    let http = start::http(discord);
    let done = serve::runtime()?.block_on(async {
        let info = http.get_current_application_info().await?;
        http.set_application_id(info.id);
        if dry_run { commands::pending(&http, ours).await } else { commands::register(&http, ours).await }
    });
    done.map_err(|error| {
        let ended = start::reason(&error);
        Failure::new(ended.to_string()).hint(ended.hint())
    })
}
