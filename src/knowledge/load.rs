//! Files to typed knowledge. Every fault is found in one go, and any of them keeps the whole out.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::article::{Article, ArticleHeader};
use super::comparison::{Aspect, Comparison, ComparisonHeader};
use super::fact::{Fact, FactFile};
use super::finding::Findings;
use super::lexicon::{Lexicon, Smalltalk, Uncovered};
use super::pay::PayFile;
use super::role::Role;
use super::source::SourceFile;
use super::text::Prose;
use super::tree::Tree;
use super::{Knowledge, PaySheet};

/// Reads every file; what cannot be read is left out and found.
pub(super) fn parse(tree: &Tree, findings: &mut Findings) -> Knowledge {
    let mut knowledge = Knowledge::default();
    if tree.get("sources.toml").is_none() {
        findings.error(
            "missing-file",
            "sources.toml",
            1,
            "there is no `sources.toml`",
            "add it: it describes every source that is cited",
        );
    }
    for path in tree.paths() {
        if let Some(text) = utf8(tree, path, findings) {
            take(path, text, &mut knowledge, findings);
        }
    }
    knowledge
}

fn take(path: &str, text: &str, knowledge: &mut Knowledge, findings: &mut Findings) {
    let (folder, name) = path.split_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match (folder, name, name.rsplit_once('.').map(|(_, ext)| ext)) {
        ("", "sources.toml", _) => take_sources(path, text, knowledge, findings),
        ("", "lexicon.toml", _) => knowledge.lexicon = toml_file::<Lexicon>(path, text, findings).unwrap_or_default(),
        ("", "smalltalk.toml", _) => {
            knowledge.smalltalk = toml_file::<Smalltalk>(path, text, findings).unwrap_or_default()
        }
        ("facts", _, Some("toml")) => take_facts(path, text, knowledge, findings),
        ("roles", _, Some("toml")) => {
            if let Some(mut role) = toml_file::<Role>(path, text, findings) {
                stem.clone_into(&mut role.id);
                knowledge.roles.insert(stem.to_owned(), role);
            }
        }
        ("pay", _, Some("toml")) => take_pay(path, stem, text, knowledge, findings),
        ("uncovered", _, Some("toml")) => {
            if let Some(mut topic) = toml_file::<Uncovered>(path, text, findings) {
                topic.id = format!("uncovered/{stem}");
                knowledge.uncovered.push(topic);
            }
        }
        ("faq", _, Some("md")) => take_article(path, stem, text, knowledge, findings),
        ("comparisons", _, Some("md")) => take_comparison(path, stem, text, knowledge, findings),
        ("", "README.md", _) | ("gazetteer" | "data" | "evidence", _, _) => {}
        _ => findings.error(
            "unknown-file",
            path,
            1,
            "no part of the knowledge base has a file of this name",
            "see README.md for where each kind of file goes",
        ),
    }
}

fn utf8<'a>(tree: &'a Tree, path: &str, findings: &mut Findings) -> Option<&'a str> {
    let bytes = tree.get(path)?;
    if path.starts_with("data/") || path.starts_with("evidence/") {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count();
            findings.error("not-utf8", path, line, "the file is not UTF-8 text", "save it as UTF-8");
            None
        }
    }
}

/// The line, counted from 1, in which a byte stands.
pub(super) fn line_at(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count()
}

fn toml_file<T: DeserializeOwned>(path: &str, text: &str, findings: &mut Findings) -> Option<T> {
    toml_part(path, text, 0, findings)
}

fn toml_part<T: DeserializeOwned>(path: &str, text: &str, lines_before: usize, findings: &mut Findings) -> Option<T> {
    toml::from_str(text)
        .map_err(|error| {
            let line = lines_before + error.span().map_or(1, |span| line_at(text, span.start));
            let message = error.message().trim().replace('\n', " ");
            let mend = if message.contains("unknown field") {
                "take the key out or correct its spelling; README.md lists the keys"
            } else if message.contains("missing field") {
                "add the key; README.md shows an example"
            } else {
                "correct the TOML there; README.md shows the format"
            };
            findings.error("toml", path, line, message, mend);
        })
        .ok()
}

fn take_sources(path: &str, text: &str, knowledge: &mut Knowledge, findings: &mut Findings) {
    let Some(file) = toml_file::<SourceFile>(path, text, findings) else { return };
    for source in file.source {
        if let Some(twice) = knowledge.sources.insert(source.id.clone(), source) {
            duplicate(path, text, &twice.id, findings);
        }
    }
}

fn duplicate(path: &str, text: &str, id: &str, findings: &mut Findings) {
    let quoted = format!("\"{id}\"");
    let line = text.rfind(&quoted).map_or(1, |at| line_at(text, at));
    findings.error(
        "duplicate-id",
        path,
        line,
        format!("`{id}` is defined twice"),
        "rename one of the two, or merge them",
    );
}

