//! Text with citations: the one small format in which sentences stand in the knowledge base.
//!
//! `[^source-id]` cites, `{figure-id}` stands for a figure that is written once, elsewhere.

use std::fmt::Write as _;

/// A sentence, and what it stands on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Words and figures, in order.
    pub pieces: Vec<Piece>,
    /// Ids of the sources cited in this sentence, in order.
    pub sources: Vec<String>,
    /// Whether it stands as an item of a list.
    pub bullet: bool,
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// The id of a fact or of a pay band.
    Figure(String),
}

/// Sentences as an editor wrote them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// In reading order.
    pub sentences: Vec<Sentence>,
}

impl Prose {
    /// Reads sentences; never fails: what is not markup is text.
    pub fn parse(source: &str) -> Prose {
        let mut sentences = Vec::new();
        for paragraph in paragraphs(source) {
            let (bullet, body) = match paragraph.strip_prefix("- ") {
                Some(item) => (true, item),
                None => (false, paragraph.as_str()),
            };
            for raw in split_sentences(body) {
                let mut sentence = parse_sentence(raw);
                sentence.bullet = bullet;
                sentences.push(sentence);
            }
        }
        Prose { sentences }
    }

    /// Every source id cited, in order of first mention.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.sentences.iter().flat_map(|s| s.sources.iter().map(String::as_str))
    }

    /// Every figure id referred to.
    pub fn figures(&self) -> impl Iterator<Item = &str> {
        self.sentences.iter().flat_map(|s| s.figures())
    }

    /// The bare words, with figures as the given function shows them.
    pub fn plain(&self, show: impl Fn(&str) -> String) -> String {
        let texts: Vec<String> = self.sentences.iter().map(|s| s.plain(&show)).collect();
        texts.join(" ")
    }
}

impl Sentence {
    /// Every figure id referred to.
    pub fn figures(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|p| match p {
            Piece::Figure(id) => Some(id.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// The bare words, with figures as the given function shows them.
    pub fn plain(&self, show: impl Fn(&str) -> String) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Figure(id) => {
                    let _ = write!(out, "{}", show(id));
                }
            }
        }
        out
    }
}

/// Paragraphs and list items, each on one line.
fn paragraphs(source: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in source.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
        } else if !open || line.starts_with("- ") {
            out.push(line.to_owned());
            open = true;
        } else if let Some(last) = out.last_mut() {
            last.push(' ');
            last.push_str(line);
        }
    }
    out
}

/// Splits behind `.`, `!` or `?` (with closing quotes and citations) where a new sentence begins.
fn split_sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices() {
        if at < start || !matches!(mark, '.' | '!' | '?') {
            continue;
        }
        let end = at + mark.len_utf8() + closing(&text[at + mark.len_utf8()..]);
        if begins_sentence(&text[end..]) {
            out.push(text[start..end].trim());
            start = end;
        }
    }
    if !text[start..].trim().is_empty() {
        out.push(text[start..].trim());
    }
    out
}

/// Length of the quotes, brackets and citations that belong to the sentence just ended.
fn closing(rest: &str) -> usize {
    let mut used = 0;
    loop {
        let tail = &rest[used..];
        if let Some(cite) = tail.strip_prefix("[^").and_then(|t| t.find(']')) {
            used += "[^".len() + cite + 1;
        } else if let Some(c) = tail.chars().next().filter(|c| matches!(c, '"' | '”' | ')' | '\'' | '’')) {
            used += c.len_utf8();
        } else {
            return used;
        }
    }
}

fn begins_sentence(rest: &str) -> bool {
    let trimmed = rest.trim_start();
    trimmed.len() < rest.len()
        && trimmed
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '{' | '(' | '$'))
}

fn parse_sentence(raw: &str) -> Sentence {
    let mut sentence = Sentence::default();
    let mut text = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find(['[', '{']) {
        text.push_str(&rest[..at]);
        let tail = &rest[at..];
        if let Some((id, after)) = enclosed(tail, "[^", ']') {
            sentence.sources.push(id.to_owned());
            rest = after;
        } else if let Some((id, after)) = enclosed(tail, "{", '}') {
            flush(&mut text, &mut sentence);
            sentence.pieces.push(Piece::Figure(id.to_owned()));
            rest = after;
        } else {
            text.push_str(&tail[..1]);
            rest = &tail[1..];
        }
    }
    text.push_str(rest);
    flush(&mut text, &mut sentence);
    sentence
}

fn flush(text: &mut String, sentence: &mut Sentence) {
    if !text.is_empty() {
        sentence.pieces.push(Piece::Text(std::mem::take(text)));
    }
}

fn enclosed<'a>(text: &'a str, open: &str, close: char) -> Option<(&'a str, &'a str)> {
    let inside = text.strip_prefix(open)?;
    let (id, after) = inside.split_once(close)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '/');
    (!id.is_empty() && id.chars().all(plain)).then_some((id, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_keep_their_citations_and_figures() {
        let prose = Prose::parse(
            "Reviews save {cloud-savings} of it.[^a-2026][^b-2025] \"Right?\" asks one.\n\n- An item.[^a-2026]",
        );
        assert_eq!(prose.sentences.len(), 3);
        assert_eq!(prose.sentences[0].sources, ["a-2026", "b-2025"]);
        assert_eq!(prose.sentences[0].figures().collect::<Vec<_>>(), ["cloud-savings"]);
        assert_eq!(prose.sentences[1].plain(str::to_owned), "\"Right?\" asks one.");
        assert!(prose.sentences[2].bullet);
    }

    #[test]
    fn what_is_not_markup_stays_text() {
        let prose = Prose::parse("A [link] and {Not An Id} and [^ too.");
        assert_eq!(prose.plain(str::to_owned), "A [link] and {Not An Id} and [^ too.");
    }

    #[test]
    fn an_abbreviation_does_not_end_a_sentence() {
        assert_eq!(Prose::parse("Work of 3.2 vs. others is fine.").sentences.len(), 1);
    }
}
