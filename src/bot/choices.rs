//! Readings as questions that a person can choose from.

use crate::knowledge::{Aspect, Knowledge};
use crate::nlu::Target;
use crate::nlu::target::{CareerTopic, PayTopic};

use super::OURS;
use super::slots::Slots;

/// A few questions to begin with.
pub(super) fn first_questions(knowledge: &Knowledge) -> Vec<String> {
    let role = || OURS.to_owned();
    let compared = knowledge.comparisons.keys().next().map(|id| Target::Compare(id.clone(), Aspect::Difference));
    let targets =
        [Some(Target::Pay(role(), PayTopic::Band)), compared, Some(Target::Career(role(), CareerTopic::Transition))];
    targets.into_iter().flatten().filter_map(|t| question(knowledge, &t, &Slots::default())).collect()
}

/// The question that a target answers, as we would ask it.
pub(super) fn question(knowledge: &Knowledge, target: &Target, slots: &Slots) -> Option<String> {
    let stage = slots.stages.first().map_or("senior", String::as_str);
    let name = |role: &String| knowledge.roles.get(role).map(|r| r.name.clone());
    match target {
        Target::Article(id) => knowledge.articles.get(id).map(|a| a.header.question.clone()),
        Target::Compare(id, aspect) => {
            let [one, other] = &knowledge.comparisons.get(id)?.header.roles;
            let (one, other) = (name(one)?, name(other)?);
            Some(
                match aspect {
                    Aspect::Difference => format!("How do an {one} and a {other} differ?"),
                    Aspect::Overlap => format!("What do an {one} and a {other} share?"),
                    Aspect::Litmus => format!("Which question tells an {one} from a {other}?"),
                    Aspect::Candidates => format!("Is that the answer of an {one} or of a {other}?"),
                }
                .replace(" a ML", " an ML"),
            )
        }
        Target::Work(role, cadence) => Some(format!("What is the {} work of an {}?", cadence.id(), name(role)?)),
        Target::Career(role, topic) => {
            let role = name(role)?;
            Some(match topic {
                CareerTopic::Ladder => format!("What is the career path of an {role}?"),
                CareerTopic::Years => format!("How many years does the {stage} stage take for an {role}?"),
                CareerTopic::Transition => format!("What does it take to reach the {stage} stage as an {role}?"),
                CareerTopic::Scope => format!("What does a {stage} {role} own and do?"),
            })
        }
        Target::Duty(role, stage) => Some(format!("What does a {stage} {} own and do?", name(role)?)),
        Target::Pay(role, topic) => {
            let role = name(role)?;
            Some(match topic {
                PayTopic::Band => format!("What does a {stage} {role} make?"),
                PayTopic::Contract => format!("What is the day rate of a {stage} {role} on contract?"),
                PayTopic::Ladder => format!("What does each stage of the {role} ladder pay?"),
                PayTopic::Offer => format!("Is an offer to a {stage} {role} in the usual band?"),
            })
        }
        Target::Uncovered(_) | Target::Smalltalk(_) => None,
    }
}
