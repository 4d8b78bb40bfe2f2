//! How long text is, and how longer text is cut: the same for every chat platform.
//!
//! Lengths are counted in UTF-16 units: the platforms' own programs disagree on the unit, and this is the strictest of
//! them.

/// The longest escape that stands for one character, such as `&amp;`.
const ENTITY: usize = 5;

/// In UTF-16 units.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// As much of it as fits, with a mark where something is missing.
pub fn cut(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_owned();
    }
    let end = fitting(text, most.saturating_sub(1));
    format!("{}…", &text[..whole_escapes(text, end)])
}

/// Text in one line, as long as there is room.
pub fn one_line(text: &str, most: usize) -> String {
    cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), most)
}

/// Text in pieces that fit, cut at the end of a sentence or a line where there is one, else between words.
pub fn pages(text: &str, most: usize) -> Vec<String> {
    let mut pages = Vec::new();
    let mut rest = text.trim();
    while length(rest) > most {
        let end = boundary(rest, fitting(rest, most));
        pages.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    if !rest.is_empty() || pages.is_empty() {
        pages.push(rest.to_owned());
    }
    pages
}

/// The last byte up to which text has no more than so many units.
fn fitting(text: &str, most: usize) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > most {
            return at;
        }
    }
    text.len()
}

/// Where to cut before a byte.
fn boundary(text: &str, end: usize) -> usize {
    let head = &text[..end];
    let sentence = ["\n", ". ", "? ", "! "].iter().filter_map(|mark| head.rfind(mark).map(|at| at + mark.len())).max();
    let word = head.rfind(' ').map(|at| at + 1);
    let far_enough = |at: &usize| *at >= end / 2;
    let anywhere = whole_escapes(text, end);
    let first = text.chars().next().map_or(0, char::len_utf8);
    sentence.filter(far_enough).or_else(|| word.filter(far_enough)).unwrap_or(anywhere).max(first)
}

/// Earlier where the cut would go through an escape: a backslash and its character, or an entity such as `&amp;`.
fn whole_escapes(text: &str, end: usize) -> usize {
    let head = &text[..end];
    let slashes = head.bytes().rev().take_while(|b| *b == b'\\').count();
    if slashes % 2 == 1 {
        return end - 1;
    }
    let entity = head.rfind('&').filter(|at| end - at < ENTITY && !head[*at..].contains(';'));
    let open = |at: &usize| ["&amp;", "&lt;", "&gt;"].iter().any(|e| text[*at..].starts_with(e));
    entity.filter(open).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cut_at_the_end_of_a_sentence() {
        let pages = pages("One two three. Four five six. Seven eight.", 32);
        assert_eq!(pages, ["One two three. Four five six.", "Seven eight."]);
    }

    #[test]
    fn an_escape_is_not_torn() {
        assert_eq!(cut("abc\\*def", 5), "abc…");
        assert_eq!(pages("abcd\\*ef", 5), ["abcd", "\\*ef"]);
        assert_eq!(cut("ab&amp;def", 6), "ab…");
        assert_eq!(cut("ab&amp;def", 8), "ab&amp;…");
        assert_eq!(pages("abcd&lt;ef", 6), ["abcd", "&lt;ef"]);
        assert_eq!(cut("R&Decision", 6), "R&Dec…");
    }

    proptest! {
        #[test]
        fn pieces_fit_and_lose_nothing(text in "(\\PC|[ .\n*\\\\🦀é]|&amp;|&lt;){0,300}", most in 5usize..60) {
            let pages = pages(&text, most);
            prop_assert!(pages.iter().all(|p| length(p) <= most));
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&pages.concat()), letters(&text));
        }

        #[test]
        fn what_is_cut_fits(text in "(\\PC|&amp;){0,200}", most in 1usize..60) {
            prop_assert!(length(&cut(&text, most)) <= most);
        }
    }
}
