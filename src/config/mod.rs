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
pub use slack::{Install, Slack};
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

/// Gathers the settings of the process, once, before anything else: `file`, or `rolecall.toml` if it is there. What is
/// right is in force whatever else is wrong; what is wrong is returned, and only `config check` goes on in spite of it.
pub fn begin(file: Option<&Path>) -> Vec<SourceError> {
    let (source, faults) = gather(file);
    // A second start changes nothing.
    let _ = SOURCE.set(source);
    faults
}

fn gather(file: Option<&Path>) -> (Source, Vec<SourceError>) {
    let path = file.map(PathBuf::from).or_else(|| Some(PathBuf::from(FILE)).filter(|path| path.is_file()));
    let text = path.as_ref().map(std::fs::read_to_string).transpose().map_err(|error| SourceError {
        place: path.as_ref().map_or_else(String::new, |path| path.display().to_string()),
        wrong: format!("it cannot be read: {error}"),
        hint: "`--config FILE` or `ROLECALL_CONFIG` names the file; without either `rolecall.toml` is read".to_owned(),
    });
    let (text, unreadable) = text.map_or_else(|fault| (None, Some(fault)), |text| (text, None));
    let file = path.as_deref().zip(text.as_deref());
    let (source, faults) =
        Source::gather(ALL, &|name| std::env::var(name).ok(), file, &|path| std::fs::read_to_string(path));
    (source, unreadable.into_iter().chain(faults).collect())
}

/// A setting of the process, by its name in the environment.
pub fn value(name: &str) -> Option<String> {
    SOURCE.get().map_or_else(|| std::env::var(name).ok(), |source| source.value(name))
}

/// Where a setting of the process stands.
pub fn place(name: &str) -> Option<&'static Place> {
    SOURCE.get().and_then(|source| source.place(name))
}

/// Files of secrets that are empty, each with its setting, which then says nothing: so a platform is switched off.
pub fn empty() -> Vec<(&'static str, PathBuf)> {
    SOURCE.get().into_iter().flat_map(Source::empty).map(|(env, path)| (env, path.to_owned())).collect()
}

/// Reads every concern as `serve` would: every value that it would not take.
pub fn faults(lookup: Lookup<'_>) -> Vec<ConfigError> {
    let mut faults = Vec::new();
    usable(lookup, Knowledge::read, &mut faults);
    let discord = usable(lookup, Discord::read, &mut faults);
    let slack = usable(lookup, Slack::read, &mut faults);
    let web = usable(lookup, Web::read, &mut faults);
    usable(lookup, Store::read, &mut faults);
    usable(lookup, Replicas::read, &mut faults);
    usable(lookup, Limits::read, &mut faults);
    usable(lookup, Log::read, &mut faults);
    if let Some(folder) = given(lookup, "ROLECALL_KNOWLEDGE").filter(|folder| !Path::new(folder).is_dir()) {
        let wrong = format!("there is no folder `{folder}`");
        let hint = "name a folder with a knowledge base, or leave it out for the copy in the binary";
        faults.push(ConfigError { name: "ROLECALL_KNOWLEDGE", wrong, hint });
    }
    if let (Some(discord), Some(slack), Some(web)) = (discord, slack, web) {
        faults.extend(together(discord.as_ref(), slack.as_ref(), web.as_ref()).err());
    }
    faults
}

