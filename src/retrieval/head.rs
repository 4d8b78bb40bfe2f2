//! The linear head: one weight vector a label over words, pairs of words and the sentence vector, for ranking only.

use super::{
    Document, Utterance,
    linear::{add_scaled, dot},
    rows::Rows,
    semantic::Semantic,
    vocabulary::Vocabulary,
};

/// Above so many phrasings there is no head: the other tiers have examples enough.
pub const HEAD_LIMIT: usize = 20_000;

/// How hard one mistake may pull.
const AGGRESSION: f32 = 0.3;
const MARGIN: f32 = 1.0;

/// Weights learnt when the index is built.
pub(crate) struct Head {
    terms: Vocabulary,
    labels: usize,
    /// For each term one weight a label.
    sparse: Vec<f32>,
    /// For each label one weight a dimension.
    dense: Vec<f32>,
    dimensions: usize,
}

impl Head {
    /// Learns to tell the documents apart.
    pub(crate) fn build(documents: &[Document], semantic: Option<&Semantic>) -> Option<Head> {
        let count: usize = documents.iter().map(|document| document.phrasings.len()).sum();
        if count > HEAD_LIMIT || documents.len() < 2 {
            return None;
        }
        let mut terms = Vocabulary::default();
        let mut examples = Rows::default();
        let mut truth = Vec::new();
        for (label, document) in documents.iter().enumerate() {
            for phrasing in &document.phrasings {
                examples.push(features(phrasing).iter().map(|feature| terms.number(feature)));
                truth.push(label);
            }
        }
        let mut head = Head::new(terms, documents.len(), semantic);
        head.train(&examples, &truth, semantic);
        Some(head)
    }

    fn new(terms: Vocabulary, labels: usize, semantic: Option<&Semantic>) -> Head {
        let sparse = vec![0.0; terms.len() * labels];
        let dense = semantic.map_or(Vec::new(), |semantic| semantic.label_vectors().to_vec());
        let dimensions = dense.len() / labels;
        Head { terms, labels, sparse, dense, dimensions }
    }

    fn train(&mut self, examples: &Rows<u32>, truth: &[usize], semantic: Option<&Semantic>) {
        let epochs = (40_000 / truth.len().max(1)).clamp(2, 20);
        let stride = stride(truth.len());
        for step in 0..epochs * truth.len() {
            let index = step * stride % truth.len();
            let vector = semantic.map_or(&[][..], |semantic| semantic.phrasing(index));
            self.learn(examples.row(index), vector, truth[index]);
        }
    }

    fn learn(&mut self, terms: &[u32], vector: &[f32], truth: usize) {
        let scores = self.raw(terms, vector);
        let best = |other: &(usize, &f32)| other.0 != truth;
        let Some((rival, score)) = scores.iter().enumerate().filter(best).max_by(|a, b| a.1.total_cmp(b.1)) else {
            return;
        };
        let loss = MARGIN + score - scores[truth];
        if loss > 0.0 {
            let step = (loss / 4.0).min(AGGRESSION);
            self.shift(terms, vector, truth, step);
            self.shift(terms, vector, rival, -step);
        }
    }

    fn shift(&mut self, terms: &[u32], vector: &[f32], label: usize, step: f32) {
        let share = step * share(terms.len());
        terms.iter().for_each(|term| self.sparse[*term as usize * self.labels + label] += share);
        let start = label * self.dimensions;
        add_scaled(&mut self.dense[start..start + self.dimensions], step, vector);
    }

    /// The score of each label.
    pub(crate) fn score(&self, query: &Utterance, vector: &[f32]) -> Vec<f32> {
        let terms: Vec<u32> = features(query).iter().filter_map(|feature| self.terms.find(feature)).collect();
        self.raw(&terms, vector)
    }

    fn raw(&self, terms: &[u32], vector: &[f32]) -> Vec<f32> {
        let mut scores = vec![0.0; self.labels];
        for term in terms {
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

/// Terms and pairs of neighbouring terms.
fn features(utterance: &Utterance) -> Vec<String> {
    let pairs = utterance.terms.windows(2).map(|pair| pair.join(" "));
    let mut all: Vec<String> = utterance.terms.iter().cloned().chain(pairs).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::super::analysis::{analyse, document};
    use super::*;

    #[test]
    fn learns_what_tells_labels_apart() {
        let documents =
            [document("raise", &["can i get a raise", "get more pay"]), document("cut", &["can i get a cut"])];
        let head = Head::build(&documents, None);
        let scores = head.map(|head| head.score(&analyse("a cut"), &[])).unwrap_or_default();
        assert!(scores[1] > scores[0], "{scores:?}");
    }

    #[test]
    fn one_label_needs_no_head() {
        assert!(Head::build(&[document("only", &["one"])], None).is_none());
    }

    #[test]
    fn the_stride_visits_everything() {
        let count = 7919;
        let mut seen: Vec<usize> = (0..count).map(|step| step * stride(count) % count).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..count).collect::<Vec<_>>());
    }
}
