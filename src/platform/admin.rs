//! What admins ask for on every chat platform, as text.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::answering::Answering;
use crate::gaps::Gap;
use crate::loading::{self, LoadError};
use crate::store::{Keeper, Server};

/// Findings that are shown when a knowledge base cannot be used.
const FINDINGS: usize = 5;
/// How far back gaps are looked for, in days.
const DAYS: i64 = 30;
/// Different wordings that are read.
const WORDINGS: u32 = 2_000;
/// Gaps that are shown.
const GAPS: usize = 10;
/// Entries with bad votes that are shown.
const ENTRIES: u32 = 15;

/// Takes the knowledge base anew.
pub async fn reload(answering: &Arc<Answering>) -> String {
    let loading = Arc::clone(answering);
    match tokio::task::spawn_blocking(move || loading.reload()).await {
        Ok(Ok(())) => {
            let entries = answering.bot().knowledge().entries().len();
            tracing::info!(entries, "the knowledge base was taken anew");
            format!("Taken anew: {entries} entries from {}.", answering.origin())
        }
        Ok(Err(error)) => refused(&error),
        Err(_) => "Loading broke off. What was there before still answers.".to_owned(),
    }
}

/// Which file, which line, and how to mend it.
fn refused(error: &LoadError) -> String {
    let findings = match error {
        LoadError::Knowledge { findings, .. } => findings.as_slice(),
        _ => &[],
    };
    let shown: Vec<String> = findings.iter().take(FINDINGS).map(|f| format!("```\n{f}\n```")).collect();
    format!("{error}. What was there before still answers.\n{}", shown.join("\n"))
}

/// What people of a server asked lately that had no answer, by meaning, and the entries that anybody was not content with.
/// What was asked elsewhere is not shown: it is none of these admins' business.
pub async fn gaps(keeper: &Keeper, server: &Server, now: Timestamp) -> String {
    keeper.flush().await;
    let since = now - SignedDuration::from_hours(24 * DAYS);
    let counted = match keeper.store().gaps(since, WORDINGS, Some(server)).await {
        Ok(counted) => counted,
        Err(error) => {
            tracing::error!(%error, "gaps cannot be read");
            return "The questions cannot be read; the log says why.".to_owned();
        }
    };
    let votes = bad_votes(keeper).await;
    if counted.is_empty() {
        return votes;
    }
    let clustered = tokio::task::spawn_blocking(move || {
        let encoder = loading::table().ok()?;
        Some(crate::gaps::cluster(&counted, &encoder, &[]))
    });
    let found = clustered.await.ok().flatten().unwrap_or_default();
    let line = |gap: &Gap| format!("- {} ({}x)", gap.question.replace(['\n', '`'], " "), gap.asked);
    let lines: Vec<String> = found.iter().take(GAPS).map(line).collect();
    format!("Asked in the last {DAYS} days, without an answer:\n{}\n\n{votes}", lines.join("\n"))
}

/// The entries that people were not content with.
pub async fn bad_votes(keeper: &Keeper) -> String {
    keeper.flush().await;
    match keeper.store().votes(ENTRIES).await {
        Err(error) => {
            tracing::error!(%error, "votes cannot be read");
            "The votes cannot be read; the log says why.".to_owned()
        }
        Ok(votes) => {
            let bad = votes.iter().filter(|v| v.no > 0);
            let lines: Vec<String> = bad.map(|v| format!("- `{}`: {} no, {} yes", v.entry, v.no, v.yes)).collect();
            if lines.is_empty() {
                return "Nobody has voted against an answer.".to_owned();
            }
            format!("Answers that did not help:\n{}", lines.join("\n"))
        }
    }
}

/// Removes everything that is kept of a person.
pub async fn forget(keeper: &Keeper, person: &str) -> String {
    keeper.flush().await;
    match keeper.store().forget(person).await {
        Ok(rows) => {
            tracing::info!(rows, "a person was forgotten");
            format!("I have removed what I kept of you: {rows} rows. Counts that name nobody stay.")
        }
        Err(error) => {
            tracing::error!(%error, "a person is not forgotten");
            "I could not remove what I keep of you now; please try again later.".to_owned()
        }
    }
}
