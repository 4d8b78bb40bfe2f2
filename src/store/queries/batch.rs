//! A batch of things to write, by kind: what every question brings is written with one statement a kind. All rows of a kind
//! are one argument, an array in JSON, so that the statement is the same for any number of them and stays prepared.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::super::super::{Answered, Asked, StoreError, Turn, Write};

/// Of what is said twice in one batch the last counts; in order, so that two processes lock rows in the same order.
#[derive(Default)]
pub(super) struct Batch<'a> {
    pub(super) turns: BTreeMap<(&'a str, &'a str, Timestamp), &'a Turn>,
    pub(super) asked: BTreeMap<&'a str, &'a Asked>,
    /// By the event that is dealt with.
    pub(super) answered: BTreeMap<String, &'a Answered>,
    pub(super) seen: BTreeMap<&'a str, Timestamp>,
    /// Events that were dealt with, and not answered.
    pub(super) done: Vec<&'a str>,
    /// What is rare.
    pub(super) others: Vec<&'a Write>,
}

impl<'a> Batch<'a> {
    pub(super) fn of(writes: &'a [Write]) -> Batch<'a> {
        let mut batch = Batch::default();
        for write in writes {
            match write {
                Write::Turn(turn) => drop(batch.turns.insert((&turn.conversation, &turn.person, turn.at), turn)),
                Write::Asked(asked) => drop(batch.asked.insert(&asked.id, asked)),
                Write::Answered(answered) => drop(batch.answered.insert(answered.question.event(), answered)),
                Write::Seen(event, at) => drop(batch.seen.insert(event, *at)),
                Write::Done(event) => batch.done.push(event),
                Write::Vote(_) | Write::Shared(_) => batch.others.push(write),
            }
        }
        batch
    }

    /// Every event that was dealt with.
    pub(super) fn ended(&self) -> impl Iterator<Item = &str> {
        self.done.iter().copied().chain(self.answered.keys().map(String::as_str))
    }
}

/// Rows as the argument of a statement, each an array of its columns; nothing where there are none.
pub(super) fn rows<T: Serialize>(rows: impl IntoIterator<Item = T>) -> Result<Option<String>, StoreError> {
    let rows: Vec<T> = rows.into_iter().collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let text = serde_json::to_string(&rows).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(Some(text))
}
