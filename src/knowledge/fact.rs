//! Single figures, written once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Published;

/// A file in `facts/`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactFile {
    /// Who looks after these figures.
    pub owner: Option<String>,
    /// The figures.
    pub fact: Vec<Fact>,
}

/// A figure that prose refers to. Nothing about it is optional that a reader needs to check it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The file it stands in, below the knowledge folder; set on loading.
    #[serde(skip)]
    pub file: String,
    /// Which of the figures in that file it is, counted from 0; set on loading.
    #[serde(skip)]
    pub nth: usize,
    /// Who looks after the file; set on loading.
    #[serde(skip)]
    pub owner: Option<String>,
    /// What prose calls it.
    pub id: String,
    /// As the reader sees it.
    pub value: String,
    /// What is measured.
    pub what: String,
    /// Where it holds.
    pub region: String,
    /// The span of time it speaks of.
    pub period: String,
    /// What kind of figure it is.
    pub basis: String,
    /// When it held.
    pub as_of: Published,
    /// Ids of the sources it stands on.
    pub sources: Vec<String>,
    /// Ids of figures that say something else about the same thing.
    #[serde(default)]
    pub disagrees_with: Vec<String>,
    /// What a reader should know about it.
    pub note: Option<String>,
}
