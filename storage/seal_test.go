package storage_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// diary is a store in which people answer how they are.
type diary struct {
	*teller
	keys *storage.Keys // those of the store, opened a second time
}

func openDiary(t testing.TB, address string) *diary {
	t.Helper()
	d := &diary{openTeller(t, address), &storage.Keys{Address: storagetest.Keys(address)}}
	t.Cleanup(func() { d.keys.Close() })
	return d
}

func onDiaries(t *testing.T, tests map[string]func(*testing.T, *diary)) {
	for name, hold := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storagetest.Engines(t, func(t *testing.T, address string) { hold(t, openDiary(t, address)) })
		})
	}
}

var sunday = schedule.DayOf(now)

// agrees is somebody who has agreed to answer, in communities.
func (d *diary) agrees(t testing.TB, name string, in ...bot.Address) bot.PersonID {
	t.Helper()
	who := d.knows(t, name, in...)
	for _, at := range in {
		if err := d.Store.Agree(t.Context(), at, who, storage.Consent{Version: 1, Lang: bot.FR, Wording: "Ni la modération", Given: d.at}); err != nil {
			t.Fatal(err)
		}
	}
	return who
}

// writes keeps a note and a goal of a day.
func (d *diary) writes(t testing.TB, at bot.Address, who bot.PersonID, on schedule.Day, note, goal string) {
	t.Helper()
	if err := errors.Join(d.Store.KeepNote(t.Context(), at, who, on, note, d.at), d.Store.SetGoal(t.Context(), at, who, on, goal, d.at)); err != nil {
		t.Fatal(err)
	}
}

// reads is what somebody's notebook holds, the latest first.
func (d *diary) reads(t testing.TB, at bot.Address, who bot.PersonID) []string {
	t.Helper()
	return reads(t, d.Store, at, who)
}

func reads(t testing.TB, s *storage.Store, at bot.Address, who bot.PersonID) (all []string) {
	t.Helper()
	entries, _, err := s.Notebook(t.Context(), at, who, sunday+100, 100)
	if err != nil {
		t.Fatal(err)
	}
	say := func(s storage.Sealed) string {
		if s.State != storage.Opened && s.Text != "" {
			t.Errorf("%q of %d", s.Text, s.State)
		}
		return []string{"-", s.Text, "lost", "closed"}[s.State]
	}
	for _, e := range entries {
		all = append(all, fmt.Sprint(e.On, " ", say(e.Note), ", ", say(e.Goal)))
	}
	return all
}

func (d *diary) withdraws(t testing.TB, at bot.Address, who bot.PersonID) {
	t.Helper()
	if err := d.notices.WithdrawWeather(t.Context(), at, who, d.at); err != nil {
		t.Fatal(err)
	}
}

func (d *diary) erases(t testing.TB, who bot.PersonID) {
	t.Helper()
	if err := d.Store.Erase(t.Context(), who, d.at); err != nil {
		t.Fatal(err)
	}
}

// kept are the keys in the store of keys.
func (d *diary) kept(t testing.TB) (all []string) {
	t.Helper()
	if err := d.keys.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	return column(t, storagetest.Keys(d.address), "SELECT key FROM keys ORDER BY id")
}

func column(t testing.TB, address, query string) (all []string) {
	t.Helper()
	rows, err := storagetest.Raw(t, address).Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// copied is the address of a copy of the database as a backup makes it.
func (d *diary) copied(t testing.TB) string {
	t.Helper()
	if path, ok := strings.CutPrefix(d.address, "sqlite:"); ok {
		backup := filepath.Join(filepath.Dir(path), "backup.db")
		d.does(t, "VACUUM INTO '"+backup+"'")
		return "sqlite:" + backup
	}
	backup := storagetest.PostgresCopy(t, d.address)
	for range 20 { // whoever was connected finds out that they are not any more
		_, _ = d.Store.Communities(t.Context(), "local")
		_ = d.db.PingContext(t.Context())
	}
	return backup
}

// search looks for words in all that is on the disk of the database and of its keys, or in
// its tables.
func (d *diary) search(t *testing.T, address string, traces ...string) {
	t.Helper()
	paths := []string{strings.TrimPrefix(storagetest.Keys(d.address), "sqlite:")}
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		paths = append(paths, path)
	}
	for _, path := range paths {
		searchFiles(t, path, traces)
	}
	m := *d.mailbox
	m.db = storagetest.Raw(t, address)
	searchTables(t, &m, traces)
}

