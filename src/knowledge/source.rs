//! Who published what, and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Published;

/// The file `sources.toml`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// Every publication that something stands on.
    #[serde(default)]
    pub source: Vec<Source>,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Publisher and date, such as `kore1-2026-04`.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// When it came out.
    pub published: Option<Published>,
    /// Why there is no date, where there is none.
    pub undated: Option<String>,
    /// Its address, only where it is known.
    pub url: Option<String>,
    /// The id of the source in which it was read, where it was not read itself.
    pub via: Option<String>,
    /// How much weight it has.
    pub tier: Tier,
}

/// How much weight a source has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Official statistics.
    Official,
    /// A named publisher with dates.
    Reputable,
    /// A recruiter's or a job site's own claim.
    Secondary,
}
