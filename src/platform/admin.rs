//! What admins ask for on every chat platform, as text.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::answering::Answering;
use super::cut::one_line;
use crate::gaps::{self, Gap};
use crate::loading::LoadError;
use crate::store::{Keeper, Server, StoreError};

/// Findings that are shown when a knowledge base cannot be used.
const FINDINGS: usize = 5;
/// How far back gaps are looked for where nothing else is said, in days.
const DAYS: i64 = 30;
/// Different wordings that are read, the most frequent first.
const WORDINGS: u32 = 500;
/// Gaps that are shown.
const GAPS: usize = 8;
/// Other ways of asking that are shown of each.
const EXAMPLES: usize = 2;
/// Letters of a question that are shown, and of another way of asking it.
const QUESTION: usize = 100;
const EXAMPLE: usize = 50;
/// Entries with bad votes that are shown.
const ENTRIES: u32 = 10;

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

/// What people of a server asked lately that had no answer, by meaning, and the entries that they were not content with.
/// What was asked elsewhere is not shown: it is none of these admins' business.
pub async fn gaps(answering: &Arc<Answering>, keeper: &Keeper, server: &Server, now: Timestamp) -> String {
    keeper.flush().await;
    missing(answering, keeper, server, (now, DAYS)).await.unwrap_or_else(|error| {
        tracing::error!(%error, "gaps cannot be read");
        "The questions cannot be read; the log says why.".to_owned()
    })
}

/// The same of the last so many days.
///
/// # Errors
/// If the store cannot be read.
pub(super) async fn missing(
    answering: &Arc<Answering>,
    keeper: &Keeper,
    server: &Server,
    (now, days): (Timestamp, i64),
) -> Result<String, StoreError> {
    let since = now - SignedDuration::from_hours(24 * days);
    let counted = keeper.store().gaps(since, WORDINGS, Some(server)).await?;
    let votes = voted_down(keeper, since, server).await?;
    if counted.is_empty() {
        return Ok(format!("Nothing was asked in the last {days} days that had no answer.\n\n{votes}"));
    }
    let bot = answering.bot();
    let clustered = tokio::task::spawn_blocking(move || gaps::cluster(&counted, &bot)).await;
    let lines: Vec<String> = clustered.unwrap_or_default().iter().take(GAPS).map(line).collect();
    Ok(format!("Asked in the last {days} days, without an answer that helped:\n{}\n\n{votes}", lines.join("\n")))
}

/// A question, how often it was asked and in which other words, and which entry comes nearest.
fn line(gap: &Gap) -> String {
    let plain = |text: &str, most| one_line(&text.replace('`', " "), most);
    let others = gap.examples.iter().filter(|example| **example != gap.question).take(EXAMPLES);
    let others: Vec<String> = others.map(|other| format!("\"{}\"", plain(other, EXAMPLE))).collect();
    let also = if others.is_empty() { String::new() } else { format!("; also {}", others.join(", ")) };
    let nearest = gap.nearest.as_ref().map(|n| format!("; nearest: `{}`", n.entry)).unwrap_or_default();
    format!("- {} ({}x){also}{nearest}", plain(&gap.question, QUESTION), gap.asked)
}

/// The entries that people of a server were not content with lately.
async fn voted_down(keeper: &Keeper, since: Timestamp, server: &Server) -> Result<String, StoreError> {
    let votes = keeper.store().votes(since, ENTRIES, Some(server)).await?;
    let bad = votes.iter().filter(|v| v.no > 0);
    let lines: Vec<String> = bad.map(|v| format!("- `{}`: {} no, {} yes", v.entry, v.no, v.yes)).collect();
    if lines.is_empty() {
        return Ok("Nobody has voted against an answer.".to_owned());
    }
    Ok(format!("Answers that did not help:\n{}", lines.join("\n")))
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
