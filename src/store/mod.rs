//! What is remembered between starts: settings, which message answered which, votes, events that were seen.

mod keeper;
mod recent;
mod sqlite;
mod types;

pub use keeper::{Keeper, Write};
pub use recent::Recent;
pub use sqlite::Sqlite;
pub use types::{Answered, ChannelMode, ChannelSetting, Helpful, Place, StoreError, Vote, VoteCount};

use async_trait::async_trait;
use jiff::Timestamp;

/// A place where things are remembered. Answers never wait for it: what is needed at once is read at the start, what is
/// written goes through [`Keeper`].
#[async_trait]
pub trait Store: Send + Sync {
    /// The settings of every channel.
    async fn settings(&self) -> Result<Vec<ChannelSetting>, StoreError>;

    /// Keeps the setting of a channel.
    async fn set_channel(&self, setting: &ChannelSetting) -> Result<(), StoreError>;

    /// Writes many things at once, or none of them.
    async fn write(&self, writes: &[Write]) -> Result<(), StoreError>;

    /// What answered a question.
    async fn answered(&self, question: &Place) -> Result<Option<Answered>, StoreError>;

    /// Every question answered since then.
    async fn answered_since(&self, since: Timestamp) -> Result<Vec<Answered>, StoreError>;

    /// Every event seen since then.
    async fn seen_since(&self, since: Timestamp) -> Result<Vec<String>, StoreError>;

    /// Entries with how often they helped and did not, the least helpful first.
    async fn votes(&self, most: u32) -> Result<Vec<VoteCount>, StoreError>;

    /// Forgets what is of no use any more: answers and events from before then.
    async fn purge(&self, before: Timestamp) -> Result<u64, StoreError>;
}
