//! What `rolecall knowledge check` looks for.

mod evidence;
mod figures;
mod freshness;
mod phrasings;
mod references;

use jiff::civil::Date;

use super::finding::Findings;
use super::load::line_at;
use super::survey::Record;
use super::{Knowledge, Tree};

pub(super) use evidence::references as evidence;
pub(super) use references::references;

/// Every check that needs the files alone; dangling ids are found on loading already.
pub fn lint(knowledge: &Knowledge, tree: &Tree, today: Date, findings: &mut Findings) {
    references::unused_sources(knowledge, tree, findings);
    references::owners(knowledge, tree, findings);
    figures::uncited(knowledge, tree, findings);
    figures::disagreements(knowledge, tree, findings);
    references::to_themselves(knowledge, tree, findings);
    freshness::sources(knowledge, tree, today, findings);
    freshness::reviews(knowledge, tree, today, findings);
    phrasings::shared(knowledge, tree, findings);
    evidence::mappings(knowledge, tree, findings);
}

/// The line in which a text first stands in a file, or 1.
fn line_of(tree: &Tree, file: &str, needle: &str) -> usize {
    let text = tree.text(file);
    text.find(needle).map_or(1, |at| line_at(&text, at))
}

/// The line in which a text stands in a record, or that of the record's heading.
fn line_in(tree: &Tree, record: &Record, needle: &str) -> usize {
    let text = tree.text(&record.file);
    let lines: Vec<&str> = text.lines().collect();
    let mut headings = (0..lines.len()).filter(|at| lines[*at].trim() == record.table);
    let Some(heading) = headings.nth(record.nth) else { return 1 };
    let end = headings.next().unwrap_or(lines.len());
    let at = (heading..end).find(|at| lines[*at].contains(needle));
    1 + at.unwrap_or(heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(nth: usize, needle: &str) -> usize {
        let mut tree = Tree::default();
        tree.insert("a.toml", "owner = 1\n\n[[pay]]\nlow = 7\n\n[[pay]]\nhigh = 8\nlow = 7\n");
        line_in(&tree, &Record { file: "a.toml".to_owned(), table: "[[pay]]", nth }, needle)
    }

    #[test]
    fn a_line_is_looked_for_in_its_record_only() {
        assert_eq!([line(0, "low"), line(1, "low")], [4, 8]);
        assert_eq!([line(0, "high"), line(1, "owner"), line(2, "low")], [3, 6, 1]);
    }
}
