-- Workspaces of Slack whose people installed the app. The token is encrypted with a key that is never in the store.
CREATE TABLE installation (
    team   TEXT   NOT NULL PRIMARY KEY,
    me     TEXT   NOT NULL,
    bot    TEXT,
    sealed TEXT   NOT NULL,
    at_ms  INTEGER NOT NULL
);
