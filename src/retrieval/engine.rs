//! The matching engine: four tiers, one order, one confidence.

use std::{cmp::Reverse, ops::Range, sync::Arc, thread};

use super::{
    Encoder, Utterance,
    bm25::Bm25,
    calibration::Curve,
    head::{Features, Head},
    ngrams::{Ngrams, WordScores},
    semantic::{Exact, Placed, Semantic},
    stored::{Slice, Stored, Writer},
};

/// How many labels are compared with phrasing by phrasing.
const SHORTLIST: usize = 16;
/// The weights of meaning and of the head in the order.
const MEANING: f32 = 1.5;
const HEAD: f32 = 0.3;

/// From this confidence on, the finer encoder is not asked.
const SURE: f32 = 0.9;

/// A label and the ways in which people ask for it.
#[derive(Debug, Clone)]
pub struct Document {
    /// What the engine returns.
    pub label: String,
    /// Different ways of asking.
    pub phrasings: Vec<Utterance>,
}

/// A label that may answer a query, with the score of each tier.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Candidate {
    /// Position of the label in the documents that the engine was built from.
    pub document: usize,
    /// What to rank by: higher is better.
    pub rank: f32,
    /// Calibrated confidence that this label answers the query, 0 to 1: what to abstain by.
    pub confidence: f32,
    /// All tiers but the head together, 0 to 2.5.
    pub score: f32,
    /// BM25 as a share of what the query could reach, 0 to 1.
    pub lexical: f32,
    /// Cosine of character n-grams: nearest phrasing and centroid.
    pub characters: Similarity,
    /// Cosine of sentence vectors: nearest phrasing and centroid; zero without an encoder.
    pub meaning: Similarity,
    /// Cosine of the query with the mean of all phrasings; zero without an encoder.
    pub topic: f32,
    /// Score of the linear head over the best other label; zero without a head.
    pub head: f32,
}

impl Candidate {
    /// The sum of all tiers but the head, with this weight for meaning.
    fn total(&self, meaning: f32) -> f32 {
        0.5 * self.lexical + self.characters.mean() + meaning * self.meaning.mean()
    }
}

/// How near a query is to a label.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Similarity {
    /// To its nearest phrasing; for labels far behind, to its centroid.
    pub nearest: f32,
    /// To the mean of its phrasings.
    pub centroid: f32,
}

impl Similarity {
    /// The middle of both.
    pub fn mean(self) -> f32 {
        0.5 * (self.nearest + self.centroid)
    }
}

/// What the words of a query say; the same whichever encoder reads its meaning.
struct Words {
    lexical: Vec<f32>,
    characters: Vec<f32>,
    head: Vec<f32>,
    scores: WordScores,
    /// For labels that were looked at closely: the nearest phrasing by characters.
    nearest: Vec<Option<f32>>,
}

/// The index over all documents.
pub struct Engine {
    encoder: Option<Arc<dyn Encoder>>,
    /// For each label where its phrasings end among all phrasings.
    ends: Slice<u32>,
    bm25: Bm25,
    ngrams: Ngrams,
    semantic: Option<Semantic>,
    /// Meaning as the finer encoder reads it.
    finer: Option<Semantic>,
    head: Option<Head>,
}

impl Engine {
    /// Builds the index; reads no file and no clock.
    pub fn build(documents: &[Document], encoder: Option<Arc<dyn Encoder>>) -> Engine {
        let (bm25, features, semantic) = tiers(documents, encoder.as_deref());
        let (ngrams, head) = thread::scope(|scope| {
            let ngrams = scope.spawn(|| Ngrams::build(documents));
            let head = Head::build(documents, features, &bm25, semantic.as_ref().map(|(space, exact)| (space, exact)));
            (ngrams.join().unwrap_or_else(|_| Ngrams::build(&[])), head)
        });
        let semantic = semantic.map(|(space, _)| space);
        let finer = encoder.as_ref().and_then(|encoder| Semantic::recalled(documents, encoder.finer()?));
        Engine { encoder, ends: ends(documents).into(), bm25, ngrams, semantic, finer, head }
    }

