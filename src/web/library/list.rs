//! `/knowledge`: every entry, or those that words lead to.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{address, due, entries, search};
use crate::commands;
use crate::knowledge::Knowledge;
use crate::web::page::{Part, page};
use crate::web::query;
use crate::web::site::Site;

/// Kinds of entries, in the order in which they are shown.
const KINDS: [(&str, &str); 5] = [
    ("pay/", "Pay"),
    ("roles/", "Careers and work"),
    ("comparisons/", "Comparisons"),
    ("faq/", "Questions"),
    ("", "Asked, and not covered by any source"),
];

/// The page.
pub(in crate::web) async fn list(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Markup {
    let (bot, at) = (site.answering.bot(), site.now());
    let (knowledge, today) = (bot.knowledge(), site.answering.day(at));
    let words = query::words(query.as_deref());
    let main = html! {
        section {
            h1 { "Knowledge" }
            p.lead { (entries(knowledge).len()) " entries from " (knowledge.sources.len()) " sources. Answers are made from these files and from nothing else." }
            form.search method="get" action="/knowledge" role="search" {
                label.unseen for="q" { "Search entries" }
                input #q type="search" name="q" value=(words) placeholder="Search with the engine that answers";
                button.main type="submit" { "Search" }
            }
            @if words.is_empty() { (all(knowledge, today)) }
            @else {
                @let found = search::search(&site.answering, &words, at);
                @if found.is_empty() { (nothing(&words)) }
                @else {
                    p.count role="status" { (counted(found.len())) " for “" (words) "”" }
                    (rows(knowledge, &found, today))
                }
            }
        }
    };
    page("Knowledge", Part::Knowledge, &main)
}

/// What to try where nothing comes near.
pub(in crate::web) fn nothing(words: &str) -> Markup {
    html! {
        p.empty role="status" {
            "No entry comes near “" (words) "”. Try a role, a stage or a subject in a few words: "
            @for (at, example) in ["senior pay", "day rate", "remote", "certifications", "MLOps or DevOps"].iter().enumerate() {
                @if at > 0 { ", " } a href=(format!("?{}", form_urlencoded::Serializer::new(String::new()).append_pair("q", example).finish())) { (example) }
            }
            "; or " a href="?" { "see all" } "."
        }
    }
}

fn counted(n: usize) -> String {
    if n == 1 { "1 entry".to_owned() } else { format!("{n} entries") }
}

fn all(knowledge: &Knowledge, today: Date) -> Markup {
    let mut left = entries(knowledge);
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for (prefix, name) in KINDS {
        let (own, rest) = left.into_iter().partition(|id| id.starts_with(prefix));
        groups.push((name, own));
        left = rest;
    }
    html! {
        @for (name, entries) in &groups {
            @if !entries.is_empty() { h2 { (name) " " span.count { (entries.len()) } } (rows(knowledge, entries, today)) }
        }
    }
}

fn rows(knowledge: &Knowledge, entries: &[String], today: Date) -> Markup {
    html! {
        ul.entries {
            @for id in entries {
                @let steward = commands::steward(knowledge, id);
                li {
                    a href=(address(id)) { (commands::name_of(knowledge, id)) }
                    span.id { (id) }
                    span.when { @if let Some(date) = steward.as_of { (date.display()) } " " (due(&steward, today)) }
                }
            }
        }
    }
}
