//! What went wrong, where, and how to mend it.

use std::io::{self, Write as _};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use rolecall::knowledge::Finding;
use rolecall::loading::{LoadError, Origin};

/// Findings that are shown when a knowledge base cannot be used; `knowledge check` shows all.
const MOST_FINDINGS: usize = 5;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();

/// The exit status where starting again changes nothing: what is configured is wrong (`EX_CONFIG`).
const CONFIGURATION: u8 = 78;
/// Any other error.
const FAILURE: u8 = 1;

/// Why a command came to nothing.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of our output has gone away: nobody is left to be told.
    Closed,
    /// An error, with ways to mend it.
    Said {
        /// What is wrong, and where.
        message: String,
        /// How to mend it.
        hints: Vec<String>,
        /// The exit status.
        status: u8,
    },
}

impl Failure {
    /// An error without a hint.
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure::Said { message: message.into(), hints: Vec::new(), status: FAILURE }
    }

    /// Adds a way to mend it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Failure {
        if let Failure::Said { hints, .. } = &mut self {
            hints.push(hint.into());
        }
        self
    }

    /// Says that it will be so until somebody changes what is configured.
    pub(crate) fn of_configuration(mut self) -> Failure {
        if let Failure::Said { status, .. } = &mut self {
            *status = CONFIGURATION;
        }
        self
    }

    /// Tells it on standard error.
    pub(crate) fn report(self) -> ExitCode {
        let Failure::Said { status, .. } = self else { return ExitCode::SUCCESS };
        // Nobody is left to be told where standard error cannot be written.
        let _ = writeln!(anstream::stderr().lock(), "{}", self.text());
        ExitCode::from(status)
    }

    /// The error and its hints, one a line, with colours.
    pub(crate) fn text(&self) -> String {
        let Failure::Said { message, hints, .. } = self else { return String::new() };
        let hints: Vec<String> = hints.iter().map(|hint| format!("\n  {HINT}hint:{HINT:#} {hint}")).collect();
        format!("{ERROR}error:{ERROR:#} {message}{}", hints.concat())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::new(format!("cannot read or write: {error}")),
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Failure {
        let message = error.to_string();
        match error {
            LoadError::Read(_) => Failure::new(message).hint(
                "`--knowledge DIR` or `ROLECALL_KNOWLEDGE` names the folder; without either the embedded copy is used",
            ),
            LoadError::Knowledge { origin, findings } => unusable(&message, &origin, &findings),
            LoadError::Encoder(_) => Failure::new(message).hint("build or download rolecall again"),
            #[cfg(feature = "minilm")]
            LoadError::Transformer(_) | LoadError::Vectors(_) => {
                Failure::new(message).hint("build or download rolecall again")
            }
        }
    }
}

fn unusable(message: &str, origin: &Origin, findings: &[Finding]) -> Failure {
    let shown: Vec<String> = findings.iter().take(MOST_FINDINGS).map(|f| place(origin, f)).collect();
    let more = findings.len().saturating_sub(MOST_FINDINGS);
    let rest = if more > 0 { format!("\n… and {more} more") } else { String::new() };
    Failure::new(format!("{message}\n{}{rest}", shown.join("\n"))).hint("`rolecall knowledge check` shows everything")
}

/// A finding with the path of its file from here.
pub(crate) fn place(origin: &Origin, finding: &Finding) -> String {
    match origin {
        Origin::Folder(folder) => format!("{}/{finding}", folder.display()),
        Origin::Embedded => finding.to_string(),
    }
}
