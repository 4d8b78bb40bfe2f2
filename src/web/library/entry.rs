//! `/knowledge/<entry>`: an entry with its figures, sources, dates and phrasings: an address that answers can cite.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use maud::{Markup, html};

use super::due;
use crate::answer::exhibits::exhibits;
use crate::answer::{Outcome, Reply, compose, format};
use crate::commands::{self, Steward};
use crate::evidence::files::Visibility;
use crate::knowledge::text::Prose;
use crate::knowledge::{Fact, Figure, Knowledge, PayBand};
use crate::loading::Origin;
use crate::store::{self, EntryCount};
use crate::web::page::{Part, not_found, page};
use crate::web::prose;
use crate::web::site::Site;
use crate::web::talk::Talk;

/// Days in which questions are counted.
const COUNTED: u16 = 30;
/// How long the page waits for the store.
const PATIENCE: Duration = Duration::from_millis(250);

/// The page.
pub(in crate::web) async fn entry(State(site): State<Arc<Site>>, Path(id): Path<String>) -> Response {
    let bot = site.answering.bot();
    let knowledge = bot.knowledge();
    if !knowledge.entries().contains(&id) {
        return not_found();
    }
    let today = site.answering.day(site.now());
    let asked = asked(&site, &id).await;
    let name = commands::name_of(knowledge, &id);
    let main = html! {
        section.entry {
            p.crumbs { a href="/knowledge" { "Knowledge" } " / " span { (id) } }
            h1 { (format::capitalised(&name)) }
            @if let Some(count) = &asked { p.meta { (said(count)) } }
            (as_answered(knowledge, &id, today))
            (figures(knowledge, &id))
            (standing(&site, knowledge, &id, today))
            (phrasings(knowledge, &id))
            (used(knowledge, &id))
        }
    };
    page(&name, Part::Knowledge, &main).into_response()
}

/// How often it answered; nothing where the store does not tell at once.
async fn asked(site: &Site, id: &str) -> Option<EntryCount> {
    let counted = store::entry_count(site.keeper.store(), id, site.now(), COUNTED);
    tokio::time::timeout(PATIENCE, counted).await.ok()?.ok()
}

fn said(count: &EntryCount) -> String {
    let times = |n: u64| match n {
        0 => "not asked".to_owned(),
        1 => "asked once".to_owned(),
        n => format!("asked {n} times"),
    };
    let votes = match (count.yes, count.no) {
        (0, 0) => String::new(),
        (yes, no) => format!("; helped {yes}, did not help {no}"),
    };
    format::capitalised(&format!("{} in {COUNTED} days{votes}", times(count.questions)))
}

fn as_answered(knowledge: &Knowledge, id: &str, today: Date) -> Markup {
    let requests = commands::requests_of(knowledge, id);
    let answers: Vec<_> = requests.iter().filter_map(|r| compose(knowledge, r, today)).collect();
    let charts = requests.iter().filter_map(|r| exhibits(knowledge, r, Visibility::Public, today).chart);
    let note =
        knowledge.uncovered.iter().find(|u| u.id == id).map(|u| format!("I have no sourced answer on {}.", u.name));
    let reply =
        Reply { outcome: Outcome::Answered, answers, notes: note.into_iter().collect(), suggestions: Vec::new() };
    html! {
        div.card {
            @if reply.answers.is_empty() && reply.notes.is_empty() {
                p { "This entry has no answer of its own; others are compared with it." }
            }
            (prose::reply(&reply))
        }
        @for chart in charts { (prose::chart(&chart)) }
    }
}