// TestSealed is what can be read of what people write for themselves alone.
func TestSealed(t *testing.T) {
	const note, goal = "NOTE-zygomatique-4711", "GOAL-hippocampe-0815"
	onDiaries(t, map[string]func(*testing.T, *diary){
		"no word is in the database, in its keys, or in what lies beside them": func(t *testing.T, d *diary) {
			alex := d.agrees(t, "alex", here)
			d.writes(t, here, alex, sunday, note, goal)
			same(t, d.reads(t, here, alex), "2026-11-22 "+note+", "+goal)
			d.search(t, d.address, note, goal, note[:8], goal[:8])
			if err := d.keys.Copy(t.Context(), now); err != nil {
				t.Fatal(err)
			}
			d.search(t, d.copied(t), note, goal)
		},
		"a backup of before an erasure is unreadable beside the live keys": func(t *testing.T, d *diary) {
			alex, sam := d.agrees(t, "alex", here), d.agrees(t, "sam", here)
			d.writes(t, here, alex, sunday, note, goal)
			d.writes(t, here, sam, sunday, "de sam", "à sam")
			backup := d.copied(t)
			d.erases(t, alex)
			d.restored(t, backup, alex, sam)
		},
		"nor of before a withdrawal": func(t *testing.T, d *diary) {
			alex, sam := d.agrees(t, "alex", here), d.agrees(t, "sam", here)
			d.writes(t, here, alex, sunday, note, goal)
			d.writes(t, here, sam, sunday, "de sam", "à sam")
			backup := d.copied(t)
			d.withdraws(t, here, alex)
			d.agrees(t, "alex", here)
			d.writes(t, here, alex, sunday, "autre", "autre") // under another key
			d.restored(t, backup, alex, sam)
		},
		"two seals of the same words are different": func(t *testing.T, d *diary) {
			alex := d.agrees(t, "alex", here)
			d.writes(t, here, alex, sunday, "les mots", "les mots")
			d.writes(t, here, alex, sunday+1, "les mots", "les mots")
			if all := column(t, d.address, "SELECT sealed FROM weather_notes UNION SELECT sealed FROM weather_goals"); len(all) != 4 {
				t.Errorf("%q", all)
			}
		},
		"what is put in the place of something else does not open": func(t *testing.T, d *diary) {
			alex, sam := d.agrees(t, "alex", here, there), d.agrees(t, "sam", here)
			d.writes(t, here, alex, sunday, "note", "objectif")
			d.writes(t, here, alex, sunday+1, "autre note", "autre objectif")
			d.writes(t, there, alex, sunday, "ailleurs", "ailleurs")
			d.writes(t, here, sam, sunday, "de sam", "de sam")
			of := func(table string, who bot.PersonID, at bot.Address, on schedule.Day) string {
				return fmt.Sprintf("%s WHERE person = '%s' AND community = (SELECT id FROM communities WHERE space = '%s') AND day = '%s'", table, who, at.Space, on)
			}
			from := of("weather_notes", alex, here, sunday)
			put := func(column, value, where string) string {
				table, where, _ := strings.Cut(where, " ")
				return "UPDATE " + table + " SET " + column + " = (" + value + ") " + where
			}
			for _, to := range []string{of("weather_notes", alex, here, sunday+1), of("weather_notes", alex, there, sunday), of("weather_notes", sam, here, sunday), of("weather_goals", alex, here, sunday)} {
				for _, column := range []string{"sealed", "key"} { // the words, and what they are opened with
					d.does(t, put(column, "SELECT "+column+" FROM "+from, to))
				}
			}
			same(t, d.reads(t, here, alex), "2026-11-23 lost, autre objectif", "2026-11-22 note, lost")
			same(t, d.reads(t, there, alex), "2026-11-22 lost, ailleurs")
			same(t, d.reads(t, here, sam), "2026-11-22 lost, de sam")
			d.does(t, put("key", "SELECT key FROM "+of("weather_notes", alex, there, sunday), from)) // the same
			same(t, d.reads(t, here, alex)[1:], "2026-11-22 note, lost")
			d.does(t, put("key", "SELECT key FROM "+of("weather_goals", sam, here, sunday), from)) // another's
			same(t, d.reads(t, here, alex)[1:], "2026-11-22 lost, lost")
		},
		"what was cut short or changed does not open": func(t *testing.T, d *diary) {
			alex := d.agrees(t, "alex", here)
			d.writes(t, here, alex, sunday, "note", "objectif")
			for _, sealed := range []string{"substr(sealed, 1, 8)", "substr(sealed, 1, 32)", "substr(sealed, 1, length(sealed) - 4)", "sealed || 'AAAA'", "'pas du base64 !'", "'A'"} {
				d.does(t, "UPDATE weather_notes SET sealed = "+sealed)
				same(t, d.reads(t, here, alex), "2026-11-22 lost, objectif")
				d.writes(t, here, alex, sunday, "note", "objectif")
			}
			for _, key := range []string{"'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='", "'AAAA'", "'!'"} {
				if _, err := storagetest.Raw(t, storagetest.Keys(d.address)).Exec("UPDATE keys SET key = " + key); err != nil {
					t.Fatal(err)
				}
				for _, line := range d.reads(t, here, alex) {
					if strings.Contains(line, "note") || strings.Contains(line, "objectif") {
						t.Errorf("with the key %s: %s", key, line)
					}
				}
			}
		},
		"a lost key is counted, another is made, and one that is put back opens what it sealed": func(t *testing.T, d *diary) {
			alex, sam := d.agrees(t, "alex", here), d.agrees(t, "sam", here)
			lost := func(want int) {
				t.Helper()
				if n, err := d.Store.LostKeys(t.Context()); err != nil || n != want {
					t.Errorf("%d keys are lost, %v; want %d", n, err, want)
				}
			}
			lost(0)
			d.writes(t, here, alex, sunday, "avant", "but")
			d.writes(t, here, sam, sunday, "de sam", "but")
			lost(0)
			keys := storagetest.Raw(t, storagetest.Keys(d.address))
			var id, key string
			if err := keys.QueryRow("SELECT id, key FROM keys WHERE id = '"+column(t, d.address, "SELECT key FROM weather_consents WHERE person = '"+string(alex)+"'")[0]+"'").Scan(&id, &key); err != nil {
				t.Fatal(err)
			}
			if _, err := keys.Exec("DELETE FROM keys WHERE id = '" + id + "'"); err != nil {
				t.Fatal(err)
			}
			lost(1)
			same(t, d.reads(t, here, alex), "2026-11-22 lost, lost")
			same(t, d.reads(t, here, sam), "2026-11-22 de sam, but")
			d.writes(t, here, alex, sunday+1, "après", "but")
			d.writes(t, here, alex, sunday+2, "encore", "but")
			lost(1)
			same(t, d.reads(t, here, alex), "2026-11-24 encore, but", "2026-11-23 après, but", "2026-11-22 lost, lost")
			if n := len(d.kept(t)); n != 2 {
				t.Errorf("%d keys", n)
			}
			if _, err := keys.Exec("INSERT INTO keys (id, key, made_at) VALUES ('" + id + "', '" + key + "', 1)"); err != nil {
				t.Fatal(err)
			}
			lost(0)
			same(t, d.reads(t, here, alex), "2026-11-24 encore, but", "2026-11-23 après, but", "2026-11-22 avant, but")
			d.erases(t, alex)
			if n := len(d.kept(t)); n != 1 { // both of theirs are destroyed
				t.Errorf("%d keys", n)
			}
		},
		"without a store of keys nothing is sealed, and all the rest works": func(t *testing.T, d *diary) {
			bare, err := storage.Open(t.Context(), d.address)
			if err != nil {
				t.Fatal(err)
			}
			defer bare.Close()
			d.Store, d.notices = bare, &storage.Notices{Store: bare, Lang: bot.FR, Zone: time.UTC}
			alex, sam := d.agrees(t, "alex", here), d.agrees(t, "sam", here)
			if err := bare.KeepNote(t.Context(), here, alex, sunday, "non", now); !errors.Is(err, storage.ErrKeys) {
				t.Errorf("kept: %v", err)
			}
			if n, err := bare.LostKeys(t.Context()); n != 0 || !errors.Is(err, storage.ErrKeys) {
				t.Error(n, err)
			}
			if err := bare.DestroyKeys(t.Context(), now); err != nil {
				t.Error(err)
			}
			if err := bare.SetWeather(t.Context(), here, alex, storage.DayWeather{On: sunday, Weather: 3}, time.UTC, now); err != nil {
				t.Error(err)
			}
			if _, err := bare.Export(t.Context(), alex, bot.FR); err != nil {
				t.Error(err)
			}
			d.withdraws(t, here, alex)
			d.erases(t, sam)
			if err := bare.DestroyKeys(t.Context(), now); !errors.Is(err, storage.ErrKeys) {
				t.Errorf("destroyed: %v", err)
			}
			if n := d.count(t, "doomed_keys WHERE destroyed_at IS NULL"); n != 2 { // for whoever has the store
				t.Errorf("%d keys are to be destroyed", n)
			}
		},
		"keys that cannot be destroyed now are later": func(t *testing.T, d *diary) {
			alex, sam := d.agrees(t, "alex", here), d.agrees(t, "sam", here)
			d.writes(t, here, alex, sunday, note, goal)
			d.writes(t, here, sam, sunday, note, goal)
			before := d.kept(t)
			down := &storage.Keys{Address: "postgres://nobody@127.0.0.1:1/keys"}
			live := &storage.Keys{Address: storagetest.Keys(d.address)}
			defer live.Close()
			d.Store.SealWith(down)
			same(t, d.reads(t, here, alex), "2026-11-22 closed, closed")
			if err := d.Store.KeepNote(t.Context(), here, alex, sunday, "non", now); !errors.Is(err, storage.ErrKeys) {
				t.Errorf("kept: %v", err)
			}
			if _, err := d.Store.LostKeys(t.Context()); !errors.Is(err, storage.ErrKeys) || len(bot.UserErrors(err)) != 1 {
				t.Errorf("counted: %v", err)
			}
			d.erases(t, alex)
			d.withdraws(t, here, sam)
			for _, table := range []string{"weather_consents", "weather_days", "weather_notes", "weather_goals"} {
				if n := d.count(t, table); n != 0 {
					t.Errorf("%d %s", n, table)
				}
			}
			same(t, d.kept(t), before...)
			d.Store.SealWith(live)
			if err := d.Store.DestroyKeys(t.Context(), now); err != nil {
				t.Fatal(err)
			}
			if n := d.count(t, "doomed_keys WHERE destroyed_at IS NULL"); n != 0 || len(d.kept(t)) != 0 {
				t.Errorf("%d are to be destroyed, %d are there", n, len(d.kept(t)))
			}
			searchFiles(t, strings.TrimPrefix(live.Address, "sqlite:"), before)
		},
	})
}

