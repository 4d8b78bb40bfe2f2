//! Conversations that went on in another process, or in one before this: what was said there is read from the store.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::timeout;

use super::answering::{Answering, Asker};
use crate::store::Turn;

/// How far back a follow-up can lean.
const BACK: SignedDuration = SignedDuration::from_mins(10);
/// How long an answer waits for what was said elsewhere.
const PATIENCE: Duration = Duration::from_millis(300);

impl Answering {
    /// Hears again what a person asked in this conversation in other processes, so that a follow-up can lean on it. What
    /// was taken out of the words when they were written down (names, addresses) is not there any more.
    pub async fn recall(&self, asker: &Asker) {
        for turn in self.elsewhere(asker).await {
            let then = Asker { at: turn.at, ..asker.clone() };
            self.bot().answer(&self.question(&turn.text, true, &then));
            self.heard(&then);
        }
    }

    /// Whether a person asked something in this conversation a moment ago, in another process.
    pub async fn talked(&self, asker: &Asker) -> bool {
        !self.elsewhere(asker).await.is_empty()
    }

    /// What a person asked in this conversation of late, and not here.
    async fn elsewhere(&self, asker: &Asker) -> Vec<Turn> {
        let known = self.last_heard(asker);
        let Some(keeper) = self.journal().filter(|keeper| !keeper.is_down()) else { return Vec::new() };
        // Where no other process writes, only one before this can have: who is known here, or was not there yet, is all here.
        let alone = known.is_some() || asker.at.duration_since(self.taken()) > BACK;
        if alone && !keeper.store().is_shared() {
            return Vec::new();
        }
        let person = keeper.people().hash(asker.platform, &asker.user);
        let since = known.unwrap_or(asker.at - BACK).max(asker.at - BACK);
        let turns = keeper.store().turns(&asker.conversation, &person, since);
        let Ok(Ok(mut turns)) = timeout(PATIENCE, turns).await else { return Vec::new() };
        let new = |turn: &Turn| known.is_none_or(|known| turn.at.as_millisecond() > known.as_millisecond());
        turns.retain(|turn| new(turn) && turn.at < asker.at);
        turns
    }
}
