-- Of a deleted entry: JSON of who deleted it, why and when.
ALTER TABLE kb_entry ADD COLUMN grave BLOB;

-- The states that kb_entry had before; the present one is only there.
CREATE TABLE kb_history (
	tenant   TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	revision INTEGER NOT NULL, -- the one that wrote the state
	body     BLOB,             -- as in kb_entry
	grave    BLOB,
	PRIMARY KEY (tenant, id, revision)
);
