CREATE TABLE assist_store (
	tenant TEXT    PRIMARY KEY NOT NULL,
	cursor INTEGER NOT NULL DEFAULT 0 -- the last one given to a change of a reply or to a mark
) WITHOUT ROWID;

CREATE TABLE assist_canned (
	tenant  TEXT    NOT NULL,
	id      TEXT    NOT NULL,
	cursor  INTEGER NOT NULL,
	slot    TEXT,             -- what the shortcut takes, NULL for nothing
	version INTEGER NOT NULL,
	deleted INTEGER NOT NULL, -- 0 or 1
	uses    INTEGER NOT NULL,
	used    INTEGER,          -- microseconds since 1970, NULL for never
	body    BLOB    NOT NULL, -- JSON
	PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX assist_canned_cursor ON assist_canned (tenant, cursor);
CREATE UNIQUE INDEX assist_canned_slot ON assist_canned (tenant, slot) WHERE slot IS NOT NULL;

CREATE TABLE assist_use (
	tenant TEXT    NOT NULL,
	key    TEXT    NOT NULL,
	reply  TEXT    NOT NULL,
	agent  BLOB    NOT NULL,
	at     INTEGER NOT NULL, -- microseconds since 1970
	PRIMARY KEY (tenant, key)
) WITHOUT ROWID;

CREATE INDEX assist_use_at ON assist_use (tenant, at);

CREATE TABLE assist_topic (
	tenant TEXT    NOT NULL,
	id     TEXT    NOT NULL,
	state  TEXT    NOT NULL,
	count  INTEGER NOT NULL,
	body   BLOB    NOT NULL, -- JSON
	PRIMARY KEY (tenant, id)
);

CREATE INDEX assist_topic_count ON assist_topic (tenant, count, id);
CREATE INDEX assist_topic_state ON assist_topic (tenant, state, count, id);

CREATE TABLE assist_mark (
	tenant TEXT    NOT NULL,
	key    TEXT    NOT NULL,
	cursor INTEGER NOT NULL,
	topic  TEXT    NOT NULL,
	at     INTEGER NOT NULL, -- microseconds since 1970
	body   BLOB    NOT NULL, -- JSON
	PRIMARY KEY (tenant, key)
);

CREATE UNIQUE INDEX assist_mark_cursor ON assist_mark (tenant, cursor);
CREATE INDEX assist_mark_topic ON assist_mark (tenant, topic, cursor);
CREATE INDEX assist_mark_at ON assist_mark (tenant, at);
