//! What comes in: one message, from whichever platform.

use jiff::Timestamp;
use jiff::civil::Date;

/// A message to the bot, or one that it overhears.
#[derive(Debug, Clone)]
pub struct Question {
    /// The words.
    pub text: String,
    /// Whether it was put to the bot, by mention, command or private message.
    pub addressed: bool,
    /// Channel or thread; follow-ups share it.
    pub conversation: String,
    /// Who asks; follow-ups never cross from person to person.
    pub user: String,
    /// When it was asked.
    pub at: Timestamp,
    /// The day on which ages are counted.
    pub today: Date,
}
