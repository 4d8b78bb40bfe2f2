//! Entries in, a reply out: what is said, and what it stands on.

mod amount;
mod annual;
mod career;
mod citations;
mod compose;
mod evidence;
pub mod exhibits;
pub mod format;
mod offer;
mod pay;
mod picture;
pub mod text;

pub use amount::{Amount, Unsaid};
pub use annual::Assumptions;
pub use citations::Citation;
pub use compose::compose;
pub use evidence::lack;

use serde::Serialize;

use crate::evidence::files::Visibility;
use crate::knowledge::{Aspect, Basis, Cadence};

/// What is asked for, once a question has been understood: text and slash commands both lead here.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// An entry of `faq/`.
    Article(String),
    /// A section of a comparison, by the comparison's id.
    Compare(String, Aspect),
    /// What a role does at a cadence.
    Work(String, Cadence),
    /// A role's whole path.
    Ladder(String),
    /// Stages of a role's path.
    Career {
        /// Id of the role.
        role: String,
        /// Ids of the stages.
        stages: Vec<String>,
        /// What about them.
        about: CareerAspect,
    },
    /// What a role is paid.
    Pay(PayRequest),
    /// Whether an amount is fair.
    Offer(PayRequest, Amount),
    /// What records and official statistics say of somebody's pay.
    Evidence(EvidenceRequest),
    /// Amounts that no band is for: what they come to in a year.
    Annual(PayRequest, Vec<Amount>, Assumptions),
    /// What another answer stands on.
    Sources(Box<Request>),
}

/// The slots of a question about pay that records and official statistics answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EvidenceRequest {
    /// Ids of the subjects; two are held against each other.
    pub subjects: Vec<String>,
    /// Id of a stage of our ladder.
    pub stage: Option<String>,
    /// Years of experience, where they were said instead of a stage.
    pub years: Option<f32>,
    /// ISO 3166 code of a country; without it the United States.
    pub country: Option<String>,
    /// One year of records; without it the current ones.
    pub year: Option<u16>,
    /// Share of remote work: 0, 50 or 100.
    pub remote: Option<u8>,
    /// Only what official statistics say.
    pub official: bool,
    /// Amounts to be placed.
    pub amounts: Vec<Amount>,
    /// Terms on which those are paid, as far as they were named.
    pub bases: Vec<Basis>,
    /// What is assumed where one of them is turned into a year's pay.
    pub assumed: Assumptions,
    /// Who reads the answer.
    pub audience: Visibility,
    /// Where it is no pay that is asked for, but how many people do the work.
    pub outlook: Option<Outlook>,
}

/// What can be asked about how many people do some work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// All of it.
    Everything,
    /// By how much their number is expected to grow.
    Growth,
    /// How many are looked for in a year.
    Openings,
    /// How many there are.
    Employment,
}

/// What can be asked about a career stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CareerAspect {
    /// How many years it takes.
    Years,
    /// How to get there.
    Transition,
    /// What someone there does.
    Scope,
}

/// The slots of a question about pay.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PayRequest {
    /// Id of the role.
    pub role: String,
    /// Ids of the stages; none means every one.
    pub stages: Vec<String>,
    /// The years of experience from which the stages were read, if they were.
    pub years: Option<f32>,
    /// Terms; none means permanent.
    pub bases: Vec<Basis>,
    /// Whether no stage was named, and one was taken for which there is a figure.
    pub stage_assumed: bool,
}

/// A sentence with the numbers of its citations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The words.
    pub text: String,
    /// Positions in the answer's citations.
    pub cites: Vec<usize>,
    /// Whether it is an item of a list.
    pub bullet: bool,
}

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Id of the entry it comes from.
    pub entry: String,
    /// What kind of entry that is.
    pub kind: Kind,
    /// How sure we are that this was asked, 0 to 1.
    pub confidence: f32,
    /// Answers the question by itself.
    pub headline: Line,
    /// What follows it.
    pub body: Vec<Line>,
    /// Stage, terms, region and date under which it holds.
    pub conditions: String,
    /// What it stands on; never empty.
    pub citations: Vec<Citation>,
    /// Questions to ask next.
    pub suggestions: Vec<String>,
    /// What it answers: what a chart and a table of the evidence are made from.
    pub request: Option<Box<Request>>,
}

/// Kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Pay bands.
    Pay,
    /// An amount against a band.
    Offer,
    /// Two roles side by side.
    Compare,
    /// Stages of a career.
    Career,
    /// Work by cadence.
    Work,
    /// A question of the FAQ.
    Faq,
    /// What another answer stands on.
    Sources,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// There is a sourced answer.
    Answered,
    /// Two readings are close; both are offered.
    Clarify,
    /// There is none, and the reply says so.
    Unknown,
    /// It was not for the bot: nothing is sent.
    Ignored,
}

/// Everything that is said to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// What became of it.
    pub outcome: Outcome,
    /// The answers, in the order of the questions.
    pub answers: Vec<Answer>,
    /// What is said beside or instead of answers.
    pub notes: Vec<String>,
    /// Questions that are offered: readings to choose from, or what to ask next.
    pub suggestions: Vec<String>,
}

impl Reply {
    /// One answer, with what to ask next.
    pub fn of(answer: Answer) -> Reply {
        let suggestions = answer.suggestions.clone();
        Reply { outcome: Outcome::Answered, answers: vec![answer], notes: Vec::new(), suggestions }
    }

    /// Nothing is sent.
    pub fn ignored() -> Reply {
        Reply { outcome: Outcome::Ignored, answers: Vec::new(), notes: Vec::new(), suggestions: Vec::new() }
    }
}
