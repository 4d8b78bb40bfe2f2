//! The little of Discord's markup that our messages use: bold, lists, boxes, escapes and addresses.

use maud::{Markup, PreEscaped, Render as _, html};

const FENCE: &str = "```";

/// Text of a message.
pub(super) fn blocks(text: &str) -> Markup {
    match text.split_once(FENCE).and_then(|(before, rest)| Some((before, rest.rsplit_once(FENCE)?))) {
        Some((before, (boxed, after))) => html! {
            (lines(before))
            pre.copied tabindex="0" { (boxed.trim_matches('\n')) }
            (lines(after))
        },
        None => lines(text),
    }
}

/// Lines, with lists as lists.
fn lines(text: &str) -> Markup {
    let mut groups: Vec<(bool, Vec<&str>)> = Vec::new();
    for line in text.split('\n') {
        let (item, words) = line.strip_prefix("- ").map_or((false, line), |rest| (true, rest));
        match groups.last_mut() {
            Some((same, group)) if *same == item => group.push(words),
            _ => groups.push((item, vec![words])),
        }
    }
    html! {
        @for (item, group) in &groups {
            @if *item {
                ul { @for line in group { li { (inline(line)) } } }
            } @else {
                @for paragraph in group.split(|line| line.is_empty()).filter(|p| !p.is_empty()) {
                    p { @for (at, line) in paragraph.iter().enumerate() { @if at > 0 { br; } (inline(line)) } }
                }
            }
        }
    }
}

/// One line: everything that is no markup is text.
pub(super) fn inline(line: &str) -> Markup {
    let mut out = String::new();
    let mut plain = String::new();
    let mut bold = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c == '\\' {
            let escaped = after.chars().next();
            plain.extend(escaped);
            rest = &after[escaped.map_or(0, char::len_utf8)..];
        } else if let Some(after) = rest.strip_prefix("**") {
            flush(&mut plain, &mut out);
            out.push_str(if bold { "</strong>" } else { "<strong>" });
            bold = !bold;
            rest = after;
        } else if let Some(url) = address(rest) {
            flush(&mut plain, &mut out);
            out.push_str(&link(url).into_string());
            rest = &rest[url.len()..];
        } else {
            plain.push(c);
            rest = after;
        }
    }
    flush(&mut plain, &mut out);
    if bold {
        out.push_str("</strong>");
    }
    PreEscaped(out)
}

/// Text goes out escaped, always.
fn flush(plain: &mut String, out: &mut String) {
    plain.as_str().render_to(out);
    plain.clear();
}

/// An address at the start of a text.
fn address(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ',', ')', ';']);
    (url.len() > scheme.len()).then_some(url)
}

/// A link to another site, which learns nothing of the question.
pub(in crate::web) fn link(url: &str) -> Markup {
    html! { a href=(url) rel="noopener noreferrer nofollow" target="_blank" { (url) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_elements() {
        let html = blocks("**Yes\\*.** [1]\n- one\n- two\n\nhttps://a.example/x, and").into_string();
        assert_eq!(
            html,
            "<p><strong>Yes*.</strong> [1]</p><ul><li>one</li><li>two</li></ul><p>\
             <a href=\"https://a.example/x\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">https://a.example/x</a>, and</p>"
        );
        assert_eq!(blocks("```\na <b>\n```").into_string(), "<pre class=\"copied\" tabindex=\"0\">a &lt;b&gt;</pre>");
    }

    #[test]
    fn nothing_else_becomes_an_element() {
        for text in ["<script>alert(1)</script>", "**<img src=x onerror=alert(1)>**", "javascript:alert(1)", "\\<b>"] {
            let html = blocks(text).into_string();
            assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
            assert!(!html.contains("href"), "{html}");
        }
        let html = inline("https://a.example/\"onmouseover=\"x **open").into_string();
        assert!(html.contains("href=\"https://a.example/\"") && !html.contains("\"onmouseover"), "{html}");
        assert!(html.ends_with("<strong>open</strong>"), "{html}");
    }
}
