//! The real binary, connected to the fake.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{Fake, TOKEN};

/// In tests everything is logged, so that they see what must not be in it.
const LOG: &str = "debug";

/// A running `rolecall serve`; ended when it is dropped.
pub struct Bot {
    child: Child,
    log: std::path::PathBuf,
}

/// What became of a process that ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub log: String,
}

/// Beside a test cargo says where it is; beside an example it is one folder up.
pub fn binary() -> std::path::PathBuf {
    let beside = || std::env::current_exe().unwrap().parent().unwrap().with_file_name("rolecall");
    option_env!("CARGO_BIN_EXE_rolecall").map_or_else(beside, Into::into)
}

impl Bot {
    /// Starts it in a folder, where it finds its store.
    pub fn start(fake: &Fake, folder: &Path) -> Bot {
        Bot::with(fake, folder, &[])
    }

    pub fn with(fake: &Fake, folder: &Path, environment: &[(&str, &str)]) -> Bot {
        let log = folder.join(format!("log-{}", fake.world().new_id()));
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let mut command = Command::new(binary());
        command.arg("serve").current_dir(folder).env_clear().envs(std::env::var_os("PATH").map(|p| ("PATH", p)));
        command
            .env("DISCORD_TOKEN", TOKEN)
            .env("ROLECALL_DISCORD_PROXY", fake.url())
            .env("ROLECALL_WEB_ADDRESS", "off")
            .env("ROLECALL_TODAY", "2026-11-24");
        // Tests ask more than people do.
        for limit in ["ROLECALL_LIMIT_PERSON", "ROLECALL_LIMIT_CHANNEL", "ROLECALL_LIMIT_ENTRY"] {
            command.env(limit, "0");
        }
        command.env("RUST_LOG", LOG).envs(environment.iter().copied());
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file).spawn().unwrap();
        Bot { child, log }
    }

    /// Starts it and waits until it is ready.
    pub async fn ready(fake: &Fake, folder: &Path) -> Bot {
        let reads = fake.world().command_reads;
        let identifies = fake.world().identifies.len();
        let bot = Bot::start(fake, folder);
        let ready = |w: &mut super::World| {
            (w.command_reads > reads && w.identifies.len() > identifies && w.ready_shards() == w.shards as usize)
                .then_some(())
        };
        fake.until("READY", ready).await;
        bot
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as `kill -9` does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, and waits.
    pub async fn stop(self) -> Ended {
        let status = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(status.success());
        self.ended(Duration::from_secs(15)).await
    }

    /// Waits until it ends by itself.
    pub async fn ended(mut self, within: Duration) -> Ended {
        let end = Instant::now() + within;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Ended { code: status.code(), log: self.log() };
            }
            assert!(Instant::now() < end, "it goes on: {}", self.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
