//! What is wrong with a knowledge file, where, and how to mend it.

use std::fmt;

use serde::Serialize;

/// Whether a finding keeps the knowledge from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// `knowledge check` fails.
    Error,
    /// Worth a look; fails only under `--strict`.
    Warning,
}

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The kind of finding, such as `dangling-source`.
    pub rule: &'static str,
    /// Path below the knowledge folder.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub mend: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        writeln!(f, "{}:{}: {word}[{}]: {}", self.file, self.line, self.rule, self.message)?;
        write!(f, "  hint: {}", self.mend)
    }
}

/// Collects findings while files are read.
#[derive(Debug, Default)]
pub struct Findings {
    /// In the order in which they were found.
    pub list: Vec<Finding>,
}

impl Findings {
    /// Notes an error.
    pub fn error(
        &mut self,
        rule: &'static str,
        file: &str,
        line: usize,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.push(Severity::Error, rule, file, line, message.into(), mend.into());
    }

    /// Notes a warning.
    pub fn warning(
        &mut self,
        rule: &'static str,
        file: &str,
        line: usize,
        message: impl Into<String>,
        mend: impl Into<String>,
    ) {
        self.push(Severity::Warning, rule, file, line, message.into(), mend.into());
    }

    fn push(&mut self, severity: Severity, rule: &'static str, file: &str, line: usize, message: String, mend: String) {
        self.list.push(Finding { severity, rule, file: file.to_owned(), line, message, mend });
    }

    /// Whether anything found keeps the knowledge from being used.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|f| f.severity == Severity::Error)
    }
}