/// Reads a concern. What cannot be used is noted and taken for its example from then on, so that the rest is read too.
fn usable<T>(
    lookup: Lookup<'_>,
    read: impl Fn(Lookup<'_>) -> Result<T, ConfigError>,
    faults: &mut Vec<ConfigError>,
) -> Option<T> {
    let examples = setting::examples(ALL);
    loop {
        let is_fault = |name: &str| faults.iter().any(|fault| fault.name == name);
        let mended = |name: &str| if is_fault(name) { examples.value(name) } else { lookup(name) };
        match read(&mended) {
            Ok(concern) => return Some(concern),
            Err(fault) if is_fault(fault.name) => return None,
            Err(fault) => faults.push(fault),
        }
    }
}

/// Whether the concerns go together.
///
/// # Errors
/// If nothing would be served, or Slack would come to an address that there is not.
pub fn together(discord: Option<&Discord>, slack: Option<&Slack>, web: Option<&Web>) -> Result<(), ConfigError> {
    if web.is_none() && slack.is_some_and(|slack| !slack.signing_secrets.is_empty()) {
        return Err(ConfigError {
            name: "SLACK_SIGNING_SECRET",
            wrong: "it is set, and there is no address to which Slack can come".to_owned(),
            hint: "leave `ROLECALL_WEB_ADDRESS` out, or name an address and a port in it",
        });
    }
    if web.is_none() && slack.is_some_and(|slack| slack.install.is_some()) {
        return Err(ConfigError {
            name: "SLACK_CLIENT_ID",
            wrong: "it is set, and there is no address at which people could install the app".to_owned(),
            hint: "leave `ROLECALL_WEB_ADDRESS` out, or name an address and a port in it",
        });
    }
    if web.is_none() && discord.is_none() && slack.is_none() {
        return Err(ConfigError {
            name: "ROLECALL_WEB_ADDRESS",
            wrong: "it is off and no platform has a token: nothing is configured to serve".to_owned(),
            hint: "set `DISCORD_TOKEN` or `SLACK_BOT_TOKEN`, or leave it out to open the page on this machine",
        });
    }
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
        let (source, faults) = Source::gather(ALL, &|_| None, file, &|_| Ok(String::new()));
        assert_eq!(faults, []);
        for setting in ALL.iter().copied().flatten() {
            assert!(source.value(setting.env).is_some(), "{}", setting.place());
        }
        assert_eq!(super::faults(&|name| source.value(name)), []);
        assert_eq!(
            include_str!("../../deploy/rolecall.toml"),
            example,
            "`rolecall config example > deploy/rolecall.toml`"
        );
    }

    #[test]
    fn what_is_said_to_hold_where_nothing_is_said_does() {
        let usual = |name: &str| {
            let setting = ALL.iter().copied().flatten().find(|s| s.env == name && s.usual)?;
            setting::examples(ALL).value(setting.env)
        };
        let nothing = |_: &str| None;
        assert_eq!(Web::read(&usual), Web::read(&nothing));
        assert_eq!(Store::read(&usual), Store::read(&nothing));
        assert_eq!(Replicas::read(&usual), Replicas::read(&nothing));
        assert_eq!(Limits::read(&usual), Limits::read(&nothing));
        assert_eq!(Log::read(&usual), Log::read(&nothing));
        let token = |name: &str| {
            ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"].contains(&name).then(|| setting::examples(ALL).value(name)).flatten()
        };
        assert_eq!(Slack::read(&|name| usual(name).or_else(|| token(name))), Slack::read(&token));
    }

    #[test]
    fn everything_that_serve_would_not_take_is_told() {
        let of = |given: &[(&str, &str)]| {
            let found = faults(&|name| given.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()));
            found.into_iter().map(|fault| fault.name).collect::<Vec<_>>()
        };
        for (name, value) in [
            ("DATABASE_URL", "mysql://x"),
            ("DATABASE_URL", "postgres://h:port/d"),
            ("ROLECALL_KNOWLEDGE", "/nowhere"),
            ("ROLECALL_DISCORD_SHARDS", "3-1/2"),
            ("ROLECALL_HASH_KEY", "short"),
            ("ROLECALL_WEB_ADDRESS", "off"),
        ] {
            assert_eq!(of(&[(name, value)]), [name], "{value}");
        }
        let many = [
            ("ROLECALL_WEB_ADDRESS", "0.0.0.0:80"),
            ("ROLECALL_WEB_TOKEN", "short"),
            ("ROLECALL_WEB_RATE", "often"),
            ("ROLECALL_LIMIT_PERSON", "x"),
            ("ROLECALL_LIMIT_ENTRY", "y"),
        ];
        let names = ["ROLECALL_WEB_TOKEN", "ROLECALL_WEB_RATE", "ROLECALL_LIMIT_PERSON", "ROLECALL_LIMIT_ENTRY"];
        assert_eq!(of(&many), names);
        assert_eq!(of(&[]), [""; 0]);
    }

    #[test]
    fn a_variable_that_no_setting_has_is_noticed() {
        let names = ["ROLECALL_WEB_ADRESS", "ROLECALL_WEB_TOKEN_FILE", "HOME", "ROLECALL_CONFIG"];
        let found = strangers(names.into_iter().map(str::to_owned));
        assert_eq!(found, [("ROLECALL_WEB_ADRESS".to_owned(), "did you mean `ROLECALL_WEB_ADDRESS`?".to_owned())]);
    }
}
