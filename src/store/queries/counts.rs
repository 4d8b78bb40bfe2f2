//! Counts of a day, kept while questions are written.

use std::collections::BTreeMap;

use super::super::super::insights::{bucket, date, day};
use super::super::super::journal::outcome_id;
use super::super::super::{Asked, DayCount, EntryCount, EntryUse, StoreError};
use super::batch::rows;
use super::{Connection, Pool, count, journal};

/// What the questions of one batch add to the counts; in order, so that two processes lock rows in the same order.
#[derive(Default)]
pub(super) struct Counts {
    questions: BTreeMap<(i64, String, &'static str, i64), i64>,
    entries: BTreeMap<(i64, String), i64>,
    places: BTreeMap<(i64, String, String), i64>,
}

impl Counts {
    /// Of these questions.
    pub(super) fn of(asked: Vec<&Asked>) -> Counts {
        let mut counts = Counts::default();
        asked.into_iter().for_each(|asked| counts.add(asked));
        counts
    }

    fn add(&mut self, asked: &Asked) {
        let day = day(asked.at);
        let bucket = bucket(count(journal::microseconds(asked)));
        *self.questions.entry((day, asked.platform.clone(), outcome_id(asked.outcome), bucket)).or_default() += 1;
        for entry in &asked.entries {
            *self.entries.entry((day, entry.clone())).or_default() += 1;
            *self.places.entry((day, entry.clone(), asked.place().to_owned())).or_default() += 1;
        }
    }

