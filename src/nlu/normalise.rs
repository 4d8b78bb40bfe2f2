//! Raw message to clean text: markup, mentions, links, code and invisible characters go, words stay.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

/// Longest text that is read, in bytes: a question is never longer, a paste often is.
pub const LONGEST: usize = 6_000;

static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let patterns = [
        r"(?s)```.*?(?:```|$)",         // code blocks
        r"<[@#!:][^>\s]*(?:\s[^>]*)?>", // Slack and Discord mentions, channels, custom emoji
        r"<https?://[^>]*>",            // links as Slack writes them
        r"(?:https?://|www\.)\S+",      // links
        r"</?[a-zA-Z][^<>]{0,200}>",    // HTML
        r"(?:^|\s):[a-z0-9_+-]{2,40}:", // emoji by name
        r"(?:^|\s)@[\w.-]+",            // mentions as people type them
        r"\S+@\S+\.\S+",                // e-mail addresses
    ];
    Regex::new(&patterns.join("|")).ok()
});

/// Clean text with its letter case kept, on one line.
pub fn clean(text: &str) -> String {
    let bounded = bound(text);
    let without = match markup(bounded) {
        Some(markup) => markup.replace_all(bounded, " "),
        None => bounded.into(),
    };
    let folded: String = without.nfkc().map(plain_char).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What finds markup, where the text has a sign of any; most questions have none, and need not wait for it.
fn markup(text: &str) -> Option<&'static Regex> {
    let may_have = text.contains(['`', '<', ':', '@']) || text.contains("www.");
    if may_have { MARKUP.as_ref() } else { None }
}

/// Whether the message addresses somebody by name.
pub fn names_somebody(text: &str) -> bool {
    let trimmed = text.trim_start();
    trimmed.starts_with('@') && trimmed[1..].starts_with(char::is_alphanumeric)
}

fn bound(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn plain_char(c: char) -> char {
    match c {
        '‘' | '’' | '`' | '´' => '\'',
        '“' | '”' => '"',
        '‐'..='―' | '−' => '-',
        c if c.is_control() || is_invisible(c) => ' ',
        '*' | '_' | '~' | '|' => ' ',
        c => c,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        assert_eq!(
            clean("<@U123> **what** does a _senior_ make? :eyes: https://x.y/z?q=1"),
            "what does a senior make?"
        );
        assert_eq!(clean("ask\u{200B} me\n\n```rm -rf```  now"), "ask me now");
        assert_eq!(clean("<b>pay</b> ５ years"), "pay 5 years");
    }

    #[test]
    fn long_text_is_cut_at_a_character() {
        assert!(clean(&"é".repeat(50_000)).len() <= LONGEST);
    }
}
