ALTER TABLE dialog_turn ADD COLUMN events BLOB; -- JSON, NULL for none
ALTER TABLE dialog_turn ADD COLUMN trace  BLOB;
