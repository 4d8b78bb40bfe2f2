//! One question, one answer: the files in `faq/`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Published;
use super::text::Prose;

/// What stands between the `+++` lines of a file in `faq/`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleHeader {
    /// The question that this entry answers.
    pub question: String,
    /// The headline: answers the question by itself.
    pub answer: String,
    /// Entries of one topic help each other in follow-ups.
    pub topic: String,
    /// Ids of the roles it is about.
    pub roles: Vec<String>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// When someone should look at it again.
    pub review_by: Option<Published>,
    /// When it held.
    pub as_of: Published,
    /// Where it holds.
    pub region: String,
    /// Ids of entries to suggest next.
    #[serde(default)]
    pub related: Vec<String>,
    /// Different ways of asking.
    pub phrasings: Vec<String>,
}

/// A question with its answer.
#[derive(Debug, Clone)]
pub struct Article {
    /// Such as `faq/remote-work`.
    pub id: String,
    /// What the editor wrote above the answer.
    pub header: ArticleHeader,
    /// The headline.
    pub answer: Prose,
    /// What follows it.
    pub body: Prose,
}
