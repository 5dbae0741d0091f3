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

// TestDecisions lets moderators decide of one announcement at once: one of them does.
func TestDecisions(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"one decides": func(t *testing.T, b *billboard) {
			alex, moderators := b.knows(t, "alex"), []bot.PersonID{b.knows(t, "lou"), b.knows(t, "sam")}
			for round := range storagetest.Rounds(8, 100) {
				a := b.publishes(t, alex, unlawful(fmt.Sprint("Poste ", round)))
				as := []storage.Standing{storage.Living, storage.Refused}
				errs := together(2, func(i int) error {
					_, err := b.decides(t, a.ID, moderators[i], as[i])
					return err
				})
				won := slices.Index(errs, nil)
				if won < 0 || !errors.Is(errs[1-won], storage.ErrChanged) {
					t.Fatalf("%v", errs)
				}
				got := b.is(t, a.ID, as[won])
				if by, err := b.announcements.DecidedBy(t.Context(), got); err != nil || by != []string{"lou", "sam"}[won] {
					t.Errorf("decided by %q, %v", by, err)
				}
				if n := b.count(t, "audit WHERE about = $1 AND subject = $2 AND after IS NULL", a.ID, string(alex)); n != 1 {
					t.Errorf("written down %d times", n)
				}
				if n := b.count(t, "notices WHERE person = $1 AND topic = $2 AND ref IN ($3, $4)", string(alex), storage.AnnouncementTopic, storage.PublishedRef+"/"+a.ID, storage.RefusedRef+"/"+a.ID); n != 1 {
					t.Errorf("told %d times", n)
				}
			}
			log, err := b.announcements.Store.Log(t.Context(), b.here, storage.SettingsInLog, "", 10)
			if err != nil || len(log) == 0 || slices.ContainsFunc(log, func(e storage.LogEntry) bool { return strings.HasPrefix(string(e.What), "announcement") }) {
				t.Errorf("decisions are shown as settings: %+v, %v", log, err)
			}
		},
		"moderators who decide of each other's": func(t *testing.T, b *billboard) {
			people := []bot.PersonID{b.knows(t, "lou"), b.knows(t, "sam")}
			for round := range storagetest.Rounds(8, 100) {
				var ids []string
				for i, person := range people {
					ids = append(ids, b.publishes(t, person, unlawful(fmt.Sprint("Poste ", round, " ", i))).ID)
				}
				for _, err := range together(2, func(i int) error {
					_, err := b.decides(t, ids[i], people[1-i], storage.Living)
					return err
				}) {
					if err != nil {
						t.Error(err)
					}
				}
			}
		},
		"of one whose readers erase themselves meanwhile": func(t *testing.T, b *billboard) {
			mod := b.knows(t, "mod")
			for round := range storagetest.Rounds(20, 300) {
				a := b.publishes(t, b.knows(t, fmt.Sprint("author", round)), vacancy(fmt.Sprint("Poste ", round)))
				sam := b.knows(t, "sam")
				b.publishes(t, sam, unlawful(fmt.Sprint("Autre ", round)))
				if err := b.announcements.Opened(t.Context(), a.ID, sam); err != nil {
					t.Fatal(err)
				}
				if err := b.announcements.Store.KeepOffer(t.Context(), b.here, sam, a.ID, b.at); err != nil {
					t.Fatal(err)
				}
				if _, err := b.reports(t, sam, a.ID, "un"); err != nil {
					t.Fatal(err)
				}
				for _, err := range together(2, func(i int) (err error) {
					switch {
					case i == 0:
						return b.announcements.Store.Erase(t.Context(), sam, b.at)
					case round%2 == 0:
						_, err = b.announcements.Change(t.Context(), b.here, a.ID, mod, b.at, func(a *storage.Announced) error { a.State = storage.Refused; return nil })
					default:
						_, err = b.announcements.Change(t.Context(), b.here, a.ID, "", b.at, func(a *storage.Announced) error { a.State = storage.Withdrawn; return nil })
					}
					return err
				}) {
					if err != nil {
						t.Error(err)
					}
				}
			}
		},
	})
}

// TestAnnouncementNews is what authors are told of, and when.
func TestAnnouncementNews(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"that the end is near, anew once it is renewed": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			first := "rappel/" + a.ID + " at 2026-12-19 09:00:00 until 2026-12-22 09:00:00"
			if got := b.notices(t, alex); !slices.Equal(got, []string{first}) {
				t.Errorf("%q", got)
			}
			b.edits(t, a, vacancy("Zingueuse"))
			b.at = now.Add(24 * time.Hour)
			b.renews(t, a.ID)
			b.renews(t, a.ID)
			// The first one is not told: it is of another end than the announcement's.
			if got := b.notices(t, alex); !slices.Equal(got, []string{first, "rappel/" + a.ID + " at 2026-12-20 09:00:00 until 2026-12-23 09:00:00"}) {
				t.Errorf("%q", got)
			}
			if a = b.is(t, a.ID, storage.Living); a.Expires.Format(time.DateTime) != "2026-12-23 09:00:00" {
				t.Errorf("%s", a.Expires)
			}
		},
		"of a decision, not of a correction": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a := b.publishes(t, alex, unlawful("Ferblantière"))
			if b.count(t, "notices WHERE person = $1", string(alex)) != 0 {
				t.Error("told before anybody has decided")
			}
			b.stands(t, a.ID, sam, storage.Refused)
			if got := b.notices(t, alex); !slices.Equal(got, []string{"refusee/" + a.ID + " at 2026-11-22 09:00:00 until 2026-11-29 09:00:00"}) {
				t.Errorf("%q", got)
			}
			lou := b.knows(t, "lou")
			a = b.publishes(t, lou, unlawful("Zingueuse"))
			b.edits(t, a, vacancy("Zingueuse"))
			if got := b.notices(t, lou); len(got) != 1 || !strings.HasPrefix(got[0], "rappel/") {
				t.Errorf("%q", got)
			}
			b.edits(t, a, unlawful("Zingueuse"))
			b.at = now.Add(time.Hour)
			b.stands(t, a.ID, sam, storage.Living)
			if got := b.notices(t, lou); len(got) != 2 || got[0] != "publiee/"+a.ID+" at 2026-11-22 10:00:00 until 2026-11-29 10:00:00" {
				t.Errorf("%q", got)
			}
		},
	})
}
