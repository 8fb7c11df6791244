CREATE TABLE intent_store (
	tenant   TEXT    PRIMARY KEY NOT NULL,
	cursor   INTEGER NOT NULL DEFAULT 0, -- the last one given to a correction
	revision INTEGER NOT NULL DEFAULT 0, -- of what is live
	version  TEXT    NOT NULL DEFAULT '',
	before   TEXT    NOT NULL DEFAULT '',
	shadow   TEXT    NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE intent_model (
	tenant   TEXT    NOT NULL,
	version  TEXT    NOT NULL,
	created  INTEGER NOT NULL, -- microseconds since 1970
	note     BLOB    NOT NULL,
	examples INTEGER NOT NULL,
	labels   INTEGER NOT NULL,
	folded   INTEGER NOT NULL,
	data     BLOB    NOT NULL, -- last, so that a list does not read it
	PRIMARY KEY (tenant, version)
);

CREATE INDEX intent_model_created ON intent_model (tenant, created, version);

-- Customers' words are BLOBs: they come back byte for byte.
CREATE TABLE intent_correction (
	tenant TEXT    NOT NULL,
	id     TEXT    NOT NULL,
	cursor INTEGER NOT NULL,
	undone INTEGER NOT NULL, -- 0 or 1
	at     INTEGER NOT NULL, -- microseconds since 1970
	text   BLOB    NOT NULL,
	label  BLOB    NOT NULL,
	wrong  BLOB    NOT NULL,
	actor  BLOB    NOT NULL,
	PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX intent_correction_cursor ON intent_correction (tenant, cursor);
