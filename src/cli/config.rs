//! `rolecall config`: what is set, where, and whether it can be used.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use rolecall::config::{self, ConfigError, Place, Setting, SourceError};

use super::Done;
use super::failure::Failure;
use super::globals::Globals;

/// Look at the settings of `rolecall.toml` and the environment
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Say whether `serve` could use every setting, and name everything that is wrong and what no setting is
    Check,
    /// Print every setting that is in force and where it stands, also those that hold where nothing is said; secrets are masked
    Show,
    /// Print a `rolecall.toml` with every setting, each with what it means
    Example,
}

/// `config check` tells everything that is wrong, so it comes before anything that would end with the first.
pub(crate) fn check_first(globals: &Globals, matches: &clap::ArgMatches) -> Option<Done> {
    let (_, config) = matches.subcommand().filter(|(name, _)| *name == "config")?;
    (config.subcommand_name() == Some("check")).then(|| check(globals.begin()))
}

/// Looks, and tells.
pub(crate) fn run(args: &Args) -> Done {
    let text = match args.what {
        What::Check => return check(Vec::new()),
        What::Show => shown(),
        What::Example => config::example(),
    };
    write!(anstream::stdout().lock(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

fn all() -> impl Iterator<Item = &'static Setting> {
    config::ALL.iter().copied().flatten()
}

fn check(unreadable: Vec<SourceError>) -> Done {
    let mut wrong: Vec<Failure> = unreadable.into_iter().map(Failure::from).collect();
    wrong.extend(config::faults(&config::value).into_iter().map(Failure::from));
    let strangers = config::strangers(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()));
    let stranger = |(name, like)| Failure::new(format!("no setting is called `{name}`")).hint(like);
    wrong.extend(strangers.into_iter().map(stranger));
    let mut out = anstream::stdout().lock();
    for (name, path) in config::empty() {
        writeln!(out, "`{name}` is not set: the file {} is empty", path.display())?;
    }
    if wrong.is_empty() {
        let set = all().filter(|s| config::place(s.env).is_some()).count();
        writeln!(out, "{set} settings, nothing is wrong with them")?;
        return Ok(ExitCode::SUCCESS);
    }
    for failure in wrong {
        failure.report();
    }
    Ok(ExitCode::FAILURE)
}

/// What is set, and what holds where nothing is said.
fn shown() -> String {
    let mut out = String::new();
    for setting in all() {
        let (value, from) = match (config::value(setting.env).filter(|v| !v.is_empty()), config::place(setting.env)) {
            (Some(_), Some(place)) if setting.secret => ("****".to_owned(), stands(setting, place)),
            (Some(value), Some(place)) => (value, stands(setting, place)),
            _ if setting.usual => (setting.example.trim_matches('"').to_owned(), "nothing else is said".to_owned()),
            _ => continue,
        };
        // Writing to a text cannot fail.
        let _ = writeln!(out, "{} = {value} ({from})", setting.place());
    }
    out
}

fn stands(setting: &Setting, place: &Place) -> String {
    match place {
        Place::Environment => setting.env.to_owned(),
        Place::Secret(path) => path.display().to_string(),
        Place::Line(line) => format!("line {line} of the file"),
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Failure {
        let setting = all().find(|s| s.env == error.name);
        match (setting, config::place(error.name)) {
            (Some(setting), Some(Place::Line(line))) => {
                let place = format!("`{}` in line {line} of the settings cannot be used", setting.place());
                Failure::new(format!("{place}: {}", error.wrong)).hint(error.hint)
            }
            _ => Failure::new(error.to_string()).hint(error.hint),
        }
    }
}

impl From<config::SourceError> for Failure {
    fn from(error: config::SourceError) -> Failure {
        Failure::new(error.to_string()).hint(error.hint)
    }
}
