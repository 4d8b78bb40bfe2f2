//! Sources without a date or too old, and entries whose review is due.

use jiff::civil::Date;

use super::line_of;
use crate::knowledge::finding::Findings;
use crate::knowledge::{Knowledge, Tree};

/// A publication older than this is worth a second look by an editor.
const OLD_MONTHS: i32 = 48;

/// Finds sources that are undated without a reason, or old.
pub(super) fn sources(knowledge: &Knowledge, tree: &Tree, today: Date, findings: &mut Findings) {
    for source in knowledge.sources.values() {
        let line = line_of(tree, "sources.toml", &format!("\"{}\"", source.id));
        match source.published {
            None if source.undated.is_none() => {
                findings.warning(
                    "undated-source",
                    "sources.toml",
                    line,
                    format!("`{}` has no date", source.id),
                    "add `published`, or `undated` with the reason why there is none",
                );
            }
            Some(date) if date.months_until(today) > OLD_MONTHS => {
                findings.warning(
                    "stale-source",
                    "sources.toml",
                    line,
                    format!("`{}` is from {}", source.id, date.display()),
                    "look for a newer one",
                );
            }
            _ => {}
        }
    }
}

impl Knowledge {
    /// How many sources are old enough for a second look.
    pub fn stale_sources(&self, today: Date) -> usize {
        let old = |date: crate::knowledge::Published| date.months_until(today) > OLD_MONTHS;
        self.sources.values().filter(|source| source.published.is_some_and(old)).count()
    }

    /// How many files were to be reviewed before this month.
    pub fn overdue_reviews(&self, today: Date) -> usize {
        let overdue = |due: crate::knowledge::Published| due.months_until(today) > 0;
        self.stewardship().into_iter().filter(|(_, _, review_by)| review_by.is_some_and(overdue)).count()
    }
}

/// Finds entries whose review is due.
pub(super) fn reviews(knowledge: &Knowledge, tree: &Tree, today: Date, findings: &mut Findings) {
    for (file, _, review_by) in knowledge.stewardship() {
        let Some(due) = review_by.filter(|due| due.months_until(today) > 0) else { continue };
        let line = line_of(tree, &file, "review_by");
        findings.warning(
            "review-due",
            &file,
            line,
            format!("the review was due by {}", due.display()),
            "check it against its sources and move `review_by`",
        );
    }
}
