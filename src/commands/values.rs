//! Values, once they have been understood.

use std::collections::BTreeMap;

use crate::answer::CareerAspect;
use crate::knowledge::{Aspect, Basis, Per};
use crate::nlu::entities::Money;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// The id of a role, stage or entry.
    Id(String),
    /// Any words.
    Text(String),
    /// Terms of pay.
    Basis(Basis),
    /// A section of a comparison.
    Aspect(Aspect),
    /// What about a career stage.
    About(CareerAspect),
    /// An amount.
    Money(Money),
    /// What an amount covers.
    Per(Per),
    /// Years of experience.
    Years(f32),
    /// A plain number.
    Number(f32),
}

/// The values of a command, by the name of the option.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values {
    given: BTreeMap<&'static str, Value>,
}

impl Values {
    /// Sets a value.
    pub fn set(&mut self, name: &'static str, value: Value) {
        self.given.insert(name, value);
    }

    /// Whether there is a value.
    pub fn has(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// An id.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.given.get(name) {
            Some(Value::Id(id)) => Some(id),
            _ => None,
        }
    }

    /// Any words.
    pub fn words(&self, name: &str) -> Option<&str> {
        match self.given.get(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// An id, in a list.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.text(name).map(str::to_owned).into_iter().collect()
    }

    /// Terms of pay.
    pub fn basis(&self) -> Option<Basis> {
        self.given.values().find_map(|v| if let Value::Basis(basis) = v { Some(*basis) } else { None })
    }

    /// A section of a comparison.
    pub fn aspect(&self) -> Option<Aspect> {
        self.given.values().find_map(|v| if let Value::Aspect(aspect) = v { Some(*aspect) } else { None })
    }

    /// What about a career stage.
    pub fn about(&self) -> Option<CareerAspect> {
        self.given.values().find_map(|v| if let Value::About(about) = v { Some(*about) } else { None })
    }

    /// An amount, with what it covers.
    pub fn money(&self) -> Option<Money> {
        let money = self.given.values().find_map(|v| if let Value::Money(money) = v { Some(*money) } else { None })?;
        let per = self.given.values().find_map(|v| if let Value::Per(per) = v { Some(*per) } else { None });
        Some(Money { per: per.or(money.per), ..money })
    }

    /// A plain number, by the name of its option.
    pub fn number(&self, name: &str) -> Option<f32> {
        match self.given.get(name) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Years of experience.
    pub fn years(&self) -> Option<f32> {
        self.given.values().find_map(|v| if let Value::Years(years) = v { Some(*years) } else { None })
    }
}
