//! Pictures of counts: columns of days, parted by kind, and bars one below the other.

use std::fmt::Write as _;

use super::pen::{BLUE, FAINT, GRID, INK, NARROW, ORANGE, PALE, Paper, SMALL, TEXT, WIDE};
use super::pen::{cut, headed, open, round, text};
use crate::answer::format;

/// Kinds that a column is parted in, from below; each has a color of its own.
const KINDS: usize = 3;
const COLORS: [&str; KINDS] = [BLUE, PALE, ORANGE];

/// Height of the field in which columns stand.
const FIELD: f64 = 220.0;
/// Where it begins, below title and legend.
const TOP: f64 = 96.0;
/// Room for the numbers of the axis.
const NUMBERS: f64 = 52.0;
/// A column is no wider, however few there are.
const WIDEST: f64 = 64.0;
/// Of its share of the width, what a column fills.
const FILLED: f64 = 0.76;
/// Of the width, what one day's name takes.
const NAMED: f64 = 104.0;
/// Lines of the axis, at most, beside the lowest.
const LINES: u64 = 4;

/// From one bar to the next.
const ROW: f64 = 58.0;
const BAR: f64 = 16.0;

/// How many of each kind there were, day by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// What it shows.
    pub title: String,
    /// The kinds, from below.
    pub kinds: [&'static str; KINDS],
    /// Days by name, the oldest first, none left out, with how many of each kind.
    pub days: Vec<(String, [u64; KINDS])>,
}

/// How many of each there were, the most first.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// What it shows.
    pub title: String,
    /// What it is, how much, and that as it is written.
    pub rows: Vec<(String, f64, String)>,
}

impl Columns {
    /// As SVG.
    pub fn svg(&self) -> String {
        self.draw(WIDE)
    }

    /// As SVG for a phone.
    pub fn narrow_svg(&self) -> String {
        self.draw(NARROW)
    }

    fn draw(&self, paper: Paper) -> String {
        let mut body = String::new();
        let top = TOP + headed(&mut body, paper, 44.0, &self.title);
        self.legend(&mut body, paper, top - 36.0);
        let most = self.days.iter().map(|(_, n)| n.iter().sum()).max().unwrap_or(0);
        let step = step(most);
        let highest = most.div_ceil(step).max(1) * step;
        let left = paper.margin + NUMBERS;
        for n in (0..=highest / step).map(|line| line * step) {
            let at = round(top + FIELD - height(n, highest));
            let _ = writeln!(
                body,
                r#"<line x1="{left}" y1="{at}" x2="{}" y2="{at}" stroke="{GRID}" stroke-width="2"/>"#,
                paper.right()
            );
            text(&mut body, left - 10.0, at + 6.0, SMALL, FAINT, "end", false, &counted(n));
        }
        let share = (paper.right() - left) / self.days.len().max(1) as f64;
        let named = ((paper.right() - left) / NAMED).floor().max(1.0) as usize;
        let every = self.days.len().div_ceil(named).max(1);
        for (n, (name, counts)) in self.days.iter().enumerate() {
            let middle = left + (n as f64 + 0.5) * share;
            column(&mut body, middle, top, (share * FILLED).min(WIDEST), counts, highest);
            // Counted from the last day, which always has its name.
            if (self.days.len() - 1 - n).is_multiple_of(every) {
                let (x, anchor) = if n + 1 == self.days.len() { (paper.right(), "end") } else { (middle, "middle") };
                text(&mut body, round(x), top + FIELD + 28.0, SMALL, FAINT, anchor, false, name);
            }
        }
        let mut out = String::new();
        open(&mut out, paper, top + FIELD + 48.0, &self.title, &self.alt());
        out + &body + "</svg>\n"
    }

