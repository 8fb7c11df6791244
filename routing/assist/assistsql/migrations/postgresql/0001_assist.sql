CREATE TABLE assist_store (
	tenant TEXT COLLATE "C" PRIMARY KEY,
	cursor BIGINT NOT NULL DEFAULT 0 -- the last one given to a change of a reply or to a mark
);

CREATE TABLE assist_canned (
	tenant  TEXT COLLATE "C" NOT NULL,
	id      TEXT COLLATE "C" NOT NULL,
	cursor  BIGINT NOT NULL,
	slot    TEXT COLLATE "C",             -- what the shortcut takes, NULL for nothing
	version BIGINT NOT NULL,
	deleted SMALLINT NOT NULL, -- 0 or 1
	uses    BIGINT NOT NULL,
	used    BIGINT,          -- microseconds since 1970, NULL for never
	body    BYTEA  NOT NULL, -- JSON
	PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX assist_canned_cursor ON assist_canned (tenant, cursor);
CREATE UNIQUE INDEX assist_canned_slot ON assist_canned (tenant, slot) WHERE slot IS NOT NULL;

CREATE TABLE assist_use (
	tenant TEXT COLLATE "C" NOT NULL,
	key    TEXT COLLATE "C" NOT NULL,
	reply  TEXT COLLATE "C" NOT NULL,
	agent  BYTEA  NOT NULL,
	at     BIGINT NOT NULL, -- microseconds since 1970
	PRIMARY KEY (tenant, key)
);

CREATE INDEX assist_use_at ON assist_use (tenant, at);

CREATE TABLE assist_topic (
	tenant TEXT COLLATE "C" NOT NULL,
	id     TEXT COLLATE "C" NOT NULL,
	state  TEXT COLLATE "C" NOT NULL,
	count  BIGINT NOT NULL,
	body   BYTEA  NOT NULL, -- JSON
	PRIMARY KEY (tenant, id)
);

CREATE INDEX assist_topic_count ON assist_topic (tenant, count, id);
CREATE INDEX assist_topic_state ON assist_topic (tenant, state, count, id);

CREATE TABLE assist_mark (
	tenant TEXT COLLATE "C" NOT NULL,
	key    TEXT COLLATE "C" NOT NULL,
	cursor BIGINT NOT NULL,
	topic  TEXT COLLATE "C" NOT NULL,
	at     BIGINT NOT NULL, -- microseconds since 1970
	body   BYTEA  NOT NULL, -- JSON
	PRIMARY KEY (tenant, key)
);

CREATE UNIQUE INDEX assist_mark_cursor ON assist_mark (tenant, cursor);
CREATE INDEX assist_mark_topic ON assist_mark (tenant, topic, cursor);
CREATE INDEX assist_mark_at ON assist_mark (tenant, at);