    /// Writes everything that was built; vectors that the finer encoder remembers stay there.
    pub fn save(&self, to: &mut Writer) {
        to.add(&self.ends);
        self.bm25.save(to);
        self.ngrams.save(to);
        to.add(&[u8::from(self.semantic.is_some()), u8::from(self.head.is_some())]);
        if let Some(semantic) = &self.semantic {
            semantic.save(to);
        }
        if let Some(head) = &self.head {
            head.save(to);
        }
        if let Some((semantic, finer)) = self.finer.as_ref().zip(self.encoder.as_deref().and_then(Encoder::finer)) {
            to.add(&[finer.fingerprint()]);
            semantic.save_recalled(to);
        }
    }

    /// Opens what was written, with the same encoder; nothing where it is of another one.
    pub fn open(from: &mut Stored, encoder: Option<Arc<dyn Encoder>>) -> Option<Engine> {
        let (ends, bm25, ngrams) = (from.take()?, Bm25::open(from)?, Ngrams::open(from)?);
        let [means, learns] = from.one::<[u8; 2]>()?;
        if (means == 1) != encoder.is_some() {
            return None;
        }
        let dimensions = encoder.as_ref().map(|encoder| encoder.dimensions());
        let semantic = dimensions.map(|dimensions| Semantic::open(from, dimensions).ok_or(())).transpose().ok()?;
        let head = if learns == 1 { Some(Head::open(from)?) } else { None };
        let finer = match encoder.as_deref().and_then(Encoder::finer) {
            Some(finer) if from.one::<u64>()? == finer.fingerprint() => Some(Semantic::open_recalled(from, finer)?),
            Some(_) => return None,
            None => None,
        };
        Some(Engine { encoder, ends, bm25, ngrams, semantic, finer, head })
    }

    /// Does now what the first query would have to wait for.
    pub fn warm_up(&self) {
        if let Some(encoder) = &self.encoder {
            encoder.warm_up();
        }
    }

    /// All labels, best first. Where the fast tiers are unsure, meaning is read once more by the finer encoder.
    pub fn rank(&self, query: &Utterance) -> Vec<Candidate> {
        let placed = self.place(query);
        let meaning = self.semantic.as_ref().zip(placed.as_ref());
        let mut words = self.words(query, meaning.map_or(&[], |(_, placed)| &placed.vector));
        let topic = meaning.map_or(0.0, |(_, placed)| placed.topic);
        let candidates = self.order(&mut words, meaning, topic);
        let unsure = candidates.first().is_some_and(|best| best.confidence < SURE);
        let read = || self.encoder.as_ref()?.finer()?.read(&query.plain);
        let Some((semantic, finer)) = self.finer.as_ref().filter(|_| unsure).and_then(|s| Some((s, read()?))) else {
            return candidates;
        };
        self.order(&mut words, Some((semantic, &semantic.place(finer))), topic)
    }

    /// The meaning of a text, as finely as there is an encoder for it, relative to what all phrasings share.
    pub fn meaning(&self, text: &str) -> Option<Vec<f32>> {
        let encoder = self.encoder.as_ref()?;
        let (semantic, vector) = match &self.finer {
            Some(semantic) => (semantic, encoder.finer()?.read(text)?),
            None => (self.semantic.as_ref()?, encoder.encode(text)?),
        };
        Some(semantic.place(vector).vector)
    }

    /// Whether meaning is read by the finer encoder too.
    pub fn reads_finely(&self) -> bool {
        self.finer.is_some()
    }

