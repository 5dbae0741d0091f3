package storage_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
	"rebond/storage/storagetest"
)

func TestMain(m *testing.M) {
	code := m.Run()
	storagetest.Stop()
	os.Exit(code)
}

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func fixed() time.Time { return now }

// refused opens an address that must not open, and returns the one sentence in
// which it says so.
func refused(t *testing.T, address string) string {
	t.Helper()
	s, err := storage.Open(t.Context(), address)
	if err == nil {
		s.Close()
		t.Fatal("it opened")
	}
	faults := bot.UserErrors(err)
	if len(faults) != 1 {
		t.Fatalf("not in words: %v", err)
	}
	for _, l := range bot.Langs {
		if words := bot.Plain(faults[0].Text.In(l)); words == "" || strings.Contains(words, "\n") {
			t.Errorf("%s: not one line: %q", l, words)
		}
	}
	return bot.Plain(faults[0].Text.EN)
}

func TestOpenRefuses(t *testing.T) {
	write := func(content []byte, mode os.FileMode) string {
		path := filepath.Join(t.TempDir(), "rebond.db")
		if err := os.WriteFile(path, content, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Run("a file that is no database", func(t *testing.T) {
		content := bytes.Repeat([]byte("a letter to a friend\n"), 500)
		path := write(content, 0o600)
		if words := refused(t, "sqlite:"+path); !strings.Contains(words, "not an SQLite database") {
			t.Error(words)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, content) {
			t.Errorf("the file was touched (%v)", err)
		}
	})
	t.Run("another program's database", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "rebond.db")
		db, err := sql.Open("sqlite3", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("CREATE TABLE recipes (id INTEGER)"); err != nil {
			t.Fatal(err)
		}
		db.Close()
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if words := refused(t, "sqlite:"+path); !strings.Contains(words, "another program") {
			t.Error(words)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
			t.Errorf("the file was touched (%v)", err)
		}
	})
	t.Run("a missing folder", func(t *testing.T) {
		if words := refused(t, "sqlite:"+filepath.Join(t.TempDir(), "none", "rebond.db")); !strings.Contains(words, "does not exist") {
			t.Error(words)
		}
	})
	t.Run("a folder instead of a file", func(t *testing.T) { refused(t, "sqlite:"+t.TempDir()) })
	t.Run("no such engine", func(t *testing.T) { refused(t, "mysql://localhost/rebond") })
	t.Run("no file name", func(t *testing.T) { refused(t, "sqlite:") })
	t.Run("no address", func(t *testing.T) {
		for _, address := range []string{"postgres://u@localhost:port/db", "postgres://u:s3c%ret@localhost/db"} {
			if words := refused(t, address); !strings.Contains(words, "not well formed") || strings.Contains(words, "s3c") {
				t.Error(words)
			}
		}
	})
	t.Run("no server", func(t *testing.T) {
		if words := refused(t, "postgres://rebond@127.0.0.1:1/rebond"); !strings.Contains(words, "does not answer") {
			t.Error(words)
		}
	})
	t.Run("no such PostgreSQL database", func(t *testing.T) {
		address := strings.Replace(storagetest.Postgres(t), "?", "_none?", 1)
		if words := refused(t, address); !strings.Contains(words, "does not exist") {
			t.Error(words)
		}
	})
}

func TestOpenNewer(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		storagetest.Open(t, address).Close()
		db := storagetest.Raw(t, address)
		if _, err := db.Exec("INSERT INTO schema_versions (version, applied_at) VALUES (9999, 0)"); err != nil {
			t.Fatal(err)
		}
		if words := refused(t, address); !strings.Contains(words, "newer version") || !strings.Contains(words, "9,999") {
			t.Error(words)
		}
	})
}

// TestOpenLocked holds the write lock of the file for longer than a start waits.
func TestOpenLocked(t *testing.T) {
	address := storagetest.SQLite(t)
	storagetest.Open(t, address).Close()
	db := storagetest.Raw(t, address)
	held, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if _, err := held.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if words := refused(t, address); !strings.Contains(words, "in use by another program") {
		t.Error(words)
	}
	if _, err := held.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	storagetest.Open(t, address)
}

// TestOpenTogether starts several processes' worth of stores on one empty
// database: the schema is made once.
func TestOpenTogether(t *testing.T) {
	storagetest.Unmade(t, func(t *testing.T, address string) {
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				s, err := storage.Open(context.Background(), address)
				if err != nil {
					t.Error(err)
					return
				}
				s.Close()
			})
		}
		wg.Wait()
	})
}

func TestOpenAgainKeeps(t *testing.T) {
	storagetest.Unmade(t, func(t *testing.T, address string) {
		first := storagetest.Open(t, address)
		id, err := (&storage.Calls{Store: first, Now: fixed}).Keep(t.Context(), bot.Call{Command: "offres"})
		if err != nil {
			t.Fatal(err)
		}
		first.Close()
		second := &storage.Calls{Store: storagetest.Open(t, address), Now: fixed}
		if call, err := second.Redeem(t.Context(), id); err != nil || call.Command != "offres" {
			t.Errorf("%+v, %v", call, err)
		}
	})
}

