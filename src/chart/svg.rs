//! A chart of pay as SVG.
//!
//! What was asked for differs by a thick outline and a mark, not by color alone.

use std::fmt::Write as _;

use super::axis::Axis;
use super::pen::{BLUE, CARD, FAINT, GRID, INK, MARGIN, ORANGE, PALE, SMALL, TEXT, TITLE, WIDTH};
use super::pen::{cut, open, round, text, wrapped};
use super::{Chart, Figures, Row, Unit};
use crate::answer::format;

const ROW: f64 = 82.0;
const BAR: f64 = 26.0;
const TOP: f64 = 88.0;

/// From the top of a row to its bar.
const BAR_TOP: f64 = 38.0;
/// From the label of one offer to that of the next.
const OFFER: f64 = 28.0;
/// How far a point reaches that says "and more".
const POINT: f64 = 14.0;
/// Characters of a label that fit beside the figures.
const LABEL: usize = 38;
/// Characters of a caption line that fit.
const CAPTION: usize = 76;

/// Draws it.
pub(super) fn draw(chart: &Chart) -> String {
    let axis = Axis::of(chart);
    let caption: Vec<String> = chart.caption.iter().flat_map(|line| wrapped(line, CAPTION)).collect();
    let title = wrapped(&chart.title, 46);
    let top = TOP + (title.len() - 1) as f64 * 32.0 + 8.0;
    let bottom = top + chart.rows.len() as f64 * ROW;
    let below =
        bottom + 62.0 + (0_u16..).zip(&chart.offers).map(|(n, _)| if n == 0 { 34.0 } else { OFFER }).sum::<f64>();
    let height = below + caption.len() as f64 * 24.0;
    let mut out = String::new();
    open(&mut out, height, &chart.title, &chart.alt());
    for (n, line) in (0_u16..).zip(&title) {
        text(&mut out, MARGIN, 46.0 + f64::from(n) * 32.0, TITLE, INK, "start", true, line);
    }
    text(&mut out, MARGIN, top - 14.0, SMALL, FAINT, "start", false, &legend(chart));
    ticks(&mut out, axis, chart.unit, bottom);
    for (n, row) in (0_u16..).zip(&chart.rows) {
        let at = top + f64::from(n) * ROW;
        grid(&mut out, axis, at + BAR_TOP);
        draw_row(&mut out, axis, chart.unit, row, at);
        for offer in &chart.offers {
            offer_line(&mut out, axis, *offer, at + BAR_TOP);
        }
    }
    for (n, offer) in (0_u16..).zip(&chart.offers) {
        offer_label(&mut out, axis, chart.unit, *offer, bottom + 58.0 + f64::from(n) * OFFER);
    }
    for (n, line) in (0_u16..).zip(&caption) {
        text(&mut out, MARGIN, below + f64::from(n) * 24.0, SMALL, FAINT, "start", false, line);
    }
    out.push_str("</svg>\n");
    out
}

/// Where an amount stands.
fn x(axis: Axis, amount: f64) -> f64 {
    round(MARGIN + axis.at(amount) * (WIDTH - 2.0 * MARGIN))
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
fn grid(out: &mut String, axis: Axis, bar: f64) {
    let (from, to) = (bar - 5.0, bar + BAR + 5.0);
    for mark in axis.marks() {
        let at = x(axis, mark);
        let _ = writeln!(out, r#"<line x1="{at}" y1="{from}" x2="{at}" y2="{to}" stroke="{GRID}" stroke-width="2"/>"#);
    }
}

fn ticks(out: &mut String, axis: Axis, unit: Unit, bottom: f64) {
    for mark in axis.marks() {
        let anchor = if mark == axis.from {
            "start"
        } else if (mark - axis.to).abs() < 1.0 {
            "end"
        } else {
            "middle"
        };
        text(out, x(axis, mark), bottom + 22.0, SMALL, FAINT, anchor, false, &unit.short(mark));
    }
}

fn draw_row(out: &mut String, axis: Axis, unit: Unit, row: &Row, top: f64) {
    let mark = if row.asked { "▶ " } else { "" };
    let label = cut(&format!("{mark}{}", row.label), LABEL);
    text(out, MARGIN, top + 26.0, TEXT, INK, "start", row.asked, &label);
    text(out, WIDTH - MARGIN, top + 26.0, SMALL, INK, "end", false, &row.figures.text(unit));
    let bar = top + BAR_TOP;
    match row.figures {
        Figures::Band { low, high, open } => band(out, axis, row.asked, (low, high, open), bar),
        Figures::Percentiles { p, known } => percentiles(out, axis, row.asked, (p, known), bar),
    }
}

fn band(out: &mut String, axis: Axis, asked: bool, (low, high, open): (f64, f64, bool), top: f64) {
    let (from, to) = (x(axis, low), x(axis, high));
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
fn percentiles(out: &mut String, axis: Axis, asked: bool, (p, known): ([f64; 5], usize), top: f64) {
    let [p10, p25, p50, p75, p90] = p.map(|amount| x(axis, amount));
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
fn offer_line(out: &mut String, axis: Axis, offer: f64, bar: f64) {
    let (at, from, to) = (x(axis, offer), bar - 7.0, bar + BAR + 7.0);
    let _ = writeln!(out, r#"<line x1="{at}" y1="{from}" x2="{at}" y2="{to}" stroke="{CARD}" stroke-width="10"/>"#);
    let _ = writeln!(out, r#"<line x1="{at}" y1="{from}" x2="{at}" y2="{to}" stroke="{ORANGE}" stroke-width="6"/>"#);
}

fn offer_label(out: &mut String, axis: Axis, unit: Unit, offer: f64, y: f64) {
    let label = format!("offer {}", unit.short(offer));
    let anchor = match axis.at(offer) {
        at if at > 0.8 => "end",
        at if at < 0.2 => "start",
        _ => "middle",
    };
    text(out, x(axis, offer), y, TEXT, ORANGE, anchor, true, &label);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::testing::chart;

    #[test]
    fn words_cannot_break_the_markup() {
        let svg = draw(&chart());
        assert!(svg.contains("A &lt;title&gt; &amp; more") && !svg.contains("<title>A <"), "{svg}");
    }
}
