package storage_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/delivery"
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
	return b.announcements.Store.Meet(t.Context(), b.here, person, resource, b.at, func(people []bot.PersonID) bot.Post {
		to := b.here
		to.Channel = "formations"
		return bot.Post{Kind: bot.SendPost, To: to, Lang: bot.FR, Message: saying("groupe"), Until: b.at.Add(24 * time.Hour), Thread: &bot.Thread{Name: bot.Same("g"), Private: true, Members: people}}
	})
}

// comes lets somebody start the course and wait for others; it reports whether a group opens.
func (b *billboard) comes(t testing.TB, name string) (opened bool) {
	t.Helper()
	person := b.knows(t, name)
	b.makes(t, person, storage.ResourceStarted)
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
			if f.Waits {
				said += " waits"
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
			b.standing(t, "started met", "p0", "p1", "p2", "p3", "p4", "p5")
			b.standing(t, "started waits", "p6")
			same(t, b.groups(t, delivery.Delivered), "p0 p1 p2", "p3 p4 p5")
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
			for round := range storagetest.Rounds(3, 40) {
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
					_, err = (&storage.Notices{Store: s, Lang: bot.FR, Zone: time.UTC}).ChangeOwn(t.Context(), person, b.at, func(c *storage.OwnChange) error { c.Bounced = b.at; return nil })
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
				b.standing(t, "started waits", "a", "b", "c")
				if err := b.announcements.Store.StopMeeting(t.Context(), b.here, b.knows(t, "a"), course, b.at); err != nil {
					t.Fatal(err)
				}
				b.standing(t, "started", "a")
				if !b.comes(t, "d") {
					t.Fatalf("%d: no group opens for who is left", i)
				}
				b.standing(t, "started met", "b", "c", "d")
				same(t, b.groups(t, delivery.Delivered), "b c d")
				for _, name := range []string{"a", "b", "c", "d"} {
					if err := b.announcements.Store.Erase(t.Context(), b.knows(t, name), b.at); err != nil {
						t.Fatal(err)
					}
				}
			}
		},
		"nobody waits again who changed their mind while the group was on its way": func(t *testing.T, b *billboard) {
			for _, name := range []string{"kept", "found", "stays"} {
				b.comes(t, name)
			}
			b.later(1)
			b.makes(t, b.knows(t, "kept"), storage.ResourceKept)
			if _, err := (&storage.Notices{Store: b.announcements.Store, Lang: bot.FR, Zone: time.UTC}).ChangeOwn(t.Context(), b.knows(t, "found"), b.at, func(c *storage.OwnChange) error { c.Bounced = b.at; return nil }); err != nil {
				t.Fatal(err)
			}
			b.groups(t, delivery.Rejected)
			b.standing(t, "kept", "kept")
			b.standing(t, "started", "found")
			b.standing(t, "started waits", "stays")
			if b.comes(t, "new") {
				t.Error("a group opens with who changed their mind")
			}
			b.later(1)
			if !b.comes(t, "found") { // who asks all the same
				t.Error("no group opens")
			}
			same(t, b.groups(t, delivery.Delivered), "stays new found")
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
				want := "started waits"
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
			same(t, b.groups(t, delivery.Delivered), "a c")
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
