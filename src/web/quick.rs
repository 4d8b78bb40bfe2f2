//! `/quick`: a prepared answer, found and copied in two clicks.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use maud::{Markup, html};

use super::library::{address, entries, nothing, search::search};
use super::page::{Part, page};
use super::prose;
use super::query::{value, words};
use super::site::Site;
use crate::answer::text::Sources;
use crate::answer::{Answer, Line, Reply, text};
use crate::commands;
use crate::platform::answering::Asker;

/// The page.
pub(super) async fn quick(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Markup {
    let (bot, at) = (site.answering.bot(), site.now());
    let knowledge = bot.knowledge();
    let (words, wanted) = (words(query.as_deref()), value(query.as_deref(), "e"));
    let all = if words.is_empty() { entries(knowledge) } else { search(&site.answering, &words, at) };
    let prepared = |id: &String| !commands::requests_of(knowledge, id).is_empty();
    let listed: Vec<String> = all.into_iter().filter(prepared).collect();
    let picked = site.answering.entry(&wanted, &Asker::nobody(at)).filter(|_| !wanted.is_empty());
    let main = html! {
        section.quick {
            h1 { "Quick answers" }
            form.search method="get" action="/quick" role="search" {
                label.unseen for="q" { "Search prepared answers" }
                input #q type="search" name="q" value=(words) placeholder="Search prepared answers";
                button.main type="submit" { "Search" }
            }
            @if let Some(reply) = &picked { (copies(&commands::name_of(knowledge, &wanted), &wanted, reply)) }
            div #recent .recent hidden { h2 { "Recent" } ul.entries {} }
            @if listed.is_empty() { (nothing(&words)) }
            @else {
                h2 { @if words.is_empty() { "All" } @else { "Found" } " " span.count { (listed.len()) } }
                ul.entries {
                    @for id in &listed { li { a href=(picking(id)) { (commands::name_of(knowledge, id)) } span.id { (id) } } }
                }
            }
        }
    };
    page("Quick answers", Part::Quick, &main)
}

/// The address under which an answer is picked.
pub(super) fn picking(entry: &str) -> String {
    format!("/quick?{}", form_urlencoded::Serializer::new(String::new()).append_pair("e", entry).finish())
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
                a.btn href=(address(id)) { "Entry" }
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
    let sources = Sources::of(&reply.answers);
    let mut blocks: Vec<String> = Vec::new();
    for answer in &reply.answers {
        let cited = |line: &Line| format!("{}{}", marked(&line.text), cites(line, answer, &sources));
        let mut text = format!("**{}**{}", marked(&answer.headline.text), cites(&answer.headline, answer, &sources));
        let mut listed = false;
        for line in &answer.body {
            // Lists stand apart from what is before and after them.
            text.push_str(if line.bullet && listed { "\n" } else { "\n\n" });
            text.push_str(if line.bullet { "- " } else { "" });
            text.push_str(&cited(line));
            listed = line.bullet;
        }
        blocks.push(format!("{text}\n\n_{}_", marked(&answer.conditions)));
    }
    let lines = sources.citations().iter().enumerate().map(|(at, c)| {
        let via = sources.via(c).map(|at| format!(", via [{at}]")).unwrap_or_default();
        let url = c.url.as_ref().map(|url| format!(" <{url}>")).unwrap_or_default();
        format!("{}. {}, {}, {}{via}{url}", at + 1, marked(&c.publisher), marked(&c.title), c.dated)
    });
    blocks.push(format!("Sources:\n\n{}", lines.collect::<Vec<_>>().join("\n")));
    blocks.join("\n\n")
}

/// " [1][3]", or nothing.
fn cites(line: &Line, answer: &Answer, sources: &Sources<'_>) -> String {
    let marks = sources.marks(line, answer);
    if marks.is_empty() { marks } else { format!(" {marks}") }
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
            p { strong { (answer.headline.text) } (cites(&answer.headline, answer, &sources)) }
            @for lines in answer.body.chunk_by(|one, next| one.bullet && next.bullet) {
                @if lines[0].bullet { ul { @for line in lines { li { (line.text) (cites(line, answer, &sources)) } } } }
                @else { @for line in lines { p { (line.text) (cites(line, answer, &sources)) } } }
            }
            p { em { (answer.conditions) } }
        }
        p { "Sources:" }
        ol {
            @for c in sources.citations() {
                li {
                    (c.publisher) ", " (c.title) ", " (c.dated)
                    @if let Some(at) = sources.via(c) { ", via [" (at) "]" }
                    @if let Some(url) = &c.url { " " a href=(url) { (url) } }
                }
            }
        }
    };
    html.into_string()
}
