//! What all handlers share.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Arc;

use jiff::Timestamp;

use super::health::Check;
use super::limits::Limits;
use super::session::Session;
use crate::config::{self, Secret};
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
    /// Keeps who votes apart, and names nobody.
    pub(super) key: Secret,
    /// What time it is.
    pub(super) clock: fn() -> Timestamp,
}

impl Site {
    /// What time it is.
    pub(super) fn now(&self) -> Timestamp {
        (self.clock)()
    }
}

/// A key of this process alone, where none is configured.
pub(super) fn any_key() -> Secret {
    let random = || RandomState::new().build_hasher().finish();
    Secret::new(format!("{:016x}{:016x}", random(), random()))
}
