//! The store in PostgreSQL, or in anything that speaks its protocol.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::sync::OnceCell;

use super::StoreError;

/// What `queries/` is compiled for.
type Pool = sqlx::PgPool;
type Connection = sqlx::PgConnection;
type Backend = Postgres;

/// Milliseconds since 1970 by the clock of the database.
macro_rules! now {
    () => {
        "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
    };
}

/// The rows of a batch, from the one argument of a statement; `given.value` is one of them.
macro_rules! given {
    () => {
        "jsonb_array_elements($1::jsonb) AS given(value)"
    };
}

const BEGIN: &str = "BEGIN";

#[path = "queries/mod.rs"]
mod queries;

/// Connections for what may wait, and for what somebody waits for.
const CONNECTIONS: u32 = 4;
const PROMPT: u32 = 6;
/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// The steps from nothing to today's tables, embedded; a step that was released is never changed.
const STEPS: &[(i64, &str, &str)] = &[
    (1, "start", include_str!("migrations/postgres/0001_start.sql")),
    (2, "journal", include_str!("migrations/postgres/0002_journal.sql")),
    (3, "server", include_str!("migrations/postgres/0003_server.sql")),
    (4, "place", include_str!("migrations/postgres/0004_place.sql")),
    (5, "installation", include_str!("migrations/postgres/0005_installation.sql")),
    (6, "everywhere", include_str!("migrations/postgres/0006_everywhere.sql")),
];

/// A PostgreSQL database.
#[derive(Debug)]
pub struct Postgres {
    pool: Pool,
    prompt: Pool,
    /// Its name, without user and password.
    place: String,
    /// Whether its tables are up to date.
    ready: OnceCell<()>,
}

impl Postgres {
    /// Connects, and brings the tables up to date; of several processes that do so at once, one at a time.
    ///
    /// # Errors
    /// If the address is none, or the database cannot be used.
    pub async fn open(url: &str) -> Result<Postgres, StoreError> {
        let database = Postgres::later(url)?;
        database.pool().await?;
        Ok(database)
    }

    /// The same, connecting when it is first used.
    ///
    /// # Errors
    /// If the address is none.
    pub fn later(url: &str) -> Result<Postgres, StoreError> {
        let options = PgConnectOptions::from_str(url).map_err(|_| StoreError::Address)?;
        let place = format!("{}:{}/{}", options.get_host(), options.get_port(), options.get_database().unwrap_or(""));
        let options = options.application_name("rolecall");
        let pools = PgPoolOptions::new().acquire_timeout(PATIENCE);
        let pool = pools.clone().max_connections(CONNECTIONS).connect_lazy_with(options.clone());
        // Claims do not wait for the disk: one that is lost when the database itself breaks off is covered by the
        // platform's own protection from doubles.
        let options = options.options([("synchronous_commit", "off")]);
        let prompt = pools.max_connections(PROMPT).connect_lazy_with(options);
        Ok(Postgres { pool, prompt, place, ready: OnceCell::new() })
    }

    /// The pool for what may wait; the tables are up to date.
    async fn pool(&self) -> Result<&Pool, StoreError> {
        let migrated = async || queries::migrator(STEPS).run(&self.pool).await;
        let ready = self.ready.get_or_try_init(migrated).await;
        ready.map_err(|error| StoreError::open(&self.place, &error.into()))?;
        Ok(&self.pool)
    }

    /// The pool for what somebody waits for.
    async fn prompt(&self) -> Result<&Pool, StoreError> {
        self.pool().await?;
        Ok(&self.prompt)
    }

    /// The pool for what the keeper writes.
    async fn writer(&self) -> Result<&Pool, StoreError> {
        self.pool().await
    }

    /// Processes on any machine reach it.
    const SHARED: bool = true;
}