    /// All labels by all tiers, best first.
    fn order(&self, words: &mut Words, meaning: Option<(&Semantic, &Placed)>, topic: f32) -> Vec<Candidate> {
        let mut candidates = self.candidates(words, meaning);
        let curve = Curve::of(self.semantic.is_some(), self.head.is_some());
        for candidate in &mut candidates {
            candidate.topic = topic;
            candidate.score = candidate.total(1.0) * if self.semantic.is_some() { 1.0 } else { 5.0 / 3.0 };
            candidate.confidence = curve.at(candidate.score, candidate.head);
            candidate.rank = candidate.total(MEANING) + HEAD * candidate.head;
        }
        candidates.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(a.document.cmp(&b.document)));
        candidates
    }

    /// A query among the phrasings, by the fast encoder.
    fn place(&self, query: &Utterance) -> Option<Placed> {
        let vector = self.encoder.as_ref()?.encode(&query.plain).unwrap_or_default();
        Some(self.semantic.as_ref()?.place(vector))
    }

    /// What the words of a query say.
    fn words(&self, query: &Utterance, vector: &[f32]) -> Words {
        let scores = self.ngrams.match_words(&query.plain);
        Words {
            lexical: self.bm25.score(&query.terms),
            characters: self.ngrams.centroids(&scores),
            head: self.head.as_ref().map_or(Vec::new(), |head| margins(&head.score(query, &self.bm25, vector))),
            scores,
            nearest: vec![None; self.ends.len()],
        }
    }

    /// Every label with the score of each tier, in the order of the documents.
    fn candidates(&self, words: &mut Words, meant: Option<(&Semantic, &Placed)>) -> Vec<Candidate> {
        let meaning = meant.map_or(Vec::new(), |(semantic, query)| semantic.centroids(query));
        let at = |values: &[f32], document: usize| values.get(document).copied().unwrap_or_default();
        let mut candidates: Vec<Candidate> = (0..words.lexical.len())
            .map(|document| Candidate {
                document,
                lexical: at(&words.lexical, document),
                characters: flat(at(&words.characters, document)),
                meaning: flat(at(&meaning, document)),
                head: at(&words.head, document),
                ..Candidate::default()
            })
            .collect();
        for document in shortlist(&candidates) {
            let range = self.phrasings(document);
            let candidate = &mut candidates[document];
            let (scores, nearest) = (&words.scores, &mut words.nearest[document]);
            candidate.characters.nearest = *nearest.get_or_insert_with(|| self.ngrams.nearest(scores, range.clone()));
            if let Some((semantic, query)) = meant {
                candidate.meaning.nearest = semantic.nearest(query, range.clone());
            }
        }
        candidates
    }

    /// Where the phrasings of a label stand among all.
    fn phrasings(&self, document: usize) -> Range<usize> {
        let end = |document: usize| self.ends.get(document).map_or(0, |end| *end as usize);
        document.checked_sub(1).map_or(0, end)..end(document)
    }
}

/// Builds what the head learns from: words and meaning at the same time.
fn tiers(documents: &[Document], encoder: Option<&dyn Encoder>) -> (Bm25, Features, Option<(Semantic, Exact)>) {
    let lexical = |documents: &[Document]| {
        let bm25 = Bm25::build(documents);
        let features = Features::build(documents, &bm25);
        (bm25, features)
    };
    thread::scope(|scope| {
        let words = scope.spawn(move || lexical(documents));
        let semantic = encoder.map(|encoder| Semantic::build(documents, encoder));
        let (bm25, features) = words.join().unwrap_or_else(|_| lexical(&[]));
        (bm25, features, semantic)
    })
}

fn ends(documents: &[Document]) -> Vec<u32> {
    let ends = documents.iter().scan(0, |end, document| {
        *end += document.phrasings.len() as u32;
        Some(*end)
    });
    ends.collect()
}

fn flat(value: f32) -> Similarity {
    Similarity { nearest: value, centroid: value }
}

/// The labels that are worth a closer look.
fn shortlist(candidates: &[Candidate]) -> Vec<usize> {
    let promise = |candidate: &Candidate| {
        0.5 * candidate.lexical + candidate.characters.centroid + candidate.meaning.centroid + 0.5 * candidate.head
    };
    let mut order: Vec<(Reverse<i64>, usize)> =
        candidates.iter().map(|c| (Reverse((promise(c) * 1e6) as i64), c.document)).collect();
    if order.len() > SHORTLIST {
        order.select_nth_unstable(SHORTLIST);
        order.truncate(SHORTLIST);
    }
    order.into_iter().map(|(_, document)| document).collect()
}

