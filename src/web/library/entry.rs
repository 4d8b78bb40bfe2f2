//! `/knowledge/<entry>`: an entry with its figures, sources, dates and phrasings: an address that answers can cite.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use maud::{Markup, html};

use super::figures::figures;
use super::{address, due, is_there, question, used};
use crate::answer::exhibits::exhibits;
use crate::answer::{Answer, Outcome, Reply, compose, format};
use crate::commands::{self, Steward};
use crate::evidence::files::Visibility;
use crate::knowledge::{Aspect, Knowledge};
use crate::loading::Origin;
use crate::web::page::{Part, not_found, page};
use crate::web::prose;
use crate::web::quick::picking;
use crate::web::site::Site;
use crate::web::talk::Talk;

/// The page.
pub(in crate::web) async fn entry(State(site): State<Arc<Site>>, Path(id): Path<String>) -> Response {
    let bot = site.answering.bot();
    let knowledge = bot.knowledge();
    let today = site.answering.day(site.now());
    if !is_there(knowledge, &id, today) {
        return not_found();
    }
    let used = used::of(&site, &id).await;
    let requests = commands::requests_of(knowledge, &id);
    let answers: Vec<Answer> = requests.iter().filter_map(|r| compose(knowledge, r, today)).collect();
    let charts = requests.iter().filter_map(|r| exhibits(knowledge, r, Visibility::Public, today).chart);
    let is_answered = !answers.is_empty();
    let name = commands::name_of(knowledge, &id);
    let main = html! {
        section.entry {
            p.crumbs { a href="/knowledge" { "Knowledge" } " / " span { (id) } }
            h1 { (format::capitalised(&name)) }
            @if let Some(used) = &used { p.meta { (used.said()) } }
            (as_answered(knowledge, &id, answers))
            @for chart in charts { (prose::chart(&chart, "The figures below, as a picture.")) }
            (figures(knowledge, &id))
            (standing(&site, knowledge, &id, today))
            @if is_answered { (ways_on(&site, &id)) }
            (phrasings(knowledge, &id))
            (offered(knowledge, &id))
        }
    };
    page(&name, Part::Knowledge, &main).into_response()
}

fn as_answered(knowledge: &Knowledge, id: &str, answers: Vec<Answer>) -> Markup {
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
    }
}

/// Who looks after it, until when it holds, and where it is corrected.
fn standing(site: &Site, knowledge: &Knowledge, id: &str, today: Date) -> Markup {
    let steward = commands::steward(knowledge, id);
    html! {
        h2 { "Upkeep" }
        dl.facts {
            dt { "Owner" } dd { (steward.owner.as_deref().unwrap_or("nobody")) }
            @if let Some(date) = steward.as_of { dt { "As of" } dd { (date.display()) } }
            @if let Some(date) = steward.review_by { dt { "Review by" } dd { (date.display()) " " (due(&steward, today)) } }
            dt { "File" }
            dd { (edit(site, &steward, id)) }
        }
    }
}

/// To the conversation and to the copies; a question that would lead elsewhere is not offered.
fn ways_on(site: &Site, id: &str) -> Markup {
    let asking = question::leading_to(&site.answering, id, site.now()).map(|question| Talk::default().then(&question));
    html! {
        div.row {
            @if let Some(asking) = asking { a.btn href=(asking.href()) { "Ask this" } }
            a.btn href=(picking(id)) { "Copy it" }
        }
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
    let marks = marks(id);
    let text = match origin {
        Origin::Folder(folder) => std::fs::read_to_string(folder.join(file)).unwrap_or_default(),
        Origin::Embedded => crate::knowledge::Tree::embedded().text(file),
    };
    text.lines().position(|line| marks.iter().any(|mark| line.trim_end() == mark)).map_or(1, |at| at + 1)
}

/// Lines with which an entry can begin, where it is a part of its file; the file of the pay of other roles names them.
fn marks(id: &str) -> Vec<String> {
    let mut parts = id.splitn(3, '/');
    let (kind, name, part) = (parts.next(), parts.next().unwrap_or_default(), parts.next());
    let named = |key: &str, value: &str| format!("{key} = \"{value}\"");
    match (kind, part) {
        (Some("comparisons"), Some(part)) => {
            let aspect = Aspect::ALL.into_iter().find(|aspect| aspect.id() == part);
            aspect.map(|aspect| format!("## {}", aspect.heading())).into_iter().collect()
        }
        (Some("roles"), Some(part)) => vec![named("id", part), named("cadence", part)],
        (Some("pay"), Some(part)) => vec![named("stage", part), named("id", name)],
        (Some("pay"), None) => vec![named("id", name)],
        _ => Vec::new(),
    }
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
fn offered(knowledge: &Knowledge, id: &str) -> Markup {
    let related =
        knowledge.articles.values().filter(|a| a.header.related.iter().any(|r| r == id)).map(|a| a.id.clone());
    let instead = knowledge.uncovered.iter().filter(|u| u.instead.iter().any(|r| r == id)).map(|u| u.id.clone());
    let all: Vec<String> = related.chain(instead).collect();
    html! {
        @if !all.is_empty() {
            h2 { "Offered by" }
            ul.entries {
                @for id in &all {
                    li { a href=(address(id)) { (commands::name_of(knowledge, id)) } span.id { (id) } }
                }
            }
        }
    }
}
