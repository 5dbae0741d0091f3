-- Advice and training.

-- What a community makes of the items, and what its members propose.
CREATE TABLE content_items (
	community  TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	id         TEXT NOT NULL,       -- of the item: that of a pack which it stands for, or one of ours
	kind       TEXT NOT NULL,       -- tip, resource
	state      TEXT NOT NULL,       -- living, hidden, waiting
	title      TEXT NOT NULL,       -- for the log
	body       TEXT,                -- JSON: the item; null: that of the pack
	author     TEXT REFERENCES persons (id) ON DELETE SET NULL, -- who proposed it
	changed_at BIGINT NOT NULL,
	revision   BIGINT NOT NULL,     -- counts changes
	PRIMARY KEY (community, id)
);
CREATE INDEX content_items_author ON content_items (author) WHERE author IS NOT NULL;

-- The tips that a person was shown.
CREATE TABLE tips_seen (
	person    TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	tip       TEXT NOT NULL,
	seen_at   BIGINT NOT NULL,      -- last
	day       TEXT,                 -- YYYY-MM-DD, in their own time zone: the last of which it was the tip
	useful    INTEGER,              -- 1: it was, 0: it was not; null: they have not said
	PRIMARY KEY (person, community, tip)
);
CREATE UNIQUE INDEX tips_seen_day ON tips_seen (person, community, day) WHERE day IS NOT NULL;
CREATE INDEX tips_seen_at ON tips_seen (seen_at);
CREATE INDEX tips_seen_judged ON tips_seen (community, tip) WHERE useful IS NOT NULL;

-- What a person makes of training resources.
CREATE TABLE resource_progress (
	person    TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	resource  TEXT NOT NULL,
	state     TEXT NOT NULL,        -- kept, started, done
	since_at  BIGINT NOT NULL,
	PRIMARY KEY (person, community, resource)
);

-- Who wants to meet others who follow the same.
CREATE TABLE resource_peers (
	person    TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	resource  TEXT NOT NULL,
	since_at  BIGINT NOT NULL,
	post      TEXT,                 -- the key of what opens their group; null: they wait
	PRIMARY KEY (person, community, resource)
);
CREATE INDEX resource_peers_waiting ON resource_peers (community, resource, since_at);

-- When the next notice of a daily topic is to be made.
ALTER TABLE subscriptions ADD COLUMN next_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX subscriptions_next ON subscriptions (topic, next_at) WHERE stopped_at IS NULL;
