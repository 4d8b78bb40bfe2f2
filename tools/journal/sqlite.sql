-- The same as postgres.sql, for SQLite: cargo run --release --example journal -- sqlite:FILE; then sqlite3 FILE < this, and the first again.
WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < 999999)
INSERT INTO question (id, at_ms, platform, channel, person, text, shape, outcome, entries, confidence, latency_us)
SELECT 'discord/' || n, (unixepoch() - n * 7919 % 7776000) * 1000, 'discord', n % 500, printf('%032x', n % 40000),
       CASE WHEN n % 4 = 0 THEN 'what about ' || CASE n / 4 % 5 WHEN 0 THEN 'visa sponsorship' WHEN 1 THEN 'equity'
            WHEN 2 THEN 'on-call pay' WHEN 3 THEN 'bonuses' ELSE 'leave' END
            || ' in team ' || (n / 20 % 100) || ' and office ' || (n / 2000 % 40) ELSE 'what does a senior make' END,
       CASE WHEN n % 4 = 0 THEN n / 4 % 20000 ELSE -1 END, CASE WHEN n % 4 = 0 THEN 'unknown' ELSE 'answered' END,
       CASE WHEN n % 4 = 0 THEN '' ELSE 'faq/' || (n % 200) END, 0.8, 200 + n % 900
FROM s;
INSERT INTO question_day SELECT at_ms / 86400000, platform, outcome, CAST(log2(latency_us) * 8 AS INTEGER), COUNT(*)
FROM question GROUP BY 1, 2, 3, 4;
INSERT INTO entry_day SELECT at_ms / 86400000, entries, COUNT(*) FROM question WHERE entries <> '' GROUP BY 1, 2;
WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < 9999)
INSERT INTO vote (platform, channel, answer, voter, entry, helpful, question, at_ms)
SELECT 'discord', '1', n, printf('%032x', n), 'faq/' || (n % 200), CASE WHEN n % 3 = 0 THEN 'no' ELSE 'yes' END,
       'discord/' || (n * 97), unixepoch() * 1000 FROM s;
ANALYZE;
