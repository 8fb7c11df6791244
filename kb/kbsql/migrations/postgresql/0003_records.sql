CREATE TABLE kb_record (
	tenant  TEXT COLLATE "C" NOT NULL,
	kind    TEXT COLLATE "C" NOT NULL,
	id      TEXT COLLATE "C" NOT NULL,
	state   TEXT COLLATE "C" NOT NULL,
	version BIGINT NOT NULL,
	updated BIGINT NOT NULL, -- microseconds since 1970
	data    BYTEA,
	PRIMARY KEY (tenant, kind, id)
);

CREATE INDEX kb_record_state ON kb_record (tenant, kind, state, id);
