//! The files of `evidence/` and `data/` to types.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::facts::PayFactFile;
use super::files::{DatasetFile, LevelFile, OccupationFile, RegionFile, TitleFile};
use super::{Dataset, Evidence};
use crate::knowledge::{Findings, Published, Tree};

/// Path, owner and review date of a file.
pub(crate) type Steward = (String, Option<String>, Option<Published>);

/// Where the files of a tree stand.
const FOLDER: &str = "evidence/";
const DATA: &str = "data/";

impl Evidence {
    /// Reads what a tree has; a tree without these files has no evidence.
    pub fn read(tree: &Tree, findings: &mut Findings) -> Evidence {
        let mut evidence = Evidence::default();
        if let Some(file) = file::<TitleFile>(tree, "evidence/titles.toml", findings) {
            evidence.steward("evidence/titles.toml", file.owner, file.review_by);
            evidence.roles = file.role;
        }
        if let Some(file) = file::<OccupationFile>(tree, "evidence/occupations.toml", findings) {
            evidence.steward("evidence/occupations.toml", file.owner, file.review_by);
            evidence.occupations = file.occupation;
        }
        if let Some(file) = file::<LevelFile>(tree, "evidence/levels.toml", findings) {
            evidence.steward("evidence/levels.toml", file.owner, file.review_by);
            evidence.levels = file.level;
        }
        if let Some(file) = file::<RegionFile>(tree, "evidence/regions.toml", findings) {
            evidence.steward("evidence/regions.toml", file.owner, None);
            evidence.regions = file.region;
        }
        if let Some(file) = file::<PayFactFile>(tree, "evidence/facts.toml", findings) {
            evidence.steward("evidence/facts.toml", file.owner, file.review_by);
            evidence.facts = file.fact;
        }
        evidence.read_datasets(tree, findings);
        strangers(tree, findings);
        evidence
    }

    fn steward(&mut self, path: &str, owner: Option<String>, review_by: Option<Published>) {
        self.stewards.push((path.to_owned(), owner, review_by));
    }

    fn read_datasets(&mut self, tree: &Tree, findings: &mut Findings) {
        let paths: Vec<String> =
            tree.paths().filter(|p| p.starts_with(DATA) && p.ends_with(".toml")).map(str::to_owned).collect();
        for path in paths {
            let Some(about) = file::<DatasetFile>(tree, &path, findings) else { continue };
            let (folder, name) = path.rsplit_once('/').unwrap_or(("data", &path));
            let Some(bytes) = tree.bytes(&format!("{folder}/{}", about.file)) else {
                findings.error(
                    "missing-data",
                    &path,
                    1,
                    format!("there is no file `{}` beside it", about.file),
                    "add the data, or take this description out",
                );
                continue;
            };
            self.steward(&path, about.owner.clone(), None);
            self.datasets.push(Dataset { id: name.trim_end_matches(".toml").to_owned(), about, bytes });
        }
        // What everybody may see is cited first.
        self.datasets.sort_by(|a, b| (a.about.visibility, &a.id).cmp(&(b.about.visibility, &b.id)));
    }
}

fn file<T: DeserializeOwned>(tree: &Tree, path: &str, findings: &mut Findings) -> Option<T> {
    let bytes: Cow<'static, [u8]> = tree.bytes(path)?;
    let text = String::from_utf8_lossy(&bytes);
    toml::from_str(&text)
        .map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = 1 + text.bytes().take(at).filter(|b| *b == b'\n').count();
            findings.error(
                "toml",
                path,
                line,
                error.message().trim().replace('\n', " "),
                "correct the TOML there; README.md shows the format",
            );
        })
        .ok()
}

/// Files that nothing reads.
fn strangers(tree: &Tree, findings: &mut Findings) {
    const KNOWN: [&str; 5] = ["titles.toml", "occupations.toml", "levels.toml", "regions.toml", "facts.toml"];
    for path in tree.paths().filter_map(|p| p.strip_prefix(FOLDER)).filter(|name| !KNOWN.contains(name)) {
        findings.error(
            "unknown-file",
            &format!("{FOLDER}{path}"),
            1,
            "no part of the knowledge base has a file of this name",
            "see README.md for where each kind of file goes",
        );
    }
}

/// Owner and review date of every file of the evidence.
pub fn owners(evidence: &Evidence) -> impl Iterator<Item = (String, Option<&String>, Option<Published>)> {
    evidence.stewards.iter().map(|(path, owner, review)| (path.clone(), owner.as_ref(), *review))
}
