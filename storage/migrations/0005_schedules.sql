-- What a community has chosen, beside its language and time zone. Channels and
-- roles are ids on its platform.
ALTER TABLE communities ADD COLUMN offers_channel TEXT;
ALTER TABLE communities ADD COLUMN coaching_channel TEXT;
ALTER TABLE communities ADD COLUMN moderation_channel TEXT;
ALTER TABLE communities ADD COLUMN moderator_role TEXT;
ALTER TABLE communities ADD COLUMN recruiter_role TEXT;

-- Who changed what of it.
CREATE TABLE audit (
	id        TEXT PRIMARY KEY,     -- in the order of the changes
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	person    TEXT REFERENCES persons (id) ON DELETE SET NULL,
	at        BIGINT NOT NULL,
	what      TEXT NOT NULL,        -- the name of a setting
	before    TEXT,
	after     TEXT
);
CREATE INDEX audit_community ON audit (community, id);
CREATE INDEX audit_person ON audit (person) WHERE person IS NOT NULL;

-- Messages that go out by themselves.
CREATE TABLE schedules (
	id         TEXT PRIMARY KEY,
	community  TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	place      TEXT NOT NULL,       -- an address
	recurrence TEXT NOT NULL,       -- JSON
	late       BIGINT NOT NULL,     -- milliseconds for which a missed time can be caught up
	series     INTEGER NOT NULL,    -- its items go out one after the other
	coaching   INTEGER NOT NULL,    -- with a thread and a button
	state      TEXT NOT NULL,       -- draft, active, paused, over
	why        TEXT,                -- it is paused
	gone       INTEGER NOT NULL DEFAULT 0, -- its place has refused a post
	position   INTEGER NOT NULL,    -- how many items of a series have gone out
	next_at    BIGINT,              -- null: nothing is due
	ran_at     BIGINT,              -- when it was last due
	skipped_at BIGINT,              -- the last time that somebody skipped
	revision   BIGINT NOT NULL,     -- counts changes
	created_at BIGINT NOT NULL,
	changed_at BIGINT NOT NULL
);
CREATE INDEX schedules_due ON schedules (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX schedules_places ON schedules (place) WHERE next_at IS NOT NULL;
CREATE INDEX schedules_community ON schedules (community, id);

CREATE TABLE schedule_items (
	schedule TEXT NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
	number   INTEGER NOT NULL,      -- from 0
	text     TEXT NOT NULL,
	PRIMARY KEY (schedule, number)
);

-- What became of each of their times.
CREATE TABLE schedule_runs (
	id       TEXT PRIMARY KEY,      -- also the end of the key of its post
	schedule TEXT NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
	due_at   BIGINT NOT NULL,
	what     TEXT NOT NULL,         -- posted, missed, skipped
	item     INTEGER NOT NULL,
	key      TEXT,                  -- of its post
	body     TEXT,                  -- of a coaching post: JSON, to show the count in it
	shown    INTEGER NOT NULL DEFAULT 0 -- the count that its button shows
);
CREATE INDEX schedule_runs_schedule ON schedule_runs (schedule, due_at);
CREATE INDEX schedule_runs_due_at ON schedule_runs (due_at);
CREATE INDEX schedule_runs_key ON schedule_runs (key) WHERE key IS NOT NULL;

-- Who has pressed « Je l’ai fait ».
CREATE TABLE schedule_done (
	run     TEXT NOT NULL REFERENCES schedule_runs (id) ON DELETE CASCADE,
	person  TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	done_at BIGINT NOT NULL,
	PRIMARY KEY (run, person)
);
CREATE INDEX schedule_done_person ON schedule_done (person);
CREATE INDEX schedule_done_done_at ON schedule_done (done_at);
