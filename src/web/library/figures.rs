//! The figures that an entry stands on, each with what it counts, its date and its source.

use maud::{Markup, html};

use super::records;
use crate::answer::format;
use crate::commands;
use crate::knowledge::text::Prose;
use crate::knowledge::{Fact, Figure, Knowledge, PayBand};

/// A figure.
pub(super) struct Row {
    /// The number itself.
    pub(super) figure: String,
    /// Whose it is, and what is counted.
    pub(super) what: String,
    /// What an editor wrote beside it.
    pub(super) note: Option<String>,
    /// On what terms, or from how many.
    pub(super) basis: String,
    /// Where.
    pub(super) region: String,
    /// When it holds.
    pub(super) as_of: String,
    /// Ids of its sources.
    pub(super) sources: Vec<String>,
}

/// The table; nothing where the entry has no figures.
pub(super) fn figures(knowledge: &Knowledge, id: &str) -> Markup {
    let bands = knowledge.pay.values().flat_map(|s| &s.bands).filter(|b| is_below(&b.entry(), id)).map(of_band);
    let rows: Vec<Row> = bands.chain(facts(knowledge, id).map(of_fact)).chain(records::rows(knowledge, id)).collect();
    html! {
        @if !rows.is_empty() {
            h2 { "Figures" }
            div.wide tabindex="0" role="region" aria-label="Figures" {
                table.figures {
                    thead { tr { @for name in ["Figure", "What", "As of, source"] { th scope="col" { (name) } } } }
                    tbody { @for row in &rows { (shown(row)) } }
                }
            }
        }
    }
}

fn shown(row: &Row) -> Markup {
    html! {
        tr {
            td.num { (row.figure) }
            td {
                (row.what)
                @if let Some(note) = &row.note { span.quiet { " " (noted(note)) } }
                div.quiet { (row.basis) " · " (row.region) }
            }
            td {
                (row.as_of)
                div.quiet {
                    @for (at, id) in row.sources.iter().enumerate() {
                        @if at > 0 { ", " } a href=(format!("/sources#{id}")) { (id) }
                    }
                }
            }
        }
    }
}

/// A note without the marks of its sources, which stand in a column of their own.
fn noted(note: &str) -> String {
    Prose::parse(note).plain(str::to_owned)
}

fn of_band(band: &PayBand) -> Row {
    Row {
        figure: format!("{} {}", format::band(band), format::per(band.per)),
        what: format::capitalised(&band.stage),
        note: band.note.clone(),
        basis: format::basis(band.basis).to_owned(),
        region: band.region.clone(),
        as_of: band.as_of.display(),
        sources: band.sources.clone(),
    }
}

fn of_fact(fact: &Fact) -> Row {
    Row {
        figure: fact.value.clone(),
        what: fact.what.clone(),
        note: fact.note.clone(),
        basis: fact.basis.clone(),
        region: fact.region.clone(),
        as_of: format!("{}, {}", fact.as_of.display(), fact.period),
        sources: fact.sources.clone(),
    }
}

/// The single figures that the prose of an entry refers to, each once.
fn facts<'a>(knowledge: &'a Knowledge, id: &str) -> impl Iterator<Item = &'a Fact> {
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
    out.into_iter()
}

/// An entry, or a part of it.
fn is_below(part: &str, whole: &str) -> bool {
    part == whole || part.strip_prefix(whole).is_some_and(|rest| rest.starts_with('/'))
}
