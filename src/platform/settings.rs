//! What admins set for channels, and for all of a server that have nothing of their own: kept in memory, written through to
//! the store.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use tokio::time::sleep;

use crate::store::{ChannelMode, ChannelSetting, Keeper, ServerSetting, Store, StoreError};

/// Where nothing is set, one answer is not given twice unasked within ten minutes.
const COOLDOWN_S: u32 = 600;
/// What was set in another process counts here after so long at most.
const LOOK: Duration = Duration::from_secs(3);

/// What is set for a channel, or for all of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// What the bot does there.
    pub mode: ChannelMode,
    /// Seconds in which it does not give one answer twice unasked.
    pub cooldown_s: u32,
}

impl Default for Setting {
    fn default() -> Setting {
        Setting { mode: ChannelMode::default(), cooldown_s: COOLDOWN_S }
    }
}

impl Setting {
    /// In a sentence or two.
    pub fn described(&self) -> String {
        let mode = match self.mode {
            ChannelMode::Off => "off, I answer no messages",
            ChannelMode::Mention => "I answer when I am mentioned",
            ChannelMode::Listen => "I answer whatever is plainly a question for me",
        };
        format!("{mode}. I do not repeat an answer unasked within {} s.", self.cooldown_s)
    }
}

/// The settings of a platform's servers and channels, by the platform's own ids.
#[derive(Debug)]
pub struct Settings {
    platform: &'static str,
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// By channel, each with its server.
    channels: HashMap<String, (String, Setting)>,
    /// What holds where a channel says nothing else.
    servers: HashMap<String, Setting>,
    /// How often something was set here: what was read before that is out of date.
    changes: u64,
}

/// Everything that is set, as the store has it.
pub type Stored = (Vec<ChannelSetting>, Vec<ServerSetting>);

/// Reads everything that is set.
///
/// # Errors
/// If the store cannot be read.
pub async fn stored(store: &dyn Store) -> Result<Stored, StoreError> {
    tokio::try_join!(store.settings(), store.server_settings())
}

impl Settings {
    /// Those of a platform.
    pub fn of(stored: &Stored, platform: &'static str) -> Settings {
        Settings { platform, known: RwLock::new(ours(stored, platform)) }
    }

    /// Takes over what is set in other processes, for ever; where there are none, there is nothing to take over.
    pub async fn watch(&self, keeper: &Keeper) {
        if !keeper.store().is_shared() {
            return std::future::pending().await;
        }
        loop {
            sleep(LOOK).await;
            let before = self.write().changes;
            // Where the store cannot be asked, what was set last counts.
            if let Ok(stored) = stored(keeper.store()).await {
                self.refresh(&stored, before);
            }
        }
    }

    fn refresh(&self, stored: &Stored, before: u64) {
        let mut known = self.write();
        if known.changes == before {
            *known = Known { changes: before, ..ours(stored, self.platform) };
        }
    }

    /// Sets something for a channel, or for every channel of a server that has nothing of its own, in every process.
    ///
    /// # Errors
    /// If it cannot be kept; nothing is changed then.
    pub async fn keep(
        &self,
        keeper: &Keeper,
        server: &str,
        channel: Option<&str>,
        setting: Setting,
    ) -> Result<(), StoreError> {
        let (platform, store, Setting { mode, cooldown_s }) = (self.platform, keeper.store(), setting);
        match channel {
            Some(channel) => {
                let (server, channel) = (server.to_owned(), channel.to_owned());
                store.set_channel(&ChannelSetting { platform, server, channel, mode, cooldown_s }).await?;
            }
            None => {
                let before = of_server(store, platform, server).await?;
                store.set_server(&ServerSetting { mode, cooldown_s, ..before }).await?;
            }
        }
        self.set(server, channel, setting);
        Ok(())
    }

    fn write(&self) -> RwLockWriteGuard<'_, Known> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Of a channel; nothing where nothing is set for it.
    pub fn get(&self, channel: &str) -> Option<Setting> {
        self.read().channels.get(channel).map(|(_, setting)| *setting)
    }

    /// Of the channels of a server that have nothing of their own.
    pub fn everywhere(&self, server: &str) -> Setting {
        self.read().servers.get(server).copied().unwrap_or_default()
    }

    fn set(&self, server: &str, channel: Option<&str>, setting: Setting) {
        let mut known = self.write();
        known.changes += 1;
        match channel {
            Some(channel) => drop(known.channels.insert(channel.to_owned(), (server.to_owned(), setting))),
            None => drop(known.servers.insert(server.to_owned(), setting)),
        }
    }

