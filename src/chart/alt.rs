//! A chart in words.

use super::{Chart, Figures, Unit};

/// The title, every figure, the offer and the sources.
pub(super) fn text(chart: &Chart) -> String {
    let rows = chart.rows.iter().map(|row| {
        let asked = if row.asked { ", asked for" } else { "" };
        format!("{} ({}{asked}): {}.", row.label, row.kind, figures(row.figures, chart.unit))
    });
    let offers = chart.offers.iter().map(|offer| format!("The offer, {}, is a line across.", chart.unit.short(*offer)));
    let lines: Vec<String> = std::iter::once(format!("{}.", chart.title))
        .chain(rows)
        .chain(offers)
        .chain(std::iter::once(format!("Sources: {}.", chart.caption.join("; "))))
        .collect();
    lines.join(" ")
}

fn figures(figures: Figures, unit: Unit) -> String {
    match figures {
        Figures::Band { low, high, open } => {
            format!("{} to {}{}", unit.exact(low), unit.exact(high), if open { " and more" } else { "" })
        }
        Figures::Percentiles { p, known } => {
            let names = ["10th percentile", "25th", "median", "75th", "90th"];
            let least = |at: usize| if at < known { "" } else { "at or above " };
            let each = names.iter().zip(p).enumerate();
            let shown: Vec<String> =
                each.map(|(at, (name, amount))| format!("{name} {}{}", least(at), unit.exact(amount))).collect();
            shown.join(", ")
        }
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
