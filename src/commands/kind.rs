//! Kinds of values: how each is read, and what there is to choose from.

use super::entry::{name_of, requests_of};
use super::error::{CommandError, shown};
use super::values::Value;
use super::{find, paid};
use crate::answer::CareerAspect;
use crate::knowledge::{Aspect, Basis, Currency, Knowledge, Per};
use crate::nlu::entities::Money;

/// A kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A role of the knowledge base.
    Role,
    /// A career stage.
    Stage,
    /// Terms of pay.
    Basis,
    /// A section of a comparison.
    Aspect,
    /// What about a career stage.
    About,
    /// An amount of money.
    Amount,
    /// What an amount covers.
    Per,
    /// Years of experience.
    Years,
    /// A question of the FAQ, by id, topic or its words.
    Article,
    /// Any entry, by its id.
    Entry,
    /// An entry that has an answer, by its id or its name.
    Prepared,
    /// Any words.
    Words,
    /// A role, title or occupation whose pay something is known of.
    Payee,
    /// A country.
    Country,
    /// A year of pay records.
    Year,
    /// How remote a job is.
    Remote,
    /// A plain number.
    Number,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is passed on.
    pub value: String,
    /// As a person reads it.
    pub label: String,
}

impl Choice {
    pub(super) fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into() }
    }
}

impl Kind {
    /// What the value is called in messages.
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Role => "role",
            Kind::Stage => "stage",
            Kind::Basis => "basis",
            Kind::Aspect => "aspect",
            Kind::About => "career question",
            Kind::Amount => "amount",
            Kind::Per => "pay period",
            Kind::Years => "number of years",
            Kind::Article => "question",
            Kind::Entry => "entry",
            Kind::Prepared => "prepared answer",
            Kind::Words => "question",
            Kind::Payee => "role",
            Kind::Country => "country",
            Kind::Year => "year",
            Kind::Remote => "place of work",
            Kind::Number => "number",
        }
    }

    /// Whether the value takes all the words that are left.
    pub(super) fn takes_rest(self) -> bool {
        matches!(self, Kind::Article | Kind::Entry | Kind::Prepared | Kind::Words)
    }

    /// What there is to choose from; nothing where any value will do.
    pub fn choices(self, knowledge: &Knowledge) -> Vec<Choice> {
        match self {
            Kind::Role => knowledge.roles.values().map(|r| Choice::new(&r.id, &r.name)).collect(),
            Kind::Stage => find::stages(knowledge).map(|s| Choice::new(&s.id, s.titles.join(" / "))).collect(),
            Kind::Basis => BASES.iter().map(|(b, label, _)| Choice::new(b.id(), *label)).collect(),
            Kind::Aspect => Aspect::ALL.into_iter().map(|a| Choice::new(a.id(), a.heading())).collect(),
            Kind::About => ABOUT.iter().map(|(_, value, label)| Choice::new(*value, *label)).collect(),
            Kind::Per => PERIODS.iter().map(|(_, words)| Choice::new(words[0], words[1])).collect(),
            Kind::Article => knowledge.articles.values().map(|a| Choice::new(&a.id, &a.header.question)).collect(),
            Kind::Entry => knowledge.entries().into_iter().map(|id| Choice::new(id.clone(), id)).collect(),
            Kind::Prepared => prepared(knowledge),
            Kind::Payee => paid::roles(knowledge),
            Kind::Country => paid::countries(knowledge),
            Kind::Remote => paid::shares(),
            Kind::Amount | Kind::Years | Kind::Year | Kind::Number | Kind::Words => Vec::new(),
        }
    }

    /// Reads a value.
    ///
    /// # Errors
    /// What is wrong with it, and what there is to choose from.
    pub fn read(self, knowledge: &Knowledge, text: &str) -> Result<Value, CommandError> {
        self.value(knowledge, text).ok_or_else(|| self.error(knowledge, text))
    }

    /// The value, if it is one; what is wrong with it otherwise costs more to find out.
    pub(super) fn value(self, knowledge: &Knowledge, text: &str) -> Option<Value> {
        let word = find::folded(text);
        match self {
            Kind::Role => find::role(knowledge, &word).map(Value::Id),
            Kind::Stage => find::stage(knowledge, &word).or_else(|| paid::stage(knowledge, text)).map(Value::Id),
            Kind::Basis => BASES.iter().find(|(_, _, words)| words.contains(&word.as_str())).map(|b| Value::Basis(b.0)),
            Kind::Aspect => aspect(&word).map(Value::Aspect),
            Kind::About => ABOUT.iter().find(|(_, value, _)| *value == word).map(|a| Value::About(a.0)),
            Kind::Per => PERIODS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|p| Value::Per(p.0)),
            Kind::Amount => money(text).map(Value::Money),
            Kind::Years => years(&word).map(Value::Years),
            Kind::Article => find::article(knowledge, text).map(Value::Id),
            Kind::Entry => find::entry(knowledge, text).map(Value::Id),
            Kind::Prepared => find::prepared(knowledge, text).map(Value::Id),
            Kind::Words => Some(text.trim()).filter(|t| !t.is_empty()).map(|t| Value::Text(t.to_owned())),
            Kind::Payee => find::role(knowledge, &word).or_else(|| paid::role(knowledge, text)).map(Value::Id),
            Kind::Country => paid::country(knowledge, text).map(Value::Id),
            Kind::Year => paid::year(&word).map(Value::Id),
            Kind::Remote => paid::remote(&word).map(Value::Id),
            Kind::Number => paid::number(text).map(Value::Number),
        }
    }

    fn no_such(self, knowledge: &Knowledge, text: &str) -> CommandError {
        let all = self.choices(knowledge);
        CommandError::no_such(self.noun(), text, &find::nearest(text, &all), &all)
    }

    fn error(self, knowledge: &Knowledge, text: &str) -> CommandError {
        let bad = |what: &str| CommandError::invalid(format!("`{}` is {what}", shown(text)));
        match self {
            Kind::Amount => bad("no amount of money").hint("write it as `170k`, `$1,250` or `1250`"),
            Kind::Year => bad("no year of pay records").hint("write it as `2024`"),
            Kind::Number => bad("no number").hint("write it as `8` or `220`"),
            Kind::Years => bad("no number of years").hint("write it as `5` or `5 years`"),
            Kind::Words => CommandError::missing(self.noun(), &[]),
            Kind::Prepared => self.no_such(knowledge, text).hint("`quick` alone lists them"),
            Kind::Article => self.no_such(knowledge, text).hint("`faq` alone shows every question"),
            Kind::Entry => {
                self.no_such(knowledge, text).hint("an id looks like `faq/remote-work` or `pay/mlops-engineer`")
            }
            _ => self.no_such(knowledge, text),
        }
    }
}

