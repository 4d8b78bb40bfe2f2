//! The objects of the chat contract: what JSON lines, the web API and every other tool speak.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer::{Citation, Kind, Outcome, Reply, text};

/// A question.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Incoming {
    /// Comes back with the reply.
    #[serde(default)]
    pub id: String,
    /// Follow-ups share it.
    #[serde(default)]
    pub conversation: String,
    /// Who asks.
    #[serde(default)]
    pub user: String,
    /// The words.
    pub text: String,
    /// `false` for a message that the bot only overhears.
    #[serde(default = "yes")]
    pub addressed: bool,
    /// When it was asked (RFC 3339); now, where it is left out.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub at: Option<Timestamp>,
    /// The asker's language; not used yet beyond being accepted.
    pub locale: Option<String>,
}

fn yes() -> bool {
    true
}

/// A reply.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Outgoing {
    /// Of the question.
    pub id: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What a person would read, sources included.
    pub text: String,
    /// The answers.
    pub answers: Vec<OutgoingAnswer>,
    /// Questions to ask next, or readings to choose from.
    pub suggestions: Vec<String>,
}

/// An answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OutgoingAnswer {
    /// Id of the entry.
    pub entry: String,
    /// Its kind.
    pub kind: Kind,
    /// How sure we are that this was asked, 0 to 1.
    pub confidence: f32,
    /// What it stands on.
    pub citations: Vec<Citation>,
}

impl Outgoing {
    /// A reply in the form of the contract.
    pub fn new(id: String, reply: &Reply) -> Outgoing {
        let answers = reply.answers.iter().map(|a| OutgoingAnswer {
            entry: a.entry.clone(),
            kind: a.kind,
            confidence: (a.confidence * 1_000.0).round() / 1_000.0,
            citations: a.citations.clone(),
        });
        Outgoing {
            id,
            outcome: reply.outcome,
            text: text::render(reply),
            answers: answers.collect(),
            suggestions: reply.suggestions.clone(),
        }
    }
}
