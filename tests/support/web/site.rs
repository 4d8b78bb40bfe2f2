//! The real binary with its page, and plain HTTP to it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::support::Scratch;

pub(crate) const TOKEN: &str = "a-token-for-tests-only";

/// A running page; ended when it is dropped.
pub(crate) struct Site {
    pub(crate) child: Child,
    pub(crate) address: String,
    _scratch: Scratch,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

/// A page without a login for tests that leave nothing behind that others would see. Those that run at the same time share
/// it, and the last one ends it.
pub(crate) fn shared() -> Arc<Site> {
    static SITE: Mutex<Weak<Site>> = Mutex::new(Weak::new());
    let mut known = SITE.lock().unwrap_or_else(PoisonError::into_inner);
    known.upgrade().unwrap_or_else(|| {
        let site = Arc::new(Site::with(&[]));
        *known = Arc::downgrade(&site);
        site
    })
}

impl Site {
    pub(crate) fn with(environment: &[(&str, &str)]) -> Site {
        Site::within(Scratch::new(), environment)
    }

    /// In a folder in which something is already.
    pub(crate) fn within(scratch: Scratch, environment: &[(&str, &str)]) -> Site {
        let mut command = scratch.command(&["serve"]);
        for name in ["DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL"] {
            command.env_remove(name);
        }
        command.env("ROLECALL_WEB_ADDRESS", "127.0.0.1:0").env("ROLECALL_WEB_RATE", "off");
        command.envs(environment.iter().copied());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let open = lines.by_ref().map_while(Result::ok).find_map(|line| Some(line.split_once("http://")?.1.to_owned()));
        // What is logged later has to go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        let address = open.expect("it says where the page is").trim().to_owned();
        Site { child, address, _scratch: scratch }
    }

    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        send(&self.address, method, path, headers, body)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("Accept", "text/html")], "")
    }

    pub(crate) fn ask(&self, body: &str) -> Answer {
        self.send("POST", "/api/v1/ask", &[("Content-Type", "application/json")], body)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request on a connection of its own.
pub(crate) fn send(address: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let host = if headers.contains("Host:") { String::new() } else { format!("Host: {address}\r\n") };
    let length = body.len();
    write!(stream, "{method} {path} HTTP/1.1\r\n{host}Connection: close\r\nContent-Length: {length}\r\n{headers}\r\n")
        .unwrap();
    // A refusal may come, and the connection close, before a long body is through.
    let _ = stream.write_all(body.as_bytes());
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let all = String::from_utf8(all).unwrap();
    let (head, body) = all.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_lowercase(), body: body.to_owned() }
}