/// Every entry that has an answer, by what it is about.
fn prepared(knowledge: &Knowledge) -> Vec<Choice> {
    let answered = knowledge.entries().into_iter().filter(|id| !requests_of(knowledge, id).is_empty());
    answered.map(|id| Choice { label: name_of(knowledge, &id), value: id }).collect()
}

/// Terms, what they are called, and the words for them.
const BASES: [(Basis, &str, &[&str]); 4] = [
    (
        Basis::Permanent,
        "permanent (an employee's salary)",
        &["permanent", "perm", "employee", "salaried", "full time", "fulltime"],
    ),
    (Basis::Contract, "contract (either way of being paid)", &["contract", "contractor", "contracting", "freelance"]),
    (Basis::W2, "W2 (on a payroll)", &["w2", "w 2", "on w2"]),
    (Basis::C2c, "C2C (corp to corp)", &["c2c", "corp to corp", "corp 2 corp", "on c2c"]),
];

const ABOUT: [(CareerAspect, &str, &str); 3] = [
    (CareerAspect::Scope, "scope", "what someone there does"),
    (CareerAspect::Transition, "transition", "how to get there"),
    (CareerAspect::Years, "years", "how long it takes"),
];

const PERIODS: [(Per, &[&str]); 5] = [
    (Per::Year, &["year", "a year", "per year", "yearly", "annual", "annually", "pa"]),
    (Per::Month, &["month", "a month", "per month", "monthly", "mo"]),
    (Per::Week, &["week", "a week", "per week", "weekly", "wk"]),
    (Per::Day, &["day", "a day", "per day", "daily"]),
    (Per::Hour, &["hour", "an hour", "per hour", "hourly", "hr", "h"]),
];

