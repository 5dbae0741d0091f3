package storage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rebond/bot/sources"
)

// TestCandidates is which offers are found to be the same opening, where many are put at once
// and many look alike.
func TestCandidates(t *testing.T) {
	lookalikes := func(source string, n int) (all []sources.Offer) {
		for i := range n {
			o := openingAt(source, fmt.Sprint(i), "Développeuse Go")
			o.Description += fmt.Sprintf(" Le poste est le numéro %d%d%d de notre campagne.", i, i, i)
			all = append(all, o)
		}
		return all
	}
	onMarkets(t, map[string]func(*testing.T, *market){
		"in one file of several sources": func(t *testing.T, m *market) {
			all := []sources.Offer{openingAt("lever", "a", "Développeuse Rust"), openingAt("ashby", "b", "Développeuse Rust"), openingAt("recruitee", "c", "Développeuse Rust"), openingAt("ashby", "d", "Cuisinière")}
			got, err := m.PutOffers(t.Context(), all, m.at)
			if err != nil || !slices.Equal(got, []sources.Outcome{sources.New, sources.Joined, sources.Joined, sources.New}) {
				t.Errorf("%v, %v", got, err)
			}
			if o := m.shows(t, "Développeuse Rust", "Cuisinière"); len(o[0].Also) != 2 {
				t.Errorf("%+v", o)
			}
		},
		"as it is after a change in the same file": func(t *testing.T, m *market) {
			put(t, m.Store, openingAt("lever", "a", "Cuisinière"))
			changed := openingAt("lever", "a", "Développeuse Rust")
			got, err := m.PutOffers(t.Context(), []sources.Offer{changed, openingAt("ashby", "b", "Développeuse Rust")}, m.at)
			if err != nil || !slices.Equal(got, []sources.Outcome{sources.Changed, sources.Joined}) {
				t.Errorf("%v, %v", got, err)
			}
		},
		"by a source and an offer of it, once": func(t *testing.T, m *market) {
			put(t, m.Store, openingAt("lever", "a", "Développeuse Rust"))
			got, _, _ := m.reads(t, "ashby", whole, openingAt("ashby", "b", "Développeuse Rust"), openingAt("ashby", "c", "Développeuse Rust"))
			if !slices.Equal(got, []sources.Outcome{sources.Joined, sources.New}) {
				t.Error(got)
			}
		},
		"by what few have, among many of one company that begin alike": func(t *testing.T, m *market) {
			one := openingAt("lever", "one", "Chargée d’assistance aux ateliers")
			one.Description += " " + strings.Repeat("Elle accompagne chaque mécanicienne dans la prise en main du nouvel outil de suivi des pièces, de la commande au montage. ", 2)
			m.reads(t, "lever", whole, append(lookalikes("lever", 100), one)...)
			copied := one
			copied.Source, copied.ID = "ashby", "copied"
			if got, _, _ := m.reads(t, "ashby", whole, copied); !slices.Equal(got, []sources.Outcome{sources.Joined}) {
				t.Error(got)
			}
		},
		"not at all, rather than by comparing with a hundred": func(t *testing.T, m *market) {
			m.reads(t, "lever", whole, lookalikes("lever", 100)...)
			if got, _, _ := m.reads(t, "ashby", whole, openingAt("ashby", "b", "Développeuse Go")); !slices.Equal(got, []sources.Outcome{sources.New}) {
				t.Error(got)
			}
		},
	})
}
