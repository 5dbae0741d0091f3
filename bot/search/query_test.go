package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
)

func place(t *testing.T, code string) places.Place {
	t.Helper()
	if code == "" {
		return places.Place{}
	}
	p, ok := search.PlaceOf(code)
	if !ok {
		t.Fatalf("there is no place %q", code)
	}
	return p
}

func TestPlaceCode(t *testing.T) {
	for _, c := range []struct{ code, name string }{{"c54395", "Nancy"}, {"c2A004", "Ajaccio"}, {"d54", "Meurthe-et-Moselle"}, {"d2A", "Corse-du-Sud"}, {"d974", "La Réunion"}, {"r44", "Grand Est"}} {
		p := place(t, c.code)
		if p.Name != c.name || search.PlaceCode(p) != c.code {
			t.Errorf("%s: %s, and back: %s", c.code, p.Name, search.PlaceCode(p))
		}
	}
	if code := search.PlaceCode(places.Place{}); code != "" {
		t.Errorf("no place: %q", code)
	}
	for _, code := range []string{"", "c", "d", "r", "54", "x54", "c99999", "d99", "r99", "é"} {
		if p, ok := search.PlaceOf(code); ok {
			t.Errorf("%q: %+v", code, p)
		}
	}
}

func TestFacets(t *testing.T) {
	for _, c := range []struct {
		place string
		query search.Query
		want  string
	}{
		{"", search.Query{}, "[]"},
		{"", search.Query{Words: "go", Days: 7}, "[]"},
		{"c54395", search.Query{}, "[[¤c54395 ¤x54]]"},
		{"c2A004", search.Query{}, "[[¤c2a004 ¤x2a]]"},
		{"d54", search.Query{}, "[[¤d54]]"},
		{"r44", search.Query{}, "[[¤r44]]"},
		{"", search.Query{Contract: sources.CDI}, "[[¤cdi]]"},
		{"", search.Query{Remote: sources.Hybrid}, "[[¤remote]]"},
		{"", search.Query{Remote: sources.Full}, "[[¤full]]"},
		{"", search.Query{Remote: sources.OnSite}, "[[¤onsite]]"},
		{"", search.Query{Level: sources.Beginner}, "[[¤beginner]]"},
		{"", search.Query{Pay: 4_999}, "[]"},
		{"", search.Query{Pay: 45_000}, "[[¤p9]]"},
		{"", search.Query{Pay: 49_999}, "[[¤p9]]"},
		{"", search.Query{Pay: 500_000}, "[[¤p60]]"},
		{"d54", search.Query{Contract: sources.CDD, Remote: sources.Full, Level: sources.Senior, Pay: 30_000}, "[[¤d54] [¤cdd] [¤full] [¤senior] [¤p6]]"},
	} {
		c.query.Place = place(t, c.place)
		if got := fmt.Sprint(c.query.Facets()); got != c.want {
			t.Errorf("%s: got %s, want %s", said(c.query), got, c.want)
		}
	}
}

