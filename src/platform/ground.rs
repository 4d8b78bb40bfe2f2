//! What every chat platform stands on.

use std::sync::Arc;

use jiff::Timestamp;
use tracing::Span;

use super::answering::Answering;
use crate::config;
use crate::store::{Keeper, StoreError, person};

/// Letters of the name of a request.
const NAME: usize = 8;

/// What every chat platform stands on.
#[derive(Clone)]
pub struct Ground {
    /// The bot.
    pub answering: Arc<Answering>,
    /// The store.
    pub keeper: Keeper,
    /// How often people may ask.
    pub limits: config::Limits,
    /// How processes that share the store share the work.
    pub replicas: config::Replicas,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

/// What the store tells at the start; nothing for now where it is away.
///
/// # Errors
/// If it cannot be read for another reason.
pub fn remembered<T: Default>(read: Result<T, StoreError>) -> Result<T, StoreError> {
    match read {
        Err(error) if error.passes() => {
            tracing::warn!(%error, "what is remembered cannot be read for now");
            Ok(T::default())
        }
        read => read,
    }
}

/// Around everything that one event leads to: lines of the log that belong together carry the same name.
pub fn request(platform: &'static str) -> Span {
    let name: String = person::fresh_id().chars().take(NAME).collect();
    tracing::info_span!("request", id = %name, platform)
}
