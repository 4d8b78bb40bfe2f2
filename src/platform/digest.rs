//! The weekly digest: what had no answer, to a channel of admins that asked for it, once a week, of all processes one.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use tokio::time::sleep;

use super::admin;
use super::answering::Answering;
use super::claims::Claims;
use super::settings;
use crate::store::{Keeper, Server, ServerSetting, StoreError};

/// Between two looks at the calendar.
const LOOK: Duration = Duration::from_secs(15 * 60);
/// The hour of Monday, in UTC, from which on it is sent.
const HOUR: i8 = 9;
/// How far back a digest goes, in days.
const DAYS: i64 = 7;
/// After so long a digest that was not sent is tried again, here or by another process.
const ATTEMPT: Duration = Duration::from_secs(10 * 60);
/// As long as it is known that a week had its digest.
const KNOWN: Duration = Duration::from_secs(15 * 24 * 60 * 60);

/// Sends digests when they are due, for ever; `send` says whether one was sent.
pub async fn watch<F: Future<Output = bool>>(
    platform: &'static str,
    from: (&Arc<Answering>, &Keeper, &Claims),
    clock: fn() -> Timestamp,
    send: impl Fn(ServerSetting, String) -> F,
) {
    loop {
        sleep(LOOK).await;
        round(platform, from, (clock(), ATTEMPT), &send).await;
    }
}

/// Sends what is due and was not sent yet.
async fn round<F: Future<Output = bool>>(
    platform: &'static str,
    (answering, keeper, claims): (&Arc<Answering>, &Keeper, &Claims),
    (now, attempt): (Timestamp, Duration),
    send: &impl Fn(ServerSetting, String) -> F,
) {
    if !is_time(now) {
        return;
    }
    keeper.flush().await;
    let settings = keeper.store().server_settings().await.unwrap_or_default();
    for setting in settings.into_iter().filter(|s| s.platform == platform && s.digest.is_some()) {
        let name = week(platform, &setting.server, now);
        let server = Server { platform, name: setting.server.clone() };
        let work = async || match admin::missing(answering, keeper, &server, (now, DAYS)).await {
            Ok(text) => send(setting, format!("The week in questions.\n\n{text}")).await,
            Err(error) => {
                tracing::warn!(%error, "a digest waits for the store");
                false
            }
        };
        claims.try_once(&name, (attempt, KNOWN), work).await;
    }
}

/// Sends a server's digests to a channel from next Monday on, or to none.
///
/// # Errors
/// If the store cannot be used.
pub async fn set(
    platform: &'static str,
    server: &str,
    channel: Option<String>,
    (keeper, claims, now): (&Keeper, &Claims, Timestamp),
) -> Result<String, StoreError> {
    let before = settings::of_server(keeper.store(), platform, server).await?;
    let setting = ServerSetting { digest: channel, ..before };
    keeper.store().set_server(&setting).await?;
    // This week has begun already.
    claims.once(&week(platform, server, now), KNOWN).await;
    Ok(match setting.digest {
        Some(_) => "Every Monday from 09:00 UTC on I write here what had no answer.".to_owned(),
        None => "I send no digest any more.".to_owned(),
    })
}

fn is_time(now: Timestamp) -> bool {
    let now = TimeZone::UTC.to_datetime(now);
    now.date().weekday() != Weekday::Monday || now.hour() >= HOUR
}

/// The name of a digest: of a server, in a week.
fn week(platform: &str, server: &str, now: Timestamp) -> String {
    let day = TimeZone::UTC.to_datetime(now).date().iso_week_date();
    format!("digest/{platform}/{server}/{}-{}", day.year(), day.week())
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::config::Secret;
    use crate::loading::Origin;
    use crate::store::{self, People};

    /// A channel that could not be written to gets its digest at the next look, and then none until the next week.
    #[tokio::test]
    async fn a_digest_that_was_not_sent_is_sent_later_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/d.db", folder.path().display());
        let keeper = Keeper::start(store::open(&url).await.unwrap(), People::new(Secret::new("k")));
        let claims = Claims::new("slack", keeper.clone(), Duration::from_secs(5));
        let answering = Arc::new(Answering::load(Origin::Embedded, None).unwrap());
        let nothing = settings::of_server(keeper.store(), "slack", "T").await.unwrap();
        let setting = ServerSetting { digest: Some("C".to_owned()), ..nothing };
        keeper.store().set_server(&setting).await.unwrap();
        let attempts = Mutex::new(Vec::new());
        let send = |_, text: String| {
            let mut attempts = attempts.lock().unwrap();
            attempts.push(text);
            std::future::ready(attempts.len() > 1)
        };
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        for _ in 0..4 {
            round("slack", (&answering, &keeper, &claims), (now, Duration::from_millis(1)), &send).await;
            sleep(Duration::from_millis(20)).await;
        }
        let attempts = attempts.into_inner().unwrap();
        assert_eq!(attempts.len(), 2, "{attempts:?}");
        assert!(attempts[1].contains("in the last 7 days"), "{attempts:?}");
    }

    #[test]
    fn one_name_a_week_and_not_before_nine_on_monday() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(week("slack", "T", at("2026-11-23T09:00:00Z")), week("slack", "T", at("2026-11-29T23:00:00Z")));
        assert_ne!(week("slack", "T", at("2026-11-22T23:59:00Z")), week("slack", "T", at("2026-11-23T00:00:00Z")));
        assert!(!is_time(at("2026-11-23T08:59:00Z")) && is_time(at("2026-11-23T09:00:00Z")));
        assert!(is_time(at("2026-11-24T01:00:00Z")), "who was away on Monday sends it later");
    }
}
