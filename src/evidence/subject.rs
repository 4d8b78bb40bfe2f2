//! Whose pay is asked for: a role of ours, a title of the records, or an official occupation.

use rustc_hash::FxHashMap;

use super::files::{Fit, PaidRole, RoleOccupation};
use super::official::Occupations;
use super::short::shortened;
use super::table::Table;

/// Somebody whose pay something is known of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Names it in entries: the id of a role, the code of an occupation, or a title in lower case.
    pub id: String,
    /// "data engineer".
    pub name: String,
    /// "data engineers".
    pub plural: String,
    /// The title by which records are looked up.
    pub title: Option<String>,
    /// The official occupation.
    pub occupation: Option<SubjectOccupation>,
}

/// The official occupation of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectOccupation {
    /// SOC code.
    pub code: String,
    /// Whether it is their own.
    pub fit: Fit,
    /// Why this one, where it stands for a role.
    pub reason: Option<String>,
}

/// Finds a subject by what somebody calls it.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    by_name: FxHashMap<String, String>,
    by_id: FxHashMap<String, Subject>,
}

impl Subjects {
    /// All names: those of roles first, then titles of records, then occupations.
    pub fn new(
        roles: &[PaidRole],
        mapping: &[RoleOccupation],
        tables: &[&Table],
        occupations: &[&Occupations],
    ) -> Subjects {
        let mut subjects = Subjects::default();
        roles.iter().for_each(|role| subjects.take_role(role, mapping));
        tables.iter().flat_map(|t| t.titles()).for_each(|title| subjects.take_title(title));
        occupations.iter().for_each(|all| subjects.take_occupations(all));
        subjects
    }

    fn take_role(&mut self, role: &PaidRole, mapping: &[RoleOccupation]) {
        let occupation = mapping.iter().find(|m| m.role == role.id).map(|m| SubjectOccupation {
            code: m.soc.clone(),
            fit: m.fit,
            reason: Some(m.reason.clone()),
        });
        let subject = Subject {
            id: role.id.clone(),
            name: role.name.clone(),
            plural: role.plural.clone(),
            title: role.titles.first().cloned(),
            occupation,
        };
        for name in [&role.id, &role.name, &role.plural].into_iter().chain(&role.aliases).chain(&role.titles) {
            self.name(name, &role.id);
        }
        self.by_id.insert(role.id.clone(), subject);
    }

    fn take_title(&mut self, title: &str) {
        let id = key(title);
        if self.by_name.contains_key(&id) {
            return;
        }
        let name = running(title);
        let subject =
            Subject { id: id.clone(), plural: plural(&name), name, title: Some(title.to_owned()), occupation: None };
        self.name(title, &id);
        self.by_id.insert(id, subject);
    }

    fn take_occupations(&mut self, all: &Occupations) {
        for occupation in all.iter() {
            let own = SubjectOccupation { code: occupation.code.clone(), fit: Fit::Exact, reason: None };
            let subject = Subject {
                id: occupation.code.clone(),
                name: with_last_word_singular(&occupation.title.to_lowercase()),
                plural: occupation.title.to_lowercase(),
                title: None,
                occupation: Some(own),
            };
            // A title of records that is an occupation's too gets both.
            if let Some(known) = self.by_name.get(&key(&occupation.title)).and_then(|id| self.by_id.get_mut(id)) {
                known.occupation = known.occupation.take().or(subject.occupation.clone());
            }
            self.name(&occupation.title, &occupation.code);
            self.name(&occupation.code, &occupation.code);
            self.by_id.insert(occupation.code.clone(), subject);
        }
        let titles: Vec<(&str, &str)> = all.iter().map(|o| (o.title.as_str(), o.code.as_str())).collect();
        for (name, code, fit) in shortened(&titles) {
            self.take_short_name(name, code, fit);
        }
    }

