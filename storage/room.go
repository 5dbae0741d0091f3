package storage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"rebond/bot"
	"rebond/bot/local"
)

// Room implements local.Log on a store.
type Room struct {
	Store *Store
	Now   func() time.Time
}

// Append implements local.Log.
func (l *Room) Append(ctx context.Context, e local.Entry) (string, error) {
	place, err := e.At.MarshalText()
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(e.Message)
	if err != nil {
		return "", err
	}
	id := l.Store.ids.next(e.Sent)
	thread, err := jsonOrNull(e.Thread, e.Thread == nil)
	if err != nil {
		return "", err
	}
	err = l.Store.change(ctx, func(t tx) error {
		if _, err := t.exec(ctx, "INSERT INTO room_messages (id, key, place, lang, body, thread, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING",
			id, orNull(e.Key), string(place), string(e.Lang), string(body), thread, millis(e.Sent)); err != nil {
			return err
		}
		if e.Key == "" {
			return nil
		}
		return t.row(ctx, "SELECT id FROM room_messages WHERE key = $1", e.Key).Scan(&id)
	})
	return id, err
}

// Edit implements local.Log.
func (l *Room) Edit(ctx context.Context, id string, m *bot.Message) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return l.Store.one(ctx, "UPDATE room_messages SET body = $2 WHERE id = $1", id, string(body))
}

// Pin implements local.Log.
func (l *Room) Pin(ctx context.Context, id string) error {
	return l.Store.one(ctx, "UPDATE room_messages SET pinned = 1 WHERE id = $1", id)
}

// Delete implements local.Log: what is in the thread that a message opened goes
// with it.
func (l *Room) Delete(ctx context.Context, id string) error {
	return l.Store.change(ctx, func(t tx) error {
		if _, err := t.exec(ctx, "DELETE FROM room_messages WHERE place = (SELECT place || '/' || id FROM room_messages WHERE id = $1)", id); err != nil {
			return err
		}
		_, err := t.exec(ctx, "DELETE FROM room_messages WHERE id = $1", id)
		return err
	})
}

// one changes a row that must be there.
func (s *Store) one(ctx context.Context, text string, args ...any) error {
	res, err := s.writer().exec(ctx, text, args...)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		return bot.ErrNotFound
	}
	return err
}

// Latest implements local.Log.
func (l *Room) Latest(ctx context.Context, at bot.Address, max int) ([]local.Entry, error) {
	place, err := at.MarshalText()
	if err != nil {
		return nil, err
	}
	entries, err := query(ctx, l.Store.reader(), "SELECT "+entryColumns+" FROM room_messages WHERE place = $1 ORDER BY sent_at DESC, id DESC LIMIT $2",
		[]any{string(place), max}, scanEntry)
	slices.Reverse(entries)
	return entries, err
}

// Find implements local.Log.
func (l *Room) Find(ctx context.Context, id string) (local.Entry, error) {
	return l.find(ctx, "id", id)
}

// FindKey implements local.Log.
func (l *Room) FindKey(ctx context.Context, key string) (local.Entry, error) {
	return l.find(ctx, "key", key)
}

func (l *Room) find(ctx context.Context, column, value string) (local.Entry, error) {
	entries, err := query(ctx, l.Store.reader(), "SELECT "+entryColumns+" FROM room_messages WHERE "+column+" = $1", []any{value}, scanEntry)
	if err != nil {
		return local.Entry{}, err
	}
	if len(entries) == 0 {
		return local.Entry{}, bot.ErrNotFound
	}
	return entries[0], nil
}

// entryColumns is what scanEntry reads.
const entryColumns = "id, coalesce(key, ''), place, lang, body, pinned, sent_at, thread, " +
	"CASE WHEN thread IS NULL THEN 0 ELSE (SELECT count(*) FROM room_messages r WHERE r.place = room_messages.place || '/' || room_messages.id) END"

