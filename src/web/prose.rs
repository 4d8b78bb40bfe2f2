//! An answer as a page shows it: sentences with numbered sources below.

use maud::{Markup, PreEscaped, html};

use super::preview::link;
use crate::answer::text::Sources;
use crate::answer::{Answer, Line, Reply};
use crate::chart::Chart;

/// Answers, notes, and what they stand on.
pub(super) fn reply(reply: &Reply) -> Markup {
    let sources = Sources::of(&reply.answers);
    html! {
        @for answer in &reply.answers { (one(answer, &sources)) }
        @for note in &reply.notes { p { (note) } }
        (list(&sources))
    }
}

fn one(answer: &Answer, sources: &Sources<'_>) -> Markup {
    html! {
        div.answer {
            p.headline { (line(&answer.headline, answer, sources)) }
            @let (items, sentences): (Vec<&Line>, Vec<&Line>) = answer.body.iter().partition(|l| l.bullet);
            @if !sentences.is_empty() {
                p { @for sentence in sentences { (line(sentence, answer, sources)) " " } }
            }
            @if !items.is_empty() { ul { @for item in items { li { (line(item, answer, sources)) } } } }
            p.conditions { (answer.conditions) }
        }
    }
}

fn line(line: &Line, answer: &Answer, sources: &Sources<'_>) -> Markup {
    let mut numbers: Vec<usize> =
        line.cites.iter().filter_map(|at| sources.number(answer.citations.get(*at)?)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    html! { (line.text) @for number in numbers { sup { "[" (number) "]" } } }
}

fn list(sources: &Sources<'_>) -> Markup {
    html! {
        @if !sources.citations().is_empty() {
            ol.sources {
                @for citation in sources.citations() {
                    li {
                        a href=(format!("/sources#{}", citation.source)) { (citation.publisher) }
                        ", " (citation.title) ", " (citation.dated)
                        @if let Some(via) = &citation.via { ", via " (via) }
                        @if let Some(url) = &citation.url { " " (link(url)) }
                    }
                }
            }
        }
    }
}

/// A chart, drawn by the chart module; its words stand in it for those who do not see it. Below it stands what it is.
pub(super) fn chart(chart: &Chart, caption: &str) -> Markup {
    html! { figure.chart { (picture(&chart.svg(), &chart.narrow_svg())) figcaption { (caption) } } }
}

/// A picture for a desk and for a phone; the stylesheet shows the one that fits, and the other is not there for anybody.
pub(super) fn picture(wide: &str, narrow: &str) -> Markup {
    html! {
        div.on-desk { (PreEscaped(wide)) }
        div.on-phone { (PreEscaped(narrow)) }
    }
}
