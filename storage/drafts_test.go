package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rebond/bot"
	"rebond/bot/board"
	"rebond/storage"
	"rebond/storage/storagetest"
)

// written are the titles of what a person is writing, the latest first.
func (b *billboard) written(t testing.TB, person bot.PersonID) string {
	t.Helper()
	all, err := b.announcements.Store.Drafts(t.Context(), b.here, person, b.at)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for i := range all {
		titles = append(titles, all[i].Title)
	}
	return strings.Join(titles, " ")
}

// TestDrafts is what whoever writes an announcement counts on.
func TestDrafts(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"what is written is what is read, by its author where it was written": func(t *testing.T, b *billboard) {
			s, alex := b.announcements.Store, b.knows(t, "alex")
			d := b.drafts(t, alex, "", unlawful("« A » ' % $1"))
			got, err := s.Draft(t.Context(), b.here, alex, d.ID, now)
			if err != nil || *got != *d || d.ID == "" || !got.Changed.Equal(now) || got.Revision != 0 {
				t.Errorf("%+v, %v", got, err)
			}
			for who, in := range map[bot.PersonID]bot.Address{b.knows(t, "sam"): b.here, alex: b.there} {
				if _, err := s.Draft(t.Context(), in, who, d.ID, now); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("read: %v", err)
				}
				if all, err := s.Drafts(t.Context(), in, who, now); err != nil || len(all) != 0 {
					t.Errorf("listed: %v, %v", all, err)
				}
				if _, err := s.ChangeDraft(t.Context(), in, who, d.ID, now, func(*board.Announcement) { t.Error("changed") }); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("changed: %v", err)
				}
				if _, err := b.announcements.Publish(t.Context(), in, who, d.ID, 0, storage.Terms{Limit: 1}, now); !errors.Is(err, bot.ErrNotFound) {
					t.Errorf("published: %v", err)
				}
			}
			if err := s.DropDraft(t.Context(), b.knows(t, "sam"), d.ID); err != nil || b.written(t, alex) == "" {
				t.Errorf("somebody else has dropped it: %v", err)
			}
			if err := s.DropDraft(t.Context(), alex, d.ID); err != nil || b.written(t, alex) != "" {
				t.Errorf("it is still there: %v", err)
			}
		},
		"a day from the last change": func(t *testing.T, b *billboard) {
			s, alex := b.announcements.Store, b.knows(t, "alex")
			old, d := b.drafts(t, alex, "", vacancy("vieux")), b.drafts(t, alex, "", vacancy("jeune"))
			b.at = now.Add(23 * time.Hour)
			if got, err := s.ChangeDraft(t.Context(), b.here, alex, d.ID, b.at, func(a *board.Announcement) { a.Company = "Autre" }); err != nil || got.Company != "Autre" || got.Revision != 1 || !got.Changed.Equal(b.at) {
				t.Errorf("%+v, %v", got, err)
			}
			b.at = now.Add(24*time.Hour - time.Millisecond)
			if got := b.written(t, alex); got != "jeune vieux" {
				t.Errorf("before: %q", got)
			}
			b.at = now.Add(24 * time.Hour)
			if got := b.written(t, alex); got != "jeune" {
				t.Errorf("after a day: %q", got)
			}
			if _, err := b.announcements.Publish(t.Context(), b.here, alex, old.ID, 0, storage.Terms{Limit: 1}, b.at); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("published: %v", err)
			}
			if err := s.Prune(t.Context(), b.at); err != nil || b.count(t, "announcement_drafts WHERE person = $1", string(alex)) != 1 || b.written(t, alex) != "jeune" {
				t.Errorf("%q is left, %v", b.written(t, alex), err)
			}
		},
		"at most 10 in a community, of which those count that live": func(t *testing.T, b *billboard) {
			s, alex := b.announcements.Store, b.knows(t, "alex")
			for i := range storage.MaxDrafts - 1 {
				b.drafts(t, alex, "", vacancy(fmt.Sprint(i)))
			}
			adds := func(in bot.Address, of string) error {
				return s.AddDraft(t.Context(), &storage.Draft{Person: alex, Community: in, Of: of, Announcement: vacancy("x")}, b.at)
			}
			errs := together(4, func(int) error { return adds(b.here, "") })
			if n := len(succeeded(errs)); n != 1 {
				t.Errorf("%d of the last: %v", n, errs)
			}
			for _, err := range errs {
				if err != nil && !errors.Is(err, storage.ErrTooManyDrafts) {
					t.Error(err)
				}
			}
			if err := adds(b.there, ""); err != nil {
				t.Errorf("elsewhere: %v", err)
			}
			b.drafts(t, b.knows(t, "sam"), "", vacancy("y"))
			b.at = now.Add(24 * time.Hour)
			if err := adds(b.here, ""); err != nil {
				t.Errorf("after they have gone: %v", err)
			}
		},
		"one of an announcement, whatever others there are": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a, other := b.publishes(t, alex, vacancy("A")), b.publishes(t, alex, vacancy("B"))
			for i := range storage.MaxDrafts - 2 {
				b.drafts(t, alex, "", vacancy(fmt.Sprint(i)))
			}
			first := b.drafts(t, alex, a.ID, vacancy("A1"))
			b.drafts(t, alex, other.ID, vacancy("B1"))
			if second := b.drafts(t, alex, a.ID, vacancy("A2")); *second != *first { // what was begun is not lost
				t.Errorf("%+v", second)
			}
			if got := b.written(t, alex); !strings.Contains(got, "A1") || strings.Contains(got, "A2") || !strings.Contains(got, "B1") {
				t.Errorf("%q", got)
			}
			if got, err := b.announcements.Publish(t.Context(), b.here, alex, first.ID, 0, storage.Terms{Limit: 1}, now); err != nil || got.ID != a.ID || got.Title != "A1" {
				t.Errorf("%+v, %v", got, err)
			}
			b.drafts(t, alex, a.ID, vacancy("A3"))
			b.stands(t, a.ID, "", storage.Withdrawn)
			if got := b.written(t, alex); strings.Contains(got, "A3") || !strings.Contains(got, "B1") {
				t.Errorf("of what is withdrawn a draft is left: %q", got)
			}
		},
		"of what is not there to be changed it makes a new one": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a := b.publishes(t, alex, vacancy("A"))
			if got := b.edits(t, &storage.Announced{ID: a.ID, Author: sam}, vacancy("B")); got.ID == a.ID || got.Author != sam || b.is(t, a.ID, storage.Living).Title != "A" {
				t.Errorf("of somebody else's: %+v", got)
			}
			b.stands(t, a.ID, "", storage.Withdrawn)
			if got := b.edits(t, a, vacancy("C")); got.ID == a.ID || got.Author != alex || b.is(t, a.ID, storage.Withdrawn).Title != "" {
				t.Errorf("of one that is withdrawn: %+v", got)
			}
			a = b.publishes(t, alex, unlawful("D"))
			b.stands(t, a.ID, sam, storage.Refused)
			if got := b.edits(t, a, vacancy("D")); got.ID != a.ID || got.State != storage.Held { // moderators read it again
				t.Errorf("of one that was refused: %+v", got)
			}
			b.stands(t, a.ID, "", storage.Withdrawn)
			if _, err := b.sends(t, alex, a.ID, vacancy("E"), 1); err == nil {
				t.Error("a new one is not counted")
			}
		},
		"what has ended is changed as it is, and is not renewed past the moderators": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("A"))
			for _, as := range []storage.Standing{storage.Filled, storage.Expired} {
				b.stands(t, a.ID, "", as)
				if got := b.edits(t, a, vacancy("B")); got.ID != a.ID || got.State != as || got.Title != "B" || b.lists(t, b.here, "B") {
					t.Errorf("%s: %+v", as, got)
				}
				if got := b.edits(t, a, unlawful("C")); got.State != storage.Held || b.lists(t, b.here, "C") || b.opens(t, b.here, a.ID, "") {
					t.Errorf("%s, unlawful: %+v", as, got)
				}
			}
		},
		"only as it was shown is it published": func(t *testing.T, b *billboard) {
			s, alex := b.announcements.Store, b.knows(t, "alex")
			d := b.drafts(t, alex, "", vacancy("A"))
			if _, err := s.ChangeDraft(t.Context(), b.here, alex, d.ID, now, func(a *board.Announcement) { a.Title = "B" }); err != nil {
				t.Fatal(err)
			}
			for _, revision := range []int64{0, 2} {
				if _, err := b.announcements.Publish(t.Context(), b.here, alex, d.ID, revision, storage.Terms{Limit: 1}, now); !errors.Is(err, storage.ErrChanged) {
					t.Errorf("revision %d: %v", revision, err)
				}
			}
			if got := b.written(t, alex); got != "B" || b.count(t, "announcements WHERE author = $1", string(alex)) != 0 {
				t.Errorf("%q", got)
			}
			if got, err := b.announcements.Publish(t.Context(), b.here, alex, d.ID, 1, storage.Terms{Limit: 1}, now); err != nil || got.Title != "B" || b.written(t, alex) != "" {
				t.Errorf("%+v, %v", got, err)
			}
		},
		"changes made at once are all there": func(t *testing.T, b *billboard) {
			s, alex := b.announcements.Store, b.knows(t, "alex")
			a := vacancy("A")
			a.Text = ""
			d := b.drafts(t, alex, "", a)
			const many = 12
			for _, err := range together(many, func(i int) error {
				_, err := s.ChangeDraft(t.Context(), b.here, alex, d.ID, now, func(a *board.Announcement) { a.Text += string(rune('a' + i)) })
				return err
			}) {
				if err != nil {
					t.Error(err)
				}
			}
			got, err := s.Draft(t.Context(), b.here, alex, d.ID, now)
			if err != nil || got.Revision != many || len(got.Text) != many || strings.IndexFunc("abcdefghijkl", func(r rune) bool { return !strings.ContainsRune(got.Text, r) }) >= 0 {
				t.Errorf("%+v, %v", got, err)
			}
		},
		"a change and its publication at once: what is published is what was shown": func(t *testing.T, b *billboard) {
			s, alex := b.announcements.Store, b.knows(t, "alex")
			for round := range storagetest.Rounds(6, 60) {
				d := b.drafts(t, alex, "", vacancy(fmt.Sprint("A", round)))
				errs := together(2, func(i int) (err error) {
					if i == 0 {
						_, err = s.ChangeDraft(t.Context(), b.here, alex, d.ID, now, func(a *board.Announcement) { a.Title = fmt.Sprint("B", round) })
						return err
					}
					_, err = b.announcements.Publish(t.Context(), b.here, alex, d.ID, 0, storage.Terms{Limit: anyNumber}, now)
					return err
				})
				switch left := b.written(t, alex); {
				case errs[0] == nil && errors.Is(errs[1], storage.ErrChanged) && left == fmt.Sprint("B", round):
				case errors.Is(errs[0], bot.ErrNotFound) && errs[1] == nil && left == "" && b.lists(t, b.here, fmt.Sprint("A", round)):
				default:
					t.Errorf("%v, %q is left", errs, left)
				}
				if err := s.DropDraft(t.Context(), alex, d.ID); err != nil {
					t.Fatal(err)
				}
			}
		},
	})
}

