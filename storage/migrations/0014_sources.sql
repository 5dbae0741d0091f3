-- Where offers come from, and who is told of new ones.

-- The sources that are configured, and how their reading goes.
CREATE TABLE feeds (
	name        TEXT PRIMARY KEY,
	kind        TEXT NOT NULL,       -- offers.source of what it yields
	next_at     BIGINT NOT NULL,     -- when it is to be read; while it is read, when whoever reads it is given up
	state       TEXT NOT NULL DEFAULT '', -- what the source left for its next reading
	began_at    BIGINT,              -- of the last reading that ended well
	complete_at BIGINT,              -- of the last that showed everything there is
	failures    INTEGER NOT NULL DEFAULT 0, -- in a row
	failed_at   BIGINT,
	fault       TEXT,                -- why, in a code of ours
	detail      TEXT,                -- what the source said of it
	doubted     INTEGER NOT NULL DEFAULT 0 -- the last complete reading had lost so much that it was not believed
);

-- Which source has shown which offer, and when last.
CREATE TABLE offer_sightings (
	feed    TEXT NOT NULL,
	offer   TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
	seen_at BIGINT NOT NULL,        -- 0: a complete reading did not, and another source had just shown it
	PRIMARY KEY (feed, offer)
);
CREATE INDEX offer_sightings_offer ON offer_sightings (offer);
CREATE INDEX offer_sightings_seen ON offer_sightings (feed, seen_at);

-- One opening in several sources: one of them is shown, the others point to it.
ALTER TABLE offers ADD COLUMN twin_of TEXT REFERENCES offers (id) ON DELETE SET NULL;
-- It has left its source: somebody keeps it, and only what may stay does.
ALTER TABLE offers ADD COLUMN withdrawn_at BIGINT;
CREATE INDEX offers_twin ON offers (twin_of) WHERE twin_of IS NOT NULL;

-- By what those that may be the same opening are found.
CREATE TABLE offer_marks (
	mark  TEXT NOT NULL,
	offer TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
	PRIMARY KEY (mark, offer)
);
CREATE INDEX offer_marks_offer ON offer_marks (offer);

-- Moderators are shown an offer that has changed since in its source.
ALTER TABLE offer_cases ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;

-- Offers that have left, so that one that comes back is the same: a hash, nothing of the
-- offer itself.
CREATE TABLE offers_left (
	mark    TEXT PRIMARY KEY,        -- of the source and its id
	offer   TEXT NOT NULL,
	left_at BIGINT NOT NULL
);
CREATE INDEX offers_left_at ON offers_left (left_at);

-- New offers that no alert has been matched with yet.
CREATE TABLE offer_arrivals (
	offer TEXT PRIMARY KEY REFERENCES offers (id) ON DELETE CASCADE,
	at    BIGINT NOT NULL
);

-- Saved searches.
CREATE TABLE alerts (
	id         TEXT PRIMARY KEY,
	person     TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	community  TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	query      TEXT NOT NULL,        -- JSON
	pace       TEXT NOT NULL,        -- soon, morning, weekly
	made_at    BIGINT NOT NULL,
	changed_at BIGINT NOT NULL
);
CREATE INDEX alerts_person ON alerts (person, made_at);

-- For each alert, tokens of which any offer that it matches holds one.
CREATE TABLE alert_anchors (
	token TEXT NOT NULL,
	alert TEXT NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
	PRIMARY KEY (token, alert)
);
CREATE INDEX alert_anchors_alert ON alert_anchors (alert);

-- What alerts have found: an offer is told to a person once.
CREATE TABLE alert_hits (
	person   TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	offer    TEXT NOT NULL,          -- it may be gone since
	alert    TEXT NOT NULL,          -- likewise
	notice   TEXT NOT NULL,          -- the key of the notice that tells of it
	found_at BIGINT NOT NULL,
	PRIMARY KEY (person, offer)
);
CREATE INDEX alert_hits_notice ON alert_hits (person, notice);
CREATE INDEX alert_hits_found ON alert_hits (found_at);
