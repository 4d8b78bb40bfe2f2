//! A question and its reply: one at most, through repeated events, edits and deletions in any order.

use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::store::Recent;

/// A question and what became of it; `R` is how the platform names a reply.
#[derive(Debug)]
pub struct Exchange<R> {
    /// Whether it was dealt with, with a reply or without.
    pub handled: bool,
    /// The reply.
    pub reply: Option<R>,
    /// A hash of the words that were last dealt with: many questions are remembered, and some are long.
    text: Option<u64>,
    /// When they were written, in milliseconds; 0 for the first time.
    pub version: i64,
    /// Whether the question was deleted.
    pub gone: bool,
    /// Whether the reply was taken back, because nothing was to be said any more.
    pub withdrawn: bool,
}

impl<R> Exchange<R> {
    /// These words are dealt with.
    pub fn read(&mut self, text: &str) {
        self.text = Some(hash(text));
    }

    /// Whether these are the words that were last dealt with.
    pub fn has_read(&self, text: &str) -> bool {
        self.text == Some(hash(text))
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl<R> Default for Exchange<R> {
    fn default() -> Exchange<R> {
        Exchange { handled: false, reply: None, text: None, version: 0, gone: false, withdrawn: false }
    }
}

/// The exchanges of late. Holding the lock of one makes events of that question wait for each other.
#[derive(Debug)]
pub struct Exchanges<Q, R>(Recent<Q, Arc<Mutex<Exchange<R>>>>);

impl<Q: Eq + Hash, R> Exchanges<Q, R> {
    /// With those that the store knows.
    pub fn restored(most: usize, known: impl Iterator<Item = (Q, R)>) -> Exchanges<Q, R> {
        let exchanges = Exchanges(Recent::new(most));
        for (question, reply) in known {
            let exchange = Exchange { handled: true, reply: Some(reply), ..Exchange::default() };
            exchanges.0.put(question, Arc::new(Mutex::new(exchange)));
        }
        exchanges
    }

    /// The exchange of a question, new if there is none.
    pub fn of(&self, question: Q) -> Arc<Mutex<Exchange<R>>> {
        self.0.get_or_put(question, Arc::default).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_exchange_a_question_and_what_the_store_knew_is_dealt_with() {
        let exchanges = Exchanges::restored(10, [("a", 1)].into_iter());
        assert!(exchanges.of("a").lock().await.handled);
        assert!(Arc::ptr_eq(&exchanges.of("b"), &exchanges.of("b")));
        assert!(!exchanges.of("b").lock().await.handled);
    }

    #[test]
    fn words_are_known_again_and_take_no_room() {
        let mut exchange: Exchange<u64> = Exchange::default();
        assert!(!exchange.has_read(""));
        exchange.read("what does a senior make?");
        assert!(exchange.has_read("what does a senior make?") && !exchange.has_read("what does a junior make?"));
        assert!(size_of::<Exchange<u64>>() <= 64);
    }
}
