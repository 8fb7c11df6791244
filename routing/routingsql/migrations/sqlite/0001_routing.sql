CREATE TABLE routing_head (
	tenant   TEXT    PRIMARY KEY NOT NULL,
	revision INTEGER NOT NULL, -- of the last commit
	seq      INTEGER NOT NULL, -- of the last event
	horizon  INTEGER NOT NULL, -- the last revision of an item that was pruned
	prunes   INTEGER NOT NULL, -- how often items were pruned
	control  BLOB    NOT NULL  -- JSON
) WITHOUT ROWID;

-- Written once. What customers and hosts wrote is in BLOBs.
CREATE TABLE routing_item (
	tenant TEXT NOT NULL,
	id     TEXT NOT NULL,
	body   BLOB NOT NULL, -- JSON, without the brief
	brief  BLOB,          -- as it was given
	PRIMARY KEY (tenant, id)
);

CREATE TABLE routing_status (
	tenant   TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	revision INTEGER NOT NULL, -- that wrote it last
	commits  INTEGER NOT NULL, -- how many wrote it
	ended    INTEGER,          -- microseconds since 1970, NULL for what has not ended
	body     BLOB    NOT NULL, -- JSON
	PRIMARY KEY (tenant, id)
);

CREATE INDEX routing_status_revision ON routing_status (tenant, revision);
CREATE INDEX routing_status_ended ON routing_status (tenant, ended, id);

CREATE TABLE routing_seat (
	tenant   TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	revision INTEGER NOT NULL,
	removed  INTEGER NOT NULL, -- 0 or 1
	body     BLOB    NOT NULL, -- JSON
	PRIMARY KEY (tenant, id)
);

CREATE INDEX routing_seat_revision ON routing_seat (tenant, revision);

CREATE TABLE routing_learned (
	tenant   TEXT    NOT NULL,
	agent    TEXT    NOT NULL,
	category BLOB    NOT NULL,
	revision INTEGER NOT NULL,
	forgot   INTEGER NOT NULL, -- 0 or 1
	body     BLOB    NOT NULL, -- JSON
	PRIMARY KEY (tenant, agent, category)
);

CREATE INDEX routing_learned_revision ON routing_learned (tenant, revision);

CREATE TABLE routing_event (
	tenant TEXT    NOT NULL,
	seq    INTEGER NOT NULL,
	item   TEXT,             -- NULL for an event of no item
	at     INTEGER NOT NULL, -- microseconds since 1970
	body   BLOB    NOT NULL, -- JSON
	PRIMARY KEY (tenant, seq)
) WITHOUT ROWID;

CREATE INDEX routing_event_item ON routing_event (tenant, item, seq) WHERE item IS NOT NULL;
CREATE INDEX routing_event_loose ON routing_event (tenant, at) WHERE item IS NULL;
