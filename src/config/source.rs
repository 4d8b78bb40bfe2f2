//! Where settings stand: the environment first, then files of secrets that it names, then `rolecall.toml`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Lookup, Setting};

/// Names that differ no more than this are taken for typing errors.
const SIMILAR: f64 = 0.75;
/// In the file, a secret with this at the end of its name is read from the file that is named.
const FILE: &str = "_file";

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a variable of the environment.
    Environment,
    /// In a file that a variable or the settings name.
    Secret(PathBuf),
    /// In a line of the settings, counted from 1.
    Line(usize),
}

/// Every setting that says something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    values: BTreeMap<&'static str, (String, Place)>,
}

/// Why settings cannot be read. Never holds the value of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {wrong}")]
pub struct SourceError {
    /// The file and its line, or the variable.
    pub place: String,
    /// What is wrong.
    pub wrong: String,
    /// How to mend it.
    pub hint: String,
}

/// How files of secrets are read.
pub type Reader<'a> = &'a dyn Fn(&Path) -> io::Result<String>;

impl Source {
    /// Gathers what is said: `environment` before `file`, which is a path and what stands there. Beside it, everything that
    /// is wrong: a file that is no TOML or holds what no setting is, a secret that is in two places or cannot be read.
    pub fn gather(
        all: &[&[Setting]],
        environment: Lookup<'_>,
        file: Option<(&Path, &str)>,
        read: Reader<'_>,
    ) -> (Source, Vec<SourceError>) {
        let mut faults = Vec::new();
        let mut values = file.map_or_else(BTreeMap::new, |file| written(all, file, read, &mut faults));
        for setting in all.iter().copied().flatten() {
            let named = setting.secret.then(|| environment(&setting.file_env())).flatten().filter(|v| !v.is_empty());
            let direct = environment(setting.env).filter(|v| !v.trim().is_empty());
            if named.is_some() && direct.is_some() {
                faults.push(twice(setting.file_env(), setting.env));
            }
            let found = match named.map(|path| secret(&setting.file_env(), Path::new(&path), read)).transpose() {
                Ok(secret) => direct.map(|value| (value, Place::Environment)).or(secret),
                Err(fault) => {
                    faults.push(fault);
                    None
                }
            };
            values.extend(found.map(|found| (setting.env, found)));
        }
        (Source { values }, faults)
    }

    /// Files of secrets that are empty, each with its setting, which then says nothing.
    pub fn empty(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        self.values.iter().filter_map(|(env, (value, place))| match place {
            Place::Secret(path) if value.is_empty() => Some((*env, path.as_path())),
            _ => None,
        })
    }

    /// The value of a setting, by its name in the environment.
    pub fn value(&self, env: &str) -> Option<String> {
        self.values.get(env).map(|(value, _)| value.clone())
    }

    /// Where that value stands.
    pub fn place(&self, env: &str) -> Option<&Place> {
        self.values.get(env).map(|(_, place)| place)
    }
}

fn secret(place: &str, path: &Path, read: Reader<'_>) -> Result<(String, Place), SourceError> {
    let text = read(path).map_err(|error| SourceError {
        place: place.to_owned(),
        wrong: format!("`{}` cannot be read: {error}", path.display()),
        hint: "name a file that this process may read, with the secret alone in it".to_owned(),
    })?;
    Ok((text.trim().to_owned(), Place::Secret(path.to_owned())))
}

fn twice(place: String, other: &str) -> SourceError {
    let hint = "leave one of them out: it does not show which one is meant".to_owned();
    SourceError { place, wrong: format!("`{other}` is set as well"), hint }
}

