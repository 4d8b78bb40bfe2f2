//! A chart of pay as SVG.
//!
//! What was asked for differs by a thick outline and a mark, not by color alone.

use std::fmt::Write as _;

use super::axis::Axis;
use super::pen::{BLUE, CARD, FAINT, GRID, INK, ORANGE, PALE, Paper, SMALL, TEXT, TITLE_LINE};
use super::pen::{cut, headed, open, round, text, wrapped};
use super::{Chart, Figures, Row, Unit};
use crate::answer::format;

const ROW: f64 = 82.0;
const BAR: f64 = 26.0;
const TOP: f64 = 96.0;

/// From the top of a row to its bar.
const BAR_TOP: f64 = 38.0;
/// From the label of one offer to that of the next.
const OFFER: f64 = 28.0;
/// How far a point reaches that says "and more".
const POINT: f64 = 14.0;
/// What figures take below a label.
const BELOW: f64 = 24.0;
/// Between the two lines of a label.
const LABEL_LINE: f64 = 25.0;
/// Between two small lines.
const LINE: f64 = 24.0;
/// Amounts of the axis that a narrow picture has room for.
const NARROW_TICKS: usize = 5;

/// Where things stand.
#[derive(Clone, Copy)]
struct Place {
    paper: Paper,
    axis: Axis,
    unit: Unit,
    /// Room for the second line of labels, where one of them needs it.
    second: f64,
}

impl Place {
    /// Where an amount stands.
    fn x(self, amount: f64) -> f64 {
        round(self.paper.margin + self.axis.at(amount) * self.paper.inner())
    }

    /// What a second line of the label, and figures below it, take.
    fn below(self) -> f64 {
        self.second + if self.paper.stacked { BELOW } else { 0.0 }
    }
}

/// Draws it.
pub(super) fn draw(chart: &Chart, paper: Paper) -> String {
    let long = chart.rows.iter().any(|row| label(row, paper).len() > 1);
    let second = if long { LABEL_LINE } else { 0.0 };
    let place = Place { paper, axis: Axis::of(chart), unit: chart.unit, second };
    let caption: Vec<String> = chart.caption.iter().flat_map(|line| wrapped(line, paper.caption)).collect();
    let legend = wrapped(&legend(chart), paper.caption);
    let title = (wrapped(&chart.title, paper.title).len() - 1) as f64 * TITLE_LINE;
    let first = TOP + title;
    let top = first + (legend.len() - 1) as f64 * LINE;
    let row = ROW + place.below();
    let bottom = top + chart.rows.len() as f64 * row;
    let labels = (0_u16..).zip(&chart.offers).map(|(n, _)| if n == 0 { 34.0 } else { OFFER });
    let below = bottom + 62.0 + labels.sum::<f64>();
    let height = below + caption.len() as f64 * LINE;
    let mut out = String::new();
    open(&mut out, paper, height, &chart.title, &chart.alt());
    headed(&mut out, paper, 46.0, &chart.title);
    small(&mut out, paper, first - 14.0, &legend);
    ticks(&mut out, place, bottom);
    for (n, of) in (0_u16..).zip(&chart.rows) {
        let at = top + f64::from(n) * row;
        let bar = at + BAR_TOP + place.below();
        grid(&mut out, place, bar);
        draw_row(&mut out, place, of, at, bar);
        for offer in &chart.offers {
            offer_line(&mut out, place, *offer, bar);
        }
    }
    for (n, offer) in (0_u16..).zip(&chart.offers) {
        offer_label(&mut out, place, *offer, bottom + 58.0 + f64::from(n) * OFFER);
    }
    small(&mut out, paper, below, &caption);
    out.push_str("</svg>\n");
    out
}

/// Small lines, one below the other.
fn small(out: &mut String, paper: Paper, first: f64, lines: &[String]) {
    for (n, line) in (0_u16..).zip(lines) {
        text(out, paper.margin, first + f64::from(n) * LINE, SMALL, FAINT, "start", false, line);
    }
}

