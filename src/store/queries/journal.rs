//! Questions, shares, turns of conversations; and what had no answer.

use std::collections::HashMap;

use jiff::Timestamp;

use super::super::super::journal::{outcome_id, shape};
use super::super::super::{Asked, GapCount, Server, Shared, StoreError, Turn};
use super::batch::{Batch, rows};
use super::{Connection, Pool, count, time};

/// Turns of a conversation that are read: a follow-up of a follow-up of one.
const TURNS: i64 = 4;

/// Writes questions; those that were not there yet.
pub(super) async fn insert<'a>(connection: &mut Connection, batch: &Batch<'a>) -> Result<Vec<&'a Asked>, StoreError> {
    const SQL: &str = concat!(
        "INSERT INTO question \
         (id, at_ms, platform, server, channel, person, text, shape, outcome, entries, confidence, latency_us) \
         SELECT given.value ->> 0, CAST(given.value ->> 1 AS BIGINT), given.value ->> 2, given.value ->> 3, \
         given.value ->> 4, given.value ->> 5, given.value ->> 6, CAST(given.value ->> 7 AS BIGINT), \
         given.value ->> 8, given.value ->> 9, CAST(given.value ->> 10 AS DOUBLE PRECISION), \
         CAST(given.value ->> 11 AS BIGINT) FROM ",
        given!(),
        " WHERE true ON CONFLICT (id) DO NOTHING RETURNING id"
    );
    let row = |asked: &&'a Asked| {
        let (entries, confidence) = (asked.entries.join("+"), asked.confidence.map(f64::from));
        let Asked { id, platform, server, channel, person, text, .. } = asked;
        let (at, shape, outcome) = (asked.at.as_millisecond(), asked.shape(), outcome_id(asked.outcome));
        let latency = microseconds(asked);
        (id, at, platform, server, channel, person, text, shape, outcome, entries, confidence, latency)
    };
    let Some(rows) = rows(batch.asked.values().map(row))? else { return Ok(Vec::new()) };
    let ids: Vec<String> = sqlx::query_scalar(SQL).bind(rows).fetch_all(connection).await?;
    Ok(ids.iter().filter_map(|id| batch.asked.get(id.as_str()).copied()).collect())
}

pub(super) fn microseconds(asked: &Asked) -> i64 {
    i64::try_from(asked.latency.as_micros()).unwrap_or(i64::MAX)
}

pub(super) async fn insert_share(connection: &mut Connection, shared: &Shared) -> Result<(), StoreError> {
    let sql = "INSERT INTO share (id, at_ms, platform, channel, person, entries) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (id) DO NOTHING";
    let query = sqlx::query(sql).bind(&shared.id).bind(shared.at.as_millisecond()).bind(&shared.platform);
    query.bind(&shared.channel).bind(&shared.person).bind(shared.entries.join("+")).execute(connection).await?;
    Ok(())
}

pub(super) async fn insert_turns(connection: &mut Connection, batch: &Batch<'_>) -> Result<(), StoreError> {
    const SQL: &str = concat!(
        "INSERT INTO turn (conversation, person, at_ms, text) \
         SELECT given.value ->> 0, given.value ->> 1, CAST(given.value ->> 2 AS BIGINT), given.value ->> 3 FROM ",
        given!(),
        " WHERE true ON CONFLICT (conversation, person, at_ms) DO UPDATE SET text = excluded.text"
    );
    let rows = rows(
        batch
            .turns
            .values()
            .map(|Turn { conversation, person, at, text }| (conversation, person, at.as_millisecond(), text)),
    )?;
    if let Some(rows) = rows {
        sqlx::query(SQL).bind(rows).execute(connection).await?;
    }
    Ok(())
}

pub(super) async fn turns(
    pool: &Pool,
    conversation: &str,
    person: &str,
    since: Timestamp,
) -> Result<Vec<Turn>, StoreError> {
    let sql = "SELECT at_ms, text FROM turn WHERE conversation = $1 AND person = $2 AND at_ms >= $3 \
               ORDER BY at_ms DESC LIMIT $4";
    let query = sqlx::query_as(sql).bind(conversation).bind(person).bind(since.as_millisecond()).bind(TURNS);
    let rows: Vec<(i64, String)> = query.fetch_all(pool).await?;
    let turn = |(at, text): (i64, String)| Turn {
        conversation: conversation.to_owned(),
        person: person.to_owned(),
        at: time(at),
        text,
    };
    Ok(rows.into_iter().rev().map(turn).collect())
}

