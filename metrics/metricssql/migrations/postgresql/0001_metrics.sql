-- Times are microseconds since 1970. What people said is in BYTEA, because TEXT refuses some of it.
CREATE TABLE metrics_thread (
	no      BIGINT GENERATED ALWAYS AS IDENTITY,
	tenant  TEXT COLLATE "C" NOT NULL,
	name    TEXT COLLATE "C" NOT NULL, -- the key of the thread
	version BIGINT NOT NULL,
	events  BIGINT NOT NULL, -- how many there are
	chunk   BIGINT NOT NULL, -- the chunk that is written to
	last    BIGINT,          -- the time of the last event; NULL once they were forgotten
	PRIMARY KEY (tenant, name)
);

CREATE UNIQUE INDEX metrics_thread_no ON metrics_thread (tenant, no);
CREATE INDEX metrics_thread_last ON metrics_thread (tenant, last, no) WHERE last IS NOT NULL;

-- The events of threads, packed. A chunk is the number of its thread times 2^20 plus its own, so that
-- a thread's chunks are side by side and in order.
CREATE TABLE metrics_chunk (
	chunk  BIGINT NOT NULL,
	tenant TEXT COLLATE "C" NOT NULL,
	ids    BYTEA  NOT NULL, -- a hash of 8 bytes for each event's id
	body   BYTEA  NOT NULL,
	PRIMARY KEY (tenant, chunk)
);

-- Numbers that are given out before the commit are no order of commits. Whoever reads the feed numbers the
-- rows that have no feed yet; until then seq keeps those of a thread, and of a commit, in order.
CREATE TABLE metrics_log (
	seq    BIGINT GENERATED ALWAYS AS IDENTITY,
	feed   BIGINT,
	tenant TEXT COLLATE "C" NOT NULL,
	chunk  BIGINT NOT NULL, -- where the events are: from the event pos on, n of them
	pos    BIGINT NOT NULL,
	n      BIGINT NOT NULL,
	PRIMARY KEY (tenant, chunk, pos)
);

CREATE UNIQUE INDEX metrics_log_feed ON metrics_log (tenant, feed) WHERE feed IS NOT NULL;
CREATE INDEX metrics_log_unnumbered ON metrics_log (tenant, seq) WHERE feed IS NULL;

CREATE TABLE metrics_feed (
	tenant TEXT COLLATE "C" PRIMARY KEY,
	last   BIGINT NOT NULL -- the last number given out
);

-- Threads that have to be folded.
CREATE TABLE metrics_stale (
	tenant  TEXT COLLATE "C" NOT NULL,
	thread  BIGINT NOT NULL,
	version BIGINT NOT NULL, -- that of the thread after its last event
	PRIMARY KEY (tenant, thread)
);

-- The generation that is read, and the one that is being built, if any. No row: generation 0.
CREATE TABLE metrics_state (
	tenant   TEXT COLLATE "C" PRIMARY KEY,
	gen      BIGINT NOT NULL,
	building BIGINT NOT NULL, -- 0 for none
	last     BIGINT NOT NULL  -- the last generation that was begun
);

-- What threads were folded to.
CREATE TABLE metrics_fold (
	tenant   TEXT COLLATE "C" NOT NULL,
	gen      BIGINT NOT NULL,
	thread   BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	due      BIGINT,          -- NULL for never
	episodes BYTEA  NOT NULL, -- which they are
	PRIMARY KEY (tenant, gen, thread)
);

CREATE INDEX metrics_fold_due ON metrics_fold (tenant, gen, due, thread) WHERE due IS NOT NULL;

CREATE TABLE metrics_episode (
	tenant TEXT COLLATE "C" NOT NULL,
	gen    BIGINT NOT NULL,
	start  BIGINT NOT NULL,
	id     BYTEA  NOT NULL,
	thread BIGINT NOT NULL,
	body   BYTEA  NOT NULL,
	PRIMARY KEY (tenant, gen, start, id, thread)
);

CREATE TABLE metrics_sheet (
	tenant TEXT COLLATE "C" NOT NULL,
	gen    BIGINT NOT NULL,
	slot   BIGINT NOT NULL, -- quarters of an hour since 1970
	body   BYTEA  NOT NULL,
	PRIMARY KEY (tenant, gen, slot)
);
