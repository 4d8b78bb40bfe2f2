//! Entries that claim the same phrasing.

use std::collections::HashMap;

use super::line_of;
use crate::knowledge::finding::Findings;
use crate::knowledge::{Knowledge, Tree};

/// Finds phrasings that two entries claim.
pub(super) fn shared(knowledge: &Knowledge, tree: &Tree, findings: &mut Findings) {
    let mut seen: HashMap<String, String> = HashMap::new();
    for asked in knowledge.asked() {
        for phrasing in asked.phrasings {
            let key = folded(phrasing);
            let first = seen.entry(key).or_insert_with(|| asked.entry.clone());
            if *first != asked.entry {
                let line = line_of(tree, &asked.file, phrasing);
                findings.error(
                    "shared-phrasing",
                    &asked.file,
                    line,
                    format!("`{first}` answers \"{phrasing}\" too"),
                    "leave it to one of the two",
                );
            }
        }
        if asked.phrasings.is_empty() {
            findings.error(
                "no-phrasings",
                &asked.file,
                1,
                format!("nothing says how people ask for `{}`", asked.entry),
                "add `phrasings`",
            );
        }
    }
}

/// Letter case and punctuation make no difference, unless there is nothing else.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '$').filter(|w| !w.is_empty());
    let folded = words.collect::<Vec<_>>().join(" ").to_lowercase();
    if folded.is_empty() { text.trim().to_owned() } else { folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_differ_and_punctuation_does_not() {
        assert_ne!(folded("👍"), folded("🙏"));
        assert_eq!(folded("What's MLOps??"), folded("what s mlops"));
    }
}
