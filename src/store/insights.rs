//! What the journal says: numbers of a day, shares, what is asked most, what is missing, how long it takes.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{Store, StoreError};

/// Entries that are shown.
const MOST: u32 = 20;
/// Wordings without an answer that are told; of those with one meaning there may be many.
const WORDINGS: u32 = 500;
/// Buckets that a doubling of the latency is divided into.
const PER_DOUBLING: f64 = 8.0;

/// What the journal says of the last days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Insights {
    /// Questions a day and outcome, the oldest first; days without any are left out.
    pub days: Vec<DayCount>,
    /// Questions in all.
    pub questions: u64,
    /// Of all questions, those that were answered; nothing where there were none.
    pub answered_share: Option<f64>,
    /// Votes in all.
    pub votes: u64,
    /// Of all votes, those that say it helped; nothing where there were none.
    pub helpful_share: Option<f64>,
    /// What answered most often.
    pub top_entries: Vec<EntryCount>,
    /// What was asked most often and had no answer, the same words counted together.
    pub top_gaps: Vec<GapCount>,
    /// How long the bot thought; nothing where there were no questions.
    pub latency: Option<Latency>,
}

/// Questions of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayCount {
    /// The day, in UTC.
    pub day: Date,
    /// `answered`, `clarify`, `unknown`.
    pub outcome: String,
    /// How many.
    pub questions: u64,
}

/// How often an entry answered, and what people say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryCount {
    /// The entry.
    pub entry: String,
    /// Questions that it answered.
    pub questions: u64,
    /// Votes that it helped.
    pub yes: u64,
    /// Votes that it did not, wrong figures included.
    pub no: u64,
}

/// Where an entry and its parts answered, and what people make of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct EntryUse {
    /// Questions that it answered.
    pub questions: u64,
    /// Of those, how many where, the most first: `discord`, `slack`, `page`, `api`.
    pub places: Vec<(String, u64)>,
    /// How often it was shown to everyone.
    pub shares: u64,
    /// Votes that it helped.
    pub yes: u64,
    /// Votes that it did not, wrong figures included.
    pub no: u64,
}

/// Words that were asked and had no answer, or one that did not help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapCount {
    /// The words, as they were last written.
    pub text: String,
    /// How often.
    pub questions: u64,
    /// When the last time was.
    pub last: Timestamp,
    /// Of those, how often there was an answer that did not help.
    pub bad_votes: u64,
}

/// How long the bot thought, in milliseconds: half, 95 and 99 of 100 questions took no longer. Read off buckets that are
/// 9 % wide.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Latency {
    /// Median.
    pub p50_ms: f64,
    /// 95th percentile.
    pub p95_ms: f64,
    /// 99th percentile.
    pub p99_ms: f64,
}

/// Reads everything that a page of insights shows of the last `days` days, today included.
///
/// # Errors
/// If the store cannot be read.
pub async fn insights(store: &dyn Store, now: Timestamp, days: u16) -> Result<Insights, StoreError> {
    let since = start(now, days);
    let first = day(since);
    let days = store.days(first).await?;
    let (top_entries, top_gaps) = (store.top_entries(first, MOST).await?, store.gaps(since, WORDINGS, None).await?);
    let votes = store.votes_since(since).await?;
    let latency = Latency::of(&store.latencies(first).await?);
    let questions: u64 = days.iter().map(|d| d.questions).sum();
    let answered: u64 = days.iter().filter(|d| d.outcome == "answered").map(|d| d.questions).sum();
    Ok(Insights {
        days,
        questions,
        answered_share: share(answered, questions),
        votes: votes.0 + votes.1,
        helpful_share: share(votes.0, votes.0 + votes.1),
        top_entries,
        top_gaps,
        latency,
    })
}

/// Where an entry and its parts answered in the last `days` days, today included.
///
/// # Errors
/// If the store cannot be read.
pub async fn entry_use(store: &dyn Store, entry: &str, now: Timestamp, days: u16) -> Result<EntryUse, StoreError> {
    store.entry_use(entry, day(start(now, days))).await
}

/// The last so many days, the oldest first.
pub fn dates(now: Timestamp, days: u16) -> impl Iterator<Item = Date> {
    (day(start(now, days))..=day(now)).map(date)
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The start of the first of so many days, the last of which is today, in UTC.
fn start(now: Timestamp, days: u16) -> Timestamp {
    let back = SignedDuration::from_hours(24 * i64::from(days.saturating_sub(1)));
    let first = now.checked_sub(back).unwrap_or(Timestamp::MIN);
    Timestamp::from_second(day(first) * 86_400).unwrap_or(first)
}

/// Days since 1970, in UTC.
pub(super) fn day(at: Timestamp) -> i64 {
    at.as_second().div_euclid(86_400)
}

/// The date of a day counted from 1970.
pub(super) fn date(day: i64) -> Date {
    let at = Timestamp::from_second(day.saturating_mul(86_400)).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::UTC.to_datetime(at).date()
}

/// The bucket of a latency.
pub(super) fn bucket(latency_us: u64) -> i64 {
    ((latency_us.max(1) as f64).log2() * PER_DOUBLING).floor() as i64
}

impl Latency {
    /// From buckets, the lowest first, and how many questions are in each.
    fn of(buckets: &[(i64, u64)]) -> Option<Latency> {
        let all: u64 = buckets.iter().map(|(_, n)| n).sum();
        let within = |share: f64| {
            let wanted = (all as f64 * share).ceil() as u64;
            let mut seen = 0;
            let found = buckets.iter().find(|(_, n)| {
                seen += n;
                seen >= wanted
            });
            // The upper end of the bucket: no question in it took longer.
            found.map(|(bucket, _)| 2_f64.powf((*bucket + 1) as f64 / PER_DOUBLING) / 1_000.0)
        };
        (all > 0).then_some(())?;
        Some(Latency { p50_ms: within(0.5)?, p95_ms: within(0.95)?, p99_ms: within(0.99)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_within_a_bucket_of_the_truth() {
        let mut buckets: Vec<(i64, u64)> = Vec::new();
        for us in 1..=10_000_u64 {
            match buckets.last_mut() {
                Some((last, n)) if *last == bucket(us) => *n += 1,
                _ => buckets.push((bucket(us), 1)),
            }
        }
        let Latency { p50_ms, p95_ms, p99_ms } = Latency::of(&buckets).unwrap();
        for (found, truth) in [(p50_ms, 5.0), (p95_ms, 9.5), (p99_ms, 9.9)] {
            assert!(found >= truth && found < truth * 1.1, "{found} {truth}");
        }
        assert_eq!(Latency::of(&[]), None);
    }

    #[test]
    fn thirty_days_end_today() {
        let now: Timestamp = "2026-11-24T15:00:00Z".parse().unwrap();
        assert_eq!(start(now, 30).to_string(), "2026-10-26T00:00:00Z");
        assert_eq!(start(now, 1).to_string(), "2026-11-24T00:00:00Z");
        assert_eq!(date(day(now)).to_string(), "2026-11-24");
        let all: Vec<String> = dates(now, 30).map(|d| d.to_string()).collect();
        assert_eq!((all.len(), all[0].as_str(), all[29].as_str()), (30, "2026-10-26", "2026-11-24"));
    }
}
