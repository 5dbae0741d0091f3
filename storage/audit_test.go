package storage_test

import (
	"fmt"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/storage"
)

// log is all that was done to the community, the newest first.
func (b *billboard) log(t testing.TB) []storage.LogEntry {
	t.Helper()
	all, err := b.announcements.Store.Log(t.Context(), b.here, storage.AllOfLog, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestModerationLog is what is written down of what moderators do.
func TestModerationLog(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"of each decision: by whom, of what, of whom, and why": func(t *testing.T, b *billboard) {
			alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
			why := storage.Why{Reason: "autre", Words: "Mots de mod"}
			a := b.publishes(t, alex, unlawful("Ferblantière"))
			for _, as := range []storage.Standing{storage.Returned, storage.Refused} {
				if _, err := b.announcements.Change(t.Context(), b.here, a.ID, mod, b.at, func(a *storage.Announced) error { a.State, a.Why = as, why; return nil }); err != nil {
					t.Fatal(err)
				}
				b.edits(t, a, unlawful("Ferblantière"))
			}
			b.stands(t, a.ID, mod, storage.Living)
			b.closes(t, b.warns(t, "sam", a.ID), "mod", storage.CaseRemoved)
			b.judged(t, alex, mod, why)
			put(t, b.announcements.Store, offer("log "+b.here.Platform, "Soudeuse", 1))
			imported := storedID(t, b.address, "log "+b.here.Platform)
			b.closes(t, b.warns(t, "sam", imported), "mod", storage.CaseKept)
			if err := b.announcements.Store.WriteDown(t.Context(), b.here, mod, storage.LogExported, b.at); err != nil {
				t.Fatal(err)
			}
			own := storage.LogEntry{At: now, By: "mod", About: a.ID, Title: "Ferblantière", Subject: alex, Account: "alex", Why: why}
			of := func(e storage.LogEntry, what storage.Act) storage.LogEntry { e.What = what; return e }
			published := of(own, storage.AnnouncementPublished)
			published.Why = storage.Why{}
			want := []storage.LogEntry{
				{At: now, By: "mod", What: storage.LogExported},
				{At: now, By: "mod", What: storage.OfferKept, About: imported, Title: "Soudeuse", Why: why},
				{At: now, By: "mod", What: storage.AuthorBlocked, Subject: alex, Account: "alex", Why: why},
				of(own, storage.OfferRemoved), published, of(own, storage.AnnouncementRefused), of(own, storage.AnnouncementReturned),
			}
			got := b.log(t)[:len(want)]
			for i := range got {
				if got[i].ID = ""; got[i] != want[i] {
					t.Errorf("%d:\n got %+v\nwant %+v", i, got[i], want[i])
				}
			}
		},
		"whoever erases themselves is in it no more, and neither is why": func(t *testing.T, b *billboard) {
			alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
			why := storage.Why{Words: "À propos d’alex"}
			a := b.publishes(t, alex, vacancy("Ferblantière"))
			b.judged(t, alex, mod, why)
			before := b.log(t)
			if err := b.announcements.Store.Erase(t.Context(), mod, now); err != nil {
				t.Fatal(err)
			}
			if e := b.log(t)[0]; e.By != "" || e.Subject != alex || e.Account != "alex" || e.Why != why || e.ID != before[0].ID {
				t.Errorf("%+v", e)
			}
			b.closes(t, b.warns(t, "sam", a.ID), "mad", storage.CaseRemoved)
			if err := b.announcements.Store.Erase(t.Context(), alex, now); err != nil {
				t.Fatal(err)
			}
			for i, e := range b.log(t)[:2] {
				if e.By != []string{"mad", ""}[i] || e.Subject != "" || e.Account != "" || !e.Why.IsZero() || e.Title != "" {
					t.Errorf("%+v", e)
				}
			}
			if len(b.log(t)) != len(before)+1 {
				t.Error("a decision is not in the log any more")
			}
		},
		"what is withdrawn has no title any more": func(t *testing.T, b *billboard) {
			a := b.publishes(t, b.knows(t, "alex"), unlawful("Ferblantière"))
			b.stands(t, a.ID, b.knows(t, "mod"), storage.Refused)
			if e := b.log(t)[0]; e.Title != "Ferblantière" {
				t.Errorf("%+v", e)
			}
			b.stands(t, a.ID, "", storage.Withdrawn)
			if e := b.log(t)[0]; e.Title != "" || e.About != a.ID {
				t.Errorf("%+v", e)
			}
		},
	})
}

// TestOthersInExport is that nobody is handed the ids of others with what is theirs.
func TestOthersInExport(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"who decided of somebody, and of whom they decided": func(t *testing.T, b *billboard) {
			alex, mod := b.knows(t, "alex"), b.knows(t, "mod")
			b.stands(t, b.publishes(t, alex, unlawful("Ferblantière")).ID, mod, storage.Returned)
			b.judged(t, alex, mod, storage.Why{Words: "Trois fois la même."})
			for who, other := range map[bot.PersonID]bot.PersonID{alex: mod, mod: alex} {
				all, err := b.announcements.Store.Export(t.Context(), who, bot.FR)
				if err != nil {
					t.Fatal(err)
				}
				rows := 0
				for _, e := range all {
					if e.Table == "audit" {
						rows += len(e.Rows)
					}
				}
				if text := fmt.Sprint(all); rows != 2 || strings.Contains(text, string(other)) || !strings.Contains(text, "Trois fois la même.") {
					t.Errorf("%d rows: %s", rows, text)
				}
			}
		},
	})
}
