//! Everything that is built once from the knowledge base and then only read.

use std::sync::Arc;
use std::thread;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::knowledge::Knowledge;
use crate::knowledge::survey::Asked;
use crate::nlu::token::tokenise;
use crate::nlu::{Analyser, Analysis, Target};
use crate::retrieval::{Document, Encoder, Engine};

use super::concepts::Concepts;

/// For each entry the words of its text.
type Words = FxHashMap<String, FxHashSet<String>>;

/// The analyser, the engine, and what its labels lead to.
pub struct Understanding {
    /// Text to words and entities.
    pub analyser: Analyser,
    /// Words to labels.
    pub engine: Engine,
    /// What each label of the engine leads to.
    pub targets: Vec<Target>,
    /// Which concepts go with which label.
    pub concepts: Concepts,
    /// For entries with text of their own: the words in it.
    words: Words,
}

impl Understanding {
    /// Builds everything; reads no file and no clock.
    pub fn build(knowledge: &Knowledge, encoder: Option<Arc<dyn Encoder>>) -> Understanding {
        let (words, analyser) = beside(|| entry_words(knowledge), || Analyser::new(knowledge, encoder.clone()));
        let (targets, asked): (Vec<Target>, Vec<Asked<'_>>) =
            knowledge.asked().into_iter().filter_map(|a| Some((Target::parse(&a.entry)?, a))).unzip();
        let (documents, analyses) = read(&analyser, &asked);
        let (concepts, engine) = beside(|| Concepts::learn(&analyses), || Engine::build(&documents, encoder));
        Understanding { analyser, engine, targets, concepts, words }
    }

    /// Whether every word stands in the text of what a target answers with.
    pub fn mentions(&self, target: &Target, words: &[String]) -> bool {
        let id = match target {
            Target::Article(id) | Target::Compare(id, _) => id,
            _ => return false,
        };
        let stem = |w: &String| w.trim_end_matches('s').to_owned();
        self.words.get(id).is_some_and(|known| words.iter().all(|w| known.contains(&stem(w))))
    }
}

/// Does two things at the same time.
fn beside<A: Send, B>(one: impl Fn() -> A + Send + Sync, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let first = scope.spawn(&one);
        let second = other();
        (first.join().unwrap_or_else(|_| one()), second)
    })
}

/// Every phrasing, word by word: one half of them here and one beside.
fn read(analyser: &Analyser, asked: &[Asked<'_>]) -> (Vec<Document>, Vec<Vec<Analysis>>) {
    let total: usize = asked.iter().map(|a| a.phrasings.len()).sum();
    let mut before = 0;
    let middle = asked.iter().take_while(|a| {
        before += a.phrasings.len();
        before <= total / 2
    });
    let (first, second) = asked.split_at(middle.count());
    let part = |entries: &[Asked<'_>]| entries.iter().map(|a| read_entry(analyser, a)).collect::<Vec<_>>();
    let (second, mut all) = beside(|| part(second), || part(first));
    all.extend(second);
    all.into_iter().unzip()
}

fn read_entry(analyser: &Analyser, asked: &Asked<'_>) -> (Document, Vec<Analysis>) {
    let read: Vec<Analysis> = asked.phrasings.iter().map(|p| analyser.analyse(p)).collect();
    let phrasings = read.iter().map(|a| analyser.utterance(a)).collect();
    (Document { label: asked.entry.clone(), phrasings }, read)
}

/// The words of every article and comparison, without the `s` of a plural.
fn entry_words(knowledge: &Knowledge) -> Words {
    let mut out: Words = Words::default();
    for text in knowledge.prose() {
        let id = text.file.trim_end_matches(".md").to_owned();
        let words = out.entry(id).or_default();
        for token in tokenise(&text.prose.plain(str::to_owned)) {
            words.insert(token.word.trim_end_matches('s').to_owned());
            if let Some(engineer) = token.word.strip_suffix("ing") {
                words.insert(engineer.to_owned());
            }
        }
    }
    out
}
