//! Whether a clause speaks of money: what tells questions about pay from questions about stages.

use crate::nlu::Analysis;

/// Whether a clause speaks of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Talk {
    /// It does.
    OfMoney,
    /// It may.
    Perhaps,
    /// It does not.
    NotOfMoney,
}

impl Talk {
    /// By its concepts and words.
    pub(super) fn of(analysis: &Analysis) -> Talk {
        const MONEY: [&str; 9] =
            ["pay", "band", "budget", "base", "day-rate", "money-low", "money-high", "fair", "offer"];
        const PERHAPS: [&str; 20] = [
            "make", "makes", "making", "get", "gets", "getting", "much", "worth", "cost", "costs", "expect", "ask",
            "asking", "number", "numbers", "command", "quarter", "grand", "pitch", "pitching",
        ];
        let entities = &analysis.entities;
        if MONEY.iter().any(|c| entities.has(c)) || entities.money.iter().any(|m| m.marked) {
            Talk::OfMoney
        } else if !entities.bases.is_empty() || analysis.tokens.iter().any(|t| PERHAPS.contains(&t.word.as_str())) {
            Talk::Perhaps
        } else {
            Talk::NotOfMoney
        }
    }
}
