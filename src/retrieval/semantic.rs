//! The semantic tier: cosines of sentence vectors with phrasings and with the centroids of labels.
//!
//! All vectors are taken relative to the mean of the knowledge base, for what all phrasings share tells no label from
//! another. How near a query is to that mean tells whether it is on the topic at all.

use std::{ops::Range, thread};

use super::{
    Document, Encoder, Finer, Utterance,
    finer::Recalled,
    levels::{Levels, Probe},
    linear::{add_scaled, dot, inverse, products},
    stored::{Slice, Stored, Writer},
};

/// So many phrasings make the mean half trusted.
const FEW: f32 = 50.0;

/// The vectors of all phrasings and of all labels.
pub(crate) struct Semantic {
    dimensions: usize,
    mean: Slice<f32>,
    phrasings: Levels,
    centroids: Slice<f32>,
}

/// A text in the space of the phrasings.
pub(crate) struct Placed {
    /// Its vector relative to the mean; empty where nothing is known of it.
    pub vector: Vec<f32>,
    /// Its cosine with the mean.
    pub topic: f32,
    probe: Probe,
}

/// Exact vectors of all phrasings, one after the other; all zeros where one holds no known word.
pub(crate) struct Exact(Vec<f32>);

impl Exact {
    /// The vector of one phrasing.
    pub(crate) fn phrasing(&self, index: usize, dimensions: usize) -> &[f32] {
        self.0.get(index * dimensions..(index + 1) * dimensions).unwrap_or_default()
    }
}

impl Semantic {
    /// Encodes all phrasings of all documents, in order; with their vectors as they were before they were rounded.
    pub(crate) fn build(documents: &[Document], encoder: &dyn Encoder) -> (Semantic, Exact) {
        let phrasings = encode_all(documents, encoder.dimensions(), |text| encoder.encode(text));
        Semantic::of(documents, encoder.dimensions(), phrasings)
    }

    /// The same by an encoder that remembers phrasings, unless too many are new to it: their vectors are used as it has
    /// them, so that no second copy is held.
    pub(crate) fn recalled(documents: &[Document], finer: &Finer) -> Option<Semantic> {
        let texts: Vec<&str> = documents.iter().flat_map(|d| &d.phrasings).map(|p| p.plain.as_str()).collect();
        let Recalled { values, places } = finer.recall(&texts)?;
        let dimensions = finer.dimensions();
        let mut phrasings = Levels::at(values, dimensions, &places);
        let mut mean = vec![0.0; dimensions];
        phrasings.add_to(&mut mean, share(places.len()), 0..places.len());
        phrasings.centre(&mean);
        let mut centroids = vec![0.0; documents.len() * dimensions];
        let mut end = 0;
        for (document, centroid) in documents.iter().zip(centroids.chunks_exact_mut(dimensions.max(1))) {
            let range = end..end + document.phrasings.len();
            end = range.end;
            phrasings.add_to(centroid, 1.0, range.clone());
            add_scaled(centroid, -phrasings.offsets(range), &mean);
            normalise(centroid);
        }
        Some(Semantic { dimensions, mean: mean.into(), phrasings, centroids: centroids.into() })
    }

    fn of(documents: &[Document], dimensions: usize, mut phrasings: Vec<f32>) -> (Semantic, Exact) {
        let mean = mean(&phrasings, dimensions.max(1));
        phrasings.chunks_exact_mut(dimensions.max(1)).for_each(|row| centre(row, &mean));
        let mut centroids = vec![0.0; documents.len() * dimensions];
        let mut rows = phrasings.chunks_exact(dimensions.max(1));
        for (document, centroid) in documents.iter().zip(centroids.chunks_exact_mut(dimensions.max(1))) {
            rows.by_ref().take(document.phrasings.len()).for_each(|row| add_scaled(centroid, 1.0, row));
            normalise(centroid);
        }
        let rounded = Levels::of(&phrasings, dimensions);
        let semantic = Semantic { dimensions, mean: mean.into(), phrasings: rounded, centroids: centroids.into() };
        (semantic, Exact(phrasings))
    }

    /// Writes the space of a fast encoder.
    pub(crate) fn save(&self, to: &mut Writer) {
        to.add(&self.mean);
        to.add(&self.centroids);
        self.phrasings.save(to);
    }

    /// Writes the space of an encoder that remembers the vectors themselves.
    pub(crate) fn save_recalled(&self, to: &mut Writer) {
        to.add(&self.mean);
        to.add(&self.centroids);
        self.phrasings.save_rows(to);
    }

    pub(crate) fn open(from: &mut Stored, dimensions: usize) -> Option<Semantic> {
        let (mean, centroids) = (from.take()?, from.take()?);
        Some(Semantic { dimensions, mean, centroids, phrasings: Levels::open(from, dimensions)? })
    }

    /// Reads what [`Semantic::save_recalled`] wrote.
    pub(crate) fn open_recalled(from: &mut Stored, finer: &Finer) -> Option<Semantic> {
        let (dimensions, mean, centroids) = (finer.dimensions(), from.take()?, from.take()?);
        let phrasings = Levels::open_rows(from, dimensions, finer.values())?;
        Some(Semantic { dimensions, mean, centroids, phrasings })
    }

    /// A query in this space.
    pub(crate) fn place(&self, mut vector: Vec<f32>) -> Placed {
        let topic = dot(&vector, &self.mean) * inverse(dot(&self.mean, &self.mean).sqrt());
        centre(&mut vector, &self.mean);
        Placed { topic, probe: Probe::of(&vector, dot(&vector, &self.mean)), vector }
    }

    /// The cosine of a query with the centroid of each label.
    pub(crate) fn centroids(&self, query: &Placed) -> Vec<f32> {
        products(&self.centroids, self.dimensions, &query.vector)
    }

    /// The highest cosine of a query with one of these phrasings.
    pub(crate) fn nearest(&self, query: &Placed, phrasings: Range<usize>) -> f32 {
        self.phrasings.highest(phrasings, &query.probe)
    }

    /// Length of every vector.
    pub(crate) fn dimensions(&self) -> usize {
        self.dimensions
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
    let share = share(rows.len());
    rows.for_each(|row| add_scaled(&mut mean, share, row));
    mean
}

/// What each of so many vectors adds to their mean.
fn share(vectors: usize) -> f32 {
    1.0 / (vectors as f32 + FEW)
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
        let (semantic, _) = Semantic::build(&[document("a", &["aaa", "aab"]), document("z", &["zzz"])], &Letters);
        let query = semantic.place(Letters.encode("aaa").unwrap_or_default());
        let centroids = semantic.centroids(&query);
        assert!(centroids[0] > 0.9 && centroids[1] < 0.1, "{centroids:?}");
        assert!(query.topic > 0.5 && query.topic < 1.0, "{}", query.topic);
        assert!((semantic.nearest(&query, 0..2) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn an_unknown_phrasing_matches_nothing() {
        let (semantic, _) = Semantic::build(&[document("none", &["123"])], &Letters);
        assert_eq!(semantic.nearest(&semantic.place(Letters.encode("a").unwrap_or_default()), 0..1), 0.0);
    }
}
