//! Everything that is built once from the knowledge base and then only read.

use std::sync::Arc;
use std::thread;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::knowledge::Knowledge;
use crate::knowledge::survey::Asked;
use crate::nlu::token::tokenise;
use crate::nlu::{Analyser, Target};
use crate::retrieval::stored::{Stored, Writer};
use crate::retrieval::{Document, Encoder, Engine};

use super::concepts::{self, Concepts, Shares};
use super::digest::digest;

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
    opened: bool,
}

impl Understanding {
    /// Opens the index where it was built from the same phrasings, and else builds it; reads no file and no clock.
    pub fn new(knowledge: &Knowledge, encoder: Option<Arc<dyn Encoder>>, index: &'static [u8]) -> Understanding {
        let (words, analyser) = beside(|| entry_words(knowledge), || Analyser::new(knowledge, encoder.clone()));
        let (targets, asked): (Vec<Target>, Vec<Asked<'_>>) =
            knowledge.asked().into_iter().filter_map(|a| Some((Target::parse(&a.entry)?, a))).unzip();
        let stored = open(knowledge, encoder.clone(), index);
        let opened = stored.is_some();
        let (concepts, engine) = stored.unwrap_or_else(|| {
            let (documents, shares) = read(&analyser, &asked);
            (Concepts::learn(&shares), Engine::build(&documents, encoder))
        });
        Understanding { analyser, engine, targets, concepts, words, opened }
    }

    /// Whether the index was opened as it was stored, and not built anew.
    pub fn is_opened(&self) -> bool {
        self.opened
    }

    /// The bytes of an index that need not be built again from the same phrasings.
    pub fn index(&self, knowledge: &Knowledge) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.add(&[digest(knowledge)]);
        self.concepts.save(&mut writer);
        self.engine.save(&mut writer);
        writer.finish()
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

/// What [`Understanding::index`] wrote, unless it is of other phrasings.
fn open(knowledge: &Knowledge, encoder: Option<Arc<dyn Encoder>>, index: &'static [u8]) -> Option<(Concepts, Engine)> {
    let mut stored = Stored::new(index)?;
    if stored.one::<u64>()? != digest(knowledge) {
        return None;
    }
    Some((Concepts::open(&mut stored)?, Engine::open(&mut stored, encoder)?))
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
fn read(analyser: &Analyser, asked: &[Asked<'_>]) -> (Vec<Document>, Vec<Shares>) {
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

fn read_entry(analyser: &Analyser, asked: &Asked<'_>) -> (Document, Shares) {
    let mut shares = Shares::default();
    let phrasings = asked.phrasings.iter().map(|phrasing| {
        let analysis = analyser.analyse(phrasing);
        concepts::count(&mut shares, &analysis.entities, asked.phrasings.len());
        analyser.utterance(&analysis)
    });
    (Document { label: asked.entry.clone(), phrasings: phrasings.collect() }, shares)
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
