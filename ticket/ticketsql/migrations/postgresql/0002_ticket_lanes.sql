-- What has one kind, and one owner, team, state or type, is found in each order without
-- looking at anything else.
CREATE INDEX ticket_listing_kind ON ticket_listing (tenant, kind, tie);
CREATE INDEX ticket_listing_kind_updated ON ticket_listing (tenant, kind, updated, tie);
CREATE INDEX ticket_listing_kind_priority ON ticket_listing (tenant, kind, priority, tie);
CREATE INDEX ticket_listing_kind_deadline ON ticket_listing (tenant, kind, deadline, tie);
CREATE INDEX ticket_listing_owner_kind ON ticket_listing (tenant, owner, kind, tie);
CREATE INDEX ticket_listing_owner_kind_updated ON ticket_listing (tenant, owner, kind, updated, tie);
CREATE INDEX ticket_listing_owner_kind_priority ON ticket_listing (tenant, owner, kind, priority, tie);
CREATE INDEX ticket_listing_owner_kind_deadline ON ticket_listing (tenant, owner, kind, deadline, tie);
CREATE INDEX ticket_listing_team_kind ON ticket_listing (tenant, team, kind, tie);
CREATE INDEX ticket_listing_team_kind_updated ON ticket_listing (tenant, team, kind, updated, tie);
CREATE INDEX ticket_listing_team_kind_priority ON ticket_listing (tenant, team, kind, priority, tie);
CREATE INDEX ticket_listing_team_kind_deadline ON ticket_listing (tenant, team, kind, deadline, tie);
CREATE INDEX ticket_listing_state_kind ON ticket_listing (tenant, state, kind, tie);
CREATE INDEX ticket_listing_state_kind_updated ON ticket_listing (tenant, state, kind, updated, tie);
CREATE INDEX ticket_listing_state_kind_priority ON ticket_listing (tenant, state, kind, priority, tie);
CREATE INDEX ticket_listing_state_kind_deadline ON ticket_listing (tenant, state, kind, deadline, tie);
CREATE INDEX ticket_listing_type_kind ON ticket_listing (tenant, type, kind, tie);
CREATE INDEX ticket_listing_type_kind_updated ON ticket_listing (tenant, type, kind, updated, tie);
CREATE INDEX ticket_listing_type_kind_priority ON ticket_listing (tenant, type, kind, priority, tie);
CREATE INDEX ticket_listing_type_kind_deadline ON ticket_listing (tenant, type, kind, deadline, tie);

-- These columns were terms before. A ticket that still names them as its terms does so
-- until it changes.
DELETE FROM ticket_term WHERE term >= '\x673a' AND term < '\x673b' OR term >= '\x6b3a' AND term < '\x6b3b' OR term >= '\x6f3a' AND term < '\x6f3b'
	OR term >= '\x733a' AND term < '\x733b' OR term >= '\x793a' AND term < '\x793b';
