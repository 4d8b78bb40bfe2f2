//! The store in a SQLite file.

use std::str::FromStr as _;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqlSafeStr as _, SqliteConnection, SqlitePool};

use super::{Answered, ChannelMode, ChannelSetting, Place, Store, StoreError, Vote, VoteCount, Write};

/// Connections at once: one writes, the others read.
const CONNECTIONS: u32 = 3;
/// How long a query waits for another one's write.
const BUSY: Duration = Duration::from_secs(5);

/// The steps from nothing to today's tables, embedded; a step that was released is never changed.
const STEPS: &[(i64, &str, &str)] = &[(1, "start", include_str!("migrations/0001_start.sql"))];

/// A SQLite file.
#[derive(Debug, Clone)]
pub struct Sqlite {
    pool: SqlitePool,
}

impl Sqlite {
    /// Opens a file, makes it if there is none, and brings its tables up to date.
    ///
    /// # Errors
    /// If the address is none, or the file cannot be used.
    pub async fn open(url: &str) -> Result<Sqlite, StoreError> {
        let fault = |wrong: String| StoreError::Open { url: url.to_owned(), wrong };
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|error| fault(error.to_string()))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(BUSY);
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await;
        let pool = pool.map_err(|error| fault(error.to_string()))?;
        migrator().run(&pool).await.map_err(|error| fault(error.to_string()))?;
        Ok(Sqlite { pool })
    }
}

fn migrator() -> Migrator {
    let step = |(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(STEPS.iter().map(step).collect())
}

#[async_trait]
impl Store for Sqlite {
    async fn settings(&self) -> Result<Vec<ChannelSetting>, StoreError> {
        let rows: Vec<(String, String, String, String, i64)> =
            sqlx::query_as("SELECT platform, server, channel, mode, cooldown_s FROM channel_setting")
                .fetch_all(&self.pool)
                .await?;
        Ok(rows.into_iter().filter_map(setting).collect())
    }

    async fn set_channel(&self, setting: &ChannelSetting) -> Result<(), StoreError> {
        let sql = "INSERT INTO channel_setting (platform, server, channel, mode, cooldown_s) VALUES (?, ?, ?, ?, ?) \
                   ON CONFLICT (platform, channel) DO UPDATE SET \
                   server = excluded.server, mode = excluded.mode, cooldown_s = excluded.cooldown_s";
        let query = sqlx::query(sql).bind(setting.platform).bind(&setting.server).bind(&setting.channel);
        query.bind(setting.mode.id()).bind(i64::from(setting.cooldown_s)).execute(&self.pool).await?;
        Ok(())
    }

    async fn write(&self, writes: &[Write]) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        for write in writes {
            match write {
                Write::Answered(answered) => insert_answered(&mut transaction, answered).await?,
                Write::Vote(vote) => insert_vote(&mut transaction, vote).await?,
                Write::Seen(event, at) => insert_seen(&mut transaction, event, *at).await?,
            }
        }
        Ok(transaction.commit().await?)
    }

    async fn answered(&self, question: &Place) -> Result<Option<Answered>, StoreError> {
        let sql = "SELECT reply, at_ms FROM answered WHERE platform = ? AND channel = ? AND question = ?";
        let query = sqlx::query_as(sql).bind(question.platform).bind(&question.channel).bind(&question.message);
        let row: Option<(String, i64)> = query.fetch_optional(&self.pool).await?;
        Ok(row.map(|(reply, at)| Answered { question: question.clone(), reply, at: time(at) }))
    }

    async fn answered_since(&self, since: Timestamp) -> Result<Vec<Answered>, StoreError> {
        let sql = "SELECT platform, channel, question, reply, at_ms FROM answered WHERE at_ms >= ?";
        let query = sqlx::query_as(sql).bind(since.as_millisecond());
        let rows: Vec<(String, String, String, String, i64)> = query.fetch_all(&self.pool).await?;
        let answered = |(name, channel, message, reply, at): (String, String, String, String, i64)| {
            let question = Place { platform: platform(&name)?, channel, message };
            Some(Answered { question, reply, at: time(at) })
        };
        Ok(rows.into_iter().filter_map(answered).collect())
    }

    async fn seen_since(&self, since: Timestamp) -> Result<Vec<String>, StoreError> {
        let query = sqlx::query_scalar("SELECT event FROM seen WHERE at_ms >= ?").bind(since.as_millisecond());
        Ok(query.fetch_all(&self.pool).await?)
    }

    async fn votes(&self, most: u32) -> Result<Vec<VoteCount>, StoreError> {
        let sql = "SELECT entry, SUM(helpful = 'yes'), SUM(helpful <> 'yes') FROM vote GROUP BY entry \
                   ORDER BY 3 DESC, 2, 1 LIMIT ?";
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(sql).bind(i64::from(most)).fetch_all(&self.pool).await?;
        let count = |n: i64| u32::try_from(n).unwrap_or_default();
        Ok(rows.into_iter().map(|(entry, yes, no)| VoteCount { entry, yes: count(yes), no: count(no) }).collect())
    }

    async fn purge(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut gone = 0;
        for sql in ["DELETE FROM answered WHERE at_ms < ?", "DELETE FROM seen WHERE at_ms < ?"] {
            gone += sqlx::query(sql).bind(before.as_millisecond()).execute(&self.pool).await?.rows_affected();
        }
        Ok(gone)
    }
}

