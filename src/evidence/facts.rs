//! Single figures about pay and work, each from one publication.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::knowledge::{Currency, Per, Published};

/// The file `evidence/facts.toml`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayFactFile {
    /// Who looks after it.
    pub owner: Option<String>,
    /// When someone should look at it again.
    pub review_by: Option<Published>,
    /// The figures.
    #[serde(default)]
    pub fact: Vec<PayFact>,
}

/// A figure. What a reader needs to check it is not optional.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayFact {
    /// Names it.
    pub id: String,
    /// The role that it is about, by its id in `evidence/titles.toml` …
    pub role: Option<String>,
    /// … or, where it is about no one role, what else.
    pub about: Option<String>,
    /// What kind of figure it is.
    pub metric: Metric,
    /// The figure, where it is one.
    pub value: Option<f64>,
    /// Its lower end, where it is two.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
    /// In words, where it is no number.
    pub text: Option<String>,
    /// Of an amount of money.
    pub currency: Option<Currency>,
    /// What an amount of money covers.
    pub per: Option<Per>,
    /// Where it holds.
    pub region: String,
    /// ISO 3166 code, where that is one whole country.
    pub country: Option<String>,
    /// ISO 3166 code of the country that it is a part of, where it is a city, a state or a province.
    pub part_of: Option<String>,
    /// When it holds, as the publication says it.
    pub period: String,
    /// What the publication calls the people it counts.
    pub occupation: Option<String>,
    /// Whether those come nearest to the role and are not the role itself.
    #[serde(default)]
    pub nearest: bool,
    /// What a reader should know about it.
    pub note: Option<String>,
    /// Id of its source.
    pub source: String,
}

impl PayFact {
    /// Whether it says something of a country: of the country, of a part of it, or of a region that the country belongs
    /// to. It is labelled with its own region wherever it is shown.
    pub fn is_of(&self, country: &str, region: Option<&str>) -> bool {
        match (&self.country, &self.part_of) {
            (Some(own), _) | (None, Some(own)) => own == country,
            (None, None) => self.region == WORLDWIDE || Some(self.region.as_str()) == region,
        }
    }
}

/// The region of a figure that pools every country.
const WORLDWIDE: &str = "worldwide";

/// What kind of figure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// Half is paid less.
    Median,
    /// Arithmetic mean.
    Mean,
    /// 10th and 90th percentile.
    #[serde(rename = "p10-p90")]
    P10P90,
    /// 25th and 75th percentile.
    #[serde(rename = "p25-p75")]
    P25P75,
    /// 25th percentile.
    P25,
    /// Low and high wage, as the publication defines them.
    LowHigh,
    /// A range that is claimed.
    Range,
    /// The pay that a visa asks for.
    GoingRate,
    /// Means of two years.
    MeanChange,
    /// How much more one role is paid than another, in percent.
    PayGap,
    /// Growth of employment, in percent.
    Growth,
    /// Openings a year.
    Openings,
    /// People employed.
    Employment,
    /// Education.
    Education,
    /// Years of experience.
    Experience,
    /// Which official occupation a title belongs to.
    Classification,
    /// What an authority says that the role is.
    Definition,
    /// Standing or size of a market.
    Market,
}

impl Metric {
    /// As a sentence names it, where it is a kind of pay.
    pub fn pay_name(self) -> Option<&'static str> {
        match self {
            Metric::Median => Some("median"),
            Metric::Mean => Some("mean"),
            Metric::P10P90 => Some("10th to 90th percentile"),
            Metric::P25P75 => Some("25th to 75th percentile"),
            Metric::P25 => Some("25th percentile"),
            Metric::LowHigh => Some("low to high wage"),
            Metric::Range => Some("range"),
            Metric::GoingRate => Some("going rate for a visa"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(region: &str, place: &str) -> PayFact {
        let text = format!("id = 'f'\nmetric = 'median'\nperiod = '2024'\nsource = 's'\nregion = '{region}'\n{place}");
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn a_figure_speaks_of_its_own_country_and_of_those_of_its_region() {
        let of = |fact: &PayFact| ["US", "CA", "GB"].map(|c| fact.is_of(c, (c != "GB").then_some("North America")));
        assert_eq!(of(&fact("United Kingdom", "country = 'GB'")), [false, false, true]);
        assert_eq!(of(&fact("London, UK", "part_of = 'GB'")), [false, false, true]);
        assert_eq!(of(&fact("New Brunswick, Canada", "part_of = 'CA'")), [false, true, false]);
        assert_eq!(of(&fact("North America", "")), [true, true, false]);
        assert_eq!(of(&fact("Europe", "")), [false, false, false]);
        assert_eq!(of(&fact("worldwide", "")), [true, true, true]);
        assert_eq!(of(&fact("not stated", "")), [false, false, false]);
    }
}
