package storage

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rebond/bot"
)

// SealWith says where the keys are of what people write for themselves alone.
func (s *Store) SealWith(k *Keys) { s.keys = k }

// Sealed is something that somebody wrote for themselves alone, opened for them.
type Sealed struct {
	Text  string // empty where it could not be opened
	State Seal
}

// Seal says whether something sealed could be opened.
type Seal uint8

// The states of what is sealed.
const (
	Nothing Seal = iota // there is nothing
	Opened
	Lost   // its key is gone for good
	Closed // the store of keys does not answer now
)

// seal closes a text so that only the key opens it, and only as what it is.
func seal(key cipher.AEAD, text, what string) string {
	nonce := make([]byte, key.NonceSize(), key.NonceSize()+len(text)+key.Overhead())
	rand.Read(nonce)
	return base64.StdEncoding.EncodeToString(key.Seal(nonce, nonce, []byte(text), []byte(what)))
}

// unseal opens what [seal] closed.
func unseal(key cipher.AEAD, sealed, what string) (string, error) {
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < key.NonceSize() {
		return "", errors.New("not something sealed")
	}
	text, err := key.Open(nil, raw[:key.NonceSize()], raw[key.NonceSize():], []byte(what))
	return string(text), err
}

// whose names what is sealed, so that it cannot be put in the place of something else.
func whose(kind string, person bot.PersonID, community, day string) string {
	return strings.Join([]string{kind, string(person), community, day}, "\x00")
}

// openRow puts what somebody wrote for themselves alone in the place of what is sealed, in a
// row of theirs.
func (o *opener) openRow(ctx context.Context, table string, person bot.PersonID, row map[string]any) {
	kind, ours := strings.CutPrefix(table, "weather_")
	if !ours {
		return
	}
	defer delete(row, "key") // of which they have no use: it is not the key itself
	if row["sealed"] == nil {
		return
	}
	text := func(column string) string { value, _ := row[column].(string); return value }
	opened := o.open(ctx, text("key"), text("sealed"), whose(kind, person, text("community"), text("day")))
	delete(row, "sealed")
	row["text"] = opened.Text
	if opened.State != Opened {
		row["text"] = nil
	}
}

// opener opens what is sealed of a person, each key read once.
type opener struct {
	keys   *Keys
	by     map[string]cipher.AEAD // nil: it is lost
	closed bool                   // the store of keys did not answer, and is not asked again
}

func (s *Store) opener() *opener { return &opener{keys: s.keys, by: map[string]cipher.AEAD{}} }

func (o *opener) open(ctx context.Context, id, sealed, what string) Sealed {
	if sealed == "" {
		return Sealed{}
	}
	key, known := o.by[id]
	if !known && !o.closed {
		var err error
		key, err = o.keys.key(ctx, id)
		o.closed = err != nil && !errors.Is(err, bot.ErrNotFound)
		if !o.closed {
			o.by[id], known = key, true
		}
	}
	switch {
	case !known:
		return Sealed{State: Closed}
	case key == nil:
		return Sealed{State: Lost}
	}
	text, err := unseal(key, sealed, what)
	if err != nil { // it was changed, or moved
		return Sealed{State: Lost}
	}
	return Sealed{text, Opened}
}

// sealing returns the key with which a person seals from now on, and its id. Where that of
// before is lost, it is another one.
func (s *Store) sealing(ctx context.Context, o answers, now time.Time) (key cipher.AEAD, id string, err error) {
	var used bool // read before the key is asked for: a key was made before anything is sealed with it
	if err := s.reader().row(ctx, `
		SELECT c.key, EXISTS (SELECT 1 FROM weather_notes n WHERE n.person = c.person AND n.key = c.key) OR EXISTS (SELECT 1 FROM weather_goals g WHERE g.person = c.person AND g.key = c.key)
		FROM weather_consents c WHERE c.person = $1 AND c.community = $2`, string(o.person), o.community).Scan(&id, &used); err != nil {
		return nil, "", found(err)
	}
	key, err = s.keys.key(ctx, id)
	if err == nil || !errors.Is(err, bot.ErrNotFound) {
		return key, id, err
	}
	if used {
		if id, err = s.another(ctx, o, id); err != nil {
			return nil, "", err
		}
	}
	key, err = s.keys.make(ctx, id, now)
	return key, id, err
}

