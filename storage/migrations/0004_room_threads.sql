-- The thread that a message of the room opened: JSON; null: none. What is said in
-- it has the place of the message, a slash and its id.
ALTER TABLE room_messages ADD COLUMN thread TEXT;
