//! What admins set for channels: kept in memory, written through to the store.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use serenity::model::id::ChannelId;

use crate::store::{ChannelMode, ChannelSetting};

/// Where nothing is set, one answer is not given twice unasked within ten minutes.
const COOLDOWN_S: u32 = 600;

/// What is set for a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) mode: ChannelMode,
    pub(super) cooldown_s: u32,
}

impl Default for Setting {
    fn default() -> Setting {
        Setting { mode: ChannelMode::default(), cooldown_s: COOLDOWN_S }
    }
}

/// The settings of all channels.
#[derive(Debug, Default)]
pub(super) struct Settings(RwLock<HashMap<u64, Setting>>);

impl Settings {
    /// Those of Discord.
    pub(super) fn of(stored: &[ChannelSetting]) -> Settings {
        let ours = stored.iter().filter(|s| s.platform == super::app::PLATFORM);
        let entry =
            |s: &ChannelSetting| Some((s.channel.parse().ok()?, Setting { mode: s.mode, cooldown_s: s.cooldown_s }));
        Settings(RwLock::new(ours.filter_map(entry).collect()))
    }

    /// Of a channel; of a thread's channel where the thread has none of its own.
    pub(super) fn get(&self, channel: ChannelId, parent: Option<ChannelId>) -> Setting {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let of = |channel: ChannelId| all.get(&channel.get()).copied();
        of(channel).or_else(|| parent.and_then(of)).unwrap_or_default()
    }

    /// From now on.
    pub(super) fn set(&self, channel: ChannelId, setting: Setting) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(channel.get(), setting);
    }
}
