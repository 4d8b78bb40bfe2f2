//! How often people may ask.

use std::num::NonZeroU32;

use super::{ConfigError, Lookup, Setting, number};

const PERSON: &str = "ROLECALL_LIMIT_PERSON";
const CHANNEL: &str = "ROLECALL_LIMIT_CHANNEL";
const ENTRY: &str = "ROLECALL_LIMIT_ENTRY";
/// The most of each that makes sense.
const MOST: u32 = 100_000;

pub(super) const SETTINGS: &[Setting] = &[
    Setting::open(
        ("limits", "person"),
        PERSON,
        "20",
        "Questions a minute and person in Discord and Slack; 0 for any number",
    )
    .usual(),
    Setting::open(
        ("limits", "channel"),
        CHANNEL,
        "120",
        "Questions a minute and channel, of all people; 0 for any number",
    )
    .usual(),
    Setting::open(
        ("limits", "entry"),
        ENTRY,
        "30",
        "The same answer a minute and channel, in sight of everyone; 0 for any number",
    )
    .usual(),
];

/// How often people may ask in Discord and Slack; nothing where any number is fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// `ROLECALL_LIMIT_PERSON`: questions a minute and person, 20 if nothing is said.
    pub person: Option<NonZeroU32>,
    /// `ROLECALL_LIMIT_CHANNEL`: questions a minute and channel, 120 if nothing is said.
    pub channel: Option<NonZeroU32>,
    /// `ROLECALL_LIMIT_ENTRY`: the same answer a minute and channel, 30 if nothing is said.
    pub entry: Option<NonZeroU32>,
}

impl Limits {
    /// Reads it.
    ///
    /// # Errors
    /// If a value is no number.
    pub fn read(lookup: Lookup<'_>) -> Result<Limits, ConfigError> {
        let of = |name, otherwise| number(lookup, name, (0, MOST), otherwise).map(NonZeroU32::new);
        Ok(Limits { person: of(PERSON, 20)?, channel: of(CHANNEL, 120)?, entry: of(ENTRY, 30)? })
    }
}
