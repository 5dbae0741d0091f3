package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rebond/bot/sources"
	"rebond/storage"
)

// TestNewsOfTheMoment counts the offers that live when they are told of, not when they were
// found; where none does any more, nothing is told.
func TestNewsOfTheMoment(t *testing.T) {
	for name, c := range map[string]struct {
		over int // of three, before they are told of
		want string
	}{"two are left": {1, "**2 nouvelles offres**"}, "one is": {2, "**1 nouvelle offre**"}, "none is": {3, ""}} {
		t.Run(name, func(t *testing.T) {
			s := alerts(t)
			s.saves("golang")
			passTime(t, s.address, s.at.Add(25*time.Hour), nil) // the greeting
			s.at = s.at.Add(26 * time.Hour)
			before := s.told("camille")
			var offers []sources.Offer
			for i := range 3 {
				o := sources.Offer{Source: "test", ID: fmt.Sprint(i), Credit: sources.Credit{Name: "Test"}, Title: fmt.Sprint("Développeuse Golang ", i), URL: "https://example.org/", Published: s.at, Updated: s.at}
				if i < c.over {
					o.Expires = s.at.Add(2 * time.Hour)
				}
				offers = append(offers, o)
			}
			if _, err := s.store.PutOffers(t.Context(), offers, s.at); err != nil {
				t.Fatal(err)
			}
			passTime(t, s.address, s.at, nil)
			if now := s.told("camille"); len(now) != len(before) {
				t.Fatalf("told at once: %q", now)
			}
			s.at = s.at.AddDate(0, 0, 1).Add(2 * time.Hour)
			passTime(t, s.address, s.at, nil)
			news := s.told("camille")[len(before):]
			if c.want == "" && len(news) > 0 || c.want != "" && (len(news) != 1 || !strings.Contains(strings.ReplaceAll(news[0], "\u00a0", " "), c.want)) {
				t.Errorf("told %q", news)
			}
		})
	}
}

// told is what somebody was written in private.
func (s alerted) told(who string) (all []string) {
	s.t.Helper()
	entries, err := (&storage.Room{Store: s.store}).Latest(s.t.Context(), place("@"+who), 50)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, allStrings(e.Message))
	}
	return all
}

// TestLicensedTitles holds that whatever shows the title of an offer that a licence wants
// credited says where it is from, of when, and under which licence.
func TestLicensedTitles(t *testing.T) {
	s := alerts(t)
	s.saves("golang")
	o := sources.Offer{Source: "francetravail", ID: "GO1", Credit: licence, Title: "Développeuse Golang", Company: "FICTIF", URL: "https://candidat.francetravail.fr/offres/recherche/detail/GO1", Published: s.at, Updated: s.at}
	if _, err := s.store.PutOffers(t.Context(), []sources.Offer{o}, s.at); err != nil {
		t.Fatal(err)
	}
	page, err := s.store.SearchOffers(t.Context(), in(""), s.all("camille")[0].Search.Query, "", 5, s.at)
	if err != nil || len(page.Offers) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	id, alert := page.Offers[0].OfferID, s.all("camille")[0].ID
	for what, words := range map[string]string{
		"« Pourquoi »":       allStrings(s.asks("camille", "alertes", "pourquoi", map[string]string{"alerte": alert, "id": id}).Reply),
		"« Moins d’offres »": allStrings(s.asks("camille", "alertes", "moins", map[string]string{"alerte": alert, "id": id}).Reply),
		"« Partager »":       allStrings(s.asks("camille", "offres", "partage", map[string]string{"id": id}).Reply),
	} {
		for _, want := range []string{"Développeuse Golang", licence.Name, "à jour le 22", licence.URL} {
			if !strings.Contains(strings.ReplaceAll(words, "\u00a0", " "), want) {
				t.Errorf("%s lacks %q: %s", what, want, words)
			}
		}
	}
}
