//! What a bot is built of, for explanations and measurements.

use super::{Bot, Understanding};

impl Bot {
    /// What it understands questions with.
    pub fn understanding(&self) -> &Understanding {
        &self.understanding
    }
}
