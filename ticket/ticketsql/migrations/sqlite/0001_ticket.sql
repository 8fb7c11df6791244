-- Times are microseconds since 1970. What people wrote is in BLOBs.
CREATE TABLE ticket_ticket (
	tenant  TEXT    NOT NULL,
	id      TEXT    NOT NULL,
	serial  INTEGER NOT NULL,
	version INTEGER NOT NULL,
	events  INTEGER NOT NULL, -- how many there are
	terms   BLOB    NOT NULL, -- what it is listed under, apart from words
	listed  BLOB    NOT NULL, -- a digest of its row in ticket_listing
	body    BLOB    NOT NULL, -- JSON
	PRIMARY KEY (tenant, id)
);

-- The last serial of each tenant.
CREATE TABLE ticket_serial (
	tenant TEXT    PRIMARY KEY NOT NULL,
	last   INTEGER NOT NULL
) WITHOUT ROWID;

-- What tickets are ordered, compared and counted by; small, so that many can be looked
-- at for one page.
CREATE TABLE ticket_listing (
	tenant       TEXT    NOT NULL,
	serial       INTEGER NOT NULL,
	tie          INTEGER NOT NULL, -- the serial, in the indexes of other orders
	id           TEXT    NOT NULL,
	kind         BLOB    NOT NULL,
	state        BLOB    NOT NULL,
	type         BLOB    NOT NULL,
	owner        BLOB    NOT NULL,
	team         BLOB    NOT NULL,
	customer     BLOB    NOT NULL,
	conversation BLOB    NOT NULL,
	source       BLOB    NOT NULL,
	priority     INTEGER NOT NULL,
	created      INTEGER NOT NULL,
	updated      INTEGER NOT NULL,
	deadline     INTEGER NOT NULL, -- the highest number for never
	due          INTEGER NOT NULL,
	wake         INTEGER NOT NULL,
	ended        INTEGER,          -- NULL for what has not ended
	late         INTEGER NOT NULL, -- 0 or 1
	PRIMARY KEY (tenant, serial)
) WITHOUT ROWID;

CREATE INDEX ticket_listing_due ON ticket_listing (tenant, due, tie);
CREATE INDEX ticket_listing_deadline ON ticket_listing (tenant, deadline, tie);
CREATE INDEX ticket_listing_updated ON ticket_listing (tenant, updated, tie);
CREATE INDEX ticket_listing_priority ON ticket_listing (tenant, priority, tie);
CREATE INDEX ticket_listing_created ON ticket_listing (tenant, created);
CREATE INDEX ticket_listing_ended ON ticket_listing (tenant, ended, tie) WHERE ended IS NOT NULL;

-- What each ticket is found by.
CREATE TABLE ticket_term (
	tenant TEXT    NOT NULL,
	term   BLOB    NOT NULL,
	serial INTEGER NOT NULL,
	PRIMARY KEY (tenant, term, serial)
) WITHOUT ROWID;

-- The words that came with a commit, so that they can be forgotten with the ticket.
CREATE TABLE ticket_words (
	tenant  TEXT    NOT NULL,
	serial  INTEGER NOT NULL,
	version INTEGER NOT NULL, -- that the commit made
	terms   BLOB    NOT NULL,
	PRIMARY KEY (tenant, serial, version)
);

-- One writer at a time: the order of the row ids is the order of commits.
CREATE TABLE ticket_event (
	feed   INTEGER PRIMARY KEY AUTOINCREMENT,
	tenant TEXT    NOT NULL,
	ticket TEXT    NOT NULL,
	nth    INTEGER NOT NULL, -- of the ticket, from 1
	id     TEXT    NOT NULL,
	body   BLOB    NOT NULL, -- JSON
	UNIQUE (tenant, ticket, nth),
	UNIQUE (tenant, ticket, id)
);

CREATE INDEX ticket_event_feed ON ticket_event (tenant, feed);

CREATE TABLE ticket_feed (
	tenant TEXT    PRIMARY KEY NOT NULL,
	last   INTEGER NOT NULL -- the highest number of an event that was forgotten
) WITHOUT ROWID;

CREATE TABLE ticket_notice (
	age     INTEGER PRIMARY KEY AUTOINCREMENT,
	tenant  TEXT    NOT NULL,
	id      TEXT    NOT NULL,
	ticket  TEXT    NOT NULL,
	state   INTEGER NOT NULL, -- 0 waits, 1 is claimed, 2 is settled
	ready   INTEGER NOT NULL, -- when it is due, or the end of the lease
	since   INTEGER NOT NULL, -- what that was before the last claim
	attempt INTEGER NOT NULL,
	body    BLOB,             -- JSON; NULL once settled
	UNIQUE (tenant, id)
);

CREATE INDEX ticket_notice_ready ON ticket_notice (tenant, ready) WHERE state < 2;
CREATE INDEX ticket_notice_queue ON ticket_notice (tenant, ticket, age) WHERE state < 2;
CREATE INDEX ticket_notice_settled ON ticket_notice (tenant, ticket) WHERE state >= 2;
