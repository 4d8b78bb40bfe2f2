//! Which message answered which, and which events were seen.

use jiff::Timestamp;

use super::super::super::{Answered, Place, StoreError};
use super::{Connection, Pool, claims, platform, time};

/// A reply was sent: it is known from now on, and whoever was at work on the question is done.
pub(super) async fn insert(connection: &mut Connection, answered: &Answered) -> Result<(), StoreError> {
    let sql = "INSERT INTO answered (platform, channel, question, reply, at_ms) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (platform, channel, question) DO UPDATE SET reply = excluded.reply, at_ms = excluded.at_ms";
    let Answered { question, reply, at } = answered;
    let query = sqlx::query(sql).bind(question.platform).bind(&question.channel).bind(&question.message);
    query.bind(reply).bind(at.as_millisecond()).execute(&mut *connection).await?;
    claims::done(connection, &question.event()).await
}

pub(super) async fn insert_seen(connection: &mut Connection, event: &str, at: Timestamp) -> Result<(), StoreError> {
    let sql = "INSERT INTO seen (event, at_ms) VALUES ($1, $2) ON CONFLICT (event) DO NOTHING";
    sqlx::query(sql).bind(event).bind(at.as_millisecond()).execute(connection).await?;
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
