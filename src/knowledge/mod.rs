//! What is known: typed entries, read from files that people edit.

pub mod article;
pub mod check;
pub mod comparison;
pub mod date;
pub mod fact;
pub mod finding;
pub mod gazetteer;
pub mod lexicon;
mod load;
pub mod pay;
pub mod role;
pub mod schema;
pub mod source;
pub mod survey;
pub mod text;
pub mod tree;

use std::collections::BTreeMap;

use crate::evidence::Evidence;

pub use article::Article;
pub use comparison::{Aspect, Comparison};
pub use date::Published;
pub use fact::Fact;
pub use finding::{Finding, Findings, Severity};
pub use gazetteer::Gazetteer;
pub use lexicon::{Lexicon, Smalltalk, Uncovered};
pub use pay::{Basis, Currency, PayBand, PayPhrasings, Per};
pub use role::{Cadence, Role, Stage};
pub use source::Source;
pub use text::{Piece, Prose, Sentence};
pub use tree::Tree;

/// Everything that the bot may say, and the words by which it is asked.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    /// By id.
    pub sources: BTreeMap<String, Source>,
    /// By id.
    pub facts: BTreeMap<String, Fact>,
    /// By id.
    pub roles: BTreeMap<String, Role>,
    /// By id of the role.
    pub pay: BTreeMap<String, PaySheet>,
    /// By entry id.
    pub comparisons: BTreeMap<String, Comparison>,
    /// By entry id.
    pub articles: BTreeMap<String, Article>,
    /// What people ask and nothing here answers.
    pub uncovered: Vec<Uncovered>,
    /// What is not for the bot.
    pub smalltalk: Smalltalk,
    /// Words that mean the same.
    pub lexicon: Lexicon,
    /// Places, job titles and companies.
    pub gazetteer: Gazetteer,
    /// Pay records, official statistics and single figures.
    pub evidence: Evidence,
}

/// The pay bands of one role.
#[derive(Debug, Clone)]
pub struct PaySheet {
    /// Id of the role.
    pub role: String,
    /// Who looks after it.
    pub owner: Option<String>,
    /// When someone should look at it again.
    pub review_by: Option<Published>,
    /// The bands.
    pub bands: Vec<PayBand>,
    /// Ways of asking.
    pub phrasings: PayPhrasings,
}

/// A figure that prose refers to.
#[derive(Debug, Clone, Copy)]
pub enum Figure<'a> {
    /// A single figure.
    Fact(&'a Fact),
    /// A band of pay.
    Band(&'a PayBand),
}

impl Figure<'_> {
    /// Ids of the sources it stands on.
    pub fn sources(&self) -> &[String] {
        match self {
            Figure::Fact(fact) => &fact.sources,
            Figure::Band(band) => &band.sources,
        }
    }
}

impl Knowledge {
    /// Reads a whole tree, or says everything that is wrong with it.
    ///
    /// # Errors
    /// All findings, if any of them is an error: knowledge is taken whole or not at all.
    pub fn load(tree: &Tree) -> Result<Knowledge, Vec<Finding>> {
        let mut findings = Findings::default();
        let mut knowledge = load::parse(tree, &mut findings);
        knowledge.gazetteer = Gazetteer::read(tree, &mut findings);
        knowledge.evidence = Evidence::read(tree, &mut findings);
        let described = knowledge.evidence.datasets.iter().map(|d| (d.about.source.id.clone(), d.about.source.clone()));
        knowledge.sources.extend(described);
        check::references(&knowledge, tree, &mut findings);
        check::evidence(&knowledge, tree, &mut findings);
        if findings.has_errors() { Err(findings.list) } else { Ok(knowledge) }
    }

    /// The figure of that id.
    pub fn figure(&self, id: &str) -> Option<Figure<'_>> {
        if let Some(fact) = self.facts.get(id) {
            return Some(Figure::Fact(fact));
        }
        let bands = self.pay.values().flat_map(|sheet| &sheet.bands);
        bands.into_iter().find(|band| band.id() == id).map(Figure::Band)
    }

    /// The comparison of two roles, whichever is named first.
    pub fn comparison(&self, one: &str, other: &str) -> Option<&Comparison> {
        self.comparisons.values().find(|c| {
            let [a, b] = &c.header.roles;
            (a == one && b == other) || (a == other && b == one)
        })
    }
}
