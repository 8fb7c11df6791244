-- Times are microseconds since 1970. What people said is in BLOBs.
CREATE TABLE metrics_thread (
	no      INTEGER PRIMARY KEY AUTOINCREMENT,
	tenant  TEXT    NOT NULL,
	name    TEXT    NOT NULL, -- the key of the thread
	version INTEGER NOT NULL,
	events  INTEGER NOT NULL, -- how many there are
	chunk   INTEGER NOT NULL, -- the chunk that is written to
	last    INTEGER,          -- the time of the last event; NULL once they were forgotten
	UNIQUE (tenant, name)
);

CREATE INDEX metrics_thread_no ON metrics_thread (tenant, no);
CREATE INDEX metrics_thread_last ON metrics_thread (tenant, last, no) WHERE last IS NOT NULL;

-- The events of threads, packed. A chunk is the number of its thread times 2^20 plus its own, so that
-- a thread's chunks are side by side and in order.
CREATE TABLE metrics_chunk (
	chunk  INTEGER PRIMARY KEY,
	tenant TEXT    NOT NULL,
	ids    BLOB    NOT NULL, -- a hash of 8 bytes for each event's id
	body   BLOB    NOT NULL
);

-- The order of commits. One writer at a time: the order of the row ids is that.
CREATE TABLE metrics_log (
	feed   INTEGER PRIMARY KEY AUTOINCREMENT,
	tenant TEXT    NOT NULL,
	chunk  INTEGER NOT NULL, -- where the events are: from the event pos on, n of them
	pos    INTEGER NOT NULL,
	n      INTEGER NOT NULL
);

CREATE INDEX metrics_log_feed ON metrics_log (tenant, feed);
CREATE INDEX metrics_log_chunk ON metrics_log (tenant, chunk);

-- Threads that have to be folded.
CREATE TABLE metrics_stale (
	tenant  TEXT    NOT NULL,
	thread  INTEGER NOT NULL,
	version INTEGER NOT NULL, -- that of the thread after its last event
	PRIMARY KEY (tenant, thread)
) WITHOUT ROWID;

-- The generation that is read, and the one that is being built, if any. No row: generation 0.
CREATE TABLE metrics_state (
	tenant   TEXT    PRIMARY KEY NOT NULL,
	gen      INTEGER NOT NULL,
	building INTEGER NOT NULL, -- 0 for none
	last     INTEGER NOT NULL  -- the last generation that was begun
) WITHOUT ROWID;

-- What threads were folded to.
CREATE TABLE metrics_fold (
	tenant   TEXT    NOT NULL,
	gen      INTEGER NOT NULL,
	thread   INTEGER NOT NULL,
	version  INTEGER NOT NULL,
	due      INTEGER,          -- NULL for never
	episodes BLOB    NOT NULL, -- which they are
	PRIMARY KEY (tenant, gen, thread)
) WITHOUT ROWID;

CREATE INDEX metrics_fold_due ON metrics_fold (tenant, gen, due, thread) WHERE due IS NOT NULL;

CREATE TABLE metrics_episode (
	tenant TEXT    NOT NULL,
	gen    INTEGER NOT NULL,
	start  INTEGER NOT NULL,
	id     BLOB    NOT NULL,
	thread INTEGER NOT NULL,
	body   BLOB    NOT NULL,
	PRIMARY KEY (tenant, gen, start, id, thread)
) WITHOUT ROWID;

CREATE TABLE metrics_sheet (
	tenant TEXT    NOT NULL,
	gen    INTEGER NOT NULL,
	slot   INTEGER NOT NULL, -- quarters of an hour since 1970
	body   BLOB    NOT NULL,
	PRIMARY KEY (tenant, gen, slot)
);
