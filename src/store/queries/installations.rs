//! Workspaces of Slack whose people installed the app, each with its token, which is encrypted.

use jiff::Timestamp;

use super::super::super::{Installation, StoreError};
use super::{Pool, time};

type Row = (String, String, Option<String>, String, i64);

pub(super) async fn all(pool: &Pool) -> Result<Vec<Installation>, StoreError> {
    let sql = "SELECT team, me, bot, sealed, at_ms FROM installation ORDER BY team";
    let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(pool).await?;
    Ok(rows.into_iter().map(read).collect())
}

pub(super) async fn of(pool: &Pool, team: &str) -> Result<Option<Installation>, StoreError> {
    let sql = "SELECT team, me, bot, sealed, at_ms FROM installation WHERE team = $1";
    let row: Option<Row> = sqlx::query_as(sql).bind(team).fetch_optional(pool).await?;
    Ok(row.map(read))
}

pub(super) async fn insert(pool: &Pool, installation: &Installation) -> Result<(), StoreError> {
    let sql = "INSERT INTO installation (team, me, bot, sealed, at_ms) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (team) DO UPDATE SET \
               me = excluded.me, bot = excluded.bot, sealed = excluded.sealed, at_ms = excluded.at_ms";
    let Installation { team, me, bot, sealed, at } = installation;
    let query = sqlx::query(sql).bind(team).bind(me).bind(bot).bind(sealed).bind(at.as_millisecond());
    query.execute(pool).await?;
    Ok(())
}

pub(super) async fn reseal(pool: &Pool, team: &str, from: &str, to: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE installation SET sealed = $1 WHERE team = $2 AND sealed = $3";
    Ok(sqlx::query(sql).bind(to).bind(team).bind(from).execute(pool).await?.rows_affected() > 0)
}

pub(super) async fn remove(pool: &Pool, team: &str, since: Timestamp) -> Result<bool, StoreError> {
    let sql = "DELETE FROM installation WHERE team = $1 AND at_ms <= $2";
    Ok(sqlx::query(sql).bind(team).bind(since.as_millisecond()).execute(pool).await?.rows_affected() > 0)
}

fn read((team, me, bot, sealed, at): Row) -> Installation {
    Installation { team, me, bot, sealed, at: time(at) }
}
