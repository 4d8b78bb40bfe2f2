//! The weekly digest: what had no answer, to a channel of admins that asked for it, once a week, of all processes one.

use std::future::Future;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use tokio::time::sleep;

use super::admin;
use super::claims::Claims;
use crate::store::{ChannelMode, Keeper, Server, ServerSetting, StoreError};

/// Between two looks at the calendar.
const LOOK: Duration = Duration::from_secs(15 * 60);
/// The hour of Monday, in UTC, from which on it is sent.
const HOUR: i8 = 9;
/// As long as it is known that a week had its digest.
const KNOWN: Duration = Duration::from_secs(15 * 24 * 60 * 60);

/// Sends digests when they are due, for ever.
pub async fn watch<F: Future<Output = ()>>(
    platform: &'static str,
    (keeper, claims, clock): (&Keeper, &Claims, fn() -> Timestamp),
    send: impl Fn(ServerSetting, String) -> F,
) {
    loop {
        sleep(LOOK).await;
        let now = clock();
        if !is_time(now) {
            continue;
        }
        let settings = keeper.store().server_settings().await.unwrap_or_default();
        for setting in settings.into_iter().filter(|s| s.platform == platform && s.digest.is_some()) {
            if claims.once(&week(platform, &setting.server, now), KNOWN).await {
                let server = Server { platform, name: setting.server.clone() };
                let text = format!("The week in questions.\n\n{}", admin::gaps(keeper, &server, now).await);
                send(setting, text).await;
            }
        }
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
    let stored = keeper.store().server_settings().await?;
    let before = stored.into_iter().find(|s| s.platform == platform && s.server == server);
    let fresh = || ServerSetting {
        platform,
        server: server.to_owned(),
        mode: ChannelMode::default(),
        cooldown_s: 0,
        digest: None,
    };
    let setting = ServerSetting { digest: channel, ..before.unwrap_or_else(fresh) };
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
    use super::*;

    #[test]
    fn one_name_a_week_and_not_before_nine_on_monday() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(week("slack", "T", at("2026-11-23T09:00:00Z")), week("slack", "T", at("2026-11-29T23:00:00Z")));
        assert_ne!(week("slack", "T", at("2026-11-22T23:59:00Z")), week("slack", "T", at("2026-11-23T00:00:00Z")));
        assert!(!is_time(at("2026-11-23T08:59:00Z")) && is_time(at("2026-11-23T09:00:00Z")));
        assert!(is_time(at("2026-11-24T01:00:00Z")), "who was away on Monday sends it later");
    }
}
