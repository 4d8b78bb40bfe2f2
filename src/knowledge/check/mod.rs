//! What `rolecall knowledge check` looks for.

mod figures;
mod freshness;
mod phrasings;
mod references;

use jiff::civil::Date;

use super::finding::Findings;
use super::load::line_at;
use super::{Knowledge, Tree};

pub(super) use references::references;

/// Every check that needs the files alone; dangling ids are found on loading already.
pub fn lint(knowledge: &Knowledge, tree: &Tree, today: Date, findings: &mut Findings) {
    references::unused_sources(knowledge, tree, findings);
    references::owners(knowledge, tree, findings);
    figures::uncited(knowledge, tree, findings);
    figures::disagreements(knowledge, tree, findings);
    freshness::sources(knowledge, tree, today, findings);
    freshness::reviews(knowledge, tree, today, findings);
    phrasings::shared(knowledge, tree, findings);
}

/// The line in which a text first stands in a file, or 1.
fn line_of(tree: &Tree, file: &str, needle: &str) -> usize {
    let text = tree.text(file);
    text.find(needle).map_or(1, |at| line_at(&text, at))
}
