//! What the bot says of itself in Discord alone.

pub(super) use crate::platform::texts::*;

pub(super) const NOT_YOURS: &str = "Only the person who asked, or a moderator, can delete this.";
pub(super) const ONLY_SERVERS: &str = "This works in a server only.";
pub(super) const ADMINS: &str = "That is for those who manage the server.";