// restored puts a backup back, of before the first had their words destroyed.
func (d *diary) restored(t *testing.T, backup string, gone, stays bot.PersonID) {
	t.Helper()
	if path, ok := strings.CutPrefix(backup, "sqlite:"); ok {
		for _, beside := range []string{"-wal", "-shm"} {
			if err := os.Remove(path + beside); err != nil && !errors.Is(err, os.ErrNotExist) {
				t.Fatal(err)
			}
		}
	}
	s, err := storage.Open(t.Context(), backup)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.SealWith(d.keys)
	same(t, reads(t, s, here, gone), "2026-11-22 lost, lost")
	same(t, reads(t, s, here, stays), "2026-11-22 de sam, à sam")
	if n, err := s.LostKeys(t.Context()); n != 1 || err != nil {
		t.Errorf("%d keys are lost, %v", n, err)
	}
	const note, goal = "NOTE-zygomatique-4711", "GOAL-hippocampe-0815"
	export, err := s.Export(t.Context(), gone, bot.FR)
	if err != nil || strings.Contains(fmt.Sprint(export), note) || strings.Contains(fmt.Sprint(export), goal) {
		t.Errorf("%v, %v", export, err)
	}
	for _, sealed := range column(t, backup, "SELECT sealed FROM weather_notes UNION ALL SELECT sealed FROM weather_goals") {
		if len(sealed) < 40 || bytes.Contains([]byte(sealed), []byte(note)) {
			t.Errorf("%q", sealed)
		}
	}
	d.search(t, backup, note, goal)
}

