//! What other tools ask.

pub(super) mod ask;
mod body;
