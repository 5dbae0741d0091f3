-- Keys of what people write for themselves alone. Nothing here says whose they are.
CREATE TABLE keys (
	id      TEXT PRIMARY KEY,
	key     TEXT NOT NULL,          -- 32 bytes, in base64
	made_at BIGINT NOT NULL
);
