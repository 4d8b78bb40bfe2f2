//! Forgetting: a person, and what is kept no longer.

use jiff::Timestamp;

use super::super::super::insights::day;
use super::super::super::{Retention, StoreError};
use super::{BEGIN, Pool};

/// An event that was begun is of no use after a day.
const CLAIM_MS: i64 = 86_400_000;

/// Removes everything of a person at once, or nothing. Counts of a day stay: they name nobody.
pub(super) async fn forget(pool: &Pool, person: &str) -> Result<u64, StoreError> {
    let mut transaction = pool.begin_with(BEGIN).await?;
    let mut gone = 0;
    for sql in [
        "DELETE FROM question WHERE person = $1",
        "DELETE FROM vote WHERE voter = $1",
        "DELETE FROM share WHERE person = $1",
        "DELETE FROM turn WHERE person = $1",
    ] {
        gone += sqlx::query(sql).bind(person).execute(&mut *transaction).await?.rows_affected();
    }
    transaction.commit().await?;
    Ok(gone)
}

pub(super) async fn purge(pool: &Pool, retention: &Retention, now: Timestamp) -> Result<u64, StoreError> {
    let days = |days| Retention::days_before(now, days);
    let replies = days(retention.replies);
    let counts = day(now) - i64::from(retention.counts);
    let mut gone = 0;
    for (sql, before) in [
        ("DELETE FROM question WHERE at_ms < $1", days(retention.questions)),
        ("DELETE FROM vote WHERE at_ms < $1", days(retention.votes)),
        ("DELETE FROM share WHERE at_ms < $1", days(retention.shares)),
        ("DELETE FROM answered WHERE at_ms < $1", replies),
        ("DELETE FROM seen WHERE at_ms < $1", replies),
        ("DELETE FROM turn WHERE at_ms < $1", Retention::turns_before(now)),
        ("DELETE FROM question_day WHERE day < $1", counts),
        ("DELETE FROM entry_day WHERE day < $1", counts),
        ("DELETE FROM entry_place WHERE day < $1", counts),
    ] {
        gone += sqlx::query(sql).bind(before).execute(pool).await?.rows_affected();
    }
    let sql = concat!("DELETE FROM claim WHERE at_ms < ", now!(), " - $1");
    gone += sqlx::query(sql).bind(CLAIM_MS).execute(pool).await?.rows_affected();
    let sql = concat!("DELETE FROM lease WHERE until_ms < ", now!(), " - $1");
    gone += sqlx::query(sql).bind(CLAIM_MS).execute(pool).await?.rows_affected();
    Ok(gone)
}
