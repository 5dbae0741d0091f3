// Package storage remembers: one file for each kind of thing, on SQLite or
// PostgreSQL alike. It promises that a database is migrated forward before use
// or refused untouched, that what is acknowledged is on the disk, and that the
// same data gives the same answers in the same order on both engines.
package storage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"rebond/bot"
)

// Store is an open database.
type Store struct {
	engine    engine
	holds     *schema
	keys      *Keys   // of what is sealed; nil: nothing can be
	write     *sql.DB // SQLite: a single connection
	read      *sql.DB
	path      string // of SQLite's file
	ids       sequence
	posted    chan struct{} // holds one when posts were put
	scheduled chan struct{} // holds one when a schedule got another time
	noticed   chan struct{} // holds one when something has changed of what people are told
	announced chan struct{} // holds one when announcements or cases have changed
	arrived   chan struct{} // holds one when offers have come that no alert has been matched with
	places    sync.Map      // ids of communities, by bot.Address of the community alone
	merged    atomic.Int64  // when the words of what had left were last taken out of SQLite's index, in milliseconds
}

// Close ends every connection.
func (s *Store) Close() error {
	if s.engine == postgres {
		return s.write.Close()
	}
	return errors.Join(s.read.Close(), s.write.Close())
}

// querier is a connection or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// tx is a transaction that speaks our query text.
type tx struct {
	querier
	engine engine
	ids    *sequence
}

func (t tx) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.ExecContext(ctx, t.engine.rewrite(query), args...)
}

func (t tx) row(ctx context.Context, query string, args ...any) *sql.Row {
	return t.QueryRowContext(ctx, t.engine.rewrite(query), args...)
}

// change runs f in one transaction.
func (s *Store) change(ctx context.Context, f func(tx) error) error {
	t, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer t.Rollback() // after Commit it does nothing
	if err := f(tx{t, s.engine, &s.ids}); err != nil {
		return err
	}
	if err := t.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// reader asks without a transaction.
func (s *Store) reader() tx { return tx{s.read, s.engine, &s.ids} }

// writer changes one row without a transaction of its own.
func (s *Store) writer() tx { return tx{s.write, s.engine, &s.ids} }

// query reads rows, each by scan.
func query[T any](ctx context.Context, t tx, text string, args []any, scan func(*sql.Rows) (T, error)) ([]T, error) {
	rows, err := t.QueryContext(ctx, t.engine.rewrite(text), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// found turns "no rows" into bot.ErrNotFound.
func found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return bot.ErrNotFound
	}
	return err
}

// sequence makes ids that sort in the order in which this process made them: 48
// bits of milliseconds, 16 that count within one, and 64 of chance, in
// hexadecimal. A clock that goes back does not change the order.
type sequence struct {
	mu   sync.Mutex
	last uint64
}

func (s *sequence) next(now time.Time) string {
	s.mu.Lock()
	s.last = max(s.last+1, uint64(now.UnixMilli())<<16)
	at := s.last
	s.mu.Unlock()
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], at)
	rand.Read(b[8:])
	return hex.EncodeToString(b[:])
}

// after makes every later id sort after one that is known.
func (s *sequence) after(id string) {
	b, err := hex.DecodeString(id)
	if err != nil || len(b) < 8 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last, binary.BigEndian.Uint64(b))
}

func millis(t time.Time) int64 { return t.UnixMilli() }

// maybeMillis is NULL for the zero time.
func maybeMillis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