/// The figures that it holds or refers to.
fn figures(knowledge: &Knowledge, id: &str) -> Markup {
    let bands: Vec<&PayBand> =
        knowledge.pay.values().flat_map(|s| &s.bands).filter(|b| is_below(&b.entry(), id)).collect();
    let facts = facts(knowledge, id);
    html! {
        @if !bands.is_empty() || !facts.is_empty() {
            h2 { "Figures" }
            div.wide tabindex="0" {
                table {
                    thead { tr { @for name in ["Figure", "What", "Basis", "Region", "As of", "Sources"] { th scope="col" { (name) } } } }
                    tbody {
                        @for band in bands {
                            tr {
                                td.num { (format::band(band)) " " (format::per(band.per)) }
                                td { (format::capitalised(&band.stage)) (noted(band.note.as_deref())) }
                                td { (format::basis(band.basis)) }
                                td { (band.region) }
                                td { (band.as_of.display()) }
                                td { (source_links(&band.sources)) }
                            }
                        }
                        @for fact in facts {
                            tr {
                                td.num { (fact.value) }
                                td { (fact.what) (noted(fact.note.as_deref())) }
                                td { (fact.basis) }
                                td { (fact.region) }
                                td { (fact.as_of.display()) ", " (fact.period) }
                                td { (source_links(&fact.sources)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A note without the marks of its sources, which stand in a column of their own.
fn noted(note: Option<&str>) -> Markup {
    html! { @if let Some(note) = note { span.quiet { " " (Prose::parse(note).plain(|id| id.to_owned())) } } }
}

/// An entry, or a part of it.
fn is_below(part: &str, whole: &str) -> bool {
    part == whole || part.strip_prefix(whole).is_some_and(|rest| rest.starts_with('/'))
}

fn facts<'a>(knowledge: &'a Knowledge, id: &str) -> Vec<&'a Fact> {
    let file = commands::steward(knowledge, id).file;
    let mut out: Vec<&Fact> = Vec::new();
    for text in knowledge.prose().iter().filter(|text| text.file == file) {
        for figure in text.prose.figures().filter_map(|id| knowledge.figure(id)) {
            if let Figure::Fact(fact) = figure
                && !out.iter().any(|known| known.id == fact.id)
            {
                out.push(fact);
            }
        }
    }
    out
}

fn source_links(ids: &[String]) -> Markup {
    html! { @for (at, id) in ids.iter().enumerate() { @if at > 0 { ", " } a href=(format!("/sources#{id}")) { (id) } } }
}

/// Who looks after it, until when it holds, and where it is corrected.
fn standing(site: &Site, knowledge: &Knowledge, id: &str, today: Date) -> Markup {
    let steward = commands::steward(knowledge, id);
    let asking = Talk::default().then(&commands::name_of(knowledge, id));
    html! {
        h2 { "Upkeep" }
        dl.facts {
            dt { "Owner" } dd { (steward.owner.as_deref().unwrap_or("nobody")) }
            @if let Some(date) = steward.as_of { dt { "As of" } dd { (date.display()) } }
            @if let Some(date) = steward.review_by { dt { "Review by" } dd { (date.display()) " " (due(&steward, today)) } }
            dt { "File" }
            dd { (edit(site, &steward, id)) }
        }
        p { a.btn href=(asking.href()) { "Ask this" } " " a.btn href=(format!("/quick?e={id}")) { "Copy it" } }
    }
}

/// A link to the line where the configuration says how; else the file and the line.
fn edit(site: &Site, steward: &Steward, id: &str) -> Markup {
    let line = line_of(site.answering.origin(), &steward.file, id);
    let Some(template) = &site.config.edit_url else {
        return html! { code { (steward.file) ":" (line) } };
    };
    let url = template.replace("{file}", &steward.file).replace("{line}", &line.to_string());
    html! { code { (steward.file) ":" (line) } " " a href=(url) rel="noopener" { "Edit" } }
}

/// Where in its file an entry begins.
fn line_of(origin: &Origin, file: &str, id: &str) -> usize {
    let part = id.splitn(3, '/').nth(2).unwrap_or_default();
    let marks = [
        format!("stage = \"{part}\""),
        format!("id = \"{part}\""),
        format!("cadence = \"{part}\""),
        format!("# {part}"),
    ];
    let text = match origin {
        Origin::Folder(folder) => std::fs::read_to_string(folder.join(file)).unwrap_or_default(),
        Origin::Embedded => crate::knowledge::Tree::embedded().text(file),
    };
    let found =
        |line: &str| !part.is_empty() && marks.iter().any(|mark| line.to_lowercase().starts_with(mark.as_str()));
    text.lines().position(found).map_or(1, |at| at + 1)
}

fn phrasings(knowledge: &Knowledge, id: &str) -> Markup {
    let all: Vec<String> = commands::phrasings_of(knowledge, id).into_iter().flat_map(|(_, list)| list).collect();
    html! {
        @if !all.is_empty() {
            details.phrasings {
                summary { "Answers to (" (all.len()) " ways of asking)" }
                ul { @for phrasing in &all { li { (phrasing) } } }
            }
        }
    }
}

/// Entries that lead here.
fn used(knowledge: &Knowledge, id: &str) -> Markup {
    let related =
        knowledge.articles.values().filter(|a| a.header.related.iter().any(|r| r == id)).map(|a| a.id.clone());
    let instead = knowledge.uncovered.iter().filter(|u| u.instead.iter().any(|r| r == id)).map(|u| u.id.clone());
    let all: Vec<String> = related.chain(instead).collect();
    html! {
        @if !all.is_empty() {
            h2 { "Offered by" }
            ul.entries {
                @for id in &all {
                    li { a href=(format!("/knowledge/{id}")) { (commands::name_of(knowledge, id)) } span.id { (id) } }
                }
            }
        }
    }
}