    /// Everything that is set for channels of a server, by channel.
    pub fn all(&self, server: &str) -> Vec<(String, Setting)> {
        let known = self.read();
        let ours = known.channels.iter().filter(|(_, (of, _))| of == server);
        let mut all: Vec<(String, Setting)> = ours.map(|(channel, (_, setting))| (channel.clone(), *setting)).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

/// What is kept of a server; where nothing is, what holds then.
///
/// # Errors
/// If the store cannot be read.
pub(super) async fn of_server(
    store: &dyn Store,
    platform: &'static str,
    server: &str,
) -> Result<ServerSetting, StoreError> {
    let kept = store.server_settings().await?.into_iter().find(|s| s.platform == platform && s.server == server);
    let Setting { mode, cooldown_s } = Setting::default();
    Ok(kept.unwrap_or_else(|| ServerSetting { platform, server: server.to_owned(), mode, cooldown_s, digest: None }))
}

fn ours((channels, servers): &Stored, platform: &str) -> Known {
    let channels = channels.iter().filter(|s| s.platform == platform).map(|s| {
        let setting = Setting { mode: s.mode, cooldown_s: s.cooldown_s };
        (s.channel.clone(), (s.server.clone(), setting))
    });
    let servers = servers.iter().filter(|s| s.platform == platform);
    let servers = servers.map(|s| (s.server.clone(), Setting { mode: s.mode, cooldown_s: s.cooldown_s }));
    Known { channels: channels.collect(), servers: servers.collect(), changes: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Secret;
    use crate::store::{self, People};

    fn channel(platform: &'static str, mode: ChannelMode) -> Stored {
        let setting = ChannelSetting { platform, server: "s".to_owned(), channel: "c".to_owned(), mode, cooldown_s: 5 };
        (vec![setting], Vec::new())
    }

    fn server(platform: &'static str, mode: ChannelMode) -> Stored {
        let setting = ServerSetting { platform, server: "s".to_owned(), mode, cooldown_s: 5, digest: None };
        (Vec::new(), vec![setting])
    }

    #[test]
    fn what_another_process_set_counts_unless_it_was_read_before_something_was_set_here() {
        let settings = Settings::of(&channel("slack", ChannelMode::Listen), "slack");
        let mode = || settings.get("c").map(|setting| setting.mode);
        let before = settings.write().changes;
        settings.refresh(&channel("slack", ChannelMode::Off), before);
        assert_eq!(mode(), Some(ChannelMode::Off));
        settings.set("s", Some("c"), Setting::default());
        settings.refresh(&channel("slack", ChannelMode::Off), before);
        assert_eq!(mode(), Some(ChannelMode::Mention));
        let before = settings.write().changes;
        settings.refresh(&server("slack", ChannelMode::Listen), before);
        assert_eq!(mode(), None, "a setting that is gone is gone here too");
        assert_eq!(settings.everywhere("s").mode, ChannelMode::Listen);
    }

    #[test]
    fn each_platform_and_each_server_has_its_own() {
        let (mut all, mut servers) = channel("slack", ChannelMode::Listen);
        all.extend(channel("discord", ChannelMode::Off).0);
        servers.extend(server("discord", ChannelMode::Off).1);
        let settings = Settings::of(&(all, servers), "slack");
        assert_eq!(settings.get("c"), Some(Setting { mode: ChannelMode::Listen, cooldown_s: 5 }));
        assert_eq!(settings.everywhere("s"), Setting::default(), "that is the other platform's");
        settings.set("t", Some("d"), Setting::default());
        assert_eq!((settings.get("d"), settings.get("e")), (Some(Setting::default()), None));
        assert_eq!(settings.all("t"), [("d".to_owned(), Setting::default())]);
    }

    /// Where digests go and what holds everywhere are set apart, and neither takes the other along.
    #[tokio::test]
    async fn what_holds_everywhere_is_kept_beside_the_digest() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/s.db", folder.path().display());
        let keeper = Keeper::start(store::open(&url).await.unwrap(), People::new(Secret::new("k")));
        let before = of_server(keeper.store(), "slack", "T").await.unwrap();
        assert_eq!((before.mode, before.cooldown_s), (ChannelMode::Mention, COOLDOWN_S));
        keeper.store().set_server(&ServerSetting { digest: Some("C".to_owned()), ..before }).await.unwrap();
        let settings = Settings::of(&stored(keeper.store()).await.unwrap(), "slack");
        assert_eq!(settings.everywhere("T"), Setting::default());
        let listen = Setting { mode: ChannelMode::Listen, cooldown_s: 0 };
        settings.keep(&keeper, "T", None, listen).await.unwrap();
        assert_eq!((settings.everywhere("T"), settings.everywhere("U")), (listen, Setting::default()));
        let again = Settings::of(&stored(keeper.store()).await.unwrap(), "slack");
        assert_eq!(again.everywhere("T"), listen, "it is kept");
        assert_eq!(of_server(keeper.store(), "slack", "T").await.unwrap().digest, Some("C".to_owned()));
    }
}
