//! How a reply is to be shown, on whatever platform.

use super::recipe::Recipe;

/// Who sees a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// The person who asked.
    Private,
    /// Everyone in the channel; the person with this id can take it away.
    Public {
        /// Who asked.
        asker: String,
    },
}

/// How a reply is to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// What was asked, where that is not on the screen already.
    pub question: Option<String>,
    /// Who sees it.
    pub audience: Audience,
    /// How to make it again, where its entries alone would not do.
    pub recipe: Option<Recipe>,
    /// Which page, from 0.
    pub page: usize,
}