/// What the file says.
fn written(
    all: &[&[Setting]],
    (path, text): (&Path, &str),
    read: Reader<'_>,
    faults: &mut Vec<SourceError>,
) -> BTreeMap<&'static str, (String, Place)> {
    let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let fault = |at: usize, wrong: String, hint: String| SourceError {
        place: format!("{}:{}", path.display(), line(at)),
        wrong,
        hint,
    };
    let mut values = BTreeMap::new();
    let parsed = match DeTable::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let hint = "write it as TOML: `key = \"value\"` under a `[table]`".to_owned();
            faults.push(fault(at, error.message().to_owned(), hint));
            return values;
        }
    };
    for (table, inside) in parsed.get_ref() {
        let at = table.span().start;
        let settings = all.iter().find(|s| s.first().is_some_and(|s| s.table == table.get_ref().as_ref()));
        let Some(settings) = settings else {
            let tables = all.iter().filter_map(|s| s.first()).map(|s| s.table);
            faults.push(fault(at, format!("there is no table `{}`", table.get_ref()), like(table.get_ref(), tables)));
            continue;
        };
        let DeValue::Table(inside) = inside.get_ref() else {
            let name = table.get_ref();
            faults.push(fault(at, format!("`{name}` is a table"), format!("write `[{name}]`")));
            continue;
        };
        for (key, value) in inside {
            let at = key.span().start;
            let name: &str = key.get_ref();
            let direct = settings.iter().find(|s| s.key == name);
            let filed = || name.strip_suffix(FILE).and_then(|n| settings.iter().find(|s| s.secret && s.key == n));
            let Some(setting) = direct.or_else(filed) else {
                let keys = settings.iter().map(|s| s.key);
                faults.push(fault(at, format!("`{}` has no setting `{name}`", table.get_ref()), like(name, keys)));
                continue;
            };
            let Some(value) = plain(value) else {
                let hint = format!("write it as `{} = {}`", setting.key, setting.example);
                faults.push(fault(at, format!("`{name}` is of a kind that no setting has"), hint));
                continue;
            };
            let here = format!("{}:{}", path.display(), line(at));
            let found = match direct {
                Some(_) => Ok((value, Place::Line(line(at)))),
                None => secret(&here, Path::new(&value), read),
            };
            match found {
                Ok(found) => faults.extend(values.insert(setting.env, found).map(|_| twice(here, setting.key))),
                Err(fault) => faults.push(fault),
            }
        }
    }
    values
}

/// A value as the environment would say it; a list parted by commas.
fn plain(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(Cow::clone(text).into_owned()),
        DeValue::Integer(number) => Some(number.as_str().replace('_', "")),
        DeValue::Boolean(on) => Some(if *on { "on" } else { "off" }.to_owned()),
        DeValue::Datetime(at) => Some(at.to_string()),
        DeValue::Array(all) => all.iter().map(plain).collect::<Option<Vec<_>>>().map(|all| all.join(",")),
        DeValue::Float(_) | DeValue::Table(_) => None,
    }
}

