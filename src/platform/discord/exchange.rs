//! A question and its reply: one at most, through repeated events, edits and deletions in any order.

use std::sync::Arc;

use serenity::model::id::MessageId;
use tokio::sync::Mutex;

use crate::store::Recent;

/// A question and what became of it.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    /// Whether it was dealt with, with a reply or without.
    pub(super) handled: bool,
    /// The reply.
    pub(super) reply: Option<MessageId>,
    /// The words that were last dealt with.
    pub(super) text: String,
    /// When they were written, in milliseconds; 0 for the first time.
    pub(super) version: i64,
    /// Whether the question was deleted.
    pub(super) gone: bool,
}

/// The exchanges of late. Holding the lock of one makes events of that question wait for each other.
#[derive(Debug)]
pub(super) struct Exchanges(Recent<MessageId, Arc<Mutex<Exchange>>>);

impl Exchanges {
    /// With those that the store knows.
    pub(super) fn restored(most: usize, known: impl Iterator<Item = (MessageId, MessageId)>) -> Exchanges {
        let exchanges = Exchanges(Recent::new(most));
        for (question, reply) in known {
            let exchange = Exchange { handled: true, reply: Some(reply), ..Exchange::default() };
            exchanges.0.put(question, Arc::new(Mutex::new(exchange)));
        }
        exchanges
    }

    /// The exchange of a question, new if there is none.
    pub(super) fn of(&self, question: MessageId) -> Arc<Mutex<Exchange>> {
        self.0.get_or_put(question, Arc::default).0
    }
}
