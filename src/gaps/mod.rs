//! What people asked and nobody has written down: the same question in other words counted once.

use std::sync::Arc;

use serde::Serialize;

use crate::knowledge::survey::Asked;
use crate::retrieval::Encoder;
use crate::store::GapCount;

/// Questions whose vectors are at least this near are one question.
const NEAR: f32 = 0.72;
/// Questions that are compared; the most frequent ones come first.
const MOST: usize = 5_000;
/// Clusters that a question is compared with.
const MOST_CLUSTERS: usize = 1_000;
/// Ways of asking that are shown.
const EXAMPLES: usize = 5;

/// A question that had no answer, or none that helped.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// The words that were used most.
    pub question: String,
    /// How often it was asked, in whatever words.
    pub asked: u64,
    /// Of those, how often there was an answer that did not help.
    pub bad_votes: u64,
    /// When the last time was.
    pub last: jiff::Timestamp,
    /// Ways of asking it, the most frequent first.
    pub examples: Vec<String>,
    /// The entry whose phrasings come nearest.
    pub nearest: Option<Nearest>,
}

/// An entry that comes near.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nearest {
    /// The entry.
    pub entry: String,
    /// Cosine of the vectors, 0 to 1.
    pub similarity: f32,
}

struct Cluster {
    gap: Gap,
    vector: Option<Vec<f32>>,
}

/// Groups questions, the most frequent first, by meaning; the most frequent group first.
pub fn cluster(counted: &[GapCount], encoder: &Arc<dyn Encoder>, asked: &[Asked<'_>]) -> Vec<Gap> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for count in counted.iter().take(MOST) {
        let vector = encoder.encode(&count.text.to_lowercase());
        let near = vector.as_ref().and_then(|v| nearest(&clusters, v));
        match near {
            Some(at) => clusters[at].take(count),
            None if clusters.len() < MOST_CLUSTERS => clusters.push(Cluster::of(count, vector)),
            None => {}
        }
    }
    clusters.sort_by(|a, b| b.gap.asked.cmp(&a.gap.asked).then(b.gap.last.cmp(&a.gap.last)));
    let known = phrasings(encoder, asked);
    clusters.into_iter().map(|c| Gap { nearest: c.vector.and_then(|v| entry(&known, &v)), ..c.gap }).collect()
}

impl Cluster {
    fn of(count: &GapCount, vector: Option<Vec<f32>>) -> Cluster {
        let GapCount { text, questions, last, bad_votes } = count.clone();
        let examples = vec![text.clone()];
        Cluster { gap: Gap { question: text, asked: questions, bad_votes, last, examples, nearest: None }, vector }
    }

    fn take(&mut self, count: &GapCount) {
        self.gap.asked += count.questions;
        self.gap.bad_votes += count.bad_votes;
        self.gap.last = self.gap.last.max(count.last);
        if self.gap.examples.len() < EXAMPLES {
            self.gap.examples.push(count.text.clone());
        }
    }
}

/// The nearest cluster that is near enough.
fn nearest(clusters: &[Cluster], vector: &[f32]) -> Option<usize> {
    let near = clusters.iter().enumerate().filter_map(|(at, c)| Some((at, cosine(c.vector.as_ref()?, vector))));
    near.filter(|(_, cosine)| *cosine >= NEAR).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}

fn phrasings<'a>(encoder: &Arc<dyn Encoder>, asked: &'a [Asked<'_>]) -> Vec<(&'a str, Vec<f32>)> {
    let each = asked.iter().flat_map(|a| a.phrasings.iter().map(move |p| (a.entry.as_str(), p)));
    each.filter_map(|(entry, phrasing)| Some((entry, encoder.encode(&phrasing.to_lowercase())?))).collect()
}

fn entry(known: &[(&str, Vec<f32>)], vector: &[f32]) -> Option<Nearest> {
    let best = known.iter().map(|(entry, v)| (entry, cosine(v, vector))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Nearest { entry: (*best.0).to_owned(), similarity: best.1.clamp(0.0, 1.0) })
}

/// Of unit vectors.
fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
