//! Names that the knowledge base and its gazetteer know, ready to be found.

use super::super::function_words::is_function_word;
use super::super::phrases::Phrases;
use super::super::token::{Token, phrase};
use super::super::vocabulary::Vocabulary;
use super::negation::is_negated;
use super::others::is_of_others;
use super::{Class, Entities, PlaceMention, RoleMention, add_once};
use crate::knowledge::gazetteer::{Company, Place, PlaceKind};
use crate::knowledge::{Basis, Cadence, Knowledge};

/// Every name by kind.
#[derive(Debug, Default, Clone)]
pub struct Names {
    titles: Phrases<Title>,
    stages: Phrases<String>,
    spread: Vec<Spread>,
    /// Ids of the stages, from the first to the last.
    levels: Vec<String>,
    places: Phrases<Place>,
    companies: Phrases<Company>,
    concepts: Phrases<String>,
    uncovered: Phrases<String>,
}

/// A name with a gap: "run … mlops".
#[derive(Debug, Clone)]
struct Spread {
    first: String,
    last: String,
    stage: String,
}

/// Words that may stand in a gap.
const GAP: usize = 4;

/// What a job title stands for.
#[derive(Debug, Clone)]
struct Title {
    role: Option<String>,
    name: String,
    stages: Vec<String>,
}

impl Spread {
    fn stands_in(&self, tokens: &[Token]) -> bool {
        let starts = (0..tokens.len()).filter(|i| tokens[*i].word == self.first);
        let mut ends = starts.flat_map(|i| tokens.iter().skip(i + 1).take(GAP + 1));
        ends.any(|t| t.word == self.last)
    }
}

impl Names {
    /// Takes in every name that the knowledge base has.
    pub fn new(knowledge: &Knowledge, vocabulary: &Vocabulary) -> Names {
        let mut names = Names::default();
        names.take_roles(knowledge, vocabulary);
        for (title, generic) in &knowledge.gazetteer.titles {
            if !generic {
                names.titles.add(title, Title { role: None, name: title.clone(), stages: Vec::new() });
                names.titles.add(&format!("{title}s"), Title { role: None, name: title.clone(), stages: Vec::new() });
                if let Some(rest) = title.strip_prefix("machine learning ") {
                    names
                        .titles
                        .add(&format!("ml {rest}"), Title { role: None, name: title.clone(), stages: Vec::new() });
                }
            }
        }
        for (name, place) in &knowledge.gazetteer.places {
            names.places.add(name, place.clone());
        }
        for (name, company) in &knowledge.gazetteer.companies {
            names.companies.add(name, *company);
        }
        for (concept, words) in &knowledge.lexicon.concepts {
            for word in words {
                names.concepts.add(word, concept.clone());
                if let Some(long) = vocabulary.expand(word) {
                    names.concepts.add(&long, concept.clone());
                }
            }
        }
        for topic in &knowledge.uncovered {
            for cue in &topic.cues {
                names.uncovered.add(cue, topic.id.clone());
                let other = cue.strip_suffix('s').map_or_else(|| format!("{cue}s"), str::to_owned);
                names.uncovered.add(&other, topic.id.clone());
            }
        }
        names
    }

    fn take_roles(&mut self, knowledge: &Knowledge, vocabulary: &Vocabulary) {
        for role in knowledge.roles.values() {
            let title = Title { role: Some(role.id.clone()), name: role.name.clone(), stages: Vec::new() };
            for alias in role.aliases.iter().chain([&role.name, &role.plural]) {
                self.titles.add(alias, title.clone());
                if let Some(long) = vocabulary.expand(alias) {
                    self.titles.add(&long, title.clone());
                }
            }
        }
        for role in knowledge.roles.values() {
            self.levels.extend(role.stage.iter().map(|s| s.id.clone()));
            for stage in &role.stage {
                for name in &stage.titles {
                    self.take_stage_title(role, &stage.id, name);
                    self.take_stage_title(role, &stage.id, &plural(name));
                }
                for alias in &stage.aliases {
                    if let Some((first, last)) = alias.split_once('…') {
                        let (first, last) = (phrase(first), phrase(last));
                        self.spread.push(Spread { first, last, stage: stage.id.clone() });
                        continue;
                    }
                    self.stages.add(alias, stage.id.clone());
                    if let Some(long) = vocabulary.expand(alias) {
                        self.stages.add(&long, stage.id.clone());
                    }
                }
            }
        }
    }

