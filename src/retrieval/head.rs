//! The linear head: one weight vector a label over words, pairs of words and the sentence vector, for ranking only.
//!
//! It starts from the centroids and learns by passive-aggressive steps: where the best rival of a phrasing comes
//! within the margin of its label, the label is pulled towards the phrasing and the rival pushed away. Rivals are
//! sought among the labels nearest in meaning, and a phrasing that no rival comes near is not visited again.

use super::{
    Document, Utterance,
    bm25::Bm25,
    linear::{add_scaled, dot},
    pairs::Pairs,
    rows::Rows,
    semantic::Semantic,
};

/// Above so many phrasings there is no head: the other tiers have examples enough.
pub const HEAD_LIMIT: usize = 20_000;

/// How far one mistake may pull.
const AGGRESSION: f32 = 0.1;
/// How clearly a label should beat its rivals.
const MARGIN: f32 = 0.5;
/// How many nearest labels are rivals.
const RIVALS: usize = 12;
/// After so many visits no further round begins, and after so many rounds either.
const VISITS: usize = 10_000;
const EPOCHS: usize = 10;

/// Weights learnt when the index is built.
pub(crate) struct Head {
    pairs: Pairs,
    labels: usize,
    /// For each term or pair one weight a label.
    sparse: Vec<f32>,
    /// For each label one weight a dimension.
    dense: Vec<f32>,
    dimensions: usize,
}

/// A phrasing to learn from.
#[derive(Clone, Copy)]
struct Example<'a> {
    terms: &'a [u32],
    vector: &'a [f32],
    label: usize,
}

impl Head {
    /// Learns to tell the documents apart.
    pub(crate) fn build(documents: &[Document], bm25: &Bm25, semantic: Option<&Semantic>) -> Option<Head> {
        let count: usize = documents.iter().map(|document| document.phrasings.len()).sum();
        if count > HEAD_LIMIT || documents.len() < 2 {
            return None;
        }
        let (pairs, rows) = Pairs::build(documents, bm25);
        let labels = (0..).zip(documents).flat_map(|(label, document)| document.phrasings.iter().map(move |_| label));
        let vector = |index| semantic.map_or(&[][..], |semantic| semantic.phrasing(index));
        let examples: Vec<Example<'_>> = rows
            .iter()
            .zip(labels)
            .enumerate()
            .map(|(index, (terms, label))| Example { terms, vector: vector(index), label })
            .collect();
        let mut head = Head::new(pairs, documents.len(), semantic);
        let rivals = head.rivals(bm25);
        head.train(&examples, &rivals);
        Some(head)
    }

    fn new(pairs: Pairs, labels: usize, semantic: Option<&Semantic>) -> Head {
        let sparse = vec![0.0; pairs.len() * labels];
        let dense = semantic.map_or(Vec::new(), |semantic| semantic.label_vectors().to_vec());
        let dimensions = dense.len() / labels;
        Head { pairs, labels, sparse, dense, dimensions }
    }

    /// For each label those nearest in meaning, or in words where there are no vectors.
    fn rivals(&self, bm25: &Bm25) -> Rows<u32> {
        let overlaps = if self.dense.is_empty() { bm25.overlaps() } else { Vec::new() };
        let similarity = |label: usize, other: usize| match overlaps.get(label * self.labels + other) {
            Some(overlap) => *overlap,
            None => dot(self.weights(label), self.weights(other)),
        };
        let mut rivals = Rows::default();
        for label in 0..self.labels {
            let others = (0..self.labels).filter(|other| *other != label);
            let mut near: Vec<(f32, u32)> = others.map(|other| (-similarity(label, other), other as u32)).collect();
            near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            rivals.push(near.into_iter().take(RIVALS).map(|(_, other)| other));
        }
        rivals
    }

    fn train(&mut self, examples: &[Example<'_>], rivals: &Rows<u32>) {
        let stride = stride(examples.len());
        let mut active: Vec<usize> = (0..examples.len()).map(|step| step * stride % examples.len()).collect();
        let mut visits = 0;
        for _ in 0..EPOCHS {
            visits += active.len();
            active.retain(|index| self.learn(examples[*index], rivals));
            if visits + active.len() > VISITS {
                break;
            }
        }
    }

    /// Learns from one phrasing; says whether there was anything to learn.
    fn learn(&mut self, example: Example<'_>, rivals: &Rows<u32>) -> bool {
        let scores =
            rivals.row(example.label).iter().map(|rival| (self.one(example, *rival as usize), *rival as usize));
        let Some((score, rival)) = scores.max_by(|a, b| a.0.total_cmp(&b.0)) else {
            return false;
        };
        let loss = MARGIN + score - self.one(example, example.label);
        if loss > 0.0 {
            let step = (loss / 4.0).min(AGGRESSION);
            self.shift(example, example.label, step);
            self.shift(example, rival, -step);
        }
        loss > 0.0
    }

    fn shift(&mut self, example: Example<'_>, label: usize, step: f32) {
        let share = step * share(example.terms.len());
        example.terms.iter().for_each(|term| self.sparse[*term as usize * self.labels + label] += share);
        let start = label * self.dimensions;
        add_scaled(&mut self.dense[start..start + self.dimensions], step, example.vector);
    }

    fn one(&self, example: Example<'_>, label: usize) -> f32 {
        let sum: f32 = example.terms.iter().map(|term| self.sparse[*term as usize * self.labels + label]).sum();
        sum * share(example.terms.len()) + dot(self.weights(label), example.vector)
    }

    fn weights(&self, label: usize) -> &[f32] {
        let start = label * self.dimensions;
        &self.dense[start..start + self.dimensions]
    }

    /// The score of each label.
    pub(crate) fn score(&self, query: &Utterance, bm25: &Bm25, vector: &[f32]) -> Vec<f32> {
        let terms = self.pairs.of(query, bm25);
        let mut scores = vec![0.0; self.labels];
        for term in &terms {
            let start = *term as usize * self.labels;
            add_scaled(&mut scores, share(terms.len()), &self.sparse[start..start + self.labels]);
        }
        for (score, weights) in scores.iter_mut().zip(self.dense.chunks_exact(self.dimensions.max(1))) {
            *score += dot(weights, vector);
        }
        scores
    }
}

fn share(terms: usize) -> f32 {
    1.0 / (terms.max(1) as f32).sqrt()
}

/// A step that visits all of `count` places in mixed order.
fn stride(count: usize) -> usize {
    [7919, 7907, 7901].into_iter().find(|prime| !count.is_multiple_of(*prime)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::super::analysis::{analyse, document};
    use super::*;

    #[test]
    fn learns_what_tells_labels_apart() {
        let documents = [
            document("raise", &["can i get a raise", "get a raise in pay", "how to get a raise"]),
            document("cut", &["can i get a cut", "get a cut in pay", "how to get a cut"]),
        ];
        let bm25 = Bm25::build(&documents);
        let head = Head::build(&documents, &bm25, None);
        let scores = head.map(|head| head.score(&analyse("a cut"), &bm25, &[])).unwrap_or_default();
        assert!(scores[1] > scores[0], "{scores:?}");
    }

    #[test]
    fn one_label_needs_no_head() {
        let documents = [document("only", &["one"])];
        assert!(Head::build(&documents, &Bm25::build(&documents), None).is_none());
    }

    #[test]
    fn the_stride_visits_everything() {
        let count = 7919;
        let mut seen: Vec<usize> = (0..count).map(|step| step * stride(count) % count).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..count).collect::<Vec<_>>());
    }
}
