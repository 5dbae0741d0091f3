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
	"rebond/bot/delivery"
	"rebond/bot/notice"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// course is a training resource.
const course = "go-tour"

func (b *billboard) makes(t testing.TB, person bot.PersonID, p storage.Progress) {
	t.Helper()
	if err := b.announcements.Store.SetProgress(t.Context(), b.here, person, course, p, b.at); err != nil {
		t.Fatal(err)
	}
}

// meets lets a person wait for others who follow a resource, of which a group says who they
// are.
func (b *billboard) meets(t testing.TB, person bot.PersonID, resource string) (opened bool, err error) {
	return b.choosing().Meet(t.Context(), b.here, person, resource, b.at, func(people []bot.PersonID) bot.Post {
		to := b.here
		to.Channel = "formations"
		return bot.Post{Kind: bot.SendPost, To: to, Lang: bot.FR, Message: saying("groupe"), Until: b.at.Add(24 * time.Hour), Thread: &bot.Thread{Name: bot.Same("g"), Private: true, Members: people}}
	})
}

func (b *billboard) choosing() *storage.Notices {
	return &storage.Notices{Store: b.announcements.Store, Lang: bot.FR, Zone: time.UTC}
}

// chooses changes what somebody wants of messages.
func (b *billboard) chooses(t testing.TB, name string, do func(*storage.OwnChange)) {
	t.Helper()
	if _, err := b.choosing().ChangeOwn(t.Context(), b.knows(t, name), b.at, func(c *storage.OwnChange) error { do(c); return nil }); err != nil {
		t.Fatal(err)
	}
}

// awake is somebody without quiet hours.
func awake(c *storage.OwnChange) { c.Quiet = &notice.Quiet{} }

// comes lets somebody start the course and wait for others; it reports whether a group opens.
func (b *billboard) comes(t testing.TB, name string) (opened bool) {
	t.Helper()
	person := b.knows(t, name)
	b.makes(t, person, storage.ResourceStarted)
	b.chooses(t, name, awake)
	opened, err := b.meets(t, person, course)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// stand is what somebody makes of the course.
func (b *billboard) stand(t testing.TB, name string) string {
	t.Helper()
	all, err := b.announcements.Store.ResourcesOf(t.Context(), b.here, b.knows(t, name))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		if f.Resource == course {
			said := string(f.State)
			for what, is := range map[string]bool{" waits": f.Waits && !f.Failed, " failed": f.Waits && f.Failed, " opening": f.Opening && !f.Later, " later": f.Later} {
				if is {
					said += what
				}
			}
			if f.Met {
				said += " met"
			}
			return said
		}
	}
	return ""
}

