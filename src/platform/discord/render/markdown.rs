//! Words as Discord's markup: what is not meant as markup shows as it is.

/// Escapes what would be taken for markup.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        // A list stays a list; quotes and headings are none.
        let inner = line.strip_prefix("- ").map_or(line, |rest| {
            out.push_str("- ");
            rest
        });
        if inner.starts_with(['#', '>', '-']) {
            out.push('\\');
        }
        for c in inner.chars() {
            if matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '[' | '<') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// Takes the escapes and the bold marks away again.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_shows_as_it_is() {
        assert_eq!(escape("a*b_c <@1> [x](y)"), "a\\*b\\_c \\<@1> \\[x](y)");
        assert_eq!(escape("# a\n- b\n> c"), "\\# a\n- b\n\\> c");
    }

    proptest! {
        #[test]
        fn plain_text_comes_back(text in "(\\PC|[\n*_#>-]){0,80}") {
            prop_assert_eq!(plain(&escape(&text)), text);
        }
    }
}
