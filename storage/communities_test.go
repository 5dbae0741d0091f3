package storage_test

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/notice"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// chooses changes settings of the room, and returns the names of those that changed.
func (p *planner) chooses(t testing.TB, by bot.PersonID, choices storage.Settings) []storage.Setting {
	t.Helper()
	changed, err := p.Store.ChangeSettings(t.Context(), here, by, choices, p.at)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

// chosen fails the test unless a community's settings are these.
func (p *planner) chosen(t testing.TB, at bot.Address, want storage.Settings) {
	t.Helper()
	if got, err := p.Store.Settings(t.Context(), at); err != nil || !maps.Equal(got, want) {
		t.Errorf("settings of %s: %v, %v; want %v", at.Space, got, err, want)
	}
}

// log is what was done to the settings and the moderators of a community, the newest
// first, without the ids that it has.
func (p *planner) log(t testing.TB, at bot.Address, max int) []storage.LogEntry {
	t.Helper()
	all, err := p.Store.Log(t.Context(), at, storage.SettingsInLog, "", max)
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		all[i].ID, all[i].Subject = "", ""
	}
	return all
}

// TestSettings is what a community can choose, and how that is written down.
func TestSettings(t *testing.T) {
	onPlanners(t, map[string]func(*testing.T, *planner){
		"what is chosen is what is read, and can be taken back": func(t *testing.T, p *planner) {
			sam := member(t, p.Store, "sam")
			p.chosen(t, here, storage.Settings{})
			p.chosen(t, there, storage.Settings{})
			every := storage.Settings{
				storage.CommunityLanguage: "en", storage.CommunityTimeZone: "Europe/Brussels", storage.OffersChannel: "o", storage.CoachingChannel: "c",
				storage.ModerationChannel: "m", storage.ModeratorRole: "r1", storage.RecruiterRole: "r2",
				storage.ApprovalMode: "always", storage.AuthorLimit: "2", storage.RecruiterLimit: "9", storage.CommunityHolidays: "fr", storage.DirectBudget: "1",
			}
			if changed := p.chooses(t, sam, every); len(changed) != len(every) {
				t.Errorf("changed %q", changed)
			}
			p.chosen(t, here, every)
			p.chosen(t, there, storage.Settings{})
			if changed := p.chooses(t, sam, every); changed != nil {
				t.Errorf("changed again %q", changed)
			}
			changed := p.chooses(t, sam, storage.Settings{storage.ModerationChannel: "", storage.OffersChannel: "o2", storage.CoachingChannel: "c", "nothing_like_it": "x"})
			if !slices.Equal(changed, []storage.Setting{storage.OffersChannel, storage.ModerationChannel}) {
				t.Errorf("changed %q", changed)
			}
			delete(every, storage.ModerationChannel)
			every[storage.OffersChannel] = "o2"
			p.chosen(t, here, every)
		},
		"who changed what is written down": func(t *testing.T, p *planner) {
			sam, camille := member(t, p.Store, "sam"), member(t, p.Store, "camille")
			p.chooses(t, sam, storage.Settings{storage.OffersChannel: "a"})
			p.at = now.Add(time.Hour)
			p.chooses(t, camille, storage.Settings{storage.OffersChannel: "b", storage.CoachingChannel: "c"})
			p.chooses(t, camille, storage.Settings{storage.OffersChannel: ""})
			if _, err := p.Store.ChangeSettings(t.Context(), there, sam, storage.Settings{storage.OffersChannel: "z"}, now); err != nil {
				t.Fatal(err)
			}
			want := []storage.LogEntry{
				{At: p.at, By: "camille", What: storage.Act(storage.OffersChannel), Before: "b"},
				{At: p.at, By: "camille", What: storage.Act(storage.CoachingChannel), After: "c"},
				{At: p.at, By: "camille", What: storage.Act(storage.OffersChannel), Before: "a", After: "b"},
				{At: now, By: "sam", What: storage.Act(storage.OffersChannel), After: "a"},
			}
			for _, max := range []int{10, 2} {
				if got := p.log(t, here, max); !slices.Equal(got, want[:min(max, 4)]) {
					t.Errorf("got  %+v\nwant %+v", got, want)
				}
			}
			if err := p.Store.Erase(t.Context(), camille, p.at); err != nil {
				t.Fatal(err)
			}
			for i := range want[:3] {
				want[i].By = ""
			}
			if got := p.log(t, here, 10); !slices.Equal(got, want) {
				t.Errorf("after erasing: %+v", got)
			}
		},
		"the account that is told is one of that community": func(t *testing.T, p *planner) {
			d := &storage.Directory{Store: p.Store, Lang: bot.FR, Zone: time.UTC, Now: fixed}
			at := bot.Address{Platform: "slack", Space: "T1"}
			m, err := d.Know(t.Context(), at, bot.Member{User: "U1", Space: "T1"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.db.Exec("INSERT INTO accounts (platform, space, user_id, person) VALUES ('slack', 'T2', 'A0', '" + string(m.ID) + "'), ('discord', '', '111', '" + string(m.ID) + "')"); err != nil {
				t.Fatal(err)
			}
			if _, err := p.Store.ChangeSettings(t.Context(), at, m.ID, storage.Settings{storage.CommunityLanguage: "en"}, now); err != nil {
				t.Fatal(err)
			}
			if got := p.log(t, at, 1); len(got) != 1 || got[0].By != "U1" {
				t.Errorf("%+v", got)
			}
		},
		"what is set up is given up once somebody has chosen": func(t *testing.T, p *planner) {
			first := storage.Settings{storage.OffersChannel: "offres", storage.CoachingChannel: "coaching"}
			setsUp := func(want storage.Settings) {
				t.Helper()
				if err := p.Store.SetUp(t.Context(), here, first, now); err != nil {
					t.Fatal(err)
				}
				p.chosen(t, here, want)
			}
			setsUp(first)
			setsUp(first)
			p.chooses(t, member(t, p.Store, "sam"), storage.Settings{storage.OffersChannel: "mine", storage.CoachingChannel: ""})
			setsUp(storage.Settings{storage.OffersChannel: "mine"})
			if err := p.Store.SetUp(t.Context(), here, storage.Settings{"id = '' --": "x"}, now); err == nil {
				t.Error("a setting that is none is set")
			}
			if changes := p.log(t, here, 10); len(changes) != 2 {
				t.Errorf("nobody has set that up: %+v", changes)
			}
		},
		"those who choose at once follow one another": func(t *testing.T, p *planner) {
			other := openPlanner(t, p.address)
			sam := member(t, p.Store, "sam")
			var all sync.WaitGroup
			for i := range 8 {
				from := p
				if i%2 == 1 {
					from = other
				}
				all.Go(func() {
					if _, err := from.Store.ChangeSettings(t.Context(), here, sam, storage.Settings{storage.OffersChannel: fmt.Sprint("c", i)}, now); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			changes := p.log(t, here, 20)
			if len(changes) != 8 {
				t.Fatalf("%+v", changes)
			}
			after := map[string]string{} // each follows another: from the first to what is chosen now
			for _, c := range changes {
				after[c.Before] = c.After
			}
			last := ""
			for range 8 {
				last = after[last]
			}
			p.chosen(t, here, storage.Settings{storage.OffersChannel: last})
		},
	})
}

// TestUsualBudget is how many messages a day people get who have not chosen: as many as the
// community where they were last seen wants.
func TestUsualBudget(t *testing.T) {
	onTellers(t, map[string]func(*testing.T, *teller){
		"until they choose, and wherever they are": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			budget := func(want int, usual bool) {
				t.Helper()
				p.changes(t, alex, func(*storage.OwnChange) {})
				own := p.owns(t, alex)
				if got := own.Preferences(alex, time.UTC).Budget; got != want || own.UsualBudget() != usual {
					t.Errorf("they are shown %d a day, %t; want %d", got, own.UsualBudget(), want)
				}
				if got := p.finds1(t).Budget; got != want {
					t.Errorf("the composer reads %d a day, want %d", got, want)
				}
			}
			budget(notice.DefaultBudget, false)
			p.chooses(t, alex, storage.Settings{storage.DirectBudget: "1"})
			budget(1, true)
			p.changes(t, alex, func(c *storage.OwnChange) { c.Budget = 5 })
			budget(5, false)
			p.changes(t, alex, func(c *storage.OwnChange) { c.Budget = 0 })
			budget(1, true)
			p.at = now.Add(48 * time.Hour)
			p.knows(t, "alex", there)
			budget(notice.DefaultBudget, false)
			if _, err := p.Store.ChangeSettings(t.Context(), there, alex, storage.Settings{storage.DirectBudget: "7"}, p.at); err != nil {
				t.Fatal(err)
			}
			budget(7, true)
			for value, want := range map[string]int{"99": notice.MaxBudget, "0": notice.DefaultBudget, "x": notice.DefaultBudget} { // what no form gives
				if _, err := p.Store.ChangeSettings(t.Context(), there, alex, storage.Settings{storage.DirectBudget: value}, p.at); err != nil {
					t.Fatal(err)
				}
				budget(want, true)
			}
		},
		"somebody for whom nothing waits is shown it too": func(t *testing.T, p *teller) {
			alex := p.knows(t, "alex", here)
			p.chooses(t, alex, storage.Settings{storage.DirectBudget: "2"})
			if own := p.owns(t, alex); own.Preferences(alex, time.UTC).Budget != 2 {
				t.Errorf("%+v", own)
			}
		},
	})
}

// TestRoles holds that a community's roles give their rights there, and take none.
func TestRoles(t *testing.T) {
	storagetest.Engines(t, func(t *testing.T, address string) {
		p := openPlanner(t, address)
		d := &storage.Directory{Store: p.Store, Lang: bot.FR, Zone: time.UTC, Now: fixed}
		access := func(at bot.Address, has bot.Access, roles ...string) bot.Access {
			t.Helper()
			m, err := d.Know(t.Context(), at, bot.Member{User: "sam", Access: has, Roles: roles})
			if err != nil {
				t.Fatal(err)
			}
			return m.Access
		}
		if got := access(here, bot.Anyone, "", "r1"); got != bot.Anyone {
			t.Errorf("before any choice: %v", got)
		}
		p.chooses(t, member(t, p.Store, "sam"), storage.Settings{storage.ModeratorRole: "r1", storage.RecruiterRole: "r2"})
		for _, c := range []struct {
			at    bot.Address
			has   bot.Access
			roles []string
			want  bot.Access
		}{
			{here, bot.Anyone, nil, bot.Anyone},
			{here, bot.Anyone, []string{"", "r3"}, bot.Anyone},
			{here, bot.Anyone, []string{"r3", "r2"}, bot.Recruiter},
			{here, bot.Anyone, []string{"r1"}, bot.Moderator},
			{here, bot.Anyone, []string{"r2", "r1"}, bot.Moderator},
			{here, bot.Admin, []string{"r2"}, bot.Admin},
			{here, bot.Moderator, []string{"r2"}, bot.Moderator},
			{there, bot.Anyone, []string{"r1", "r2"}, bot.Anyone},
		} {
			if got := access(c.at, c.has, c.roles...); got != c.want {
				t.Errorf("in %s with %v and the roles %q: %v, want %v", c.at.Space, c.has, c.roles, got, c.want)
			}
		}
		p.chooses(t, member(t, p.Store, "sam"), storage.Settings{storage.ModeratorRole: "", storage.RecruiterRole: "r1"})
		if got := access(here, bot.Anyone, "r1", ""); got != bot.Recruiter {
			t.Errorf("one role for another right: %v", got)
		}
	})
}
