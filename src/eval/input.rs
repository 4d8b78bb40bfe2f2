//! Reads the two JSONL files of an evaluation.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, de::DeserializeOwned};

use crate::retrieval::{Document, analysis};

/// Why an evaluation could not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line is not the JSON that it should be.
    #[error("{}:{line}: {source}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Counted from one.
        line: usize,
        /// What the parser says.
        source: serde_json::Error,
    },
}

/// A question and the label that answers it.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    pub(super) question: String,
    pub(super) label: String,
}

#[derive(Deserialize)]
struct Entry {
    label: String,
    questions: Vec<String>,
}

/// The knowledge base, analysed.
pub(super) fn knowledge(path: &Path) -> Result<Vec<Document>, Error> {
    let entries: Vec<Entry> = lines(path)?;
    Ok(entries.iter().map(|entry| analysis::document(&entry.label, &entry.questions)).collect())
}

/// The questions.
pub(super) fn questions(path: &Path) -> Result<Vec<Question>, Error> {
    lines(path)
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Error> {
    let text = fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    filled.map(|(index, line)| parse(path, index + 1, line)).collect()
}

fn parse<T: DeserializeOwned>(path: &Path, line: usize, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|source| Error::Line { path: path.to_owned(), line, source })
}