fn aspect(word: &str) -> Option<Aspect> {
    Aspect::ALL.into_iter().find(|a| a.id() == word || a.heading().to_lowercase() == word)
}

/// How a currency is written before or behind an amount.
const CURRENCIES: [(Currency, &[&str]); 4] = [
    (Currency::Cad, &["ca$", "c$", "cad"]),
    (Currency::Usd, &["us$", "$", "usd", "dollars"]),
    (Currency::Gbp, &["£", "gbp", "pounds"]),
    (Currency::Eur, &["€", "eur", "euros", "euro"]),
];

/// "170k", "$1,250", "1250/day", "£90k", "70k eur".
fn money(text: &str) -> Option<Money> {
    let lower = text.trim().to_lowercase();
    let (number, per) = match lower.split_once('/') {
        Some((number, per)) => (number.trim(), Some(period(per.trim())?)),
        None => (lower.as_str(), None),
    };
    let (currency, number) = currency(number);
    let digits = number.replace([',', ' '], "");
    let (digits, times) = match digits.strip_suffix('k') {
        Some(thousands) => (thousands, 1_000.0),
        None => (digits.as_str(), 1.0),
    };
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let amount = digits.parse::<f64>().ok().filter(|_| plain)? * times;
    let marked = currency.is_some() || times > 1.0;
    (1.0..1e9).contains(&amount).then_some(Money { amount, per, currency, marked })
}

/// The currency of an amount, and what is left of it.
fn currency(number: &str) -> (Option<Currency>, &str) {
    let mut signs = CURRENCIES.iter().flat_map(|(currency, signs)| signs.iter().map(move |sign| (*currency, *sign)));
    let found = signs.find_map(|(currency, sign)| {
        let rest = number.strip_prefix(sign).or_else(|| number.strip_suffix(sign))?;
        Some((Some(currency), rest.trim()))
    });
    found.unwrap_or((None, number))
}

fn period(word: &str) -> Option<Per> {
    PERIODS.iter().find(|(_, words)| words.contains(&word)).map(|p| p.0)
}

/// "5", "5 years", "7yoe".
fn years(word: &str) -> Option<f32> {
    let number = ["years", "year", "yrs", "yoe", "y"].iter().find_map(|unit| word.strip_suffix(unit)).unwrap_or(word);
    let number: f32 = number.trim().parse().ok()?;
    (0.0..=60.0).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        let read = |text: &str| money(text).map(|m| (m.amount, m.per));
        assert_eq!(read("170k"), Some((170_000.0, None)));
        assert_eq!(read("$1,250"), Some((1_250.0, None)));
        assert_eq!(read("1250/day"), Some((1_250.0, Some(Per::Day))));
        assert_eq!(read("15k/month"), Some((15_000.0, Some(Per::Month))));
        assert_eq!(read("1200/week"), Some((1_200.0, Some(Per::Week))));
        let paid_in = |text: &str| money(text).and_then(|m| m.currency);
        assert_eq!(
            ["£90k", "70k€", "70k eur", "ca$120k", "$5"].map(paid_in).map(|c| c.map(Currency::code)),
            [Some("GBP"), Some("EUR"), Some("EUR"), Some("CAD"), Some("USD"),]
        );
        for bad in ["", "$", "£", "k", "-5", "nan", "inf", "1e5", "170k/moon", "0", "99999999999"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn years_of_experience() {
        assert_eq!(years("5"), Some(5.0));
        assert_eq!(years("7 years"), Some(7.0));
        assert_eq!(years("2.5y"), Some(2.5));
        assert!(["", "years", "-1", "200", "nan"].iter().all(|bad| years(bad).is_none()));
    }
}
