package storage_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// locked opens a store of keys until the test ends.
func locked(t testing.TB, address string) *storage.Keys {
	t.Helper()
	k := &storage.Keys{Address: address}
	t.Cleanup(func() { k.Close() })
	if err := k.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	return k
}

// refusesKeys is what is said of a store of keys that cannot be used.
func refusesKeys(t testing.TB, address string) string {
	t.Helper()
	k := &storage.Keys{Address: address}
	defer k.Close()
	err := k.Open(t.Context())
	if !errors.Is(err, storage.ErrKeys) {
		t.Fatalf("%s: %v", address, err)
	}
	faults := bot.UserErrors(err)
	if len(faults) != 1 || faults[0].Text.EN == "" {
		t.Fatalf("%s: not in words: %v", address, err)
	}
	return faults[0].Text.FR
}

// copies takes a store of keys' copy of a day, and returns the files there are then.
func copies(t testing.TB, k *storage.Keys, at string) (files []string) {
	t.Helper()
	if err := k.Copy(t.Context(), moment(at)); err != nil {
		t.Fatal(err)
	}
	return beside(t, k)
}

func beside(t testing.TB, k *storage.Keys) (files []string) {
	t.Helper()
	all, err := os.ReadDir(filepath.Dir(strings.TrimPrefix(k.Address, "sqlite:")))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		if name := one.Name(); !strings.HasSuffix(name, "-wal") && !strings.HasSuffix(name, "-shm") {
			files = append(files, name)
		}
	}
	return files
}

