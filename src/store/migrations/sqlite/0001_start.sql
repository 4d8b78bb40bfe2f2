CREATE TABLE channel_setting (
    platform   TEXT    NOT NULL,
    server     TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    mode       TEXT    NOT NULL,
    cooldown_s INTEGER NOT NULL,
    PRIMARY KEY (platform, channel)
);

-- Which message answered which, so that an edit or a deletion reaches the reply after a restart too.
CREATE TABLE answered (
    platform TEXT    NOT NULL,
    channel  TEXT    NOT NULL,
    question TEXT    NOT NULL,
    reply    TEXT    NOT NULL,
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (platform, channel, question)
);
CREATE INDEX answered_at ON answered (at_ms);

CREATE TABLE vote (
    platform TEXT    NOT NULL,
    channel  TEXT    NOT NULL,
    answer   TEXT    NOT NULL,
    voter    TEXT    NOT NULL,
    entry    TEXT    NOT NULL,
    helpful  TEXT    NOT NULL,
    reason   TEXT,
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (platform, channel, answer, voter)
);
CREATE INDEX vote_entry ON vote (entry);

CREATE TABLE seen (
    event TEXT    NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL
);
CREATE INDEX seen_at ON seen (at_ms);