fn take_facts(path: &str, text: &str, knowledge: &mut Knowledge, findings: &mut Findings) {
    let Some(file) = toml_file::<FactFile>(path, text, findings) else { return };
    for (nth, mut fact) in file.fact.into_iter().enumerate() {
        path.clone_into(&mut fact.file);
        fact.nth = nth;
        fact.owner.clone_from(&file.owner);
        let twice: Option<Fact> = knowledge.facts.insert(fact.id.clone(), fact);
        if let Some(twice) = twice {
            duplicate(path, text, &twice.id, findings);
        }
    }
}

fn take_pay(path: &str, stem: &str, text: &str, knowledge: &mut Knowledge, findings: &mut Findings) {
    let Some(mut file) = toml_file::<PayFile>(path, text, findings) else { return };
    let mut seen = BTreeMap::new();
    for band in &mut file.pay {
        stem.clone_into(&mut band.role);
        if band.low > band.high || band.low == 0 {
            let line = text.find(&format!("low = {}", band.low)).map_or(1, |at| line_at(text, at));
            findings.error(
                "pay-range",
                path,
                line,
                format!("the band {} runs from {} to {}", band.id(), band.low, band.high),
                "`low` must be above 0 and not above `high`",
            );
        }
        if seen.insert(band.id(), ()).is_some() {
            duplicate(path, text, &band.stage, findings);
        }
    }
    knowledge.pay.insert(
        stem.to_owned(),
        PaySheet {
            role: stem.to_owned(),
            owner: file.owner,
            review_by: file.review_by,
            bands: file.pay,
            phrasings: file.phrasings,
        },
    );
}

/// Front matter between `+++` lines, and the body with the number of lines above it.
fn front_matter<'a>(path: &str, text: &'a str, findings: &mut Findings) -> Option<(&'a str, &'a str, usize)> {
    let inside = text.strip_prefix("+++\n").or_else(|| text.strip_prefix("+++\r\n"));
    let found = inside.and_then(|inside| {
        let end = inside.find("\n+++")?;
        let header = &inside[..=end];
        let body = &inside[end + "\n+++".len()..];
        Some((header, body, 1 + header.lines().count() + 1))
    });
    if found.is_none() {
        findings.error(
            "front-matter",
            path,
            1,
            "the front matter is missing or not closed",
            "begin the file with a `+++` line, and close the front matter with another",
        );
    }
    found
}

fn take_article(path: &str, stem: &str, text: &str, knowledge: &mut Knowledge, findings: &mut Findings) {
    let Some((header, body, _)) = front_matter(path, text, findings) else { return };
    let Some(header) = toml_part::<ArticleHeader>(path, header, 1, findings) else { return };
    let id = format!("faq/{stem}");
    let article = Article { id: id.clone(), answer: Prose::parse(&header.answer), body: Prose::parse(body), header };
    knowledge.articles.insert(id, article);
}

fn take_comparison(path: &str, stem: &str, text: &str, knowledge: &mut Knowledge, findings: &mut Findings) {
    let Some((header, body, above)) = front_matter(path, text, findings) else { return };
    let Some(header) = toml_part::<ComparisonHeader>(path, header, 1, findings) else { return };
    let sections = sections(path, body, above, findings);
    for aspect in header.phrasings.keys().filter(|a| !sections.contains_key(a)) {
        findings.error(
            "missing-section",
            path,
            1,
            format!("there are phrasings for `{}` and no section `## {}`", aspect.id(), aspect.heading()),
            "write the section, or take the phrasings out",
        );
    }
    knowledge
        .comparisons
        .insert(format!("comparisons/{stem}"), Comparison { id: format!("comparisons/{stem}"), header, sections });
}

fn sections(path: &str, body: &str, above: usize, findings: &mut Findings) -> BTreeMap<Aspect, Prose> {
    let mut texts: BTreeMap<Aspect, String> = BTreeMap::new();
    let mut current = None;
    for (number, line) in body.lines().enumerate() {
        if let Some(heading) = line.strip_prefix("## ") {
            current = Aspect::ALL.into_iter().find(|a| a.heading() == heading.trim());
            if current.is_none() {
                findings.error(
                    "unknown-section",
                    path,
                    above + number,
                    format!("no section is called `{}`", heading.trim()),
                    "use Difference, Overlap, Litmus test or What candidates say",
                );
            }
        } else if let Some(aspect) = current {
            let text = texts.entry(aspect).or_default();
            text.push_str(line);
            text.push('\n');
        }
    }
    texts.into_iter().map(|(aspect, text)| (aspect, Prose::parse(&text))).collect()
}
