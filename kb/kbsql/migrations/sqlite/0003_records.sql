CREATE TABLE kb_record (
	tenant  TEXT    NOT NULL,
	kind    TEXT    NOT NULL,
	id      TEXT    NOT NULL,
	state   TEXT    NOT NULL,
	version INTEGER NOT NULL,
	updated INTEGER NOT NULL, -- microseconds since 1970
	data    BLOB,
	PRIMARY KEY (tenant, kind, id)
);

CREATE INDEX kb_record_state ON kb_record (tenant, kind, state, id);
