-- When the bot was last let into a community, and when it was put out of it.
ALTER TABLE communities ADD COLUMN joined_at BIGINT;
ALTER TABLE communities ADD COLUMN left_at BIGINT;
