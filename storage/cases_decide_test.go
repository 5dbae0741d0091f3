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

// told are what an author is told, but that the end is near.
func (b *billboard) told(t testing.TB, author bot.PersonID) (all []string) {
	t.Helper()
	for _, said := range b.notices(t, author) {
		if what, _, _ := strings.Cut(said, "/"); what != storage.ReminderRef {
			all = append(all, what)
		}
	}
	slices.Sort(all)
	return all
}

// keeps reports whether somebody still has an offer among those they keep.
func (b *billboard) keeps(t testing.TB, in bot.Address, person bot.PersonID, offer string) bool {
	t.Helper()
	page, err := b.announcements.Store.KeptOffers(t.Context(), in, person, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(page.Offers, func(o storage.Offer) bool { return o.OfferID == offer })
}

// decided are the acts written down of an offer, the last first, and who did them.
func (b *billboard) decided(t testing.TB, about string) (all []string) {
	t.Helper()
	log, err := b.announcements.Store.Log(t.Context(), b.here, storage.AllOfLog, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range log {
		if e.About == about {
			all = append(all, string(e.What)+" "+e.By)
		}
	}
	return all
}

// TestCases is what moderators decide of what members reported, of offers of members.
func TestCases(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"what is put aside is found nowhere, and everywhere again once it is kept": func(t *testing.T, b *billboard) {
			alex, sam := b.knows(t, "alex"), b.knows(t, "sam")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			if err := b.announcements.Store.KeepOffer(t.Context(), b.here, sam, a.ID, now); err != nil {
				t.Fatal(err)
			}
			c := b.warns(t, "lou", a.ID)
			b.posted(t)
			if b.is(t, a.ID, storage.Aside); b.lists(t, b.here, "ferblantière") || b.opens(t, b.here, a.ID, sam) || b.opens(t, b.there, a.ID, sam) || b.keeps(t, b.here, sam, a.ID) || b.keeps(t, b.there, sam, a.ID) {
				t.Error("it is found")
			}
			if err := b.announcements.Store.KeepOffer(t.Context(), b.here, b.knows(t, "dom"), a.ID, now); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("kept: %v", err)
			}
			if got := b.edits(t, a, vacancy("Zingueuse")); got.State != storage.Aside || b.lists(t, b.here, "zingueuse") {
				t.Error("to edit it is enough to show it again")
			}
			b.shows(t, "offres: =Zingueuse aside")
			b.edits(t, a, vacancy("Zingueuse"))
			b.at = now.Add(time.Hour)
			if got := b.closes(t, c, "mod", storage.CaseKept); got.State != storage.CaseKept || got.State.Waits() {
				t.Errorf("%+v", got)
			}
			if got := b.is(t, a.ID, storage.Held); !got.MustRead || b.lists(t, b.here, "zingueuse") { // nobody has read what it says since
				t.Errorf("%+v", got)
			}
			b.shows(t, "moderation: =Zingueuse? kept mod", "moderation: Zingueuse held mod", "offres: =Zingueuse held")
			got := b.stands(t, a.ID, b.knows(t, "mod"), storage.Living)
			if !got.Expires.Equal(a.Expires) || !got.Published.Equal(now) || got.Kept != 1 || !b.lists(t, b.here, "zingueuse") || !b.opens(t, b.here, a.ID, "") || !b.keeps(t, b.here, sam, a.ID) {
				t.Errorf("%+v", got)
			}
			b.shows(t, "moderation: =Zingueuse living mod", "offres: =Zingueuse living")
			if said := b.told(t, alex); !slices.Equal(said, []string{storage.AsideRef, storage.PublishedRef}) {
				t.Errorf("told %q", said)
			}
			if log := b.decided(t, a.ID); !slices.Equal(log, []string{"announcement_published mod", "offer_kept mod"}) {
				t.Errorf("%q", log)
			}
		},
		"what is kept as it was appears at once": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			c := b.warns(t, "lou", a.ID)
			b.posted(t)
			b.at = now.Add(time.Hour)
			b.closes(t, c, "mod", storage.CaseKept)
			if got := b.is(t, a.ID, storage.Living); !got.Expires.Equal(a.Expires) || !b.lists(t, b.here, "ferblantière") {
				t.Errorf("%+v", got)
			}
			b.shows(t, "moderation: =Ferblantière? kept mod", "offres: =Ferblantière living")
			if said := b.told(t, alex); !slices.Equal(said, []string{storage.AsideRef, storage.RestoredRef}) {
				t.Errorf("told %q", said)
			}
		},
		"what is removed can be sent again, and is found once moderators have read it": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			c := b.closes(t, b.says(t, "sam", a.ID, "", storage.CaseOpen), "mod", storage.CaseRemoved)
			got := b.is(t, a.ID, storage.Refused)
			if got.Why != (storage.Why{Reason: "autre", Words: "Mots de mod"}) || b.lists(t, b.here, "ferblantière") || b.opens(t, b.here, a.ID, "") || b.count(t, "offers WHERE id = $1", a.ID) != 0 {
				t.Errorf("%+v", got)
			}
			if got := b.edits(t, a, vacancy("Ferblantière")); got.State != storage.Held || !got.MustRead || got.Why.IsZero() {
				t.Errorf("%+v", got)
			}
			if _, err := b.reports(t, b.knows(t, "dom"), a.ID, "déjà retirée"); !errors.Is(err, bot.ErrNotFound) {
				t.Errorf("what nobody sees is reported: %v", err)
			}
			b.posted(t)
			if got := b.stands(t, a.ID, b.knows(t, "mod"), storage.Living); !got.Why.IsZero() || !b.lists(t, b.here, "ferblantière") || !b.opens(t, b.here, a.ID, "") {
				t.Errorf("what moderators have published is not found: %+v", got)
			}
			b.tends(t)
			if said := b.told(t, alex); !slices.Equal(said, []string{storage.PublishedRef, storage.RefusedRef}) {
				t.Errorf("told %q", said)
			}
			if got := b.news(t, "sam"); !slices.Equal(got, []string{"removed/" + a.ID}) {
				t.Errorf("%q", got)
			}
			if b.warns(t, "max", a.ID); b.waiting(t) == nil || b.closes(t, c, "mod", storage.CaseKept).ID != c.ID {
				t.Error("it cannot be reported any more")
			}
			if log := b.decided(t, a.ID); !slices.Equal(log, []string{"offer_kept mod", "announcement_published mod", "offer_removed mod"}) {
				t.Errorf("%q", log)
			}
		},
		"its author is asked for a change, and moderators read that": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			b.closes(t, b.warns(t, "sam", a.ID), "mod", storage.CaseReturned)
			if got := b.is(t, a.ID, storage.Returned); got.Why.Words != "Mots de mod" || !got.Ended.Equal(now) || b.lists(t, b.here, "ferblantière") || b.opens(t, b.here, a.ID, "") {
				t.Errorf("%+v", got)
			}
			if said := b.told(t, alex); !slices.Equal(said, []string{storage.ReturnedRef, storage.AsideRef}) {
				t.Errorf("told %q", said)
			}
			b.posted(t)
			b.edits(t, a, vacancy("Zingueuse"))
			b.shows(t, "moderation: Zingueuse held", "offres: =Zingueuse held")
			b.stands(t, a.ID, b.knows(t, "mod"), storage.Living)
			if b.shows(t, "moderation: =Zingueuse living mod", "offres: =Zingueuse living"); !b.lists(t, b.here, "zingueuse") {
				t.Error("it is not found")
			}
		},
		"it ends while it is aside, and may come back once that is decided": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			c := b.warns(t, "sam", a.ID)
			b.at = a.Expires
			b.tends(t)
			b.is(t, a.ID, storage.Expired)
			b.renews(t, a.ID)
			if b.lists(t, b.here, "ferblantière") {
				t.Error("to renew it is enough to show it again")
			}
			b.tends(t)
			b.is(t, a.ID, storage.Aside)
			b.at = b.at.Add(storage.AnnouncementLife)
			b.tends(t)
			b.closes(t, c, "mod", storage.CaseKept)
			b.is(t, a.ID, storage.Expired)
			b.renews(t, a.ID)
			b.tends(t)
			if b.is(t, a.ID, storage.Living); !b.lists(t, b.here, "ferblantière") {
				t.Error("it is not found")
			}
		},
		"its author withdraws it: nothing is left to decide, and moderators know": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			c := b.warns(t, "sam", a.ID)
			b.posted(t)
			b.stands(t, a.ID, "", storage.Withdrawn)
			b.shows(t, "moderation: =? gone", "offres: =withdrawn")
			if log := b.decided(t, a.ID); !slices.Equal(log, []string{"offer_withdrawn alex"}) {
				t.Errorf("%q", log)
			}
			if got := b.under(t, storage.NoApproval, alex, "", vacancy("Ferblantière")); got.State != storage.Held { // it is not published anew past them
				t.Errorf("%+v", got)
			}
			b.posted(t)
			b.tends(t)
			if got := b.news(t, "sam"); !slices.Equal(got, []string{"gone/" + a.ID}) || b.waiting(t) != nil {
				t.Errorf("%q, %q", got, b.waiting(t))
			}
			if _, err := b.announcements.DecideCase(t.Context(), b.here, c.ID, c.Revision, b.knows(t, "mod"), storage.CaseKept, storage.Why{}, now); !errors.Is(err, bot.ErrNotFound) {
				t.Error(err)
			}
		},
		"what had ended is withdrawn: its card goes": func(t *testing.T, b *billboard) {
			alex := b.knows(t, "alex")
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			b.says(t, "sam", a.ID, "", storage.CaseOpen)
			b.posted(t)
			b.stands(t, a.ID, "", storage.Filled)
			b.stands(t, a.ID, "", storage.Withdrawn)
			b.shows(t, "moderation: x", "offres: =withdrawn")
			if got := b.under(t, storage.NoApproval, alex, "", vacancy("Zingueuse")); got.State != storage.Living || b.decided(t, a.ID) != nil || b.waiting(t) != nil {
				t.Errorf("%+v", got)
			}
		},
		"moderators refuse it by another way: its case is closed with it": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			b.says(t, "sam", a.ID, "", storage.CaseOpen)
			b.posted(t)
			if _, err := b.announcements.Change(t.Context(), b.here, a.ID, b.knows(t, "mod"), now, func(a *storage.Announced) error { a.State = storage.Refused; return nil }); err != nil {
				t.Fatal(err)
			}
			b.shows(t, "moderation: =Ferblantière? removed mod", "offres: =Ferblantière refused")
			b.tends(t)
			if got := b.news(t, "sam"); !slices.Equal(got, []string{"removed/" + a.ID}) || b.waiting(t) != nil || !slices.Equal(b.decided(t, a.ID), []string{"announcement_removed mod"}) {
				t.Errorf("%q, %q, %q", got, b.waiting(t), b.decided(t, a.ID))
			}
		},
		"a death before the announcement has followed": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			b.posted(t)
			dies := &storage.Announcements{Store: b.announcements.Store, Words: mortalWords{}}
			func() {
				defer func() { recover() }()
				_, err := dies.Report(t.Context(), &storage.Report{Community: b.here, Offer: a.ID, Person: b.knows(t, "sam"), Reason: "arnaque", Grave: true}, now)
				t.Errorf("it did not die: %v", err)
			}()
			if b.is(t, a.ID, storage.Living); b.lists(t, b.here, "ferblantière") || b.opens(t, b.here, a.ID, "") {
				t.Error("whoever looks for it finds it")
			}
			b.tends(t)
			b.tends(t)
			b.is(t, a.ID, storage.Aside)
			b.shows(t, "moderation: Ferblantière? aside arnaque", "offres: =Ferblantière aside")
		},
		"only as it was shown, and where it is": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), vacancy("Ferblantière"))
			mod := b.knows(t, "mod")
			c := b.says(t, "sam", a.ID, "", storage.CaseOpen)
			b.says(t, "lou", a.ID, "", storage.CaseOpen)
			decide := func(in bot.Address, revision int64, as storage.CaseState, want error) {
				t.Helper()
				if _, err := b.announcements.DecideCase(t.Context(), in, c.ID, revision, mod, as, storage.Why{}, now); !errors.Is(err, want) {
					t.Errorf("%v, want %v", err, want)
				}
			}
			decide(b.here, c.Revision, storage.CaseRemoved, storage.ErrChanged)
			decide(b.there, c.Revision+1, storage.CaseRemoved, bot.ErrNotFound)
			decide(b.here, c.Revision+1, storage.CaseKept, nil)
			decide(b.here, c.Revision+2, storage.CaseRemoved, storage.ErrChanged)
			b.is(t, a.ID, storage.Living)
			if log := b.decided(t, a.ID); !slices.Equal(log, []string{"offer_kept mod"}) {
				t.Errorf("%q", log)
			}
		},
	})
}

