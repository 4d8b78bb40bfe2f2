//! `/sources`: each source, and what stands on it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::dated;
use crate::knowledge::source::Tier;
use crate::knowledge::{Figure, Knowledge};
use crate::web::page::{Part, page};
use crate::web::preview::link;
use crate::web::site::Site;

/// The page.
pub(in crate::web) async fn sources(State(site): State<Arc<Site>>) -> Markup {
    let bot = site.answering.bot();
    let (knowledge, today) = (bot.knowledge(), site.answering.day(site.now()));
    let standing = standing(knowledge);
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
                    @if let Some(entries) = standing.get(source.id.as_str()) {
                        details {
                            summary { (entries.len()) " entries stand on it" }
                            ul { @for entry in entries { li { a href=(format!("/knowledge/{entry}")) { (entry) } } } }
                        }
                    }
                }
            }
        }
    };
    page("Sources", Part::Sources, &main)
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
    let mut note = |source: &str, entry: &str| {
        out.entry(source.to_owned()).or_default().insert(entry.to_owned());
    };
    for text in knowledge.prose() {
        let entry = text.file.trim_end_matches(".md").trim_end_matches(".toml").to_owned();
        text.prose.sources().for_each(|source| note(source, &entry));
        let figures = text.prose.figures().filter_map(|id| knowledge.figure(id));
        figures.flat_map(|f| Figure::sources(&f).to_vec()).for_each(|source| note(&source, &entry));
    }
    for band in knowledge.pay.values().flat_map(|sheet| &sheet.bands) {
        band.sources.iter().for_each(|source| note(source, &band.entry()));
    }
    for role in knowledge.roles.values() {
        let entry = format!("roles/{}", role.id);
        role.stage.iter().flat_map(|s| &s.sources).for_each(|source| note(source, &entry));
    }
    out
}
