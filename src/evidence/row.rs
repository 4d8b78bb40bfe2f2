//! A pay record in 24 bytes.

/// A pay record. The order of the fields is the order in which a table is sorted: records of one role stand together,
/// from the lowest to the highest pay, and identical records side by side. So one walk over them counts, leaves out
/// repetitions and finds percentiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// Which role or title group; numbered by the table.
    pub group: u16,
    /// A year's pay in US dollars, as the data set converts it.
    pub usd: u32,
    /// Which title; numbered by the table.
    pub title: u16,
    /// A year's pay in its own currency.
    pub salary: u32,
    /// Which currency; numbered by the table.
    pub currency: u8,
    /// In which year it was paid, counted from 2000.
    pub year: u8,
    /// Level of experience.
    pub level: Level,
    /// Terms of employment.
    pub terms: Terms,
    /// Share of remote work: 0, 50 or 100.
    pub remote: u8,
    /// Size of the company.
    pub size: Size,
    /// Where the person lives, ISO 3166.
    pub residence: [u8; 2],
    /// Where the company is, ISO 3166.
    pub company: [u8; 2],
}

/// The year from which [`Row::year`] counts.
pub const FIRST_YEAR: u16 = 2000;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// From the code that the data set writes.
            pub fn parse(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }

            /// As the data set writes it.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
        }
    };
}

codes! {
    /// Level of experience.
    Level {
        /// Entry level.
        Entry = "EN",
        /// Mid level.
        Mid = "MI",
        /// Senior level.
        Senior = "SE",
        /// Executive level.
        Executive = "EX",
    }
}

codes! {
    /// Terms of employment.
    Terms {
        /// Full time.
        FullTime = "FT",
        /// Part time.
        PartTime = "PT",
        /// On contract.
        Contract = "CT",
        /// Freelance.
        Freelance = "FL",
    }
}

codes! {
    /// Size of a company.
    Size {
        /// Small.
        Small = "S",
        /// Medium.
        Medium = "M",
        /// Large.
        Large = "L",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_stays_small() {
        assert!(size_of::<Row>() <= 24, "{}", size_of::<Row>());
    }

    #[test]
    fn codes_are_read_as_they_are_written() {
        for code in ["EN", "MI", "SE", "EX"] {
            assert_eq!(Level::parse(code).map(Level::code), Some(code));
        }
        assert!(Level::parse("en").is_none() && Terms::parse("").is_none() && Size::parse("XL").is_none());
    }
}
