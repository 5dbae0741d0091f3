-- What the platform says of a person, for whoever has chosen neither; when they last
-- received something they had asked for; the day on which they are forgotten if nothing
-- is heard of them until then.
ALTER TABLE persons ADD COLUMN platform_language TEXT;
ALTER TABLE persons ADD COLUMN platform_time_zone TEXT;
ALTER TABLE persons ADD COLUMN heard_at BIGINT;
ALTER TABLE persons ADD COLUMN forget_at BIGINT;

-- What a person wants of direct messages; null: what holds for whoever has chosen
-- nothing.
CREATE TABLE preferences (
	person     TEXT PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
	morning    INTEGER,            -- the minute of the day of « Ton matin »
	weekdays   INTEGER,            -- bits, from Monday on
	quiet_from INTEGER,            -- minutes of the day; the same two: no quiet hours
	quiet_to   INTEGER,
	budget     INTEGER,            -- messages a day
	paused_at  BIGINT,
	resume_at  BIGINT,             -- null, with paused_at: no end
	situation  TEXT,
	bounced_at BIGINT,             -- when they said that they had found
	counted    INTEGER NOT NULL DEFAULT 0, -- among the outcomes, without their name
	farewell   TEXT,               -- JSON: a word that is not published yet, and where
	goodbye    TEXT,               -- the key of the post of their farewell
	helps_at   BIGINT,             -- when they offered to give a hand
	wake_at    BIGINT,             -- when there may be something to tell them
	revision   BIGINT NOT NULL     -- counts changes
);
CREATE INDEX preferences_wake ON preferences (wake_at, person) WHERE wake_at IS NOT NULL;

-- What people have asked to receive by direct message.
CREATE TABLE subscriptions (
	person     TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	community  TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	topic      TEXT NOT NULL,
	since_at   BIGINT NOT NULL,
	stopped_at BIGINT,             -- by « J’ai retrouvé »: kept to be taken up again
	PRIMARY KEY (person, community, topic)
);
CREATE INDEX subscriptions_topic ON subscriptions (community, topic, person) WHERE stopped_at IS NULL;

-- Those that a refused direct message has stopped, until the person is told.
CREATE TABLE refusals (
	person    TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	topic     TEXT NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (person, community, topic)
);

-- What there is to tell people.
CREATE TABLE notices (
	person    TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	key       TEXT NOT NULL,       -- the same is told once
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	topic     TEXT NOT NULL,
	class     TEXT NOT NULL,       -- digest, chosen, decision, reply
	ref       TEXT NOT NULL,       -- what it is about
	at        BIGINT NOT NULL,
	until     BIGINT,
	told_at   BIGINT,              -- null: it waits
	count     TEXT,                -- what it counts as in the day's budget; null: nothing
	post      TEXT,                -- the key of its message; null, with told_at: it was dropped
	PRIMARY KEY (person, key)
);
CREATE INDEX notices_waiting ON notices (person, at, key) WHERE told_at IS NULL;
CREATE INDEX notices_told ON notices (told_at) WHERE told_at IS NOT NULL;
CREATE INDEX notices_post ON notices (post) WHERE post IS NOT NULL;

-- How many people have found, by month: nobody’s name.
CREATE TABLE outcomes (
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	month     TEXT NOT NULL,       -- YYYY-MM
	what      TEXT NOT NULL,
	people    INTEGER NOT NULL,
	PRIMARY KEY (community, month, what)
);

-- Scheduled messages that also go to those who asked for them by direct message.
ALTER TABLE schedules ADD COLUMN direct INTEGER NOT NULL DEFAULT 0;
