//! `rolecall config`: what is set, where, and whether it can be used.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use rolecall::config::{self, ConfigError, Place, Setting};

use super::Done;
use super::failure::Failure;

/// Look at the settings of `rolecall.toml` and the environment
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Say whether every setting can be used, and name what no setting is
    Check,
    /// Print every setting that is in force and where it stands; secrets are masked
    Show,
    /// Print a `rolecall.toml` with every setting, each with what it means
    Example,
}

/// Looks, and tells.
pub(crate) fn run(args: &Args) -> Done {
    let text = match args.what {
        What::Check => checked()?,
        What::Show => shown(),
        What::Example => config::example(),
    };
    write!(anstream::stdout().lock(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

fn all() -> impl Iterator<Item = &'static Setting> {
    config::ALL.iter().copied().flatten()
}

fn checked() -> Result<String, Failure> {
    config::check(&config::value)?;
    let strangers = config::strangers(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()));
    if let Some((name, like)) = strangers.first() {
        return Err(Failure::new(format!("no setting is called `{name}`")).hint(like));
    }
    let set = all().filter(|s| config::place(s.env).is_some()).count();
    Ok(format!("{set} settings, nothing is wrong with them\n"))
}

fn shown() -> String {
    let mut out = String::new();
    for setting in all() {
        let (Some(value), Some(place)) = (config::value(setting.env), config::place(setting.env)) else { continue };
        let value = if setting.secret { "****" } else { value.as_str() };
        // Writing to a text cannot fail.
        let _ = writeln!(out, "{} = {value} ({})", setting.place(), stands(setting, place));
    }
    if out.is_empty() { "Nothing is set; `rolecall config example` shows what there is.\n".to_owned() } else { out }
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