// mortalWords kill the program that would show what is put aside.
type mortalWords struct{ boardWords }

func (w mortalWords) Card(all []storage.Announced, s storage.Settings) *bot.Message {
	if slices.ContainsFunc(all, func(a storage.Announced) bool { return a.State == storage.Aside }) {
		panic("killed")
	}
	return w.boardWords.Card(all, s)
}

// TestImportedCases is what moderators decide of imported offers, which serve everybody.
func TestImportedCases(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"each community hides what it has removed, and no other": func(t *testing.T, b *billboard) {
			title := "Soudeuse " + b.here.Platform
			put(t, b.announcements.Store, offer("imported "+b.here.Platform, title, 1))
			id, sam := storedID(t, b.address, "imported "+b.here.Platform), b.knows(t, "sam")
			if err := b.announcements.Store.KeepOffer(t.Context(), b.here, sam, id, now); err != nil {
				t.Fatal(err)
			}
			seen := func(in bot.Address) bool {
				t.Helper()
				lists, opens, keeps := b.lists(t, in, title), b.opens(t, in, id, sam), b.keeps(t, in, sam, id)
				if lists != opens || lists != keeps {
					t.Errorf("in %v found: %v, seen by itself: %v, among the kept: %v", in, lists, opens, keeps)
				}
				return lists
			}
			c := b.warns(t, "lou", id)
			for _, step := range []struct {
				as   storage.CaseState
				here bool
			}{{"", false}, {storage.CaseKept, true}, {storage.CaseRemoved, false}} {
				if step.as == storage.CaseRemoved {
					b.says(t, "dom", id, "", storage.CaseOpen)
				}
				if step.as != "" {
					b.closes(t, c, "mod", step.as)
				}
				if seen(b.here) != step.here || !seen(b.there) {
					t.Errorf("after %q: here %v, elsewhere %v", step.as, seen(b.here), seen(b.there))
				}
			}
			put(t, b.announcements.Store, offer("imported "+b.here.Platform, title+" bis", 1)) // it is still there, and has changed
			if _, err := b.reports(t, b.knows(t, "max"), id, ""); err != nil || seen(b.here) {
				t.Errorf("what is removed is shown again: %v", err)
			}
			if b.tends(t); !slices.Equal(b.news(t, "max"), []string{"removed/" + id}) || b.waiting(t) != nil {
				t.Errorf("%q", b.news(t, "max"))
			}
			if err := b.announcements.Store.Prune(t.Context(), now.AddDate(1, 0, 0)); err != nil || seen(b.here) || !seen(b.there) {
				t.Errorf("a year later: %v", err)
			}
			if log := b.decided(t, id); !slices.Equal(log, []string{"offer_removed mod", "offer_kept mod"}) {
				t.Errorf("%q", log)
			}
		},
		"nobody can be asked to change it": func(t *testing.T, b *billboard) {
			c := b.warns(t, "lou", b.imported(t, "o1"))
			if _, err := b.announcements.DecideCase(t.Context(), b.here, c.ID, c.Revision, b.knows(t, "mod"), storage.CaseReturned, storage.Why{}, now); !errors.Is(err, storage.ErrChanged) {
				t.Error(err)
			}
		},
	})
}

