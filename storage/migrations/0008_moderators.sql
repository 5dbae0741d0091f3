-- Who moderates a community by name, beside those who have its role.
CREATE TABLE moderators (
	community TEXT NOT NULL REFERENCES communities (id) ON DELETE CASCADE,
	person    TEXT NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
	added_at  BIGINT NOT NULL,
	PRIMARY KEY (community, person)
);
CREATE INDEX moderators_person ON moderators (person);
