//! Claims on events and leases, all by the clock of the database: no two processes need to agree on the time.

use std::time::Duration;

use super::super::super::{Claim, Last, Overdue, Place, StoreError};
use super::batch::{Batch, rows};
use super::{Connection, Pool, milliseconds};

/// Events that are taken over at once.
const MOST: i64 = 100;

pub(super) async fn claim(
    pool: &Pool,
    event: &Place,
    server: &str,
    holder: &str,
    lease: Duration,
) -> Result<Claim, StoreError> {
    let sql = concat!(
        "INSERT INTO claim (event, platform, server, channel, message, holder, until_ms, tries, done, at_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, ",
        now!(),
        " + $7, 1, 0, ",
        now!(),
        ") ON CONFLICT (event) DO UPDATE SET \
         holder = excluded.holder, until_ms = excluded.until_ms, tries = claim.tries + 1 \
         WHERE claim.done = 0 AND claim.until_ms < ",
        now!(),
        " RETURNING tries"
    );
    let query = sqlx::query_scalar(sql).bind(event.event()).bind(event.platform).bind(server);
    let query = query.bind(&event.channel).bind(&event.message).bind(holder).bind(milliseconds(lease));
    let tries: Option<i64> = query.fetch_optional(pool).await?;
    Ok(match tries {
        Some(1) => Claim::First,
        Some(_) => Claim::TakenOver,
        None => Claim::Taken,
    })
}

/// Somebody has begun with it, and nobody has ended it.
pub(super) async fn is_open(pool: &Pool, event: &Place) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM claim WHERE event = $1 AND done = 0";
    let open: i64 = sqlx::query_scalar(sql).bind(event.event()).fetch_one(pool).await?;
    Ok(open > 0)
}

/// Whoever holds them is still at them.
pub(super) async fn renew(pool: &Pool, holder: &str, lease: Duration) -> Result<u64, StoreError> {
    let sql = concat!("UPDATE claim SET until_ms = ", now!(), " + $1 WHERE done = 0 AND holder = $2");
    let query = sqlx::query(sql).bind(milliseconds(lease)).bind(holder);
    Ok(query.execute(pool).await?.rows_affected())
}

/// Nobody is at them any more.
pub(super) async fn free(pool: &Pool, platform: &'static str) -> Result<(), StoreError> {
    sqlx::query("UPDATE claim SET until_ms = 0 WHERE done = 0 AND platform = $1").bind(platform).execute(pool).await?;
    Ok(())
}

/// Somebody has dealt with them: nobody takes them again.
pub(super) async fn done(connection: &mut Connection, batch: &Batch<'_>) -> Result<(), StoreError> {
    const SQL: &str =
        concat!("UPDATE claim SET done = 1 WHERE event IN (SELECT given.value ->> 0 FROM ", given!(), ")");
    if let Some(rows) = rows(batch.ended().map(|event| (event,)))? {
        sqlx::query(SQL).bind(rows).execute(connection).await?;
    }
    Ok(())
}

pub(super) async fn overdue(pool: &Pool, platform: &'static str) -> Result<Vec<Overdue>, StoreError> {
    let sql = concat!(
        "SELECT server, channel, message, tries FROM claim WHERE done = 0 AND platform = $1 AND until_ms < ",
        now!(),
        " ORDER BY until_ms LIMIT $2"
    );
    let rows: Vec<(String, String, String, i64)> =
        sqlx::query_as(sql).bind(platform).bind(MOST).fetch_all(pool).await?;
    let of = |(server, channel, message, tries): (String, String, String, i64)| Overdue {
        place: Place { platform, channel, message },
        server,
        tries: u32::try_from(tries).unwrap_or(u32::MAX),
    };
    Ok(rows.into_iter().map(of).collect())
}

pub(super) async fn last_events(
    pool: &Pool,
    platform: &'static str,
    within: Duration,
) -> Result<Vec<Last>, StoreError> {
    let sql = concat!(
        "SELECT c.server, c.channel, MAX(c.message) FROM claim AS c JOIN \
         (SELECT channel, MAX(at_ms) AS last FROM claim WHERE platform = $1 AND at_ms >= ",
        now!(),
        " - $2 GROUP BY channel) AS l ON l.channel = c.channel AND l.last = c.at_ms \
         WHERE c.platform = $1 GROUP BY c.server, c.channel"
    );
    let query = sqlx::query_as(sql).bind(platform).bind(milliseconds(within));
    let rows: Vec<(String, String, String)> = query.fetch_all(pool).await?;
    let of = |(server, channel, message): (String, String, String)| Last {
        place: Place { platform, channel, message },
        server,
    };
    Ok(rows.into_iter().map(of).collect())
}

pub(super) async fn lease(pool: &Pool, name: &str, holder: &str, lease: Duration) -> Result<bool, StoreError> {
    let sql = concat!(
        "INSERT INTO lease (name, holder, until_ms) VALUES ($1, $2, ",
        now!(),
        " + $3) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms \
         WHERE lease.holder = excluded.holder OR lease.until_ms < ",
        now!()
    );
    let query = sqlx::query(sql).bind(name).bind(holder).bind(milliseconds(lease));
    Ok(query.execute(pool).await?.rows_affected() > 0)
}

pub(super) async fn leases(pool: &Pool, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
    let sql = concat!("SELECT name, holder FROM lease WHERE name LIKE $1 AND until_ms >= ", now!(), " ORDER BY name");
    Ok(sqlx::query_as(sql).bind(format!("{prefix}%")).fetch_all(pool).await?)
}

pub(super) async fn release(pool: &Pool, name: &str, holder: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM lease WHERE name = $1 AND holder = $2";
    sqlx::query(sql).bind(name).bind(holder).execute(pool).await?;
    Ok(())
}
