//! What somebody may mean while they type: from memory, in spite of typing errors.

use super::Kind;
use super::find::folded;
use super::kind::Choice;
use crate::knowledge::Knowledge;

/// How alike a word must be to what was typed.
const ALIKE: f64 = 0.8;

/// The choices that fit what was typed, best first; all of them while nothing is typed.
pub fn suggest(kind: Kind, knowledge: &Knowledge, typed: &str, most: usize) -> Vec<Choice> {
    let typed = folded(typed);
    let choices = kind.choices(knowledge);
    if typed.is_empty() {
        return choices.into_iter().take(most).collect();
    }
    let mut scored: Vec<(f64, Choice)> =
        choices.into_iter().map(|c| (fit(&c, &typed), c)).filter(|(score, _)| *score > 0.0).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(most).map(|(_, choice)| choice).collect()
}

/// How well a choice fits, 0 where it does not: by its beginning, by its words, by words like those typed.
fn fit(choice: &Choice, typed: &str) -> f64 {
    let (value, label) = (folded(&choice.value.replace('/', " ")), folded(&choice.label));
    if value == typed || label == typed {
        return 4.0;
    }
    if value.starts_with(typed) || label.starts_with(typed) {
        return 3.0;
    }
    if choice.value.rsplit('/').next().is_some_and(|name| folded(name).starts_with(typed)) {
        return 2.5;
    }
    let words: Vec<&str> = value.split(' ').chain(label.split(|c: char| !c.is_alphanumeric())).collect();
    let scores: Vec<f64> = typed.split(' ').map(|t| words.iter().map(|w| word_fit(w, t)).fold(0.0, f64::max)).collect();
    if scores.contains(&0.0) { 0.0 } else { scores.iter().sum::<f64>() / scores.len() as f64 }
}

/// A word against what was typed of it.
fn word_fit(word: &str, typed: &str) -> f64 {
    if word.starts_with(typed) {
        return 2.0;
    }
    // Half a word with a typing error in it is compared with as much of the whole word.
    let begun: String = word.chars().take(typed.chars().count()).collect();
    let alike = |word: &str| strsim::normalized_damerau_levenshtein(word, typed);
    let best = alike(word).max(alike(&begun));
    let needed = if typed.chars().count() < 4 { 1.0 } else { ALIKE.min(1.0 - 1.0 / typed.chars().count() as f64) };
    if best >= needed { best } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Tree;

    fn best(kind: Kind, typed: &str) -> Option<String> {
        let knowledge = Knowledge::load(&Tree::embedded()).unwrap();
        suggest(kind, &knowledge, typed, 25).into_iter().next().map(|c| c.value)
    }

    #[test]
    fn half_words_and_typing_errors_are_understood() {
        for typed in ["dev", "devops", "devosp", "DevOps Engineer", "dveops"] {
            assert_eq!(best(Kind::Role, typed).as_deref(), Some("devops-engineer"), "{typed}");
        }
        assert_eq!(best(Kind::Stage, "seniro").as_deref(), Some("senior"));
        assert_eq!(best(Kind::Article, "remtoe").as_deref().map(|id| id.starts_with("faq/remote")), Some(true));
        assert_eq!(best(Kind::Role, "zebra"), None);
    }

    #[test]
    fn nothing_typed_shows_the_first_and_no_more_than_asked() {
        let knowledge = Knowledge::load(&Tree::embedded()).unwrap();
        assert_eq!(suggest(Kind::Prepared, &knowledge, " ", 25).len(), 25);
        assert_eq!(suggest(Kind::Words, &knowledge, "x", 25), []);
    }
}
