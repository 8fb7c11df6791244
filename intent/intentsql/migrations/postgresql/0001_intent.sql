CREATE TABLE intent_store (
	tenant   TEXT COLLATE "C" PRIMARY KEY,
	cursor   BIGINT NOT NULL DEFAULT 0, -- the last one given to a correction
	revision BIGINT NOT NULL DEFAULT 0, -- of what is live
	version  TEXT COLLATE "C" NOT NULL DEFAULT '',
	before   TEXT COLLATE "C" NOT NULL DEFAULT '',
	shadow   TEXT COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE intent_model (
	tenant   TEXT COLLATE "C" NOT NULL,
	version  TEXT COLLATE "C" NOT NULL,
	created  BIGINT NOT NULL, -- microseconds since 1970
	note     BYTEA  NOT NULL,
	examples BIGINT NOT NULL,
	labels   BIGINT NOT NULL,
	folded   BIGINT NOT NULL,
	data     BYTEA  NOT NULL,
	PRIMARY KEY (tenant, version)
);

CREATE INDEX intent_model_created ON intent_model (tenant, created, version);

-- Customers' words are BYTEA: they come back byte for byte.
CREATE TABLE intent_correction (
	tenant TEXT COLLATE "C" NOT NULL,
	id     TEXT COLLATE "C" NOT NULL,
	cursor BIGINT   NOT NULL,
	undone SMALLINT NOT NULL, -- 0 or 1
	at     BIGINT   NOT NULL, -- microseconds since 1970
	text   BYTEA    NOT NULL,
	label  BYTEA    NOT NULL,
	wrong  BYTEA    NOT NULL,
	actor  BYTEA    NOT NULL,
	PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX intent_correction_cursor ON intent_correction (tenant, cursor);
