//! What the program says about itself.

use super::{ConfigError, Lookup, Setting, given};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::open(
        ("log", "filter"),
        "RUST_LOG",
        "\"rolecall=info\"",
        "What is told: error, warn, info, debug; `serve` tells `rolecall=info` where nothing is said",
    ),
    Setting::open(
        ("log", "format"),
        "ROLECALL_LOG_FORMAT",
        "\"text\"",
        "`text` for people, `json` for one object a line",
    )
    .usual(),
];

/// How lines of the log are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogForm {
    /// For people.
    #[default]
    Text,
    /// One object a line.
    Json,
}

/// What the program says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// `RUST_LOG`: what is told.
    pub filter: Option<String>,
    /// `ROLECALL_LOG_FORMAT`: `text` or `json`.
    pub form: LogForm,
}

impl Log {
    /// Reads it.
    ///
    /// # Errors
    /// If the form is neither.
    pub fn read(lookup: Lookup<'_>) -> Result<Log, ConfigError> {
        let form = match given(lookup, "ROLECALL_LOG_FORMAT").as_deref() {
            None | Some("text") => LogForm::Text,
            Some("json") => LogForm::Json,
            Some(other) => {
                return Err(ConfigError {
                    name: "ROLECALL_LOG_FORMAT",
                    wrong: format!("`{other}` is no form of a log"),
                    hint: "write `text` or `json`",
                });
            }
        };
        Ok(Log { filter: given(lookup, "RUST_LOG"), form })
    }
}
