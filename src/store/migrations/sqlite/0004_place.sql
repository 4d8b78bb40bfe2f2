-- Where an entry answered: `discord`, `slack`, `page`, `api`. Counted while questions are written, as the other counts of a
-- day are; what the journal still has of the time before is counted here, but for questions with several answers.
CREATE TABLE entry_place (
    day   INTEGER NOT NULL,
    entry TEXT    NOT NULL,
    place TEXT    NOT NULL,
    n     INTEGER NOT NULL,
    PRIMARY KEY (day, entry, place)
);
INSERT INTO entry_place (day, entry, place, n)
SELECT at_ms / 86400000, entries,
       CASE WHEN platform <> 'web' THEN platform WHEN channel = 'api' THEN 'api' ELSE 'page' END, COUNT(*)
FROM question WHERE entries <> '' AND entries NOT LIKE '%+%' GROUP BY 1, 2, 3;
