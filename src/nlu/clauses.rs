//! A message to clauses, so that a question is found in a ramble, and two questions get two answers.

use super::function_words::is_function_word;
use super::token::Token;

/// A run of words that may hold one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Which tokens of the message.
    pub span: std::ops::Range<usize>,
    /// Whether it asks something.
    pub asks: bool,
}

const QUESTION_WORDS: [&str; 9] = ["what", "how", "which", "who", "why", "when", "where", "whose", "whats"];
const AUXILIARIES: [&str; 27] = [
    "is", "are", "am", "do", "does", "did", "can", "could", "should", "would", "will", "has", "have", "was", "were",
    "isnt", "arent", "dont", "doesnt", "cant", "shouldnt", "wouldnt", "wont", "any", "anyone", "anybody", "may",
];
const IMPERATIVES: [&str; 16] = [
    "tell",
    "list",
    "explain",
    "give",
    "show",
    "describe",
    "compare",
    "lay",
    "name",
    "settle",
    "help",
    "define",
    "summarize",
    "summarise",
    "remind",
    "walk",
];
const JOINERS: [&str; 7] = ["and", "also", "plus", "or", "but", "then", "so"];

/// Splits at ends of sentences, and where a joiner or a comma leads into a new question.
pub fn split(text: &str, tokens: &[Token]) -> Vec<Clause> {
    let mut starts = vec![0];
    for at in 1..tokens.len() {
        let start = starts[starts.len() - 1];
        let open = asks(text, tokens, start, at) || (start..at).any(|i| opens_question(tokens, i, start));
        if ends_sentence(text, &tokens[at - 1], &tokens[at]) || begins_question(tokens, at, start, open) {
            starts.push(at);
        }
    }
    drop_empty(tokens, &mut starts, text);
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    let spans = starts.iter().copied().zip(ends).filter(|(start, end)| start < end);
    spans.map(|(start, end)| Clause { span: start..end, asks: asks(text, tokens, start, end) }).collect()
}

/// Words of a tag at the end of a question, at most.
pub const LONGEST_TAG: usize = 4;

/// "…, and which ones?" asks nothing by itself: it stays with what it is about.
fn drop_empty(tokens: &[Token], starts: &mut Vec<usize>, text: &str) {
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([tokens.len()]).collect();
    let all = starts.clone();
    let empty = |start: usize, end: usize| {
        let words = || tokens[start..end].iter().map(|t| t.word.as_str());
        end - start <= LONGEST_TAG && words().all(|w| is_function_word(w) && w != "job")
    };
    starts.clear();
    for (start, end) in all.into_iter().zip(ends) {
        let same_sentence = start > 0 && !ends_sentence(text, &tokens[start - 1], &tokens[start]);
        if !(same_sentence && empty(start, end)) {
            starts.push(start);
        }
    }
}

fn between<'a>(text: &'a str, left: &Token, right: &Token) -> &'a str {
    text.get(left.end..right.start).unwrap_or_default()
}

fn ends_sentence(text: &str, left: &Token, right: &Token) -> bool {
    between(text, left, right).contains(['.', '?', '!', ';', '\n'])
}

/// "…, and what is", "and how many", "also is it": but not "what and how", which has no question before it yet.
///
/// What stands before the first question of a sentence belongs to it: "remote, mid level: what do they make".
fn begins_question(tokens: &[Token], at: usize, start: usize, open: bool) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.word.as_str());
    if !open || at < start + 2 || starts_question(word(at - 1), word(at)) && JOINERS.contains(&word(at - 1)) {
        return false;
    }
    let joined =
        JOINERS.contains(&word(at)) && (1..=2).any(|ahead| starts_question(word(at + ahead), word(at + ahead + 1)));
    let after_comma = tokens[at].after_break && starts_question(word(at), word(at + 1));
    joined || after_comma
}

fn starts_question(word: &str, next: &str) -> bool {
    const SUBJECTS: [&str; 22] = [
        "i", "it", "they", "you", "we", "he", "she", "that", "this", "these", "there", "the", "a", "an", "my", "our",
        "people", "remote", "juniors", "any", "someone", "mlops",
    ];
    let question_word = QUESTION_WORDS.contains(&word);
    question_word && !matches!(next, "is" if word == "that") || AUXILIARIES.contains(&word) && SUBJECTS.contains(&next)
}

