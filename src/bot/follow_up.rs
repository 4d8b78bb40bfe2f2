//! Follow-ups: what leans on the question before, and what it takes from it.

use crate::knowledge::Knowledge;
use crate::nlu::entities::{Class, bare};
use crate::nlu::function_words::is_function_word;
use crate::nlu::target::{CareerTopic, PayTopic};
use crate::nlu::{Analysis, Target};

use super::OURS;
use super::dialogue::Turn;
use super::reading::Reading;

/// A clause longer than this stands on its own.
const LONGEST_FOLLOW_UP: usize = 16;

/// Whether a clause leans on what was said before: it is short and names no subject with a role of its own.
pub(crate) fn leans(analysis: &Analysis) -> bool {
    let words: Vec<&str> = analysis.tokens.iter().map(|t| t.word.as_str()).collect();
    if words.len() > LONGEST_FOLLOW_UP {
        return false;
    }
    let opens = matches!(words.as_slice(), ["and" | "or" | "but" | "also" | "what" | "how", ..])
        && matches!(words.get(1), Some(&"about" | &"if" | &"for" | &"in"))
        || matches!(
            words.first(),
            Some(
                &"and"
                    | &"or"
                    | &"but"
                    | &"same"
                    | &"source"
                    | &"says"
                    | &"even"
                    | &"ok"
                    | &"okay"
                    | &"hm"
                    | &"wow"
                    | &"nice"
            )
        );
    let pronoun = words.iter().any(|w| {
        matches!(
            *w,
            "it" | "that"
                | "those"
                | "this"
                | "these"
                | "they"
                | "them"
                | "there"
                | "ones"
                | "one"
                | "the"
                | "both"
                | "either"
                | "same"
                | "then"
                | "he"
                | "she"
                | "him"
                | "her"
        )
    });
    let subject = analysis.entities.names_role(OURS);
    let says = only_values(analysis)
        || !analysis.entities.concepts.is_empty()
        || words.iter().any(|word| bare(word).is_some());
    opens && (!subject || only_values(analysis)) || pronoun && !subject || words.len() <= 5 && !subject && says
}

/// Whether a clause holds nothing but values: "and staff?", "what about w2", "same for devops".
pub(crate) fn only_values(analysis: &Analysis) -> bool {
    let entities = &analysis.entities;
    let valued = |i: usize| {
        entities.classes.get(i).is_some_and(|c| {
            matches!(c, Some(Class::Role | Class::Stage | Class::Years | Class::Place | Class::Company))
        })
    };
    // "And to hit senior?", but not "what must I do to reach the next rung".
    let aims = !analysis.tokens.iter().any(|t| matches!(t.word.as_str(), "what" | "how" | "which" | "do"));
    let value_word = |w: &str| {
        matches!(
            w,
            "w2" | "c2c"
                | "contract"
                | "contracts"
                | "contractor"
                | "contractors"
                | "permanent"
                | "daily"
                | "weekly"
                | "monthly"
                | "corp"
                | "up"
                | "down"
                | "higher"
                | "next"
                | "above"
                | "below"
                | "full"
                | "time"
                | "week"
                | "month"
                | "day"
                | "freelance"
                | "rung"
                | "rungs"
                | "step"
                | "steps"
                | "levels"
                | "stages"
                | "two"
                | "beyond"
        ) || aims && matches!(w, "reach" | "hit" | "become")
    };
    let covered =
        analysis.tokens.iter().enumerate().all(|(i, t)| valued(i) || value_word(&t.word) || is_function_word(&t.word));
    let names_something = !entities.roles.is_empty()
        || !entities.stages.is_empty()
        || !entities.years.is_empty()
        || !entities.bases.is_empty()
        || !entities.cadences.is_empty()
        || !entities.places.is_empty()
        || !entities.companies.is_empty();
    covered && (names_something || steps(analysis) != 0)
}

