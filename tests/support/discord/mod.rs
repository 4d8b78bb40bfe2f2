//! A Discord of our own: REST and gateway on loopback, strict. What Discord would refuse is refused and written down;
//! [`Fake::finish`] fails the test if anything was.
#![allow(dead_code, unreachable_pub, reason = "every test file uses its own part of this")]
#![allow(unused_imports, reason = "as above")]

mod gateway;
pub mod make;
pub mod process;
mod rest;
mod strict;
pub mod world;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::{any, get};
use serde_json::{Value, json};

pub use world::{Fault, Line, Sent, World, text_of};

/// The token that the fake takes.
pub const TOKEN: &str = "MTAw.fake.token-that-must-not-show";
/// The bot.
pub const BOT: u64 = 100_000_000_000_000_001;
/// A server, a channel in it, and two people.
pub const GUILD: u64 = 200_000_000_000_000_001;
pub const CHANNEL: u64 = 300_000_000_000_000_001;
pub const OTHER_CHANNEL: u64 = 300_000_000_000_000_002;
pub const DM: u64 = 300_000_000_000_000_009;
pub const THREAD: u64 = 300_000_000_000_000_005;
pub const ALICE: u64 = 400_000_000_000_000_001;
pub const BOB: u64 = 400_000_000_000_000_002;

/// How long something may take before it is missing.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running fake.
#[derive(Clone)]
pub struct Fake {
    pub address: SocketAddr,
    world: Arc<Mutex<World>>,
}

impl Fake {
    /// Starts one for an application with the Message Content intent.
    pub async fn start() -> Fake {
        Fake::with(|_| {}).await
    }

    /// Starts one that is set up differently.
    pub async fn with(set_up: impl FnOnce(&mut World)) -> Fake {
        let mut world = World::default();
        set_up(&mut world);
        let world = Arc::new(Mutex::new(world));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        world.lock().unwrap().address = Some(address);
        let fake = Fake { address, world };
        let app = Router::new()
            .route("/gateway", get(gateway::upgrade))
            .route("/gateway/", get(gateway::upgrade))
            .fallback(any(rest::answer))
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        fake
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until something is so.
    pub async fn until<T>(&self, what: &str, mut look: impl FnMut(&mut World) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = look(&mut self.world()) {
                return found;
            }
            assert!(Instant::now() < end, "waited in vain for {what}; {}", self.world().story());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Sends an event to shard 0.
    pub fn send(&self, kind: &str, data: Value) {
        self.world().dispatch(0, kind, data);
    }

    /// Somebody writes; returns the id of the message.
    pub fn say(&self, say: &make::Say<'_>) -> u64 {
        let id = self.world().new_id();
        let message = make::message(id, say);
        self.world().messages.insert((say.channel, id), message.clone());
        self.send("MESSAGE_CREATE", message);
        id
    }

    /// The one reply to a message.
    pub async fn reply(&self, question: u64) -> Sent {
        self.until("a reply", |w| w.replies(question).into_iter().next()).await
    }

    /// Asks in a channel with a mention, and waits for the reply.
    pub async fn ask(&self, text: &str) -> Sent {
        let text = format!("<@{BOT}> {text}");
        self.reply(self.say(&make::Say { text: &text, ..make::Say::default() })).await
    }

    /// Sends an interaction and waits for its first response.
    pub async fn interact(&self, interaction: Value) -> Value {
        let id = self.start_interaction(interaction);
        self.response(id).await
    }

    /// Sends an interaction; returns its id.
    pub fn start_interaction(&self, mut interaction: Value) -> u64 {
        let mut world = self.world();
        let id = world.new_id();
        let token = format!("token-of-{id}-that-must-not-show");
        interaction["id"] = json!(id.to_string());
        interaction["token"] = json!(token);
        world.open_interaction(id, token, &interaction);
        world.dispatch(0, "INTERACTION_CREATE", interaction);
        id
    }

    /// The first response to an interaction.
    pub async fn response(&self, id: u64) -> Value {
        self.until("a response", |w| w.interactions[&id].responses.first().cloned()).await
    }

    /// The message of an interaction, after a "thinking" as well.
    pub async fn original(&self, id: u64) -> Value {
        self.until("the message of an interaction", |w| w.interactions[&id].original.clone()).await
    }

    /// Waits until nothing has happened for a while.
    pub async fn quiet(&self) {
        let mut before = self.world().calls.len();
        loop {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let now = self.world().calls.len();
            if now == before {
                return;
            }
            before = now;
        }
    }

    /// Fails if the bot did what Discord would refuse.
    pub fn finish(&self) {
        let world = self.world();
        assert!(world.breaches.is_empty(), "{:#?}", world.breaches);
    }
}
