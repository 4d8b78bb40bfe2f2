//! The character tier: TF-IDF cosine of character n-grams inside words, so that typos and word forms still match.
//!
//! N-grams do not cross words, so the vector of a text is the sum of the vectors of its distinct words. The index
//! therefore holds n-grams of the vocabulary only: a query scores each known word once, and a phrasing is the sum
//! of the scores of its words.

use rustc_hash::FxHashMap;

use super::{
    Document,
    analysis::words,
    linear::inverse,
    numbers::Numbers,
    rows::Rows,
    stored::{Slice, Stored, Weighted, Writer},
    vocabulary::Vocabulary,
};

const SHORTEST: usize = 2;
const LONGEST: usize = 5;

/// An index of the characters of all phrasings.
pub(crate) struct Ngrams {
    features: Numbers,
    idf: Slice<f32>,
    unseen: f32,
    /// For each n-gram the words that hold it, with its weight there.
    postings: Rows<Weighted>,
    words: usize,
    /// For each phrasing its distinct words.
    phrasings: Rows<u32>,
    /// One over the length of the vector of each phrasing.
    scales: Slice<f32>,
    /// For each label the words of its centroid, weighted to unit length.
    centroids: Rows<Weighted>,
}

/// How well a query matches each word of the vocabulary.
pub(crate) struct WordScores(Vec<f32>);

impl Ngrams {
    /// Indexes all phrasings of all documents, in order.
    pub(crate) fn build(documents: &[Document]) -> Ngrams {
        let mut vocabulary = Vocabulary::default();
        let mut features = Features::default();
        let mut spelled = Rows::default();
        let mut phrasings = Rows::default();
        for phrasing in documents.iter().flat_map(|document| &document.phrasings) {
            let numbers = distinct(words(&phrasing.plain).map(|word| {
                let number = vocabulary.number(word);
                if number as usize == spelled.len() {
                    spelled.push(features.of_new(word));
                }
                number
            }));
            phrasings.push(numbers);
        }
        let idf = inverse_frequencies(&phrasings, &spelled, features.len());
        Ngrams::weigh(documents, features, idf, spelled, phrasings)
    }

    fn weigh(
        documents: &[Document],
        features: Features,
        idf: Vec<f32>,
        mut spelled: Rows<Weighted>,
        phrasings: Rows<u32>,
    ) -> Ngrams {
        spelled.for_each(|ngram| ngram.weight *= idf[ngram.at as usize]);
        let mut lengths = Lengths::new(&spelled, idf.len());
        let scales: Vec<f32> = phrasings
            .iter()
            .map(|row| inverse(lengths.of(row.iter().map(|word| Weighted { at: *word, weight: 1.0 }))))
            .collect();
        let centroids = centroids(documents, &phrasings, &scales, &mut lengths);
        let by_feature = (0u32..).zip(spelled.iter()).flat_map(|(word, row)| {
            row.iter().map(move |ngram| (ngram.at, Weighted { at: word, weight: ngram.weight }))
        });
        let postings = Rows::grouped(idf.len(), by_feature);
        let unseen = smoothed(phrasings.len(), 0);
        let (features, idf, scales) = (features.numbers(), idf.into(), scales.into());
        Ngrams { features, idf, unseen, postings, words: spelled.len(), phrasings, scales, centroids }
    }

    pub(crate) fn save(&self, to: &mut Writer) {
        to.add(&[self.words as u32]);
        to.add(&[self.unseen]);
        to.add(&self.idf);
        to.add(&self.scales);
        self.features.save(to);
        self.postings.save(to);
        self.phrasings.save(to);
        self.centroids.save(to);
    }

    pub(crate) fn open(from: &mut Stored) -> Option<Ngrams> {
        let (words, unseen, idf, scales) = (from.one::<u32>()? as usize, from.one()?, from.take()?, from.take()?);
        let (features, postings) = (Numbers::open(from)?, Rows::open(from)?);
        let (phrasings, centroids) = (Rows::open(from)?, Rows::open(from)?);
        Some(Ngrams { features, idf, unseen, postings, words, phrasings, scales, centroids })
    }

    /// Matches the characters of a query with every word of the vocabulary.
    pub(crate) fn match_words(&self, plain: &str) -> WordScores {
        let vector = self.vector(plain);
        let mut scores = vec![0.0; self.words];
        for ngram in &vector.known {
            for word in self.postings.row(ngram.at as usize) {
                scores[word.at as usize] += ngram.weight * word.weight;
            }
        }
        let scale = inverse(vector.length);
        scores.iter_mut().for_each(|score| *score *= scale);
        WordScores(scores)
    }

    /// The cosine of the query with the centroid of each label.
    pub(crate) fn centroids(&self, scores: &WordScores) -> Vec<f32> {
        let cosine = |row: &[Weighted]| row.iter().map(|word| scores.0[word.at as usize] * word.weight).sum();
        self.centroids.iter().map(cosine).collect()
    }

    /// The highest cosine of the query with one of these phrasings.
    pub(crate) fn nearest(&self, scores: &WordScores, phrasings: std::ops::Range<usize>) -> f32 {
        phrasings.map(|phrasing| self.cosine(scores, phrasing)).fold(0.0, f32::max)
    }

    fn cosine(&self, scores: &WordScores, phrasing: usize) -> f32 {
        let sum: f32 = self.phrasings.row(phrasing).iter().map(|word| scores.0[*word as usize]).sum();
        sum * self.scales.get(phrasing).copied().unwrap_or_default()
    }

