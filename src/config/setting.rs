//! A setting, as it is declared: one line says its place in the file, its name in the environment, and what it means.

use std::path::Path;

use super::Source;

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The table of `rolecall.toml` in which it stands.
    pub table: &'static str,
    /// Its name there.
    pub key: &'static str,
    /// Its name in the environment, which comes before the file.
    pub env: &'static str,
    /// Whether it is never shown, and may be read from a file named by `…_FILE`.
    pub secret: bool,
    /// As it would be written in the file.
    pub example: &'static str,
    /// Whether the example is what holds where nothing is said.
    pub usual: bool,
    /// What it means, in a line.
    pub help: &'static str,
}

impl Setting {
    /// One that may be shown.
    pub(super) const fn open(
        (table, key): (&'static str, &'static str),
        env: &'static str,
        example: &'static str,
        help: &'static str,
    ) -> Setting {
        Setting { table, key, env, secret: false, example, usual: false, help }
    }

    /// One that is never shown.
    pub(super) const fn secret(
        (table, key): (&'static str, &'static str),
        env: &'static str,
        example: &'static str,
        help: &'static str,
    ) -> Setting {
        Setting { table, key, env, secret: true, example, usual: false, help }
    }

    /// One whose example holds where nothing is said.
    pub(super) const fn usual(self) -> Setting {
        Setting { usual: true, ..self }
    }

    /// Its place in the file, such as `web.address`.
    pub fn place(&self) -> String {
        format!("{}.{}", self.table, self.key)
    }

    /// The variable that names a file in which a secret stands.
    pub fn file_env(&self) -> String {
        format!("{}_FILE", self.env)
    }
}

/// What every setting says in the example.
pub(super) fn examples(all: &[&[Setting]]) -> Source {
    let line = |s: &Setting| format!("{} = {}\n", s.place(), s.example);
    let text: String = all.iter().copied().flatten().map(line).collect();
    Source::gather(all, &|_| None, Some((Path::new("example"), &text)), &|_| Ok(String::new())).0
}

/// A file with every setting, each with what it means and out of force.
pub(super) fn example(all: &[&[Setting]]) -> String {
    let mut out = "# Settings of rolecall. What the environment says (in brackets) comes before this file.\n\
                   # `rolecall config check` says what is wrong with it, `rolecall config show` what is in force.\n\
                   # A secret can stand in a file of its own: `token_file = \"/run/secrets/token\"`, or `…_FILE` in the\n\
                   # environment.\n"
        .to_owned();
    for settings in all {
        let table = settings.first().map_or("", |s| s.table);
        out.push_str(&format!("\n[{table}]\n"));
        for Setting { key, env, example, help, .. } in *settings {
            out.push_str(&format!("# {help} ({env})\n# {key} = {example}\n"));
        }
    }
    out
}