    fn legend(&self, out: &mut String, paper: Paper, y: f64) {
        let mut x = paper.margin;
        let apart = if paper.stacked { 40.0 } else { 54.0 };
        for (kind, color) in self.kinds.iter().zip(COLORS) {
            let _ = writeln!(out, r#"<rect x="{x}" y="{y}" width="15" height="15" rx="3" fill="{color}"/>"#);
            text(out, x + 23.0, y + 14.0, SMALL, INK, "start", false, kind);
            x += apart + kind.chars().count() as f64 * 11.0;
        }
    }

    /// In words, with the sums: the days stand in the table beside it.
    pub fn alt(&self) -> String {
        let sum = |at: usize| self.days.iter().map(|(_, n)| n[at]).sum();
        let kinds: Vec<String> =
            self.kinds.iter().enumerate().map(|(n, k)| format!("{} {k}", counted(sum(n)))).collect();
        format!("{}: {}.", self.title, kinds.join(", "))
    }
}

fn column(out: &mut String, middle: f64, top: f64, width: f64, counts: &[u64; KINDS], highest: u64) {
    let mut below = top + FIELD;
    for (n, color) in counts.iter().zip(COLORS).filter(|(n, _)| **n > 0) {
        let tall = height(*n, highest);
        below -= tall;
        let (x, y, width, tall) = (round(middle - width / 2.0), round(below), round(width), round(tall));
        let _ = writeln!(out, r#"<rect x="{x}" y="{y}" width="{width}" height="{tall}" fill="{color}"/>"#);
    }
}

fn height(n: u64, highest: u64) -> f64 {
    n as f64 / highest as f64 * FIELD
}

/// Between two lines of the axis: 1, 2 or 5, and so many zeros.
fn step(most: u64) -> u64 {
    let mut decade = 1_u64;
    loop {
        if let Some(step) = [1, 2, 5].into_iter().map(|n| n * decade).find(|step| most.div_ceil(*step) <= LINES) {
            return step;
        }
        // No number of questions comes near the end of 64 bits.
        decade = decade.saturating_mul(10);
    }
}

impl Bars {
    /// As SVG.
    pub fn svg(&self) -> String {
        self.draw(WIDE)
    }

    /// As SVG for a phone.
    pub fn narrow_svg(&self) -> String {
        self.draw(NARROW)
    }

    fn draw(&self, paper: Paper) -> String {
        let mut body = String::new();
        let top = 62.0 + headed(&mut body, paper, 44.0, &self.title);
        let most = self.rows.iter().map(|(_, n, _)| *n).fold(f64::MIN_POSITIVE, f64::max);
        let margin = paper.margin;
        for (at, (label, n, written)) in self.rows.iter().enumerate() {
            let y = top + at as f64 * ROW;
            text(&mut body, margin, y + 22.0, TEXT - 2.0, INK, "start", false, &cut(label, paper.bar));
            text(&mut body, paper.right(), y + 22.0, SMALL, INK, "end", false, written);
            let width = round((n / most * paper.inner()).max(2.0));
            let bar = y + 31.0;
            let _ =
                writeln!(body, r#"<rect x="{margin}" y="{bar}" width="{width}" height="{BAR}" rx="3" fill="{BLUE}"/>"#);
        }
        let mut out = String::new();
        open(&mut out, paper, top + 16.0 + self.rows.len() as f64 * ROW, &self.title, &self.alt());
        out + &body + "</svg>\n"
    }

    /// In words, with every number.
    pub fn alt(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(|(label, _, written)| format!("{label}, {written}")).collect();
        format!("{}: {}.", self.title, rows.join("; "))
    }
}

fn counted(n: u64) -> String {
    format::count(usize::try_from(n).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_has_round_numbers_and_few_of_them() {
        let steps: Vec<u64> = [0, 1, 4, 5, 9, 33, 150, 1_234].into_iter().map(step).collect();
        assert_eq!(steps, [1, 1, 1, 2, 5, 10, 50, 500]);
        assert!(step(u64::MAX / 2) > 1);
    }

    #[test]
    fn columns_say_their_sums_and_stand_on_each_other() {
        let days = vec![("Nov 23".to_owned(), [2, 0, 0]), ("Nov 24".to_owned(), [1, 1, 2])];
        let columns =
            Columns { title: "Questions <a day>".to_owned(), kinds: ["answered", "clarify", "unknown"], days };
        assert_eq!(columns.alt(), "Questions <a day>: 3 answered, 1 clarify, 2 unknown.");
        let svg = columns.svg();
        assert!(svg.contains("Questions &lt;a day&gt;") && !svg.contains("<a day>"), "{svg}");
        // Four of four questions fill the field: two of them half of it, on top.
        assert!(svg.contains(r##"y="96" width="64" height="110" fill="#d55e00""##), "{svg}");
        assert!(svg.contains(r##"y="261" width="64" height="55" fill="#0072b2""##), "{svg}");
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        let none = Columns { title: String::new(), kinds: ["a", "b", "c"], days: Vec::new() };
        assert!(none.svg().ends_with("</svg>\n"));
        assert!(Bars { title: String::new(), rows: Vec::new() }.svg().ends_with("</svg>\n"));
    }

    #[test]
    fn the_longest_bar_fills_the_width() {
        let row = |label: &str, n: f64| (label.to_owned(), n, format!("{n}"));
        let bars = Bars { title: "Top".to_owned(), rows: vec![row("one & two", 4.0), row("three", 1.0)] };
        let svg = bars.svg();
        assert!(svg.contains(r#"width="696" height="16""#) && svg.contains(r#"width="174" height="16""#), "{svg}");
        assert_eq!(bars.alt(), "Top: one & two, 4; three, 1.");
    }
}
