//! Ids that lead nowhere, sources that nothing cites, entries that nobody owns.

use std::collections::BTreeSet;

use super::{line_in, line_of};
use crate::knowledge::finding::Findings;
use crate::knowledge::{Knowledge, Prose, Tree};

/// Finds every id that leads nowhere.
pub(in crate::knowledge) fn references(knowledge: &Knowledge, tree: &Tree, findings: &mut Findings) {
    let entries = knowledge.entries();
    for text in knowledge.prose().into_iter().chain(knowledge.notes()) {
        prose(knowledge, tree, &text.file, &text.prose, findings);
    }
    for list in knowledge.source_lists() {
        for id in list.sources.iter().filter(|id| !knowledge.sources.contains_key(*id)) {
            let line = line_in(tree, &list.record, &format!("\"{id}\""));
            no_source(&list.record.file, line, id, findings);
        }
    }
    for (id, origin) in knowledge.sources.values().filter_map(|s| s.via.as_ref().map(|via| (via, &s.id))) {
        if !knowledge.sources.contains_key(id) {
            let line = line_of(tree, "sources.toml", &format!("via = \"{id}\""));
            findings.error(
                "dangling-source",
                "sources.toml",
                line,
                format!("`{origin}` was read via `{id}`, which is not there"),
                "add that source, or correct `via`",
            );
        }
    }
    for (file, id) in knowledge.entry_references() {
        if !entries.contains(&id) {
            let line = line_of(tree, &file, &format!("\"{id}\""));
            findings.error(
                "dangling-entry",
                &file,
                line,
                format!("there is no entry `{id}`"),
                "correct the id (`rolecall knowledge list` shows all), or take it out",
            );
        }
    }
    for (file, id) in knowledge.role_references() {
        if !knowledge.roles.contains_key(&id) {
            let line = line_of(tree, &file, &format!("\"{id}\""));
            findings.error(
                "dangling-role",
                &file,
                line,
                format!("there is no role `{id}`"),
                format!("add `roles/{id}.toml`, or correct the id"),
            );
        }
    }
    for figure in knowledge.disagreements() {
        for id in figure.others.iter().filter(|id| knowledge.figure(id).is_none()) {
            let line = line_in(tree, &figure.record, &format!("\"{id}\""));
            findings.error(
                "dangling-figure",
                &figure.record.file,
                line,
                format!("there is no figure `{id}`"),
                "correct the id, or add the figure",
            );
        }
    }
    stages(knowledge, tree, findings);
}

fn prose(knowledge: &Knowledge, tree: &Tree, file: &str, text: &Prose, findings: &mut Findings) {
    for id in text.sources() {
        source(knowledge, tree, file, id, findings);
    }
    for id in text.figures().filter(|id| knowledge.figure(id).is_none()) {
        let line = line_of(tree, file, &format!("{{{id}}}"));
        findings.error(
            "dangling-figure",
            file,
            line,
            format!("there is no figure `{{{id}}}`"),
            "add it to facts/ or pay/, or correct the id",
        );
    }
}

fn source(knowledge: &Knowledge, tree: &Tree, file: &str, id: &str, findings: &mut Findings) {
    if knowledge.sources.contains_key(id) {
        return;
    }
    let in_prose = line_of(tree, file, &format!("[^{id}]"));
    let line = if in_prose > 1 { in_prose } else { line_of(tree, file, &format!("\"{id}\"")) };
    no_source(file, line, id, findings);
}

fn no_source(file: &str, line: usize, id: &str, findings: &mut Findings) {
    findings.error(
        "dangling-source",
        file,
        line,
        format!("there is no source `{id}`"),
        "add it to sources.toml, or correct the id",
    );
}

fn stages(knowledge: &Knowledge, tree: &Tree, findings: &mut Findings) {
    for sheet in knowledge.pay.values() {
        let file = format!("pay/{}.toml", sheet.role);
        let Some(role) = knowledge.roles.get(&sheet.role) else {
            findings.error(
                "dangling-role",
                &file,
                1,
                format!("there is no role `{}`", sheet.role),
                format!("add `roles/{}.toml`, or rename this file", sheet.role),
            );
            continue;
        };
        for band in sheet.bands.iter().filter(|b| !role.stage.iter().any(|s| s.id == b.stage)) {
            let line = line_of(tree, &file, &format!("stage = \"{}\"", band.stage));
            findings.error(
                "dangling-stage",
                &file,
                line,
                format!("the role has no stage `{}`", band.stage),
                format!("use a stage of roles/{}.toml, or add it there", role.id),
            );
        }
    }
}

/// Finds sources that nothing cites.
pub(super) fn unused_sources(knowledge: &Knowledge, tree: &Tree, findings: &mut Findings) {
    let mut used: BTreeSet<&str> = knowledge.sources.values().filter_map(|s| s.via.as_deref()).collect();
    let texts: Vec<_> = knowledge.prose().into_iter().chain(knowledge.notes()).collect();
    used.extend(texts.iter().flat_map(|t| t.prose.sources()));
    let lists = knowledge.source_lists();
    used.extend(lists.iter().flat_map(|l| l.sources.iter().map(String::as_str)));
    used.extend(knowledge.evidence.facts.iter().map(|f| f.source.as_str()));
    used.extend(knowledge.evidence.datasets.iter().map(|d| d.about.source.id.as_str()));
    for id in knowledge.sources.keys().filter(|id| !used.contains(id.as_str())) {
        let line = line_of(tree, "sources.toml", &format!("\"{id}\""));
        findings.error(
            "unused-source",
            "sources.toml",
            line,
            format!("nothing cites `{id}`"),
            "cite it where it is used, or take it out",
        );
    }
}

/// Finds entries and figures that refer to themselves.
pub(super) fn to_themselves(knowledge: &Knowledge, tree: &Tree, findings: &mut Findings) {
    for figure in knowledge.disagreements().iter().filter(|f| f.others.contains(&f.id)) {
        let line = line_in(tree, &figure.record, "disagrees_with");
        findings.error(
            "self-reference",
            &figure.record.file,
            line,
            format!("`{}` says that it disagrees with itself", figure.id),
            "name the other figure, or take it out",
        );
    }
    for article in knowledge.articles.values().filter(|a| a.header.related.contains(&a.id)) {
        let file = format!("{}.md", article.id);
        let line = line_of(tree, &file, "related");
        findings.error(
            "self-reference",
            &file,
            line,
            format!("`{}` is related to itself", article.id),
            "name another entry, or take it out",
        );
    }
}

/// Finds entries without an owner.
pub(super) fn owners(knowledge: &Knowledge, _tree: &Tree, findings: &mut Findings) {
    for (file, owner, _) in knowledge.stewardship() {
        if owner.is_none_or(|o| o.trim().is_empty()) {
            findings.error(
                "missing-owner",
                &file,
                1,
                "nobody owns this file",
                "add `owner = \"…\"`: who answers for it",
            );
        }
    }
}
