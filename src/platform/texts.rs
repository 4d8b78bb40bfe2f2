//! What the bot says of itself on every chat platform; answers are worded elsewhere.

pub(in crate::platform) const NO_QUESTION: &str = "I read no question in that. `/help` shows what can be asked.";
pub(in crate::platform) const NO_TEXT: &str = "That message has no text that I can read.";
pub(in crate::platform) const OLD_BUTTON: &str =
    "This button is from an older message that I can no longer read. Please ask again.";
pub(in crate::platform) const GONE: &str = "That answer is no longer in the knowledge base. Please ask again.";
pub(in crate::platform) const ALREADY_SHARED: &str = "You have shared this already.";
pub(in crate::platform) const NOTHING_TO_SHARE: &str = "There is nothing here that I could share.";
pub(in crate::platform) const THANKS: &str = "Thank you, noted. Your last vote counts.";
pub(in crate::platform) const THANKS_REASON: &str = "Thank you. The editors will see it.";
pub(in crate::platform) const NO_COMMAND: &str = "I do not know that command any more. Type `/` to see what there is.";
pub(in crate::platform) const EVERYWHERE: &str = "In channels that have nothing of their own";
pub(in crate::platform) const STORE_DOWN: &str =
    "I could not save that, so nothing has changed. Please try again later; the log says why.";
