CREATE TABLE dialog_conversation (
	tenant  TEXT COLLATE "C" NOT NULL,
	id      TEXT COLLATE "C" NOT NULL,
	version BIGINT NOT NULL,
	due     BIGINT,           -- microseconds since 1970, NULL for never
	body    BYTEA  NOT NULL,  -- JSON; BYTEA because TEXT refuses some customers' words
	state   BYTEA,
	PRIMARY KEY (tenant, id)
);

CREATE INDEX dialog_conversation_due ON dialog_conversation (tenant, due, id) WHERE due IS NOT NULL;

-- Numbers that are given out before the commit are no order of commits. Whoever
-- reads the feed numbers the rows that have no feed yet; until then seq keeps the
-- versions of a conversation in order.
CREATE TABLE dialog_turn (
	seq          BIGINT GENERATED ALWAYS AS IDENTITY,
	feed         BIGINT,
	tenant       TEXT COLLATE "C" NOT NULL,
	conversation TEXT COLLATE "C" NOT NULL,
	version      BIGINT NOT NULL,
	message      TEXT COLLATE "C" NOT NULL,
	body         BYTEA  NOT NULL, -- JSON
	PRIMARY KEY (tenant, conversation, version),
	UNIQUE (tenant, conversation, message)
);

CREATE UNIQUE INDEX dialog_turn_feed ON dialog_turn (tenant, feed) WHERE feed IS NOT NULL;
CREATE INDEX dialog_turn_unnumbered ON dialog_turn (tenant, seq) WHERE feed IS NULL;

CREATE TABLE dialog_feed (
	tenant TEXT COLLATE "C" PRIMARY KEY,
	last   BIGINT NOT NULL -- the last number given out
);

CREATE TABLE dialog_outbox (
	tenant       TEXT COLLATE "C" NOT NULL,
	id           TEXT COLLATE "C" NOT NULL,
	conversation TEXT COLLATE "C" NOT NULL,
	version      BIGINT   NOT NULL, -- of the turn that wrote the item
	pos          INTEGER  NOT NULL, -- within that turn
	state        SMALLINT NOT NULL, -- 0 waits, 1 is claimed, 2 was delivered, 3 failed
	head         SMALLINT NOT NULL, -- 1: the oldest unsettled one of its conversation
	due          BIGINT   NOT NULL, -- the earliest time of the next attempt
	ready        BIGINT   NOT NULL, -- due, or the end of the lease
	attempt      INTEGER  NOT NULL,
	body         BYTEA,             -- JSON; NULL once delivered
	PRIMARY KEY (tenant, id)
);

CREATE INDEX dialog_outbox_ready ON dialog_outbox (tenant, ready, id) WHERE head = 1;
CREATE INDEX dialog_outbox_queue ON dialog_outbox (tenant, conversation, version, pos) WHERE state < 2;
