package storage

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"rebond/bot"
)

// Keys is the store of the keys with which what people write for themselves alone is
// sealed. It is a database of its own, so that a backup of the other holds what is sealed
// without what opens it. It is opened when it is first needed, and again where that failed:
// nothing but what is sealed waits for it.
type Keys struct {
	Address string // "sqlite:rebond.keys" or "postgres://…"; never that of the other database

	mu      sync.Mutex
	store   *Store
	opening *opening // the one that is under way; nil: none
}

// opening is an attempt to open the store, for which everybody waits who comes meanwhile.
type opening struct {
	done  chan struct{} // closed when it has succeeded or failed
	store *Store
	err   error
}

// ErrKeys is of a store of keys that cannot be used now.
var ErrKeys = errors.New("the store of keys cannot be used")

// keysError is an ErrKeys, and why: in words where whoever hosts can do something about it.
type keysError struct{ why error }

func (e *keysError) Error() string        { return ErrKeys.Error() + ": " + e.why.Error() }
func (e *keysError) Is(target error) bool { return target == ErrKeys }
func (e *keysError) Unwrap() error        { return e.why }

// keysAnswer is for how long the store of keys is waited for: whoever wants something else
// of a page must not wait for what is sealed on it.
const keysAnswer = 3 * time.Second

// Open opens the store, if it is not. What keeps it from being used is a *bot.UserError.
func (k *Keys) Open(ctx context.Context) error {
	_, err := k.open(ctx)
	return err
}

func (k *Keys) open(ctx context.Context) (*Store, error) {
	if k == nil {
		return nil, ErrKeys
	}
	k.mu.Lock()
	if s := k.store; s != nil {
		k.mu.Unlock()
		return s, nil
	}
	o := k.opening
	if o == nil {
		o = &opening{done: make(chan struct{})}
		k.opening = o
		go k.begin(context.WithoutCancel(ctx), o) // others may wait for it longer than who began
	}
	k.mu.Unlock()
	select {
	case <-o.done:
		return o.store, o.err
	case <-ctx.Done():
		return nil, &keysError{ctx.Err()}
	}
}

func (k *Keys) begin(ctx context.Context, o *opening) {
	ctx, cancel := context.WithTimeout(ctx, keysAnswer)
	defer cancel()
	s, err := open(ctx, k.Address, keysOnly)
	if err != nil {
		err = &keysError{err}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	o.store, o.err = s, err
	k.store, k.opening = s, nil
	close(o.done)
}

// Close ends every connection.
func (k *Keys) Close() error {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for k.opening != nil {
		o := k.opening
		k.mu.Unlock()
		<-o.done
		k.mu.Lock()
	}
	if k.store == nil {
		return nil
	}
	s := k.store
	k.store = nil
	return s.Close()
}

// key returns the key of an id; bot.ErrNotFound if there is none.
func (k *Keys) key(ctx context.Context, id string) (cipher.AEAD, error) {
	ctx, cancel := context.WithTimeout(ctx, keysAnswer)
	defer cancel()
	s, err := k.open(ctx)
	if err != nil {
		return nil, err
	}
	var text string
	err = found(s.reader().row(ctx, "SELECT key FROM keys WHERE id = $1", id).Scan(&text))
	if errors.Is(err, bot.ErrNotFound) {
		return nil, err
	}
	if err != nil {
		return nil, &keysError{err}
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, &keysError{err}
	}
	key, err := chacha20poly1305.NewX(raw)
	if err != nil {
		return nil, &keysError{err}
	}
	return key, nil
}

// make returns the key of an id, which is there from then on.
func (k *Keys) make(ctx context.Context, id string, now time.Time) (cipher.AEAD, error) {
	ctx, cancel := context.WithTimeout(ctx, keysAnswer)
	defer cancel()
	s, err := k.open(ctx)
	if err != nil {
		return nil, err
	}
	var fresh [chacha20poly1305.KeySize]byte
	rand.Read(fresh[:])
	if _, err := s.writer().exec(ctx, "INSERT INTO keys (id, key, made_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING", id, base64.StdEncoding.EncodeToString(fresh[:]), millis(now)); err != nil {
		return nil, &keysError{err}
	}
	return k.key(ctx, id)
}

// destroy takes keys out for good: on SQLite they are overwritten in the file, and the
// write-ahead log is emptied into it. A copy that [Keys.Copy] made still holds them until
// it is deleted.
func (k *Keys) destroy(ctx context.Context, ids []string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*keysAnswer)
	defer cancel()
	s, err := k.open(ctx)
	if err != nil {
		return err
	}
	which, arg := s.writer().anyOf(1, ids)
	if _, err := s.writer().exec(ctx, "DELETE FROM keys WHERE id "+which, arg); err != nil {
		return &keysError{err}
	}
	if s.engine == postgres {
		return nil
	}
	if err := s.emptyLog(ctx); err != nil {
		return &keysError{err}
	}
	return nil
}

