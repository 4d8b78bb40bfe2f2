//! Replies as a terminal shows them.

use rolecall::answer::{Outcome, Reply};
use rolecall::platform::terminal::paint;

/// Said where the bot would say nothing: in a terminal, silence looks like a fault.
const NO_QUESTION: &str = "I read no question in that.";

/// The reply with its colours; the stream takes them out where they are not wanted.
pub(crate) fn text(reply: &Reply) -> String {
    match reply.outcome {
        Outcome::Ignored => NO_QUESTION.to_owned(),
        _ => paint::paint(reply),
    }
}
