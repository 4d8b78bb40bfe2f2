//! A chart in words.

use super::{Chart, Figures, short};
use crate::answer::format;
use crate::knowledge::Currency;

/// The title, every figure, the offer and the sources.
pub(super) fn text(chart: &Chart) -> String {
    let rows = chart.rows.iter().map(|row| {
        let asked = if row.asked { ", asked for" } else { "" };
        format!("{} ({}{asked}): {}.", row.label, row.kind, figures(row.figures))
    });
    let offer = chart.offer.map(|offer| format!("The offer, {}, is a line across.", short(offer)));
    let lines: Vec<String> = std::iter::once(format!("{}.", chart.title))
        .chain(rows)
        .chain(offer)
        .chain(std::iter::once(format!("Sources: {}.", chart.caption.join("; "))))
        .collect();
    lines.join(" ")
}

fn figures(figures: Figures) -> String {
    let exact = |amount: f64| format::exact(amount, Currency::Usd);
    match figures {
        Figures::Band { low, high, open } => {
            format!("{} to {}{}", exact(low), exact(high), if open { " and more" } else { "" })
        }
        Figures::Percentiles([p10, p25, p50, p75, p90]) => format!(
            "10th percentile {}, 25th {}, median {}, 75th {}, 90th {}",
            exact(p10),
            exact(p25),
            exact(p50),
            exact(p75),
            exact(p90)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::testing::chart;

    #[test]
    fn every_figure_is_said() {
        let said = text(&chart());
        for figure in
            ["$185,000 to $285,000 and more", "median $140,500", "The offer, $190K", "Somebody, Apr 2026", "asked for"]
        {
            assert!(said.contains(figure), "{figure}: {said}");
        }
    }
}
