//! Pay bands by stage and basis.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Published;

/// A file in `pay/`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayFile {
    /// Who looks after it.
    pub owner: Option<String>,
    /// When someone should look at it again.
    pub review_by: Option<Published>,
    /// The bands.
    pub pay: Vec<PayBand>,
    /// Ways of asking for them.
    pub phrasings: PayPhrasings,
}

/// A band of pay. No figure is here without currency, period, region, date and source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayBand {
    /// Id of the role, set on loading from the file's name.
    #[serde(skip)]
    pub role: String,
    /// Id of the career stage.
    pub stage: String,
    /// On what terms.
    pub basis: Basis,
    /// Lower end, in whole units of the currency.
    pub low: u32,
    /// Upper end.
    pub high: u32,
    /// "and more".
    #[serde(default)]
    pub open_ended: bool,
    /// Of both ends.
    pub currency: Currency,
    /// What one payment covers.
    pub per: Per,
    /// Where it holds.
    pub region: String,
    /// When it held.
    pub as_of: Published,
    /// Ids of the sources it stands on.
    pub sources: Vec<String>,
    /// Tells it from another band of the same stage and basis.
    pub label: Option<String>,
    /// What a reader should know about it.
    pub note: Option<String>,
    /// Ids of bands that say something else about the same thing.
    #[serde(default)]
    pub disagrees_with: Vec<String>,
}

impl PayBand {
    /// `pay/<role>/<stage>`: what a person asks about.
    pub fn entry(&self) -> String {
        format!("pay/{}/{}", self.role, self.stage)
    }

    /// `pay/<role>/<stage>/<basis>`, with the label behind it where there is one: what prose refers to.
    pub fn id(&self) -> String {
        let mut id = format!("{}/{}", self.entry(), self.basis.id());
        if let Some(label) = &self.label {
            id.push('/');
            id.push_str(&label.replace(' ', "-"));
        }
        id
    }
}

/// On what terms somebody is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// An employee's salary.
    Permanent,
    /// A contract, whichever way it is paid.
    Contract,
    /// A contract on somebody's payroll (form W-2).
    W2,
    /// A contract between companies (corp to corp).
    C2c,
}

impl Basis {
    /// As the files write it.
    pub fn id(self) -> &'static str {
        match self {
            Basis::Permanent => "permanent",
            Basis::Contract => "contract",
            Basis::W2 => "w2",
            Basis::C2c => "c2c",
        }
    }
}

/// An ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Currency {
    /// US dollar.
    #[serde(rename = "USD")]
    Usd,
    /// Canadian dollar.
    #[serde(rename = "CAD")]
    Cad,
    /// Euro.
    #[serde(rename = "EUR")]
    Eur,
    /// Pound sterling.
    #[serde(rename = "GBP")]
    Gbp,
}

impl Currency {
    /// As the standard and the files write it.
    pub fn code(self) -> &'static str {
        match self {
            Currency::Usd => "USD",
            Currency::Cad => "CAD",
            Currency::Eur => "EUR",
            Currency::Gbp => "GBP",
        }
    }
}

/// What one payment covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A week.
    Week,
    /// A working day.
    Day,
    /// An hour.
    Hour,
}

/// Ways of asking for pay; any stage, years, basis or amount may be named in them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PayPhrasings {
    /// What somebody earns, permanently.
    pub band: Vec<String>,
    /// Day rates, W2, C2C.
    pub contract: Vec<String>,
    /// Every stage.
    pub ladder: Vec<String>,
    /// Is this amount fair.
    pub offer: Vec<String>,
}
