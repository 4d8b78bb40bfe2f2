//! What admins set for channels: kept in memory, written through to the store.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, RwLockWriteGuard};
use std::time::Duration;

use tokio::time::sleep;

use crate::store::{ChannelMode, ChannelSetting, Keeper, StoreError};

/// Where nothing is set, one answer is not given twice unasked within ten minutes.
const COOLDOWN_S: u32 = 600;
/// What was set in another process counts here after so long at most.
const LOOK: Duration = Duration::from_secs(3);

/// What is set for a channel.
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

/// The settings of all channels of a platform, by the platform's own ids.
#[derive(Debug)]
pub struct Settings {
    platform: &'static str,
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    channels: HashMap<String, Setting>,
    /// How often something was set here: what was read before that is out of date.
    changes: u64,
}

impl Settings {
    /// Those of a platform.
    pub fn of(stored: &[ChannelSetting], platform: &'static str) -> Settings {
        let known = Known { channels: ours(stored, platform), changes: 0 };
        Settings { platform, known: RwLock::new(known) }
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
            if let Ok(stored) = keeper.store().settings().await {
                self.refresh(&stored, before);
            }
        }
    }

    fn refresh(&self, stored: &[ChannelSetting], before: u64) {
        let mut known = self.write();
        if known.changes == before {
            known.channels = ours(stored, self.platform);
        }
    }

    /// Sets something for a channel, in every process.
    ///
    /// # Errors
    /// If it cannot be kept; nothing is changed then.
    pub async fn keep(&self, keeper: &Keeper, setting: &ChannelSetting) -> Result<(), StoreError> {
        keeper.store().set_channel(setting).await?;
        self.set(&setting.channel, Setting { mode: setting.mode, cooldown_s: setting.cooldown_s });
        Ok(())
    }

    fn write(&self) -> RwLockWriteGuard<'_, Known> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Of a channel; nothing where nothing is set.
    pub fn get(&self, channel: &str) -> Option<Setting> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).channels.get(channel).copied()
    }

    fn set(&self, channel: &str, setting: Setting) {
        let mut known = self.write();
        known.changes += 1;
        known.channels.insert(channel.to_owned(), setting);
    }

    /// Everything that is set, by channel.
    pub fn all(&self) -> Vec<(String, Setting)> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<(String, Setting)> = known.channels.iter().map(|(c, s)| (c.clone(), *s)).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

fn ours(stored: &[ChannelSetting], platform: &str) -> HashMap<String, Setting> {
    let ours = stored.iter().filter(|s| s.platform == platform);
    ours.map(|s| (s.channel.clone(), Setting { mode: s.mode, cooldown_s: s.cooldown_s })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(platform: &'static str, mode: ChannelMode) -> ChannelSetting {
        ChannelSetting { platform, server: "s".to_owned(), channel: "c".to_owned(), mode, cooldown_s: 5 }
    }

    #[test]
    fn what_another_process_set_counts_unless_it_was_read_before_something_was_set_here() {
        let settings = Settings::of(&[stored("slack", ChannelMode::Listen)], "slack");
        let mode = || settings.get("c").map(|setting| setting.mode);
        let before = settings.write().changes;
        settings.refresh(&[stored("slack", ChannelMode::Off)], before);
        assert_eq!(mode(), Some(ChannelMode::Off));
        settings.set("c", Setting::default());
        settings.refresh(&[stored("slack", ChannelMode::Off)], before);
        assert_eq!(mode(), Some(ChannelMode::Mention));
        let before = settings.write().changes;
        settings.refresh(&[], before);
        assert_eq!(mode(), None, "a setting that is gone is gone here too");
    }

    #[test]
    fn each_platform_has_its_own() {
        let all = [stored("slack", ChannelMode::Listen), stored("discord", ChannelMode::Off)];
        let settings = Settings::of(&all, "slack");
        assert_eq!(settings.get("c"), Some(Setting { mode: ChannelMode::Listen, cooldown_s: 5 }));
        settings.set("d", Setting::default());
        assert_eq!((settings.get("d"), settings.get("e")), (Some(Setting::default()), None));
    }
}