func TestVersion(t *testing.T) {
	storagetest.Unmade(t, func(t *testing.T, address string) {
		v, err := storagetest.Open(t, address).Version(t.Context())
		if err != nil || !strings.ContainsAny(v, "0123456789") {
			t.Errorf("%q, %v", v, err)
		}
	})
}

func TestDirectory(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		store := storagetest.Open(t, address)
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		clock := now
		d := &storage.Directory{Store: store, Lang: bot.FR, Zone: paris, Now: func() time.Time { return clock }}
		know := func(space string, m bot.Member) bot.Member {
			t.Helper()
			got, err := d.Know(t.Context(), bot.Address{Platform: "discord", Space: space}, m)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		first := know("g1", bot.Member{User: "u1"})
		if first.ID == "" || first.Lang != bot.FR || first.Zone != paris {
			t.Errorf("at first sight: %+v", first)
		}
		if again := know("g1", bot.Member{User: "u1", Lang: bot.EN}); again.ID != first.ID || again.Lang != bot.EN {
			t.Errorf("the platform's language: %+v", again)
		}
		if elsewhere := know("g2", bot.Member{User: "u1"}); elsewhere.ID != first.ID {
			t.Error("the same account in another community is another person")
		}
		if other := know("g1", bot.Member{User: "u1", Space: "T1"}); other.ID == first.ID {
			t.Error("the same id in another space is the same person")
		}
		db := storagetest.Raw(t, address)
		if _, err := db.Exec("UPDATE communities SET language = 'en', time_zone = 'Asia/Tokyo' WHERE space = 'g1'"); err != nil {
			t.Fatal(err)
		}
		if got := know("g1", bot.Member{User: "u1"}); got.Lang != bot.EN || got.Zone.String() != "Asia/Tokyo" {
			t.Errorf("the community's choice: %s %s", got.Lang, got.Zone)
		}
		if _, err := db.Exec("UPDATE persons SET language = 'fr', time_zone = 'Europe/Brussels'"); err != nil {
			t.Fatal(err)
		}
		if got := know("g1", bot.Member{User: "u1", Lang: bot.EN}); got.Lang != bot.FR || got.Zone.String() != "Europe/Brussels" {
			t.Errorf("their own choice: %s %s", got.Lang, got.Zone)
		}
		clock = now.Add(48 * time.Hour)
		know("g1", bot.Member{User: "u1"})
		var seen int64
		if err := db.QueryRow("SELECT max(seen_at) FROM memberships").Scan(&seen); err != nil || seen != clock.UnixMilli() {
			t.Errorf("seen at %d, want %d (%v)", seen, clock.UnixMilli(), err)
		}
	})
}

// TestDirectoryTogether asks for one new member many times at once: one person.
func TestDirectoryTogether(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		d := &storage.Directory{Store: storagetest.Open(t, address), Lang: bot.FR, Zone: time.UTC, Now: fixed}
		var mu sync.Mutex
		ids := map[bot.PersonID]bool{}
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				m, err := d.Know(context.Background(), bot.Address{Platform: "slack", Space: "T1"}, bot.Member{User: "U1"})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				ids[m.ID] = true
			})
		}
		wg.Wait()
		if len(ids) != 1 {
			t.Errorf("%d persons", len(ids))
		}
	})
}

func TestCalls(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		clock := now
		c := &storage.Calls{Store: storagetest.Open(t, address), Now: func() time.Time { return clock }}
		call := bot.Call{Command: "offres", Action: "suite", Args: bot.Args{"mots": "développeuse « go »", "lieu": "c54395"}, Ask: true}
		id, err := c.Keep(t.Context(), call)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := c.Keep(t.Context(), call); err != nil || same != id {
			t.Errorf("kept again: %q, %v, want %q", same, err, id)
		}
		if got, err := c.Redeem(t.Context(), id); err != nil || fmt.Sprint(got) != fmt.Sprint(call) {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := c.Redeem(t.Context(), "unknown"); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("unknown: %v", err)
		}
		clock = now.Add(91 * 24 * time.Hour)
		if _, err := c.Redeem(t.Context(), id); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("after 91 days: %v", err)
		}
	})
}

func TestOnce(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		clock := now
		o := &storage.Once{Store: storagetest.Open(t, address), Now: func() time.Time { return clock }}
		var firsts int
		var mu sync.Mutex
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				first, err := o.First(context.Background(), "r1")
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if first {
					firsts++
				}
			})
		}
		wg.Wait()
		if firsts != 1 {
			t.Errorf("handled first %d times", firsts)
		}
		if first, err := o.First(t.Context(), "r2"); err != nil || !first {
			t.Errorf("another request: %v, %v", first, err)
		}
		clock = now.Add(2 * time.Hour)
		if first, err := o.First(t.Context(), "r1"); err != nil || !first {
			t.Errorf("after two hours: %v, %v", first, err)
		}
	})
}
