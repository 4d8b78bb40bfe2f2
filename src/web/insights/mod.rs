//! `/insights`: what people ask, whether they are answered, and what is missing; for whoever runs the bot.

mod shown;
mod table;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::page::{Part, missing, not_found, page};
use super::prose::picture;
use super::query::value;
use super::site::Site;
use crate::gaps::{self, Gap};
use crate::store::{self, Insights};
use table::{Cell, Table};

/// Spans to choose from, in days; the second one is shown where none is chosen.
const SPANS: [u16; 3] = [7, 30, 90];
/// Wordings that are told apart, the most frequent first: reading one takes milliseconds.
const READ: usize = 150;
/// A store that takes longer is taken for down.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the store tells of some days.
pub(super) struct Seen {
    days: u16,
    dates: Vec<jiff::civil::Date>,
    insights: Insights,
    gaps: Vec<Gap>,
}

/// One of the spans, whatever was written.
fn span(query: Option<&str>) -> u16 {
    let wanted = value(query, "days");
    SPANS.into_iter().find(|days| wanted == days.to_string()).unwrap_or(SPANS[1])
}

/// The page.
pub(super) async fn insights(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    match seen(&site, span(query.as_deref())).await {
        Some(seen) => page("Insights", Part::Insights, &shown(&site, &seen)).into_response(),
        None => no_store(),
    }
}

/// One of its tables, for a spreadsheet.
pub(super) async fn sheet(
    State(site): State<Arc<Site>>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(seen) = seen(&site, span(query.as_deref())).await else { return no_store() };
    let tables = shown::tables(&site, &seen);
    let Some(table) = tables.iter().find(|table| file.strip_suffix(".csv") == Some(table.id)) else {
        return not_found();
    };
    let name = format!("attachment; filename=\"rolecall-{}-{}-days.csv\"", table.id, seen.days);
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    (headers, table.csv()).into_response()
}

/// Asks the store; nothing where it does not answer.
async fn seen(site: &Arc<Site>, days: u16) -> Option<Seen> {
    let now = site.now();
    let asked = tokio::time::timeout(PATIENCE, store::insights(site.keeper.store(), now, days));
    let insights = match asked.await {
        Ok(Ok(insights)) => insights,
        Ok(Err(error)) => {
            tracing::warn!(%error, "there are no insights");
            return None;
        }
        Err(_) => return None,
    };
    // Telling what is the same in other words takes a while; other requests do not wait for it.
    let counted: Vec<_> = insights.top_gaps.iter().take(READ).cloned().collect();
    let bot = site.answering.bot();
    let gaps = tokio::task::spawn_blocking(move || gaps::cluster(&counted, &bot));
    Some(Seen { days, dates: store::dates(now, days).collect(), insights, gaps: gaps.await.ok()? })
}

fn no_store() -> Response {
    missing(
        StatusCode::SERVICE_UNAVAILABLE,
        "The store does not answer",
        "Insights are read from the store, and it cannot be reached. Questions are still answered.",
    )
}

fn shown(site: &Site, seen: &Seen) -> Markup {
    html! {
        section.insights {
            div.bar {
                h1 { "Insights" }
                nav.spans aria-label="Days" {
                    @for days in SPANS {
                        a href=(format!("/insights?days={days}")) aria-current=[(days == seen.days).then_some("true")] { (days) " days" }
                    }
                }
            }
            p.lead { "What people asked in Discord, in Slack, on this page and through the API in the last " (seen.days) " days (UTC). People are counted, never named." }
            dl.sums {
                @for (name, value, note) in shown::sums(seen) { div { dt { (name) } dd { b { (value) } " " span.quiet { (note) } } } }
            }
            @for table in shown::tables(site, seen) { (section(&table, seen.days)) }
        }
    }
}

/// A picture, the table beside it, and the way to a spreadsheet; or what will be here.
fn section(table: &Table, days: u16) -> Markup {
    html! {
        section.insight id=(table.id) aria-labelledby=(format!("h-{}", table.id)) {
            div.bar {
                h2 id=(format!("h-{}", table.id)) { (table.title) }
                @if !table.rows.is_empty() {
                    a href=(format!("/insights/{}.csv?days={days}", table.id)) download { "CSV" span.unseen { " of " (table.title) } }
                }
            }
            @if table.rows.is_empty() { p.empty { (table.empty) } }
            @else {
                @let [wide, narrow] = &table.picture;
                figure.chart { (picture(wide, narrow)) }
                @if table.rows.len() > MOST_OPEN {
                    details { summary { "Table (" (table.rows.len()) " rows)" } (rows(table)) }
                } @else { (rows(table)) }
            }
        }
    }
}

/// A longer table is folded below its picture.
const MOST_OPEN: usize = 20;

fn rows(table: &Table) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label=(format!("{}, table", table.title)) {
            table {
                thead { tr { @for column in table.head { th scope="col" class=[column.class()] { (column.name()) } } } }
                tbody {
                    @for row in &table.rows {
                        tr { @for (cell, column) in row.iter().zip(table.head) { td class=[column.class()] { (cell_of(cell)) } } }
                    }
                }
            }
        }
    }
}

fn cell_of(cell: &Cell) -> Markup {
    html! {
        @match cell {
            Cell::Text(text) => (text),
            Cell::Link(href, text) | Cell::Search(href, text) => a href=(href) { (text) },
            Cell::List(first, more) => {
                (first)
                @if !more.is_empty() { ul.also { @for text in more { li { (text) } } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_spans_can_be_chosen() {
        let of = |days: &str| span(Some(&format!("days={days}")));
        assert_eq!(["7", "90", "30", "", "8", "-1", "x"].map(of), [7, 90, 30, 30, 30, 30, 30]);
    }
}
