//! `/sources`: each source, and what stands on it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::{address, dated, entries, records};
use crate::answer::format;
use crate::evidence::PayFact;
use crate::knowledge::source::Tier;
use crate::knowledge::{Figure, Knowledge, Prose};
use crate::web::page::{Part, page};
use crate::web::preview::link;
use crate::web::site::Site;

/// The page.
pub(in crate::web) async fn sources(State(site): State<Arc<Site>>) -> Markup {
    let bot = site.answering.bot();
    let (knowledge, today) = (bot.knowledge(), site.answering.day(site.now()));
    let (standing, read_in) = (standing(knowledge), read_in(knowledge));
    let main = html! {
        section {
            h1 { "Sources" }
            p.lead { (knowledge.sources.len()) " publications. A figure without one cannot enter the knowledge base." }
            @for source in knowledge.sources.values() {
                article.source #(source.id) {
                    h2 { (source.publisher) }
                    p { (source.title) }
                    p.meta {
                        (dated(source, today)) " · " (tier(source.tier))
                        @if let Some(via) = source.via.as_ref() { " · read in " a href=(format!("#{via}")) { (via) } }
                        " · " code { (source.id) }
                    }
                    @if let Some(url) = &source.url { p { (link(url)) } }
                    @let figures: Vec<_> = knowledge.evidence.facts.iter().filter(|f| f.source == source.id).collect();
                    @let entries = standing.get(source.id.as_str());
                    @if let Some(entries) = entries {
                        details {
                            summary { @if entries.len() == 1 { "1 entry stands on it" } @else { (entries.len()) " entries stand on it" } }
                            ul { @for entry in entries { li { a href=(address(entry)) { (entry) } } } }
                        }
                    }
                    @if !figures.is_empty() { (single(knowledge, &figures)) }
                    @if let Some(readers) = read_in.get(source.id.as_str()) {
                        p.quiet {
                            "Read in it: "
                            @for (at, reader) in readers.iter().enumerate() { @if at > 0 { ", " } a href=(format!("#{reader}")) { (reader) } }
                        }
                    }
                    @if entries.is_none() && figures.is_empty() && !read_in.contains_key(source.id.as_str()) {
                        p.quiet { "Nothing stands on it yet." }
                    }
                }
            }
        }
    };
    page("Sources", Part::Sources, &main)
}

/// The single figures that it gives.
fn single(knowledge: &Knowledge, figures: &[&PayFact]) -> Markup {
    let whom = |fact: &PayFact| {
        let role = fact.role.as_ref().and_then(|id| knowledge.evidence.roles.iter().find(|r| r.id == *id));
        let named = role.map(|role| role.plural.clone()).or_else(|| fact.about.clone()).unwrap_or_default();
        format::capitalised(&named)
    };
    html! {
        details {
            summary { @if figures.len() == 1 { "1 figure" } @else { (figures.len()) " figures" } }
            ul {
                @for fact in figures {
                    li { (whom(fact)) ", " (records::metric(fact.metric)) ": " (records::figure(fact)) " (" (fact.region) ", " (fact.period) ")" }
                }
            }
        }
    }
}

/// Sources by the one in which they were read.
fn read_in(knowledge: &Knowledge) -> BTreeMap<&str, Vec<&str>> {
    let mut out: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for source in knowledge.sources.values() {
        if let Some(via) = &source.via {
            out.entry(via).or_default().push(&source.id);
        }
    }
    out
}

fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Official => "official statistics",
        Tier::Reputable => "named publisher",
        Tier::Secondary => "a recruiter's or job site's own claim",
    }
}

/// Entries by source.
fn standing(knowledge: &Knowledge) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    // What was read in another publication stands on that one too.
    let mut note = |source: &str, entry: &str| {
        let via = knowledge.sources.get(source).and_then(|known| known.via.as_deref());
        for source in std::iter::once(source).chain(via) {
            out.entry(source.to_owned()).or_default().insert(entry.to_owned());
        }
    };
    for text in knowledge.prose() {
        let entry = text.file.trim_end_matches(".md").trim_end_matches(".toml").to_owned();
        text.prose.sources().for_each(|source| note(source, &entry));
        let figures = text.prose.figures().filter_map(|id| knowledge.figure(id));
        figures.flat_map(|f| Figure::sources(&f).to_vec()).for_each(|source| note(&source, &entry));
    }
    for band in knowledge.pay.values().flat_map(|sheet| &sheet.bands) {
        let noted = band.note.as_deref().map(Prose::parse).unwrap_or_default();
        band.sources.iter().map(String::as_str).chain(noted.sources()).for_each(|source| note(source, &band.entry()));
    }
    for role in knowledge.roles.values() {
        let entry = format!("roles/{}", role.id);
        role.stage.iter().flat_map(|s| &s.sources).for_each(|source| note(source, &entry));
    }
    for entry in entries(knowledge) {
        records::sources(knowledge, &entry).into_iter().for_each(|source| note(source, &entry));
    }
    out
}
