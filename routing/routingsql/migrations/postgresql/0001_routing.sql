CREATE TABLE routing_head (
	tenant   TEXT COLLATE "C" PRIMARY KEY,
	revision BIGINT NOT NULL, -- of the last commit
	seq      BIGINT NOT NULL, -- of the last event
	horizon  BIGINT NOT NULL, -- the last revision of an item that was pruned
	prunes   BIGINT NOT NULL, -- how often items were pruned
	control  BYTEA  NOT NULL  -- JSON
);

-- Written once. What customers and hosts wrote is in BYTEA.
CREATE TABLE routing_item (
	tenant TEXT COLLATE "C" NOT NULL,
	id     TEXT COLLATE "C" NOT NULL,
	body   BYTEA NOT NULL, -- JSON, without the brief
	brief  BYTEA,          -- as it was given
	PRIMARY KEY (tenant, id)
);

CREATE TABLE routing_status (
	tenant   TEXT COLLATE "C" NOT NULL,
	id       TEXT COLLATE "C" NOT NULL,
	revision BIGINT NOT NULL, -- that wrote it last
	commits  BIGINT NOT NULL, -- how many wrote it
	ended    BIGINT,           -- microseconds since 1970, NULL for what has not ended
	body     BYTEA  NOT NULL, -- JSON
	PRIMARY KEY (tenant, id)
);

CREATE INDEX routing_status_revision ON routing_status (tenant, revision);
CREATE INDEX routing_status_ended ON routing_status (tenant, ended, id);

CREATE TABLE routing_seat (
	tenant   TEXT COLLATE "C" NOT NULL,
	id       TEXT COLLATE "C" NOT NULL,
	revision BIGINT NOT NULL,
	removed  BIGINT NOT NULL, -- 0 or 1
	body     BYTEA  NOT NULL, -- JSON
	PRIMARY KEY (tenant, id)
);

CREATE INDEX routing_seat_revision ON routing_seat (tenant, revision);

CREATE TABLE routing_learned (
	tenant   TEXT COLLATE "C" NOT NULL,
	agent    TEXT COLLATE "C" NOT NULL,
	category BYTEA  NOT NULL,
	revision BIGINT NOT NULL,
	forgot   BIGINT NOT NULL, -- 0 or 1
	body     BYTEA  NOT NULL, -- JSON
	PRIMARY KEY (tenant, agent, category)
);

CREATE INDEX routing_learned_revision ON routing_learned (tenant, revision);

CREATE TABLE routing_event (
	tenant TEXT COLLATE "C" NOT NULL,
	seq    BIGINT NOT NULL,
	item   TEXT COLLATE "C", -- NULL for an event of no item
	at     BIGINT NOT NULL, -- microseconds since 1970
	body   BYTEA  NOT NULL, -- JSON
	PRIMARY KEY (tenant, seq)
);

CREATE INDEX routing_event_item ON routing_event (tenant, item, seq) WHERE item IS NOT NULL;
CREATE INDEX routing_event_loose ON routing_event (tenant, at) WHERE item IS NULL;
