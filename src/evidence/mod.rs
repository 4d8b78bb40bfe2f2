//! Pay that people can check: records of a survey, official statistics, single facts. Each kind stays by itself; nothing
//! here puts two of them into one figure.
//!
//! Data sets stand in `data/` as they were published, each with a description beside it; `evidence/` says which titles and
//! occupations belong to which role. The data are decoded when somebody first asks for them.

pub mod facts;
pub mod files;
pub mod import;
mod load;
pub mod official;
pub mod reader;
pub mod row;
pub mod sample;
pub mod search;
mod short;
pub mod subject;
pub mod table;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use files::{Country, DatasetFile, DatasetKind, Level, PaidRole, Region, RoleOccupation, Visibility};

pub use facts::PayFact;
pub use load::owners;
pub use official::{Occupation, Occupations, Wage};
pub use sample::{Sample, Spread};
pub use search::{Found, Query, Widened};
pub use subject::Subject;
pub use table::Table;

use crate::knowledge::Currency;
use subject::Subjects;

/// Everything that is known of pay beside the guide's bands.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Roles, and the titles under which their records stand.
    pub roles: Vec<PaidRole>,
    /// Their official occupations.
    pub occupations: Vec<RoleOccupation>,
    /// Levels of experience.
    pub levels: Vec<Level>,
    /// Parts of the world.
    pub regions: Vec<Region>,
    /// Single figures.
    pub facts: Vec<PayFact>,
    /// Data sets.
    pub datasets: Vec<Dataset>,
    /// Owner and review date of the files, by path.
    pub(crate) stewards: Vec<load::Steward>,
    decoded: Arc<OnceLock<Decoded>>,
}

/// A data set, still as it was published.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The name of its description.
    pub id: String,
    /// What it is.
    pub about: DatasetFile,
    bytes: Cow<'static, [u8]>,
}

/// What the data sets hold, in the order of [`Evidence::datasets`].
#[derive(Debug, Default)]
struct Decoded {
    contents: Vec<Contents>,
    subjects: Subjects,
}

/// What one data set holds.
#[derive(Debug)]
enum Contents {
    Records(Table),
    Occupations(Occupations),
    /// It is damaged: nothing is said from it.
    Unusable(String),
}

impl Evidence {
    /// Data sets that an audience may see, with their records.
    pub fn tables(&self, audience: Visibility) -> impl Iterator<Item = (&Dataset, &Table)> {
        self.visible(audience).filter_map(|(dataset, contents)| match contents {
            Contents::Records(table) => Some((dataset, table)),
            _ => None,
        })
    }

    /// Data sets that an audience may see, with their occupations.
    pub fn official(&self, audience: Visibility) -> impl Iterator<Item = (&Dataset, &Occupations)> {
        self.visible(audience).filter_map(|(dataset, contents)| match contents {
            Contents::Occupations(all) => Some((dataset, all)),
            _ => None,
        })
    }

    fn visible(&self, audience: Visibility) -> impl Iterator<Item = (&Dataset, &Contents)> {
        // What is public everybody may see; what is private only a private audience.
        self.datasets.iter().zip(&self.decoded().contents).filter(move |(d, _)| d.about.visibility <= audience)
    }

    /// Whose pay a name stands for.
    pub fn subject(&self, name: &str) -> Option<&Subject> {
        self.decoded().subjects.find(name)
    }

    /// The subject of an id.
    pub fn subject_by_id(&self, id: &str) -> Option<&Subject> {
        self.decoded().subjects.get(id)
    }

    /// Names most like what was typed.
    pub fn nearest_subjects(&self, typed: &str) -> Vec<String> {
        self.decoded().subjects.nearest(typed, 3)
    }

    /// The level at which a stage of our ladder is looked for.
    pub fn level_of_stage(&self, stage: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.stages.iter().any(|s| s == stage))
    }

    /// The level at which somebody with that many years is looked for; where two spans meet, the higher one.
    pub fn level_of_years(&self, years: f32) -> Option<&Level> {
        self.levels.iter().rev().find(|level| level.years.is_some_and(|span| span.contains(years)))
    }

    /// A country by its code.
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.regions.iter().flat_map(|r| &r.countries).find(|c| c.code == code)
    }

    /// Where people are paid in a currency, if that is one country.
    pub fn only_country_paid_in(&self, currency: Currency) -> Option<&Country> {
        let mut paid_in = self.regions.iter().flat_map(|r| &r.countries).filter(|c| c.currency == Some(currency));
        paid_in.next().filter(|_| paid_in.next().is_none())
    }

    /// The part of the world that a country belongs to.
    pub fn region_of(&self, code: &str) -> Option<&Region> {
        self.regions.iter().find(|r| r.countries.iter().any(|c| c.code == code))
    }

    /// Decodes every data set now, and says what is wrong with it: `(path, fault)`.
    pub fn verify(&self) -> Vec<(String, String)> {
        let contents = self.datasets.iter().zip(&self.decoded().contents);
        let faults = contents.filter_map(|(dataset, contents)| match contents {
            Contents::Unusable(why) => Some((format!("data/{}", dataset.about.file), why.clone())),
            _ => None,
        });
        faults.collect()
    }

    fn decoded(&self) -> &Decoded {
        self.decoded.get_or_init(|| {
            let contents: Vec<Contents> = self.datasets.iter().map(|d| self.decode(d)).collect();
            let subjects = self.subjects(&contents);
            Decoded { contents, subjects }
        })
    }

    fn decode(&self, dataset: &Dataset) -> Contents {
        let about = &dataset.about;
        match about.kind {
            DatasetKind::Records => {
                let titles: Vec<Vec<String>> = self.roles.iter().map(|r| r.titles.clone()).collect();
                Table::read(&dataset.bytes, &titles)
                    .map_or_else(|e| Contents::Unusable(e.to_string()), Contents::Records)
            }
            DatasetKind::Occupations => {
                let top = (about.top_year.map_or(f64::INFINITY, f64::from), about.top_hour.unwrap_or(f64::INFINITY));
                Occupations::read(&dataset.bytes, top.0, top.1).map_or_else(Contents::Unusable, Contents::Occupations)
            }
        }
    }

    /// Names come from public data sets alone: that a name is known would otherwise tell what a private one holds.
    fn subjects(&self, contents: &[Contents]) -> Subjects {
        let public = || {
            let both = self.datasets.iter().zip(contents);
            both.filter(|(d, _)| d.about.visibility == Visibility::Public).map(|(_, contents)| contents)
        };
        let tables: Vec<&Table> =
            public().filter_map(|c| if let Contents::Records(t) = c { Some(t) } else { None }).collect();
        let official: Vec<&Occupations> =
            public().filter_map(|c| if let Contents::Occupations(o) = c { Some(o) } else { None }).collect();
        Subjects::new(&self.roles, &self.occupations, &tables, &official)
    }
}
