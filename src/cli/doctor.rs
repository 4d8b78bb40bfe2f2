//! `rolecall doctor`: what is missing, a line each.

use std::io::Write as _;
use std::process::ExitCode;

use rolecall::config;
use rolecall::platform::check::{Check, State};
use rolecall::platform::discord::start;
use rolecall::platform::{discord, slack};

use super::globals::Globals;
use super::{Done, serve};

/// Look for what is missing before people can ask in Discord and Slack
///
/// Exit status: 0 if nothing that is configured fails, 1 otherwise.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Looks, and tells.
pub(crate) fn run(globals: &Globals, _: &Args) -> Done {
    let knowledge = globals.origin().knowledge()?;
    let mut checks = vec![
        Check::good(format!("the knowledge base is {}: {} entries", globals.origin(), knowledge.entries().len())),
        store(config::Store::read(&config::value)?.url.expose()),
    ];
    match config::Discord::read(&config::value)? {
        None => checks.push(Check::not(
            State::Note,
            "`DISCORD_TOKEN` is not set: Discord is off",
            "create a bot at https://discord.com/developers/applications and set its token; docs/discord.md shows how",
        )),
        Some(discord) => {
            let http = start::http(&discord);
            checks.extend(serve::runtime()?.block_on(discord::doctor::examine(&http, &knowledge)));
        }
    }
    match config::Slack::read(&config::value)? {
        None => checks.push(Check::not(
            State::Note,
            "`SLACK_BOT_TOKEN` is not set: Slack is off",
            "make an app from `rolecall slack manifest` and set its tokens; docs/slack.md shows how",
        )),
        Some(config) => checks.extend(serve::runtime()?.block_on(slack::doctor::examine(&config))),
    }
    tell(&checks)?;
    Ok(if checks.iter().any(|c| c.state == State::Bad) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Whether there is a store; only `serve` makes one.
fn store(url: &str) -> Check {
    if !url.starts_with("sqlite:") {
        return Check::good("settings, votes and questions are kept in PostgreSQL".to_owned());
    }
    let file = url.trim_start_matches("sqlite://").trim_start_matches("sqlite:");
    let file = std::path::Path::new(file.split('?').next().unwrap_or_default());
    if file.is_file() {
        return Check::good(format!("settings and votes are in {}", file.display()));
    }
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    if folder.is_dir() {
        return Check::good(format!("settings and votes will be in {}, once it serves", file.display()));
    }
    let hint = "make the folder, or name another file in `DATABASE_URL`";
    Check::not(State::Bad, format!("there is no folder {} for the store", folder.display()), hint)
}

fn tell(checks: &[Check]) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    for check in checks {
        let mark = match check.state {
            State::Good => "ok     ",
            State::Note => "note   ",
            State::Bad => "missing",
        };
        writeln!(out, "{mark} {}", check.text)?;
        if let Some(hint) = &check.hint {
            writeln!(out, "        hint: {hint}")?;
        }
    }
    Ok(())
}
