//! Official wages by occupation.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A wage, as far as it was published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wage {
    /// In US dollars.
    Is(f64),
    /// At or above the highest that is published.
    AtLeast(f64),
    /// Not published.
    Missing,
}

/// What a wage covers.
#[derive(Debug, Clone, PartialEq)]
pub struct Wages {
    /// Mean.
    pub mean: Wage,
    /// A tenth is paid less.
    pub p10: Wage,
    /// A quarter is paid less.
    pub p25: Wage,
    /// Half is paid less.
    pub p50: Wage,
    /// Three quarters are paid less.
    pub p75: Wage,
    /// Nine tenths are paid less.
    pub p90: Wage,
}

/// An occupation of the official statistics.
#[derive(Debug, Clone, PartialEq)]
pub struct Occupation {
    /// SOC code.
    pub code: String,
    /// As the statistics call it, in the plural.
    pub title: String,
    /// Employees.
    pub employment: Option<u64>,
    /// Wages a year.
    pub year: Wages,
    /// Wages an hour.
    pub hour: Wages,
}

/// All occupations, by code.
#[derive(Debug, Clone, Default)]
pub struct Occupations {
    by_code: BTreeMap<String, Occupation>,
}

/// The row of the published file, as far as it is used.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
struct Published {
    occ_code: String,
    occ_title: String,
    o_group: String,
    tot_emp: String,
    h_mean: String,
    a_mean: String,
    h_pct10: String,
    h_pct25: String,
    h_median: String,
    h_pct75: String,
    h_pct90: String,
    a_pct10: String,
    a_pct25: String,
    a_median: String,
    a_pct75: String,
    a_pct90: String,
}

impl Occupations {
    /// Reads the published file; `#` stands for a wage at or above `top_year` and `top_hour`.
    ///
    /// # Errors
    /// What is wrong with which row.
    pub fn read(bytes: &[u8], top_year: f64, top_hour: f64) -> Result<Occupations, String> {
        let mut by_code = BTreeMap::new();
        for row in csv::Reader::from_reader(bytes).deserialize::<Published>() {
            let row = row.map_err(|error| error.to_string())?;
            // Groups of occupations repeat what their members say.
            if matches!(row.o_group.as_str(), "detailed" | "total") {
                let occupation = occupation(&row, top_year, top_hour)
                    .ok_or_else(|| format!("`{}` has a wage that is neither a number nor `#` or `*`", row.occ_code))?;
                by_code.insert(occupation.code.clone(), occupation);
            }
        }
        Ok(Occupations { by_code })
    }

    /// The occupation of a code.
    pub fn get(&self, code: &str) -> Option<&Occupation> {
        self.by_code.get(code)
    }

    /// Every occupation, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Occupation> {
        self.by_code.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_code.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }
}

fn occupation(row: &Published, top_year: f64, top_hour: f64) -> Option<Occupation> {
    let wages = |top, [mean, p10, p25, p50, p75, p90]: [&String; 6]| {
        let wage = |text: &String| wage(text, top);
        Some(Wages {
            mean: wage(mean)?,
            p10: wage(p10)?,
            p25: wage(p25)?,
            p50: wage(p50)?,
            p75: wage(p75)?,
            p90: wage(p90)?,
        })
    };
    Some(Occupation {
        code: row.occ_code.clone(),
        title: row.occ_title.clone(),
        employment: row.tot_emp.replace(',', "").parse().ok(),
        year: wages(top_year, [&row.a_mean, &row.a_pct10, &row.a_pct25, &row.a_median, &row.a_pct75, &row.a_pct90])?,
        hour: wages(top_hour, [&row.h_mean, &row.h_pct10, &row.h_pct25, &row.h_median, &row.h_pct75, &row.h_pct90])?,
    })
}

fn wage(text: &str, top: f64) -> Option<Wage> {
    match text {
        "#" => Some(Wage::AtLeast(top)),
        "*" => Some(Wage::Missing),
        amount => amount.replace(',', "").parse().ok().map(Wage::Is),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_published_is_no_number() {
        assert_eq!(wage("112,590", 1.0), Some(Wage::Is(112_590.0)));
        assert_eq!(wage("#", 239_200.0), Some(Wage::AtLeast(239_200.0)));
        assert_eq!(wage("*", 1.0), Some(Wage::Missing));
        assert_eq!(wage("n/a", 1.0), None);
    }
}