    /// "Accountants" for "Accountants and Auditors"; where the title narrows the name down, it only comes nearest.
    fn take_short_name(&mut self, name: String, code: &str, fit: Fit) {
        let Some(whole) = self.by_id.get(code).filter(|_| !self.by_name.contains_key(&name)) else { return };
        let id = match fit {
            Fit::Exact => code.to_owned(),
            Fit::Nearest => {
                let occupation = whole.occupation.clone().map(|own| SubjectOccupation { fit, ..own });
                let own = Subject {
                    id: name.clone(),
                    plural: plural(&name),
                    name: name.clone(),
                    occupation,
                    ..whole.clone()
                };
                self.by_id.insert(name.clone(), own);
                name.clone()
            }
        };
        self.by_name.insert(name, id);
    }

    fn name(&mut self, name: &str, id: &str) {
        self.by_name.entry(key(name)).or_insert_with(|| id.to_owned());
    }

    /// By a name in any number and case.
    pub fn find(&self, name: &str) -> Option<&Subject> {
        self.by_name.get(&key(name)).and_then(|id| self.by_id.get(id))
    }

    /// By its id.
    pub fn get(&self, id: &str) -> Option<&Subject> {
        self.by_id.get(id)
    }

    /// Names most like what was typed, for a hint.
    pub fn nearest(&self, typed: &str, most: usize) -> Vec<String> {
        let typed = key(typed);
        let mut scored: Vec<(f64, &String)> = self
            .by_name
            .keys()
            .map(|name| (strsim::jaro_winkler(name, &typed), name))
            .filter(|s| s.0 >= 0.85)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let mut names: Vec<String> =
            scored.into_iter().filter_map(|s| self.find(s.1)).map(|s| s.name.clone()).collect();
        names.dedup();
        names.truncate(most);
        names
    }
}

/// Lower case, without marks, every word without its plural: "Data-Scientists" is "data scientist".
pub(super) fn key(name: &str) -> String {
    let lower = name.to_lowercase().replace("machine learning", "ml").replace(['\'', '’'], "");
    let words = lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '+' | '#' | '&')));
    words.filter(|w| !w.is_empty()).map(singular).collect::<Vec<_>>().join(" ")
}

/// A word without its plural.
fn singular(word: &str) -> String {
    let keep = ["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    match word {
        _ if keep => word.to_owned(),
        word if word.ends_with("ies") && word.len() > 5 => format!("{}y", &word[..word.len() - 3]),
        word if ["ches", "shes", "sses", "xes"].iter().any(|end| word.ends_with(end)) => {
            word[..word.len() - 2].to_owned()
        }
        word => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// "judges, magistrate judges, and magistrate".
fn with_last_word_singular(title: &str) -> String {
    match title.rsplit_once(' ') {
        Some((init, last)) => format!("{init} {}", singular(last)),
        None => singular(title),
    }
}

/// "data engineers"; "heads of data".
fn plural(name: &str) -> String {
    if let Some((head, rest)) = name.split_once(" of ") {
        return format!("{} of {rest}", plural(head));
    }
    match name.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
        _ if name.ends_with('s') => name.to_owned(),
        _ => format!("{name}s"),
    }
}

/// A title as it stands in a sentence: "data quality analyst", "AI lead", "NLP engineer".
fn running(title: &str) -> String {
    let word = |w: &str| {
        if w.len() > 1 && w.chars().skip(1).any(char::is_uppercase) { w.to_owned() } else { w.to_lowercase() }
    };
    title.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_and_case_make_no_difference() {
        for name in ["Data Scientists", "data-scientist", "data  scientist", "DATA SCIENTIST"] {
            assert_eq!(key(name), "data scientist");
        }
        assert_eq!(key("Machine Learning Engineers"), key("ml engineer"));
        assert_eq!(key("Secretaries"), "secretary");
        assert_eq!(key("Business Intelligence Analysis"), "business intelligence analysis");
        assert_eq!(key("First-Line Supervisors of Retail Workers"), key("first line supervisor of retail worker"));
        assert_eq!(plural("head of data"), "heads of data");
        assert_eq!(running("AI Data Scientist"), "AI data scientist");
    }
}