// An offer answers a filter or does not.
func TestOfferFacets(t *testing.T) {
	nancy := sources.Place{Label: "Nancy (54)", Commune: "54395", Departement: "54", Region: "44", Country: "FR"}
	somewhere := sources.Place{Label: "Meurthe-et-Moselle (54)", Departement: "54", Region: "44", Country: "FR"}
	ajaccio := sources.Place{Label: "Ajaccio (2A)", Commune: "2A004", Departement: "2A", Region: "94", Country: "FR"}
	euros := func(year int64) sources.Pay { return sources.Pay{Currency: "EUR", YearMin: year - 1000, YearMax: year} }
	for _, c := range []struct {
		why   string
		offer sources.Offer
		place string
		query search.Query
		want  bool
	}{
		{"its town", sources.Offer{Places: []sources.Place{nancy}}, "c54395", search.Query{}, true},
		{"another town of the département", sources.Offer{Places: []sources.Place{nancy}}, "c54304", search.Query{}, false},
		{"its département", sources.Offer{Places: []sources.Place{nancy}}, "d54", search.Query{}, true},
		{"its région", sources.Offer{Places: []sources.Place{nancy}}, "r44", search.Query{}, true},
		{"another région", sources.Offer{Places: []sources.Place{nancy}}, "r84", search.Query{}, false},
		{"somewhere in the département, perhaps there", sources.Offer{Places: []sources.Place{somewhere}}, "c54395", search.Query{}, true},
		{"somewhere in another département", sources.Offer{Places: []sources.Place{somewhere}}, "c57463", search.Query{}, false},
		{"the second of its towns", sources.Offer{Places: []sources.Place{nancy, ajaccio}}, "c2A004", search.Query{}, true},
		{"Corsica's letters", sources.Offer{Places: []sources.Place{ajaccio}}, "d2A", search.Query{}, true},
		{"no place", sources.Offer{}, "c54395", search.Query{}, false},
		{"some remote work", sources.Offer{Remote: sources.Hybrid}, "", search.Query{Remote: sources.Hybrid}, true},
		{"remote work for who asks for some", sources.Offer{Remote: sources.Full}, "", search.Query{Remote: sources.Hybrid}, true},
		{"some for who asks for full", sources.Offer{Remote: sources.Hybrid}, "", search.Query{Remote: sources.Full}, false},
		{"on site for who asks for remote", sources.Offer{Remote: sources.OnSite}, "", search.Query{Remote: sources.Hybrid}, false},
		{"remote work not said", sources.Offer{}, "", search.Query{Remote: sources.Hybrid}, false},
		{"the contract", sources.Offer{Contract: sources.CDD}, "", search.Query{Contract: sources.CDD}, true},
		{"another contract", sources.Offer{Contract: sources.CDD}, "", search.Query{Contract: sources.CDI}, false},
		{"the level", sources.Offer{Level: sources.Beginner}, "", search.Query{Level: sources.Beginner}, true},
		{"another level", sources.Offer{Level: sources.Senior}, "", search.Query{Level: sources.Beginner}, false},
		{"more pay", sources.Offer{Pay: euros(48_000)}, "", search.Query{Pay: 45_000}, true},
		{"less pay", sources.Offer{Pay: euros(44_000)}, "", search.Query{Pay: 45_000}, false},
		{"no less than the step of the same pay", sources.Offer{Pay: euros(47_000)}, "", search.Query{Pay: 47_000}, true},
		{"fabulous pay", sources.Offer{Pay: euros(900_000)}, "", search.Query{Pay: 500_000}, true},
		{"pay not said", sources.Offer{}, "", search.Query{Pay: 20_000}, false},
		{"pay in dollars", sources.Offer{Pay: sources.Pay{Currency: "USD", YearMax: 90_000}}, "", search.Query{Pay: 20_000}, false},
		{"one filter of two", sources.Offer{Contract: sources.CDI, Level: sources.Mid}, "", search.Query{Contract: sources.CDI, Level: sources.Senior}, false},
	} {
		c.query.Place = place(t, c.place)
		facets := search.NewDocument(&c.offer).Facets
		got := true
		for _, group := range c.query.Facets() {
			got = got && slices.ContainsFunc(group, func(token string) bool { return slices.Contains(facets, token) })
		}
		if got != c.want {
			t.Errorf("%s: %s is answered by %q: %t", c.why, said(c.query), facets, got)
		}
	}
}

// The head is the title and the skills; the body is all of the text, the head
// included, without its markup.
func TestNewDocument(t *testing.T) {
	o := sources.Offer{Title: "Développeuse 5", Skills: []string{"Go", "SQL", "Server"}, Company: "To Market", Description: "Une **équipe** de [dix](https://jobs.example/equipe).",
		Places: []sources.Place{{Label: "Laxou (54)", Commune: "54304", Departement: "54"}}}
	d := search.NewDocument(&o)
	for _, token := range []string{"≈developpeur", "≈go", "≈sql"} {
		if !slices.Contains(d.Head, token) {
			t.Errorf("head: no %s in %q", token, d.Head)
		}
	}
	for _, token := range []string{"≈sqlserver", "≈market", "≈equipe", "≈laxou", "≈gotomarket"} { // no term goes over two skills
		if slices.Contains(d.Head, token) {
			t.Errorf("head: %s in %q", token, d.Head)
		}
	}
	for _, token := range append([]string{"≈market", "≈equipe", "≈dix", "≈laxou"}, d.Head...) {
		if !slices.Contains(d.Body, token) {
			t.Errorf("body: no %s in %q", token, d.Body)
		}
	}
	for _, token := range d.Body {
		if strings.Contains(token, "http") || strings.Contains(token, "jobs") {
			t.Errorf("body: an address: %s", token)
		}
	}
}