// another gives a person another key than one that is lost, unless they have another
// already, and returns its id. What the lost one seals can be opened again once it is put
// back.
func (s *Store) another(ctx context.Context, o answers, lost string) (id string, err error) {
	err = s.change(ctx, func(t tx) error {
		if err := t.turnOf(ctx, o.person); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE weather_consents SET key = $4 WHERE person = $1 AND community = $2 AND key = $3", string(o.person), o.community, lost, rand.Text()); err != nil {
			return err
		}
		return found(t.row(ctx, "SELECT key FROM weather_consents WHERE person = $1 AND community = $2", string(o.person), o.community).Scan(&id))
	})
	return id, err
}

// doomUnused dooms a key that nobody has: who was about to seal with it has withdrawn
// meanwhile, or erased themselves. No other id is ever the same.
func (s *Store) doomUnused(ctx context.Context, id string) error {
	return s.change(ctx, func(t tx) error {
		_, err := t.exec(ctx, `INSERT INTO doomed_keys (id) SELECT CAST($1 AS TEXT) WHERE NOT EXISTS (SELECT 1 FROM weather_consents WHERE key = $1)
			AND NOT EXISTS (SELECT 1 FROM weather_notes WHERE key = $1) AND NOT EXISTS (SELECT 1 FROM weather_goals WHERE key = $1) ON CONFLICT (id) DO NOTHING`, id)
		return err
	})
}

// doom writes down the keys of a person, in one community or in all, as those of which
// nothing must be left: what they seal is about to go.
func (t tx) doom(ctx context.Context, person bot.PersonID, community string) error {
	for _, table := range []string{"weather_consents", "weather_notes", "weather_goals"} {
		where, args := "person = $1", []any{string(person)}
		if community != "" {
			where, args = where+" AND community = $2", append(args, community)
		}
		if _, err := t.exec(ctx, "INSERT INTO doomed_keys (id) SELECT DISTINCT key FROM "+table+" WHERE "+where+" ON CONFLICT (id) DO UPDATE SET destroyed_at = NULL", args...); err != nil {
			return err
		}
	}
	return nil
}

// doomedLife is for how long after its destruction a key is destroyed again: longer than a
// copy of it is kept.
const doomedLife = (copyLife + 1) * 24 * time.Hour

// DestroyKeys destroys the keys of which nothing must be left: those of people who have
// erased themselves, or have withdrawn. Where the store of keys does not answer, it is to
// be called again. Those that were destroyed a while ago are destroyed again: a copy of the
// store may have been put back.
func (s *Store) DestroyKeys(ctx context.Context, now time.Time) error {
	if err := s.destroyDoomed(ctx, now); err != nil {
		return err
	}
	ids, err := query(ctx, s.reader(), "SELECT id FROM doomed_keys", nil, scanString)
	if err != nil || len(ids) == 0 {
		return err
	}
	for some := range slices.Chunk(ids, keysAtOnce) {
		if err := s.keys.destroy(ctx, some); err != nil {
			return fmt.Errorf("destroy keys again: %w", err)
		}
	}
	_, err = s.writer().exec(ctx, "DELETE FROM doomed_keys WHERE destroyed_at < $1", millis(now.Add(-doomedLife)))
	return err
}

// destroyDoomed destroys the keys that have not been yet.
func (s *Store) destroyDoomed(ctx context.Context, now time.Time) error {
	for {
		ids, err := query(ctx, s.reader(), "SELECT id FROM doomed_keys WHERE destroyed_at IS NULL ORDER BY id LIMIT $1", []any{keysAtOnce}, scanString)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := s.keys.destroy(ctx, ids); err != nil {
			return fmt.Errorf("destroy keys: %w", err)
		}
		which, arg := s.writer().anyOf(2, ids)
		if _, err := s.writer().exec(ctx, "UPDATE doomed_keys SET destroyed_at = $1 WHERE id "+which, millis(now), arg); err != nil {
			return fmt.Errorf("forget destroyed keys: %w", err)
		}
	}
}

// LostKeys is how many keys there should be and are not: what they sealed cannot be read
// any more, unless a copy of the store of keys is put back. ErrKeys where that store cannot
// be used at all.
func (s *Store) LostKeys(ctx context.Context) (int, error) {
	if err := s.keys.Open(ctx); err != nil {
		return 0, err
	}
	ids, err := query(ctx, s.reader(), "SELECT key FROM weather_notes UNION SELECT key FROM weather_goals", nil, scanString)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return s.keys.missing(ctx, ids)
}