/// Whether a clause has no subject of its own and only asks again for the figure: "by how many percent, and in which
/// direction", "what does that do to the number".
pub(crate) fn asks_again(analysis: &Analysis) -> bool {
    let figure = |w: &str| {
        matches!(
            w,
            "number"
                | "numbers"
                | "figure"
                | "figures"
                | "percent"
                | "percentage"
                | "amount"
                | "rate"
                | "range"
                | "money"
        )
    };
    let shape = |w: &str| {
        matches!(
            w,
            "direction"
                | "change"
                | "changes"
                | "affect"
                | "less"
                | "higher"
                | "lower"
                | "precise"
                | "specific"
                | "sorry"
        )
    };
    let words = || analysis.tokens.iter().map(|t| t.word.as_str());
    words().any(figure) && words().all(|w| figure(w) || shape(w) || is_function_word(w))
}

/// "Different topic: …": what comes now has nothing to do with what was said before.
pub(crate) fn changes_subject(analysis: &Analysis) -> bool {
    let opening: Vec<&str> = analysis.tokens.iter().take(8).map(|t| t.word.as_str()).collect();
    let fresh = |w: &str| matches!(w, "different" | "other" | "another" | "new" | "separate" | "unrelated");
    let subject = |w: &str| matches!(w, "topic" | "subject" | "question" | "note" | "matter" | "thing");
    opening.windows(2).any(|pair| fresh(pair[0]) && subject(pair[1])) || opening.first() == Some(&"unrelated")
}

/// The question that was asked before, about what is named now.
pub(crate) fn same_question_about(knowledge: &Knowledge, turn: &Turn, reading: &Reading) -> Option<Target> {
    let entities = &reading.analysis.entities;
    match &turn.target {
        Target::Compare(id, aspect) => {
            let other = entities.roles.iter().filter_map(|r| r.id.as_deref()).find(|r| *r != OURS)?;
            let comparison = knowledge
                .comparisons
                .values()
                .find(|c| c.header.roles.iter().any(|r| r == other) && c.sections.contains_key(aspect));
            Some(
                comparison
                    .map_or_else(|| Target::Compare(id.clone(), *aspect), |c| Target::Compare(c.id.clone(), *aspect)),
            )
        }
        Target::Pay(role, PayTopic::Contract) if entities.bases.contains(&crate::knowledge::Basis::Permanent) => {
            Some(Target::Pay(role.clone(), PayTopic::Band))
        }
        Target::Pay(role, PayTopic::Offer) => Some(Target::Pay(role.clone(), PayTopic::Band)),
        Target::Career(role, CareerTopic::Ladder) if !entities.stages.is_empty() => {
            Some(Target::Career(role.clone(), CareerTopic::Scope))
        }
        Target::Work(role, cadence) => {
            Some(Target::Work(role.clone(), entities.cadences.first().copied().unwrap_or(*cadence)))
        }
        Target::Smalltalk(_) => None,
        other => Some(other.clone()),
    }
}

/// How many steps of the ladder the clause goes up or down from the stage before: "one level up", "the next rung", "the
/// stage after that".
pub(crate) fn steps(analysis: &Analysis) -> i8 {
    let words: Vec<&str> = analysis.tokens.iter().map(|t| t.word.as_str()).collect();
    let level = |w: &&str| {
        matches!(*w, "level" | "levels" | "rung" | "rungs" | "step" | "steps" | "stage" | "stages" | "grade" | "tier")
    };
    let one = |at: usize| words.get(at).is_some_and(|w| *w == "one");
    let near = |at: usize| {
        let around = &words[at.saturating_sub(REACH)..(at + REACH + 1).min(words.len())];
        around.iter().any(level) || at.checked_sub(1).is_some_and(one)
    };
    let next = |at: usize| words.iter().skip(at + 1).take(2).any(|w| level(w) || *w == "up") || one(at + 1);
    let mut all = words.iter().enumerate().map(|(at, word)| match *word {
        "next" if next(at) || comes_next(&words, at) && near(at) => 1,
        "up" | "higher" | "above" if near(at) => 1,
        "down" | "lower" | "below" if near(at) => -1,
        "after" | "past" | "beyond" if points_at_stage(&words, at, level) => 1,
        "before" if points_at_stage(&words, at, level) => -1,
        _ => 0,
    });
    let far = words.windows(2).any(|pair| pair[0] == "two" && level(&pair[1]));
    all.find(|by| *by != 0).unwrap_or(0) * if far { 2 } else { 1 }
}

