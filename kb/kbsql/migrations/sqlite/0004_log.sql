-- The ids of all items that were ever logged: one is never logged twice, also
-- after the item was pruned.
CREATE TABLE kb_log_id (
	tenant   TEXT    NOT NULL,
	feedback INTEGER NOT NULL, -- 0: a question, 1: a verdict
	id       TEXT    NOT NULL,
	PRIMARY KEY (tenant, feedback, id)
) WITHOUT ROWID;

-- One writer at a time: the order of the row ids is the order of commits, and
-- no number is given out twice.
CREATE TABLE kb_log (
	feed     INTEGER PRIMARY KEY AUTOINCREMENT,
	tenant   TEXT    NOT NULL,
	feedback INTEGER NOT NULL,
	id       TEXT    NOT NULL,
	at       INTEGER NOT NULL, -- microseconds since 1970
	body     BLOB    NOT NULL  -- JSON
);

CREATE INDEX kb_log_feed ON kb_log (tenant, feed);
CREATE INDEX kb_log_at ON kb_log (tenant, at);
CREATE INDEX kb_log_question ON kb_log (tenant, id) WHERE feedback = 0;

CREATE TABLE kb_usage (
	tenant     TEXT    NOT NULL,
	entry      TEXT    NOT NULL,
	answered   INTEGER NOT NULL,
	offered    INTEGER NOT NULL,
	picked     INTEGER NOT NULL,
	useful     INTEGER NOT NULL,
	not_useful INTEGER NOT NULL,
	wrong      INTEGER NOT NULL,
	handed_off INTEGER NOT NULL,
	last       INTEGER, -- microseconds since 1970, NULL for never
	PRIMARY KEY (tenant, entry)
) WITHOUT ROWID;