async fn insert_answered(connection: &mut SqliteConnection, answered: &Answered) -> Result<(), StoreError> {
    let sql = "INSERT INTO answered (platform, channel, question, reply, at_ms) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (platform, channel, question) DO UPDATE SET reply = excluded.reply, at_ms = excluded.at_ms";
    let Answered { question, reply, at } = answered;
    let query = sqlx::query(sql).bind(question.platform).bind(&question.channel).bind(&question.message);
    query.bind(reply).bind(at.as_millisecond()).execute(connection).await?;
    Ok(())
}

async fn insert_vote(connection: &mut SqliteConnection, vote: &Vote) -> Result<(), StoreError> {
    let sql = "INSERT INTO vote (platform, channel, answer, voter, entry, helpful, reason, at_ms) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (platform, channel, answer, voter) DO UPDATE SET \
               entry = excluded.entry, helpful = excluded.helpful, at_ms = excluded.at_ms, \
               reason = CASE WHEN excluded.helpful = 'yes' THEN NULL ELSE COALESCE(excluded.reason, reason) END";
    let query = sqlx::query(sql).bind(vote.answer.platform).bind(&vote.answer.channel).bind(&vote.answer.message);
    let query = query.bind(&vote.voter).bind(&vote.entry).bind(vote.helpful.id()).bind(&vote.reason);
    query.bind(vote.at.as_millisecond()).execute(connection).await?;
    Ok(())
}

async fn insert_seen(connection: &mut SqliteConnection, event: &str, at: Timestamp) -> Result<(), StoreError> {
    let query = sqlx::query("INSERT INTO seen (event, at_ms) VALUES (?, ?) ON CONFLICT (event) DO NOTHING");
    query.bind(event).bind(at.as_millisecond()).execute(connection).await?;
    Ok(())
}

fn setting((name, server, channel, mode, cooldown): (String, String, String, String, i64)) -> Option<ChannelSetting> {
    Some(ChannelSetting {
        platform: platform(&name)?,
        server,
        channel,
        mode: ChannelMode::named(&mode)?,
        cooldown_s: u32::try_from(cooldown).ok()?,
    })
}

fn platform(name: &str) -> Option<&'static str> {
    ["discord", "slack"].into_iter().find(|p| *p == name)
}

fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::super::Helpful;
    use super::*;

    async fn scratch() -> (tempfile::TempDir, Sqlite) {
        let dir = tempfile::tempdir().unwrap();
        let store = Sqlite::open(&format!("sqlite:{}/s.db", dir.path().display())).await.unwrap();
        (dir, store)
    }

    fn place(message: &str) -> Place {
        Place { platform: "discord", channel: "7".to_owned(), message: message.to_owned() }
    }

    fn vote(voter: &str, helpful: Helpful, reason: Option<&str>) -> Write {
        Write::Vote(Vote {
            answer: place("1"),
            voter: voter.to_owned(),
            entry: "faq/x".to_owned(),
            helpful,
            reason: reason.map(str::to_owned),
            at: Timestamp::UNIX_EPOCH,
        })
    }

    #[tokio::test]
    async fn settings_survive_a_restart() {
        let (dir, store) = scratch().await;
        let setting = |mode| ChannelSetting {
            platform: "discord",
            server: "1".to_owned(),
            channel: "2".to_owned(),
            mode,
            cooldown_s: 30,
        };
        store.set_channel(&setting(ChannelMode::Off)).await.unwrap();
        store.set_channel(&setting(ChannelMode::Listen)).await.unwrap();
        drop(store);
        let again = Sqlite::open(&format!("sqlite:{}/s.db", dir.path().display())).await.unwrap();
        assert_eq!(again.settings().await.unwrap(), [setting(ChannelMode::Listen)]);
    }

    #[tokio::test]
    async fn one_vote_a_person_and_the_last_counts() {
        let (_dir, store) = scratch().await;
        let votes = [vote("a", Helpful::Yes, None), vote("a", Helpful::No, None), vote("b", Helpful::Yes, None)];
        store.write(&votes).await.unwrap();
        store.write(&[vote("a", Helpful::No, Some("why"))]).await.unwrap();
        let counted = store.votes(10).await.unwrap();
        assert_eq!(counted, [VoteCount { entry: "faq/x".to_owned(), yes: 1, no: 1 }]);
    }

    #[tokio::test]
    async fn what_answered_a_question_is_found_and_purged() {
        let (_dir, store) = scratch().await;
        let at = Timestamp::from_second(1_000).unwrap();
        let answered = Answered { question: place("5"), reply: "6".to_owned(), at };
        store.write(&[Write::Answered(answered.clone()), Write::Seen("e".to_owned(), at)]).await.unwrap();
        assert_eq!(store.answered(&place("5")).await.unwrap(), Some(answered.clone()));
        assert_eq!(store.answered_since(at).await.unwrap(), [answered]);
        assert_eq!(store.seen_since(at).await.unwrap(), ["e"]);
        assert_eq!(store.purge(Timestamp::from_second(1_001).unwrap()).await.unwrap(), 2);
        assert_eq!(store.answered(&place("5")).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_place_that_cannot_be_opened_is_named() {
        let error = Sqlite::open("sqlite:/nowhere/at/all.db").await.unwrap_err().to_string();
        assert!(error.contains("/nowhere/at/all.db"), "{error}");
    }
}
