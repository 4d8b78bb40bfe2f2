//! What all pictures are drawn with.
//!
//! A picture lies on an opaque card, so that it reads the same on dark and light pages. Letters are large enough for a
//! phone, where it is shown at half its width. The colors are of the palette of Okabe and Ito, which the color-blind can
//! tell apart.

use std::fmt::Write as _;

/// What a picture is drawn on: its measures, in its own units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paper {
    pub(super) width: f64,
    pub(super) margin: f64,
    /// Characters of a line of the title that fit, …
    pub(super) title: usize,
    /// … of a small line, …
    pub(super) caption: usize,
    /// … of the label of a row of pay, …
    pub(super) label: usize,
    /// … and of the label of a bar, beside its number.
    pub(super) bar: usize,
    /// Whether the figures of a row stand below its label, for want of room beside it.
    pub(super) stacked: bool,
}

/// For a desk, and for chats.
pub(super) const WIDE: Paper =
    Paper { width: 760.0, margin: 32.0, title: 46, caption: 76, label: 38, bar: 44, stacked: false };
/// For a phone: letters of the same size on half the width.
pub(super) const NARROW: Paper =
    Paper { width: 400.0, margin: 16.0, title: 23, caption: 39, label: 30, bar: 29, stacked: true };

impl Paper {
    /// Where the right margin begins.
    pub(super) fn right(self) -> f64 {
        self.width - self.margin
    }

    /// Between the margins.
    pub(super) fn inner(self) -> f64 {
        self.width - 2.0 * self.margin
    }
}

/// Between two lines of a title.
pub(super) const TITLE_LINE: f64 = 32.0;
pub(super) const TITLE: f64 = 26.0;
pub(super) const TEXT: f64 = 21.0;
pub(super) const SMALL: f64 = 17.0;
pub(super) const CARD: &str = "#ffffff";
pub(super) const INK: &str = "#1b2733";
pub(super) const FAINT: &str = "#5b6874";
pub(super) const GRID: &str = "#dde3e8";
pub(super) const BLUE: &str = "#0072b2";
pub(super) const PALE: &str = "#9fc6de";
pub(super) const ORANGE: &str = "#d55e00";

/// Begins a picture: what it shows, in words, for those who do not see it.
pub(super) fn open(out: &mut String, paper: Paper, height: f64, title: &str, words: &str) {
    let width = paper.width;
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" font-family="DejaVu Sans">"#
    );
    let _ = writeln!(out, "<title>{}</title>", escaped(title));
    let _ = writeln!(out, "<desc>{}</desc>", escaped(words));
    let _ = writeln!(out, r#"<rect width="{width}" height="{height}" rx="14" fill="{CARD}"/>"#);
}

/// The title, a line below the other; how far it reaches below its first line.
pub(super) fn headed(out: &mut String, paper: Paper, first: f64, title: &str) -> f64 {
    let lines = wrapped(title, paper.title);
    for (n, line) in (0_u16..).zip(&lines) {
        text(out, paper.margin, first + f64::from(n) * TITLE_LINE, TITLE, INK, "start", true, line);
    }
    (lines.len() - 1) as f64 * TITLE_LINE
}

/// Places to a tenth: the same text on every machine.
pub(super) fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// At most so many characters.
pub(super) fn cut(label: &str, most: usize) -> String {
    match label.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", label[..at].trim_end()),
        None => label.to_owned(),
    }
}

#[expect(clippy::too_many_arguments, reason = "a letter's place, size, color, side and weight are all of one call")]
pub(super) fn text(out: &mut String, x: f64, y: f64, size: f64, fill: &str, anchor: &str, bold: bool, words: &str) {
    let weight = if bold { r#" font-weight="bold""# } else { "" };
    let _ = writeln!(
        out,
        r#"<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}>{}</text>"#,
        escaped(words)
    );
}

/// Lines of at most so many characters, broken between words.
pub(super) fn wrapped(line: &str, most: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    for word in line.split_whitespace() {
        let full = out.last().is_some_and(|l| !l.is_empty() && l.chars().count() + 1 + word.chars().count() > most);
        if full {
            out.push(String::new());
        }
        if let Some(last) = out.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    out
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("", 8), [""]);
    }
}