pub(super) async fn talkers(pool: &Pool, since: Timestamp, most: u32) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT conversation, person FROM turn WHERE at_ms >= $1 GROUP BY conversation, person \
               ORDER BY MAX(at_ms) DESC LIMIT $2";
    Ok(sqlx::query_as(sql).bind(since.as_millisecond()).bind(i64::from(most)).fetch_all(pool).await?)
}

pub(super) async fn question(pool: &Pool, id: &str) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar("SELECT text FROM question WHERE id = $1").bind(id).fetch_optional(pool).await?)
}

/// What had no answer, and what had one that did not help, the same words counted together.
pub(super) async fn gaps(
    pool: &Pool,
    since: Timestamp,
    most: u32,
    of: Option<&Server>,
) -> Result<Vec<GapCount>, StoreError> {
    let mut found = unanswered(pool, since, most, of).await?;
    for (text, last) in voted_down(pool, since, of).await? {
        let gap = found.entry(shape(&text)).or_insert_with(|| GapCount { text, questions: 0, last, bad_votes: 0 });
        gap.questions += 1;
        gap.bad_votes += 1;
        gap.last = gap.last.max(last);
    }
    let mut gaps: Vec<GapCount> = found.into_values().collect();
    gaps.sort_by(|a, b| b.questions.cmp(&a.questions).then(b.last.cmp(&a.last)).then(a.text.cmp(&b.text)));
    gaps.truncate(most as usize);
    Ok(gaps)
}

/// Counted on the index alone where all servers count; the words are looked up for those that are shown.
async fn unanswered(
    pool: &Pool,
    since: Timestamp,
    most: u32,
    of: Option<&Server>,
) -> Result<HashMap<i64, GapCount>, StoreError> {
    const ALL: &str = "SELECT g.n, g.last, q.shape, MAX(q.text) FROM \
        (SELECT shape, COUNT(*) AS n, MAX(at_ms) AS last FROM question \
         WHERE outcome = 'unknown' AND at_ms >= $1 GROUP BY shape ORDER BY 2 DESC, 3 DESC LIMIT $2) AS g \
        JOIN question AS q ON q.shape = g.shape AND q.at_ms = g.last AND q.outcome = 'unknown' \
        GROUP BY q.shape, g.n, g.last";
    const OF_ONE: &str = "SELECT COUNT(*), MAX(at_ms), shape, MAX(text) FROM question \
        WHERE outcome = 'unknown' AND at_ms >= $1 AND platform = $3 AND server = $4 \
        GROUP BY shape ORDER BY 1 DESC, 2 DESC LIMIT $2";
    let query = sqlx::query_as(if of.is_some() { OF_ONE } else { ALL });
    let query = query.bind(since.as_millisecond()).bind(i64::from(most));
    let query = match of {
        Some(server) => query.bind(server.platform).bind(&server.name),
        None => query,
    };
    let rows: Vec<(i64, i64, i64, String)> = query.fetch_all(pool).await?;
    let gap = |(n, last, shape, text): (i64, i64, i64, String)| {
        (shape, GapCount { text, questions: count(n), last: time(last), bad_votes: 0 })
    };
    Ok(rows.into_iter().map(gap).collect())
}

/// Questions of which somebody said that the answer did not help.
async fn voted_down(
    pool: &Pool,
    since: Timestamp,
    of: Option<&Server>,
) -> Result<Vec<(String, Timestamp)>, StoreError> {
    let sql = "SELECT q.text, MAX(v.at_ms) FROM vote AS v JOIN question AS q ON q.id = v.question \
               WHERE v.helpful <> 'yes' AND v.at_ms >= $1 AND q.outcome <> 'unknown' \
               AND ($2 = '' OR (q.platform = $2 AND q.server = $3)) GROUP BY q.id, q.text";
    let (platform, server) = of.map_or(("", ""), |of| (of.platform, of.name.as_str()));
    let query = sqlx::query_as(sql).bind(since.as_millisecond()).bind(platform).bind(server);
    let rows: Vec<(String, i64)> = query.fetch_all(pool).await?;
    Ok(rows.into_iter().map(|(text, at)| (text, time(at))).collect())
}
