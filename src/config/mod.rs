//! What the program is told from outside: one small struct a concern, each field naming its environment variable.
//!
//! There is one way to read settings: `source` gathers what the environment, files of secrets and `rolecall.toml` say,
//! [`value`] looks one up by its name in the environment, and each struct reads its own.

mod discord;
mod knowledge;
mod limits;
mod log;
mod replicas;
mod secret;
mod setting;
mod slack;
mod source;
mod store;
mod web;

pub use discord::{Discord, Shards};
pub use knowledge::Knowledge;
pub use limits::Limits;
pub use log::{Log, LogForm};
pub use replicas::Replicas;
pub use secret::Secret;
pub use setting::Setting;
pub use slack::Slack;
pub use source::{Place, Reader, Source, SourceError};
pub use store::Store;
pub use web::Web;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Where a value is looked up: the settings, or a table in tests.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The file that is read where none is named, if it is there.
pub const FILE: &str = "rolecall.toml";

/// Every setting, by concern.
pub const ALL: &[&[Setting]] = &[
    knowledge::SETTINGS,
    discord::SETTINGS,
    slack::SETTINGS,
    web::SETTINGS,
    store::SETTINGS,
    replicas::SETTINGS,
    limits::SETTINGS,
    log::SETTINGS,
];

/// A value that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` cannot be used: {wrong}")]
pub struct ConfigError {
    /// Of the variable.
    pub name: &'static str,
    /// What is wrong; never holds the value of a secret.
    pub wrong: String,
    /// How to mend it.
    pub hint: &'static str,
}

static SOURCE: OnceLock<Source> = OnceLock::new();

/// Gathers the settings of the process, once, before anything else: `file`, or `rolecall.toml` if it is there.
///
/// # Errors
/// If what is there cannot be read.
pub fn begin(file: Option<&Path>) -> Result<(), SourceError> {
    let source = gather(file)?;
    // A second start changes nothing.
    let _ = SOURCE.set(source);
    Ok(())
}

fn gather(file: Option<&Path>) -> Result<Source, SourceError> {
    let path = file.map(PathBuf::from).or_else(|| Some(PathBuf::from(FILE)).filter(|path| path.is_file()));
    let text = path.as_ref().map(std::fs::read_to_string).transpose().map_err(|error| SourceError {
        place: path.as_ref().map_or_else(String::new, |path| path.display().to_string()),
        wrong: format!("it cannot be read: {error}"),
        hint: "`--config FILE` or `ROLECALL_CONFIG` names the file; without either `rolecall.toml` is read".to_owned(),
    })?;
    let file = path.as_deref().zip(text.as_deref());
    Source::gather(ALL, &|name| std::env::var(name).ok(), file, &|path| std::fs::read_to_string(path))
}

/// A setting of the process, by its name in the environment.
pub fn value(name: &str) -> Option<String> {
    SOURCE.get().map_or_else(|| std::env::var(name).ok(), |source| source.value(name))
}

/// Where a setting of the process stands.
pub fn place(name: &str) -> Option<&'static Place> {
    SOURCE.get().and_then(|source| source.place(name))
}

/// Reads every concern, as `serve` would.
///
/// # Errors
/// The first value that cannot be used.
pub fn check(lookup: Lookup<'_>) -> Result<(), ConfigError> {
    Knowledge::read(lookup)?;
    Discord::read(lookup)?;
    Slack::read(lookup)?;
    Web::read(lookup)?;
    Store::read(lookup)?;
    Replicas::read(lookup)?;
    Limits::read(lookup)?;
    Log::read(lookup)?;
    Ok(())
}

/// Variables that look like settings and are none, with what was probably meant.
pub fn strangers(names: impl Iterator<Item = String>) -> Vec<(String, String)> {
    let all = || ALL.iter().copied().flatten();
    let known = |name: &str| all().any(|s| s.env == name || (s.secret && s.file_env() == name));
    let ours = |name: &String| name.starts_with("ROLECALL_") && name != "ROLECALL_CONFIG" && !known(name);
    names.filter(ours).map(|name| (source::like(&name, all().map(|s| s.env)), name)).map(|(l, n)| (n, l)).collect()
}

/// A file with every setting, each with what it means and out of force.
pub fn example() -> String {
    setting::example(ALL)
}

/// A value that is there and says something.
fn given(lookup: Lookup<'_>, name: &str) -> Option<String> {
    lookup(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// A whole number within bounds; what holds otherwise where nothing is said.
fn number(
    lookup: Lookup<'_>,
    name: &'static str,
    (least, most): (u32, u32),
    otherwise: u32,
) -> Result<u32, ConfigError> {
    let Some(text) = given(lookup, name) else { return Ok(otherwise) };
    text.parse().ok().filter(|n| (least..=most).contains(n)).ok_or_else(|| ConfigError {
        name,
        wrong: format!("`{text}` is no whole number from {least} to {most}"),
        hint: "write a number, such as the one in `rolecall config example`",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_one_place_and_one_name() {
        let mut all: Vec<(String, &str)> = ALL.iter().copied().flatten().map(|s| (s.place(), s.env)).collect();
        let count = all.len();
        all.sort();
        all.dedup_by(|a, b| a.0 == b.0 || a.1 == b.1);
        assert_eq!(all.len(), count);
        assert!(ALL.iter().all(|concern| concern.iter().all(|s| s.table == concern[0].table)));
    }

    #[test]
    fn the_example_says_only_what_can_be_used() {
        let example = example();
        let set: String = example
            .lines()
            .map(|line| {
                line.strip_prefix("# ")
                    .filter(|rest| rest.split_once(" = ").is_some_and(|(k, _)| !k.contains(' ')))
                    .unwrap_or(line)
            })
            .map(|line| format!("{line}\n"))
            .collect();
        let file = Some((Path::new("example"), set.as_str()));
        let source = Source::gather(ALL, &|_| None, file, &|_| Ok(String::new())).unwrap();
        for setting in ALL.iter().copied().flatten() {
            assert!(source.value(setting.env).is_some(), "{}", setting.place());
        }
        check(&|name| source.value(name)).unwrap();
        assert_eq!(
            include_str!("../../deploy/rolecall.toml"),
            example,
            "`rolecall config example > deploy/rolecall.toml`"
        );
    }

    #[test]
    fn a_variable_that_no_setting_has_is_noticed() {
        let names = ["ROLECALL_WEB_ADRESS", "ROLECALL_WEB_TOKEN_FILE", "HOME", "ROLECALL_CONFIG"];
        let found = strangers(names.into_iter().map(str::to_owned));
        assert_eq!(found, [("ROLECALL_WEB_ADRESS".to_owned(), "did you mean `ROLECALL_WEB_ADDRESS`?".to_owned())]);
    }
}
