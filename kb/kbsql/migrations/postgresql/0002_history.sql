-- Of a deleted entry: JSON of who deleted it, why and when.
ALTER TABLE kb_entry ADD COLUMN grave BYTEA;

-- The states that kb_entry had before; the present one is only there.
CREATE TABLE kb_history (
	tenant   TEXT COLLATE "C" NOT NULL,
	id       TEXT COLLATE "C" NOT NULL,
	revision BIGINT NOT NULL, -- the one that wrote the state
	body     BYTEA,           -- as in kb_entry
	grave    BYTEA,
	PRIMARY KEY (tenant, id, revision)
);
