//! What people say of answers.

use jiff::Timestamp;

use super::super::super::{Server, StoreError, Vote, VoteCount, redact::redact};
use super::{Connection, Pool, count};

/// One vote a person and answer: the last one counts, and a reason stays until it is withdrawn by a better opinion. What
/// names or reaches a person is taken out of the reason here, whoever brings it.
pub(super) async fn insert(connection: &mut Connection, vote: &Vote) -> Result<(), StoreError> {
    let sql = "INSERT INTO vote (platform, channel, answer, voter, entry, helpful, reason, question, at_ms) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (platform, channel, answer, voter) DO UPDATE SET \
               entry = excluded.entry, helpful = excluded.helpful, at_ms = excluded.at_ms, \
               question = COALESCE(excluded.question, vote.question), \
               reason = CASE WHEN excluded.helpful = 'yes' THEN NULL ELSE COALESCE(excluded.reason, vote.reason) END";
    let query = sqlx::query(sql).bind(vote.answer.platform).bind(&vote.answer.channel).bind(&vote.answer.message);
    let query = query.bind(&vote.voter).bind(&vote.entry).bind(vote.helpful.id());
    let query = query.bind(vote.reason.as_deref().map(redact));
    query.bind(&vote.question).bind(vote.at.as_millisecond()).execute(connection).await?;
    Ok(())
}

/// A vote belongs to the server in which its question was asked.
pub(super) async fn by_entry(
    pool: &Pool,
    since: Timestamp,
    most: u32,
    of: Option<&Server>,
) -> Result<Vec<VoteCount>, StoreError> {
    const ALL: &str = "SELECT entry, COUNT(*) FILTER (WHERE helpful = 'yes'), COUNT(*) FILTER (WHERE helpful <> 'yes') \
        FROM vote WHERE at_ms >= $1 GROUP BY entry ORDER BY 3 DESC, 2, 1 LIMIT $2";
    const OF_ONE: &str = "SELECT v.entry, COUNT(*) FILTER (WHERE v.helpful = 'yes'), \
        COUNT(*) FILTER (WHERE v.helpful <> 'yes') FROM vote AS v JOIN question AS q ON q.id = v.question \
        WHERE v.at_ms >= $1 AND q.platform = $3 AND q.server = $4 GROUP BY v.entry ORDER BY 3 DESC, 2, 1 LIMIT $2";
    let query = sqlx::query_as(if of.is_some() { OF_ONE } else { ALL });
    let query = query.bind(since.as_millisecond()).bind(i64::from(most));
    let query = match of {
        Some(server) => query.bind(server.platform).bind(&server.name),
        None => query,
    };
    let rows: Vec<(String, i64, i64)> = query.fetch_all(pool).await?;
    let small = |n: i64| u32::try_from(n).unwrap_or_default();
    Ok(rows.into_iter().map(|(entry, yes, no)| VoteCount { entry, yes: small(yes), no: small(no) }).collect())
}

pub(super) async fn since(pool: &Pool, since: Timestamp) -> Result<(u64, u64), StoreError> {
    let sql = "SELECT COUNT(*) FILTER (WHERE helpful = 'yes'), COUNT(*) FILTER (WHERE helpful <> 'yes') \
               FROM vote WHERE at_ms >= $1";
    let (yes, no): (i64, i64) = sqlx::query_as(sql).bind(since.as_millisecond()).fetch_one(pool).await?;
    Ok((count(yes), count(no)))
}
