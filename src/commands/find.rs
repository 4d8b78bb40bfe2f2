//! From what somebody typed to an id of the knowledge base.

use std::collections::BTreeSet;

use super::kind::Choice;
use crate::knowledge::{Article, Knowledge, Stage};

/// How alike a question and what was typed must be, 0 to 1.
const ALIKE: f64 = 0.55;
/// How alike a name must be to be suggested.
const NEAR: f64 = 0.75;
/// Names that are suggested.
const SUGGESTED: usize = 3;

/// Lower case, words parted by one space.
pub(super) fn folded(text: &str) -> String {
    letters(text).collect()
}

/// Whether a name is what was typed, which is folded.
fn is(name: &str, typed: &str) -> bool {
    letters(name).eq(typed.chars())
}

/// The letters of a folded text.
fn letters(text: &str) -> impl Iterator<Item = char> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_')).filter(|word| !word.is_empty());
    words.enumerate().flat_map(|(at, word)| {
        let space = (at > 0).then_some(' ');
        space.into_iter().chain(word.chars().flat_map(char::to_lowercase))
    })
}

/// Every stage, each id once.
pub(super) fn stages(knowledge: &Knowledge) -> impl Iterator<Item = &Stage> {
    let mut seen = BTreeSet::new();
    knowledge.roles.values().flat_map(|r| &r.stage).filter(move |s| seen.insert(s.id.as_str()))
}

/// A role by id, name or alias.
pub(super) fn role(knowledge: &Knowledge, word: &str) -> Option<String> {
    let mut names = knowledge.roles.values().flat_map(|r| {
        let own = [&r.id, &r.name, &r.plural];
        own.into_iter().chain(&r.aliases).map(move |name| (name, &r.id))
    });
    names.find(|(name, _)| is(name, word)).map(|(_, id)| id.clone())
}

/// A stage by id, title or alias.
pub(super) fn stage(knowledge: &Knowledge, word: &str) -> Option<String> {
    let named = |s: &&Stage| std::iter::once(&s.id).chain(&s.titles).chain(&s.aliases).any(|name| is(name, word));
    stages(knowledge).find(named).map(|s| s.id.clone())
}

/// An entry by id, or by the end of an id where only one has it.
pub(super) fn entry(knowledge: &Knowledge, text: &str) -> Option<String> {
    let id = text.trim().to_lowercase();
    let entries = knowledge.entries();
    if entries.contains(&id) {
        return Some(id);
    }
    let ending = format!("/{id}");
    let mut ends = entries.into_iter().filter(|e| e.ends_with(&ending));
    match (ends.next(), ends.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// An entry by id, or by what it is about.
pub(super) fn prepared(knowledge: &Knowledge, text: &str) -> Option<String> {
    let choices = super::Kind::Prepared.choices(knowledge);
    let typed = folded(text);
    let named = choices.iter().find(|c| is(&c.label, &typed)).map(|c| c.value.clone());
    named.or_else(|| entry(knowledge, text).filter(|id| choices.iter().any(|c| c.value == *id)))
}

/// A topic of the FAQ as it is; else a question by id, else the one whose words are most alike.
pub(super) fn article(knowledge: &Knowledge, text: &str) -> Option<String> {
    let typed = folded(text.trim().trim_start_matches("faq/").trim_end_matches('?'));
    if typed.is_empty() {
        return None;
    }
    if knowledge.articles.values().any(|a| is(&a.header.topic, &typed)) {
        return Some(typed);
    }
    let scored = knowledge.articles.values().map(|a| (likeness(a, &typed), &a.id));
    let (score, id) = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    (score >= ALIKE).then(|| id.clone())
}

fn likeness(article: &Article, typed: &str) -> f64 {
    let slug = folded(article.id.trim_start_matches("faq/"));
    if slug == typed {
        return 2.0;
    }
    let asked = std::iter::once(&article.header.question).chain(&article.header.phrasings);
    let best = asked.map(|q| words_alike(&folded(q.trim_end_matches('?')), typed)).fold(0.0, f64::max);
    let by_slug = words_alike(&slug, typed);
    best.max(by_slug)
}

/// Twice the words in common over all words; a typo still counts for most of a word.
fn words_alike(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let one = |word: &&str| a.iter().map(|w| strsim::normalized_damerau_levenshtein(w, word)).fold(0.0, f64::max);
    let shared: f64 = b.iter().map(one).filter(|s| *s >= 0.8).sum();
    2.0 * shared / (a.len() + b.len()) as f64
}

/// The choices most like what was typed.
pub(super) fn nearest(text: &str, choices: &[Choice]) -> Vec<Choice> {
    let typed = folded(text);
    let score = |c: &Choice| {
        let tail = c.value.rsplit('/').next().unwrap_or_default();
        let names = [folded(&c.value), folded(tail), folded(&c.label)];
        names.iter().map(|n| strsim::jaro_winkler(n, &typed)).fold(0.0, f64::max)
    };
    let mut scored: Vec<(f64, &Choice)> = choices.iter().map(|c| (score(c), c)).filter(|(s, _)| *s >= NEAR).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(SUGGESTED).map(|(_, c)| c.clone()).collect()
}
