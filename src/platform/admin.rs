//! What admins ask for on every chat platform, as text.

use std::sync::Arc;

use super::answering::Answering;
use crate::loading::LoadError;
use crate::store::Keeper;

/// Findings that are shown when a knowledge base cannot be used.
const FINDINGS: usize = 5;
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

/// The entries that people were not content with.
pub async fn gaps(keeper: &Keeper) -> String {
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
