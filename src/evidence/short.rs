//! Short names of official occupations: "plumber" for "Plumbers, Pipefitters, and Steamfitters".
//!
//! A title is a list of people, or people and what narrows them down ("Painters, Construction and Maintenance"). The first
//! people of a title give it a short name where no other title has them; the others where their last word, such as
//! "technicians", ends no other title's people.

use rustc_hash::{FxHashMap, FxHashSet};

use super::files::Fit;
use super::subject::key;

/// Parts of lists that are no people.
const NO_PEOPLE: [&str; 6] = ["bus", "commodity", "government program", "insurance claim", "new", "utility"];

/// Names, each with the code of its occupation and how well that fits. Titles come with their codes.
pub(super) fn shortened<'a>(titles: &[(&str, &'a str)]) -> Vec<(String, &'a str, Fit)> {
    let people: Vec<Vec<&str>> = titles.iter().map(|(title, _)| people(title)).collect();
    let mut named: FxHashMap<String, usize> = FxHashMap::default();
    let mut ending: FxHashMap<String, FxHashSet<usize>> = FxHashMap::default();
    let mut heads: FxHashMap<String, usize> = FxHashMap::default();
    for (at, parts) in people.iter().enumerate() {
        *heads.entry(key(head(titles[at].0))).or_default() += 1;
        for part in parts {
            *named.entry(key(part)).or_default() += 1;
            ending.entry(last_word(part)).or_default().insert(at);
        }
    }
    let mut out = Vec::new();
    for ((title, code), parts) in titles.iter().zip(&people).filter(|((title, _), _)| stands_alone(title)) {
        let is_list = parts.iter().all(|part| is_plural(part));
        let fit = if is_list { Fit::Exact } else { Fit::Nearest };
        for (n, part) in parts.iter().enumerate().filter(|(_, part)| is_plural(part)) {
            let name = key(part);
            let is_common = ending.get(&last_word(part)).is_some_and(|titles| titles.len() > 1);
            let is_own = named.get(&name) == Some(&1) && (n == 0 || (is_list && !is_common && !has_object(title)));
            if is_own && !NO_PEOPLE.contains(&name.as_str()) && !part.to_lowercase().starts_with("other") {
                out.push((name, *code, fit));
            }
        }
        let whole = key(head(title));
        if heads.get(&whole) == Some(&1) {
            out.push((whole, *code, Fit::Exact));
        }
        out.extend(exceptions(title).map(|name| (name, *code, Fit::Exact)));
    }
    out
}

/// "All other" are whoever is left.
fn stands_alone(title: &str) -> bool {
    !title.contains("All Other")
}

/// "Captains of Water Vessels": what stands behind is no more people.
fn has_object(title: &str) -> bool {
    head(title).contains(" of ") || head(title).contains(" for ")
}

/// The title without what it leaves out or takes in.
fn head(title: &str) -> &str {
    let ends = [", Except ", " Except ", ", Including "].iter().filter_map(|word| title.find(word));
    ends.min().map_or(title, |end| &title[..end])
}

/// The people whom a title lists. Helpers and supervisors are not those whom they help or lead.
fn people(title: &str) -> Vec<&str> {
    if title.starts_with("Helpers") || title.starts_with("First-Line") {
        return Vec::new();
    }
    let parts = head(title).split([',', ';']).flat_map(|part| part.split(" and "));
    parts.map(|part| part.trim().trim_start_matches("and ")).filter(|part| !part.is_empty()).collect()
}

/// "Cleaners, Except Maids and Housekeepers" is also called with a part of what it leaves out.
fn exceptions(title: &str) -> impl Iterator<Item = String> {
    let except = title.find("Except ").map(|at| at + "Except ".len());
    let ends = except.into_iter().flat_map(|from| {
        let rest = &title[from..];
        rest.match_indices([',', ' ']).filter(|(at, _)| !rest[..*at].ends_with(',')).map(move |(at, _)| from + at)
    });
    ends.map(|end| key(title[..end].trim_end_matches(" and")))
}

fn last_word(part: &str) -> String {
    key(part).rsplit(' ').next().unwrap_or_default().to_owned()
}

fn is_plural(part: &str) -> bool {
    part.ends_with('s') && key(part) != part.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLES: [(&str, &str); 7] = [
        ("Plumbers, Pipefitters, and Steamfitters", "1"),
        ("Helpers--Pipelayers, Plumbers, and Steamfitters", "2"),
        ("Painters, Construction and Maintenance", "3"),
        ("Environmental Scientists and Specialists, Including Health", "4"),
        ("Skincare Specialists", "5"),
        ("Janitors and Cleaners, Except Maids and Housekeeping Cleaners", "6"),
        ("Designers, All Other", "7"),
    ];

    #[test]
    fn people_of_one_title_name_it() {
        let short = shortened(&TITLES);
        let code = |name: &str| short.iter().find(|(known, ..)| known == name).map(|(_, code, fit)| (*code, *fit));
        assert_eq!(code("plumber"), Some(("1", Fit::Exact)));
        assert_eq!(code("pipefitter"), Some(("1", Fit::Exact)));
        assert_eq!(code("painter"), Some(("3", Fit::Nearest)));
        assert_eq!(code("environmental scientist"), Some(("4", Fit::Exact)));
        for janitors in ["janitor", "janitor and cleaner", "janitor and cleaner except maid"] {
            assert_eq!(code(janitors), Some(("6", Fit::Exact)), "{janitors}");
        }
        for vague in ["specialist", "maid", "designer", "maintenance", "construction", "helper"] {
            assert_eq!(code(vague), None, "{vague}");
        }
    }
}
