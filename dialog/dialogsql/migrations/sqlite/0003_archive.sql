-- When the turn was written, by whoever committed it, in microseconds since 1970;
-- NULL once it was pruned. Turns from before this column count from now.
ALTER TABLE dialog_turn ADD COLUMN written INTEGER;
UPDATE dialog_turn SET written = CAST(strftime('%s', 'now') AS INTEGER) * 1000000;
CREATE INDEX dialog_turn_written ON dialog_turn (tenant, written) WHERE written IS NOT NULL;

ALTER TABLE dialog_conversation ADD COLUMN customer TEXT; -- NULL if he cannot be looked up
ALTER TABLE dialog_conversation ADD COLUMN updated INTEGER NOT NULL DEFAULT 0;
UPDATE dialog_conversation SET
	customer = (SELECT CASE WHEN length(CAST(c AS BLOB)) BETWEEN 1 AND 512 AND instr(c, char(0)) = 0 THEN c END
		FROM (SELECT json_extract(CAST(body AS TEXT), '$.customer') AS c)),
	updated = (SELECT CAST(strftime('%s', u) AS INTEGER) * 1000000
			+ CASE WHEN substr(u, 20, 1) = '.' THEN CAST(substr(substr(u, 21, length(u) - 21) || '000000', 1, 6) AS INTEGER) ELSE 0 END
		FROM (SELECT json_extract(CAST(body AS TEXT), '$.updated') AS u));
CREATE INDEX dialog_conversation_customer ON dialog_conversation (tenant, customer, updated, id) WHERE customer IS NOT NULL;

CREATE INDEX dialog_outbox_settled ON dialog_outbox (tenant, conversation, version) WHERE state >= 2;
