package storage_test

import (
	"errors"
	"testing"
	"time"

	"rebond/bot/sources"
	"rebond/storage"
)

// changes has an imported offer bear another title in its source.
func (b *billboard) changes(t testing.TB, id, title string) {
	t.Helper()
	if outcome := put(t, b.announcements.Store, offer(id, title, 1))[0]; outcome != sources.Changed {
		t.Fatalf("%s is %v", id, outcome)
	}
}

// TestReportedOfferChanges is what moderators are shown of a reported offer that changes in
// its source: what it is now, and nothing is decided of what it was.
func TestReportedOfferChanges(t *testing.T) {
	onBillboards(t, map[string]func(*testing.T, *billboard){
		"its card is edited once, and moderators decide of what it says": func(t *testing.T, b *billboard) {
			id := b.imported(t, "soudure")
			c := b.says(t, "sam", id, "un", storage.CaseOpen)
			b.shows(t, "moderation: soudure? open perimee un")
			b.changes(t, "soudure", "Soudeuse")
			if _, err := b.announcements.DecideCase(t.Context(), b.here, c.ID, c.Revision, b.knows(t, "mod"), storage.CaseKept, storage.Why{}, b.at); !errors.Is(err, storage.ErrChanged) {
				t.Errorf("decided of what it was: %v", err)
			}
			b.tends(t)
			b.tends(t)
			b.shows(t, "moderation: =Soudeuse? open perimee un")
			b.changes(t, "soudure", "Soudeur")
			b.tends(t)
			b.shows(t, "moderation: =Soudeur? open perimee un")
			b.closes(t, c, "mod", storage.CaseKept)
		},
		"where it stands, however long ago it was put, and without a channel": func(t *testing.T, b *billboard) {
			id := b.imported(t, "fraisage")
			b.says(t, "sam", id, "", storage.CaseOpen)
			b.shows(t, "moderation: fraisage? open perimee")
			b.sets(t, storage.Settings{storage.ModerationChannel: ""})
			b.at = b.at.Add(10 * 24 * time.Hour)
			b.changes(t, "fraisage", "Fraiseuse")
			b.tends(t)
			b.shows(t, "moderation: =Fraiseuse? open perimee")
		},
		"one that is put aside too, and not one that is decided": func(t *testing.T, b *billboard) {
			aside, kept := b.imported(t, "tournage"), b.imported(t, "sciage")
			b.warns(t, "sam", aside)
			b.closes(t, b.warns(t, "sam", kept), "mod", storage.CaseKept)
			b.posted(t)
			b.changes(t, "tournage", "Tourneuse")
			b.changes(t, "sciage", "Scieuse")
			b.tends(t)
			b.shows(t, "moderation: =Tourneuse? aside arnaque")
		},
		"what changes nothing shows nothing": func(t *testing.T, b *billboard) {
			b.says(t, "sam", b.imported(t, "perçage"), "", storage.CaseOpen)
			b.posted(t)
			put(t, b.announcements.Store, offer("perçage", "perçage", 1))
			b.tends(t)
			b.shows(t)
		},
	})
}
