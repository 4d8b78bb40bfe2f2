//! The files in `evidence/` and the descriptions of data sets in `data/`, as editors write them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::knowledge::role::Years;
use crate::knowledge::{Currency, Published, Source};

/// The file `evidence/titles.toml`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleFile {
    /// Who looks after it.
    pub owner: Option<String>,
    /// When someone should look at it again.
    pub review_by: Option<Published>,
    /// Roles that pay is known for.
    #[serde(default)]
    pub role: Vec<PaidRole>,
}

/// A role, and the titles under which records of its pay are filed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaidRole {
    /// As `roles/` calls it, where it is there.
    pub id: String,
    /// "data engineer".
    pub name: String,
    /// "data engineers".
    pub plural: String,
    /// Other names, lower case.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Titles of records, as the data sets write them.
    #[serde(default)]
    pub titles: Vec<String>,
}

/// The file `evidence/occupations.toml`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OccupationFile {
    /// Who looks after it.
    pub owner: Option<String>,
    /// When someone should look at it again.
    pub review_by: Option<Published>,
    /// One for each role that has an official occupation.
    #[serde(default)]
    pub occupation: Vec<RoleOccupation>,
}

/// The official occupation of a role.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleOccupation {
    /// A role of `evidence/titles.toml`.
    pub role: String,
    /// Code of the occupation, SOC 2018.
    pub soc: String,
    /// Whether it is that role's own occupation.
    #[serde(rename = "match")]
    pub fit: Fit,
    /// Why this one.
    pub reason: String,
}

/// How well an occupation stands for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// People of that role are counted in it.
    Exact,
    /// There is none of their own; this one comes nearest.
    Nearest,
}

/// The file `evidence/levels.toml`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelFile {
    /// Who looks after it.
    pub owner: Option<String>,
    /// When someone should look at it again.
    pub review_by: Option<Published>,
    /// From the first to the last.
    #[serde(default)]
    pub level: Vec<Level>,
}

/// A level of experience, as records know it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// `EN`, `MI`, `SE` or `EX`.
    pub code: String,
    /// "mid level".
    pub name: String,
    /// "mid-level", before the name of a role.
    pub adjective: String,
    /// Stages of our ladder that are looked for at this level.
    pub stages: Vec<String>,
    /// Years of experience that are looked for at this level.
    pub years: Option<Years>,
}

/// The file `evidence/regions.toml`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionFile {
    /// Who looks after it.
    pub owner: Option<String>,
    /// Parts of the world.
    #[serde(default)]
    pub region: Vec<Region>,
}

/// Countries among which a search is widened.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// "Europe".
    pub name: String,
    /// Its countries.
    pub countries: Vec<Country>,
}

/// A country.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// ISO 3166, two letters.
    pub code: String,
    /// As a sentence names it: "the United Kingdom".
    pub name: String,
    /// What people are paid in there, where amounts in it can be read.
    pub currency: Option<Currency>,
}

/// A file `data/<id>.toml`: what a data set is, and what it may be used for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatasetFile {
    /// Who looks after it.
    pub owner: Option<String>,
    /// What its rows are.
    pub kind: DatasetKind,
    /// The data, beside this file.
    pub file: String,
    /// Who may see what it says.
    pub visibility: Visibility,
    /// Under which it was published.
    pub license: String,
    /// Where it comes from, and what was done to it.
    pub origin: String,
    /// Where no year is asked for, records from this year on count.
    pub current_from: Option<u16>,
    /// The last month that it covers.
    pub until: Published,
    /// The wage a year from which on the file only says that it is higher.
    pub top_year: Option<u32>,
    /// The same, an hour.
    pub top_hour: Option<f64>,
    /// What a reader should know about it.
    pub note: Option<String>,
    /// Who published it; cited like any other source.
    pub source: Source,
}

/// What the rows of a data set are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DatasetKind {
    /// One salary each.
    Records,
    /// One occupation each, with percentiles.
    Occupations,
}

/// Who may see what a data set says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Everybody.
    #[default]
    Public,
    /// Only where the owner of this program reads alone: never a channel.
    Private,
}
