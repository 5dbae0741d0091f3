-- Posts on their way, and the places they go to, with who waits for what there.
CREATE TABLE posts (
	id         TEXT PRIMARY KEY,      -- in the order in which they were put
	key        TEXT NOT NULL UNIQUE,
	kind       TEXT NOT NULL,         -- send, edit, delete, pin
	of_key     TEXT,                  -- of the post that it changes
	place      TEXT NOT NULL,         -- an address
	platform   TEXT NOT NULL,
	space      TEXT NOT NULL,
	member     TEXT,                  -- of a direct message: the account's id
	lang       TEXT NOT NULL,
	priority   INTEGER NOT NULL,
	not_before BIGINT NOT NULL,
	until      BIGINT,
	body       TEXT,                  -- JSON; cleared some time after it is settled
	thread     TEXT,                  -- JSON
	state      TEXT NOT NULL,         -- pending, sending, delivered, rejected, expired, uncertain
	claim      TEXT,                  -- of the process that sends it
	attempts   INTEGER NOT NULL DEFAULT 0,
	put_at     BIGINT NOT NULL,
	tried_at   BIGINT,                -- when it can have been sent first
	look       INTEGER NOT NULL DEFAULT 0,
	message    TEXT,                  -- the message's id on the platform
	message_at TEXT,                  -- an address
	error      TEXT,
	settled_at BIGINT
);
CREATE UNIQUE INDEX posts_in_flight ON posts (place) WHERE state = 'sending';
CREATE INDEX posts_waiting ON posts (place, priority DESC, id) WHERE state = 'pending';
CREATE INDEX posts_due ON posts (place, not_before) WHERE state = 'pending';
CREATE INDEX posts_changes ON posts (of_key, id) WHERE of_key IS NOT NULL;
CREATE INDEX posts_states ON posts (state, platform, settled_at);
CREATE INDEX posts_members ON posts (member, platform) WHERE member IS NOT NULL;

CREATE TABLE post_places (
	place      TEXT PRIMARY KEY,      -- an address
	platform   TEXT NOT NULL,
	space      TEXT NOT NULL,
	member     TEXT,                  -- of direct messages: the account's id
	direct     INTEGER NOT NULL,      -- whether there is a member
	next_at    BIGINT,                -- when its next post is due; null: none is waiting
	held_until BIGINT NOT NULL,       -- a post is in flight, or the platform asked to wait
	priority   INTEGER NOT NULL       -- the highest that waits
);
CREATE INDEX post_places_due ON post_places (platform, direct, priority DESC, next_at) WHERE next_at IS NOT NULL;

-- What kept deliveries from going on, for whoever runs the process.
CREATE TABLE incidents (
	id      TEXT PRIMARY KEY,
	from_at BIGINT NOT NULL,
	to_at   BIGINT NOT NULL,
	what    TEXT NOT NULL
);
