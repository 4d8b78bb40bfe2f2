//! The linear head: one weight vector a label over words, pairs of words and the sentence vector, for ranking only.
//!
//! It starts from the centroids and learns by passive-aggressive steps: where the best rival of a phrasing comes
//! within the margin of its label, the label is pulled towards the phrasing and the rival pushed away. Rivals are
//! sought among the labels nearest in meaning, and a phrasing that no rival comes near is not visited again.

use super::{
    Document, Utterance,
    bm25::Bm25,
    linear::{add_scaled, dot, products},
    pairs::Pairs,
    rows::Rows,
    semantic::{Exact, Semantic},
    stored::{Slice, Stored, Weighted, Writer},
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
const VISITS: usize = 40_000;
const EPOCHS: usize = 10;

/// Weights learnt when the index is built.
pub(crate) struct Head {
    pairs: Pairs,
    labels: usize,
    /// For each term or pair the labels that learnt something of it.
    sparse: Rows<Weighted>,
    /// For each label one weight a dimension.
    dense: Slice<f32>,
    dimensions: usize,
}

/// The same while it learns: most weights stay zero, but which do is not known yet.
struct Learner {
    labels: usize,
    /// For each term or pair one weight a label.
    sparse: Vec<f32>,
    dense: Vec<f32>,
    dimensions: usize,
}

/// The terms and pairs of all phrasings, and how many there are, if there is a head to learn from them.
pub(crate) struct Features(Option<(Pairs, Rows<u32>, usize)>);

impl Features {
    pub(crate) fn build(documents: &[Document], bm25: &Bm25) -> Features {
        let count: usize = documents.iter().map(|document| document.phrasings.len()).sum();
        let learns = count <= HEAD_LIMIT && documents.len() >= 2;
        Features(learns.then(|| Pairs::build(documents, bm25)))
    }
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
    pub(crate) fn build(
        documents: &[Document],
        features: Features,
        bm25: &Bm25,
        semantic: Option<(&Semantic, &Exact)>,
    ) -> Option<Head> {
        let (pairs, rows, count) = features.0?;
        let labels = (0..).zip(documents).flat_map(|(label, document)| document.phrasings.iter().map(move |_| label));
        let vector = |index| semantic.map_or(&[][..], |(space, exact)| exact.phrasing(index, space.dimensions()));
        let examples: Vec<Example<'_>> = rows
            .iter()
            .zip(labels)
            .enumerate()
            .map(|(index, (terms, label))| Example { terms, vector: vector(index), label })
            .collect();
        let mut learner = Learner::new(count, documents.len(), semantic.map(|(space, _)| space));
        let rivals = learner.rivals(bm25);
        learner.train(&examples, &rivals);
        Some(learner.finish(pairs))
    }

    /// The score of each label.
    pub(crate) fn score(&self, query: &Utterance, bm25: &Bm25, vector: &[f32]) -> Vec<f32> {
        let terms = self.pairs.of(query, bm25);
        let share = share(terms.len());
        let mut scores = vec![0.0; self.labels];
        for learnt in terms.iter().flat_map(|term| self.sparse.row(*term as usize)) {
            scores[learnt.at as usize] += share * learnt.weight;
        }
        for (score, product) in scores.iter_mut().zip(products(&self.dense, self.dimensions, vector)) {
            *score += product;
        }
        scores
    }
}

impl Head {
    pub(crate) fn save(&self, to: &mut Writer) {
        to.add(&[self.labels as u32, self.dimensions as u32]);
        to.add(&self.dense);
        self.sparse.save(to);
        self.pairs.save(to);
    }

    pub(crate) fn open(from: &mut Stored) -> Option<Head> {
        let [labels, dimensions] = from.one::<[u32; 2]>()?;
        let (dense, sparse, pairs) = (from.take()?, Rows::open(from)?, Pairs::open(from)?);
        Some(Head { pairs, labels: labels as usize, sparse, dense, dimensions: dimensions as usize })
    }
}

impl Learner {
    fn new(terms: usize, labels: usize, semantic: Option<&Semantic>) -> Learner {
        let dense = semantic.map_or(Vec::new(), |semantic| semantic.label_vectors().to_vec());
        let dimensions = dense.len() / labels;
        Learner { labels, sparse: vec![0.0; terms * labels], dense, dimensions }
    }

    /// Keeps what was learnt.
    fn finish(self, pairs: Pairs) -> Head {
        let mut sparse = Rows::default();
        for weights in self.sparse.chunks_exact(self.labels.max(1)) {
            let weights = (0u32..).zip(weights).map(|(at, weight)| Weighted { at, weight: *weight });
            sparse.push(weights.filter(|learnt| learnt.weight != 0.0));
        }
        Head { pairs, labels: self.labels, sparse, dense: self.dense.into(), dimensions: self.dimensions }
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
        let rivals = rivals.row(example.label);
        let mut scores = [0.0; RIVALS + 1];
        let (own, others) = self.compare(example, rivals, &mut scores);
        let Some((score, rival)) = others.iter().zip(rivals).max_by(|a, b| a.0.total_cmp(b.0)) else {
            return false;
        };
        let (loss, rival) = (MARGIN + score - own, *rival as usize);
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

    /// The scores of a phrasing's label and of its rivals.
    fn compare<'a>(&self, example: Example<'_>, rivals: &[u32], to: &'a mut [f32; RIVALS + 1]) -> (f32, &'a [f32]) {
        let (own, others) = to.split_at_mut(1);
        let (own, others) = (&mut own[0], &mut others[..rivals.len().min(RIVALS)]);
        for term in example.terms {
            let row = &self.sparse[*term as usize * self.labels..][..self.labels];
            *own += row[example.label];
            others.iter_mut().zip(rivals).for_each(|(score, rival)| *score += row[*rival as usize]);
        }
        let share = share(example.terms.len());
        let whole = |sum: f32, label: usize| sum * share + dot(self.weights(label), example.vector);
        *own = whole(*own, example.label);
        others.iter_mut().zip(rivals).for_each(|(score, rival)| *score = whole(*score, *rival as usize));
        (*own, others)
    }

    fn weights(&self, label: usize) -> &[f32] {
        let start = label * self.dimensions;
        &self.dense[start..start + self.dimensions]
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
        let head = Head::build(&documents, Features::build(&documents, &bm25), &bm25, None);
        let scores = head.map(|head| head.score(&analyse("a cut"), &bm25, &[])).unwrap_or_default();
        assert!(scores[1] > scores[0], "{scores:?}");
    }

    #[test]
    fn one_label_needs_no_head() {
        let documents = [document("only", &["one"])];
        let bm25 = Bm25::build(&documents);
        assert!(Head::build(&documents, Features::build(&documents, &bm25), &bm25, None).is_none());
    }

    #[test]
    fn the_stride_visits_everything() {
        let count = 7919;
        let mut seen: Vec<usize> = (0..count).map(|step| step * stride(count) % count).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..count).collect::<Vec<_>>());
    }
}
