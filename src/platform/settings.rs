//! What admins set for channels: kept in memory, written through to the store.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use crate::store::{ChannelMode, ChannelSetting};

/// Where nothing is set, one answer is not given twice unasked within ten minutes.
const COOLDOWN_S: u32 = 600;

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
#[derive(Debug, Default)]
pub struct Settings(RwLock<HashMap<String, Setting>>);

impl Settings {
    /// Those of a platform.
    pub fn of(stored: &[ChannelSetting], platform: &str) -> Settings {
        let ours = stored.iter().filter(|s| s.platform == platform);
        let entry = |s: &ChannelSetting| (s.channel.clone(), Setting { mode: s.mode, cooldown_s: s.cooldown_s });
        Settings(RwLock::new(ours.map(entry).collect()))
    }

    /// Of a channel; nothing where nothing is set.
    pub fn get(&self, channel: &str) -> Option<Setting> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(channel).copied()
    }

    /// From now on.
    pub fn set(&self, channel: &str, setting: Setting) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(channel.to_owned(), setting);
    }

    /// Everything that is set, by channel.
    pub fn all(&self) -> Vec<(String, Setting)> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<(String, Setting)> = all.iter().map(|(c, s)| (c.clone(), *s)).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_platform_has_its_own() {
        let stored = |platform, mode| ChannelSetting {
            platform,
            server: "s".to_owned(),
            channel: "c".to_owned(),
            mode,
            cooldown_s: 5,
        };
        let all = [stored("slack", ChannelMode::Listen), stored("discord", ChannelMode::Off)];
        let settings = Settings::of(&all, "slack");
        assert_eq!(settings.get("c"), Some(Setting { mode: ChannelMode::Listen, cooldown_s: 5 }));
        settings.set("d", Setting::default());
        assert_eq!((settings.get("d"), settings.get("e")), (Some(Setting::default()), None));
    }
}
