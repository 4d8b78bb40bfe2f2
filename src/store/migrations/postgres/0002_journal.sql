-- Facts about the store itself, such as the key with which people are hashed.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- What was asked. The text holds no mention, address or number of a person; `shape` is the same for the same words.
CREATE TABLE question (
    id         TEXT    NOT NULL PRIMARY KEY,
    at_ms      BIGINT NOT NULL,
    platform   TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    shape      BIGINT NOT NULL,
    outcome    TEXT    NOT NULL,
    entries    TEXT    NOT NULL,
    confidence DOUBLE PRECISION,
    latency_us BIGINT NOT NULL
);
CREATE INDEX question_at ON question (at_ms);
CREATE INDEX question_person ON question (person);
CREATE INDEX question_gap ON question (shape, at_ms) WHERE outcome = 'unknown';

-- Counts of a day, kept while questions are written, so that a page of charts never reads the journal itself.
CREATE TABLE question_day (
    day      BIGINT NOT NULL,
    platform TEXT    NOT NULL,
    outcome  TEXT    NOT NULL,
    bucket   BIGINT NOT NULL,
    n        BIGINT NOT NULL,
    PRIMARY KEY (day, platform, outcome, bucket)
);
CREATE TABLE entry_day (
    day   BIGINT NOT NULL,
    entry TEXT    NOT NULL,
    n     BIGINT NOT NULL,
    PRIMARY KEY (day, entry)
);

ALTER TABLE vote ADD COLUMN question TEXT;
CREATE INDEX vote_at ON vote (at_ms);
CREATE INDEX vote_voter ON vote (voter);

CREATE TABLE share (
    id       TEXT    NOT NULL PRIMARY KEY,
    at_ms    BIGINT NOT NULL,
    platform TEXT    NOT NULL,
    channel  TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    entries  TEXT    NOT NULL
);
CREATE INDEX share_at ON share (at_ms);
CREATE INDEX share_person ON share (person);

-- Who is at work on an event. `until_ms` is by the clock of the database.
CREATE TABLE claim (
    event    TEXT    NOT NULL PRIMARY KEY,
    platform TEXT    NOT NULL,
    server   TEXT    NOT NULL,
    channel  TEXT    NOT NULL,
    message  TEXT    NOT NULL,
    holder   TEXT    NOT NULL,
    until_ms BIGINT NOT NULL,
    tries    BIGINT NOT NULL,
    done     BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL
);
CREATE INDEX claim_open ON claim (until_ms) WHERE done = 0;
CREATE INDEX claim_at ON claim (at_ms);

-- Things of which one process at a time may have each. `until_ms` is by the clock of the database.
CREATE TABLE lease (
    name     TEXT    NOT NULL PRIMARY KEY,
    holder   TEXT    NOT NULL,
    until_ms BIGINT NOT NULL
);

-- What a person asked last in a conversation, for follow-ups that another process answers.
CREATE TABLE turn (
    conversation TEXT    NOT NULL,
    person       TEXT    NOT NULL,
    at_ms        BIGINT NOT NULL,
    text         TEXT    NOT NULL,
    PRIMARY KEY (conversation, person, at_ms)
);
CREATE INDEX turn_at ON turn (at_ms);

-- What holds for a whole server or workspace where a channel says nothing else.
CREATE TABLE server_setting (
    platform   TEXT    NOT NULL,
    server     TEXT    NOT NULL,
    mode       TEXT    NOT NULL,
    cooldown_s BIGINT NOT NULL,
    digest     TEXT,
    PRIMARY KEY (platform, server)
);
