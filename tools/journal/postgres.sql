-- A journal of 1,000,000 questions over 90 days, a quarter of them without an answer in 20,000 wordings, and 10,000 votes.
-- The store makes the tables first: cargo run --release --example journal -- postgres://…; then psql URL -f this, and the first again.
INSERT INTO question (id, at_ms, platform, channel, person, text, shape, outcome, entries, confidence, latency_us)
SELECT 'discord/' || n, now_ms - (n * 7919 % 7776000) * 1000, 'discord', n % 500, md5((n % 40000)::text),
       CASE WHEN n % 4 = 0 THEN 'what about ' || (ARRAY['visa sponsorship', 'equity', 'on-call pay', 'bonuses', 'leave'])[(n / 4 % 5 + 1)::int]
            || ' in team ' || n / 20 % 100 || ' and office ' || n / 2000 % 40 ELSE 'what does a senior make' END,
       CASE WHEN n % 4 = 0 THEN n / 4 % 20000 ELSE -1 END, CASE WHEN n % 4 = 0 THEN 'unknown' ELSE 'answered' END,
       CASE WHEN n % 4 = 0 THEN '' ELSE 'faq/' || n % 200 END, 0.8, 200 + n % 900
FROM generate_series(0::bigint, 999999) AS n, (SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now_ms) AS t;
INSERT INTO question_day SELECT at_ms / 86400000, platform, outcome, floor(log(2, latency_us) * 8)::bigint, COUNT(*)
FROM question GROUP BY 1, 2, 3, 4;
INSERT INTO entry_day SELECT at_ms / 86400000, entries, COUNT(*) FROM question WHERE entries <> '' GROUP BY 1, 2;
INSERT INTO vote (platform, channel, answer, voter, entry, helpful, question, at_ms)
SELECT 'discord', '1', n, md5(n::text), 'faq/' || n % 200, CASE WHEN n % 3 = 0 THEN 'no' ELSE 'yes' END, 'discord/' || n * 97,
       CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) FROM generate_series(0, 9999) AS n;
ANALYZE;
