//! Conversations that went on in another process, or before the knowledge base was last taken: what was said there is read from
//! the store.

use std::collections::HashSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OnceCell;
use tokio::time::timeout;

use super::answering::{Answering, Asker};
use crate::store::{Recent, Store, Turn};

/// How far back a follow-up can lean.
const BACK: SignedDuration = SignedDuration::from_mins(10);
/// How long an answer waits for what was said elsewhere.
const PATIENCE: Duration = Duration::from_millis(300);
/// Conversations of which it is known when they last went on here.
const CONVERSATIONS: usize = 20_000;

/// What is known of conversations since the knowledge base was taken.
pub(super) struct Known {
    pub(super) since: Timestamp,
    /// When a person last asked something in a conversation, here.
    heard: Recent<(String, String), Timestamp>,
    /// Who had asked something in which conversation a moment before that.
    before: OnceCell<HashSet<(String, String)>>,
}

impl Known {
    /// Nothing, from now on.
    pub(super) fn since(now: Timestamp) -> Known {
        Known { since: now, heard: Recent::new(CONVERSATIONS), before: OnceCell::new() }
    }

    /// Somebody asks something, here.
    pub(super) fn heard(&self, asker: &Asker) {
        self.heard.put((asker.conversation.clone(), asker.user.clone()), asker.at);
    }

    fn last_heard(&self, asker: &Asker) -> Option<Timestamp> {
        self.heard.get(&(asker.conversation.clone(), asker.user.clone()))
    }

    /// Whether somebody has asked something before, by what a store says that no other process writes. It is asked once,
    /// for everybody.
    async fn talked_before(&self, store: &dyn Store, asker: &Asker, person: &str) -> bool {
        let talkers = async || store.talkers(self.since - BACK, CONVERSATIONS as u32).await.map(HashSet::from_iter);
        let before = self.before.get_or_try_init(talkers).await;
        before.is_ok_and(|talkers| talkers.contains(&(asker.conversation.clone(), person.to_owned())))
    }
}

impl Answering {
    /// Hears again what a person asked in this conversation in other processes, so that a follow-up can lean on it. What
    /// was taken out of the words when they were written down (names, addresses) is not there any more.
    pub async fn recall(&self, asker: &Asker) {
        for turn in self.elsewhere(asker).await {
            let then = Asker { at: turn.at, ..asker.clone() };
            self.bot().answer(&self.question(&turn.text, true, &then));
            self.known().heard(&then);
        }
    }

    /// Whether a person asked something in this conversation a moment ago, in another process.
    pub async fn talked(&self, asker: &Asker) -> bool {
        !self.elsewhere(asker).await.is_empty()
    }

    /// What a person asked in this conversation of late, and not here; nothing where the store cannot say so in time.
    async fn elsewhere(&self, asker: &Asker) -> Vec<Turn> {
        timeout(PATIENCE, self.turns(asker)).await.ok().flatten().unwrap_or_default()
    }

    async fn turns(&self, asker: &Asker) -> Option<Vec<Turn>> {
        let keeper = self.journal().filter(|keeper| !keeper.is_down())?;
        let (store, here) = (keeper.store(), self.known());
        let known = here.last_heard(asker);
        // Where no other process writes, whoever is known here has said everything here, and after a while everybody has.
        if !store.is_shared() && (known.is_some() || asker.at.duration_since(here.since) > BACK) {
            return None;
        }
        let person = keeper.people().hash(asker.platform, &asker.user);
        if !store.is_shared() && !here.talked_before(store, asker, &person).await {
            return None;
        }
        let since = known.unwrap_or(asker.at - BACK).max(asker.at - BACK);
        let mut turns = store.turns(&asker.conversation, &person, since).await.ok()?;
        let new = |turn: &Turn| known.is_none_or(|known| turn.at.as_millisecond() > known.as_millisecond());
        turns.retain(|turn| new(turn) && turn.at < asker.at);
        Some(turns)
    }
}