func scanEntry(rows *sql.Rows) (local.Entry, error) {
	e := local.Entry{Message: &bot.Message{}}
	var place, body string
	var thread sql.NullString
	var sent int64
	if err := rows.Scan(&e.ID, &e.Key, &place, &e.Lang, &body, &e.Pinned, &sent, &thread, &e.Replies); err != nil {
		return e, err
	}
	e.Sent = instant(sent)
	if thread.Valid {
		e.Thread = &bot.Thread{}
		if err := json.Unmarshal([]byte(thread.String), e.Thread); err != nil {
			return e, err
		}
	}
	return e, errors.Join(e.At.UnmarshalText([]byte(place)), json.Unmarshal([]byte(body), e.Message))
}

// Button implements local.Log: the same control keeps its number.
func (l *Room) Button(ctx context.Context, who, control string) (number int, err error) {
	err = l.Store.change(ctx, func(t tx) error {
		return t.row(ctx, `
			INSERT INTO room_buttons (who, number, control, shown_at) SELECT $1, coalesce(max(number), 0) + 1, $2, $3 FROM room_buttons WHERE who = $1
			ON CONFLICT (who, control) DO UPDATE SET shown_at = excluded.shown_at RETURNING number`, who, control, millis(l.Now())).Scan(&number)
	})
	return number, err
}

// Control implements local.Log.
func (l *Room) Control(ctx context.Context, who string, number int) (control string, err error) {
	err = l.Store.reader().row(ctx, "SELECT control FROM room_buttons WHERE who = $1 AND number = $2", who, number).Scan(&control)
	return control, found(err)
}

// ErrRoomTaken says that another process has the room.
var ErrRoomTaken = errors.New("the room is open in another process")

// Lock makes this process the only one with the room, until it is released or
// the process ends, however it ends. Where another one has it the error is
// ErrRoomTaken, in words.
func (l *Room) Lock(ctx context.Context) (release func() error, err error) {
	taken := &bot.UserError{Err: ErrRoomTaken, Text: bot.Text{
		FR: "La salle est déjà ouverte par un autre Rebond sur cette base de données. Ferme-le d’abord.",
		EN: "Another Rebond already has the room open on this database. Close it first.",
	}}
	if l.Store.engine == sqlite {
		f := flock.New(l.Store.path + ".room")
		switch ok, err := f.TryLock(); {
		case err != nil:
			return nil, fmt.Errorf("lock room: %w", err)
		case !ok:
			return nil, taken
		}
		return f.Unlock, nil
	}
	conn, err := l.Store.write.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock room: %w", err)
	}
	var ok bool
	if err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", int64(roomLock)).Scan(&ok); err != nil {
		conn.Close()
		return nil, fmt.Errorf("lock room: %w", err)
	}
	if !ok {
		conn.Close()
		return nil, taken
	}
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(roomLock))
		return errors.Join(err, conn.Close())
	}, nil
}

// roomLock names the advisory lock of the room ("room" in ASCII).
const roomLock = 0x726f6f6d

// Key returns the key of the room's page, made at the first call.
func (l *Room) Key(ctx context.Context) (key string, err error) {
	err = l.Store.change(ctx, func(t tx) error {
		if _, err := t.exec(ctx, "INSERT INTO room_state (name, value) VALUES ('key', $1) ON CONFLICT (name) DO NOTHING", rand.Text()); err != nil {
			return err
		}
		return t.row(ctx, "SELECT value FROM room_state WHERE name = 'key'").Scan(&key)
	})
	return key, err
}

// SetAddress writes where the page of this process is, host and port, for the
// consoles of others; an empty one says that it has none. Address returns it.
func (l *Room) SetAddress(ctx context.Context, address string) error {
	_, err := l.Store.writer().exec(ctx, "INSERT INTO room_state (name, value) VALUES ('address', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", address)
	return err
}

// Address returns what SetAddress wrote; empty if it never did.
func (l *Room) Address(ctx context.Context) (address string, err error) {
	err = l.Store.reader().row(ctx, "SELECT value FROM room_state WHERE name = 'address'").Scan(&address)
	if err := found(err); errors.Is(err, bot.ErrNotFound) {
		return "", nil
	}
	return address, err
}
