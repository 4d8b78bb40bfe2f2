//! The lexical tier: BM25 over one merged document a label.

use super::{
    Document,
    hash::hash,
    numbers::Numbers,
    rows::Rows,
    stored::{Slice, Stored, Weighted, Writer},
    vocabulary::Vocabulary,
};

const K1: f32 = 1.2;
const B: f32 = 0.75;
/// A term that more labels hold says nothing of how near two labels are.
const COMMON: usize = 64;

/// An inverted index from terms to labels.
pub(crate) struct Bm25 {
    terms: Numbers,
    idf: Slice<f32>,
    postings: Rows<Weighted>,
    labels: usize,
}

impl Bm25 {
    /// Merges the phrasings of each document and indexes them.
    pub(crate) fn build(documents: &[Document]) -> Bm25 {
        let mut vocabulary = Vocabulary::default();
        let counts: Vec<Vec<(u32, f32)>> = documents.iter().map(|document| count(document, &mut vocabulary)).collect();
        let lengths: Vec<f32> = counts.iter().map(|terms| terms.iter().map(|(_, n)| n).sum()).collect();
        let average = (lengths.iter().sum::<f32>() / lengths.len().max(1) as f32).max(1.0);
        let idf = inverse_frequencies(&counts, vocabulary.len());
        let weighted = (0u32..).zip(counts.iter().zip(&lengths)).flat_map(|(label, (terms, length))| {
            let norm = K1 * (1.0 - B + B * length / average);
            terms.iter().map(move |&(term, n)| (term, Weighted { at: label, weight: n * (K1 + 1.0) / (n + norm) }))
        });
        let postings = Rows::grouped(vocabulary.len(), weighted);
        Bm25 { terms: vocabulary.numbers(), idf: idf.into(), postings, labels: documents.len() }
    }

    pub(crate) fn save(&self, to: &mut Writer) {
        to.add(&[self.labels as u32]);
        to.add(&self.idf);
        self.terms.save(to);
        self.postings.save(to);
    }

    pub(crate) fn open(from: &mut Stored) -> Option<Bm25> {
        let (labels, idf) = (from.one::<u32>()? as usize, from.take()?);
        Some(Bm25 { labels, idf, terms: Numbers::open(from)?, postings: Rows::open(from)? })
    }

    /// The score of each label as a share of what the query could reach: 0 to 1.
    ///
    /// A term that no label knows counts in what could be reached, so that a query off the topic stays low.
    pub(crate) fn score(&self, terms: &[String]) -> Vec<f32> {
        let mut scores = vec![0.0; self.labels];
        let mut attainable = 0.0;
        for term in terms {
            attainable += self.add(term, &mut scores);
        }
        let scale = 1.0 / (attainable * (K1 + 1.0)).max(f32::MIN_POSITIVE);
        scores.iter_mut().for_each(|score| *score *= scale);
        scores
    }

    /// The number of a term that a label knows.
    pub(crate) fn number(&self, term: &str) -> Option<u32> {
        self.terms.find(hash(term))
    }

    /// How much each pair of labels shares, one row a label; what most labels hold tells nothing.
    pub(crate) fn overlaps(&self) -> Vec<f32> {
        let mut shared = vec![0.0; self.labels * self.labels];
        let rare = |postings: &[Weighted]| postings.len() <= COMMON;
        for (postings, idf) in self.postings.iter().zip(&self.idf[..]).filter(|(postings, _)| rare(postings)) {
            for one in postings {
                let row = one.at as usize * self.labels;
                postings.iter().for_each(|w| shared[row + w.at as usize] += idf * idf * one.weight * w.weight);
            }
        }
        shared
    }

    /// Adds one term to the scores and returns its inverse document frequency.
    fn add(&self, term: &str, scores: &mut [f32]) -> f32 {
        let Some(number) = self.terms.find(hash(term)) else {
            return inverse_frequency(self.labels as f32, 0.0);
        };
        let idf = self.idf.get(number as usize).copied().unwrap_or_default();
        for posting in self.postings.row(number as usize) {
            scores[posting.at as usize] += idf * posting.weight;
        }
        idf
    }
}

/// How often each term stands in all phrasings of a document.
fn count(document: &Document, vocabulary: &mut Vocabulary) -> Vec<(u32, f32)> {
    let terms = document.phrasings.iter().flat_map(|phrasing| &phrasing.terms);
    let mut numbers: Vec<u32> = terms.map(|term| vocabulary.number(term)).collect();
    numbers.sort_unstable();
    numbers.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect()
}

fn inverse_frequencies(counts: &[Vec<(u32, f32)>], terms: usize) -> Vec<f32> {
    let mut frequencies = vec![0.0; terms];
    counts.iter().flatten().for_each(|&(term, _)| frequencies[term as usize] += 1.0);
    frequencies.into_iter().map(|frequency| inverse_frequency(counts.len() as f32, frequency)).collect()
}

fn inverse_frequency(documents: f32, frequency: f32) -> f32 {
    (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::super::analysis::{analyse, document};
    use super::*;

    fn index() -> Bm25 {
        Bm25::build(&[document("pay", &["what is the salary", "pay range"]), document("day", &["what is a day like"])])
    }

    fn scores(query: &str) -> Vec<f32> {
        index().score(&analyse(query).terms)
    }

    #[test]
    fn the_label_with_the_rare_term_wins() {
        let scores = scores("what is the salary");
        assert!(scores[0] > scores[1] && scores[1] > 0.0, "{scores:?}");
    }

    #[test]
    fn unknown_terms_lower_the_score() {
        assert!(scores("salary zebra")[0] < 0.8 * scores("salary")[0]);
    }

    #[test]
    fn stays_between_zero_and_one() {
        assert!(scores("salary salary pay").iter().all(|score| (0.0..=1.0).contains(score)));
        assert_eq!(scores(""), [0.0, 0.0]);
    }
}
