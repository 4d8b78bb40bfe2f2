//! Conversations that went on in another process: what was said there is read from the store.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::timeout;

use super::answering::{Answering, Asker};

/// How far back a follow-up can lean.
const BACK: SignedDuration = SignedDuration::from_mins(10);
/// How long an answer waits for what was said elsewhere.
const PATIENCE: Duration = Duration::from_millis(300);

impl Answering {
    /// Hears again what a person asked in this conversation in other processes, so that a follow-up can lean on it. What
    /// was taken out of the words when they were written down (names, addresses) is not there any more.
    pub async fn recall(&self, asker: &Asker) {
        let Some(keeper) = self.journal().filter(|keeper| keeper.store().is_shared() && !keeper.is_down()) else {
            return;
        };
        let person = keeper.people().hash(asker.platform, &asker.user);
        let known = self.last_heard(asker);
        let since = known.unwrap_or(asker.at - BACK).max(asker.at - BACK);
        let turns = keeper.store().turns(&asker.conversation, &person, since);
        let Ok(Ok(turns)) = timeout(PATIENCE, turns).await else { return };
        for turn in turns {
            let new = known.is_none_or(|known| turn.at.as_millisecond() > known.as_millisecond());
            if new && turn.at < asker.at {
                let then = Asker { at: turn.at, ..asker.clone() };
                self.bot().answer(&self.question(&turn.text, true, &then));
                self.heard(&then);
            }
        }
    }
}
