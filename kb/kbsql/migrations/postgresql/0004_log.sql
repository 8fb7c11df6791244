-- The ids of all items that were ever logged: one is never logged twice, also
-- after the item was pruned.
CREATE TABLE kb_log_id (
	tenant   TEXT COLLATE "C" NOT NULL,
	feedback SMALLINT NOT NULL, -- 0: a question, 1: a verdict
	id       TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (tenant, feedback, id)
);

-- Numbers that are given out before the commit are no order of commits. Whoever
-- reads the items numbers those that have no feed yet, in the order of seq.
CREATE TABLE kb_log (
	seq      BIGINT GENERATED ALWAYS AS IDENTITY,
	feed     BIGINT,
	tenant   TEXT COLLATE "C" NOT NULL,
	feedback SMALLINT NOT NULL,
	id       TEXT COLLATE "C" NOT NULL,
	at       BIGINT   NOT NULL, -- microseconds since 1970
	body     BYTEA    NOT NULL, -- JSON
	PRIMARY KEY (tenant, seq)
);

CREATE UNIQUE INDEX kb_log_feed ON kb_log (tenant, feed) WHERE feed IS NOT NULL;
CREATE INDEX kb_log_unnumbered ON kb_log (tenant, seq) WHERE feed IS NULL;
CREATE INDEX kb_log_at ON kb_log (tenant, at);
CREATE INDEX kb_log_question ON kb_log (tenant, id) WHERE feedback = 0;

CREATE TABLE kb_feed (
	tenant TEXT COLLATE "C" PRIMARY KEY,
	last   BIGINT NOT NULL -- the last number given out
);

CREATE TABLE kb_usage (
	tenant     TEXT COLLATE "C" NOT NULL,
	entry      TEXT COLLATE "C" NOT NULL,
	answered   BIGINT NOT NULL,
	offered    BIGINT NOT NULL,
	picked     BIGINT NOT NULL,
	useful     BIGINT NOT NULL,
	not_useful BIGINT NOT NULL,
	wrong      BIGINT NOT NULL,
	handed_off BIGINT NOT NULL,
	last       BIGINT, -- microseconds since 1970, NULL for never
	PRIMARY KEY (tenant, entry)
);
