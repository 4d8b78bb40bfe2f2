//! Where things are remembered, and for how long.

use super::{ConfigError, Lookup, Secret, Setting, given, number};
use crate::store::{Retention, is_address};

const URL: &str = "DATABASE_URL";
const KEY: &str = "ROLECALL_HASH_KEY";
/// The file that is used when none is named.
const FILE: &str = "sqlite:rolecall.db";
/// A shorter key could be guessed, and with it whom a hash stands for.
const KEY_LENGTH: usize = 16;
/// The longest that anything is kept, in days.
const LONGEST: u32 = 3_650;

pub(super) const SETTINGS: &[Setting] = &[
    Setting::secret(
        ("store", "url"),
        URL,
        "\"sqlite:rolecall.db\"",
        "`sqlite:FILE` for one process, `postgres://USER:PASSWORD@HOST/DATABASE` for several",
    )
    .usual(),
    Setting::secret(
        ("store", "hash_key"),
        KEY,
        "\"0123456789abcdef0123456789abcdef\"",
        "With which people are hashed, at least 16 characters; without it, one that is made and kept in the store",
    ),
    Setting::open(("store", "keep_questions"), "ROLECALL_KEEP_QUESTIONS", "90", "Days that questions are kept").usual(),
    Setting::open(("store", "keep_votes"), "ROLECALL_KEEP_VOTES", "365", "Days that votes and their reasons are kept")
        .usual(),
    Setting::open(("store", "keep_shares"), "ROLECALL_KEEP_SHARES", "90", "Days that shares are kept").usual(),
    Setting::open(
        ("store", "keep_replies"),
        "ROLECALL_KEEP_REPLIES",
        "30",
        "Days that it is known which message answered which",
    )
    .usual(),
    Setting::open(
        ("store", "keep_counts"),
        "ROLECALL_KEEP_COUNTS",
        "730",
        "Days that counts are kept, which name nobody",
    )
    .usual(),
];

/// Where things are remembered, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// `DATABASE_URL`: `sqlite:FILE` or `postgres://…`; `sqlite:rolecall.db` if nothing is said.
    pub url: Secret,
    /// `ROLECALL_HASH_KEY`: with which people are hashed; without it, one that is made and kept in the store.
    pub hash_key: Option<Secret>,
    /// `ROLECALL_KEEP_…`: days that each kind of thing is kept.
    pub retention: Retention,
}

impl Store {
    /// Reads it.
    ///
    /// # Errors
    /// If the address is none of a store, the key is short, or a number of days is none.
    pub fn read(lookup: Lookup<'_>) -> Result<Store, ConfigError> {
        Ok(Store {
            url: given(lookup, URL).map_or_else(|| Ok(Secret::new(FILE)), url)?,
            hash_key: given(lookup, KEY).map(key).transpose()?,
            retention: retention(lookup)?,
        })
    }
}

fn url(text: String) -> Result<Secret, ConfigError> {
    if is_address(&text) {
        return Ok(Secret::new(text));
    }
    let hint = "write it as `sqlite:rolecall.db` or `postgres://USER:PASSWORD@HOST/DATABASE`";
    Err(ConfigError { name: URL, wrong: "it is no address of a SQLite file or of PostgreSQL".to_owned(), hint })
}

fn key(text: String) -> Result<Secret, ConfigError> {
    if text.chars().count() >= KEY_LENGTH {
        return Ok(Secret::new(text));
    }
    let wrong = format!("it is shorter than {KEY_LENGTH} characters and could be guessed");
    Err(ConfigError {
        name: KEY,
        wrong,
        hint: "make one with `openssl rand -hex 32`, and keep it: people are known by it",
    })
}

fn retention(lookup: Lookup<'_>) -> Result<Retention, ConfigError> {
    let usual = Retention::default();
    let days = |name, otherwise: u16| {
        let days = number(lookup, name, (1, LONGEST), u32::from(otherwise))?;
        Ok(u16::try_from(days).unwrap_or(otherwise))
    };
    Ok(Retention {
        questions: days("ROLECALL_KEEP_QUESTIONS", usual.questions)?,
        votes: days("ROLECALL_KEEP_VOTES", usual.votes)?,
        shares: days("ROLECALL_KEEP_SHARES", usual.shares)?,
        replies: days("ROLECALL_KEEP_REPLIES", usual.replies)?,
        counts: days("ROLECALL_KEEP_COUNTS", usual.counts)?,
    })
}
