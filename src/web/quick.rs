//! `/quick`: a prepared answer, found and copied in two clicks.

use std::sync::Arc;

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;

use super::library::search::search;
use super::page::{Part, page};
use super::prose;
use super::site::Site;
use crate::answer::text::Sources;
use crate::answer::{Reply, text};
use crate::commands::{self, Kind};
use crate::platform::answering::Asker;

/// What is looked for, or picked.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    q: String,
    #[serde(default)]
    e: String,
}

/// The page.
pub(super) async fn quick(State(site): State<Arc<Site>>, Query(wish): Query<Wish>) -> Markup {
    let (bot, at) = (site.answering.bot(), site.now());
    let words: String = wish.q.trim().chars().take(400).collect();
    let prepared = Kind::Prepared.choices(bot.knowledge());
    let found = search(&site.answering, &words, at);
    let listed: Vec<_> = if words.is_empty() {
        prepared.iter().collect()
    } else {
        found.iter().filter_map(|id| prepared.iter().find(|choice| choice.value == *id)).collect()
    };
    let asker = Asker::nobody(at);
    let picked = site.answering.entry(&wish.e, &asker).filter(|_| !wish.e.is_empty());
    let main = html! {
        section.quick {
            h1 { "Quick answers" }
            form.search method="get" action="/quick" role="search" {
                label.unseen for="q" { "Search prepared answers" }
                input #q type="search" name="q" value=(words) placeholder="Search prepared answers";
                button.main type="submit" { "Search" }
            }
            @if let Some(reply) = &picked { (copies(&commands::name_of(bot.knowledge(), &wish.e), &wish.e, reply)) }
            div #recent .recent hidden { h2 { "Recent" } ul.entries {} }
            h2 { @if words.is_empty() { "All" } @else { "Found" } " " span.count { (listed.len()) } }
            ul.entries {
                @for choice in listed {
                    li { a href=(format!("/quick?e={}", choice.value)) { (choice.label) } span.id { (choice.value) } }
                }
            }
        }
    };
    page("Quick answers", Part::Quick, &main)
}

/// The answer with its three forms, each a click away.
fn copies(name: &str, id: &str, reply: &Reply) -> Markup {
    let forms = [
        ("text", "Plain text", plain(reply)),
        ("markdown", "Markdown", markdown(reply)),
        ("html", "HTML", markup(reply)),
    ];
    html! {
        div.card.picked data-entry=(id) data-name=(name) {
            (prose::reply(reply))
            div.row {
                @for (id, label, _) in &forms { button.btn type="button" data-copy=(format!("form-{id}")) hidden { "Copy " (label) } }
                a.btn href=(format!("/knowledge/{id}")) { "Entry" }
            }
            @for (id, label, text) in &forms {
                details { summary { (label) } textarea id=(format!("form-{id}")) rows="8" readonly aria-label=(label) { (text) } }
            }
        }
    }
}

/// Without what to ask next: it is passed on, not talked about.
fn plain(reply: &Reply) -> String {
    text::render(&Reply { suggestions: Vec::new(), ..reply.clone() })
}

fn markdown(reply: &Reply) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for answer in &reply.answers {
        let mut lines = vec![format!("**{}**", marked(&answer.headline.text))];
        lines.extend(answer.body.iter().map(|l| format!("{}{}", if l.bullet { "- " } else { "" }, marked(&l.text))));
        lines.push(format!("\n_{}_", marked(&answer.conditions)));
        blocks.push(lines.join("\n"));
    }
    let sources = Sources::of(&reply.answers);
    let lines = sources.citations().iter().enumerate().map(|(at, c)| {
        let url = c.url.as_ref().map(|url| format!(" <{url}>")).unwrap_or_default();
        format!("{}. {}, {}, {}{url}", at + 1, marked(&c.publisher), marked(&c.title), c.dated)
    });
    blocks.push(format!("Sources:\n\n{}", lines.collect::<Vec<_>>().join("\n")));
    blocks.join("\n\n")
}

/// Signs of Markdown in words are no markup.
fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// For mail and for websites: elements without any style.
fn markup(reply: &Reply) -> String {
    let sources = Sources::of(&reply.answers);
    let html = html! {
        @for answer in &reply.answers {
            p { strong { (answer.headline.text) } }
            @for line in &answer.body { p { (line.text) } }
            p { em { (answer.conditions) } }
        }
        p { "Sources:" }
        ol {
            @for c in sources.citations() {
                li {
                    (c.publisher) ", " (c.title) ", " (c.dated)
                    @if let Some(url) = &c.url { " " a href=(url) { (url) } }
                }
            }
        }
    };
    html.into_string()
}
