//! What the bot says of itself in Discord; answers are worded elsewhere.

pub(super) const NO_QUESTION: &str = "I read no question in that. `/help` shows what can be asked.";
pub(super) const NO_TEXT: &str = "That message has no text that I can read.";
pub(super) const OLD_BUTTON: &str = "This button is from an older message that I can no longer read. Please ask again.";
pub(super) const GONE: &str = "That answer is no longer in the knowledge base. Please ask again.";
pub(super) const NOT_YOURS: &str = "Only the person who asked, or a moderator, can delete this.";
pub(super) const ALREADY_SHARED: &str = "You have shared this already.";
pub(super) const NOTHING_TO_SHARE: &str = "There is nothing here that I could share.";
pub(super) const THANKS: &str = "Thank you, noted. Your last vote counts.";
pub(super) const THANKS_REASON: &str = "Thank you. The editors will see it.";
pub(super) const ONLY_SERVERS: &str = "This works in a server only.";
pub(super) const NO_COMMAND: &str = "I do not know that command any more. Type `/` to see what there is.";
pub(super) const STORE_DOWN: &str = "I could not save that; it holds until I restart. The log says why.";