    /// Adds them to what is there.
    pub(super) async fn write(&self, connection: &mut Connection) -> Result<(), StoreError> {
        const QUESTIONS: &str = concat!(
            "INSERT INTO question_day (day, platform, outcome, bucket, n) \
             SELECT CAST(given.value ->> 0 AS BIGINT), given.value ->> 1, given.value ->> 2, \
             CAST(given.value ->> 3 AS BIGINT), CAST(given.value ->> 4 AS BIGINT) FROM ",
            given!(),
            " WHERE true \
             ON CONFLICT (day, platform, outcome, bucket) DO UPDATE SET n = question_day.n + excluded.n"
        );
        const ENTRIES: &str = concat!(
            "INSERT INTO entry_day (day, entry, n) \
             SELECT CAST(given.value ->> 0 AS BIGINT), given.value ->> 1, CAST(given.value ->> 2 AS BIGINT) FROM ",
            given!(),
            " WHERE true ON CONFLICT (day, entry) DO UPDATE SET n = entry_day.n + excluded.n"
        );
        const PLACES: &str = concat!(
            "INSERT INTO entry_place (day, entry, place, n) \
             SELECT CAST(given.value ->> 0 AS BIGINT), given.value ->> 1, given.value ->> 2, \
             CAST(given.value ->> 3 AS BIGINT) FROM ",
            given!(),
            " WHERE true ON CONFLICT (day, entry, place) DO UPDATE SET n = entry_place.n + excluded.n"
        );
        let questions = rows(
            self.questions.iter().map(|((day, platform, outcome, bucket), n)| (day, platform, outcome, bucket, n)),
        )?;
        let entries = rows(self.entries.iter().map(|((day, entry), n)| (day, entry, n)))?;
        let places = rows(self.places.iter().map(|((day, entry, place), n)| (day, entry, place, n)))?;
        for (sql, rows) in [(QUESTIONS, questions), (ENTRIES, entries), (PLACES, places)] {
            if let Some(rows) = rows {
                sqlx::query(sql).bind(rows).execute(&mut *connection).await?;
            }
        }
        Ok(())
    }
}

pub(super) async fn days(pool: &Pool, first: i64) -> Result<Vec<DayCount>, StoreError> {
    let sql = "SELECT day, outcome, CAST(SUM(n) AS BIGINT) FROM question_day WHERE day >= $1 \
               GROUP BY day, outcome ORDER BY day, outcome";
    let rows: Vec<(i64, String, i64)> = sqlx::query_as(sql).bind(first).fetch_all(pool).await?;
    let of = |(day, outcome, n): (i64, String, i64)| DayCount { day: date(day), outcome, questions: count(n) };
    Ok(rows.into_iter().map(of).collect())
}

pub(super) async fn latencies(pool: &Pool, first: i64) -> Result<Vec<(i64, u64)>, StoreError> {
    let sql = "SELECT bucket, CAST(SUM(n) AS BIGINT) FROM question_day WHERE day >= $1 GROUP BY bucket ORDER BY bucket";
    let rows: Vec<(i64, i64)> = sqlx::query_as(sql).bind(first).fetch_all(pool).await?;
    Ok(rows.into_iter().map(|(bucket, n)| (bucket, count(n))).collect())
}

pub(super) async fn top_entries(pool: &Pool, first: i64, most: u32) -> Result<Vec<EntryCount>, StoreError> {
    let sql = "SELECT e.entry, e.n, COUNT(*) FILTER (WHERE v.helpful = 'yes'), \
               COUNT(*) FILTER (WHERE v.helpful <> 'yes') FROM \
               (SELECT entry, CAST(SUM(n) AS BIGINT) AS n FROM entry_day WHERE day >= $1 \
                GROUP BY entry ORDER BY 2 DESC, 1 LIMIT $2) AS e \
               LEFT JOIN vote AS v ON v.entry = e.entry AND v.at_ms >= $3 \
               GROUP BY e.entry, e.n ORDER BY 2 DESC, 1";
    let query = sqlx::query_as(sql).bind(first).bind(i64::from(most)).bind(first.saturating_mul(86_400_000));
    let rows: Vec<(String, i64, i64, i64)> = query.fetch_all(pool).await?;
    let of = |(entry, n, yes, no): (String, i64, i64, i64)| EntryCount {
        entry,
        questions: count(n),
        yes: count(yes),
        no: count(no),
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Of an entry and its parts. `share` is small: it is read as it is, with a `+` between the entries of a row.
pub(super) async fn entry(pool: &Pool, entry: &str, first: i64) -> Result<EntryUse, StoreError> {
    let start = first.saturating_mul(86_400_000);
    let escaped = entry.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let parts = format!("{escaped}/%");
    let sql = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM entry_day \
               WHERE day >= $1 AND (entry = $2 OR entry LIKE $3 ESCAPE '\\')";
    let questions: i64 = sqlx::query_scalar(sql).bind(first).bind(entry).bind(&parts).fetch_one(pool).await?;
    let sql = "SELECT place, CAST(SUM(n) AS BIGINT) FROM entry_place \
               WHERE day >= $1 AND (entry = $2 OR entry LIKE $3 ESCAPE '\\') GROUP BY place ORDER BY 2 DESC, 1";
    let query = sqlx::query_as(sql).bind(first).bind(entry).bind(&parts);
    let places: Vec<(String, i64)> = query.fetch_all(pool).await?;
    let sql = "SELECT COUNT(*) FROM share WHERE at_ms >= $1 \
               AND ('+' || entries || '+' LIKE $2 ESCAPE '\\' OR '+' || entries LIKE $3 ESCAPE '\\')";
    let query = sqlx::query_scalar(sql).bind(start).bind(format!("%+{escaped}+%")).bind(format!("%+{parts}"));
    let shares: i64 = query.fetch_one(pool).await?;
    let sql = "SELECT COUNT(*) FILTER (WHERE helpful = 'yes'), COUNT(*) FILTER (WHERE helpful <> 'yes') FROM vote \
               WHERE at_ms >= $1 AND (entry = $2 OR entry LIKE $3 ESCAPE '\\')";
    let (yes, no): (i64, i64) = sqlx::query_as(sql).bind(start).bind(entry).bind(&parts).fetch_one(pool).await?;
    Ok(EntryUse {
        questions: count(questions),
        places: places.into_iter().map(|(place, n)| (place, count(n))).collect(),
        shares: count(shares),
        yes: count(yes),
        no: count(no),
    })
}