// missing is how many of ids there is no key of.
func (k *Keys) missing(ctx context.Context, ids []string) (lost int, err error) {
	ctx, cancel := context.WithTimeout(ctx, keysAnswer)
	defer cancel()
	s, err := k.open(ctx)
	if err != nil {
		return 0, err
	}
	for some := range slices.Chunk(ids, keysAtOnce) {
		which, arg := s.reader().anyOf(1, some)
		var there int
		if err := s.reader().row(ctx, "SELECT count(*) FROM keys WHERE id "+which, arg).Scan(&there); err != nil {
			return 0, &keysError{err}
		}
		lost += len(some) - there
	}
	return lost, nil
}

// keysAtOnce is how many keys are asked for, or destroyed, in one statement.
const keysAtOnce = 1000

// copyLife is for how many days there is a copy of the keys, today's among them: until
// then, what somebody has erased could still be opened with a backup of the other database
// as old.
const copyLife = 7

// copies are the names, after that of the file and a dot, of what [Keys.Copy] makes: of a
// copy, and of one that was begun, with what SQLite puts beside it.
var copies = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(\.\d+\.partial(-journal|-wal|-shm)?)?$`)

// Copy makes the day's copy of the store beside its file, if there is none yet, and deletes
// those of seven days ago and before, and what was left of others that were begun. A
// PostgreSQL database is copied by whoever hosts it.
func (k *Keys) Copy(ctx context.Context, now time.Time) error {
	s, err := k.open(ctx)
	if err != nil || s.engine == postgres {
		return err
	}
	today := now.UTC().Format(time.DateOnly)
	copied := k.copy(ctx, s, s.path+"."+today)
	if copied != nil {
		copied = fmt.Errorf("copy the keys: %w", copied)
	}
	oldest := now.UTC().AddDate(0, 0, 1-copyLife).Format(time.DateOnly)
	dir, own := filepath.Split(s.path)
	files, err := os.ReadDir(dir)
	if err != nil {
		return errors.Join(copied, fmt.Errorf("look for old copies of the keys: %w", err))
	}
	for _, file := range files {
		name, ours := strings.CutPrefix(file.Name(), own+".")
		parts := copies.FindStringSubmatch(name)
		if !ours || parts == nil || !file.Type().IsRegular() {
			continue
		}
		old := parts[1] < oldest
		if parts[2] != "" { // with the day's copy there, whoever has begun one too does not need it
			old = old || copied == nil
		}
		if _, err := time.Parse(time.DateOnly, parts[1]); err != nil || !old {
			continue
		}
		if err := os.Remove(dir + file.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(copied, fmt.Errorf("delete an old copy of the keys: %w", err))
		}
	}
	return copied
}

// copy writes a copy whole or not at all, for its owner alone to read.
func (k *Keys) copy(ctx context.Context, s *Store, to string) error {
	there := func() bool { _, err := os.Lstat(to); return err == nil }
	if there() {
		return nil
	}
	begun, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+".*.partial") // of mode 0600
	if err != nil {
		return err
	}
	defer begun.Close()
	defer os.Remove(begun.Name())
	_, err = s.writer().exec(ctx, "VACUUM INTO $1", begun.Name()) // readers may write nowhere; an empty file it takes
	if err == nil {
		err = begun.Sync()
	}
	if err == nil {
		err = os.Rename(begun.Name(), to)
	}
	if err != nil && there() { // another process was first, and has tidied up
		return nil
	}
	return err
}
