//! Names of places, job titles and companies: what a question can name that nothing here may cover.

use rustc_hash::FxHashMap;

use super::finding::Findings;
use super::tree::Tree;

/// Names by their lower-case form.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// Cities, states, countries, regions.
    pub places: FxHashMap<String, Place>,
    /// Job titles; `true` where the title is a word of plain speech.
    pub titles: FxHashMap<String, bool>,
    /// Employers.
    pub companies: FxHashMap<String, Company>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// City, state, country or region.
    pub kind: PlaceKind,
    /// ISO 3166 code of its country; empty for a region.
    pub country: String,
    /// Whether the name is an ordinary word too.
    pub common: bool,
}

/// What kind of place a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A town.
    City,
    /// A state of the USA.
    State,
    /// A country.
    Country,
    /// A part of the world, or of a country.
    Region,
}

/// An employer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Company {
    /// Whether the name is an ordinary word too.
    pub common: bool,
    /// Whether it also makes tools or certificates of the trade.
    pub vendor: bool,
}

const FOLDER: &str = "gazetteer";

impl Gazetteer {
    /// Reads every list that the tree has.
    pub fn read(tree: &Tree, findings: &mut Findings) -> Gazetteer {
        let mut names = Gazetteer::default();
        for file in ["places.tsv", "places-extra.tsv"] {
            rows(tree, file, findings, |fields| names.take_place(fields));
        }
        for file in ["job-titles.tsv", "job-titles-extra.tsv"] {
            rows(tree, file, findings, |fields| {
                let title = fields.first()?;
                names.titles.insert((*title).to_owned(), fields.get(2) == Some(&"generic"));
                Some(())
            });
        }
        for file in ["companies.tsv", "companies-extra.tsv"] {
            rows(tree, file, findings, |fields| {
                let company = Company { common: *fields.get(1)? == "1", vendor: fields.get(2) == Some(&"vendor") };
                names.companies.insert((*fields.first()?).to_owned(), company);
                Some(())
            });
        }
        names
    }

    fn take_place(&mut self, fields: &[&str]) -> Option<()> {
        let &[name, kind, country, _population, common] = fields else { return None };
        let kind = match kind {
            "city" => PlaceKind::City,
            "state" => PlaceKind::State,
            "country" => PlaceKind::Country,
            "region" => PlaceKind::Region,
            _ => return None,
        };
        let place = Place { kind, country: country.to_owned(), common: common == "1" };
        // A country or a state wins over a town of the same name.
        let keep = self.places.get(name).is_some_and(|old| old.kind != PlaceKind::City);
        if !keep {
            self.places.insert(name.to_owned(), place);
        }
        Some(())
    }
}

fn rows(tree: &Tree, file: &str, findings: &mut Findings, mut take: impl FnMut(&[&str]) -> Option<()>) {
    let path = format!("{FOLDER}/{file}");
    let Some(text) = tree.get(&path).and_then(|bytes| std::str::from_utf8(bytes).ok()) else { return };
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        if take(&fields).is_none() {
            findings.error(
                "gazetteer",
                &path,
                number + 1,
                format!("`{line}` is not a row of this list"),
                "its header says which columns there are, separated by tabs",
            );
        }
    }
}
