//! The one path from a question to a reply.

mod access;
mod blocker;
mod choices;
mod concepts;
pub mod confidence;
mod decide;
mod dialogue;
mod digest;
pub mod evidence;
mod follow_up;
mod message;
mod money;
mod paid;
mod question;
mod reading;
mod request;
mod slots;
mod understanding;

use std::sync::{Arc, Mutex, PoisonError};

pub use blocker::Blocker;
pub use decide::Bars;
pub use dialogue::Turn;
pub use question::Question;
pub use reading::{Reader, Reading, Setting};
pub use request::{amount, requests};
pub use slots::Slots;
pub use understanding::Understanding;

use crate::answer::Reply;
use crate::knowledge::Knowledge;
use crate::retrieval::Encoder;
use dialogue::Dialogues;

/// The role that is asked about where none is named.
const OURS: &str = "mlops-engineer";

/// Answers questions from one knowledge base, and remembers conversations.
pub struct Bot {
    knowledge: Arc<Knowledge>,
    understanding: Understanding,
    dialogues: Mutex<Dialogues>,
    bars: Bars,
}

impl Bot {
    /// Builds the bot, with that index where it is of these phrasings; reads no file and no clock.
    pub fn new(knowledge: Arc<Knowledge>, encoder: Option<Arc<dyn Encoder>>, index: &'static [u8]) -> Bot {
        let understanding = Understanding::new(&knowledge, encoder, index);
        Bot { knowledge, understanding, dialogues: Mutex::default(), bars: Bars::default() }
    }

    /// Does now what the first question would have to wait for; a program that answers one question need not.
    pub fn warm_up(&self) {
        self.understanding.engine.warm_up();
    }

    /// The same bot with other bars.
    pub fn with_bars(self, bars: Bars) -> Bot {
        Bot { bars, ..self }
    }

    /// What it answers from.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// How a question was read, clause by clause: for explanations.
    pub fn explain(&self, question: &Question) -> Vec<Reading> {
        self.explain_after(question, self.recall(question).as_ref())
    }

    /// The same for a question that follows a turn.
    pub fn explain_after(&self, question: &Question, before: Option<&Turn>) -> Vec<Reading> {
        message::read(&self.reader(), question, before, 0).into_iter().map(|r| r.reading).collect()
    }

    /// A conversation that whoever asks remembers, and not the bot: the replies in order, and what the next question can
    /// lean on.
    pub fn replay(&self, questions: &[Question]) -> (Vec<Reply>, Option<Turn>) {
        let mut before = None;
        let mut replies = Vec::with_capacity(questions.len());
        for question in questions {
            let (reply, turn) = decide::decide(&self.reader(), self.bars, question, before.as_ref());
            before = turn.or(before);
            replies.push(reply);
        }
        (replies, before)
    }

    /// What the reply would be if the candidate at that place were taken, whatever our confidence; for fitting.
    pub fn trial(&self, question: &Question, choice: usize) -> Option<(Reply, Reading)> {
        decide::trial(&self.reader(), question, self.recall(question).as_ref(), choice)
    }

    /// The one reply to a question.
    pub fn answer(&self, question: &Question) -> Reply {
        let before = self.recall(question);
        let (reply, turn) = decide::decide(&self.reader(), self.bars, question, before.as_ref());
        if let Some(turn) = turn {
            self.dialogues().remember(&question.conversation, &question.user, question.at, turn);
        }
        reply
    }

    fn reader(&self) -> Reader<'_> {
        Reader { knowledge: &self.knowledge, understanding: &self.understanding }
    }

    fn recall(&self, question: &Question) -> Option<Turn> {
        self.dialogues().recall(&question.conversation, &question.user, question.at)
    }

    fn dialogues(&self) -> std::sync::MutexGuard<'_, Dialogues> {
        // A panic while the map was held cannot have left it half changed.
        self.dialogues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
