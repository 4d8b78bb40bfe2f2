//! What a phrasing leads to: the labels that the engine ranks.

use crate::knowledge::{Aspect, Cadence, Knowledge};

/// What a question may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An entry of `faq/`.
    Article(String),
    /// A section of a comparison.
    Compare(String, Aspect),
    /// What a role does at a cadence.
    Work(String, Cadence),
    /// Something about a role's career.
    Career(String, CareerTopic),
    /// A stage of a role's career, told by what marks it instead of by name.
    Duty(String, String),
    /// Something about a role's pay.
    Pay(String, PayTopic),
    /// A subject without a source, by its id.
    Uncovered(String),
    /// Not for the bot.
    Smalltalk(Smalltalk),
}

/// What can be asked about a career.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CareerTopic {
    /// The whole path.
    Ladder,
    /// How long it takes.
    Years,
    /// How to get there.
    Transition,
    /// What someone there does.
    Scope,
}

/// What can be asked about pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayTopic {
    /// Permanent pay.
    Band,
    /// Contract rates.
    Contract,
    /// Every stage.
    Ladder,
    /// Whether an amount is fair.
    Offer,
}

/// What is not for the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Smalltalk {
    /// Talk between people.
    Chatter,
    /// Questions about anything else.
    Offtopic,
    /// After an answer.
    Thanks,
    /// Before a question.
    Greeting,
}

impl Target {
    /// Reads the label that [`Knowledge::asked`] gives.
    pub fn parse(entry: &str) -> Option<Target> {
        let (path, part) = entry.split_once('#').unwrap_or((entry, ""));
        let (kind, rest) = path.split_once('/').unwrap_or((path, ""));
        match kind {
            "faq" => Some(Target::Article(entry.to_owned())),
            "uncovered" => Some(Target::Uncovered(entry.to_owned())),
            "comparisons" => {
                let (id, aspect) = path.rsplit_once('/')?;
                let aspect = Aspect::ALL.into_iter().find(|a| a.id() == aspect)?;
                Some(Target::Compare(id.to_owned(), aspect))
            }
            "roles" if part.is_empty() => {
                let (role, cadence) = rest.split_once('/')?;
                let cadence =
                    [Cadence::Daily, Cadence::Weekly, Cadence::Monthly].into_iter().find(|c| c.id() == cadence)?;
                Some(Target::Work(role.to_owned(), cadence))
            }
            "roles" if part == "duty" => {
                let (role, stage) = rest.split_once('/')?;
                Some(Target::Duty(role.to_owned(), stage.to_owned()))
            }
            "roles" => Some(Target::Career(rest.to_owned(), career_topic(part)?)),
            "pay" => Some(Target::Pay(rest.to_owned(), pay_topic(part)?)),
            "smalltalk" => Some(Target::Smalltalk(smalltalk(part)?)),
            _ => None,
        }
    }

    /// The role it is about, where it is about one alone.
    pub fn role(&self) -> Option<&str> {
        match self {
            Target::Work(role, _) | Target::Career(role, _) | Target::Duty(role, _) | Target::Pay(role, _) => {
                Some(role)
            }
            _ => None,
        }
    }

    /// Entries of one topic help each other in follow-ups.
    pub fn topic<'a>(&'a self, knowledge: &'a Knowledge) -> &'a str {
        match self {
            Target::Article(id) => knowledge.articles.get(id).map_or("", |a| a.header.topic.as_str()),
            Target::Compare(id, _) => id,
            Target::Work(..) => "work",
            Target::Career(..) | Target::Duty(..) => "career",
            Target::Pay(..) => "pay",
            Target::Uncovered(_) | Target::Smalltalk(_) => "",
        }
    }

    /// Whether it can be answered at all.
    pub fn is_covered(&self) -> bool {
        !matches!(self, Target::Uncovered(_) | Target::Smalltalk(_))
    }
}

fn career_topic(part: &str) -> Option<CareerTopic> {
    match part {
        "ladder" => Some(CareerTopic::Ladder),
        "years" => Some(CareerTopic::Years),
        "transition" => Some(CareerTopic::Transition),
        "scope" => Some(CareerTopic::Scope),
        _ => None,
    }
}

fn pay_topic(part: &str) -> Option<PayTopic> {
    match part {
        "band" => Some(PayTopic::Band),
        "contract" => Some(PayTopic::Contract),
        "ladder" => Some(PayTopic::Ladder),
        "offer" => Some(PayTopic::Offer),
        _ => None,
    }
}

fn smalltalk(part: &str) -> Option<Smalltalk> {
    match part {
        "chatter" => Some(Smalltalk::Chatter),
        "offtopic" => Some(Smalltalk::Offtopic),
        "thanks" => Some(Smalltalk::Thanks),
        "greeting" => Some(Smalltalk::Greeting),
        _ => None,
    }
}
