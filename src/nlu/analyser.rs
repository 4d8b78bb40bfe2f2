//! One text to words, entities, and what the engine matches on.

use std::sync::Arc;
use std::thread;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::entities::{Class, Entities, Names};
use super::function_words::is_filler;
use super::token::{Token, tokenise};
use super::vocabulary::Vocabulary;
use crate::knowledge::Knowledge;
use crate::retrieval::{Encoder, Utterance};

/// A text, understood word by word.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The words, spelling settled.
    pub tokens: Vec<Token>,
    /// What they name.
    pub entities: Entities,
}

/// Turns text into words and entities; built once from the knowledge base.
pub struct Analyser {
    names: Names,
    vocabulary: Vocabulary,
    stemmer: Stemmer,
    /// The stems of the words of the knowledge base.
    stems: FxHashMap<String, String>,
}

impl Analyser {
    /// Learns names and words.
    pub fn new(knowledge: &Knowledge, english: Option<Arc<dyn Encoder>>) -> Analyser {
        let mut vocabulary = Vocabulary::new(english);
        for (short, long) in &knowledge.lexicon.abbreviations {
            vocabulary.abbreviate(short, long);
        }
        for asked in knowledge.asked().iter().filter(|a| !a.entry.starts_with("smalltalk")) {
            asked.phrasings.iter().for_each(|p| vocabulary.learn(p));
        }
        vocabulary.finish();
        let (stems, names) = thread::scope(|scope| {
            let stems = scope.spawn(|| stems(&vocabulary));
            let names = Names::new(knowledge, &vocabulary);
            (stems.join().unwrap_or_default(), names)
        });
        Analyser { names, vocabulary, stemmer: Stemmer::create(Algorithm::English), stems }
    }

    /// Words and entities of clean text.
    pub fn analyse(&self, clean: &str) -> Analysis {
        let tokens = self.vocabulary.settle(tokenise(clean));
        let entities = Entities::find(&tokens, &self.names);
        Analysis { tokens, entities }
    }

    /// The same for a run of words that were settled already.
    pub fn part(&self, tokens: &[Token]) -> Analysis {
        Analysis { tokens: tokens.to_vec(), entities: Entities::find(tokens, &self.names) }
    }

    /// What the engine matches on. Stages, years and amounts stand for their kind, so that a phrasing about one
    /// stage is one about every stage.
    pub fn utterance(&self, analysis: &Analysis) -> Utterance {
        let mut utterance = Utterance::default();
        let mut plain: Vec<&str> = Vec::with_capacity(analysis.tokens.len());
        let mut last = None;
        let bare = analysis.tokens.iter().all(|t| is_filler(&t.word));
        for (token, class) in analysis.tokens.iter().zip(&analysis.entities.classes) {
            if !bare && is_filler(&token.word) {
                continue;
            }
            if let Some((term, shown)) = class.and_then(stand_in) {
                if last != *class {
                    utterance.terms.push(term.to_owned());
                    plain.extend(shown);
                }
            } else {
                utterance.terms.push(self.stem(&token.word));
                plain.push(&token.word);
            }
            last = *class;
        }
        utterance.terms.extend(analysis.entities.concepts.iter().map(|c| format!("@{c}")));
        utterance
            .terms
            .extend(analysis.entities.roles.iter().map(|r| format!("#role:{}", r.id.as_deref().unwrap_or("other"))));
        utterance.terms.extend(marks(&analysis.entities).map(str::to_owned));
        utterance.plain = plain.join(" ");
        utterance
    }

    fn stem(&self, word: &str) -> String {
        self.stems.get(word).cloned().unwrap_or_else(|| self.stemmer.stem(word).into_owned())
    }

    /// The same with the role, and a stage, that a follow-up leaves out.
    pub fn with_context(&self, mut utterance: Utterance, stage: bool) -> Utterance {
        let (words, shown) =
            if stage { (vec!["#stage", "mlop", "engin"], "senior mlops engineer") } else { (vec!["mlop"], "mlops") };
        utterance.terms.extend(words.into_iter().map(str::to_owned));
        utterance.terms.push("#role:mlops-engineer".to_owned());
        utterance.plain = format!("{} {shown}", utterance.plain);
        utterance
    }

    /// Words that are neither English nor ours: names, mostly.
    pub fn is_strange(&self, word: &str) -> bool {
        word.len() >= 3 && word.bytes().all(|b| b.is_ascii_lowercase()) && !self.vocabulary.knows(word)
    }
}

/// The stem of every word that was learnt.
fn stems(vocabulary: &Vocabulary) -> FxHashMap<String, String> {
    let stemmer = Stemmer::create(Algorithm::English);
    vocabulary.words().map(|word| (word.to_owned(), stemmer.stem(word).into_owned())).collect()
}

fn stand_in(class: Class) -> Option<(&'static str, &'static [&'static str])> {
    match class {
        Class::Stage => Some(("#stage", &["senior"])),
        Class::Years => Some(("#years", &["5", "years"])),
        Class::Money => Some(("#money", &["150k"])),
        Class::Role | Class::Place | Class::Company => None,
    }
}

fn marks(entities: &Entities) -> impl Iterator<Item = &'static str> {
    let marks = [
        (entities.places.iter().any(|p| !p.whole_us), "#place"),
        (!entities.companies.is_empty(), "#company"),
        (entities.foreign_currency.is_some(), "#currency"),
    ];
    marks.into_iter().filter_map(|(is, mark)| is.then_some(mark))
}