/// What the forms mean, in a line.
fn legend(chart: &Chart) -> String {
    let is_band = |row: &Row| matches!(row.figures, Figures::Band { .. });
    let per = format::per(chart.unit.per);
    match (chart.rows.iter().any(is_band), chart.rows.iter().all(is_band)) {
        (_, true) => format!("Bars: bands of the guide, {per}"),
        (true, false) => "Bars: bands of the guide. Box: 10th percentile, median, 90th".to_owned(),
        (false, false) => format!("10th percentile, median and 90th, {per}; the box is the middle half"),
    }
}

/// Lines behind the bar of a row; none behind letters.
fn grid(out: &mut String, place: Place, bar: f64) {
    let (from, to) = (bar - 5.0, bar + BAR + 5.0);
    for mark in place.axis.marks() {
        let at = place.x(mark);
        let _ = writeln!(out, r#"<line x1="{at}" y1="{from}" x2="{at}" y2="{to}" stroke="{GRID}" stroke-width="2"/>"#);
    }
}

fn ticks(out: &mut String, place: Place, bottom: f64) {
    let axis = place.axis;
    let every = if place.paper.stacked && axis.marks().count() > NARROW_TICKS { 2 } else { 1 };
    for mark in axis.marks().step_by(every) {
        let anchor = if mark == axis.from {
            "start"
        } else if (mark - axis.to).abs() < 1.0 {
            "end"
        } else {
            "middle"
        };
        text(out, place.x(mark), bottom + 22.0, SMALL, FAINT, anchor, false, &place.unit.short(mark));
    }
}

fn draw_row(out: &mut String, place: Place, row: &Row, top: f64, bar: f64) {
    let paper = place.paper;
    let label = label(row, paper);
    // A label of one line stands right above its bar, however long the others are.
    let first = top + 26.0 + if label.len() > 1 { 0.0 } else { place.second };
    for (n, line) in (0_u16..).zip(label) {
        text(out, paper.margin, first + f64::from(n) * LABEL_LINE, TEXT, INK, "start", row.asked, &line);
    }
    let (x, y, anchor) = match paper.stacked {
        true => (paper.margin, top + 26.0 + place.below(), "start"),
        false => (paper.right(), first, "end"),
    };
    text(out, x, y, SMALL, INK, anchor, false, &row.figures.text(place.unit));
    match row.figures {
        Figures::Band { low, high, open } => band(out, place, row.asked, (low, high, open), bar),
        Figures::Percentiles { p, known } => percentiles(out, place, row.asked, (p, known), bar),
    }
}

/// In two lines where it does not fit in one: "nearest" is no word to cut off.
fn label(row: &Row, paper: Paper) -> Vec<String> {
    let mark = if row.asked { "▶ " } else { "" };
    let mut lines = wrapped(&format!("{mark}{}", row.label), paper.label);
    if lines.len() > 2 {
        let rest = lines.split_off(1).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| cut(line, paper.label)).collect()
}

fn band(out: &mut String, place: Place, asked: bool, (low, high, open): (f64, f64, bool), top: f64) {
    let (from, to) = (place.x(low), place.x(high));
    let (fill, outline) = if asked { (BLUE, 4) } else { (PALE, 0) };
    let width = round(to - from);
    let _ = writeln!(
        out,
        r#"<rect x="{from}" y="{top}" width="{width}" height="{BAR}" rx="4" fill="{fill}" stroke="{INK}" stroke-width="{outline}"/>"#
    );
    if open {
        let (middle, end) = (top + BAR / 2.0, to + POINT);
        let _ = writeln!(out, r#"<path d="M{to} {top} L{end} {middle} L{to} {} Z" fill="{fill}"/>"#, top + BAR);
    }
}

/// A line from the 10th to the 90th percentile, a box over the middle half, a bar at the median. What is only known to be
/// at or above an amount ends there in a point.
fn percentiles(out: &mut String, place: Place, asked: bool, (p, known): ([f64; 5], usize), top: f64) {
    let [p10, p25, p50, p75, p90] = p.map(|amount| place.x(amount));
    let middle = top + BAR / 2.0;
    let (fill, outline) = if asked { (BLUE, 4) } else { (PALE, 2) };
    let is_known = |at: usize| at < known;
    let _ =
        writeln!(out, r#"<line x1="{p10}" y1="{middle}" x2="{p90}" y2="{middle}" stroke="{INK}" stroke-width="4"/>"#);
    for end in [(p10, 0), (p90, 4)].into_iter().filter(|(_, at)| is_known(*at)).map(|(end, _)| end) {
        let (from, to) = (top + 5.0, top + BAR - 5.0);
        let _ = writeln!(out, r#"<line x1="{end}" y1="{from}" x2="{end}" y2="{to}" stroke="{INK}" stroke-width="4"/>"#);
    }
    if is_known(1) {
        let width = round(p75 - p25);
        let _ = writeln!(
            out,
            r#"<rect x="{p25}" y="{top}" width="{width}" height="{BAR}" fill="{fill}" stroke="{INK}" stroke-width="{outline}"/>"#
        );
    }
    if is_known(2) {
        let color = if asked { CARD } else { INK };
        let _ = writeln!(
            out,
            r#"<line x1="{p50}" y1="{top}" x2="{p50}" y2="{}" stroke="{color}" stroke-width="5"/>"#,
            top + BAR
        );
    }
    if !is_known(4) {
        let (from, to, end) = (top + 4.0, top + BAR - 4.0, p90 + POINT);
        let _ = writeln!(out, r#"<path d="M{p90} {from} L{end} {middle} L{p90} {to} Z" fill="{INK}"/>"#);
    }
}

/// Across the bar of a row, not across its letters.
fn offer_line(out: &mut String, place: Place, offer: f64, bar: f64) {
    let (at, from, to) = (place.x(offer), bar - 7.0, bar + BAR + 7.0);
    let _ = writeln!(out, r#"<line x1="{at}" y1="{from}" x2="{at}" y2="{to}" stroke="{CARD}" stroke-width="10"/>"#);
    let _ = writeln!(out, r#"<line x1="{at}" y1="{from}" x2="{at}" y2="{to}" stroke="{ORANGE}" stroke-width="6"/>"#);
}

fn offer_label(out: &mut String, place: Place, offer: f64, y: f64) {
    let label = format!("offer {}", place.unit.short(offer));
    let anchor = match place.axis.at(offer) {
        at if at > 0.8 => "end",
        at if at < 0.2 => "start",
        _ => "middle",
    };
    text(out, place.x(offer), y, TEXT, ORANGE, anchor, true, &label);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::pen::{NARROW, WIDE};
    use crate::chart::testing::chart;

    #[test]
    fn words_cannot_break_the_markup() {
        let svg = draw(&chart(), WIDE);
        assert!(svg.contains("A &lt;title&gt; &amp; more") && !svg.contains("<title>A <"), "{svg}");
    }

    #[test]
    fn a_phone_gets_every_figure_within_its_width() {
        let svg = draw(&chart(), NARROW);
        let figures = ["$145K–$215K", "$185K–$285K+", "$90K – $141K – $220K", "offer $190K"];
        assert!(figures.iter().all(|figure| svg.contains(figure)), "{svg}");
        // Letters of the font are no wider than six tenths of their height on average.
        for line in svg.lines().filter(|line| line.contains("text-anchor=\"start\"")) {
            let number = |name: &str| -> f64 {
                let rest = line.split_once(&format!(" {name}=\"")).unwrap().1;
                rest.split_once('"').unwrap().0.parse().unwrap()
            };
            let words = line.split_once('>').unwrap().1.trim_end_matches("</text>");
            let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let end = number("x") + words.chars().count() as f64 * number("font-size") * 0.6;
            assert!(end <= NARROW.width + 12.0, "{words}: {end}");
        }
    }
}