/// So many words lie between "one level" and "up", at most.
const REACH: usize = 3;

/// "Which stage would come next".
fn comes_next(words: &[&str], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|i| words[i].starts_with("com"))
}

/// "The stage after that".
fn points_at_stage(words: &[&str], at: usize, level: impl Fn(&&str) -> bool) -> bool {
    // "And the level after, what are they trusted with?"
    let behind = matches!(words.get(at + 1), None | Some(&"that" | &"this" | &"it" | &"what" | &"how"));
    behind && at.checked_sub(1).is_some_and(|i| level(&words[i]) || words[i] == "one")
}

enum End {
    First,
    Last,
}

/// "The last one", "the first stage".
fn end_of_ladder(analysis: &Analysis) -> Option<End> {
    analysis.tokens.windows(2).find_map(|pair| {
        let [order, noun] = pair else { return None };
        if noun.after_break || !matches!(noun.word.as_str(), "one" | "stage" | "level" | "rung" | "step") {
            return None;
        }
        match order.word.as_str() {
            "last" | "top" | "highest" | "final" => Some(End::Last),
            "first" | "lowest" | "bottom" => Some(End::First),
            _ => None,
        }
    })
}

/// "One level up", "the last one", "the next rung".
pub(crate) fn shift_stage(knowledge: &Knowledge, reading: &mut Reading, turn: &Turn) {
    if !reading.slots.stages.is_empty() {
        return;
    }
    let Some(role) = knowledge.roles.get(turn.slots.role.as_deref().unwrap_or(OURS)) else { return };
    match end_of_ladder(&reading.analysis) {
        Some(End::Last) => return reading.slots.stages.extend(role.stage.last().map(|s| s.id.clone())),
        Some(End::First) => return reading.slots.stages.extend(role.stage.first().map(|s| s.id.clone())),
        None => {}
    }
    let by = steps(&reading.analysis);
    if by != 0 {
        reading.slots.stages.extend(role.step(&turn.slots.stages_of(role), by).map(|s| s.id.clone()));
    }
}

/// "And if she had five?" after a question that named years: the years are meant.
pub(crate) fn years_again(analysis: &Analysis, turn: &Turn) -> Option<f32> {
    turn.slots.years?;
    let mut numbers = analysis.tokens.iter().enumerate().filter_map(|(at, token)| {
        let plain = analysis.entities.classes.get(at).is_some_and(Option::is_none);
        bare(&token.word).filter(|n| plain && *n <= MOST_YEARS)
    });
    let (first, None) = (numbers.next()? as f32, numbers.next()) else { return None };
    let rest = analysis.tokens.iter().all(|t| bare(&t.word).is_some() || is_function_word(&t.word));
    rest.then_some(first)
}

/// Years of experience are no more than this.
const MOST_YEARS: f64 = 50.0;

/// Whether the stage named is the one somebody has: "I'm a junior", "as a mid", not "to senior".
pub(crate) fn is_where_they_are(analysis: &Analysis) -> bool {
    let Some(at) = analysis.entities.classes.iter().position(|c| *c == Some(Class::Stage)) else { return false };
    let before: Vec<&str> = analysis.tokens[at.saturating_sub(3)..at].iter().map(|t| t.word.as_str()).collect();
    let here = |w: &&str| matches!(*w, "am" | "im" | "as" | "being" | "from" | "currently" | "our" | "my");
    let there = |w: &&str| matches!(*w, "to" | "become" | "becoming" | "reach" | "until" | "into" | "be" | "make");
    let behind = matches!(before.last(), Some(&"past" | &"beyond" | &"after"));
    (behind || before.iter().any(here)) && !before.iter().any(there)
}
