//! How to reach Discord, and as which bot.

use std::ops::RangeInclusive;

use super::{ConfigError, Lookup, Secret, Setting, given};

/// How to reach Discord, and as which bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discord {
    /// `DISCORD_TOKEN`: the bot's token; without it, Discord is off.
    pub token: Secret,
    /// `ROLECALL_DISCORD_SHARDS`: `FIRST-LAST/TOTAL`, such as `0-3/16`; without it, as many as Discord advises.
    pub shards: Option<Shards>,
    /// `ROLECALL_DISCORD_PROXY`: address of a REST proxy that keeps the rate limits; without it, Discord itself.
    pub proxy: Option<String>,
}

/// The shards that this process runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shards {
    /// From 0.
    pub ours: RangeInclusive<u32>,
    /// Of all processes.
    pub total: u32,
}

const SHARDS: &str = "ROLECALL_DISCORD_SHARDS";
const PROXY: &str = "ROLECALL_DISCORD_PROXY";

pub(super) const SETTINGS: &[Setting] = &[
    Setting::secret(
        ("discord", "token"),
        "DISCORD_TOKEN",
        "\"the bot's token\"",
        "The bot's token; without it, Discord is off",
    ),
    Setting::open(
        ("discord", "shards"),
        SHARDS,
        "\"0-3/16\"",
        "The shards of this process, FIRST-LAST/TOTAL; without it as many as Discord advises, shared through PostgreSQL",
    ),
    Setting::open(
        ("discord", "proxy"),
        PROXY,
        "\"http://127.0.0.1:3000\"",
        "Address of a REST proxy that keeps the rate limits; without it, Discord itself",
    ),
];

impl Discord {
    /// Reads it; nothing where there is no token.
    ///
    /// # Errors
    /// If a value cannot be used.
    pub fn read(lookup: Lookup<'_>) -> Result<Option<Discord>, ConfigError> {
        // What is written is right or wrong whether or not Discord is on.
        let shards = given(lookup, SHARDS).map(|text| shards(&text)).transpose()?;
        let proxy = given(lookup, PROXY).map(|text| proxy(&text)).transpose()?;
        let token = given(lookup, "DISCORD_TOKEN").map(Secret::new);
        Ok(token.map(|token| Discord { token, shards, proxy }))
    }
}

fn shards(text: &str) -> Result<Shards, ConfigError> {
    let bad = || ConfigError {
        name: SHARDS,
        wrong: format!("`{text}` names no shards"),
        hint: "write the first, the last and the number of all, from 0, such as `0-3/16`",
    };
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| bad());
    let (range, total) = text.split_once('/').ok_or_else(bad)?;
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let (first, last, total) = (number(first)?, number(last)?, number(total)?);
    if first > last || last >= total {
        return Err(bad());
    }
    Ok(Shards { ours: first..=last, total })
}

fn proxy(text: &str) -> Result<String, ConfigError> {
    if text.starts_with("http://") || text.starts_with("https://") {
        return Ok(text.trim_end_matches('/').to_owned());
    }
    Err(ConfigError { name: PROXY, wrong: "it is no address".to_owned(), hint: "write it as `http://127.0.0.1:3000`" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(shards: &str) -> Result<Option<Discord>, ConfigError> {
        let shards = shards.to_owned();
        Discord::read(&move |name| match name {
            "DISCORD_TOKEN" => Some(" t ".to_owned()),
            SHARDS => Some(shards.clone()),
            _ => None,
        })
    }

    #[test]
    fn without_a_token_it_is_off() {
        assert_eq!(Discord::read(&|_| None), Ok(None));
        assert_eq!(Discord::read(&|_| Some("  ".to_owned())), Ok(None));
        let wrong = |name: &str| (name == SHARDS).then(|| "9/3".to_owned());
        assert!(Discord::read(&wrong).is_err(), "and what is written is wrong all the same");
    }

    #[test]
    fn shards_are_a_range_of_a_total() {
        let shards = |text| read(text).unwrap().unwrap().shards;
        assert_eq!(shards(""), None);
        assert_eq!(shards("0-3/16"), Some(Shards { ours: 0..=3, total: 16 }));
        assert_eq!(shards("2/4"), Some(Shards { ours: 2..=2, total: 4 }));
        for bad in ["3", "3-1/4", "0-4/4", "a-b/c", "-1/2", "1/0"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
