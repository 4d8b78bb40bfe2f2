//! Two roles side by side: the files in `comparisons/`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Published;
use super::text::Prose;

/// What stands between the `+++` lines of a file in `comparisons/`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ComparisonHeader {
    /// Ids of the two roles.
    pub roles: [String; 2],
    /// Who looks after it.
    pub owner: Option<String>,
    /// When someone should look at it again.
    pub review_by: Option<Published>,
    /// When it held.
    pub as_of: Published,
    /// Where it holds.
    pub region: String,
    /// Different ways of asking, by aspect.
    pub phrasings: BTreeMap<Aspect, Vec<String>>,
}

/// What can be asked about two roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Aspect {
    /// How they differ.
    Difference,
    /// What they share.
    Overlap,
    /// The question that tells them apart.
    Litmus,
    /// What each kind of candidate answers.
    Candidates,
}

impl Aspect {
    /// In the order in which a file has them.
    pub const ALL: [Aspect; 4] = [Aspect::Difference, Aspect::Overlap, Aspect::Litmus, Aspect::Candidates];

    /// As entry ids and front matter write it.
    pub fn id(self) -> &'static str {
        match self {
            Aspect::Difference => "difference",
            Aspect::Overlap => "overlap",
            Aspect::Litmus => "litmus",
            Aspect::Candidates => "candidates",
        }
    }

    /// As the Markdown heading writes it.
    pub fn heading(self) -> &'static str {
        match self {
            Aspect::Difference => "Difference",
            Aspect::Overlap => "Overlap",
            Aspect::Litmus => "Litmus test",
            Aspect::Candidates => "What candidates say",
        }
    }
}

/// Two roles, and what is known of them side by side.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Such as `comparisons/mlops-engineer-vs-ml-engineer`.
    pub id: String,
    /// What the editor wrote above the sections.
    pub header: ComparisonHeader,
    /// The sections that the file has.
    pub sections: BTreeMap<Aspect, Prose>,
}

impl Comparison {
    /// `comparisons/<a>-vs-<b>/<aspect>`.
    pub fn entry(&self, aspect: Aspect) -> String {
        format!("{}/{}", self.id, aspect.id())
    }
}
