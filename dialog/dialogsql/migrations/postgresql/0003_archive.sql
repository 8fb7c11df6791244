-- When the turn was written, by whoever committed it, in microseconds since 1970;
-- NULL once it was pruned. Turns from before this column count from now.
ALTER TABLE dialog_turn ADD COLUMN written BIGINT DEFAULT (extract(epoch FROM now()) * 1000000)::bigint;
ALTER TABLE dialog_turn ALTER COLUMN written DROP DEFAULT;
CREATE INDEX dialog_turn_written ON dialog_turn (tenant, written) WHERE written IS NOT NULL;

ALTER TABLE dialog_conversation ADD COLUMN customer TEXT COLLATE "C"; -- NULL if he cannot be looked up
ALTER TABLE dialog_conversation ADD COLUMN updated BIGINT NOT NULL DEFAULT 0;
-- TEXT can hold no NUL, so a body that has one is not read as JSON. Quotes within a
-- text are escaped, so this finds the time, and nothing that a customer wrote.
UPDATE dialog_conversation SET
	customer = CASE WHEN position('\u0000' IN convert_from(body, 'UTF8')) = 0
		THEN (SELECT c FROM (SELECT convert_from(body, 'UTF8')::json ->> 'customer') AS x (c) WHERE octet_length(c) BETWEEN 1 AND 512) END,
	updated = (extract(epoch FROM substring(convert_from(body, 'UTF8') FROM '"updated":"([^"]*)"')::timestamptz) * 1000000)::bigint;
CREATE INDEX dialog_conversation_customer ON dialog_conversation (tenant, customer, updated, id) WHERE customer IS NOT NULL;

CREATE INDEX dialog_outbox_settled ON dialog_outbox (tenant, conversation, version) WHERE state >= 2;
