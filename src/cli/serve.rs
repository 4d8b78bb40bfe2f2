//! `rolecall serve`: the page, and every platform that is configured.

use std::process::ExitCode;

use jiff::Timestamp;
use rolecall::config;
use rolecall::serve::{self, ServeError};
use tokio::signal::unix::{SignalKind, signal};

use super::failure::Failure;
use super::globals::Globals;
use super::{Done, log};

/// Open the page for people, and answer in Discord and Slack, until told to stop
///
/// The page is on 127.0.0.1:8080, or where `ROLECALL_WEB_ADDRESS` says (`off` for none). Discord needs `DISCORD_TOKEN`; Slack
/// `SLACK_BOT_TOKEN`, with `SLACK_APP_TOKEN` (Socket Mode) or `SLACK_SIGNING_SECRET` (HTTP).
/// Settings, votes and questions are remembered in `rolecall.db`, or where `DATABASE_URL` says. All of that can stand in
/// `rolecall.toml` as well: `rolecall config example` prints one.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Serves until Ctrl-C or SIGTERM.
///
/// What a supervisor need not try again ends with a status of its own.
pub(crate) fn run(globals: &Globals, _: &Args) -> Done {
    log::start_with("rolecall=info")?;
    let setup = configured(globals).map_err(Failure::of_configuration)?;
    runtime()?.block_on(async {
        let stop = stop()?;
        serve::run(setup, stop).await.map_err(failure)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What is to be served, as it is configured.
fn configured(globals: &Globals) -> Result<serve::Setup, Failure> {
    let discord = config::Discord::read(&config::value)?;
    let slack = config::Slack::read(&config::value)?;
    let web = config::Web::read(&config::value)?;
    config::together(discord.as_ref(), slack.as_ref(), web.as_ref())?;
    Ok(serve::Setup {
        origin: globals.origin(),
        today: globals.set_day(),
        store: config::Store::read(&config::value)?,
        discord,
        slack,
        web,
        limits: config::Limits::read(&config::value)?,
        replicas: config::Replicas::read(&config::value)?,
        clock: Timestamp::now,
    })
}

/// Threads that work on events. An event takes a fraction of a millisecond, so that one thread keeps up with thousands a
/// second, and two would spend more on waking each other than on the events; what takes longer has threads of its own.
const WORKERS: usize = 1;

/// What works on events.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build();
    runtime.map_err(|error| Failure::new(format!("no thread can be started: {error}")))
}

/// Waits for Ctrl-C or SIGTERM.
fn stop() -> Result<impl Future<Output = ()>, Failure> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

fn failure(error: ServeError) -> Failure {
    match error {
        ServeError::Load(error) => error.into(),
        ServeError::Discord(ended) => {
            let failure = Failure::new(ended.to_string()).hint(ended.hint());
            if ended.lasts() { failure.of_configuration() } else { failure }
        }
        ServeError::Slack(ended) => {
            let failure = Failure::new(ended.to_string()).hint(ended.hint());
            if ended.lasts() { failure.of_configuration() } else { failure }
        }
        ServeError::Web(error) => Failure::new(error.to_string()).hint(error.hint()),
        ServeError::Store(error) => {
            Failure::new(error.to_string()).hint("check `DATABASE_URL` and that its folder can be written")
        }
        ServeError::Broken => Failure::new(error.to_string()).hint("start it again; if it happens again, report it"),
    }
}
