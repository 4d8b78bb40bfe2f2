//! Which concepts people use when they ask for what: learnt from the phrasings, so that a word that belongs to one
//! subject speaks against the others.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::nlu::Entities;

/// How often each concept stands in the phrasings of each label.
#[derive(Debug, Default)]
pub struct Concepts {
    /// By concept: its weight, and its share of the phrasings of each label relative to the label that has it most.
    shares: FxHashMap<String, (f32, Vec<f32>)>,
}

/// The concepts of one label, each with the share of the label's phrasings that have it.
pub(super) type Shares = FxHashMap<String, f32>;

/// A concept is typical of a label from this share of its phrasings on.
const TYPICAL: f32 = 0.08;

impl Concepts {
    /// Learns from the shares of every label.
    pub fn learn(labels: &[Shares]) -> Concepts {
        let mut rows: FxHashMap<&str, Vec<f32>> = FxHashMap::default();
        for (label, shares) in labels.iter().enumerate() {
            for (concept, share) in shares {
                rows.entry(concept).or_insert_with(|| vec![0.0; labels.len()])[label] = *share;
            }
        }
        let shares = rows.into_iter().map(|(concept, row)| (concept.to_owned(), weighed(row, labels.len()))).collect();
        Concepts { shares }
    }

    /// For every label, how well it fits the concepts of a clause, 0 to 1; `None` where the clause has none.
    pub fn fit(&self, entities: &Entities, labels: usize) -> Option<Vec<f32>> {
        let known: Vec<&(f32, Vec<f32>)> =
            marks(entities).into_iter().filter_map(|c| self.shares.get(c.as_ref())).collect();
        let total: f32 = known.iter().map(|(weight, _)| weight).sum();
        if total == 0.0 {
            return None;
        }
        let of = |label: usize| {
            known.iter().map(|(weight, row)| weight * row.get(label).copied().unwrap_or(0.0)).sum::<f32>() / total
        };
        Some((0..labels).map(of).collect())
    }
}

/// Counts the concepts of what is named in a phrasing, one of so many of its label.
pub(super) fn count(shares: &mut Shares, entities: &Entities, phrasings: usize) {
    for concept in marks(entities) {
        *shares.entry(concept.into_owned()).or_default() += 1.0 / phrasings as f32;
    }
}

/// Few labels share a concept of weight; the share is relative to the most typical label, and saturates.
fn weighed(row: Vec<f32>, labels: usize) -> (f32, Vec<f32>) {
    let typical = row.iter().filter(|share| **share >= TYPICAL).count().max(1);
    let most = row.iter().copied().fold(0.0, f32::max).max(f32::EPSILON);
    let weight = (labels as f32 / typical as f32).ln();
    (weight, row.into_iter().map(|share| (share / most).sqrt()).collect())
}

/// Concepts, classes of entities and our roles, as one list.
fn marks(entities: &Entities) -> Vec<Cow<'_, str>> {
    let mut out: Vec<Cow<'_, str>> = entities.concepts.iter().map(|c| Cow::Borrowed(c.as_str())).collect();
    out.extend(entities.roles.iter().map(|r| Cow::Owned(format!("role:{}", r.id.as_deref().unwrap_or("other")))));
    let classes = [
        (!entities.stages.is_empty(), "class:stage"),
        (!entities.years.is_empty(), "class:years"),
        (!entities.money.is_empty(), "class:money"),
        (entities.places.iter().any(|p| !p.whole_us), "class:place"),
        (!entities.companies.is_empty(), "class:company"),
    ];
    out.extend(classes.into_iter().filter_map(|(is, class)| is.then_some(Cow::Borrowed(class))));
    out.sort();
    out.dedup();
    out
}
