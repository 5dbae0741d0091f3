package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// last is the id of the newest entry of the log of the room.
func (p *planner) last(t testing.TB) string {
	t.Helper()
	all, err := p.Store.Log(t.Context(), here, storage.SettingsInLog, "", 1)
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	return all[0].ID
}

// TestUndoSetting is what taking a change back needs, and does.
func TestUndoSetting(t *testing.T) {
	onPlanners(t, map[string]func(*testing.T, *planner){
		"a setting is as it was, and that is written down": func(t *testing.T, p *planner) {
			sam, camille := member(t, p.Store, "sam"), member(t, p.Store, "camille")
			for _, before := range []string{"", "a"} {
				p.chooses(t, sam, storage.Settings{storage.OffersChannel: before, storage.AuthorLimit: "3"})
				p.chooses(t, sam, storage.Settings{storage.OffersChannel: "b"})
				change := p.last(t)
				p.at = p.at.Add(time.Minute)
				if err := p.Store.UndoSetting(t.Context(), here, change, camille, p.at); err != nil {
					t.Fatal(err)
				}
				want := storage.Settings{storage.OffersChannel: before, storage.AuthorLimit: "3"}
				if before == "" {
					delete(want, storage.OffersChannel)
				}
				p.chosen(t, here, want)
				if got := p.log(t, here, 1)[0]; got != (storage.LogEntry{At: p.at, By: "camille", What: storage.Act(storage.OffersChannel), Before: "b", After: before}) {
					t.Errorf("written down: %+v", got)
				}
				if err := p.Store.UndoSetting(t.Context(), here, change, sam, p.at); !errors.Is(err, storage.ErrChanged) {
					t.Errorf("undone twice: %v", err)
				}
			}
		},
		"taking back is taken back too": func(t *testing.T, p *planner) {
			sam := member(t, p.Store, "sam")
			p.chooses(t, sam, storage.Settings{storage.ApprovalMode: "always"})
			for _, want := range []storage.Settings{{}, {storage.ApprovalMode: "always"}} {
				if err := p.Store.UndoSetting(t.Context(), here, p.last(t), sam, p.at); err != nil {
					t.Fatal(err)
				}
				p.chosen(t, here, want)
			}
		},
		"one that was changed since stays": func(t *testing.T, p *planner) {
			sam := member(t, p.Store, "sam")
			p.chooses(t, sam, storage.Settings{storage.OffersChannel: "a"})
			change := p.last(t)
			p.chooses(t, sam, storage.Settings{storage.OffersChannel: "b"})
			if err := p.Store.UndoSetting(t.Context(), here, change, sam, p.at); !errors.Is(err, storage.ErrChanged) {
				t.Error(err)
			}
			p.chosen(t, here, storage.Settings{storage.OffersChannel: "b"})
			if n := len(p.log(t, here, 10)); n != 2 {
				t.Errorf("%d are written down", n)
			}
		},
		"what is no setting, or another community's, is none": func(t *testing.T, p *planner) {
			sam := member(t, p.Store, "sam")
			p.chooses(t, sam, storage.Settings{storage.OffersChannel: "a"})
			change := p.last(t)
			p.names(t, "camille", sam)
			for _, c := range []struct {
				at bot.Address
				id string
			}{{there, change}, {here, p.last(t)}, {here, "nothing"}, {here, ""}} {
				if err := p.Store.UndoSetting(t.Context(), c.at, c.id, sam, p.at); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("%s %q: %v", c.at.Space, c.id, err)
				}
			}
			p.chosen(t, here, storage.Settings{storage.OffersChannel: "a"})
			p.named(t, here, "camille")
		},
		"of several who undo it at once, one does": func(t *testing.T, p *planner) {
			sam := member(t, p.Store, "sam")
			others := []*planner{p, openPlanner(t, p.address)}
			for round := range storagetest.Rounds(5, 50) {
				p.chooses(t, sam, storage.Settings{storage.OffersChannel: fmt.Sprint("c", round)})
				before := len(p.log(t, here, 1000))
				change := p.last(t)
				errs := together(6, func(i int) error { return others[i%2].Store.UndoSetting(t.Context(), here, change, sam, p.at) })
				for _, err := range errs {
					if err != nil && !errors.Is(err, storage.ErrChanged) {
						t.Error(err)
					}
				}
				if n := len(succeeded(errs)); n != 1 {
					t.Errorf("%d undo it", n)
				}
				p.chosen(t, here, storage.Settings{})
				if n := len(p.log(t, here, 1000)) - before; n != 1 {
					t.Errorf("%d are written down", n)
				}
			}
		},
		"one who undoes and one who changes follow one another": func(t *testing.T, p *planner) {
			sam, other := member(t, p.Store, "sam"), openPlanner(t, p.address)
			for round := range storagetest.Rounds(5, 50) {
				p.chooses(t, sam, storage.Settings{storage.OffersChannel: fmt.Sprint("a", round)})
				change, next := p.last(t), fmt.Sprint("b", round)
				errs := together(2, func(i int) error {
					if i == 0 {
						return p.Store.UndoSetting(t.Context(), here, change, sam, p.at)
					}
					_, err := other.Store.ChangeSettings(t.Context(), here, sam, storage.Settings{storage.OffersChannel: next}, p.at)
					return err
				})
				if errs[1] != nil || errs[0] != nil && !errors.Is(errs[0], storage.ErrChanged) {
					t.Error(errs)
				}
				p.chosen(t, here, storage.Settings{storage.OffersChannel: next})
				p.chooses(t, sam, storage.Settings{storage.OffersChannel: ""})
			}
		},
	})
}

// TestLog is what is read of a community's log, and in which order.
func TestLog(t *testing.T) {
	onPlanners(t, map[string]func(*testing.T, *planner){
		"page after page, the settings alone or all": func(t *testing.T, p *planner) {
			sam := member(t, p.Store, "sam")
			for i := range 7 {
				p.chooses(t, sam, storage.Settings{storage.OffersChannel: fmt.Sprint("c", i)})
				if err := p.Store.WriteDown(t.Context(), here, sam, storage.LogExported, p.at); err != nil {
					t.Fatal(err)
				}
			}
			for kind, want := range map[storage.LogKind]int{storage.AllOfLog: 14, storage.SettingsInLog: 7} {
				var all []string
				for before := ""; ; {
					page, err := p.Store.Log(t.Context(), here, kind, before, 3)
					if err != nil {
						t.Fatal(err)
					}
					if len(page) == 0 {
						break
					}
					for _, e := range page {
						all = append(all, e.ID)
					}
					before = all[len(all)-1]
				}
				if len(all) != want || !slices.IsSortedFunc(all, func(a, b string) int { return strings.Compare(b, a) }) {
					t.Errorf("%d of kind %d: %q", len(all), kind, all)
				}
			}
			if e, err := p.Store.Logged(t.Context(), here, p.last(t)); err != nil || e.After != "c6" {
				t.Errorf("%+v, %v", e, err)
			}
			if all := p.log(t, there, 10); len(all) != 0 {
				t.Errorf("in another community: %+v", all)
			}
		},
	})
}
