//! The semantic tier: cosines of sentence vectors with phrasings and with the centroids of labels.
//!
//! All vectors are taken relative to the mean of the knowledge base, for what all phrasings share tells no label from
//! another. How near a query is to that mean tells whether it is on the topic at all.

use std::{ops::Range, thread};

use super::{
    Document, Encoder, Finer, Utterance,
    linear::{add_scaled, dot, inverse},
};

/// So many phrasings make the mean half trusted.
const FEW: f32 = 50.0;

/// The vectors of all phrasings and of all labels.
pub(crate) struct Semantic {
    dimensions: usize,
    mean: Vec<f32>,
    phrasings: Vec<f32>,
    centroids: Vec<f32>,
}

impl Semantic {
    /// Encodes all phrasings of all documents, in order.
    pub(crate) fn build(documents: &[Document], encoder: &dyn Encoder) -> Semantic {
        let phrasings = encode_all(documents, encoder.dimensions(), |text| encoder.encode(text));
        Semantic::of(documents, encoder.dimensions(), phrasings)
    }

    /// The same by an encoder that remembers phrasings, unless too many are new to it.
    pub(crate) fn recalled(documents: &[Document], finer: &Finer) -> Option<Semantic> {
        let mut texts = documents.iter().flat_map(|d| &d.phrasings).map(|p| p.plain.as_str());
        finer.can_recall(&mut texts).then(|| {
            let phrasings = encode_all(documents, finer.dimensions(), |text| finer.recall(text));
            Semantic::of(documents, finer.dimensions(), phrasings)
        })
    }

    fn of(documents: &[Document], dimensions: usize, mut phrasings: Vec<f32>) -> Semantic {
        let mean = mean(&phrasings, dimensions.max(1));
        phrasings.chunks_exact_mut(dimensions.max(1)).for_each(|row| centre(row, &mean));
        let mut centroids = vec![0.0; documents.len() * dimensions];
        let mut rows = phrasings.chunks_exact(dimensions.max(1));
        for (document, centroid) in documents.iter().zip(centroids.chunks_exact_mut(dimensions.max(1))) {
            rows.by_ref().take(document.phrasings.len()).for_each(|row| add_scaled(centroid, 1.0, row));
            normalise(centroid);
        }
        Semantic { dimensions, mean, phrasings, centroids }
    }

    /// The vector of a query, relative to the mean, and its cosine with the mean.
    pub(crate) fn place(&self, mut vector: Vec<f32>) -> (Vec<f32>, f32) {
        let topic = dot(&vector, &self.mean) * inverse(dot(&self.mean, &self.mean).sqrt());
        centre(&mut vector, &self.mean);
        (vector, topic)
    }

    /// The cosine of a vector with the centroid of each label.
    pub(crate) fn centroids(&self, vector: &[f32]) -> Vec<f32> {
        self.centroids.chunks_exact(self.dimensions.max(1)).map(|centroid| dot(centroid, vector)).collect()
    }

    /// The highest cosine of a vector with one of these phrasings.
    pub(crate) fn nearest(&self, vector: &[f32], phrasings: Range<usize>) -> f32 {
        phrasings.map(|index| dot(self.phrasing(index), vector)).fold(0.0, f32::max)
    }

    /// The vector of one phrasing; all zeros where it holds no known word.
    pub(crate) fn phrasing(&self, index: usize) -> &[f32] {
        let start = index * self.dimensions;
        self.phrasings.get(start..start + self.dimensions).unwrap_or_default()
    }

    /// The vectors of all labels, one after the other.
    pub(crate) fn label_vectors(&self) -> &[f32] {
        &self.centroids
    }
}

type Read<'a> = &'a (dyn Fn(&str) -> Option<Vec<f32>> + Sync);

fn encode_all(documents: &[Document], width: usize, read: impl Fn(&str) -> Option<Vec<f32>> + Sync) -> Vec<f32> {
    let texts: Vec<&Utterance> = documents.iter().flat_map(|document| &document.phrasings).collect();
    let width = width.max(1);
    let mut vectors = vec![0.0; texts.len() * width];
    let half = texts.len().div_ceil(2).max(1);
    thread::scope(|scope| {
        for (texts, vectors) in texts.chunks(half).zip(vectors.chunks_mut(half * width)) {
            scope.spawn(|| encode(texts, width, &read, vectors));
        }
    });
    vectors
}

fn encode(texts: &[&Utterance], width: usize, read: Read<'_>, vectors: &mut [f32]) {
    for (text, to) in texts.iter().zip(vectors.chunks_exact_mut(width)) {
        if let Some(vector) = read(&text.plain) {
            add_scaled(to, 1.0, &vector);
        }
    }
}

/// The mean of all vectors, shrunk where there are few.
fn mean(vectors: &[f32], dimensions: usize) -> Vec<f32> {
    let mut mean = vec![0.0; dimensions];
    let rows = vectors.chunks_exact(dimensions);
    let scale = 1.0 / (rows.len() as f32 + FEW);
    rows.for_each(|row| add_scaled(&mut mean, scale, row));
    mean
}

/// Moves a vector by the mean, to unit length; one that holds nothing stays so.
fn centre(vector: &mut [f32], mean: &[f32]) {
    if vector.iter().any(|value| *value != 0.0) {
        add_scaled(vector, -1.0, mean);
        normalise(vector);
    }
}

fn normalise(vector: &mut [f32]) {
    let scale = inverse(dot(vector, vector).sqrt());
    vector.iter_mut().for_each(|value| *value *= scale);
}

#[cfg(test)]
mod tests {
    use super::super::{analysis::document, testing::Letters};
    use super::*;

    #[test]
    fn nearest_and_centroid_point_at_the_label() {
        let semantic = Semantic::build(&[document("a", &["aaa", "aab"]), document("z", &["zzz"])], &Letters);
        let (query, topic) = semantic.place(Letters.encode("aaa").unwrap_or_default());
        let centroids = semantic.centroids(&query);
        assert!(centroids[0] > 0.9 && centroids[1] < 0.1, "{centroids:?}");
        assert!(topic > 0.5 && topic < 1.0, "{topic}");
        assert!((semantic.nearest(&query, 0..2) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn an_unknown_phrasing_matches_nothing() {
        let semantic = Semantic::build(&[document("none", &["123"])], &Letters);
        assert_eq!(semantic.nearest(&Letters.encode("a").unwrap_or_default(), 0..1), 0.0);
    }
}
