//! Rows as JSON objects, for `rolecall store export`.

use serde_json::{Value, json};

use super::super::super::{ExportKind, StoreError};
use super::{Pool, settings, time};

pub(super) async fn rows(pool: &Pool, kind: ExportKind, after: u64, most: u32) -> Result<Vec<Value>, StoreError> {
    let window = (i64::from(most), i64::try_from(after).unwrap_or(i64::MAX));
    match kind {
        ExportKind::Questions => questions(pool, window).await,
        ExportKind::Votes => votes(pool, window).await,
        ExportKind::Shares => shares(pool, window).await,
        ExportKind::Settings if after > 0 => Ok(Vec::new()),
        ExportKind::Settings => channels(pool).await,
    }
}

type Question = (String, i64, String, String, String, String, String, String, String, Option<f64>, i64);

async fn questions(pool: &Pool, (most, after): (i64, i64)) -> Result<Vec<Value>, StoreError> {
    let sql = "SELECT id, at_ms, platform, server, channel, person, text, outcome, entries, confidence, latency_us FROM question \
               ORDER BY at_ms, id LIMIT $1 OFFSET $2";
    let rows: Vec<Question> = sqlx::query_as(sql).bind(most).bind(after).fetch_all(pool).await?;
    let object =
        |(id, at, platform, server, channel, person, text, outcome, entries, confidence, latency_us): Question| {
            json!({
                "kind": "question", "id": id, "at": time(at), "platform": platform, "server": server, "channel": channel,
                "person": person, "text": text, "outcome": outcome, "entries": parts(&entries), "confidence": confidence,
                "latency_us": latency_us,
            })
        };
    Ok(rows.into_iter().map(object).collect())
}

type Vote = (i64, String, String, String, String, String, String, Option<String>, Option<String>);

async fn votes(pool: &Pool, (most, after): (i64, i64)) -> Result<Vec<Value>, StoreError> {
    let sql = "SELECT at_ms, platform, channel, answer, voter, entry, helpful, reason, question FROM vote \
               ORDER BY at_ms, platform, channel, answer, voter LIMIT $1 OFFSET $2";
    let rows: Vec<Vote> = sqlx::query_as(sql).bind(most).bind(after).fetch_all(pool).await?;
    let object = |(at, platform, channel, answer, person, entry, helpful, reason, question): Vote| {
        json!({
            "kind": "vote", "at": time(at), "platform": platform, "channel": channel, "answer": answer,
            "person": person, "entry": entry, "helpful": helpful, "reason": reason, "question": question,
        })
    };
    Ok(rows.into_iter().map(object).collect())
}

async fn shares(pool: &Pool, (most, after): (i64, i64)) -> Result<Vec<Value>, StoreError> {
    let sql = "SELECT id, at_ms, platform, channel, person, entries FROM share ORDER BY at_ms, id LIMIT $1 OFFSET $2";
    let rows: Vec<(String, i64, String, String, String, String)> =
        sqlx::query_as(sql).bind(most).bind(after).fetch_all(pool).await?;
    let object = |(id, at, platform, channel, person, entries): (String, i64, String, String, String, String)| {
        json!({
            "kind": "share", "id": id, "at": time(at), "platform": platform, "channel": channel, "person": person,
            "entries": parts(&entries),
        })
    };
    Ok(rows.into_iter().map(object).collect())
}

async fn channels(pool: &Pool) -> Result<Vec<Value>, StoreError> {
    let channel = settings::channels(pool).await?.into_iter().map(|s| {
        json!({
            "kind": "setting", "platform": s.platform, "server": s.server, "channel": s.channel, "mode": s.mode.id(),
            "cooldown_s": s.cooldown_s,
        })
    });
    let server = settings::servers(pool).await?.into_iter().map(|s| {
        json!({
            "kind": "setting", "platform": s.platform, "server": s.server, "mode": s.mode.id(),
            "cooldown_s": s.cooldown_s, "digest": s.digest,
        })
    });
    Ok(channel.chain(server).collect())
}

fn parts(joined: &str) -> Vec<&str> {
    joined.split('+').filter(|part| !part.is_empty()).collect()
}
