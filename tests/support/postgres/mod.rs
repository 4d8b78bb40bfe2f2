//! A PostgreSQL for tests: a cluster of our own in a scratch folder, started as a user who is not root. Every test has a
//! database of its own in it.
#![allow(dead_code, unreachable_pub, reason = "every test file uses its own part of this")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// A running cluster; ended when it is dropped.
pub struct Cluster {
    folder: tempfile::TempDir,
    port: u16,
    user: Option<&'static str>,
}

impl Cluster {
    /// Starts one; nothing where there is no PostgreSQL on this machine.
    pub fn start() -> Option<Cluster> {
        tool("initdb")?;
        let user = is_root().then_some("postgres");
        let folder = tempfile::Builder::new().prefix("rolecall-pg").tempdir_in("/tmp").unwrap();
        // The cluster's own user has to get at it.
        Command::new("chmod").arg("777").arg(folder.path()).status().unwrap();
        let port = free_port();
        let cluster = Cluster { folder, port, user };
        cluster.run("initdb", &["-D", &cluster.data(), "-A", "trust", "-U", "rolecall", "-E", "UTF8", "--no-sync"]);
        cluster.up();
        Some(cluster)
    }

    /// Starts the server.
    pub fn up(&self) {
        let options = format!("-p {} -k '' -c listen_addresses=127.0.0.1 -c max_connections=200", self.port);
        let log = self.folder.path().join("log").display().to_string();
        self.run("pg_ctl", &["-D", &self.data(), "-w", "-l", &log, "-o", &options, "start"]);
    }

    /// Stops the server at once, as a crash would.
    pub fn down(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-w", "-m", "immediate", "stop"]);
    }

    /// The address of a new database.
    pub fn database(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let host = ["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "rolecall"].map(str::to_owned);
        let mut args: Vec<&str> = host.iter().map(String::as_str).collect();
        args.push(&name);
        self.run("createdb", &args);
        format!("postgres://rolecall@127.0.0.1:{}/{name}", self.port)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, name: &str, args: &[&str]) {
        let tool = tool(name).unwrap();
        let mut command = match self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(tool);
                command
            }
            None => Command::new(tool),
        };
        let status = command.args(args).current_dir("/tmp").stdout(Stdio::null()).status().unwrap();
        assert!(status.success(), "{name} {args:?}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let stop = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.down()));
        drop(stop);
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0")
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A program of PostgreSQL: on the path, or where Debian puts it.
fn tool(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut debian: Vec<PathBuf> =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin")).collect();
    debian.sort();
    folders.splice(0..0, debian.into_iter().rev());
    folders.into_iter().map(|f| f.join(name)).find(|p| Path::is_file(p))
}

/// The address of a database for one test; nothing where there is no PostgreSQL and none is required.
pub fn database() -> Option<String> {
    if let Some(url) = std::env::var("DATABASE_URL").ok().filter(|url| url.starts_with("postgres")) {
        return Some(schema(&url));
    }
    static SHARED: OnceLock<Option<std::sync::Mutex<Cluster>>> = OnceLock::new();
    let cluster = SHARED.get_or_init(|| {
        let cluster = Cluster::start();
        if let Some(cluster) = &cluster {
            end_with_us(cluster);
        }
        cluster.map(std::sync::Mutex::new)
    });
    match cluster {
        Some(cluster) => Some(cluster.lock().unwrap().database()),
        None => {
            // In CI a test that is left out is a failure.
            assert!(std::env::var_os("CI").is_none(), "there is no PostgreSQL: install Debian's `postgresql`");
            None
        }
    }
}

/// A schema of its own in a database that is there already: each test has its own tables.
fn schema(url: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let status = Command::new("psql").args([url, "-qc", &format!("CREATE SCHEMA {name}")]).status();
    assert!(status.is_ok_and(|s| s.success()), "psql cannot make a schema at `DATABASE_URL`");
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}options=-c%20search_path%3D{name}")
}

/// What is static is never dropped: a shell waits for this process to end, and stops the cluster then.
#[allow(clippy::zombie_processes)]
fn end_with_us(cluster: &Cluster) {
    let stop = format!(
        "while kill -0 {} 2>/dev/null; do sleep 0.2; done; kill -QUIT $(head -1 {}/postmaster.pid); rm -rf {}",
        std::process::id(),
        cluster.data(),
        cluster.folder.path().display()
    );
    Command::new("setsid")
        .args(["sh", "-c", &stop])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
}
