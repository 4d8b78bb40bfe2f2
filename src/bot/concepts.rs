//! Which concepts people use when they ask for what: learnt from the phrasings, so that a word that belongs to one
//! subject speaks against the others.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::nlu::Entities;
use crate::retrieval::hash::hash;
use crate::retrieval::numbers::Numbers;
use crate::retrieval::rows::Rows;
use crate::retrieval::stored::{Slice, Stored, Weighted, Writer};

/// How often each concept stands in the phrasings of each label.
pub struct Concepts {
    /// By the hash of a concept's name.
    numbers: Numbers,
    /// How much each concept tells.
    weights: Slice<f32>,
    /// For each concept the labels that have it, with their share of phrasings relative to the label that has it most.
    shares: Rows<Weighted>,
}

/// The concepts of one label, each with the share of the label's phrasings that have it.
pub(super) type Shares = FxHashMap<String, f32>;

/// A concept is typical of a label from this share of its phrasings on.
const TYPICAL: f32 = 0.08;

impl Concepts {
    /// Learns from the shares of every label.
    pub fn learn(labels: &[Shares]) -> Concepts {
        let mut rows: BTreeMap<&str, Vec<Weighted>> = BTreeMap::default();
        for (at, shares) in (0u32..).zip(labels) {
            for (concept, share) in shares {
                rows.entry(concept).or_default().push(Weighted { at, weight: *share });
            }
        }
        let numbers = Numbers::of(rows.keys().map(|concept| hash(concept)).zip(0..));
        let weights: Vec<f32> = rows.values().map(|row| weight(row, labels.len())).collect();
        let mut shares = Rows::default();
        rows.into_values().for_each(|row| shares.push(relative(row)));
        Concepts { numbers, weights: weights.into(), shares }
    }

    /// For every label, how well it fits the concepts of a clause, 0 to 1; `None` where the clause has none.
    pub fn fit(&self, entities: &Entities, labels: usize) -> Option<Vec<f32>> {
        let known: Vec<usize> =
            marks(entities).iter().filter_map(|c| Some(self.numbers.find(hash(c))? as usize)).collect();
        let weight = |concept: usize| self.weights.get(concept).copied().unwrap_or_default();
        let total: f32 = known.iter().map(|concept| weight(*concept)).sum();
        if total == 0.0 {
            return None;
        }
        let mut fits = vec![0.0; labels];
        for concept in known {
            for share in self.shares.row(concept) {
                fits[share.at as usize] += weight(concept) * share.weight;
            }
        }
        fits.iter_mut().for_each(|fit| *fit /= total);
        Some(fits)
    }

    pub(super) fn save(&self, to: &mut Writer) {
        self.numbers.save(to);
        to.add(&self.weights);
        self.shares.save(to);
    }

    pub(super) fn open(from: &mut Stored) -> Option<Concepts> {
        Some(Concepts { numbers: Numbers::open(from)?, weights: from.take()?, shares: Rows::open(from)? })
    }
}

/// Counts the concepts of what is named in a phrasing, one of so many of its label.
pub(super) fn count(shares: &mut Shares, entities: &Entities, phrasings: usize) {
    for concept in marks(entities) {
        *shares.entry(concept.into_owned()).or_default() += 1.0 / phrasings as f32;
    }
}

/// Few labels share a concept of weight.
fn weight(row: &[Weighted], labels: usize) -> f32 {
    let typical = row.iter().filter(|share| share.weight >= TYPICAL).count().max(1);
    (labels as f32 / typical as f32).ln()
}

/// Shares relative to the most typical label; they saturate.
fn relative(row: Vec<Weighted>) -> impl Iterator<Item = Weighted> {
    let most = row.iter().map(|share| share.weight).fold(f32::EPSILON, f32::max);
    row.into_iter().map(move |share| Weighted { weight: (share.weight / most).sqrt(), ..share })
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
