//! Why a command has no answer.

use super::kind::Choice;

/// Choices that an error names, at most.
const MOST: usize = 12;

/// Why a command has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandError {
    /// A value that cannot be used.
    Invalid {
        /// What is wrong.
        message: String,
        /// How to mend it.
        hints: Vec<String>,
    },
    /// Understood, and yet nothing is known of it.
    Unknown {
        /// What is missing, and what there is instead.
        note: String,
        /// Questions that have an answer.
        suggestions: Vec<String>,
    },
}

impl CommandError {
    /// A value that cannot be used.
    pub fn invalid(message: impl Into<String>) -> CommandError {
        CommandError::Invalid { message: message.into(), hints: Vec::new() }
    }

    /// Nothing is known of it.
    pub fn unknown(note: impl Into<String>) -> CommandError {
        CommandError::Unknown { note: note.into(), suggestions: Vec::new() }
    }

    /// Adds a way to mend it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> CommandError {
        match &mut self {
            CommandError::Invalid { hints, .. } => hints.push(hint.into()),
            CommandError::Unknown { suggestions, .. } => suggestions.push(hint.into()),
        }
        self
    }

    /// What is wrong with a command, and how to mend it, a line each.
    pub fn text(&self) -> String {
        let (message, more) = match self {
            CommandError::Invalid { message, hints } => (message, hints),
            CommandError::Unknown { note, suggestions } => (note, suggestions),
        };
        more.iter().fold(message.clone(), |text, hint| format!("{text}\nhint: {hint}"))
    }

    /// A value that is needed and not there.
    pub fn missing(name: &str, choices: &[Choice]) -> CommandError {
        let error = CommandError::invalid(format!("`{name}` is missing"));
        if choices.is_empty() { error } else { error.hint(format!("try {}", listed(choices))) }
    }

    /// A value that nothing is called by.
    pub fn no_such(what: &str, text: &str, near: &[Choice], all: &[Choice]) -> CommandError {
        let error = CommandError::invalid(format!("no {what} is called `{}`", shown(text)));
        let error = if near.is_empty() { error } else { error.hint(format!("did you mean {}?", listed(near))) };
        if all.is_empty() || all.len() > MOST { error } else { error.hint(format!("try {}", listed(all))) }
    }
}

fn listed(choices: &[Choice]) -> String {
    let values: Vec<String> = choices.iter().take(MOST).map(|c| format!("`{}`", c.value)).collect();
    match values.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}

/// What somebody typed, short and without control characters.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let clean: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    match clean.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &clean[..at]),
        None => clean,
    }
}
