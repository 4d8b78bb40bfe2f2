//! Numbers for whoever watches the program: each is named here, once, and told where it happens. Labels are kinds, never
//! texts, tokens or people. Where nobody asked for them, telling one costs next to nothing.

mod page;

pub use page::{Gauges, router, start};

use std::time::Duration;

use metrics::{counter, gauge, histogram};

/// Seconds a question took, from the event to the reply.
const QUESTION_SECONDS: &str = "rolecall_question_seconds";
/// Seconds that a platform asked us to wait.
const WAIT_SECONDS: &str = "rolecall_rate_limit_wait_seconds";

/// Every name with what it means, as `/metrics` says it.
pub const ALL: &[(&str, &str)] = &[
    ("rolecall_questions_total", "Questions by platform and outcome"),
    (QUESTION_SECONDS, "How long the bot thought about a question, in seconds"),
    ("rolecall_replies_total", "Messages that were sent, by platform"),
    ("rolecall_replies_lost_total", "Messages that were given up, by platform and method"),
    ("rolecall_platform_errors_total", "Attempts at a platform that failed, by method and kind"),
    ("rolecall_events_repeated_total", "Events that came again and were not dealt with again"),
    ("rolecall_events_unknown_total", "Events of kinds that are not known here, by platform and kind"),
    (WAIT_SECONDS, "How long a platform asked to wait, in seconds"),
    ("rolecall_limited_total", "Questions that were too many, by platform and what they were too many for"),
    ("rolecall_claims_total", "Events by what came of claiming them: first, taken_over, taken, local, given_up"),
    ("rolecall_shard_up", "1 where this process runs a Discord shard and it is connected, else 0"),
    ("rolecall_store_up", "1 where the last attempt to write to the store worked, else 0"),
    ("rolecall_store_errors_total", "Attempts to write to the store that failed"),
    ("rolecall_store_dropped_total", "Things that could not be kept"),
    ("rolecall_store_queue", "Things that wait to be written"),
    ("rolecall_knowledge_info", "1 for the version of the knowledge base that answers"),
    ("rolecall_knowledge_loaded_timestamp_seconds", "When the knowledge base was last taken, in seconds since 1970"),
    ("rolecall_knowledge_entries", "Entries of the knowledge base"),
    ("rolecall_knowledge_stale_sources", "Sources that are old enough for a second look"),
    ("rolecall_knowledge_overdue_reviews", "Files whose facts were to be reviewed before this month"),
];

/// A question has its outcome.
pub fn question(platform: &'static str, outcome: &'static str, took: Duration) {
    counter!("rolecall_questions_total", "platform" => platform, "outcome" => outcome).increment(1);
    histogram!(QUESTION_SECONDS, "platform" => platform).record(took.as_secs_f64());
}

/// A message was sent.
pub fn sent(platform: &'static str) {
    counter!("rolecall_replies_total", "platform" => platform).increment(1);
}

/// A message was given up.
pub fn lost(platform: &'static str, method: &'static str) {
    counter!("rolecall_replies_lost_total", "platform" => platform, "method" => method).increment(1);
}

/// An attempt at a platform failed.
pub fn platform_error(platform: &'static str, method: &'static str, kind: &str) {
    let labels = [("platform", platform.to_owned()), ("method", method.to_owned()), ("kind", kind.to_owned())];
    counter!("rolecall_platform_errors_total", &labels).increment(1);
}

/// An event came again.
pub fn repeated(platform: &'static str) {
    counter!("rolecall_events_repeated_total", "platform" => platform).increment(1);
}

/// An event of a kind that nobody here knows; there are only so many of them.
pub fn unknown(platform: &'static str, kind: &str) {
    let labels = [("platform", platform.to_owned()), ("kind", kind.to_owned())];
    counter!("rolecall_events_unknown_total", &labels).increment(1);
}

/// A platform asked to wait.
pub fn slowed(platform: &'static str, wait: Duration) {
    histogram!(WAIT_SECONDS, "platform" => platform).record(wait.as_secs_f64());
}

/// A question was one too many; `of` is `person`, `channel` or `entry`.
pub fn limited(platform: &'static str, of: &'static str) {
    counter!("rolecall_limited_total", "platform" => platform, "of" => of).increment(1);
}

/// What came of claiming an event.
pub fn claimed(platform: &'static str, result: &'static str) {
    counter!("rolecall_claims_total", "platform" => platform, "result" => result).increment(1);
}

/// Whether a shard is connected.
pub fn shard(shard: u32, up: bool) {
    gauge!("rolecall_shard_up", "shard" => shard.to_string()).set(if up { 1.0 } else { 0.0 });
}
