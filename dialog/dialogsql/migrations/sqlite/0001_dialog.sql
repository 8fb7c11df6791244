CREATE TABLE dialog_conversation (
	tenant  TEXT    NOT NULL,
	id      TEXT    NOT NULL,
	version INTEGER NOT NULL,
	due     INTEGER,           -- microseconds since 1970, NULL for never
	body    BLOB    NOT NULL,  -- JSON
	state   BLOB,
	PRIMARY KEY (tenant, id)
) WITHOUT ROWID;

CREATE INDEX dialog_conversation_due ON dialog_conversation (tenant, due, id) WHERE due IS NOT NULL;

-- One writer at a time: the order of the row ids is the order of commits.
CREATE TABLE dialog_turn (
	feed         INTEGER PRIMARY KEY AUTOINCREMENT,
	tenant       TEXT    NOT NULL,
	conversation TEXT    NOT NULL,
	version      INTEGER NOT NULL,
	message      TEXT    NOT NULL,
	body         BLOB    NOT NULL, -- JSON
	UNIQUE (tenant, conversation, message),
	UNIQUE (tenant, conversation, version)
);

CREATE INDEX dialog_turn_feed ON dialog_turn (tenant, feed);

CREATE TABLE dialog_outbox (
	tenant       TEXT    NOT NULL,
	id           TEXT    NOT NULL,
	conversation TEXT    NOT NULL,
	version      INTEGER NOT NULL, -- of the turn that wrote the item
	pos          INTEGER NOT NULL, -- within that turn
	state        INTEGER NOT NULL, -- 0 waits, 1 is claimed, 2 was delivered, 3 failed
	head         INTEGER NOT NULL, -- 1: the oldest unsettled one of its conversation
	due          INTEGER NOT NULL, -- the earliest time of the next attempt
	ready        INTEGER NOT NULL, -- due, or the end of the lease
	attempt      INTEGER NOT NULL,
	body         BLOB,             -- JSON; NULL once delivered
	PRIMARY KEY (tenant, id)
) WITHOUT ROWID;

CREATE INDEX dialog_outbox_ready ON dialog_outbox (tenant, ready, id) WHERE head = 1;
CREATE INDEX dialog_outbox_queue ON dialog_outbox (tenant, conversation, version, pos) WHERE state < 2;
