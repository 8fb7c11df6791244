CREATE TABLE kb_store (
	tenant   TEXT COLLATE "C" PRIMARY KEY,
	revision BIGINT NOT NULL -- the latest
);

CREATE TABLE kb_entry (
	tenant   TEXT COLLATE "C" NOT NULL,
	id       TEXT COLLATE "C" NOT NULL,
	revision BIGINT NOT NULL, -- the one that wrote the row
	body     BYTEA,           -- JSON; NULL where the entry was deleted
	PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX kb_entry_revision ON kb_entry (tenant, revision, id);
