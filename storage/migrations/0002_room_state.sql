-- What the room knows of itself: the key of its page, and where the page is.
CREATE TABLE room_state (
	name  TEXT PRIMARY KEY,       -- key, address
	value TEXT NOT NULL
);
