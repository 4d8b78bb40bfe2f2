//! What a question about pay or a career leaves open, and what fills it.

use crate::knowledge::{Basis, Cadence, Role};
use crate::nlu::Analysis;
use crate::nlu::entities::Money;
use crate::nlu::token::Token;

/// Values named in a question or carried over from the one before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slots {
    /// Id of the role.
    pub role: Option<String>,
    /// Ids of career stages.
    pub stages: Vec<String>,
    /// Years of experience.
    pub years: Option<f32>,
    /// Terms of pay.
    pub bases: Vec<Basis>,
    /// Amounts that are held against pay.
    pub money: Vec<Money>,
    /// Hours of a working day.
    pub hours: Option<f64>,
    /// Days that are paid in a year.
    pub days: Option<f64>,
    /// How often.
    pub cadences: Vec<Cadence>,
    /// Whether a rate is to be told by the year.
    pub by_the_year: bool,
}

/// Words for a year's pay, beside a rate.
const ANNUAL: [&str; 8] =
    ["annual", "annually", "annualized", "annualised", "annualize", "annualise", "yearly", "annum"];

/// "$1,400 a day as a salary", "120 an hour, how much a year": not "1,400 a day for a year".
fn asks_by_the_year(tokens: &[Token]) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word.as_str());
    let runs = |at: usize, run: [&str; 2]| word(at) == run[0] && word(at + 1) == run[1];
    (0..tokens.len()).any(|at| {
        let year = (runs(at, ["a", "year"]) || runs(at, ["per", "year"]))
            && at.checked_sub(1).is_none_or(|b| word(b) != "for");
        year || ANNUAL.contains(&word(at)) || runs(at, ["a", "salary"]) || runs(at, ["salary", "equivalent"])
    })
}

impl Slots {
    /// What the question itself names.
    pub fn of(analysis: &Analysis) -> Slots {
        let entities = &analysis.entities;
        Slots {
            role: entities.roles.iter().find_map(|r| r.id.clone()),
            stages: entities.stages.clone(),
            years: entities.years.first().copied(),
            bases: entities.bases.clone(),
            money: entities.offers.clone(),
            hours: entities.hours,
            days: entities.days,
            cadences: entities.cadences.clone(),
            by_the_year: asks_by_the_year(&analysis.tokens),
        }
    }

    /// Takes stage and years from elsewhere where there are none.
    pub fn fill_stage(&mut self, other: &Slots) {
        if self.stages.is_empty() && self.years.is_none() {
            self.stages.clone_from(&other.stages);
            self.years = other.years;
        }
    }

    /// Takes the terms from elsewhere where there are none.
    pub fn fill_bases(&mut self, other: &Slots) {
        if self.bases.is_empty() {
            self.bases.clone_from(&other.bases);
        }
    }

    /// The same, and the finer terms where only "contract" was said.
    pub fn refine_bases(&mut self, other: &Slots) {
        if self.bases == [Basis::Contract] && other.bases.iter().any(|b| matches!(b, Basis::W2 | Basis::C2c)) {
            self.bases.clear();
        }
        self.fill_bases(other);
    }

    /// Takes amounts, and what is said of the time they cover, from elsewhere where there are none.
    pub fn fill_money(&mut self, other: &Slots) {
        if self.money.is_empty() {
            self.money.clone_from(&other.money);
        }
        self.hours = self.hours.or(other.hours);
        self.days = self.days.or(other.days);
    }

    /// The stages that are meant: those named, else those that the years fall into.
    ///
    /// A title that two stages share is settled by the years.
    pub fn stages_of(&self, role: &Role) -> Vec<String> {
        let Some(years) = self.years else { return self.stages.clone() };
        let by_years: Vec<String> =
            role.stage.iter().filter(|s| s.years.contains(years)).map(|s| s.id.clone()).collect();
        match self.stages.as_slice() {
            [] => by_years,
            [_, _, ..] if self.stages.iter().any(|s| by_years.contains(s)) => {
                self.stages.iter().filter(|s| by_years.contains(s)).cloned().collect()
            }
            _ => self.stages.clone(),
        }
    }
}
