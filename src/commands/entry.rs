//! From the id of an entry to what shows it.

use crate::answer::{CareerAspect, EvidenceRequest, Outlook, PayRequest, Request};
use crate::knowledge::{Aspect, Cadence, Knowledge};

use super::find;

/// What shows an entry whole; nothing for what has no answer.
pub fn requests_of(knowledge: &Knowledge, entry: &str) -> Vec<Request> {
    let (kind, rest) = entry.split_once('/').unwrap_or((entry, ""));
    match kind {
        "faq" => vec![Request::Article(entry.to_owned())],
        "comparisons" => comparison(knowledge, entry),
        "roles" => role(knowledge, rest).into_iter().collect(),
        "pay" => pay(knowledge, rest).into_iter().collect(),
        "outlook" => vec![outlook(rest)],
        _ => Vec::new(),
    }
}

fn comparison(knowledge: &Knowledge, entry: &str) -> Vec<Request> {
    if let Some(whole) = knowledge.comparisons.get(entry) {
        return whole.sections.keys().map(|aspect| Request::Compare(entry.to_owned(), *aspect)).collect();
    }
    let section = entry.rsplit_once('/').and_then(|(id, aspect)| {
        let aspect = Aspect::ALL.into_iter().find(|a| a.id() == aspect)?;
        Some(Request::Compare(id.to_owned(), aspect))
    });
    section.into_iter().collect()
}

fn role(knowledge: &Knowledge, rest: &str) -> Option<Request> {
    let Some((role, part)) = rest.split_once('/') else {
        // Roles that others are only compared with have no path.
        let has_path = knowledge.roles.get(rest).is_some_and(|role| !role.stage.is_empty());
        return has_path.then(|| Request::Ladder(rest.to_owned()));
    };
    if let Some(cadence) = [Cadence::Daily, Cadence::Weekly, Cadence::Monthly].into_iter().find(|c| c.id() == part) {
        return Some(Request::Work(role.to_owned(), cadence));
    }
    let stage = knowledge.roles.get(role)?.stage.iter().find(|s| s.id == part)?;
    Some(Request::Career { role: role.to_owned(), stages: vec![stage.id.clone()], about: CareerAspect::Scope })
}

/// With every basis that there is; of roles without bands, by records: of one, or of two that were held against each
/// other.
fn pay(knowledge: &Knowledge, rest: &str) -> Option<Request> {
    let (role, stage) = rest.split_once('/').map_or((rest, None), |(role, stage)| (role, Some(stage.to_owned())));
    if !knowledge.pay.contains_key(role) {
        let known = stage.as_ref().is_none_or(|stage| find::stages(knowledge).any(|s| s.id == *stage));
        let subjects = subjects_of(role).map(str::to_owned).collect();
        return known.then(|| Request::Evidence(EvidenceRequest { subjects, stage, ..EvidenceRequest::default() }));
    }
    let bands = knowledge.pay.get(role).map(|s| s.bands.as_slice()).unwrap_or_default();
    let mut bases: Vec<_> = bands.iter().filter(|b| stage.as_ref() == Some(&b.stage)).map(|b| b.basis).collect();
    bases.dedup();
    let stages = stage.into_iter().collect();
    Some(Request::Pay(PayRequest { role: role.to_owned(), stages, bases, ..PayRequest::default() }))
}

fn outlook(subject: &str) -> Request {
    let (subjects, outlook) = (vec![subject.to_owned()], Some(Outlook::Everything));
    Request::Evidence(EvidenceRequest { subjects, outlook, ..EvidenceRequest::default() })
}

/// Whose pay an entry tells of: two subjects are joined by `-vs-`.
pub fn subjects_of(name: &str) -> impl Iterator<Item = &str> {
    name.split("-vs-")
}

/// Ways of asking for an entry, with the file in which they stand.
pub fn phrasings_of(knowledge: &Knowledge, entry: &str) -> Vec<(String, Vec<String>)> {
    let whole = |asked: &str| {
        let asked = asked.split_once('#').map_or(asked, |(id, _)| id);
        asked == entry || entry.starts_with(&format!("{asked}/")) || asked.starts_with(&format!("{entry}/"))
    };
    let asked = knowledge.asked().into_iter().filter(|a| whole(&a.entry));
    asked.map(|a| (a.file, a.phrasings.to_vec())).collect()
}

/// What an entry is about, in a few words.
pub fn name_of(knowledge: &Knowledge, entry: &str) -> String {
    if let Some(article) = knowledge.articles.get(entry) {
        return article.header.question.clone();
    }
    if let Some(topic) = knowledge.uncovered.iter().find(|u| u.id == entry) {
        return format!("(no source) {}", topic.name);
    }
    let mut parts = entry.split('/');
    let (kind, id, part) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
    let role = || called(knowledge, id);
    match (kind, part) {
        ("roles", None) => format!("{}: career path", role()),
        ("roles", Some(part)) => format!("{}: {part}", role()),
        ("outlook", _) => format!("{}: outlook", role()),
        ("pay", None) if knowledge.pay.contains_key(id) => format!("{}: pay of every stage", role()),
        ("pay", None) => format!("{}: pay", role()),
        ("pay", Some(part)) => format!("{}: pay, {part}", role()),
        (_, part) => {
            let part = part.unwrap_or("every section");
            let whole = format!("{kind}/{id}");
            match knowledge.comparisons.values().find(|c| c.id == whole) {
                Some(c) => {
                    let [one, other] = c.header.roles.each_ref().map(|role| called(knowledge, role));
                    format!("{one} and {other}: {part}")
                }
                None => format!("comparison, {part}"),
            }
        }
    }
}

/// A role by its name; a title or an occupation as the evidence calls it; two of them with an "and" between.
fn called(knowledge: &Knowledge, role: &str) -> String {
    let name = |id: &str| {
        let own = knowledge.roles.get(id).map(|r| &r.name);
        let paid = || knowledge.evidence.roles.iter().find(|r| r.id == id).map(|r| &r.name);
        // The data are decoded for what no file names, and for nothing else.
        let found = || knowledge.evidence.subject_by_id(id).map(|s| &s.name);
        own.or_else(paid).or_else(found).cloned().unwrap_or_else(|| id.replace('-', " "))
    };
    subjects_of(role).map(name).collect::<Vec<_>>().join(" and ")
}
