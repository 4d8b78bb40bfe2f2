//! What an answer stands on.

use jiff::civil::Date;
use serde::Serialize;

use super::{Line, format};
use crate::knowledge::{Figure, Knowledge, Sentence, Source};

/// A source, as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Citation {
    /// Id of the source.
    pub source: String,
    /// Who published it.
    pub publisher: String,
    /// Its title.
    pub title: String,
    /// `YYYY` or `YYYY-MM`, where there is one.
    pub date: Option<String>,
    /// Where it was read, in words.
    pub via: Option<String>,
    /// Its address, where it is known.
    pub url: Option<String>,
    /// The date in words, with its age where it is old.
    #[serde(skip)]
    pub dated: String,
    /// Id of the source in which it was read.
    #[serde(skip)]
    pub via_source: Option<String>,
}

/// Collects citations while sentences are written.
pub(super) struct Citations<'a> {
    knowledge: &'a Knowledge,
    today: Date,
    list: Vec<Citation>,
}

impl<'a> Citations<'a> {
    pub(super) fn new(knowledge: &'a Knowledge, today: Date) -> Self {
        Citations { knowledge, today, list: Vec::new() }
    }

    /// The number of a source, counted from 0; sources that are not there have none.
    pub(super) fn cite(&mut self, id: &str) -> Option<usize> {
        if let Some(at) = self.list.iter().position(|c| c.source == id) {
            return Some(at);
        }
        let source = self.knowledge.sources.get(id)?;
        self.list.push(self.citation(source));
        Some(self.list.len() - 1)
    }

    /// The numbers of several sources.
    pub(super) fn cite_all<'b>(&mut self, ids: impl IntoIterator<Item = &'b String>) -> Vec<usize> {
        ids.into_iter().filter_map(|id| self.cite(id)).collect()
    }

    /// A sentence of our own with its sources.
    pub(super) fn line<'b>(&mut self, text: impl Into<String>, ids: impl IntoIterator<Item = &'b String>) -> Line {
        let mut cites = self.cite_all(ids);
        cites.sort_unstable();
        cites.dedup();
        Line { text: text.into(), cites, bullet: false }
    }

    /// A sentence of the knowledge base, its figures filled in and cited.
    pub(super) fn sentence(&mut self, sentence: &Sentence) -> Line {
        let knowledge = self.knowledge;
        let text = sentence.plain(|id| show_figure(knowledge, id));
        let of_figures = sentence.figures().filter_map(|id| knowledge.figure(id)).flat_map(|f| f.sources().to_vec());
        let ids: Vec<String> = sentence.sources.iter().cloned().chain(of_figures).collect();
        Line { bullet: sentence.bullet, ..self.line(text, &ids) }
    }

    /// Who published the source of a number.
    pub(super) fn publisher(&self, number: usize) -> Option<String> {
        self.list.get(number).map(|c| c.publisher.clone())
    }

    /// All of them, and behind them the sources in which they were read.
    pub(super) fn finish(mut self) -> Vec<Citation> {
        let via: Vec<String> = self.list.iter().filter_map(|c| c.via_source.clone()).collect();
        self.cite_all(&via);
        self.list
    }

    fn citation(&self, source: &Source) -> Citation {
        let via = source.via.as_ref().and_then(|id| self.knowledge.sources.get(id));
        Citation {
            source: source.id.clone(),
            publisher: source.publisher.clone(),
            title: source.title.clone(),
            date: source.published.map(|d| d.to_string()),
            via: via.map(|v| format!("{}, {}", v.publisher, v.title)),
            url: source.url.clone(),
            dated: dated(source, self.today),
            via_source: source.via.clone(),
        }
    }
}

fn dated(source: &Source, today: Date) -> String {
    match source.published {
        None => "undated".to_owned(),
        Some(date) => match format::age(date.months_until(today)) {
            Some(age) => format!("{}, {age}", date.display()),
            None => date.display(),
        },
    }
}

/// A figure as a sentence shows it.
pub(super) fn show_figure(knowledge: &Knowledge, id: &str) -> String {
    match knowledge.figure(id) {
        Some(Figure::Fact(fact)) => fact.value.clone(),
        Some(Figure::Band(band)) => format!("{} {}", format::band(band), format::per(band.per)),
        None => String::new(),
    }
}