    /// A title that two stages share stands for both.
    fn take_stage_title(&mut self, role: &crate::knowledge::Role, stage: &str, name: &str) {
        match self.titles.get_mut(name) {
            Some(title) if title.role.as_deref() == Some(role.id.as_str()) && !title.stages.is_empty() => {
                add_once(&mut title.stages, stage.to_owned())
            }
            Some(_) => {}
            None => self.titles.add(
                name,
                Title { role: Some(role.id.clone()), name: role.name.clone(), stages: vec![stage.to_owned()] },
            ),
        }
    }

    pub(super) fn roles_and_stages(&self, tokens: &[Token], found: &mut Entities) {
        for hit in self.titles.find(tokens) {
            // "An ML engineer (not MLOps)".
            if hit.span.start.checked_sub(1).is_some_and(|i| tokens[i].word == "not") {
                continue;
            }
            found.roles.push(RoleMention {
                id: hit.value.role.clone(),
                name: hit.value.name.clone(),
                span: hit.span.clone(),
            });
            hit.value.stages.iter().for_each(|stage| add_once(&mut found.stages, stage.clone()));
            found.cover(hit.span, Class::Role);
        }
        let hits = self.stages.find(tokens);
        let (ruled_out, meant): (Vec<_>, Vec<_>) = hits.iter().partition(|h| is_negated(tokens, h.span.start));
        let named = !meant.is_empty() || !found.stages.is_empty();
        for hit in &hits {
            // "Eight years in, with two juniors under me": those are others.
            let others = !found.years.is_empty() && hit.span.len() == 1 && tokens[hit.span.start].word.ends_with('s');
            if !others && !is_of_others(tokens, &hit.span) {
                // "Mid, not senior"; but who is "not senior yet" may well ask about senior.
                if named && ruled_out.contains(&hit) {
                    continue;
                }
                add_once(&mut found.stages, hit.value.clone());
                found.cover(hit.span.clone(), Class::Stage);
            }
        }
        if meant.is_empty() && ruled_out.len() == 2 {
            self.between(&mut found.stages);
        }
        if found.stages.is_empty() {
            found.stages.extend(self.spread.iter().find(|s| s.stands_in(tokens)).map(|s| s.stage.clone()));
        }
    }

    /// "Not junior, not senior": the one stage between the two, if there is one.
    fn between(&self, stages: &mut Vec<String>) {
        let level = |id: &String| self.levels.iter().position(|l| l == id);
        let [one, other] = stages.as_slice() else { return };
        let (Some(one), Some(other)) = (level(one), level(other)) else { return };
        if one.abs_diff(other) == 2 {
            *stages = vec![self.levels[one.min(other) + 1].clone()];
        }
    }

    pub(super) fn places(&self, tokens: &[Token], found: &mut Entities) {
        for hit in self.places.find(tokens) {
            if !found.is_free(&hit.span) || (hit.value.common && !stands_as_name(tokens, &hit.span)) {
                continue;
            }
            let whole_us = hit.value.kind == PlaceKind::Country && hit.value.country == "US";
            let name = show_place(tokens, &hit.span);
            found.places.push(PlaceMention {
                name,
                whole_us,
                in_us: hit.value.country == "US",
                span: hit.span.clone(),
            });
            found.cover(hit.span, Class::Place);
        }
    }

    pub(super) fn companies(&self, tokens: &[Token], found: &mut Entities) {
        for hit in self.companies.find(tokens) {
            let named = !hit.value.common || follows_at(tokens, &hit.span);
            let employs = !hit.value.vendor || follows_at(tokens, &hit.span) || asks_who_pays(tokens, &hit.span);
            if named && employs && found.is_free(&hit.span) {
                found.companies.push(show_place(tokens, &hit.span));
                found.cover(hit.span, Class::Company);
            }
        }
    }

