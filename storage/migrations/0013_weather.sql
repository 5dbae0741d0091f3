-- « Ta météo du jour »: what people answer for themselves.

-- What somebody has agreed to, in the words in which they were asked.
CREATE TABLE weather_consents (
	person     TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	community  TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	version    INTEGER NOT NULL,    -- of the words
	language   TEXT NOT NULL,
	wording    TEXT NOT NULL,
	given_at   BIGINT NOT NULL,
	counted_at BIGINT,              -- when they agreed to count in the community's word too; null: they do not
	key        TEXT NOT NULL,       -- the id of the key of their notes and goals
	PRIMARY KEY (person, community)
);

CREATE TABLE weather_days (
	person     TEXT NOT NULL,
	community  TEXT NOT NULL,
	day        TEXT NOT NULL,       -- YYYY-MM-DD, their own
	zone       TEXT NOT NULL,       -- in which it is
	weather    INTEGER NOT NULL,    -- 1, a storm, to 5, sunshine
	energy     INTEGER,             -- 1, low, to 3, high; null: they did not say
	changed_at BIGINT NOT NULL,
	PRIMARY KEY (person, community, day),
	FOREIGN KEY (person, community) REFERENCES weather_consents (person, community) ON DELETE CASCADE
);
CREATE INDEX weather_days_day ON weather_days (community, day);

CREATE TABLE weather_notes (
	person     TEXT NOT NULL,
	community  TEXT NOT NULL,
	day        TEXT NOT NULL,
	key        TEXT NOT NULL,
	sealed     TEXT NOT NULL,       -- base64
	changed_at BIGINT NOT NULL,
	PRIMARY KEY (person, community, day),
	FOREIGN KEY (person, community) REFERENCES weather_consents (person, community) ON DELETE CASCADE
);
CREATE INDEX weather_notes_day ON weather_notes (community, day);

CREATE TABLE weather_goals (
	person     TEXT NOT NULL,
	community  TEXT NOT NULL,
	day        TEXT NOT NULL,       -- on which they set it
	key        TEXT NOT NULL,
	sealed     TEXT NOT NULL,
	outcome    TEXT,                -- how it went; null: they have not said
	changed_at BIGINT NOT NULL,
	PRIMARY KEY (person, community, day),
	FOREIGN KEY (person, community) REFERENCES weather_consents (person, community) ON DELETE CASCADE
);

CREATE INDEX weather_goals_day ON weather_goals (community, day);

-- The word of each week that is over, or why there is none: it never changes.
CREATE TABLE weather_words (
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	week      TEXT NOT NULL,        -- its Monday, YYYY-MM-DD
	word      TEXT NOT NULL,        -- low, middle, high; few: too few people
	PRIMARY KEY (community, week)
);

-- Keys of which nothing must be left. They are destroyed again for as long as a copy of them
-- may be put back, or another process may have a store of its own.
CREATE TABLE doomed_keys (
	id           TEXT PRIMARY KEY,
	destroyed_at BIGINT             -- null: not yet
);

-- When somebody's rights were last seen, and when that of a moderator was among them: on some
-- platforms direct messages do not tell.
ALTER TABLE memberships ADD COLUMN rights_at BIGINT;
ALTER TABLE memberships ADD COLUMN moderated_at BIGINT;

-- The hour that somebody chose for a topic that has one.
ALTER TABLE subscriptions ADD COLUMN minute INTEGER;
