-- What moderators choose, decide and see.

ALTER TABLE communities ADD COLUMN approval TEXT;        -- what is read before it appears: none, first, always
ALTER TABLE communities ADD COLUMN author_limit TEXT;    -- announcements a day of a new author
ALTER TABLE communities ADD COLUMN recruiter_limit TEXT; -- of an approved recruiter
ALTER TABLE communities ADD COLUMN holidays TEXT;        -- that scheduled messages skip, where they do not say
ALTER TABLE communities ADD COLUMN direct_budget TEXT;   -- messages a day, of whoever has not chosen

-- What was done, to what and to whom, and why.
ALTER TABLE audit ADD COLUMN about TEXT;                 -- the id of an offer
ALTER TABLE audit ADD COLUMN subject TEXT REFERENCES persons (id) ON DELETE SET NULL;
ALTER TABLE audit ADD COLUMN why TEXT;                   -- JSON
CREATE INDEX audit_subject ON audit (subject) WHERE subject IS NOT NULL;
CREATE INDEX audit_about ON audit (about) WHERE about IS NOT NULL;
UPDATE audit SET about = after, after = NULL WHERE what LIKE 'announcement%';
UPDATE audit SET subject = (SELECT a.author FROM announcements a WHERE a.id = audit.about) WHERE about IS NOT NULL;

-- A moderator has to read it, whatever its words: the approval mode says so, or it was
-- refused before.
ALTER TABLE announcements ADD COLUMN must_read INTEGER NOT NULL DEFAULT 0;
ALTER TABLE announcements ADD COLUMN why TEXT;           -- JSON: what moderators said last of one that does not appear
ALTER TABLE announcements ADD COLUMN trusted INTEGER NOT NULL DEFAULT 0; -- it appeared, and nobody took it down
UPDATE announcements SET trusted = 1 WHERE published_at IS NOT NULL AND state IN ('living', 'filled', 'expired');

-- Whom moderators have approved to announce, or blocked from it.
CREATE TABLE authors (
	community   TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	person      TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	approved_at BIGINT,
	blocked_at  BIGINT,
	why         TEXT,               -- JSON: of a block
	PRIMARY KEY (community, person)
);
CREATE INDEX authors_person ON authors (person);

-- What members say is wrong with an offer, as moderators see it: one case for an offer in
-- a community. One that is put aside or removed is not shown there.
CREATE TABLE offer_cases (
	id         TEXT PRIMARY KEY,
	community  TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	offer      TEXT NOT NULL,
	state      TEXT NOT NULL,       -- open, aside, kept, removed, returned
	revision   BIGINT NOT NULL,     -- counts changes
	opened_at  BIGINT NOT NULL,
	decided_at BIGINT,
	kept_at    BIGINT,              -- when moderators last decided that the offer stays
	card       TEXT,                -- key of the post that shows it to moderators
	card_at    BIGINT,
	UNIQUE (community, offer)
);
CREATE INDEX offer_cases_offer ON offer_cases (offer);
CREATE INDEX offer_cases_waiting ON offer_cases (community, opened_at) WHERE state IN ('open', 'aside');

ALTER TABLE offer_reports DROP COLUMN post;
ALTER TABLE offer_reports ADD COLUMN grave INTEGER NOT NULL DEFAULT 0; -- enough by itself to put the offer aside
ALTER TABLE offer_reports ADD COLUMN times INTEGER NOT NULL DEFAULT 1; -- how often its words were changed within a day
ALTER TABLE offer_reports ADD COLUMN again INTEGER NOT NULL DEFAULT 0; -- by somebody whose earlier report was decided of
ALTER TABLE offer_reports ADD COLUMN outcome TEXT;       -- of the case; null: moderators have not decided
ALTER TABLE offer_reports ADD COLUMN told INTEGER NOT NULL DEFAULT 0; -- who made it knows the outcome
CREATE INDEX offer_reports_untold ON offer_reports (id) WHERE outcome IS NOT NULL AND told = 0;

-- The doors of the house, in a channel.
CREATE TABLE panels (
	community TEXT PRIMARY KEY REFERENCES communities (id) ON DELETE CASCADE,
	post      TEXT NOT NULL,        -- its key
	shows     TEXT NOT NULL,        -- a mark of what it shows
	put_at    BIGINT NOT NULL
);

-- How much happens in a week: nobody's name.
CREATE TABLE weekly (
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	week      TEXT NOT NULL,        -- its Monday, YYYY-MM-DD, UTC
	what      TEXT NOT NULL,
	run       TEXT NOT NULL,        -- of the process that counted; empty: of all together
	n         BIGINT NOT NULL,
	PRIMARY KEY (community, week, what, run)
);
CREATE INDEX posts_shown ON posts (platform, space, settled_at) WHERE kind = 'send' AND member IS NULL AND state = 'delivered';
