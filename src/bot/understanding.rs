//! Everything that is built once from the knowledge base and then only read.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::knowledge::Knowledge;
use crate::nlu::token::tokenise;
use crate::nlu::{Analyser, Analysis, Target};
use crate::retrieval::{Document, Encoder, Engine};

use super::concepts::Concepts;

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
    words: HashMap<String, HashSet<String>>,
}

impl Understanding {
    /// Builds everything; reads no file and no clock.
    pub fn build(knowledge: &Knowledge, encoder: Option<Arc<dyn Encoder>>) -> Understanding {
        let analyser = Analyser::new(knowledge, encoder.clone());
        let mut targets = Vec::new();
        let mut documents = Vec::new();
        let mut analyses = Vec::new();
        for asked in knowledge.asked() {
            let Some(target) = Target::parse(&asked.entry) else { continue };
            let read: Vec<Analysis> = asked.phrasings.iter().map(|p| analyser.analyse(p)).collect();
            let phrasings = read.iter().map(|a| analyser.utterance(a)).collect();
            analyses.push(read);
            documents.push(Document { label: asked.entry, phrasings });
            targets.push(target);
        }
        let engine = Engine::build(&documents, encoder);
        Understanding { analyser, engine, targets, concepts: Concepts::learn(&analyses), words: entry_words(knowledge) }
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

/// The words of every article and comparison, without the `s` of a plural.
fn entry_words(knowledge: &Knowledge) -> HashMap<String, HashSet<String>> {
    let mut out: HashMap<String, HashSet<String>> = HashMap::new();
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
