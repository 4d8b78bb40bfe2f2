//! What people asked and nobody has written down: the same question in other words counted once.

mod meaning;

use std::collections::HashMap;

use serde::Serialize;

use crate::bot::Bot;
use crate::parallel;
use crate::store::GapCount;
use meaning::{Meaning, Reader};

/// Questions whose vectors are at least this near are one question: by the transformer, and by the table of words alone.
const NEAR: f32 = 0.5;
const NEAR_BY_WORDS: f32 = 0.6;
/// Wordings of a subject that say where it lies among the others.
const PLACED: usize = 8;
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
    /// The sum of the vectors of so many wordings.
    sum: Vec<f32>,
    placed: usize,
    /// How often its question was asked in these words.
    most: u64,
}

/// Groups questions, the most frequent first, by meaning; the most frequent group first. Of one subject, as the engine
/// reads it, is one gap; what it is not sure of goes where it comes nearest.
pub fn cluster(counted: &[GapCount], bot: &Bot) -> Vec<Gap> {
    let reader = Reader::new(bot);
    let (known, unsure): (Vec<_>, Vec<_>) =
        read_all(counted, &reader).into_iter().partition(|read| read.meaning.subject.is_some());
    let mut clusters = by_subject(known, &reader);
    let near = if bot.understanding().engine.reads_finely() { NEAR } else { NEAR_BY_WORDS };
    for Read { count, meaning, vector } in unsure {
        match vector.as_ref().and_then(|v| nearest(&clusters, v, near)) {
            Some(at) => clusters[at].take(count, vector.as_deref()),
            None => clusters.push(Cluster::of(count, meaning, vector)),
        }
    }
    clusters.sort_by(|a, b| b.gap.asked.cmp(&a.gap.asked).then(b.gap.last.cmp(&a.gap.last)));
    clusters.into_iter().map(|cluster| cluster.gap).collect()
}

/// A wording, with its vector where that alone says where it belongs.
struct Read<'a> {
    count: &'a GapCount,
    meaning: Meaning,
    vector: Option<Vec<f32>>,
}

/// Reads wordings on every core: where the engine is unsure, each takes it milliseconds. Their order stays.
fn read_all<'a>(counted: &'a [GapCount], reader: &Reader<'_>) -> Vec<Read<'a>> {
    parallel::map(counted, |count| {
        let meaning = reader.read(&count.text);
        let vector = if meaning.subject.is_none() { reader.vector(&meaning) } else { None };
        Read { count, meaning, vector }
    })
}

fn by_subject(known: Vec<Read<'_>>, reader: &Reader<'_>) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for Read { count, meaning, .. } in known {
        let subject = meaning.subject.clone().unwrap_or_default();
        match places.get(&subject).map(|at| &mut clusters[*at]) {
            Some(cluster) => {
                let vector = (cluster.placed < PLACED).then(|| reader.vector(&meaning)).flatten();
                cluster.take(count, vector.as_deref());
            }
            None => {
                places.insert(subject, clusters.len());
                let vector = reader.vector(&meaning);
                clusters.push(Cluster::of(count, meaning, vector));
            }
        }
    }
    clusters
}

impl Cluster {
    fn of(count: &GapCount, meaning: Meaning, vector: Option<Vec<f32>>) -> Cluster {
        let GapCount { text, questions, last, bad_votes } = count.clone();
        let (examples, nearest) = (vec![text.clone()], meaning.nearest);
        let gap = Gap { question: text, asked: questions, bad_votes, last, examples, nearest };
        let placed = usize::from(vector.is_some());
        Cluster { gap, sum: vector.unwrap_or_default(), placed, most: questions }
    }

    fn take(&mut self, count: &GapCount, vector: Option<&[f32]>) {
        self.gap.asked += count.questions;
        self.gap.bad_votes += count.bad_votes;
        self.gap.last = self.gap.last.max(count.last);
        if count.questions > self.most {
            self.most = count.questions;
            self.gap.question.clone_from(&count.text);
            self.gap.examples.insert(0, count.text.clone());
            self.gap.examples.truncate(EXAMPLES);
        } else if self.gap.examples.len() < EXAMPLES {
            self.gap.examples.push(count.text.clone());
        }
        if let Some(vector) = vector {
            self.sum.resize(vector.len(), 0.0);
            self.sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
            self.placed += 1;
        }
    }
}

/// The nearest cluster that is near enough to a unit vector.
fn nearest(clusters: &[Cluster], vector: &[f32], near: f32) -> Option<usize> {
    let each = clusters.iter().enumerate().filter(|(_, c)| c.placed > 0);
    let each = each.map(|(at, c)| (at, dot(&c.sum, vector) / dot(&c.sum, &c.sum).sqrt().max(f32::MIN_POSITIVE)));
    each.filter(|(_, cosine)| *cosine >= near).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