fn asks(text: &str, tokens: &[Token], start: usize, end: usize) -> bool {
    let tail_end = tokens.get(end).map_or(text.len(), |t| t.start);
    let marked = text.get(tokens[end - 1].end..tail_end).is_some_and(|tail| tail.contains('?'));
    let lead = tokens[start..end].iter().take_while(|t| is_lead_in(&t.word)).count();
    let word = |i: usize| tokens[start..end].get(i).map_or("", |t| t.word.as_str());
    let opening =
        QUESTION_WORDS.contains(&word(lead)) || AUXILIARIES.contains(&word(lead)) || IMPERATIVES.contains(&word(lead));
    marked
        || opening
        || (start..end).any(|at| is_inverted(&tokens[..end], at))
        || (start + 1..end).any(|at| opens_question(&tokens[..end], at, start))
}

/// Behind a comma or a colon, or behind a word of asking: "wondering what", "no idea how", "they asked me which".
fn opens_question(tokens: &[Token], at: usize, start: usize) -> bool {
    const ASKING: [&str; 17] = [
        "know",
        "wonder",
        "wondering",
        "curious",
        "ask",
        "asks",
        "asking",
        "asked",
        "idea",
        "clue",
        "sure",
        "understand",
        "figure",
        "tell",
        "explain",
        "on",
        "about",
    ];
    let word = |i: usize| tokens.get(i).map_or("", |t| t.word.as_str());
    let before = (start..at).rev().map(word).find(|w| !matches!(*w, "me" | "us" | "out" | "is" | "her" | "him" | "of"));
    if QUESTION_WORDS.contains(&word(at)) && AUXILIARIES.contains(&word(at + 1)) {
        return true;
    }
    let led = tokens[at].after_break || before.is_some_and(|w| ASKING.contains(&w));
    led && starts_question(word(at), word(at + 1))
}

/// "If I work from home, do they pay less", "pay for seniors how much": the order of words asks, wherever it stands.
fn is_inverted(tokens: &[Token], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.word.as_str());
    let before = at.checked_sub(1).map_or("", word);
    let auxiliary = matches!(
        word(at),
        "do" | "does" | "did" | "is" | "are" | "can" | "could" | "should" | "would" | "will" | "am" | "was" | "were"
    );
    let pronoun = matches!(word(at + 1), "i" | "they" | "he" | "she" | "we" | "it");
    let told = matches!(
        before,
        "so" | "nor" | "neither" | "as" | "than" | "that" | "this" | "here" | "there" | "what" | "it" | "only" | "to"
    );
    word(at) == "how" && matches!(word(at + 1), "much" | "many" | "long" | "often") || auxiliary && pronoun && !told
}

/// Where the question in a clause begins: "sorry, basic question, | what do they do".
pub fn opening(tokens: &[Token], clause: &Clause) -> Option<usize> {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.word.as_str());
    let begins = |at: usize| QUESTION_WORDS.contains(&word(at)) || starts_question(word(at), word(at + 1));
    clause.span.clone().find(|at| begins(*at)).filter(|_| clause.asks)
}

fn is_lead_in(word: &str) -> bool {
    JOINERS.contains(&word)
        || matches!(
            word,
            "ok" | "okay"
                | "hey"
                | "hi"
                | "hello"
                | "yo"
                | "hm"
                | "hmm"
                | "please"
                | "just"
                | "well"
                | "oh"
                | "right"
                | "now"
                | "guys"
                | "folks"
                | "all"
                | "everyone"
                | "team"
                | "for"
        )
}

#[cfg(test)]
mod tests {
    use super::super::token::tokenise;
    use super::*;

    fn parts(text: &str) -> Vec<(String, bool)> {
        let tokens = tokenise(text);
        let show = |c: &Clause| tokens[c.span.clone()].iter().map(|t| t.word.as_str()).collect::<Vec<_>>().join(" ");
        split(text, &tokens).iter().map(|c| (show(c), c.asks)).collect()
    }

    #[test]
    fn two_questions_come_apart() {
        let two = parts("what do seniors make, and which certs matter?");
        assert_eq!(two, [("what do seniors make".to_owned(), true), ("and which certs matter".to_owned(), true)]);
        assert_eq!(parts("junior pay? also is it a good career").len(), 2);
        assert_eq!(parts("what's the ratio and where does that number come from").len(), 2);
    }

    #[test]
    fn one_question_stays_whole() {
        assert_eq!(parts("what and how do they test").len(), 1);
        assert_eq!(parts("what do ml engineers and mlops engineers share").len(), 1);
        assert_eq!(parts("daily and weekly tasks in mlops").len(), 1);
    }

    #[test]
    fn a_ramble_has_one_question() {
        let asking: Vec<bool> =
            parts("I moved here last year. They call me senior. What do seniors get?").iter().map(|p| p.1).collect();
        assert_eq!(asking, [false, false, true]);
    }
}