// standing fails the test unless people are so.
func (b *billboard) standing(t testing.TB, want string, names ...string) {
	t.Helper()
	for _, name := range names {
		if got := b.stand(t, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// groups settles the groups that are to be opened, and returns who is in them.
func (b *billboard) groups(t testing.TB, as delivery.State) (all []string) {
	t.Helper()
	users := map[bot.PersonID]string{}
	for {
		claimed, _, err := b.Claim(t.Context(), delivery.Lane{Platform: b.here.Platform}, b.at, leased, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(claimed) == 0 {
			return all
		}
		for _, d := range claimed {
			if d.Thread == nil || !strings.HasPrefix(d.Key, "groupe/") {
				t.Fatalf("%+v", d)
			}
			var names []string
			for _, person := range d.Thread.Members {
				if users[person] == "" {
					directory := &storage.Directory{Store: b.announcements.Store}
					if users[person], err = directory.Account(t.Context(), b.here, person); err != nil {
						t.Fatal(err)
					}
				}
				names = append(names, users[person])
			}
			all = append(all, strings.Join(names, " "))
			b.settles(t, outcome(d, as))
		}
	}
}

// later lets so many hours pass.
func (b *billboard) later(hours int) { b.at = b.at.Add(time.Duration(hours) * time.Hour) }

// TestProgress is what a person makes of resources.
func TestProgress(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"each state from each, and since when": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			states := []storage.Progress{storage.NoProgress, storage.ResourceKept, storage.ResourceStarted, storage.ResourceDone}
			for _, from := range states {
				for _, to := range states {
					b.later(1)
					b.makes(t, alex, from)
					since := b.at
					b.later(1)
					b.makes(t, alex, to)
					if from != to {
						since = b.at
					}
					all, err := b.announcements.Store.ResourcesOf(t.Context(), b.here, alex)
					want := []storage.Followed{{Resource: course, State: to, Since: since}}
					if to == storage.NoProgress {
						want = nil
					}
					if err != nil || !slices.Equal(all, want) {
						t.Errorf("from %q to %q: %+v, %v", from, to, all, err)
					}
				}
			}
		},
		"the latest first, of one person in one community": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			for i, name := range []string{"a", "b", "c"} {
				if err := b.announcements.Store.SetProgress(t.Context(), b.here, alex, name, storage.ResourceKept, now.Add(time.Duration(i)*time.Second)); err != nil {
					t.Fatal(err)
				}
			}
			all, err := b.announcements.Store.ResourcesOf(t.Context(), b.here, alex)
			if err != nil || len(all) != 3 || all[0].Resource != "c" || all[2].Resource != "a" {
				t.Errorf("%+v, %v", all, err)
			}
			for _, of := range []struct {
				at     bot.Address
				person bot.PersonID
			}{{b.there, alex}, {b.here, b.knows(t, "sam")}} {
				if all, err := b.announcements.Store.ResourcesOf(t.Context(), of.at, of.person); err != nil || len(all) != 0 {
					t.Errorf("%+v, %v", all, err)
				}
			}
		},
		"nothing of somebody who is erased": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			if err := b.announcements.Store.Erase(t.Context(), alex, b.at); err != nil {
				t.Fatal(err)
			}
			_, meeting := b.meets(t, alex, course)
			for _, err := range []error{
				meeting,
				b.announcements.Store.SetProgress(t.Context(), b.here, alex, course, storage.ResourceKept, b.at),
				b.announcements.Store.StopMeeting(t.Context(), b.here, alex, course, b.at),
			} {
				if !errors.Is(err, bot.ErrNotFound) || strings.Contains(err.Error(), string(alex)) {
					t.Error(err)
				}
			}
		},
	})
}