    fn vector(&self, plain: &str) -> Vector {
        let mut hashes = Vec::new();
        distinct_words(plain).iter().for_each(|word| hash_ngrams(word, &mut hashes));
        hashes.sort_unstable();
        let mut vector = Vector::default();
        for same in hashes.chunk_by(|a, b| a == b) {
            let count = sublinear(same.len());
            let known = self.features.find(same[0]);
            let weight = count * known.map_or(self.unseen, |feature| self.idf[feature as usize]);
            vector.length += weight * weight;
            vector.known.extend(known.map(|at| Weighted { at, weight }));
        }
        vector.length = vector.length.sqrt();
        vector
    }
}

/// The n-grams of a query.
#[derive(Default)]
struct Vector {
    known: Vec<Weighted>,
    length: f32,
}

/// Numbers for n-grams, by hash, while words are spelled.
#[derive(Default)]
struct Features {
    numbers: FxHashMap<u64, u32>,
    hashes: Vec<u64>,
}

impl Features {
    fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The n-grams of a word with their sublinear counts; new ones get a number.
    fn of_new(&mut self, word: &str) -> Vec<Weighted> {
        self.hashes.clear();
        hash_ngrams(word, &mut self.hashes);
        self.hashes.sort_unstable();
        let numbers = &mut self.numbers;
        let counted = self.hashes.chunk_by(|a, b| a == b).map(|same| {
            let next = numbers.len() as u32;
            Weighted { at: *numbers.entry(same[0]).or_insert(next), weight: sublinear(same.len()) }
        });
        counted.collect()
    }

    fn numbers(self) -> Numbers {
        Numbers::of(self.numbers)
    }
}

/// Measures sums of word vectors.
struct Lengths<'a> {
    spelled: &'a Rows<Weighted>,
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl<'a> Lengths<'a> {
    fn new(spelled: &'a Rows<Weighted>, features: usize) -> Self {
        Lengths { spelled, sums: vec![0.0; features], touched: Vec::new() }
    }

    fn of(&mut self, words: impl Iterator<Item = Weighted>) -> f32 {
        for word in words {
            for ngram in self.spelled.row(word.at as usize) {
                self.sums[ngram.at as usize] += word.weight * ngram.weight;
                self.touched.push(ngram.at);
            }
        }
        let mut square = 0.0;
        for feature in self.touched.drain(..) {
            let sum = std::mem::take(&mut self.sums[feature as usize]);
            square += sum * sum;
        }
        square.sqrt()
    }
}

fn centroids(
    documents: &[Document],
    phrasings: &Rows<u32>,
    scales: &[f32],
    lengths: &mut Lengths<'_>,
) -> Rows<Weighted> {
    let mut centroids = Rows::default();
    let mut first = 0;
    for document in documents {
        let range = first..first + document.phrasings.len();
        first = range.end;
        let pairs = range.flat_map(|index| {
            phrasings.row(index).iter().map(move |word| Weighted { at: *word, weight: scales[index] })
        });
        let weights = summed(pairs.collect());
        let scale = inverse(lengths.of(weights.iter().copied()));
        centroids.push(weights.into_iter().map(|word| Weighted { weight: word.weight * scale, ..word }));
    }
    centroids
}

fn summed(mut words: Vec<Weighted>) -> Vec<Weighted> {
    words.sort_by_key(|word| word.at);
    let sum = |same: &[Weighted]| same.iter().map(|word| word.weight).sum();
    words.chunk_by(|a, b| a.at == b.at).map(|same| Weighted { at: same[0].at, weight: sum(same) }).collect()
}

fn inverse_frequencies(phrasings: &Rows<u32>, spelled: &Rows<Weighted>, features: usize) -> Vec<f32> {
    let mut frequencies = vec![0u32; features];
    let mut last = vec![u32::MAX; features];
    for (phrasing, row) in (0u32..).zip(phrasings.iter()) {
        for ngram in row.iter().flat_map(|word| spelled.row(*word as usize)) {
            let feature = ngram.at as usize;
            frequencies[feature] += u32::from(last[feature] != phrasing);
            last[feature] = phrasing;
        }
    }
    frequencies.into_iter().map(|frequency| smoothed(phrasings.len(), frequency)).collect()
}

fn smoothed(texts: usize, frequency: u32) -> f32 {
    ((1.0 + texts as f32) / (1.0 + frequency as f32)).ln() + 1.0
}

fn sublinear(count: usize) -> f32 {
    1.0 + (count as f32).ln()
}

fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}

fn distinct_words(plain: &str) -> Vec<&str> {
    distinct(words(plain))
}

/// Hashes of all n-grams of a word with a blank at both ends.
fn hash_ngrams(word: &str, into: &mut Vec<u64>) {
    let padded: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
    for start in 0..padded.len() {
        let mut hash = 0u64;
        for (length, c) in (1..=LONGEST).zip(&padded[start..]) {
            hash = (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
            if length >= SHORTEST {
                into.push(hash);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::analysis::document;
    use super::*;

    fn index() -> Ngrams {
        Ngrams::build(&[document("pay", &["engineer salary", "pay range"]), document("day", &["typical day"])])
    }

    #[test]
    fn the_same_text_has_cosine_one() {
        let index = index();
        let scores = index.match_words("salary engineer");
        assert!((index.nearest(&scores, 0..1) - 1.0).abs() < 1e-3, "{}", index.nearest(&scores, 0..1));
        assert!(index.nearest(&scores, 2..3) < 0.2);
    }

    #[test]
    fn a_typo_still_matches() {
        let index = index();
        let centroids = index.centroids(&index.match_words("enginer salery"));
        assert!(centroids[0] > 0.3 && centroids[0] > 3.0 * centroids[1], "{centroids:?}");
    }

    #[test]
    fn unknown_characters_lower_the_cosine() {
        let index = index();
        let near = |query: &str| index.nearest(&index.match_words(query), 0..3);
        assert!(near("typical day xxqq") < near("typical day"));
        assert_eq!(near(""), 0.0);
    }
}
