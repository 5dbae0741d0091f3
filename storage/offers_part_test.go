package storage_test

import (
	"slices"
	"testing"

	"rebond/bot/sources"
)

// TestPart edits one of two offers of an opening into another job: each is shown by itself
// from then on, and the one that nobody saw has come. A lesser edit parts nothing.
func TestPart(t *testing.T) {
	joined := func(t *testing.T, m *market) {
		t.Helper()
		m.reads(t, "greenhouse-a", whole, openingAt("greenhouse", "g1", "Développeuse Go"))
		if got, _, _ := m.reads(t, "lever-a", whole, openingAt("lever", "l1", "Développeuse Go")); !slices.Equal(got, []sources.Outcome{sources.Joined}) {
			t.Fatalf("%v", got)
		}
		m.shows(t, "Développeuse Go")
	}
	onMarkets(t, map[string]func(*testing.T, *market){
		"the other": func(t *testing.T, m *market) {
			joined(t, m)
			m.reads(t, "lever-a", whole, openingAt("lever", "l1", "Comptable fournisseurs"))
			if m.shows(t, "Développeuse Go", "Comptable fournisseurs"); m.finds(t, "comptable") != 1 || m.count(t, "offer_arrivals") != 2 {
				t.Errorf("%d found, %d have come", m.finds(t, "comptable"), m.count(t, "offer_arrivals"))
			}
			m.reads(t, "lever-a", whole)
			m.shows(t, "Développeuse Go")
		},
		"the one that is shown": func(t *testing.T, m *market) {
			joined(t, m)
			m.reads(t, "greenhouse-a", whole, openingAt("greenhouse", "g1", "Comptable fournisseurs"))
			if all := m.shows(t, "Comptable fournisseurs", "Développeuse Go"); len(all) == 2 && len(all[0].Also)+len(all[1].Also) > 0 {
				t.Errorf("they are still said to be one: %+v", all)
			}
			if n := m.finds(t, "développeuse"); n != 1 {
				t.Errorf("%d found", n)
			}
		},
		"a few words": func(t *testing.T, m *market) {
			joined(t, m)
			o := openingAt("lever", "l1", "Développeuse Go")
			o.Description += " Poste à pourvoir en janvier."
			m.reads(t, "lever-a", whole, o)
			m.shows(t, "Développeuse Go")
		},
	})
}