    pub(super) fn concepts(&self, tokens: &[Token], found: &mut Entities) {
        for hit in self.concepts.find(tokens) {
            let terms = matches!(hit.value.as_str(), "w2" | "c2c" | "contract" | "permanent");
            if terms && is_negated(tokens, hit.span.start) {
                continue;
            }
            add_once(&mut found.concepts, hit.value.clone());
            match hit.value.as_str() {
                "w2" => add_once(&mut found.bases, Basis::W2),
                "c2c" => add_once(&mut found.bases, Basis::C2c),
                "contract" => add_once(&mut found.bases, Basis::Contract),
                "permanent" => add_once(&mut found.bases, Basis::Permanent),
                "daily" => add_once(&mut found.cadences, Cadence::Daily),
                "weekly" => add_once(&mut found.cadences, Cadence::Weekly),
                "monthly" => add_once(&mut found.cadences, Cadence::Monthly),
                _ => {}
            }
        }
        if asks_what_they_make(tokens) {
            add_once(&mut found.concepts, "pay".to_owned());
        }
        let salaried = tokens.iter().any(|t| matches!(t.word.as_str(), "salary" | "salaries" | "salaried"));
        if salaried && !found.bases.is_empty() && tokens.iter().any(|t| t.word == "and") {
            add_once(&mut found.bases, Basis::Permanent);
        }
        let foreign = |t: &&Token| {
            matches!(
                t.word.as_str(),
                "cad"
                    | "euro"
                    | "euros"
                    | "eur"
                    | "gbp"
                    | "pounds"
                    | "quid"
                    | "inr"
                    | "rupees"
                    | "lpa"
                    | "lakh"
                    | "lakhs"
                    | "aud"
                    | "chf"
                    | "sgd"
                    | "yen"
            ) || t.word.starts_with(['€', '£', '₹', '¥'])
        };
        found.foreign_currency = tokens.iter().find(foreign).map(|t| t.word.clone());
    }

    pub(super) fn uncovered(&self, tokens: &[Token], found: &mut Entities) {
        for hit in self.uncovered.find(tokens) {
            add_once(&mut found.uncovered, hit.value.clone());
        }
    }
}

/// "What do seniors make", "how much are they making"; not "what makes a good engineer".
fn asks_what_they_make(tokens: &[Token]) -> bool {
    let Some(asked) = tokens.iter().position(|t| matches!(t.word.as_str(), "what" | "much")) else { return false };
    tokens.iter().skip(asked + 2).any(|t| matches!(t.word.as_str(), "make" | "makes" | "making"))
}

/// "Director of MLOps" has its plural in front.
fn plural(title: &str) -> String {
    match title.split_once(" of ") {
        Some((head, rest)) => format!("{head}s of {rest}"),
        None => format!("{title}s"),
    }
}

/// A name that is an ordinary word too counts behind a preposition, or with a capital of its own.
fn stands_as_name(tokens: &[Token], span: &std::ops::Range<usize>) -> bool {
    // "from me" is not from Maine.
    if tokens[span.clone()].iter().all(|t| is_function_word(&t.word) && !t.proper) {
        return false;
    }
    let before = span.start.checked_sub(1).and_then(|i| tokens.get(i)).map(|t| t.word.as_str());
    let capital = tokens[span.clone()].iter().all(|t| t.proper);
    matches!(before, Some("in" | "from" | "near" | "around" | "to")) && !is_plain_word_after_to(tokens, span, before)
        || capital
}

/// "to mobile" and the like: only "in", "from", "near" make a lower-case ordinary word a place.
fn is_plain_word_after_to(tokens: &[Token], span: &std::ops::Range<usize>, before: Option<&str>) -> bool {
    before == Some("to") && !tokens[span.clone()].iter().any(|t| t.proper)
}

/// "At apple", "does Apple pay"; "for next quarter" and "does kubernetes" name no employer.
fn follows_at(tokens: &[Token], span: &std::ops::Range<usize>) -> bool {
    let before = span.start.checked_sub(1).and_then(|i| tokens.get(i)).map(|t| t.word.as_str());
    let proper = tokens[span.clone()].iter().all(|t| t.proper);
    match before {
        Some("at" | "join" | "joining") => true,
        Some("for" | "by" | "from") => proper,
        Some("does" | "do") => asks_who_pays(tokens, span),
        _ => false,
    }
}

/// "google pay", "amazon salaries", "nvidia comp": a vendor asked about as an employer.
fn asks_who_pays(tokens: &[Token], span: &std::ops::Range<usize>) -> bool {
    let pays = |word: &str| {
        matches!(
            word,
            "pay"
                | "pays"
                | "salary"
                | "salaries"
                | "comp"
                | "compensation"
                | "total"
                | "offer"
                | "hire"
                | "hires"
                | "hiring"
                | "levels"
                | "bands"
        )
    };
    tokens.iter().skip(span.end).take(2).any(|t| pays(&t.word))
}

fn show_place(tokens: &[Token], span: &std::ops::Range<usize>) -> String {
    let words: Vec<String> =
        tokens[span.clone()].iter().filter(|t| t.word != "the").map(|t| capitalised(&t.word)).collect();
    let name = words.join(" ");
    // These are never without an article.
    if matches!(name.as_str(), "UK" | "UAE" | "EU") { format!("the {name}") } else { name }
}

fn capitalised(word: &str) -> String {
    if word.len() <= 3 && word != "san" && word != "new" {
        return word.to_uppercase();
    }
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