func writeFile(t testing.TB, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := errors.Join(os.WriteFile(path, []byte(content), mode), os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
}

// sqliteFile is an SQLite file with a row in a table.
func sqliteFile(t testing.TB, path, table string) {
	t.Helper()
	db := storagetest.Raw(t, "sqlite:"+path)
	if _, err := db.Exec("CREATE TABLE " + table + " (word TEXT)"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO " + table + " VALUES ('theirs')"); err != nil {
		t.Fatal(err)
	}
	db.Close()
}

// TestKeys is what becomes of a store of keys as a file.
func TestKeys(t *testing.T) {
	for name, hold := range map[string]func(t *testing.T, dir string){
		"its owner alone may read it, its companions and its copies, also where it was put back": func(t *testing.T, dir string) {
			path := dir + "/rebond.keys"
			for _, put := range []bool{false, true} {
				if put {
					if err := os.Chmod(path, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				k := locked(t, "sqlite:"+path)
				d := openTeller(t, storagetest.SQLite(t))
				d.Store.SealWith(k)
				w := &diary{d, k}
				w.writes(t, here, w.agrees(t, "alex", here), sunday, "note", "but")
				copies(t, k, "2026-11-22 03:00")
				for _, of := range []string{"", "-wal", "-shm", ".2026-11-22"} {
					info, err := os.Stat(path + of)
					if err != nil || info.Mode() != 0o600 {
						t.Errorf("%s: %v, %v", of, info.Mode(), err)
					}
				}
				k.Close()
			}
		},
		"a copy a day, of which each opens, for seven days": func(t *testing.T, dir string) {
			k := locked(t, "sqlite:"+dir+"/rebond.keys")
			same(t, copies(t, k, "2026-11-01 00:10"), "rebond.keys", "rebond.keys.2026-11-01")
			before, _ := os.ReadFile(dir + "/rebond.keys.2026-11-01")
			if _, err := storagetest.Raw(t, k.Address).Exec("INSERT INTO keys (id, key, made_at) VALUES ('a', 'b', 1)"); err != nil {
				t.Fatal(err)
			}
			copies(t, k, "2026-11-01 23:50")
			if after, _ := os.ReadFile(dir + "/rebond.keys.2026-11-01"); !bytes.Equal(before, after) {
				t.Error("the copy of a day was made twice")
			}
			for day := 2; day <= 20; day++ {
				got := copies(t, k, fmt.Sprintf("2026-11-%02d 00:10", day))
				want := []string{"rebond.keys"}
				for d := max(1, day-6); d <= day; d++ {
					want = append(want, fmt.Sprintf("rebond.keys.2026-11-%02d", d))
				}
				same(t, got, want...)
			}
			same(t, column(t, "sqlite:"+dir+"/rebond.keys.2026-11-20", "SELECT id FROM keys"), "a")
			k.Close()
			locked(t, "sqlite:"+dir+"/rebond.keys.2026-11-20") // it takes the place of the other as it is
		},
		"only what it made is deleted": func(t *testing.T, dir string) {
			others := []string{"rebond.keys.2026-01-01.bak", "rebond.keys.2026-01-01~", "rebond.keys.2026-13-45", "rebond.keys.old", "rebond.keysx2026-01-01", "other.keys.2026-01-01", "rebond.keys.2026-01-01.x.partial", "rebond.keys.2026-01-01.1.partial.gz", "arebond.keys.2026-01-01"}
			ours := []string{"rebond.keys.2026-01-01", "rebond.keys.2026-11-13", "rebond.keys.2026-11-13.123.partial", "rebond.keys.2026-11-22.77.partial", "rebond.keys.2026-11-22.77.partial-journal", "rebond.keys.2026-11-20.9.partial"}
			for _, name := range slices.Concat(others, ours) {
				writeFile(t, dir+"/"+name, "something", 0o600)
			}
			if err := os.Mkdir(dir+"/rebond.keys.2026-01-02", 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(dir+"/other.keys.2026-01-01", dir+"/rebond.keys.2026-01-03"); err != nil {
				t.Fatal(err)
			}
			got := copies(t, locked(t, "sqlite:"+dir+"/rebond.keys"), "2026-11-22 03:00")
			want := append(others, "rebond.keys", "rebond.keys.2026-11-22", "rebond.keys.2026-01-02", "rebond.keys.2026-01-03")
			slices.Sort(want)
			same(t, got, want...)
		},
		"a copy that fails leaves nothing, and one that was killed is no copy": func(t *testing.T, dir string) {
			k := locked(t, "sqlite:"+dir+"/rebond.keys")
			writeFile(t, dir+"/rebond.keys.2026-11-22.5.partial", "half", 0o600)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := k.Copy(ctx, now); err == nil {
				t.Error("copied in no time")
			}
			same(t, beside(t, k), "rebond.keys", "rebond.keys.2026-11-22.5.partial")
			same(t, copies(t, k, "2026-11-22 03:00"), "rebond.keys", "rebond.keys.2026-11-22")
			locked(t, "sqlite:"+dir+"/rebond.keys.2026-11-22")
		},
		"several copy at once": func(t *testing.T, dir string) {
			for _, err := range together(6, func(int) error {
				k := &storage.Keys{Address: "sqlite:" + dir + "/rebond.keys"}
				defer k.Close()
				return k.Copy(context.Background(), now)
			}) {
				if err != nil {
					t.Error(err)
				}
			}
			k := locked(t, "sqlite:"+dir+"/rebond.keys")
			same(t, copies(t, k, "2026-11-22 04:00"), "rebond.keys", "rebond.keys.2026-11-22")
		},
		"a path with all that patterns and addresses are made of": func(t *testing.T, dir string) {
			odd := dir + `/a[b]*?\ é%20#&`
			if err := os.Mkdir(odd, 0o700); err != nil {
				t.Fatal(err)
			}
			name := `k*[x]?\%41#é`
			writeFile(t, odd+"/kz[x].2026-01-01", "another's", 0o600)
			writeFile(t, odd+"/"+name+".2026-01-01", "old", 0o600)
			got := copies(t, locked(t, "sqlite:"+odd+"/"+name), "2026-11-22 03:00")
			same(t, got, name, name+".2026-11-22", "kz[x].2026-01-01")
		},
		"what is not a store of keys is refused in words and stays as it is": func(t *testing.T, dir string) {
			sqliteFile(t, dir+"/theirs.db", "theirs")
			writeFile(t, dir+"/words.txt", strings.Repeat("not a database at all\n", 100), 0o644)
			address := storagetest.SQLite(t)
			content, err := os.ReadFile(strings.TrimPrefix(address, "sqlite:"))
			if err != nil {
				t.Fatal(err)
			}
			writeFile(t, dir+"/rebond.db", string(content), 0o644)
			for _, c := range []struct{ address, says string }{
				{dir + "/theirs.db", "la base d’un autre programme"},
				{dir + "/words.txt", "pas une base de données SQLite"},
				{dir + "/rebond.db", "database et keys ne peuvent pas être la même base"},
				{dir, "un dossier"},
				{dir + "/none/rebond.keys", "n’existe pas"},
				{"", "Il manque le nom"},
			} {
				before, _ := os.ReadFile(c.address)
				modeOf := func() fs.FileMode {
					if info, err := os.Stat(c.address); err == nil {
						return info.Mode()
					}
					return 0
				}
				mode := modeOf()
				if says := refusesKeys(t, "sqlite:"+c.address); !strings.Contains(says, c.says) {
					t.Errorf("%s: %s", c.address, says)
				}
				if after, _ := os.ReadFile(c.address); !bytes.Equal(before, after) || modeOf() != mode {
					t.Errorf("%s was touched: %v, %v", c.address, mode, modeOf())
				}
			}
			if says := refusesKeys(t, "postgres://127.0.0.1:1/keys"); !strings.Contains(says, "ne répond pas") {
				t.Error(says)
			}
			if says := refusesKeys(t, "rebond.keys"); !strings.Contains(says, "sqlite:") {
				t.Error(says)
			}
			k := locked(t, "sqlite:"+dir+"/rebond.keys")
			k.Close()
			if says := refused(t, "sqlite:"+dir+"/rebond.keys"); !strings.Contains(says, "database and keys") {
				t.Error(says)
			}
			locked(t, k.Address)
		},
		"a folder that may not be written to": func(t *testing.T, dir string) {
			if os.Getuid() == 0 {
				dir = "/proc/self" // not even root may
			} else if err := os.Chmod(dir, 0o500); err != nil {
				t.Fatal(err)
			}
			if says := refusesKeys(t, "sqlite:"+dir+"/rebond.keys"); says == "" {
				t.Error("it says nothing")
			}
		},
		"one that cannot be used at first is opened later": func(t *testing.T, dir string) {
			d := openTeller(t, storagetest.SQLite(t))
			k := &storage.Keys{Address: "sqlite:" + dir + "/later/rebond.keys"}
			t.Cleanup(func() { k.Close() })
			d.Store.SealWith(k)
			w := &diary{d, k}
			alex := w.agrees(t, "alex", here)
			for range 2 {
				if err := d.Store.KeepNote(t.Context(), here, alex, sunday, "note", now); !errors.Is(err, storage.ErrKeys) {
					t.Errorf("kept: %v", err)
				}
			}
			if got := w.reads(t, here, alex); got != nil {
				t.Errorf("%q", got)
			}
			if err := os.Mkdir(dir+"/later", 0o700); err != nil {
				t.Fatal(err)
			}
			w.writes(t, here, alex, sunday, "note", "but")
			same(t, w.reads(t, here, alex), "2026-11-22 note, but")
			k.Close()
			same(t, w.reads(t, here, alex), "2026-11-22 note, but") // and again
		},
		"it is closed while it is opened": func(t *testing.T, dir string) {
			k := &storage.Keys{Address: "sqlite:" + dir + "/rebond.keys"}
			for _, err := range together(8, func(i int) error {
				if i%2 == 0 {
					return k.Open(context.Background())
				}
				return k.Close()
			}) {
				if err != nil {
					t.Error(err)
				}
			}
			var none *storage.Keys
			if err := errors.Join(k.Close(), k.Close(), none.Close()); err != nil {
				t.Error(err)
			}
			if err := none.Copy(t.Context(), now); !errors.Is(err, storage.ErrKeys) {
				t.Error(err)
			}
		},
		"nothing is left in the file of keys that were destroyed": func(t *testing.T, dir string) {
			d := openDiary(t, storagetest.SQLite(t))
			var people []bot.PersonID
			for i := range storagetest.Rounds(120, 2000) {
				who := d.agrees(t, fmt.Sprint("alex", i), here)
				people = append(people, who)
				if err := d.Store.KeepNote(t.Context(), here, who, sunday, "note", now); err != nil {
					t.Fatal(err)
				}
			}
			path := strings.TrimPrefix(storagetest.Keys(d.address), "sqlite:")
			gone := map[string]bool{}
			for i := range len(people) / 3 {
				before := d.kept(t)
				if i%2 == 0 {
					d.erases(t, people[i*3])
				} else {
					d.withdraws(t, here, people[i*3])
				}
				after := d.kept(t)
				if len(after) != len(before)-1 {
					t.Fatalf("%d keys of %d", len(after), len(before))
				}
				for _, key := range before {
					if !slices.Contains(after, key) {
						gone[key] = true
					}
				}
			}
			for _, of := range []string{"", "-wal"} {
				content, err := os.ReadFile(path + of)
				if err != nil {
					t.Fatal(err)
				}
				for key := range gone {
					plain, _ := base64.StdEncoding.DecodeString(key)
					if bytes.Contains(content, []byte(key)) || bytes.Contains(content, plain) {
						t.Errorf("%q still holds a key", of)
					}
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hold(t, t.TempDir())
		})
	}
}

// TestKeysInPostgres keeps keys in a PostgreSQL database of their own.
func TestKeysInPostgres(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		d := openTeller(t, address)
		k := &storage.Keys{Address: storagetest.UnmadePostgres(t)}
		defer k.Close()
		d.Store.SealWith(k)
		w := &diary{d, k}
		alex, sam := w.agrees(t, "alex", here), w.agrees(t, "sam", here)
		w.writes(t, here, alex, sunday, "note", "but")
		w.writes(t, here, sam, sunday, "note", "but")
		same(t, w.reads(t, here, alex), "2026-11-22 note, but")
		w.erases(t, alex)
		if ids := column(t, k.Address, "SELECT id FROM keys"); len(ids) != 1 || d.count(t, "doomed_keys WHERE destroyed_at IS NULL") != 0 {
			t.Errorf("%q", ids)
		}
		if err := k.Copy(t.Context(), now); err != nil { // its host's duty
			t.Error(err)
		}
		if n, err := d.Store.LostKeys(t.Context()); n != 0 || err != nil {
			t.Error(n, err)
		}
	})
	t.Run("the two never share a database", func(t *testing.T) {
		main, keys := storagetest.Postgres(t), storagetest.UnmadePostgres(t)
		locked(t, keys).Close()
		for _, elsewhere := range []string{"", "&search_path=apart"} { // a backup of one would hold the other
			if _, err := storagetest.Raw(t, main).Exec("CREATE SCHEMA IF NOT EXISTS apart"); err != nil {
				t.Fatal(err)
			}
			if _, err := storagetest.Raw(t, keys).Exec("CREATE SCHEMA IF NOT EXISTS apart"); err != nil {
				t.Fatal(err)
			}
			if says := refusesKeys(t, main+elsewhere); !strings.Contains(says, "database et keys") {
				t.Error(says)
			}
			if says := refused(t, keys+elsewhere); !strings.Contains(says, "database and keys") {
				t.Error(says)
			}
		}
		if tables := column(t, main, "SELECT relname FROM pg_class WHERE relname IN ('keys', 'key_versions')"); len(tables) != 0 {
			t.Errorf("made %q", tables)
		}
		locked(t, keys)
		storagetest.Open(t, main)
	})
	t.Run("one that does not answer is not waited for", func(t *testing.T) {
		t.Parallel()
		d := openDiary(t, storagetest.SQLite(t))
		alex := d.agrees(t, "alex", here)
		d.writes(t, here, alex, sunday, "note", "but")
		deaf := listens(t)
		k := &storage.Keys{Address: "postgres://nobody@" + deaf + "/keys?sslmode=disable"}
		defer k.Close()
		d.Store.SealWith(k)
		started := time.Now()
		for range together(8, func(int) error { // nobody waits for those before them
			same(t, d.reads(t, here, alex), "2026-11-22 closed, closed")
			return nil
		}) {
		}
		for on := range sunday {
			d.does(t, fmt.Sprintf("INSERT INTO weather_notes (person, community, day, key, sealed, changed_at) SELECT person, community, '%s', 'another %d', 'x', 1 FROM weather_consents", on+1, on))
			if on == 10 {
				break
			}
		}
		if _, err := d.Store.Export(t.Context(), alex, bot.FR); err != nil {
			t.Error(err)
		}
		if took := time.Since(started); took > 8*time.Second {
			t.Errorf("it takes %v", took)
		}
	})
}

// listens is the address of something that takes connections and never answers.
func listens(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().String()
}
