//! Pictures of pay: bands and percentiles on one axis, an offer as a line across. One description makes all forms of it:
//! SVG, PNG, a bar of characters for the terminal, and the text for those who see none of them. Beside them pictures of
//! counts, for the page of insights.

mod alt;
mod axis;
mod bar;
mod counts;
mod pen;
pub mod png;
mod svg;

pub use counts::{Bars, Columns};

use crate::answer::format;
use crate::knowledge::{Currency, Per};

/// A chart, before it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// One below the other.
    pub rows: Vec<Row>,
    /// What all figures are counted in.
    pub unit: Unit,
    /// Amounts to hold against them.
    pub offers: Vec<f64>,
    /// Sources and dates, a line each.
    pub caption: Vec<String>,
}

/// What figures are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// The currency.
    pub currency: Currency,
    /// What one payment covers.
    pub per: Per,
}

impl Unit {
    /// In thousands where that is enough: a picture has no room for single dollars.
    fn short(self, amount: f64) -> String {
        let step = if amount.abs() < 10_000.0 { 1.0 } else { 1_000.0 };
        format::money((amount / step).round() * step, self.currency)
    }

    fn exact(self, amount: f64) -> String {
        format::cents(amount, self.currency)
    }
}

/// One band or one spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Whose pay.
    pub label: String,
    /// What kind of evidence, in short.
    pub kind: String,
    /// Whether it is what was asked for.
    pub asked: bool,
    /// The figures.
    pub figures: Figures,
}

/// The figures of a row. Bands and percentiles are drawn differently, because they are different things.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figures {
    /// From one end to the other, as a guide gives it.
    Band {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
        /// "and more".
        open: bool,
    },
    /// 10th, 25th, 50th, 75th and 90th percentile.
    Percentiles {
        /// All of them.
        p: [f64; 5],
        /// How many are known; those behind are at or above what is given.
        known: usize,
    },
}

impl Figures {
    /// Percentiles that are all known.
    pub fn spread(p: [f64; 5]) -> Figures {
        Figures::Percentiles { p, known: p.len() }
    }

    fn low(self) -> f64 {
        match self {
            Figures::Band { low, .. } => low,
            Figures::Percentiles { p, .. } => p[0],
        }
    }

    fn high(self) -> f64 {
        match self {
            Figures::Band { high, .. } => high,
            Figures::Percentiles { p, .. } => p[4],
        }
    }

    /// "$185K–$285K", "$90K – $121K – $160K"; a plus where it may be more.
    fn text(self, unit: Unit) -> String {
        match self {
            Figures::Band { low, high, open } => {
                format!("{}–{}{}", unit.short(low), unit.short(high), if open { "+" } else { "" })
            }
            Figures::Percentiles { p, known } => {
                let shown = [0, 2, 4].map(|at| format!("{}{}", unit.short(p[at]), if at < known { "" } else { "+" }));
                shown.join(" – ")
            }
        }
    }
}

impl Chart {
    /// As SVG.
    pub fn svg(&self) -> String {
        svg::draw(self, pen::WIDE)
    }

    /// As SVG for a phone.
    pub fn narrow_svg(&self) -> String {
        svg::draw(self, pen::NARROW)
    }

    /// As bars of characters, a row a line.
    pub fn bars(&self) -> String {
        bar::draw(self)
    }

    /// In words, with the figures.
    pub fn alt(&self) -> String {
        alt::text(self)
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    pub(crate) fn chart() -> Chart {
        let band = |label: &str, low, high, open, asked| Row {
            label: label.to_owned(),
            kind: "guide band".to_owned(),
            asked,
            figures: Figures::Band { low, high, open },
        };
        Chart {
            title: "A <title> & more".to_owned(),
            rows: vec![
                band("Mid", 145_000.0, 215_000.0, false, false),
                band("Senior", 185_000.0, 285_000.0, true, true),
                Row {
                    label: "Records".to_owned(),
                    kind: "p10–p90".to_owned(),
                    asked: false,
                    figures: Figures::spread([90_000.0, 110_000.0, 140_500.0, 180_000.0, 220_000.0]),
                },
            ],
            unit: Unit { currency: Currency::Usd, per: Per::Year },
            offers: vec![190_000.0],
            caption: vec!["Somebody, Apr 2026".to_owned()],
        }
    }
}
