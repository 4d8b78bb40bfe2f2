//! A role: its names, career stages and work.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Published;

/// A file in `roles/`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The file's name, set on loading.
    #[serde(skip)]
    pub id: String,
    /// "MLOps engineer".
    pub name: String,
    /// "MLOps engineers".
    pub plural: String,
    /// Other names, lower case.
    pub aliases: Vec<String>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// When someone should look at it again.
    pub review_by: Option<Published>,
    /// When it held.
    pub as_of: Published,
    /// Where it holds.
    pub region: String,
    /// Career stages, from the first to the last.
    #[serde(default)]
    pub stage: Vec<Stage>,
    /// Work by cadence.
    #[serde(default)]
    pub responsibility: Vec<Responsibility>,
    /// Ways of asking about the career.
    #[serde(default)]
    pub phrasings: CareerPhrasings,
}

impl Role {
    /// So many steps up or down from the first of these stages.
    pub fn step(&self, from: &[String], by: i8) -> Option<&Stage> {
        let level = self.stage.iter().find(|s| from.first() == Some(&s.id))?.level;
        self.stage.iter().find(|s| Some(s.level) == level.checked_add_signed(by))
    }
}

/// A step of a career.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// `junior`, `senior` …
    pub id: String,
    /// 1 is the first.
    pub level: u8,
    /// Titles as job posts have them.
    pub titles: Vec<String>,
    /// Words for it, lower case.
    pub aliases: Vec<String>,
    /// Years of experience.
    pub years: Years,
    /// What marks the step into it, with citations.
    pub transition: String,
    /// What someone there owns and does, with citations.
    pub scope: String,
    /// The stage in a few words, for an overview of all; by the same sources as titles and years.
    pub in_short: String,
    /// Ids of the sources for titles and years.
    pub sources: Vec<String>,
    /// Ways of asking for the stage by what marks it, without its name: "who gets to decide on trade-offs".
    #[serde(default)]
    pub duties: Vec<String>,
}

/// A span of years of experience; open-ended without `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// At least.
    pub from: u8,
    /// At most.
    pub to: Option<u8>,
}

impl Years {
    /// Whether that many years fall into the span; both ends belong to it.
    pub fn contains(self, years: f32) -> bool {
        years >= f32::from(self.from) && self.to.is_none_or(|to| years <= f32::from(to))
    }
}

/// How often a piece of work comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Cadence {
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
}

impl Cadence {
    /// `daily`, `weekly` or `monthly`.
    pub fn id(self) -> &'static str {
        match self {
            Cadence::Daily => "daily",
            Cadence::Weekly => "weekly",
            Cadence::Monthly => "monthly",
        }
    }
}

/// What the role does at one cadence.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// How often.
    pub cadence: Cadence,
    /// The headline, with citations.
    pub answer: String,
    /// The rest, with citations.
    pub text: String,
    /// Different ways of asking.
    pub phrasings: Vec<String>,
}

/// Ways of asking about a career; any stage may be named in them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CareerPhrasings {
    /// The whole path.
    pub ladder: Vec<String>,
    /// How many years.
    pub years: Vec<String>,
    /// How to get there.
    pub transition: Vec<String>,
    /// What someone there does.
    pub scope: Vec<String>,
}
