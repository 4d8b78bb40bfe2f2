//! What the program is told from outside: one small struct a concern, each field naming its environment variable.

mod discord;
mod secret;
mod slack;
mod store;
mod web;

pub use discord::{Discord, Shards};
pub use secret::Secret;
pub use slack::Slack;
pub use store::Store;
pub use web::Web;

/// Where a value is looked up: the environment, or a table in tests.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

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

/// The environment of the process.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A value that is there and says something.
fn given(lookup: Lookup<'_>, name: &str) -> Option<String> {
    lookup(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
