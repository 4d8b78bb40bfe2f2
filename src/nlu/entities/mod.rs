//! What a question names: roles, stages, years, terms, money, places, companies.

mod money;
mod names;
mod negation;
mod number;
mod others;
mod time;

use std::ops::Range;

pub use money::Money;
pub use names::Names;
pub(crate) use number::bare;

use super::token::Token;
use crate::knowledge::{Basis, Cadence};

/// A role that a question names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleMention {
    /// The id of a role of ours; `None` for any other job title.
    pub id: Option<String>,
    /// As it is to be shown.
    pub name: String,
    /// The tokens it covers.
    pub span: Range<usize>,
}

impl RoleMention {
    /// Whether it is this role of ours.
    pub fn is(&self, id: &str) -> bool {
        self.id.as_deref() == Some(id)
    }
}

/// A place that a question names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceMention {
    /// As it is to be shown.
    pub name: String,
    /// Whether it is the United States as a whole.
    pub whole_us: bool,
    /// Whether it lies in the United States.
    pub in_us: bool,
    /// The tokens it covers.
    pub span: Range<usize>,
}

/// Everything that a question names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entities {
    /// In order.
    pub roles: Vec<RoleMention>,
    /// Ids of career stages, in order, each once.
    pub stages: Vec<String>,
    /// Years of experience.
    pub years: Vec<f32>,
    /// Terms of pay, each once.
    pub bases: Vec<Basis>,
    /// Amounts.
    pub money: Vec<Money>,
    /// Those of them that are held against pay.
    pub offers: Vec<Money>,
    /// Hours of a working day.
    pub hours: Option<f64>,
    /// Days that are paid in a year.
    pub days: Option<f64>,
    /// How often, each once.
    pub cadences: Vec<Cadence>,
    /// Places.
    pub places: Vec<PlaceMention>,
    /// Employers.
    pub companies: Vec<String>,
    /// A currency other than ours, as it was written.
    pub foreign_currency: Option<String>,
    /// Ids of concepts of the lexicon, in order, each once.
    pub concepts: Vec<String>,
    /// Ids of uncovered subjects whose cue words stand in the question, each once.
    pub uncovered: Vec<String>,
    /// For every token, the class of the entity that covers it.
    pub classes: Vec<Option<Class>>,
}

/// What kind of entity covers a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A role of ours or another job title.
    Role,
    /// A career stage.
    Stage,
    /// Years of experience.
    Years,
    /// An amount.
    Money,
    /// A place.
    Place,
    /// An employer.
    Company,
}

impl Entities {
    /// Finds what the tokens name.
    pub fn find(tokens: &[Token], names: &Names) -> Entities {
        let mut found = Entities { classes: vec![None; tokens.len()], ..Entities::default() };
        for (years, span) in time::years(tokens) {
            found.cover(span, Class::Years);
            found.years.push(years);
        }
        let mut money = money::money(tokens);
        money.retain(|(_, span)| found.is_free(span));
        found.offers = money::offers(tokens, &money);
        for (money, span) in money {
            found.cover(span, Class::Money);
            found.money.push(money);
        }
        (found.hours, found.days) = time::working_time(tokens);
        names.roles_and_stages(tokens, &mut found);
        names.places(tokens, &mut found);
        names.companies(tokens, &mut found);
        names.concepts(tokens, &mut found);
        names.uncovered(tokens, &mut found);
        found
    }

    /// Whether a concept of the lexicon occurs.
    pub fn has(&self, concept: &str) -> bool {
        self.concepts.iter().any(|c| c == concept)
    }

    /// Whether a role of ours is named.
    pub fn names_role(&self, id: &str) -> bool {
        self.roles.iter().any(|r| r.is(id))
    }

    /// Job titles that are no roles of ours.
    pub fn other_titles(&self) -> impl Iterator<Item = &RoleMention> {
        self.roles.iter().filter(|r| r.id.is_none())
    }

    fn cover(&mut self, span: Range<usize>, class: Class) {
        for slot in self.classes.get_mut(span).into_iter().flatten() {
            *slot = Some(class);
        }
    }

    fn is_free(&self, span: &Range<usize>) -> bool {
        self.classes.get(span.clone()).is_some_and(|slots| slots.iter().all(Option::is_none))
    }
}

/// Adds what is not there yet.
fn add_once<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}
