//! Between the bot and PostgreSQL: breaks connections off after so many messages of the client.
#![allow(dead_code, unreachable_pub, reason = "every test file uses its own part of this")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A running proxy.
pub struct Proxy {
    /// The address of the database by way of it.
    pub url: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    most: AtomicU64,
    left: AtomicU64,
    broken: AtomicU64,
}

impl Proxy {
    /// From now on a connection is reset after so many messages; 0 for never.
    pub fn break_after_each(&self, messages: u64) {
        self.state.most.store(messages, Ordering::Relaxed);
    }

    /// The connection on which the so-manieth message from now on comes is reset instead of passing it; those after it are not.
    pub fn break_once_at(&self, message: u64) {
        self.state.left.store(message, Ordering::Relaxed);
    }

    /// Whether that message has come.
    pub fn broke(&self) -> bool {
        self.state.left.load(Ordering::Relaxed) == 0
    }

    /// Connections that were reset.
    pub fn broken(&self) -> u64 {
        self.state.broken.load(Ordering::Relaxed)
    }
}

/// Starts one before the database at an address.
pub async fn start(url: &str) -> Proxy {
    let authority = url.split("://").nth(1).unwrap().split('/').next().unwrap();
    let host = authority.rsplit('@').next().unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = url.replacen(&host, &listener.local_addr().unwrap().to_string(), 1);
    let state = Arc::new(State::default());
    let shared = Arc::clone(&state);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let (host, state) = (host.clone(), Arc::clone(&shared));
            tokio::spawn(async move { pass(client, &host, &state).await });
        }
    });
    Proxy { url, state }
}

/// Every read of the client is about one message; which of them is the last one differs from connection to connection.
async fn pass(client: TcpStream, host: &str, state: &State) {
    let Ok(server) = TcpStream::connect(host).await else { return };
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let back = tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    let (mut buffer, mut messages) = (vec![0; 65_536], 0);
    while let Ok(read) = from_client.read(&mut buffer).await {
        messages += 1;
        let most = state.most.load(Ordering::Relaxed);
        let broken = state.broken.load(Ordering::Relaxed);
        if read == 0 {
            break;
        }
        let one_less = |left: u64| left.checked_sub(1);
        let now = state.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less) == Ok(1);
        if now || (most > 0 && messages > most + broken % 5) {
            state.broken.fetch_add(1, Ordering::Relaxed);
            break;
        }
        if to_server.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    back.abort();
}
