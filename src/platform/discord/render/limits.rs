//! How much fits where, and how longer text is cut.
//!
//! Lengths are counted in UTF-16 units: Discord's own programs disagree on the unit, and this is the strictest of them.

/// Of plain text.
pub const CONTENT: usize = 2_000;
/// Of the text of an embed.
pub const DESCRIPTION: usize = 4_096;
/// Of everything in all embeds of a message.
pub const EMBEDS: usize = 6_000;
/// Of the text of a field.
pub const FIELD: usize = 1_024;
/// Of the line above an embed, and of the title of a field.
pub const NAME: usize = 256;
/// Of the line below an embed.
pub const FOOTER: usize = 2_048;
/// Of what a button says when it is pressed.
pub const CUSTOM_ID: usize = 100;
/// Of the words on a button.
pub const BUTTON: usize = 80;
/// Of an item of a menu, and of a choice while somebody types.
pub const ITEM: usize = 100;
/// Items of a menu, and choices while somebody types.
pub const ITEMS: usize = 25;
/// Buttons in a row, and rows in a message.
pub const ROW: usize = 5;

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

/// One byte earlier where a backslash would lose the character that it escapes.
fn whole_escapes(text: &str, end: usize) -> usize {
    let slashes = text[..end].bytes().rev().take_while(|b| *b == b'\\').count();
    if slashes % 2 == 1 { end - 1 } else { end }
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
    }

    proptest! {
        #[test]
        fn pieces_fit_and_lose_nothing(text in "(\\PC|[ .\n*\\\\🦀é]){0,300}", most in 4usize..60) {
            let pages = pages(&text, most);
            prop_assert!(pages.iter().all(|p| length(p) <= most));
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&pages.concat()), letters(&text));
        }

        #[test]
        fn what_is_cut_fits(text in "\\PC{0,200}", most in 1usize..60) {
            prop_assert!(length(&cut(&text, most)) <= most);
        }
    }
}
