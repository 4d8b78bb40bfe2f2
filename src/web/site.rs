//! What all handlers share.

use std::sync::Arc;

use jiff::Timestamp;

use super::health::Check;
use super::limits::Limits;
use super::session::Session;
use crate::config;
use crate::platform::answering::Answering;
use crate::store::Keeper;

/// What all handlers share.
pub(super) struct Site {
    /// Who may see what.
    pub(super) config: config::Web,
    /// The bot.
    pub(super) answering: Arc<Answering>,
    /// The store.
    pub(super) keeper: Keeper,
    /// What must be up.
    pub(super) checks: Vec<Check>,
    /// Who is logged in.
    pub(super) session: Session,
    /// How often one address may ask.
    pub(super) limits: Limits,
    /// What time it is.
    pub(super) clock: fn() -> Timestamp,
}

impl Site {
    /// What time it is.
    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }
}
