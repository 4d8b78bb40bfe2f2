//! Settings of channels and servers, and values that last.

use super::super::super::{ChannelMode, ChannelSetting, ServerSetting, StoreError};
use super::{Pool, platform};

pub(super) async fn lasting(pool: &Pool, name: &str, fresh: &str) -> Result<String, StoreError> {
    let sql = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    sqlx::query(sql).bind(name).bind(fresh).execute(pool).await?;
    Ok(sqlx::query_scalar("SELECT value FROM meta WHERE name = $1").bind(name).fetch_one(pool).await?)
}

pub(super) async fn exchange(pool: &Pool, name: &str, from: &str, to: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE meta SET value = $1 WHERE name = $2 AND value = $3";
    Ok(sqlx::query(sql).bind(to).bind(name).bind(from).execute(pool).await?.rows_affected() > 0)
}

pub(super) async fn channels(pool: &Pool) -> Result<Vec<ChannelSetting>, StoreError> {
    let sql = "SELECT platform, server, channel, mode, cooldown_s FROM channel_setting";
    let rows: Vec<(String, String, String, String, i64)> = sqlx::query_as(sql).fetch_all(pool).await?;
    let setting = |(name, server, channel, mode, cooldown): (String, String, String, String, i64)| {
        let (platform, mode) = (platform(&name)?, ChannelMode::named(&mode)?);
        Some(ChannelSetting { platform, server, channel, mode, cooldown_s: seconds(cooldown) })
    };
    Ok(rows.into_iter().filter_map(setting).collect())
}

pub(super) async fn set_channel(pool: &Pool, setting: &ChannelSetting) -> Result<(), StoreError> {
    let sql = "INSERT INTO channel_setting (platform, server, channel, mode, cooldown_s) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (platform, channel) DO UPDATE SET \
               server = excluded.server, mode = excluded.mode, cooldown_s = excluded.cooldown_s";
    let query = sqlx::query(sql).bind(setting.platform).bind(&setting.server).bind(&setting.channel);
    query.bind(setting.mode.id()).bind(i64::from(setting.cooldown_s)).execute(pool).await?;
    Ok(())
}

pub(super) async fn servers(pool: &Pool) -> Result<Vec<ServerSetting>, StoreError> {
    let sql = "SELECT platform, server, mode, cooldown_s, digest FROM server_setting";
    let rows: Vec<(String, String, String, i64, Option<String>)> = sqlx::query_as(sql).fetch_all(pool).await?;
    let setting = |(name, server, mode, cooldown, digest): (String, String, String, i64, Option<String>)| {
        let (platform, mode) = (platform(&name)?, ChannelMode::named(&mode)?);
        Some(ServerSetting { platform, server, mode, cooldown_s: seconds(cooldown), digest })
    };
    Ok(rows.into_iter().filter_map(setting).collect())
}

pub(super) async fn set_server(pool: &Pool, setting: &ServerSetting) -> Result<(), StoreError> {
    let sql = "INSERT INTO server_setting (platform, server, mode, cooldown_s, digest) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (platform, server) DO UPDATE SET \
               mode = excluded.mode, cooldown_s = excluded.cooldown_s, digest = excluded.digest";
    let query = sqlx::query(sql).bind(setting.platform).bind(&setting.server).bind(setting.mode.id());
    query.bind(i64::from(setting.cooldown_s)).bind(&setting.digest).execute(pool).await?;
    Ok(())
}

fn seconds(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or_default()
}
