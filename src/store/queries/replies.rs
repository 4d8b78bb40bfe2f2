//! Which message answered which, and which events were seen.

use jiff::Timestamp;

use super::super::super::{Answered, Place, StoreError};
use super::batch::{Batch, rows};
use super::{Connection, Pool, platform, time};

/// Replies were sent: they are known from now on.
pub(super) async fn insert(connection: &mut Connection, batch: &Batch<'_>) -> Result<(), StoreError> {
    const SQL: &str = concat!(
        "INSERT INTO answered (platform, channel, question, reply, at_ms) \
         SELECT given.value ->> 0, given.value ->> 1, given.value ->> 2, given.value ->> 3, \
         CAST(given.value ->> 4 AS BIGINT) FROM ",
        given!(),
        " WHERE true \
         ON CONFLICT (platform, channel, question) DO UPDATE SET reply = excluded.reply, at_ms = excluded.at_ms"
    );
    let rows = rows(batch.answered.values().map(|Answered { question, reply, at }| {
        (question.platform, &question.channel, &question.message, reply, at.as_millisecond())
    }))?;
    if let Some(rows) = rows {
        sqlx::query(SQL).bind(rows).execute(connection).await?;
    }
    Ok(())
}

pub(super) async fn insert_seen(connection: &mut Connection, batch: &Batch<'_>) -> Result<(), StoreError> {
    const SQL: &str = concat!(
        "INSERT INTO seen (event, at_ms) SELECT given.value ->> 0, CAST(given.value ->> 1 AS BIGINT) FROM ",
        given!(),
        " WHERE true ON CONFLICT (event) DO NOTHING"
    );
    if let Some(rows) = rows(batch.seen.iter().map(|(event, at)| (event, at.as_millisecond())))? {
        sqlx::query(SQL).bind(rows).execute(connection).await?;
    }
    Ok(())
}

pub(super) async fn of(pool: &Pool, question: &Place) -> Result<Option<Answered>, StoreError> {
    let sql = "SELECT reply, at_ms FROM answered WHERE platform = $1 AND channel = $2 AND question = $3";
    let query = sqlx::query_as(sql).bind(question.platform).bind(&question.channel).bind(&question.message);
    let row: Option<(String, i64)> = query.fetch_optional(pool).await?;
    Ok(row.map(|(reply, at)| Answered { question: question.clone(), reply, at: time(at) }))
}

pub(super) async fn since(pool: &Pool, since: Timestamp) -> Result<Vec<Answered>, StoreError> {
    let sql = "SELECT platform, channel, question, reply, at_ms FROM answered WHERE at_ms >= $1";
    let query = sqlx::query_as(sql).bind(since.as_millisecond());
    let rows: Vec<(String, String, String, String, i64)> = query.fetch_all(pool).await?;
    let answered = |(name, channel, message, reply, at): (String, String, String, String, i64)| {
        let question = Place { platform: platform(&name)?, channel, message };
        Some(Answered { question, reply, at: time(at) })
    };
    Ok(rows.into_iter().filter_map(answered).collect())
}

pub(super) async fn seen_since(pool: &Pool, since: Timestamp) -> Result<Vec<String>, StoreError> {
    let query = sqlx::query_scalar("SELECT event FROM seen WHERE at_ms >= $1").bind(since.as_millisecond());
    Ok(query.fetch_all(pool).await?)
}
