package search_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
)

// opening is an invented offer.
func opening() *sources.Offer {
	return &sources.Offer{
		Title: "Développeuse React Native (H/F)", Company: "Cormoran Logiciels", Skills: []string{"TypeScript", "C++"},
		Description: "Avec notre équipe de Nancy, tu écris des tests et tu parles aux usagers.",
		Places:      []sources.Place{{Label: "Nancy (54)", Commune: "54395", Departement: "54", Region: "44", Country: "FR"}},
		Contract:    sources.CDI, Remote: sources.Hybrid, Level: sources.Beginner, Pay: sources.Pay{Currency: "EUR", YearMin: 40_000, YearMax: 45_000},
	}
}

// TestWanted matches one offer with queries.
func TestWanted(t *testing.T) {
	o := opening()
	d := search.NewDocument(o)
	for line, want := range map[string]bool{
		"":                      true,
		"développeur":           true,
		"dév":                   true, // unfinished
		"react native":          true,
		"react-native nancy":    true,
		"c++":                   true,
		"golang":                false,
		"développeur golang":    false,
		"cormoran":              true,
		"usager":                true,
		"cdi télétravail 45k":   true,
		"cdd":                   false,
		"46k":                   false,
		"senior":                false,
		"meurthe-et-moselle":    true,
		"react metz":            false,
		"react bretagne":        false,
		"développeuse lorraine": true,
	} {
		q := search.Read(line, search.Query{})
		if got := q.Wanted().Match(&d, o); got != want {
			t.Errorf("%q (%+v): %t", line, q, got)
		}
		if anchor := q.Wanted().Anchor(); (anchor == nil) != q.IsZero() {
			t.Errorf("%q is anchored at %q", line, anchor)
		}
	}
}

// TestWhy tells why queries find one offer, with words as they were typed.
func TestWhy(t *testing.T) {
	o := opening()
	nancy, _ := places.ByCode("54395")
	for _, c := range []struct {
		query search.Query
		want  string
	}{
		{search.Query{}, ""},
		{search.Query{Words: "golang"}, ""},
		{search.Query{Words: "développeurs"}, "développeurs:title"},
		{search.Query{Words: "poste de développeur « React Native »"}, "développeur:title React Native:title"},
		{search.Query{Words: "typescript c++"}, "typescript:skills c++:skills"},
		{search.Query{Words: "cormoran nancy usager"}, "cormoran:company nancy:place usager:text"},
		{search.Query{Words: "logiciels/tests"}, "logiciels/tests:text"}, // one here, another there
		{search.Query{Words: "react", Place: nancy, Contract: sources.CDI, Remote: sources.Hybrid, Level: sources.Beginner, Pay: 40_000}, "react:title place=Nancy (54) contract= remote= level= pay="},
	} {
		var got []string
		for _, r := range search.Why(c.query, o) {
			if r.Facet != "" {
				got = append(got, fmt.Sprintf("%s=%s", r.Facet, r.Label))
			} else {
				got = append(got, r.Word+":"+string(r.Where))
			}
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%+v:\n got %s\nwant %s", c.query, text, c.want)
		}
	}
}

// tokens are all that an offer is found by.
func tokens(d *search.Document) iter.Seq[string] {
	return slices.Values(slices.Concat(d.Body, d.Facets))
}

// TestBatch matches many offers at once as one by one, again and again.
func TestBatch(t *testing.T) {
	trades, tools := []string{"Développeuse", "Testeur", "Développement web", "Devops"}, []string{"golang", "c++", "javascript", "java", "react native"}
	contracts := []sources.Contract{sources.CDI, sources.CDD, ""}
	nancy, _ := places.ByCode("54395")
	var offers []*sources.Offer
	var docs []search.Document
	b := search.NewBatch()
	for i := range 200 { // in more than one word of a set, and not all of the last
		o := opening()
		o.Title, o.Skills, o.Contract, o.Pay.YearMin, o.Pay.YearMax = trades[i%4], tools[i%5:i%5+1], contracts[i%3], int64(1000*i), int64(1000*i)
		if i%7 > 0 {
			o.Places = nil
		}
		offers, docs = append(offers, o), append(docs, search.NewDocument(o))
		b.Add(tokens(&docs[i]), o.EurosAYear())
	}
	for range 2 {
		for _, words := range []string{"", "de la", "dev", "développeur", "golang", "java", "javascript dev", "react-native", "c++ testeuse", "¤cdi", "rien du tout"} {
			for n := range 8 {
				q := search.Query{Words: words, Contract: []sources.Contract{"", sources.CDI}[n%2], Pay: []int{0, 101_500}[n/2%2]}
				if n/4 == 1 {
					q.Place = nancy
				}
				var want []int
				for i := range docs {
					if q.Wanted().Match(&docs[i], offers[i]) {
						want = append(want, i)
					}
				}
				if got := slices.Collect(b.Find(q).All()); !slices.Equal(got, want) || len(want) == 0 && words == "" {
					t.Fatalf("%+v finds %v, want %v", q, got, want)
				}
			}
		}
	}
}

// FuzzWanted holds that an offer that a query finds holds one token of each of its anchors,
// and that there is a reason for it.
func FuzzWanted(f *testing.F) {
	f.Add("développeur golang nancy", "Développeur Go", "du go à Nancy, et c++ aussi")
	f.Add("é", "Éléonore", "")
	f.Add("日本語", "日本語 teacher", "日本語を話す")
	f.Add("chef de projet", "Cheffe de projets", "")
	f.Add("dev", "devops", "dev's")
	f.Fuzz(func(t *testing.T, words, title, text string) {
		o := &sources.Offer{Title: title, Description: text, Contract: sources.CDI, Places: opening().Places}
		d := search.NewDocument(o)
		q := search.Query{Words: words, Contract: sources.CDI}
		b := search.NewBatch()
		b.Add(tokens(&d), 0)
		held := b.Anchors()
		w := q.Wanted()
		if found := slices.Collect(b.Find(q).All()); w.Match(&d, o) != slices.Equal(found, []int{0}) {
			t.Fatal("a batch finds something else")
		}
		if !w.Match(&d, o) {
			if why := search.Why(q, o); why != nil {
				t.Fatalf("not found for %+v", why)
			}
			return
		}
		for _, group := range w.Anchors() {
			if !slices.ContainsFunc(group, func(token string) bool { return slices.Contains(held, token) }) {
				t.Fatalf("found, but it holds none of %q", group)
			}
		}
		why := search.Why(q, o)
		if len(why) == 0 || (len(why) > 1) != (len(search.Terms(words)) > 0) {
			t.Fatalf("%q is found for %+v", words, why)
		}
	})
}
