package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
)

// names adds somebody of the room to the list of its moderators, and reports whether
// they were not in it.
func (p *planner) names(t testing.TB, who string, by bot.PersonID) bool {
	t.Helper()
	added, err := p.Store.AddModerator(t.Context(), here, bot.Member{User: who}, by, p.at)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

// unnames takes somebody off the list of the moderators of the room.
func (p *planner) unnames(t testing.TB, person, by bot.PersonID) bool {
	t.Helper()
	removed, err := p.Store.RemoveModerator(t.Context(), here, person, by, p.at)
	if err != nil {
		t.Fatal(err)
	}
	return removed
}

// named fails the test unless these accounts are on the list of a community, the oldest
// first, and returns whose they are.
func (p *planner) named(t testing.TB, at bot.Address, want ...string) (people []bot.PersonID) {
	t.Helper()
	all, err := p.Store.Moderators(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range all {
		got, people = append(got, m.User), append(people, m.Person)
	}
	if !slices.Equal(got, want) {
		t.Errorf("moderators of %s: %q, want %q", at.Space, got, want)
	}
	return people
}

// may is what somebody has the right to, as the platform knows them as m.
func (p *planner) may(t testing.TB, at bot.Address, m bot.Member) bot.Access {
	t.Helper()
	d := &storage.Directory{Store: p.Store, Lang: bot.FR, Zone: time.UTC, Now: func() time.Time { return p.at }}
	known, err := d.Know(t.Context(), at, m)
	if err != nil {
		t.Fatal(err)
	}
	return known.Access
}

// rows counts those of a table.
func (p *planner) rows(t testing.TB, table string) (n int) {
	t.Helper()
	if err := p.db.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestModerators is what those whom a community names by one have, and what is kept of
// them.
func TestModerators(t *testing.T) {
	onPlanners(t, map[string]func(*testing.T, *planner){
		"they are added once, listed by age, and taken off": func(t *testing.T, p *planner) {
			ada, sam := member(t, p.Store, "ada"), member(t, p.Store, "sam")
			p.named(t, here)
			p.at = now.Add(time.Minute)
			if !p.names(t, "sam", ada) || p.names(t, "sam", ada) {
				t.Error("sam is not added, or is twice")
			}
			p.at = now.Add(2 * time.Minute)
			p.names(t, "camille", ada)
			people := p.named(t, here, "sam", "camille")
			p.named(t, there)
			if all, err := p.Store.Moderators(t.Context(), here); err != nil || all[0] != (storage.Moderator{Person: sam, User: "sam", Since: now.Add(time.Minute)}) {
				t.Errorf("%+v, %v", all, err)
			}
			if p.unnames(t, ada, ada) {
				t.Error("somebody who is not on the list is taken off")
			}
			if removed, err := p.Store.RemoveModerator(t.Context(), there, sam, ada, p.at); err != nil || removed {
				t.Errorf("taken off another community's list: %t, %v", removed, err)
			}
			if !p.unnames(t, sam, ada) || p.unnames(t, sam, ada) {
				t.Error("sam is not taken off, or is twice")
			}
			p.named(t, here, "camille")
			if !p.unnames(t, people[1], ada) {
				t.Error("camille is not taken off")
			}
			p.named(t, here)
		},
		"they moderate there alone, and no longer once they are taken off": func(t *testing.T, p *planner) {
			ada, sam := member(t, p.Store, "ada"), member(t, p.Store, "sam")
			p.names(t, "sam", ada)
			p.names(t, "camille", ada)
			for _, who := range []string{"sam", "camille"} { // one known before, one not
				if got := p.may(t, here, bot.Member{User: who}); got != bot.Moderator {
					t.Errorf("%s may %d here", who, got)
				}
				if got := p.may(t, there, bot.Member{User: who}); got != bot.Anyone {
					t.Errorf("%s may %d elsewhere", who, got)
				}
				if got := p.may(t, here, bot.Member{User: who, Access: bot.Admin}); got != bot.Admin {
					t.Errorf("%s, an admin, may %d", who, got)
				}
			}
			if got := p.may(t, here, bot.Member{User: "rachel"}); got != bot.Anyone {
				t.Errorf("another may %d", got)
			}
			p.unnames(t, sam, ada)
			if got := p.may(t, here, bot.Member{User: "sam"}); got != bot.Anyone {
				t.Errorf("taken off, sam may %d", got)
			}
		},
		"an account of the same id in another space is another": func(t *testing.T, p *planner) {
			at := bot.Address{Platform: "slack", Space: "T1"}
			ada := member(t, p.Store, "ada")
			if added, err := p.Store.AddModerator(t.Context(), at, bot.Member{User: "U1", Space: "T1"}, ada, now); err != nil || !added {
				t.Fatalf("%t, %v", added, err)
			}
			p.named(t, at, "U1")
			if got := p.may(t, at, bot.Member{User: "U1", Space: "T1"}); got != bot.Moderator {
				t.Errorf("may %d", got)
			}
			if got := p.may(t, at, bot.Member{User: "U1", Space: "T2"}); got != bot.Anyone {
				t.Errorf("another of the same id may %d", got)
			}
		},
		"who changed the list is written down, and whom it names until they are forgotten": func(t *testing.T, p *planner) {
			ada := member(t, p.Store, "ada")
			p.names(t, "camille-unique", ada)
			p.names(t, "camille-unique", ada)
			person := p.named(t, here, "camille-unique")[0]
			p.at = now.Add(time.Hour)
			p.may(t, here, bot.Member{User: "camille-unique"})
			p.unnames(t, person, ada)
			p.unnames(t, person, ada)
			want := []storage.LogEntry{{At: p.at, By: "ada", What: storage.ModeratorRemoved, Account: "camille-unique"}, {At: now, By: "ada", What: storage.ModeratorAdded, Account: "camille-unique"}}
			if got := p.log(t, here, 10); !slices.Equal(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			if err := p.Store.Erase(t.Context(), person, p.at); err != nil {
				t.Fatal(err)
			}
			want[0].Account, want[1].Account = "", ""
			if got := p.log(t, here, 10); !slices.Equal(got, want) {
				t.Errorf("once they are forgotten: %+v", got)
			}
		},
		"whoever has never spoken is nowhere, and is forgotten when taken off": func(t *testing.T, p *planner) {
			ada := member(t, p.Store, "ada")
			p.names(t, "camille-unique", ada)
			if _, err := p.Store.AddModerator(t.Context(), there, bot.Member{User: "camille-unique"}, ada, now); err != nil {
				t.Fatal(err)
			}
			if people, accounts, seen := p.rows(t, "persons"), p.rows(t, "accounts"), p.rows(t, "memberships"); people != 2 || accounts != 2 || seen != 1 {
				t.Errorf("%d people, %d accounts, %d memberships", people, accounts, seen)
			}
			camille := p.named(t, here, "camille-unique")[0]
			p.unnames(t, camille, ada)
			p.named(t, there, "camille-unique")
			if _, err := p.Store.RemoveModerator(t.Context(), there, camille, ada, now); err != nil {
				t.Fatal(err)
			}
			if people, accounts := p.rows(t, "persons"), p.rows(t, "accounts"); people != 1 || accounts != 1 {
				t.Errorf("%d people, %d accounts", people, accounts)
			}
			if path, ok := strings.CutPrefix(p.address, "sqlite:"); ok {
				searchFiles(t, path, []string{"camille-unique", string(camille)})
			}
		},
		"whoever has spoken stays when taken off": func(t *testing.T, p *planner) {
			ada := member(t, p.Store, "ada")
			p.names(t, "camille", ada)
			p.may(t, here, bot.Member{User: "camille"})
			p.unnames(t, p.named(t, here, "camille")[0], ada)
			if people, accounts, seen := p.rows(t, "persons"), p.rows(t, "accounts"), p.rows(t, "memberships"); people != 2 || accounts != 2 || seen != 2 {
				t.Errorf("%d people, %d accounts, %d memberships", people, accounts, seen)
			}
		},
		"whoever erases themselves leaves the list": func(t *testing.T, p *planner) {
			ada, sam := member(t, p.Store, "ada"), member(t, p.Store, "sam")
			p.names(t, "sam", ada)
			p.names(t, "camille", ada)
			if err := p.Store.Erase(t.Context(), sam, now); err != nil {
				t.Fatal(err)
			}
			p.named(t, here, "camille")
			if got := p.may(t, here, bot.Member{User: "sam"}); got != bot.Anyone {
				t.Errorf("erased, sam may %d", got)
			}
			if err := p.Store.Erase(t.Context(), ada, now); err != nil {
				t.Fatal(err)
			}
			p.named(t, here, "camille")
			if got := p.log(t, here, 10); len(got) != 2 || got[0].By != "" {
				t.Errorf("%+v", got)
			}
		},
		"a community names some people, not more": func(t *testing.T, p *planner) {
			ada := member(t, p.Store, "ada")
			for i := range storage.MaxModerators {
				p.names(t, fmt.Sprint("m", i), ada)
			}
			people := p.rows(t, "persons")
			added, err := p.Store.AddModerator(t.Context(), here, bot.Member{User: "one-too-many"}, ada, now)
			if added || !errors.Is(err, storage.ErrTooManyModerators) {
				t.Errorf("%t, %v", added, err)
			}
			if n := p.rows(t, "persons"); n != people {
				t.Errorf("%d people are remembered, not %d", n, people)
			}
			if p.names(t, "m3", ada) {
				t.Error("somebody is added twice")
			}
			all, err := p.Store.Moderators(t.Context(), here)
			if err != nil || len(all) != storage.MaxModerators {
				t.Fatalf("%d, %v", len(all), err)
			}
			p.unnames(t, all[0].Person, ada)
			if !p.names(t, "one-too-many", ada) {
				t.Error("there is no room again")
			}
		},
		"those who name people at once follow one another": func(t *testing.T, p *planner) {
			other, ada := openPlanner(t, p.address), member(t, p.Store, "ada")
			for i := range storage.MaxModerators - 2 {
				p.names(t, fmt.Sprint("m", i), ada)
			}
			var all sync.WaitGroup
			for i := range 8 {
				from := p
				if i%2 == 1 {
					from = other
				}
				all.Go(func() { // each of four people twice
					if _, err := from.Store.AddModerator(t.Context(), here, bot.Member{User: fmt.Sprint("late", i/2)}, ada, now); err != nil && !errors.Is(err, storage.ErrTooManyModerators) {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if n := p.rows(t, "moderators"); n != storage.MaxModerators {
				t.Errorf("%d are named", n)
			}
			if n := p.rows(t, "audit WHERE what = 'moderator_added'"); n != storage.MaxModerators {
				t.Errorf("%d are written down", n)
			}
			if n := p.rows(t, "persons"); n != storage.MaxModerators+1 {
				t.Errorf("%d people are remembered", n)
			}
		},
	})
}

// TestForgetModerators is what becomes of those on a list of whom nothing is heard.
func TestForgetModerators(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"they are forgotten like others, and leave it": func(t *testing.T, p *teller) {
			ada := p.knows(t, "ada", here)
			sam := p.knows(t, "sam", here)
			p.names(t, "sam", ada)
			p.names(t, "camille", ada) // who has never spoken
			camille := p.named(t, here, "sam", "camille")
			p.forgets(t, months(23))
			if p.warned(t) != 2 { // ada and sam
				t.Errorf("%d are told", p.warned(t))
			}
			p.says(t)
			p.forgets(t, months(24).Add(-time.Millisecond))
			if !p.remembers(t, sam) || !p.remembers(t, camille[0]) || !p.remembers(t, camille[1]) {
				t.Error("somebody is forgotten before")
			}
			p.forgets(t, months(24))
			p.named(t, here)
			if n := p.count(t, "persons"); n != 0 {
				t.Errorf("%d people are left", n)
			}
		},
		"on PostgreSQL, one who is being heard is not forgotten when taken off": func(t *testing.T, p *teller) {
			if strings.HasPrefix(p.address, "sqlite") {
				return // there is one writer
			}
			ada := p.knows(t, "ada", here)
			p.names(t, "camille", ada)
			camille := p.named(t, here, "camille")[0]
			other := p.begins(t) // what Know does of whoever speaks for the first time
			other.does(t, "UPDATE persons SET seen_at = seen_at + 1 WHERE id = '"+string(camille)+"'")
			other.does(t, "INSERT INTO memberships (person, community, seen_at) SELECT '"+string(camille)+"', id, 1 FROM communities")
			removed := make(chan error, 1)
			go func() {
				_, err := p.Store.RemoveModerator(t.Context(), here, camille, ada, p.at)
				removed <- err
			}()
			p.blocked(t)
			other.ends(t)
			if err := <-removed; err != nil {
				t.Fatal(err)
			}
			p.named(t, here)
			if !p.remembers(t, camille) {
				t.Error("forgotten, though they have spoken")
			}
		},
	})
}
