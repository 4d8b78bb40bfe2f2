//! The real binary, connected to the fake.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{APP_TOKEN, Fake, SECRET, TOKEN, Transport};

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

/// What a bot needs to reach the fake, and the fake it.
pub fn environment(fake: &Fake) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("SLACK_BOT_TOKEN", TOKEN.to_owned()),
        ("ROLECALL_SLACK_API", fake.api()),
        ("ROLECALL_TODAY", "2026-11-24".to_owned()),
        // Tests ask more than people do.
        ("ROLECALL_LIMIT_PERSON", "0".to_owned()),
        ("ROLECALL_LIMIT_CHANNEL", "0".to_owned()),
        ("ROLECALL_LIMIT_ENTRY", "0".to_owned()),
    ];
    match fake.transport {
        Transport::Socket => {
            all.extend([("SLACK_APP_TOKEN", APP_TOKEN.to_owned()), ("ROLECALL_WEB_ADDRESS", "off".to_owned())]);
        }
        Transport::Http => all.extend([
            ("SLACK_SIGNING_SECRET", format!("the-one-before,{SECRET}")),
            ("ROLECALL_WEB_ADDRESS", format!("127.0.0.1:{}", fake.port)),
        ]),
    }
    all
}

impl Bot {
    /// Starts it in a folder, where it finds its store.
    pub fn start(fake: &Fake, folder: &Path) -> Bot {
        Bot::with(fake, folder, &[])
    }

    pub fn with(fake: &Fake, folder: &Path, more: &[(&str, &str)]) -> Bot {
        let log = format!("log-{}", fake.world().number());
        let mut all = environment(fake);
        all.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        Bot::run(folder, &log, all)
    }

    /// Starts it in a folder with nothing else in its environment; what it logs is kept there.
    pub fn run<'a>(folder: &Path, log: &str, environment: impl IntoIterator<Item = (&'a str, String)>) -> Bot {
        let log = folder.join(log);
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let mut command = Command::new(binary());
        command.arg("serve").current_dir(folder).env_clear().envs(std::env::var_os("PATH").map(|p| ("PATH", p)));
        command.env("RUST_LOG", LOG).envs(environment);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(file).spawn().unwrap();
        Bot { child, log }
    }

    /// Starts it and waits until it is ready.
    pub async fn ready(fake: &Fake, folder: &Path) -> Bot {
        let bot = Bot::start(fake, folder);
        bot.is_ready(fake).await;
        bot
    }

    /// Waits until it can be reached.
    pub async fn is_ready(&self, fake: &Fake) {
        match fake.transport {
            Transport::Socket => {
                fake.until("connections", |w| (w.connections.len() == 2).then_some(())).await;
            }
            Transport::Http => self.listens(fake.port).await,
        }
    }

    /// Waits until Slack can come to it.
    pub async fn listens(&self, port: u16) {
        let end = Instant::now() + Duration::from_secs(20);
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err()
            || !self.log().contains("Slack comes over HTTP")
        {
            assert!(Instant::now() < end, "it does not listen: {}", self.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
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
