-- What tickets are found by is kept as sets of 4096 serials each: of as many conditions as
-- a filter has, those for which all hold are found by reading a few hundred rows of each.
-- Terms beside those of ticket_term are o:owner, g:team, s:state, y:type, k:kind and
-- p:priority.
CREATE TABLE ticket_set (
	tenant  TEXT    NOT NULL,
	term    BLOB    NOT NULL,
	block   INTEGER NOT NULL, -- serial / 4096
	members BLOB    NOT NULL, -- 0 and serials % 4096 of two bytes each, or 1 and a bitmap
	PRIMARY KEY (tenant, term, block)
) WITHOUT ROWID;

INSERT INTO ticket_set (tenant, term, block, members)
SELECT tenant, term, serial >> 12, unhex('00' || group_concat(printf('%04x', serial & 4095), ''))
FROM ticket_term GROUP BY tenant, term, serial >> 12;

INSERT INTO ticket_set (tenant, term, block, members)
SELECT tenant, term, serial >> 12, unhex('00' || group_concat(printf('%04x', serial & 4095), '')) FROM (
	SELECT tenant, CAST('o:' || owner AS BLOB) AS term, serial FROM ticket_listing
	UNION ALL SELECT tenant, CAST('g:' || team AS BLOB), serial FROM ticket_listing
	UNION ALL SELECT tenant, CAST('s:' || state AS BLOB), serial FROM ticket_listing
	UNION ALL SELECT tenant, CAST('y:' || type AS BLOB), serial FROM ticket_listing
	UNION ALL SELECT tenant, CAST('k:' || kind AS BLOB), serial FROM ticket_listing
	UNION ALL SELECT tenant, CAST('p:' || priority AS BLOB), serial FROM ticket_listing
) GROUP BY tenant, term, serial >> 12;

DROP TABLE ticket_term;
