package commands

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rebond/bot"
	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
	"rebond/storage"
)

// finds reports whether a saved search finds an offer.
func finds(s *storage.AlertSearch, o *sources.Offer) bool {
	d := search.NewDocument(o)
	return s.Match(&d, o)
}

// TestTelling reads in titles the words that somebody may do without.
func TestTelling(t *testing.T) {
	for _, c := range []struct{ title, others, want string }{
		{"Développeur Go (H/F)", "golang", ""},
		{"Lead développeuse Go (H/F)", "golang nancy", "Lead"},
		{"Ingénieur·e DevOps senior – CDI", "kubernetes", "DevOps senior"},
		{"Chef de projet Java / JEE", "java", "Chef projet"},
		{"Formateur(trice) C# et .NET à Nancy", "c#", "Formateur NET Nancy"},
		{"Développeur·euse d’applications", "", "applications"},
		{"Intégrateur web chez Fictif", "Fictif Sas", "Intégrateur web"},
		{"2026 - 12 mois !!!", "", "mois"},
		{"", "", ""},
		{"Stage stage STAGE", "", "Stage"},
		{"un deux trois quatre cinq six", "", "deux trois quatre cinq"},
	} {
		if got := strings.Join(telling(c.title, c.others), " "); got != c.want {
			t.Errorf("%q, not %q: %q, want %q", c.title, c.others, got, c.want)
		}
	}
}

// TestNarrowings makes offers and searches that find them: each way of narrowing a search
// leaves out the offer it is derived from, and undone it finds it as before.
func TestNarrowings(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	one := func(of ...string) string { return of[rng.IntN(len(of))] }
	nancy, _ := places.Find("Nancy")
	ways := 0
	for range 3000 {
		o := &sources.Offer{
			Source: "francetravail", ID: "1", Company: one("", "FICTIF SAS", "Doctolab", "Lead & Co"),
			Title:       one("Lead développeuse Go (H/F)", "Développeur Go", "Chef de projet Go", "Doctolab : ingénieur Go", "Stage Go (H/F) - Nancy"),
			Description: "Des API en Go.",
			Contract:    sources.Contract(one("", "cdi", "cdd", "freelance", "alternance")),
			Remote:      sources.Remote(one("", "onsite", "hybrid", "full")),
			Level:       sources.Level(one("", "beginner", "mid", "senior")),
			Places:      []sources.Place{{Label: "Nancy (54)", Commune: "54395", Departement: "54", Region: "44"}},
		}
		s := storage.AlertSearch{Query: search.Query{Words: one("", "go", "golang")}}
		if rng.IntN(2) == 0 {
			s.Place = nancy
		}
		if rng.IntN(3) == 0 {
			s.Contract = o.Contract
		}
		if rng.IntN(3) == 0 {
			s.Level = o.Level
		}
		if !finds(&s, o) {
			t.Fatalf("%+v does not find %+v", s, o)
		}
		only := 0
		for _, n := range narrowings(&s, o) {
			ways++
			if strings.HasPrefix(n.text().FR, "Seulement") {
				only++
			}
			if n.what == onlyContract && (n.value != string(sources.CDI) || o.Contract == "") {
				t.Errorf("%s, of an offer of %q", n, o.Contract)
			}
			narrow := s
			if !readNarrowing(n.String()).apply(&narrow) {
				t.Fatalf("%s is none", n)
			}
			if finds(&narrow, o) {
				t.Fatalf("%s: %+v still finds %+v", n, narrow, o)
			}
			if again := narrow; !n.apply(&again) || len(again.Without) != len(narrow.Without) || len(again.Companies) != len(narrow.Companies) {
				t.Errorf("%s twice: %+v", n, again)
			}
			n.undo(&narrow)
			if narrow.Query != s.Query || !slices.Equal(narrow.Without, s.Without) || !slices.Equal(narrow.Companies, s.Companies) || !finds(&narrow, o) {
				t.Errorf("%s undone: %+v, before it %+v", n, narrow, s)
			}
			if o.Company != "" && strings.Contains(bot.Fold(n.String()), bot.Fold(o.Company)) {
				t.Errorf("%s holds the name of the company", n)
			}
		}
		if only > 2 {
			t.Errorf("%d ways of asking for more: %+v of %+v", only, narrowings(&s, o), o)
		}
	}
	if ways < 10_000 {
		t.Errorf("only %d ways", ways)
	}
}

// TestNoNarrowing refuses what is no way of narrowing a search.
func TestNoNarrowing(t *testing.T) {
	for _, s := range []string{"", ":", "mot:", "mot", "contrat:cdx", "niveau:", "prix:cher", "teletravail:partout"} {
		var search storage.AlertSearch
		if readNarrowing(s).apply(&search) || !search.IsZero() || len(search.Without)+len(search.Companies) > 0 {
			t.Errorf("%q: %+v", s, search)
		}
	}
}
