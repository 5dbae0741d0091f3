-- People. All personal data hangs on the person, never on the platform's id.

CREATE TABLE persons (
	id         TEXT PRIMARY KEY,
	language   TEXT,             -- their own choice, if they made one
	time_zone  TEXT,             -- likewise, an IANA name
	created_at BIGINT NOT NULL,  -- every instant is in milliseconds UTC
	seen_at    BIGINT NOT NULL
);

CREATE TABLE accounts (
	platform TEXT NOT NULL,
	space    TEXT NOT NULL,      -- empty where ids are the whole platform's
	user_id  TEXT NOT NULL,
	person   TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	PRIMARY KEY (platform, space, user_id)
);
CREATE INDEX accounts_person ON accounts (person);

CREATE TABLE communities (
	id         TEXT PRIMARY KEY,
	platform   TEXT NOT NULL,
	space      TEXT NOT NULL,
	language   TEXT,
	time_zone  TEXT,
	created_at BIGINT NOT NULL,
	UNIQUE (platform, space)
);

CREATE TABLE memberships (
	person    TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	seen_at   BIGINT NOT NULL,
	PRIMARY KEY (person, community)
);
CREATE INDEX memberships_community ON memberships (community);

-- What controls do, where it does not fit in their own id.

CREATE TABLE calls (
	id      TEXT PRIMARY KEY,    -- a hash of the body
	body    TEXT NOT NULL,       -- JSON
	kept_at BIGINT NOT NULL
);
CREATE INDEX calls_kept_at ON calls (kept_at);

CREATE TABLE handled_requests (
	id         TEXT PRIMARY KEY,
	handled_at BIGINT NOT NULL
);
CREATE INDEX handled_requests_handled_at ON handled_requests (handled_at);

-- Offers.

CREATE TABLE offers (
	id           TEXT PRIMARY KEY,
	sort         BIGINT NOT NULL UNIQUE, -- newest first publication last; also the row of offer_words
	source       TEXT NOT NULL,
	source_id    TEXT NOT NULL,
	title        TEXT NOT NULL,
	pay          BIGINT NOT NULL,        -- whole euros a year, 0 when not said
	published_at BIGINT NOT NULL,
	expires_at   BIGINT,
	content      TEXT NOT NULL,          -- JSON
	digest       TEXT NOT NULL,          -- of the content, to tell a change
	seen_at      BIGINT NOT NULL,        -- when the source last showed it
	UNIQUE (source, source_id)
);
CREATE INDEX offers_expires_at ON offers (expires_at);

-- only: sqlite
CREATE VIRTUAL TABLE offer_words USING fts4(words, tokenize=simple, matchinfo=fts3, order=DESC);
-- only: postgres
CREATE TABLE offer_words (
	sort  BIGINT PRIMARY KEY REFERENCES offers (sort) ON DELETE CASCADE,
	head  TSVECTOR NOT NULL,             -- title and skills, with the facets
	words TSVECTOR NOT NULL              -- all of the text, with the facets
);
CREATE INDEX offer_words_head ON offer_words USING gin (head);
CREATE INDEX offer_words_words ON offer_words USING gin (words);
-- only: both

CREATE TABLE kept_offers (
	person  TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	offer   TEXT NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
	kept_at BIGINT NOT NULL,
	PRIMARY KEY (person, offer)
);
CREATE INDEX kept_offers_offer ON kept_offers (offer);

-- The local room: posts and shared messages, and the numbers of its console's buttons.

CREATE TABLE room_messages (
	id      TEXT PRIMARY KEY,
	key     TEXT UNIQUE,          -- of the post, if it is one
	place   TEXT NOT NULL,        -- an address
	lang    TEXT NOT NULL,
	body    TEXT NOT NULL,        -- JSON
	pinned  INTEGER NOT NULL DEFAULT 0,
	sent_at BIGINT NOT NULL
);
CREATE INDEX room_messages_place ON room_messages (place, sent_at);

CREATE TABLE room_buttons (
	who      TEXT NOT NULL,       -- one of the room's fixed people
	number   BIGINT NOT NULL,
	control  TEXT NOT NULL,       -- the id of a kept call
	shown_at BIGINT NOT NULL,
	PRIMARY KEY (who, number),
	UNIQUE (who, control)
);
