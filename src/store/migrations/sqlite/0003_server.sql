-- The server or workspace in which a question was asked, so that its admins see their own; empty in private messages, on the
-- page and for what was written before.
ALTER TABLE question ADD COLUMN server TEXT NOT NULL DEFAULT '';
CREATE INDEX question_server ON question (platform, server, at_ms) WHERE outcome = 'unknown';
