//! Which column of a file is which, and what its values mean.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::evidence::files::{DatasetFile, DatasetKind, Visibility};
use crate::evidence::reader::{COLUMNS, usual_columns};
use crate::knowledge::source::Tier;
use crate::knowledge::{Published, Source};

/// A small TOML file beside the CSV; all of it may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// What the data set is.
    pub dataset: Option<About>,
    /// Our name of a column to the name in the file.
    pub columns: BTreeMap<String, String>,
    /// Our name of a column to the value of every row.
    pub fixed: BTreeMap<String, String>,
    /// Our name of a column to its values in the file, each with what we write for it.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
}

/// What a data set is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Names it and its files: lower case, digits and hyphens.
    pub id: String,
    /// Who stands behind it; named in every answer from it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// When it was put together, which is also how far it reaches.
    pub published: Published,
    /// Who may see what it says; nobody but you, unless it says so.
    #[serde(default = "private")]
    pub visibility: Visibility,
    /// On which terms it may be used.
    #[serde(default = "unlicensed")]
    pub license: String,
    /// Where no year is asked for, records from this year on count.
    pub current_from: Option<u16>,
}

fn private() -> Visibility {
    Visibility::Private
}

fn unlicensed() -> String {
    "not for passing on".to_owned()
}

/// What is wrong with a mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// It is no TOML, or has unknown keys.
    #[error("line {line}: {message}")]
    Toml {
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A column that records do not have.
    #[error("records have no column `{0}`")]
    NoColumn(String),
    /// An id that cannot be the name of a file.
    #[error("`{0}` is no id: write lower-case letters, digits and hyphens")]
    Id(String),
}

impl Mapping {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Mapping, MappingError> {
        let mapping: Mapping = toml::from_str(text).map_err(|error| MappingError::Toml {
            line: 1 + error.span().map_or(0, |s| text.bytes().take(s.start).filter(|b| *b == b'\n').count()),
            message: error.message().trim().replace('\n', " "),
        })?;
        let named = mapping.columns.keys().chain(mapping.fixed.keys()).chain(mapping.values.keys());
        if let Some(unknown) = named.into_iter().find(|name| !COLUMNS.contains(&name.as_str())) {
            return Err(MappingError::NoColumn(unknown.clone()));
        }
        mapping.dataset.as_ref().map_or(Ok(()), About::check)?;
        Ok(mapping)
    }

    /// The names of the columns in the file; empty where the value is fixed or can be told from another.
    pub(super) fn columns(&self) -> [String; 11] {
        let mut columns = usual_columns();
        let has = |name: &str| self.columns.contains_key(name);
        let in_dollars = self.fixed.get("salary_currency").is_some_and(|c| c == "USD");
        for name in &mut columns {
            let told = match name.as_str() {
                "salary_in_usd" => in_dollars && !has("salary_in_usd"),
                "company_location" | "employee_residence" => {
                    !has(name) && (has("company_location") || has("employee_residence"))
                }
                _ => false,
            };
            if told || self.fixed.contains_key(name.as_str()) {
                name.clear();
            } else if let Some(own) = self.columns.get(name.as_str()) {
                own.clone_into(name);
            }
        }
        columns
    }

    /// Fields as records write them.
    pub(super) fn apply<'a>(&'a self, fields: [&'a str; 11]) -> [Cow<'a, str>; 11] {
        let mut out = fields.map(Cow::Borrowed);
        for (slot, name) in out.iter_mut().zip(COLUMNS) {
            if let Some(fixed) = self.fixed.get(name) {
                *slot = Cow::Borrowed(fixed);
            } else if let Some(known) = self.values.get(name).and_then(|values| values.get(slot.as_ref())) {
                *slot = Cow::Borrowed(known);
            }
        }
        self.tell(&mut out);
        out
    }

    /// Pay in dollars is its own conversion; where only one of the two places is known, it stands for both.
    fn tell(&self, out: &mut [Cow<'_, str>; 11]) {
        // Places of the columns, in the order of `COLUMNS`.
        let [salary, currency, usd, residence, company] = [4, 5, 6, 7, 9];
        if out[currency] == "USD" && out[usd].is_empty() {
            out[usd] = Cow::Owned(out[salary].to_string());
        }
        if out[company].is_empty() {
            out[company] = Cow::Owned(out[residence].to_string());
        } else if out[residence].is_empty() {
            out[residence] = Cow::Owned(out[company].to_string());
        }
        let amount = |text: &str| text.trim_start_matches('$').replace([',', '_'], "");
        for at in [salary, usd] {
            if out[at].contains(['$', ',', '_']) {
                out[at] = Cow::Owned(amount(&out[at]));
            }
        }
    }
}

impl About {
    /// Whether its id can name files.
    ///
    /// # Errors
    /// If it cannot.
    pub fn check(&self) -> Result<(), MappingError> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let fits = (1..=60).contains(&self.id.len()) && self.id.bytes().all(plain) && !self.id.starts_with('-');
        if fits { Ok(()) } else { Err(MappingError::Id(self.id.clone())) }
    }

    /// The description that stands beside the data.
    pub fn describe(&self, rows: u64) -> DatasetFile {
        DatasetFile {
            owner: Some(self.publisher.clone()),
            kind: DatasetKind::Records,
            file: format!("{}.csv.gz", self.id),
            visibility: self.visibility,
            license: self.license.clone(),
            origin: format!("Imported with `rolecall data import`, {rows} rows."),
            current_from: self.current_from,
            until: self.published,
            top_year: None,
            top_hour: None,
            note: None,
            source: Source {
                id: self.id.clone(),
                publisher: self.publisher.clone(),
                title: self.title.clone(),
                published: Some(self.published),
                undated: None,
                url: None,
                via: None,
                tier: Tier::Reputable,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_values_and_fixed_values_are_mapped() {
        let mapping = Mapping::parse(
            "[columns]\njob_title = \"Role\"\nsalary = \"Base\"\nemployee_residence = \"Land\"\n\
             [fixed]\nsalary_currency = \"USD\"\n[values.experience_level]\nSenior = \"SE\"\n",
        )
        .unwrap();
        let columns = mapping.columns();
        assert_eq!((columns[3].as_str(), columns[4].as_str(), columns[6].as_str()), ("Role", "Base", ""));
        let out = mapping.apply(["2024", "Senior", "FT", "X", "$150,000", "", "", "US", "0", "", "M"]);
        assert_eq!([&out[1], &out[4], &out[5], &out[6], &out[9]], ["SE", "150000", "USD", "150000", "US"]);
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(Mapping::parse("[columns]\nwage = \"x\"\n").unwrap_err(), MappingError::NoColumn("wage".to_owned()));
        assert!(matches!(Mapping::parse("\n[colums]\n"), Err(MappingError::Toml { line: 2, .. })));
        let about = "[dataset]\nid = \"../x\"\npublisher = \"P\"\ntitle = \"T\"\npublished = \"2026-10\"\n";
        assert_eq!(Mapping::parse(about).unwrap_err(), MappingError::Id("../x".to_owned()));
    }
}
