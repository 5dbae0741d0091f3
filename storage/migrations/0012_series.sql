-- Eighty days of coaching.

-- How far somebody is in a series that they read at their own pace.
CREATE TABLE series_read (
	person     TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	series     TEXT NOT NULL,
	given      INTEGER NOT NULL,    -- how many of its posts they were given
	day        TEXT,                -- YYYY-MM-DD, in their own time zone: that of whose notice the last is; null: they asked for it
	changed_at BIGINT NOT NULL,
	PRIMARY KEY (person, series)
);

-- What made a schedule: the same makes it once.
ALTER TABLE schedules ADD COLUMN made_by TEXT;
CREATE UNIQUE INDEX schedules_made_by ON schedules (made_by) WHERE made_by IS NOT NULL;
