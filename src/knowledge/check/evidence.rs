//! Mappings of titles and occupations, single facts and data sets: what leads nowhere or contradicts itself.

use std::collections::BTreeMap;

use super::line_of;
use crate::evidence::files::Visibility;
use crate::knowledge::finding::Findings;
use crate::knowledge::{Knowledge, Tree};

const TITLES: &str = "evidence/titles.toml";
const OCCUPATIONS: &str = "evidence/occupations.toml";
const LEVELS: &str = "evidence/levels.toml";
const FACTS: &str = "evidence/facts.toml";

/// Finds ids in the evidence that lead nowhere; decodes no data.
pub(in crate::knowledge) fn references(knowledge: &Knowledge, tree: &Tree, findings: &mut Findings) {
    let evidence = &knowledge.evidence;
    let role = |id: &str| evidence.roles.iter().any(|r| r.id == id);
    for occupation in evidence.occupations.iter().filter(|o| !role(&o.role)) {
        dangling(tree, OCCUPATIONS, "role", &occupation.role, "add it to evidence/titles.toml", findings);
    }
    for fact in &evidence.facts {
        if let Some(id) = fact.role.as_ref().filter(|id| !role(id)) {
            dangling(tree, FACTS, "role", id, "add it to evidence/titles.toml", findings);
        }
        if !knowledge.sources.contains_key(&fact.source) {
            dangling(tree, FACTS, "source", &fact.source, "add it to sources.toml", findings);
        }
        figure(tree, fact, findings);
    }
    twice(tree, TITLES, evidence.roles.iter().map(|r| &r.id), findings);
    twice(tree, FACTS, evidence.facts.iter().map(|f| &f.id), findings);
    shared_names(knowledge, tree, findings);
    for level in evidence.levels.iter().filter(|l| crate::evidence::row::Level::parse(&l.code).is_none()) {
        dangling(tree, LEVELS, "level", &level.code, "use EN, MI, SE or EX", findings);
    }
}

/// Finds titles that no record has, and occupations that the statistics do not have; decodes the data.
pub(super) fn mappings(knowledge: &Knowledge, tree: &Tree, findings: &mut Findings) {
    let evidence = &knowledge.evidence;
    for (path, why) in evidence.verify() {
        findings.error("data", &path, 1, why, "publish the file again, or take it out with its description");
    }
    let tables: Vec<_> = evidence.tables(Visibility::Private).collect();
    for title in evidence.roles.iter().flat_map(|r| &r.titles) {
        if !tables.is_empty() && !tables.iter().any(|(_, table)| table.has_title(title)) {
            dangling(tree, TITLES, "record with the title", title, "correct its spelling, or take it out", findings);
        }
    }
    let official: Vec<_> = evidence.official(Visibility::Private).collect();
    for occupation in &evidence.occupations {
        if !official.is_empty() && !official.iter().any(|(_, all)| all.get(&occupation.soc).is_some()) {
            dangling(tree, OCCUPATIONS, "occupation", &occupation.soc, "correct the code", findings);
        }
    }
}

fn dangling(tree: &Tree, file: &str, what: &str, id: &str, mend: &str, findings: &mut Findings) {
    let line = line_of(tree, file, &format!("\"{id}\""));
    findings.error("dangling-evidence", file, line, format!("there is no {what} `{id}`"), mend);
}

/// A fact says one thing, and an amount of money says of what.
fn figure(tree: &Tree, fact: &crate::evidence::PayFact, findings: &mut Findings) {
    let range = fact.low.is_some() && fact.high.is_some();
    let given = [fact.value.is_some(), range, fact.text.is_some()].into_iter().filter(|is| *is).count();
    let half = fact.low.is_some() != fact.high.is_some();
    let is_pay = fact.metric.pay_name().is_some();
    let fault = if given != 1 || half {
        "it needs `value`, or `low` and `high`, or `text`, and only one of these"
    } else if is_pay && (fact.currency.is_none() || fact.per.is_none()) {
        "an amount of money needs `currency` and `per`"
    } else if fact.role.is_some() == fact.about.is_some() {
        "it needs `role` or `about`, and only one of these"
    } else {
        return;
    };
    let line = line_of(tree, FACTS, &format!("\"{}\"", fact.id));
    findings.error("evidence-figure", FACTS, line, format!("`{}`: {fault}", fact.id), "README.md shows the format");
}

fn twice<'a>(tree: &Tree, file: &str, ids: impl Iterator<Item = &'a String>, findings: &mut Findings) {
    let mut seen: BTreeMap<&String, usize> = BTreeMap::new();
    for id in ids {
        *seen.entry(id).or_default() += 1;
    }
    for (id, _) in seen.into_iter().filter(|(_, n)| *n > 1) {
        let line = line_of(tree, file, &format!("\"{id}\""));
        findings.error("duplicate-id", file, line, format!("`{id}` is defined twice"), "rename one of the two");
    }
}

/// A title or an alias belongs to one role only.
fn shared_names(knowledge: &Knowledge, tree: &Tree, findings: &mut Findings) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for role in &knowledge.evidence.roles {
        for name in role.titles.iter().chain(&role.aliases) {
            let first = seen.entry(name.to_lowercase()).or_insert(&role.id);
            if *first != role.id {
                let line = line_of(tree, TITLES, &format!("\"{name}\""));
                findings.error(
                    "shared-title",
                    TITLES,
                    line,
                    format!("`{name}` belongs to `{first}` and to `{}`", role.id),
                    "leave it to one of the two",
                );
            }
        }
    }
}
