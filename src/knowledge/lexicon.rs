//! Words: what means the same, what is not covered, what is not for the bot.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The file `lexicon.toml`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// A concept and the words or phrases for it.
    #[serde(default)]
    pub concepts: BTreeMap<String, Vec<String>>,
    /// A short form and what it stands for.
    #[serde(default)]
    pub abbreviations: BTreeMap<String, String>,
}

/// A file in `uncovered/`: what people ask and nothing here answers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Uncovered {
    /// `uncovered/<slug>`, set on loading.
    #[serde(skip)]
    pub id: String,
    /// Completes "I have no sourced answer on …".
    pub name: String,
    /// Who looks after it.
    pub owner: Option<String>,
    /// Words that nearly always mean this subject.
    #[serde(default)]
    pub cues: Vec<String>,
    /// Ids of entries that may help instead.
    #[serde(default)]
    pub instead: Vec<String>,
    /// Different ways of asking.
    pub phrasings: Vec<String>,
}

/// The file `smalltalk.toml`: lines that are not for the bot.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Smalltalk {
    /// Talk between people.
    pub chatter: Vec<String>,
    /// Questions about anything else.
    pub offtopic: Vec<String>,
    /// After an answer.
    pub thanks: Vec<String>,
    /// Before a question.
    pub greeting: Vec<String>,
}
