-- Times are microseconds since 1970. What people wrote is in BYTEA, because TEXT
-- refuses some of it.
CREATE TABLE ticket_ticket (
	tenant  TEXT COLLATE "C" NOT NULL,
	id      TEXT COLLATE "C" NOT NULL,
	serial  BIGINT NOT NULL,
	version BIGINT NOT NULL,
	events  BIGINT NOT NULL, -- how many there are
	terms   BYTEA  NOT NULL, -- what it is listed under, apart from words
	listed  BYTEA  NOT NULL, -- a digest of its row in ticket_listing
	body    BYTEA  NOT NULL, -- JSON
	PRIMARY KEY (tenant, id)
) WITH (fillfactor = 70); -- a change finds room on the page, and touches no index

-- The last serial of each tenant.
CREATE TABLE ticket_serial (
	tenant TEXT COLLATE "C" PRIMARY KEY,
	last   BIGINT NOT NULL
);

-- What tickets are ordered, compared and counted by; small, so that many can be looked
-- at for one page. No index but the first has the serial, so that rows are looked up by
-- no other.
CREATE TABLE ticket_listing (
	tenant       TEXT COLLATE "C" NOT NULL,
	serial       BIGINT NOT NULL,
	tie          BIGINT NOT NULL, -- the serial, in the indexes of other orders
	id           TEXT COLLATE "C" NOT NULL,
	kind         BYTEA  NOT NULL,
	state        BYTEA  NOT NULL,
	type         BYTEA  NOT NULL,
	owner        BYTEA  NOT NULL,
	team         BYTEA  NOT NULL,
	customer     BYTEA  NOT NULL,
	conversation BYTEA  NOT NULL,
	source       BYTEA  NOT NULL,
	priority     BIGINT NOT NULL,
	created      BIGINT NOT NULL,
	updated      BIGINT NOT NULL,
	deadline     BIGINT NOT NULL, -- the highest number for never
	due          BIGINT NOT NULL,
	wake         BIGINT NOT NULL,
	ended        BIGINT,          -- NULL for what has not ended
	late         BIGINT NOT NULL, -- 0 or 1
	PRIMARY KEY (tenant, serial)
);

CREATE INDEX ticket_listing_due ON ticket_listing (tenant, due, tie);
CREATE INDEX ticket_listing_deadline ON ticket_listing (tenant, deadline, tie);
CREATE INDEX ticket_listing_updated ON ticket_listing (tenant, updated, tie);
CREATE INDEX ticket_listing_priority ON ticket_listing (tenant, priority, tie);
CREATE INDEX ticket_listing_created ON ticket_listing (tenant, created);
CREATE INDEX ticket_listing_ended ON ticket_listing (tenant, ended, tie) WHERE ended IS NOT NULL;

-- What each ticket is found by.
CREATE TABLE ticket_term (
	tenant TEXT COLLATE "C" NOT NULL,
	term   BYTEA  NOT NULL,
	serial BIGINT NOT NULL,
	PRIMARY KEY (tenant, term, serial)
);

-- The words that came with a commit, so that they can be forgotten with the ticket.
CREATE TABLE ticket_words (
	tenant  TEXT COLLATE "C" NOT NULL,
	serial  BIGINT NOT NULL,
	version BIGINT NOT NULL, -- that the commit made
	terms   BYTEA  NOT NULL,
	PRIMARY KEY (tenant, serial, version)
);

-- Numbers that are given out before the commit are no order of commits. Whoever
-- reads the feed numbers the rows that have no feed yet; until then seq keeps the
-- events of a ticket, and those of a commit, in order.
CREATE SEQUENCE ticket_commit;

CREATE TABLE ticket_event (
	seq    BIGINT NOT NULL,
	feed   BIGINT,
	tenant TEXT COLLATE "C" NOT NULL,
	ticket TEXT COLLATE "C" NOT NULL,
	nth    BIGINT NOT NULL, -- of the ticket, from 1
	id     TEXT COLLATE "C" NOT NULL,
	body   BYTEA  NOT NULL, -- JSON
	PRIMARY KEY (tenant, ticket, nth),
	UNIQUE (tenant, ticket, id)
);

CREATE UNIQUE INDEX ticket_event_feed ON ticket_event (tenant, feed) WHERE feed IS NOT NULL;
CREATE INDEX ticket_event_unnumbered ON ticket_event (tenant, seq) WHERE feed IS NULL;

CREATE TABLE ticket_feed (
	tenant TEXT COLLATE "C" PRIMARY KEY,
	last   BIGINT NOT NULL -- the last number given out
);

CREATE TABLE ticket_notice (
	age     BIGINT GENERATED ALWAYS AS IDENTITY,
	tenant  TEXT COLLATE "C" NOT NULL,
	id      TEXT COLLATE "C" NOT NULL,
	ticket  TEXT COLLATE "C" NOT NULL,
	state   SMALLINT NOT NULL, -- 0 waits, 1 is claimed, 2 is settled
	ready   BIGINT   NOT NULL, -- when it is due, or the end of the lease
	since   BIGINT   NOT NULL, -- what that was before the last claim
	attempt BIGINT   NOT NULL,
	body    BYTEA,             -- JSON; NULL once settled
	PRIMARY KEY (tenant, id)
);

CREATE INDEX ticket_notice_ready ON ticket_notice (tenant, ready) WHERE state < 2;
CREATE INDEX ticket_notice_queue ON ticket_notice (tenant, ticket, age) WHERE state < 2;
CREATE INDEX ticket_notice_settled ON ticket_notice (tenant, ticket) WHERE state >= 2;