// TestSealedMeanwhile keeps notes while their writer withdraws or erases themselves: what
// is there afterwards opens, or nothing is.
func TestSealedMeanwhile(t *testing.T) {
	onDiaries(t, map[string]func(*testing.T, *diary){
		"two processes make the first key of somebody": func(t *testing.T, d *diary) {
			other := storagetest.Open(t, d.address)
			for i := range storagetest.Rounds(15, 200) {
				alex := d.agrees(t, fmt.Sprint("alex", i), here)
				for _, err := range together(4, func(k int) error {
					return []*storage.Store{d.Store, other}[k%2].KeepNote(context.Background(), here, alex, sunday+schedule.Day(k), "mots", now)
				}) {
					if err != nil {
						t.Fatal(err)
					}
				}
				if got := d.reads(t, here, alex); len(got) != 4 || strings.Contains(fmt.Sprint(got), "lost") {
					t.Errorf("%q", got)
				}
				if n := len(d.kept(t)); n != i+1 {
					t.Fatalf("%d keys of %d people", n, i+1)
				}
			}
		},
		"two processes make another key in place of a lost one": func(t *testing.T, d *diary) {
			other := storagetest.Open(t, d.address)
			alex := d.agrees(t, "alex", here)
			for range storagetest.Rounds(5, 100) {
				d.writes(t, here, alex, sunday, "avant", "avant")
				if _, err := storagetest.Raw(t, storagetest.Keys(d.address)).Exec("DELETE FROM keys"); err != nil {
					t.Fatal(err)
				}
				for _, err := range together(4, func(k int) error {
					return []*storage.Store{d.Store, other}[k%2].KeepNote(context.Background(), here, alex, sunday+1+schedule.Day(k), "mots", now)
				}) {
					if err != nil {
						t.Fatal(err)
					}
				}
				if got := d.reads(t, here, alex); len(got) != 5 || strings.Contains(fmt.Sprint(got[:4]), "lost") || got[4] != "2026-11-22 lost, lost" {
					t.Errorf("%q", got)
				}
			}
		},
		"somebody writes while they withdraw, agree again or erase themselves": func(t *testing.T, d *diary) {
			other := storagetest.Open(t, d.address)
			stores := []*storage.Store{d.Store, other}
			for i := range storagetest.Rounds(25, 500) {
				name := fmt.Sprint("alex", i)
				alex := d.agrees(t, name, here)
				if i%3 == 0 {
					d.writes(t, here, alex, sunday, "avant", "avant")
				}
				var errs [6]error
				var all sync.WaitGroup
				for k, do := range []func() error{
					func() error { return d.Store.KeepNote(context.Background(), here, alex, sunday, "un", now) },
					func() error { return other.SetGoal(context.Background(), here, alex, sunday, "deux", now) },
					func() error {
						return other.SetWeather(context.Background(), here, alex, storage.DayWeather{On: sunday, Weather: 2}, time.UTC, now)
					},
					func() error {
						if i%2 == 0 {
							return stores[i/2%2].Erase(context.Background(), alex, now)
						}
						return (&storage.Notices{Store: stores[i/2%2], Lang: bot.FR, Zone: time.UTC}).WithdrawWeather(context.Background(), here, alex, now)
					},
					func() error {
						if i%4 != 1 {
							return nil
						}
						return other.Agree(context.Background(), here, alex, storage.Consent{Version: 2, Lang: bot.FR, Wording: "encore", Given: now})
					},
					func() error {
						_, err := (&storage.Directory{Store: other, Lang: bot.FR, Zone: time.UTC, Now: fixed}).Know(context.Background(), here, bot.Member{User: name, Access: bot.Moderator})
						if errors.Is(err, bot.ErrNotFound) { // they erase themselves between the two halves of it
							return nil
						}
						return err
					},
				} {
					all.Go(func() { errs[k] = do() })
				}
				all.Wait()
				for k, err := range errs {
					if err != nil && (k == 3 || !errors.Is(err, bot.ErrNotFound)) {
						t.Fatalf("%d: %v", k, err)
					}
				}
				for _, line := range d.reads(t, here, alex) {
					if strings.Contains(line, "lost") {
						t.Errorf("%s", line)
					}
				}
				orphans := "(SELECT person, community FROM weather_days UNION SELECT person, community FROM weather_notes UNION SELECT person, community FROM weather_goals) w WHERE NOT EXISTS (SELECT 1 FROM weather_consents c WHERE c.person = w.person AND c.community = w.community)"
				if n := d.count(t, orphans); n != 0 {
					t.Errorf("%d without a consent", n)
				}
				d.erases(t, alex)
				if err := d.Store.DestroyKeys(t.Context(), now); err != nil {
					t.Fatal(err)
				}
				if kept, doomed := d.kept(t), d.count(t, "doomed_keys WHERE destroyed_at IS NULL"); len(kept) != 0 || doomed != 0 {
					t.Fatalf("round %d: %d keys are left, %d to be destroyed", i, len(kept), doomed)
				}
			}
		},
	})
}
