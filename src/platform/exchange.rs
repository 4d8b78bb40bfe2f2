//! A question and its reply: one at most, through repeated events, edits and deletions in any order.

use std::hash::Hash;
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
    /// The words that were last dealt with.
    pub text: String,
    /// When they were written, in milliseconds; 0 for the first time.
    pub version: i64,
    /// Whether the question was deleted.
    pub gone: bool,
}

impl<R> Default for Exchange<R> {
    fn default() -> Exchange<R> {
        Exchange { handled: false, reply: None, text: String::new(), version: 0, gone: false }
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
}