/// Each score over the best of the others.
fn margins(scores: &[f32]) -> Vec<f32> {
    let mut best = [f32::NEG_INFINITY; 2];
    for &score in scores {
        if score > best[0] {
            best = [score, best[0]];
        } else if score > best[1] {
            best[1] = score;
        }
    }
    scores.iter().map(|&score| score - if score == best[0] { best[1] } else { best[0] }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{
        Finer, Paired,
        analysis::{analyse, document},
        testing::Letters,
        vectors::Vectors,
    };
    use super::*;

    fn documents() -> Vec<Document> {
        vec![
            document("pay", &["what is the salary of an engineer", "how much does an engineer earn"]),
            document("day", &["what does a typical day look like", "describe a day at work"]),
            document("tools", &["which tools are used", "what should i learn, kubernetes or docker"]),
        ]
    }

    fn best(encoder: Option<Arc<dyn Encoder>>, query: &str) -> Candidate {
        Engine::build(&documents(), encoder).rank(&analyse(query)).into_iter().next().unwrap_or_default()
    }

    #[test]
    fn finds_the_label_with_and_without_an_encoder() {
        for (query, document) in [("enginer salaries", 0), ("typical work day", 1), ("kubernets", 2)] {
            assert_eq!(best(None, query).document, document, "{query}");
            assert_eq!(best(Some(Arc::new(Letters)), query).document, document, "{query}");
        }
    }

    #[test]
    fn a_phrasing_is_certain_and_nonsense_is_not() {
        assert!(best(None, "what does a typical day look like").confidence > 0.9);
        assert!(best(None, "purple zebra xylophone").confidence < 0.2);
    }

    #[test]
    fn nothing_in_gives_nothing_and_breaks_nothing() {
        assert!(Engine::build(&[], None).rank(&analyse("anything")).is_empty());
        let empty = Document { label: "empty".to_owned(), phrasings: Vec::new() };
        let ranked = Engine::build(&[empty], Some(Arc::new(Letters))).rank(&Utterance::default());
        assert!(ranked.len() == 1 && ranked[0].confidence < 0.1, "{ranked:?}");
    }

    #[test]
    fn the_finer_encoder_is_left_out_where_too_much_is_new_to_it() {
        let paired = |most_fresh| -> Arc<dyn Encoder> {
            let finer = Finer::new(Arc::new(Letters), Vectors::default(), most_fresh);
            Arc::new(Paired::new(Arc::new(Letters), finer))
        };
        assert!(Engine::build(&documents(), Some(paired(5))).finer.is_none());
        let engine = Engine::build(&documents(), Some(paired(6)));
        assert!(engine.finer.is_some());
        // The same encoder twice: a second reading changes nothing.
        assert_eq!(
            engine.rank(&analyse("typical day")),
            Engine::build(&documents(), Some(Arc::new(Letters))).rank(&analyse("typical day"))
        );
    }

    #[test]
    fn what_was_saved_ranks_as_what_was_built() {
        let finer = || Finer::new(Arc::new(Letters), Vectors::default(), 6);
        let paired = || -> Arc<dyn Encoder> { Arc::new(Paired::new(Arc::new(Letters), finer())) };
        for encoder in [None, Some(Arc::new(Letters) as Arc<dyn Encoder>)] {
            let built = Engine::build(&documents(), encoder.clone());
            let opened = Engine::open(&mut stored(&built), encoder).unwrap();
            assert_eq!(opened.rank(&analyse("typical day")), built.rank(&analyse("typical day")));
        }
        let built = Engine::build(&documents(), Some(Arc::new(Letters)));
        assert!(Engine::open(&mut stored(&built), None).is_none(), "it reads no meaning");
        assert!(Engine::open(&mut stored(&built), Some(paired())).is_none(), "nothing was read finely");
    }

    fn stored(engine: &Engine) -> Stored {
        let mut writer = Writer::default();
        engine.save(&mut writer);
        let words: &'static [u64] = Vec::leak(bytemuck::pod_collect_to_vec(&writer.finish()));
        Stored::new(bytemuck::cast_slice(words)).unwrap()
    }

    #[test]
    fn the_same_in_gives_the_same_out() {
        let rank = || Engine::build(&documents(), Some(Arc::new(Letters))).rank(&analyse("what to learn"));
        assert_eq!(rank(), rank());
    }
}
