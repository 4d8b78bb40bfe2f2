//! Things to write, by kind: what every question brings is written with one statement a kind. Those statements differ with
//! the number of their rows, so that it is not worth keeping them prepared.

use super::super::super::{Answered, Asked, Turn, Write};

/// A batch; within a kind in the order in which they came.
#[derive(Default)]
pub(super) struct Batch<'a> {
    pub turns: Vec<&'a Turn>,
    pub asked: Vec<&'a Asked>,
    pub answered: Vec<&'a Answered>,
    /// Events that were dealt with, those that were answered too.
    pub done: Vec<String>,
    pub others: Vec<&'a Write>,
}

impl<'a> Batch<'a> {
    /// Of what is said twice in one batch, the last counts.
    pub(super) fn of(writes: &'a [Write]) -> Batch<'a> {
        let mut batch = Batch::default();
        for write in writes {
            match write {
                Write::Turn(turn) => {
                    batch
                        .turns
                        .retain(|t| (&t.conversation, &t.person, t.at) != (&turn.conversation, &turn.person, turn.at));
                    batch.turns.push(turn);
                }
                Write::Asked(asked) => {
                    batch.asked.retain(|a| a.id != asked.id);
                    batch.asked.push(asked);
                }
                Write::Answered(answered) => {
                    batch.answered.retain(|a| a.question != answered.question);
                    batch.answered.push(answered);
                    batch.done.push(answered.question.event());
                }
                Write::Done(event) => batch.done.push(event.clone()),
                Write::Vote(_) | Write::Seen(..) | Write::Shared(_) => batch.others.push(write),
            }
        }
        batch
    }
}