// TestCaseDecisions lets two moderators decide of one case at once: one of them does.
func TestCaseDecisions(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"one decides, and who reported is told once": func(t *testing.T, b *billboard) {
			moderators := []bot.PersonID{b.knows(t, "mod"), b.knows(t, "mad")}
			for round := range storagetest.Rounds(6, 60) {
				b.at = now.Add(time.Duration(round) * 24 * time.Hour)
				offer := b.imported(t, fmt.Sprint("o", round))
				if round%2 == 0 {
					offer = b.publishes(t, b.knows(t, fmt.Sprint("author", round)), vacancy(fmt.Sprint("Poste ", round))).ID
				}
				b.says(t, "sam", offer, "", storage.CaseOpen)
				c := b.warns(t, "lou", offer)
				as := []storage.CaseState{storage.CaseKept, storage.CaseRemoved}
				errs := together(2, func(i int) error {
					_, err := b.announcements.DecideCase(t.Context(), b.here, c.ID, c.Revision, moderators[i], as[i], storage.Why{}, b.at)
					return err
				})
				won := slices.Index(errs, nil)
				if won < 0 || !errors.Is(errs[1-won], storage.ErrChanged) {
					t.Fatalf("%v", errs)
				}
				if log, want := b.decided(t, offer), []string{"offer_kept mod", "offer_removed mad"}[won]; !slices.Equal(log, []string{want}) {
					t.Errorf("%q, want %q", log, want)
				}
				if round%2 == 0 {
					b.is(t, offer, []storage.Standing{storage.Living, storage.Refused}[won])
				}
				for _, err := range together(3, func(int) error { _, err := b.announcements.Tend(t.Context(), b.at); return err }) {
					if err != nil {
						t.Error(err)
					}
				}
				for _, who := range []string{"sam", "lou"} {
					if n := b.count(t, "notices WHERE person = $1 AND ref = $2", string(b.knows(t, who)), string(as[won])+"/"+offer); n != 1 {
						t.Errorf("%s is told %d times", who, n)
					}
				}
			}
		},
	})
}
