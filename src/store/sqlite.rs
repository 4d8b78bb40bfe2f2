//! The store in a SQLite file.

use std::str::FromStr as _;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::StoreError;

/// What `queries/` is compiled for.
type Pool = sqlx::SqlitePool;
type Connection = sqlx::SqliteConnection;
type Backend = Sqlite;

/// Milliseconds since 1970 by the clock of the database.
macro_rules! now {
    () => {
        "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
    };
}

/// The rows of a batch, from the one argument of a statement; `given.value` is one of them.
macro_rules! given {
    () => {
        "json_each($1) AS given"
    };
}

/// A transaction that will write says so at once: one that starts to read cannot wait for its turn later.
const BEGIN: &str = "BEGIN IMMEDIATE";

#[path = "queries/mod.rs"]
mod queries;

/// Connections at once for what may wait.
const CONNECTIONS: u32 = 2;
/// Connections at once for what is written all the time: one writes while the others wait, here and not at the lock of the
/// file, and finds what it wrote before in its own memory.
const WRITERS: u32 = 1;
/// How long a query waits for another one's write.
const BUSY: Duration = Duration::from_secs(5);
/// Of two processes that start at once, one may find the other at work on the tables.
const ATTEMPTS: u32 = 5;

/// The steps from nothing to today's tables, embedded; a step that was released is never changed.
const STEPS: &[(i64, &str, &str)] = &[
    (1, "start", include_str!("migrations/sqlite/0001_start.sql")),
    (2, "journal", include_str!("migrations/sqlite/0002_journal.sql")),
    (3, "server", include_str!("migrations/sqlite/0003_server.sql")),
    (4, "place", include_str!("migrations/sqlite/0004_place.sql")),
    (5, "installation", include_str!("migrations/sqlite/0005_installation.sql")),
    (6, "everywhere", include_str!("migrations/sqlite/0006_everywhere.sql")),
];

/// A SQLite file.
#[derive(Debug, Clone)]
pub struct Sqlite {
    pool: Pool,
    writer: Pool,
}

impl Sqlite {
    /// Opens a file, makes it if there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// If the address is none, or the file cannot be used.
    pub async fn open(url: &str) -> Result<Sqlite, StoreError> {
        let fault = |wrong: sqlx::Error| StoreError::open(url, &wrong);
        let options = SqliteConnectOptions::from_str(url)
            .map_err(fault)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(BUSY);
        // A connection to a file does not break off, so that none is asked whether it is there before it is used.
        let pools = SqlitePoolOptions::new().test_before_acquire(false);
        let pool = pools.clone().max_connections(CONNECTIONS).connect_with(options.clone()).await.map_err(fault)?;
        let mut attempt = 1;
        while let Err(error) = queries::migrator(STEPS).run(&pool).await {
            if attempt == ATTEMPTS {
                return Err(fault(error.into()));
            }
            tokio::time::sleep(Duration::from_millis(50 << attempt)).await;
            attempt += 1;
        }
        Ok(Sqlite { pool, writer: pools.max_connections(WRITERS).connect_lazy_with(options) })
    }

    async fn pool(&self) -> Result<&Pool, StoreError> {
        Ok(&self.pool)
    }

    /// The pool for what somebody waits for.
    async fn prompt(&self) -> Result<&Pool, StoreError> {
        Ok(&self.writer)
    }

    /// The pool for what the keeper writes.
    async fn writer(&self) -> Result<&Pool, StoreError> {
        Ok(&self.writer)
    }

    /// Every process of a file is on one machine.
    const SHARED: bool = false;
}
