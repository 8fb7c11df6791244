CREATE TABLE kb_store (
	tenant   TEXT    PRIMARY KEY NOT NULL,
	revision INTEGER NOT NULL -- the latest
) WITHOUT ROWID;

CREATE TABLE kb_entry (
	tenant   TEXT    NOT NULL,
	id       TEXT    NOT NULL,
	revision INTEGER NOT NULL, -- the one that wrote the row
	body     BLOB,             -- JSON; NULL where the entry was deleted
	PRIMARY KEY (tenant, id)
);

CREATE UNIQUE INDEX kb_entry_revision ON kb_entry (tenant, revision, id);