/// The name that was probably meant, or all there are.
pub(super) fn like<'a>(wrong: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    let near = names.clone().map(|n| (n, strsim::jaro_winkler(n, wrong))).max_by(|a, b| a.1.total_cmp(&b.1));
    match near {
        Some((name, score)) if score >= SIMILAR => format!("did you mean `{name}`?"),
        _ => format!("there are {}", names.map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ALL;
    use super::*;

    fn gather(env: &[(&str, &str)], file: &str) -> Result<Source, SourceError> {
        let (source, faults) = gather_all(env, file);
        faults.into_iter().next().map_or(Ok(source), Err)
    }

    fn gather_all(env: &[(&str, &str)], file: &str) -> (Source, Vec<SourceError>) {
        let env: Vec<(String, String)> = env.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let lookup = move |name: &str| env.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        let read = |path: &Path| match path.to_str() {
            Some("/secret") => Ok("hidden\n".to_owned()),
            Some("/empty") => Ok("\n".to_owned()),
            _ => Err(io::Error::from(io::ErrorKind::NotFound)),
        };
        Source::gather(ALL, &lookup, Some((Path::new("r.toml"), file)), &read)
    }

    #[test]
    fn the_environment_comes_before_the_file() {
        let file = "[web]\naddress = \"127.0.0.1:1\"\nrate = 60\npublic = true\nproxies = [\"10.0.0.1\", \"::1\"]\n";
        let source = gather(&[("ROLECALL_WEB_ADDRESS", "127.0.0.1:2")], file).unwrap();
        assert_eq!(source.value("ROLECALL_WEB_ADDRESS").as_deref(), Some("127.0.0.1:2"));
        assert_eq!(source.place("ROLECALL_WEB_RATE"), Some(&Place::Line(3)));
        assert_eq!(source.value("ROLECALL_WEB_PUBLIC").as_deref(), Some("on"));
        assert_eq!(source.value("ROLECALL_WEB_PROXIES").as_deref(), Some("10.0.0.1,::1"));
    }

    #[test]
    fn secrets_stand_in_files_of_their_own() {
        let named = gather(&[("DISCORD_TOKEN_FILE", "/secret")], "").unwrap();
        assert_eq!(named.value("DISCORD_TOKEN").as_deref(), Some("hidden"));
        let filed = gather(&[], "[slack]\nbot_token_file = \"/secret\"\n").unwrap();
        assert_eq!(filed.value("SLACK_BOT_TOKEN").as_deref(), Some("hidden"));
        assert_eq!(filed.place("SLACK_BOT_TOKEN"), Some(&Place::Secret("/secret".into())));
        let missing = gather(&[("DISCORD_TOKEN_FILE", "/nowhere")], "").unwrap_err();
        assert!(missing.to_string().contains("DISCORD_TOKEN_FILE: `/nowhere` cannot be read"), "{missing}");
        let open = gather(&[], "[web]\naddress_file = \"/secret\"\n").unwrap_err();
        assert!(open.to_string().contains("no setting"), "{open}");
    }

    #[test]
    fn a_secret_stands_in_one_place() {
        let twice = gather(&[("DISCORD_TOKEN_FILE", "/secret"), ("DISCORD_TOKEN", "t")], "").unwrap_err();
        assert_eq!(twice.to_string(), "DISCORD_TOKEN_FILE: `DISCORD_TOKEN` is set as well");
        let twice = gather(&[], "[discord]\ntoken = \"t\"\ntoken_file = \"/secret\"\n").unwrap_err();
        assert_eq!(twice.to_string(), "r.toml:3: `token` is set as well");
        let empty = gather(&[("DISCORD_TOKEN_FILE", "/empty")], "").unwrap();
        assert_eq!(empty.empty().collect::<Vec<_>>(), [("DISCORD_TOKEN", Path::new("/empty"))]);
    }

    #[test]
    fn everything_that_is_wrong_is_told_and_the_rest_is_read() {
        let env = [("DISCORD_TOKEN_FILE", "/nowhere")];
        let (source, faults) = gather_all(&env, "[wep]\n[web]\nadress = 1\nrate = 1.5\npublic = true\n");
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert_eq!(source.value("ROLECALL_WEB_PUBLIC").as_deref(), Some("on"));
    }

    #[test]
    fn what_is_no_setting_is_told_with_its_line() {
        let of = |file| {
            let error = gather(&[], file).unwrap_err();
            format!("{error}; {}", error.hint)
        };
        assert_eq!(of("\n[web]\nadress = 1\n"), "r.toml:3: `web` has no setting `adress`; did you mean `address`?");
        assert!(
            of("[wep]\n").starts_with("r.toml:1: there is no table `wep`; did you mean `web`?"),
            "{}",
            of("[wep]\n")
        );
        assert!(of("[web]\nrate = 1.5\n").contains("write it as `rate = 120`"));
        assert!(of("[web]\nrate =\n").starts_with("r.toml:2: "), "{}", of("[web]\nrate =\n"));
        assert!(of("web = 1\n").contains("write `[web]`"));
    }
}
