-- What members announce themselves, from a draft to its end.

ALTER TABLE offers ADD COLUMN community TEXT REFERENCES communities (id); -- of a member's; null: it serves all

CREATE TABLE announcements (
	id           TEXT PRIMARY KEY,      -- also the offer's, from when it has been published
	community    TEXT NOT NULL REFERENCES communities (id),
	author       TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	state        TEXT NOT NULL,         -- held, living, filled, expired, refused, withdrawn
	filled_here  INTEGER NOT NULL,      -- filled by somebody of the community
	body         TEXT NOT NULL,         -- JSON
	same         TEXT NOT NULL,         -- a mark of title, company and place
	findings     TEXT NOT NULL,         -- JSON: what moderators have to see
	revision     BIGINT NOT NULL,       -- counts changes
	created_at   BIGINT NOT NULL,       -- sent by its author
	published_at BIGINT,
	expires_at   BIGINT,
	ended_at     BIGINT,
	card         TEXT,                  -- key of the post that shows it
	card_at      BIGINT,                -- when that post was put
	review       TEXT,                  -- key of the post that shows it to moderators
	review_at    BIGINT,                -- when that post was put
	lost_told    INTEGER NOT NULL DEFAULT 0, -- moderators know that it could not be posted
	opened       INTEGER NOT NULL DEFAULT 0  -- by how many people, once it has ended
);
CREATE INDEX announcements_author ON announcements (author, created_at);
CREATE INDEX announcements_same ON announcements (community, same);
CREATE INDEX announcements_living ON announcements (expires_at) WHERE state = 'living';
CREATE INDEX announcements_card ON announcements (card) WHERE card IS NOT NULL;
CREATE INDEX announcements_ended ON announcements (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE announcement_drafts (
	id           TEXT PRIMARY KEY,
	person       TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	community    TEXT NOT NULL REFERENCES communities (id),
	announcement TEXT,                  -- the one that it changes; null: a new one
	body         TEXT NOT NULL,         -- JSON
	revision     BIGINT NOT NULL,
	changed_at   BIGINT NOT NULL
);
CREATE INDEX announcement_drafts_person ON announcement_drafts (person, community);
CREATE INDEX announcement_drafts_changed ON announcement_drafts (changed_at);

-- Who opened a living announcement, so that nobody counts twice.
CREATE TABLE announcement_opens (
	announcement TEXT NOT NULL REFERENCES announcements (id) ON DELETE CASCADE,
	person       TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	PRIMARY KEY (announcement, person)
);
CREATE INDEX announcement_opens_person ON announcement_opens (person);

-- Offers that members have shown to their community, each with its post.
CREATE TABLE shared_offers (
	post      TEXT PRIMARY KEY,         -- its key
	person    TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	community TEXT NOT NULL REFERENCES communities (id),
	offer     TEXT NOT NULL,
	shared_at BIGINT NOT NULL
);
CREATE INDEX shared_offers_person ON shared_offers (person, shared_at);

-- What members say is wrong with an offer.
CREATE TABLE offer_reports (
	id          TEXT PRIMARY KEY,
	community   TEXT NOT NULL REFERENCES communities (id),
	offer       TEXT NOT NULL,
	person      TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	reason      TEXT NOT NULL,
	words       TEXT,
	reported_at BIGINT NOT NULL,
	post        TEXT,                   -- key of the one that tells moderators; null: they knew
	UNIQUE (community, offer, person)
);
CREATE INDEX offer_reports_person ON offer_reports (person);
CREATE INDEX offer_reports_offer ON offer_reports (offer);

ALTER TABLE persons ADD COLUMN page_read_at BIGINT; -- when a page was last read for them
