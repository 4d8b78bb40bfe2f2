//! A question that leads to an entry: what "Ask this" asks.

use jiff::Timestamp;

use super::super::talk::Talk;
use crate::answer::{Outcome, format};
use crate::commands;
use crate::knowledge::{Cadence, Knowledge};
use crate::platform::answering::Answering;

/// Phrasings that are tried where the plain question leads elsewhere.
const TRIED: usize = 8;

/// The first wording that the bot answers with that entry; nothing where none does.
pub(super) fn leading_to(answering: &Answering, id: &str, at: Timestamp) -> Option<String> {
    let bot = answering.bot();
    wordings(bot.knowledge(), id).into_iter().find(|question| {
        let asked = Talk::default().then(question).questions(answering, at);
        let (replies, _) = bot.replay(&asked);
        let is_it = |entry: &str| entry == id || entry.strip_prefix(id).is_some_and(|rest| rest.starts_with('/'));
        replies.iter().any(|r| r.outcome == Outcome::Answered && r.answers.iter().any(|a| is_it(&a.entry)))
    })
}

/// As we would ask it, then as others do.
fn wordings(knowledge: &Knowledge, id: &str) -> Vec<String> {
    let phrasings = commands::phrasings_of(knowledge, id).into_iter().flat_map(|(_, list)| list);
    plain(knowledge, id).into_iter().chain(phrasings.take(TRIED)).collect()
}

fn plain(knowledge: &Knowledge, id: &str) -> Option<String> {
    let mut parts = id.splitn(3, '/');
    let (kind, name, part) = (parts.next()?, parts.next()?, parts.next());
    let stage_of = |stage: &str| {
        let ladder = knowledge.roles.get(name).filter(|role| role.stage.iter().any(|s| s.id == stage));
        ladder.map_or_else(|| format!("{stage} {}", called(knowledge, name)), |role| format::at_stage(role, stage))
    };
    let cadence = |part: &str| [Cadence::Daily, Cadence::Weekly, Cadence::Monthly].iter().any(|c| c.id() == part);
    let one = |name: &str| format::with_article(name);
    Some(match (kind, part) {
        ("faq", _) => knowledge.articles.get(id)?.header.question.clone(),
        ("roles", None) => format!("What is the career path of {}?", one(&called(knowledge, name))),
        ("roles", Some(part)) if cadence(part) => {
            format!("What is the {part} work of {}?", one(&called(knowledge, name)))
        }
        ("roles", Some(stage)) => format!("What does {} own and do?", one(&stage_of(stage))),
        ("pay", Some(stage)) => format!("What does {} make?", one(&stage_of(stage))),
        ("pay", None) if knowledge.pay.contains_key(name) => {
            format!("What does each stage of the {} ladder pay?", called(knowledge, name))
        }
        ("pay", None) => match commands::subjects_of(name).collect::<Vec<_>>().as_slice() {
            [a, b] => {
                format!("Compare the pay of {} and {}", one(&called(knowledge, a)), one(&called(knowledge, b)))
            }
            _ => format!("What does {} make?", one(&called(knowledge, name))),
        },
        _ => return None,
    })
}

/// Somebody by the name of the role, the title or the occupation.
fn called(knowledge: &Knowledge, id: &str) -> String {
    let role = knowledge.roles.get(id).map(|role| role.name.clone());
    let subject = || knowledge.evidence.subject_by_id(id).map(|subject| subject.name.clone());
    role.or_else(subject).unwrap_or_else(|| id.replace('-', " "))
}