// TestMeet is how three people who follow the same meet.
func TestMeet(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"a group opens for three, and another for the next three": func(t *testing.T, b *billboard) {
			for i, want := range []bool{false, false, true, false, false, true, false} {
				b.later(1)
				if opened := b.comes(t, fmt.Sprint("p", i)); opened != want {
					t.Errorf("p%d: %t", i, opened)
				}
			}
			b.standing(t, "started opening", "p0", "p1", "p2", "p3", "p4", "p5")
			b.standing(t, "started waits", "p6")
			same(t, b.groups(t, delivery.Delivered), "p0 p1 p2", "p3 p4 p5")
			b.standing(t, "started met", "p0", "p1", "p2", "p3", "p4", "p5")
			for range 2 { // whoever has one gets no other, and whoever waits counts once
				if b.comes(t, "p0") || b.comes(t, "p6") {
					t.Error("another group opens")
				}
			}
			b.makes(t, b.knows(t, "p0"), storage.ResourceDone)
			b.standing(t, "done met", "p0")
			if b.comes(t, "p7") || len(b.groups(t, delivery.Delivered)) != 0 {
				t.Error("a group of two opens")
			}
		},
		"three at once open one": func(t *testing.T, b *billboard) {
			for round := range storagetest.Rounds(3, 15) {
				var people []bot.PersonID
				for i := range 3 {
					people = append(people, b.knows(t, fmt.Sprint("r", round, "p", i)))
					if err := b.announcements.Store.SetProgress(t.Context(), b.here, people[i], fmt.Sprint(round), storage.ResourceDone, b.at); err != nil {
						t.Fatal(err)
					}
				}
				opened := make([]bool, 3)
				if err := errors.Join(together(3, func(i int) (err error) {
					opened[i], err = b.meets(t, people[i], fmt.Sprint(round))
					return err
				})...); err != nil {
					t.Fatal(err)
				}
				if n := len(slices.DeleteFunc(opened, func(one bool) bool { return !one })); n != 1 {
					t.Errorf("%d groups opened", n)
				}
				if got := b.groups(t, delivery.Delivered); len(got) != 1 || len(strings.Fields(got[0])) != 3 {
					t.Errorf("%q", got)
				}
			}
		},
		"those who come and go at once are never fewer than three in a group": func(t *testing.T, b *billboard) {
			s := b.announcements.Store
			var people []bot.PersonID
			for i := range 7 {
				name := fmt.Sprint("p", i)
				b.comes(t, name)
				people = append(people, b.knows(t, name))
			}
			gone := b.knows(t, "gone")
			b.comes(t, "gone")
			var opened []int
			var mu sync.Mutex
			does := []func(bot.PersonID) error{
				func(p bot.PersonID) error { _, err := b.meets(t, p, course); return err },
				func(p bot.PersonID) error { return s.StopMeeting(t.Context(), b.here, p, course, b.at) },
				func(p bot.PersonID) error { _, err := b.meets(t, p, course); return err },
				func(p bot.PersonID) error {
					_, err := b.choosing().ChangeOwn(t.Context(), p, b.at, func(c *storage.OwnChange) error {
						c.Pause = notice.Pause{From: b.at, Until: b.at.Add(time.Millisecond)}
						to := b.here
						to.Channel = "formations"
						c.Posts = []bot.Post{{Key: "adieu/" + string(p) + b.at.String(), Kind: bot.EditPost, Of: "rien", To: to, Message: saying("adieu"), Until: b.at}}
						return nil
					})
					return err
				},
				func(p bot.PersonID) error {
					claimed, _, err := b.Claim(t.Context(), delivery.Lane{Platform: b.here.Platform}, b.at, leased, 1)
					for _, d := range claimed {
						if d.Thread != nil {
							mu.Lock()
							opened = append(opened, len(d.Thread.Members))
							mu.Unlock()
						}
						err = errors.Join(err, b.Settle(t.Context(), b.at, outcome(d, delivery.Rejected)))
					}
					return err
				},
			}
			for round := range storagetest.Rounds(20, 100) {
				b.at = b.at.Add(2 * time.Millisecond)
				if err := errors.Join(together(len(people), func(i int) error { return does[(round+i)%len(does)](people[i]) })...); err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(together(2, func(i int) error {
				if i == 0 {
					return s.Erase(t.Context(), gone, b.at)
				}
				_, err := b.meets(t, people[0], course)
				return err
			})...); err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(opened, func(n int) bool { return n != 3 }) || len(opened) == 0 {
				t.Errorf("groups of %v", opened)
			}
		},
		"not with who takes it back, follows it no more, has found, is erased, or waited too long": func(t *testing.T, b *billboard) {
			s := b.announcements.Store
			b.comes(t, "early")
			b.later(60*24 - 2)
			for _, name := range []string{"back", "kept", "none", "found", "erased"} {
				b.comes(t, name)
				person := b.knows(t, name)
				var err error
				switch name {
				case "back":
					err = s.StopMeeting(t.Context(), b.here, person, course, b.at)
				case "kept":
					b.makes(t, person, storage.ResourceKept)
				case "none":
					b.makes(t, person, storage.NoProgress)
				case "found":
					_, err = b.choosing().ChangeOwn(t.Context(), person, b.at, func(c *storage.OwnChange) error { c.Bounced = b.at; return nil })
				case "erased":
					err = s.Erase(t.Context(), person, b.at)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			b.standing(t, "started", "back", "found")
			b.standing(t, "kept", "kept")
			b.standing(t, "started waits", "early")
			b.later(1)
			if b.comes(t, "one") { // with early, two
				t.Fatal("a group opens")
			}
			b.later(1)
			if b.comes(t, "two") { // early has waited for sixty days
				t.Fatal("a group opens with somebody who waited too long")
			}
			if err := s.Prune(t.Context(), b.at); err != nil {
				t.Fatal(err)
			}
			b.standing(t, "started", "early")
			if !b.comes(t, "three") {
				t.Fatal("no group opens")
			}
			same(t, b.groups(t, delivery.Delivered), "one two three")
		},
		"who asks again late waits anew": func(t *testing.T, b *billboard) {
			b.comes(t, "a")
			b.later(61 * 24)
			b.comes(t, "a")
			b.comes(t, "b")
			if !b.comes(t, "c") {
				t.Error("no group opens")
			}
		},
		"those whose group could not be opened wait again": func(t *testing.T, b *billboard) {
			for i, fails := range []func(){
				func() { b.groups(t, delivery.Rejected) },
				func() { b.later(25); b.posted(t) }, // its time has passed
			} {
				b.comes(t, "a")
				b.later(1)
				b.comes(t, "b")
				b.later(1)
				if !b.comes(t, "c") {
					t.Fatalf("%d: no group opens", i)
				}
				fails()
				b.standing(t, "started failed", "a", "b", "c")
				if err := b.announcements.Store.StopMeeting(t.Context(), b.here, b.knows(t, "a"), course, b.at); err != nil {
					t.Fatal(err)
				}
				b.standing(t, "started", "a")
				if !b.comes(t, "d") {
					t.Fatalf("%d: no group opens for who is left", i)
				}
				same(t, b.groups(t, delivery.Delivered), "b c d")
				b.standing(t, "started met", "b", "c", "d")
				for _, name := range []string{"a", "b", "c", "d"} {
					if err := b.announcements.Store.Erase(t.Context(), b.knows(t, name), b.at); err != nil {
						t.Fatal(err)
					}
				}
			}
		},
		"who is refused a group asks again, and is in the next": func(t *testing.T, b *billboard) {
			for _, name := range []string{"a", "b", "c"} {
				b.comes(t, name)
				b.later(1)
			}
			b.groups(t, delivery.Rejected)
			b.later(1)
			if !b.comes(t, "b") { // they are still three
				t.Fatal("no group opens")
			}
			b.standing(t, "started opening", "a", "b", "c")
			b.groups(t, delivery.Rejected)
			if err := b.announcements.Store.StopMeeting(t.Context(), b.here, b.knows(t, "c"), course, b.at); err != nil {
				t.Fatal(err)
			}
			if b.comes(t, "b") {
				t.Fatal("a group of two opens")
			}
			b.standing(t, "started waits", "b")
			b.later(1)
			if !b.comes(t, "c") {
				t.Fatal("no group opens")
			}
			b.groups(t, delivery.Rejected)
			b.later(1)
			b.comes(t, "d") // the first three of four, but who asks is among them
			same(t, b.groups(t, delivery.Delivered), "a b d")
			b.standing(t, "started failed", "c")
		},
		"nobody is in a group who leaves it while it is on its way": func(t *testing.T, b *billboard) {
			s := b.announcements.Store
			for how, want := range map[string]string{"back": "started", "kept": "kept", "none": "", "found": "started", "pause": "started waits", "erased": ""} {
				a, c := how+"-a", how+"-c"
				b.comes(t, a)
				b.later(1)
				b.comes(t, how)
				b.later(1)
				if !b.comes(t, c) {
					t.Fatalf("%s: no group opens", how)
				}
				person := b.knows(t, how)
				var err error
				switch how {
				case "back":
					err = s.StopMeeting(t.Context(), b.here, person, course, b.at)
				case "kept":
					b.makes(t, person, storage.ResourceKept)
				case "none":
					b.makes(t, person, storage.NoProgress)
				case "found":
					b.chooses(t, how, func(c *storage.OwnChange) { c.Bounced = b.at })
				case "pause":
					b.chooses(t, how, func(c *storage.OwnChange) { c.Pause = notice.Pause{From: b.at} })
				case "erased":
					err = s.Erase(t.Context(), person, b.at)
				}
				if err != nil {
					t.Fatal(err)
				}
				b.standing(t, want, how)
				b.standing(t, "started waits", a, c)
				if got := b.groups(t, delivery.Delivered); len(got) != 0 {
					t.Errorf("%s: %q", how, got)
				}
				b.later(1)
				if !b.comes(t, how+"-d") {
					t.Fatalf("%s: no group opens for those who are left", how)
				}
				same(t, b.groups(t, delivery.Delivered), a+" "+c+" "+how+"-d")
				if how == "pause" { // who would be in the groups of the others
					b.makes(t, person, storage.ResourceKept)
				}
			}
		},
		"what is being sent cannot be stopped, and nobody waits again who changed their mind meanwhile": func(t *testing.T, b *billboard) {
			for _, name := range []string{"kept", "found", "stays"} {
				b.comes(t, name)
			}
			claimed, _, err := b.Claim(t.Context(), delivery.Lane{Platform: b.here.Platform}, b.at, leased, 1)
			if err != nil || len(claimed) != 1 {
				t.Fatalf("%d posts, %v", len(claimed), err)
			}
			b.later(1)
			for _, name := range []string{"kept", "stays"} {
				if err := b.announcements.Store.StopMeeting(t.Context(), b.here, b.knows(t, name), course, b.at); err != nil {
					t.Fatal(err)
				}
			}
			b.makes(t, b.knows(t, "kept"), storage.ResourceKept)
			b.chooses(t, "found", func(c *storage.OwnChange) { c.Bounced = b.at })
			b.standing(t, "kept opening", "kept")
			b.standing(t, "started opening", "found", "stays")
			b.settles(t, outcome(claimed[0], delivery.Rejected))
			b.standing(t, "kept", "kept")
			b.standing(t, "started", "found")
			b.standing(t, "started failed", "stays")
			if b.comes(t, "new") {
				t.Error("a group opens with who changed their mind")
			}
			b.later(1)
			if !b.comes(t, "found") { // who asks all the same
				t.Error("no group opens")
			}
			b.chooses(t, "found", func(c *storage.OwnChange) { c.Budget = 2 }) // it does not take that back
			same(t, b.groups(t, delivery.Delivered), "stays new found")
		},
		"a group opens when none of its people has quiet hours": func(t *testing.T, b *billboard) {
			b.sets(t, storage.Settings{storage.CommunityTimeZone: "Asia/Tokyo"}) // 9 hours ahead
			quiet := func(from, to int) func(*storage.OwnChange) {
				return func(c *storage.OwnChange) { c.Quiet, c.Zone = &notice.Quiet{From: from * 60, To: to * 60}, "UTC" }
			}
			night := time.Date(b.at.Year(), b.at.Month(), b.at.Day(), 4, 30, 20, 0, time.UTC)
			for i, one := range []struct {
				quiet [3]func(*storage.OwnChange)
				at    int // the hour at which it opens; 0: at once
				later bool
			}{
				{quiet: [3]func(*storage.OwnChange){awake, awake, awake}},
				{quiet: [3]func(*storage.OwnChange){quiet(5, 4), awake, awake}}, // not in that minute
				{quiet: [3]func(*storage.OwnChange){quiet(20, 8), awake, awake}, at: 8},
				{quiet: [3]func(*storage.OwnChange){quiet(20, 8), quiet(3, 9), quiet(9, 11)}, at: 11},
				{quiet: [3]func(*storage.OwnChange){quiet(0, 12), quiet(12, 20), quiet(19, 0)}}, // never: 13:30 there
				{quiet: [3]func(*storage.OwnChange){quiet(0, 12), quiet(12, 20), quiet(19, 0)}, at: 23, later: true},
			} {
				night = night.AddDate(0, 0, 1)
				b.at = night
				if one.later {
					b.at = night.Add(8 * time.Hour) // 21:30 there
				}
				resource := fmt.Sprint(i)
				opened := false
				for k, choose := range one.quiet {
					name := fmt.Sprint("q", i, "p", k)
					person := b.knows(t, name)
					if err := b.announcements.Store.SetProgress(t.Context(), b.here, person, resource, storage.ResourceDone, b.at); err != nil {
						t.Fatal(err)
					}
					b.chooses(t, name, choose)
					var err error
					if opened, err = b.meets(t, person, resource); err != nil {
						t.Fatal(err)
					}
				}
				if !opened {
					t.Fatalf("%d: no group opens", i)
				}
				all, err := b.announcements.Store.ResourcesOf(t.Context(), b.here, b.knows(t, fmt.Sprint("q", i, "p0")))
				if err != nil || len(all) != 1 || !all[0].Opening || all[0].Later != (one.at != 0) {
					t.Errorf("%d: %+v, %v", i, all, err)
				}
				if one.at != 0 {
					due := night.Truncate(24 * time.Hour).Add(time.Duration(one.at) * time.Hour)
					b.at = due.Add(-time.Millisecond)
					if got := b.groups(t, delivery.Delivered); len(got) != 0 {
						t.Errorf("%d: too early: %q", i, got)
					}
					b.at = due
				}
				if got := b.groups(t, delivery.Delivered); len(got) != 1 {
					t.Errorf("%d: %q", i, got)
				}
			}
		},
		"whoever is in a pause is not counted, and is again afterwards": func(t *testing.T, b *billboard) {
			for name, pause := range map[string]notice.Pause{"for ever": {From: b.at}, "a day": {From: b.at, Until: b.at.Add(24 * time.Hour)}} {
				b.comes(t, name)
				b.chooses(t, name, func(c *storage.OwnChange) { c.Pause = pause })
				b.standing(t, "started waits", name)
			}
			b.later(23)
			if b.comes(t, "a") || b.comes(t, "b") {
				t.Fatal("a group opens with who is in a pause")
			}
			b.later(1)
			if !b.comes(t, "b") {
				t.Fatal("no group opens")
			}
			same(t, b.groups(t, delivery.Delivered), "a day a b")
			b.standing(t, "started waits", "for ever")
		},
		"what is remembered of a post says nothing else when it is forgotten": func(t *testing.T, b *billboard) {
			for _, name := range []string{"a", "b", "c"} {
				b.comes(t, name)
			}
			b.groups(t, delivery.Delivered)
			b.later(1)
			for _, name := range []string{"d", "e", "f"} {
				b.comes(t, name)
			}
			b.groups(t, delivery.Rejected)
			for _, days := range []int{1, 59, 1, 341} { // their words go, their wait, and the posts
				b.later(days * 24)
				if err := b.announcements.Store.Prune(t.Context(), b.at); err != nil {
					t.Fatal(err)
				}
				b.standing(t, "started met", "a", "b", "c")
				want := "started failed"
				if b.at.Sub(now) > 60*24*time.Hour {
					want = "started"
				}
				b.standing(t, want, "d", "e", "f")
			}
			if n := b.count(t, "posts WHERE platform = $1", b.here.Platform); n != 0 {
				t.Errorf("%d posts are remembered", n)
			}
			if b.comes(t, "a") || b.comes(t, "d") || b.comes(t, "e") || !b.comes(t, "f") {
				t.Error("not one group of d, e and f")
			}
		},
		"nobody is in a group who is erased while it opens": func(t *testing.T, b *billboard) {
			if strings.HasPrefix(b.address, "sqlite") {
				return // there is one writer
			}
			p := &teller{&planner{b.mailbox, nil}, nil}
			for _, name := range []string{"a", "b"} {
				b.comes(t, name)
				b.later(1)
			}
			gone, c := b.knows(t, "a"), b.knows(t, "c")
			b.makes(t, c, storage.ResourceStarted)
			other := p.begins(t) // what Erase does, in its order
			for _, text := range []string{"SELECT 1 FROM preferences WHERE person", "SELECT 1 FROM persons WHERE id"} {
				other.does(t, text+" = '"+string(gone)+"' FOR UPDATE")
			}
			other.does(t, "DELETE FROM resource_peers WHERE person = '"+string(gone)+"'")
			met := make(chan error, 1)
			go func() {
				opened, err := b.meets(t, c, course)
				if opened {
					err = errors.Join(err, errors.New("a group is opened"))
				}
				met <- err
			}()
			p.blocked(t)
			other.does(t, "DELETE FROM persons WHERE id = '"+string(gone)+"'")
			other.ends(t)
			if err := <-met; err != nil {
				t.Error(err)
			}
			b.standing(t, "started waits", "b", "c")
			if !b.comes(t, "d") {
				t.Error("no group opens for those who are left")
			}
			same(t, b.groups(t, delivery.Delivered), "b c d")
		},
		"nothing of who is erased is left in the group that opens": func(t *testing.T, b *billboard) {
			for _, name := range []string{"a", "b", "c"} {
				b.comes(t, name)
				b.later(1)
			}
			gone := b.knows(t, "b")
			if err := b.announcements.Store.Erase(t.Context(), gone, b.at); err != nil {
				t.Fatal(err)
			}
			if n := b.count(t, "posts WHERE thread LIKE '%' || $1 || '%' OR body LIKE '%' || $1 || '%'", string(gone)); n != 0 {
				t.Errorf("in %d posts", n)
			}
			b.standing(t, "started waits", "a", "c")
			if got := b.groups(t, delivery.Delivered); len(got) != 0 {
				t.Errorf("%q", got)
			}
		},
		"nothing of who is erased is left in the group that is opening": func(t *testing.T, b *billboard) {
			for _, name := range []string{"a", "b", "c"} {
				b.comes(t, name)
			}
			if claimed, _, err := b.Claim(t.Context(), delivery.Lane{Platform: b.here.Platform}, b.at, leased, 1); err != nil || len(claimed) != 1 {
				t.Fatalf("%d posts, %v", len(claimed), err)
			}
			gone := b.knows(t, "b")
			if err := b.announcements.Store.Erase(t.Context(), gone, b.at); err != nil {
				t.Fatal(err)
			}
			if n := b.count(t, "posts WHERE thread LIKE '%' || $1 || '%' OR body LIKE '%' || $1 || '%'", string(gone)); n != 0 {
				t.Errorf("in %d posts", n)
			}
			b.standing(t, "started opening", "a", "c")
		},
		"nobody is met by a group that could not be opened, however late that is tidied": func(t *testing.T, b *billboard) {
			for _, name := range []string{"a", "b", "c"} {
				b.comes(t, name)
			}
			b.groups(t, delivery.Rejected)
			b.later(500 * 24)
			if err := b.announcements.Store.Prune(t.Context(), b.at); err != nil {
				t.Fatal(err)
			}
			b.standing(t, "started", "a", "b", "c")
		},
	})
}
