//! Bars of characters, for a terminal.

use super::axis::Axis;
use super::{Chart, Figures};

/// Characters of the bar itself.
const WIDTH: usize = 40;

/// A row a line; `▶` marks what was asked for, `┃` the offer.
pub(super) fn draw(chart: &Chart) -> String {
    let axis = Axis::of(chart);
    let label = chart.rows.iter().map(|r| r.label.chars().count()).max().unwrap_or(0);
    let mut lines: Vec<String> = chart
        .rows
        .iter()
        .map(|row| {
            let mark = if row.asked { '▶' } else { ' ' };
            let bar = line(axis, row.figures, &chart.offers);
            format!("{mark} {:label$}  {bar}  {} ({})", row.label, row.figures.text(chart.unit), row.kind)
        })
        .collect();
    for offer in &chart.offers {
        let at = place(axis, *offer);
        lines.push(format!("  {:label$}  {}┃ {}", "", " ".repeat(at), chart.unit.short(*offer)));
    }
    let [from, to] = [axis.from, axis.to].map(|end| chart.unit.short(end));
    let ends = format!("{from:<half$}{to:>half$}", half = WIDTH / 2);
    lines.push(format!("  {:label$}  {ends}", ""));
    lines.join("\n")
}

fn place(axis: Axis, amount: f64) -> usize {
    (axis.at(amount) * (WIDTH - 1) as f64).round() as usize
}

fn line(axis: Axis, figures: Figures, offers: &[f64]) -> String {
    let mut cells = vec!['·'; WIDTH];
    let mut fill = |from: f64, to: f64, with: char| {
        let (from, to) = (place(axis, from), place(axis, to));
        cells.iter_mut().take(to + 1).skip(from).for_each(|cell| *cell = with);
    };
    let open = match figures {
        Figures::Band { low, high, open } => {
            fill(low, high, '█');
            open
        }
        Figures::Percentiles { p: [p10, p25, p50, p75, p90], known } => {
            fill(p10, p90, '─');
            fill(p25, p75, '▒');
            if known > MEDIAN {
                fill(p50, p50, '█');
            }
            known < LAST
        }
    };
    offers.iter().for_each(|offer| fill(*offer, *offer, '┃'));
    if open {
        fill(figures.high(), figures.high(), '▶');
    }
    cells.into_iter().collect()
}

/// The place of the median among percentiles, and their number.
const MEDIAN: usize = 2;
const LAST: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::testing::chart;

    #[test]
    fn rows_are_lines_of_one_length() {
        let drawn = draw(&chart());
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines.len(), 5);
        assert!(lines[1].starts_with('▶') && lines[1].contains("$185K–$285K+"), "{drawn}");
        let bar = |line: &str| line.chars().skip(11).take(WIDTH).collect::<String>();
        assert!(lines[..3].iter().all(|l| bar(l).chars().all(|c| "·█─▒┃▶".contains(c))), "{drawn}");
    }
}
