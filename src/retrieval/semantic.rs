//! The semantic tier: cosines of sentence vectors with phrasings and with the centroids of labels.

use std::{ops::Range, thread};

use super::{
    Document, Encoder, Utterance,
    linear::{add_scaled, dot, inverse},
};

/// The vectors of all phrasings and of all labels.
pub(crate) struct Semantic {
    dimensions: usize,
    phrasings: Vec<f32>,
    centroids: Vec<f32>,
}

impl Semantic {
    /// Encodes all phrasings of all documents, in order.
    pub(crate) fn build(documents: &[Document], encoder: &dyn Encoder) -> Semantic {
        let dimensions = encoder.dimensions();
        let phrasings = encode_all(documents, encoder);
        let mut centroids = vec![0.0; documents.len() * dimensions];
        let mut rows = phrasings.chunks_exact(dimensions.max(1));
        for (document, centroid) in documents.iter().zip(centroids.chunks_exact_mut(dimensions.max(1))) {
            rows.by_ref().take(document.phrasings.len()).for_each(|row| add_scaled(centroid, 1.0, row));
            normalise(centroid);
        }
        Semantic { dimensions, phrasings, centroids }
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

fn encode_all(documents: &[Document], encoder: &dyn Encoder) -> Vec<f32> {
    let texts: Vec<&Utterance> = documents.iter().flat_map(|document| &document.phrasings).collect();
    let width = encoder.dimensions().max(1);
    let mut vectors = vec![0.0; texts.len() * width];
    let half = texts.len().div_ceil(2).max(1);
    thread::scope(|scope| {
        for (texts, vectors) in texts.chunks(half).zip(vectors.chunks_mut(half * width)) {
            scope.spawn(move || encode(texts, encoder, vectors));
        }
    });
    vectors
}

fn encode(texts: &[&Utterance], encoder: &dyn Encoder, vectors: &mut [f32]) {
    for (text, to) in texts.iter().zip(vectors.chunks_exact_mut(encoder.dimensions().max(1))) {
        if let Some(vector) = encoder.encode(&text.plain) {
            add_scaled(to, 1.0, &vector);
        }
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
        let query = Letters.encode("aaa").unwrap_or_default();
        let centroids = semantic.centroids(&query);
        assert!(centroids[0] > 0.9 && centroids[1] == 0.0, "{centroids:?}");
        assert!((semantic.nearest(&query, 0..2) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn an_unknown_phrasing_matches_nothing() {
        let semantic = Semantic::build(&[document("none", &["123"])], &Letters);
        assert_eq!(semantic.nearest(&Letters.encode("a").unwrap_or_default(), 0..1), 0.0);
    }
}