// TestMayReadPage reads a page for a person once in 10 seconds.
func TestMayReadPage(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"however often it is asked for at once": func(t *testing.T, b *billboard) {
			for round := range storagetest.Rounds(5, 50) {
				alex := b.knows(t, fmt.Sprint("alex", round))
				may := make([]bool, 8)
				for i, err := range together(len(may), func(i int) (err error) {
					may[i], err = b.announcements.Store.MayReadPage(t.Context(), alex, now.Add(time.Duration((i*5)%8)*time.Millisecond))
					return err
				}) {
					if err != nil {
						t.Errorf("%d: %v", i, err)
					}
				}
				if n := strings.Count(fmt.Sprint(may), "true"); n != 1 {
					t.Errorf("%d times", n)
				}
			}
		},
		"as time goes on, or back": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			for _, step := range []struct {
				who  bot.PersonID
				at   time.Duration
				want bool
			}{
				{alex, 0, true}, {sam, 0, true}, {alex, 0, false}, {alex, 9999 * time.Millisecond, false}, {alex, 10 * time.Second, true},
				{alex, 20 * time.Second, true},
				{alex, 15 * time.Second, false},         // back a little: of two requests at once the later was first
				{alex, -time.Hour, true},                // far back: the clock was put back
				{alex, -time.Hour + time.Second, false}, // and counts from there on
				{alex, -time.Hour + 10*time.Second, true},
				{"nobody", 0, false},
			} {
				if may, err := b.announcements.Store.MayReadPage(t.Context(), step.who, now.Add(step.at)); err != nil || may != step.want {
					t.Errorf("at %s: %v, %v", step.at, may, err)
				}
			}
		},
	})
}
