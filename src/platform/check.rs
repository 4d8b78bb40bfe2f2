//! Something that was looked at before people can ask: how it stands, and how to mend it.

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Good,
    /// Something does not work without it.
    Note,
    /// Nothing works without it.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// How it stands.
    pub state: State,
    /// In a line.
    pub text: String,
    /// How to mend it.
    pub hint: Option<String>,
}

impl Check {
    /// As it should be.
    pub fn good(text: impl Into<String>) -> Check {
        Check { state: State::Good, text: text.into(), hint: None }
    }

    /// Not as it should be.
    pub fn not(state: State, text: impl Into<String>, hint: impl Into<String>) -> Check {
        Check { state, text: text.into(), hint: Some(hint.into()) }
    }
}
