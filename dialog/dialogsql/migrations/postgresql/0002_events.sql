ALTER TABLE dialog_turn ADD COLUMN events BYTEA; -- JSON, NULL for none
ALTER TABLE dialog_turn ADD COLUMN trace  BYTEA;
