package search_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"rebond/bot/search"
	"rebond/bot/search/places"
	"rebond/bot/sources"
)

// said writes a query in one line: « "golang" c54395 hybrid beginner 45000 7d ».
func said(q search.Query) string {
	var parts []string
	if q.Words != "" {
		parts = append(parts, `"`+q.Words+`"`)
	}
	for _, s := range []string{search.PlaceCode(q.Place), string(q.Contract), string(q.Remote), string(q.Level)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if q.Pay > 0 {
		parts = append(parts, strconv.Itoa(q.Pay))
	}
	if q.Days > 0 {
		parts = append(parts, strconv.Itoa(q.Days)+"d")
	}
	return strings.Join(parts, " ")
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"", ""},
		{"   ", ""},
		{"!!! ... “” 🙂", ""},
		{"golang nancy télétravail débutant 45k", `"golang" c54395 hybrid beginner 45000`},
		{"GOLANG NANCY TELETRAVAIL DEBUTANT 45K", `"GOLANG" c54395 hybrid beginner 45000`},
		{"45k débutant télétravail nancy golang", `"golang" c54395 hybrid beginner 45000`},
		{"golang nancy remote junior 45k", `"golang" c54395 hybrid beginner 45000`},
		{"golang,nancy", `"golang,nancy"`}, // one word: no space
		{"golang, nancy,", `"golang" c54395`},
		{"« chef de projet » lyon", `"chef de projet" c69123`},

		// places
		{"nice", "c06088"}, {"sens", "c89387"}, {"tours", "c37261"}, {"orange", "c84087"},
		{"développeur à Saint-Étienne", `"développeur" c42218`},
		{"développeur st etienne", `"développeur" c42218`},
		{"php saint etienne (42)", `"php" c42218`},
		{"php Nancy 54", `"php" c54395`},
		{"java nancy 57", `"java 57" c54395`}, // another département is no part of it
		{"saint-denis", "c97411"},
		{"php villeneuve-d'ascq", `"php" c59009`},
		{"php Villeneuve d’Ascq", `"php" c59009`},
		{"java le mans", `"java" c72181`},
		{"java au havre", `"java" c76351`},
		{"paris 11e react", `"react" c75056`},
		{"react 75011", `"react" c75056`},
		{"golang 45000", `"golang" c45234`}, // a postal code: pay says its unit
		{"php 99999", `"php 99999"`},
		{"java moselle", `"java" d57`},
		{"java dans le 57", `"java" d57`},
		{"java dans le 2a", `"java" d2A`},
		{"java dans le doute", `"java dans le doute"`},
		{"java grand est", `"java" r44`},
		{"java ile-de-france", `"java" r11`},
		{"java idf", `"java" r11`},
		{"java near lyon", `"java" c69123`},
		{"java autour de lyon", `"java" c69123`},
		{"java laxou", `"java laxou"`}, // under 20,000 inhabitants
		{"lyon paris", `"paris" c69123`},
		{"développeur nord", `"développeur nord"`}, // an everyday word
		{"nancy-metz", `"nancy-metz"`},             // only the first part of a word

		// a tech term wins over anything
		{"vue", `"vue"`}, {"vue tours", `"vue" c37261`}, {"C", `"C"`}, {"c# lille", `"c#" c59350`}, {"C++.", `"C++"`}, {".net", `".net"`},
		{"node.js lyon", `"node.js" c69123`}, {"r&d", `"r&d"`}, {"full stack lyon", `"full stack" c69123`}, {"ruby on rails", `"ruby on rails"`},
		{"java/jee lyon", `"java/jee" c69123`}, {"go to market paris", `"go to market" c75056`},

		// contract
		{"java cdi", `"java" cdi`}, {"java en CDD", `"java" cdd`}, {"java freelance", `"java" freelance`}, {"java free-lance", `"java" freelance`},
		{"alternance web", `"web" alternance`}, {"web alternante", `"web" alternance`}, {"apprenti réseau", `"réseau" alternance`}, {"apprenticeship", "alternance"},
		{"stage python", `"python" stage`}, {"python intern", `"python" stage`}, {"intérim", "interim"}, {"permanent contract java", `"java" cdi`},
		{"cdi cdd", `"cdd" cdi`},

		// remote
		{"java full remote", `"java" full`}, {"java 100 % télétravail", `"java" full`}, {"java 100% télétravail", `"java" full`}, {"java télétravail complet", `"java" full`}, {"java fully remote", `"java" full`},
		{"java à distance", `"java" hybrid`}, {"java hybride", `"java" hybrid`}, {"java en remote", `"java" hybrid`}, {"java en distanciel", `"java" full`},
		{"java sur site", `"java" onsite`}, {"java en présentiel", `"java" onsite`}, {"java on-site", `"java" onsite`},

		// level
		{"java débutant(e)", `"java" beginner`}, {"java débutant·e", `"java" beginner`}, {"java débutants acceptés", `"java" beginner`}, {"java sans expérience", `"java" beginner`}, {"java entry level", `"java" beginner`},
		{"java confirmée", `"java" mid`}, {"java mid-level", `"java" mid`}, {"java senior", `"java" senior`}, {"java expérimenté", `"java" senior`},

		// pay
		{"java 45k€", `"java" 45000`}, {"java 45 k€", `"java" 45000`}, {"java 45 000 €", `"java" 45000`}, {"java 45\u202f000\u00a0€ brut par an", `"java" 45000`}, {"java €45k", `"java" 45000`}, {"java €45,000", `"java" 45000`},
		{"java 2800€/mois", `"java" 33600`}, {"java 2 800 € par mois", `"java" 33600`}, {"java 450€/jour", `"java" 98100`}, {"java tjm 450", `"java" 98100`}, {"java TJM de 450 €", `"java" 98100`},
		{"java plus de 45k", `"java" 45000`}, {"java à partir de 45k", `"java" 45000`}, {"java at least 45k", `"java" 45000`}, {"java 45k minimum", `"java" 45000`}, {"java 45-50k", `"java" 45000`}, {"java entre 45 et 50k", `"java" 45000`}, {"java 45k+", `"java" 45000`},
		{"java 17", `"java 17"`}, {"windows 11 k8s", `"windows 11 k8s"`}, {"java 5k", `"java 5k"`}, {"plus de java", `"plus de java"`}, {"java 45k 50k", `"java 50k" 45000`}, {"450", `"450"`},

		// date
		{"java aujourd'hui", `"java" 1d`}, {"java aujourd’hui", `"java" 1d`}, {"java cette semaine", `"java" 7d`}, {"java this week", `"java" 7d`}, {"java 7j", `"java" 7d`}, {"java 30 jours", `"java" 30d`}, {"java depuis 3 jours", `"java" 3d`}, {"java 24h", `"java" 1d`},

		// sentences
		{"offres d’emploi java lyon", `"java" c69123`}, {"java en France", `"java"`}, {"un emploi de développeuse", `"de développeuse"`},
		{"Je cherche un poste de développeur PHP en CDI à Lyon, débutant accepté, 35k minimum", `"Je cherche un poste de développeur PHP" c69123 cdi beginner 35000`},
		{"Senior Go engineer in Paris, fully remote, at least €65k", `"Go engineer" c75056 full senior 65000`},
		{"head:x* AND NOT \"y\" OR (z)", `"head:x* AND NOT y OR (z)"`},
	} {
		if got := said(search.Read(c.line, search.Query{})); got != c.want {
			t.Errorf("%q: got %s, want %s", c.line, got, c.want)
		}
	}
}

// What an option says is not read again in the line, and stays.
func TestReadGiven(t *testing.T) {
	nantes, _ := places.ByCode("44109")
	for _, c := range []struct {
		line  string
		given search.Query
		want  string
	}{
		{"", search.Query{Words: "go"}, `"go"`},
		{"lyon", search.Query{Words: "go"}, `"go" c69123`},
		{"java lyon", search.Query{Place: nantes}, `"java lyon" c44109`},
		{"java", search.Query{Words: "go", Place: nantes}, `"go java" c44109`},
		{"java cdd", search.Query{Contract: sources.CDI}, `"java cdd" cdi`},
		{"java télétravail", search.Query{Remote: sources.OnSite}, `"java télétravail" onsite`},
		{"java senior", search.Query{Level: sources.Beginner}, `"java senior" beginner`},
		{"java 45k", search.Query{Pay: 30_000}, `"java 45k" 30000`},
		{"java 7j", search.Query{Days: 30}, `"java 7j" 30d`},
	} {
		if got := said(search.Read(c.line, c.given)); got != c.want {
			t.Errorf("%q after %s: got %s, want %s", c.line, said(c.given), got, c.want)
		}
	}
}

func TestReadPay(t *testing.T) {
	for _, c := range []struct {
		said string
		want int // 0: no pay
	}{
		{"45k", 45_000}, {"45K", 45_000}, {"45 k", 45_000}, {"45k€", 45_000}, {"45 k€", 45_000}, {"45K€", 45_000}, {"€45k", 45_000}, {"45k euros", 45_000},
		{"45", 45_000}, {"45000", 45_000}, {"45 000", 45_000}, {"45.000", 45_000}, {"45,000", 45_000}, {"45\u00a0000\u00a0€", 45_000}, {"45\u202f000\u202f€", 45_000}, {"45 000 €", 45_000}, {"45000€", 45_000}, {"45000 eur", 45_000},
		{"45k brut", 45_000}, {"45k bruts par an", 45_000}, {"45 000 € brut annuel", 45_000}, {"45k/an", 45_000}, {"45k per year", 45_000}, {"€45,000 gross", 45_000}, {"45k minimum", 45_000}, {"45k et plus", 45_000}, {"45k+", 45_000}, {"> 45k", 45_000}, {"≥ 45k", 45_000}, {"  45k  ", 45_000},
		{"45-50k", 45_000}, {"45k-50k", 45_000}, {"45/50k", 45_000}, {"45 à 50k€", 45_000}, {"45 to 50k", 45_000},
		{"2800", 33_600}, {"2800€/mois", 33_600}, {"2 800 €/mois", 33_600}, {"2 800 € par mois", 33_600}, {"2800 brut mensuel", 33_600}, {"2,800 €/month", 33_600}, {"3k/mois", 36_000},
		{"450", 98_100}, {"450€/j", 98_100}, {"450 €/jour", 98_100}, {"450 euros par jour", 98_100}, {"450/day", 98_100}, {"450 € HT/jour", 98_100},
		{"10 000", 10_000}, {"500k", 500_000},
		{"", 0}, {"k", 0}, {"€", 0}, {"beaucoup", 0}, {"45x", 0}, {"k45", 0}, {"-45k", 0}, {"45k 50k", 0}, {"4", 0}, {"5k", 0}, {"501k", 0}, {"99999999999999999999", 0}, {"45k lyon", 0}, {"1/2", 0}, {"45 00", 0}, {"0", 0}, {"000", 0}, {"12 €/h", 0}, {"$45k", 0},
	} {
		got, ok := search.ReadPay(c.said)
		if ok != (c.want > 0) || ok && got != c.want {
			t.Errorf("%q: got %d, %t, want %d", c.said, got, ok, c.want)
		}
	}
}

func TestComplete(t *testing.T) {
	for _, c := range []struct {
		typed string
		max   int
		want  []string
	}{
		{"", 5, nil},
		{"java ", 5, nil},
		{"kuber", 5, []string{"kubernetes"}},
		{"KUBER", 5, []string{"kubernetes"}},
		{"lyon kuber", 5, []string{"lyon kubernetes"}},
		{"à Nîmes, kuber", 5, []string{"à Nîmes, kubernetes"}},
		{"lyon\u00a0kuber", 5, []string{"lyon\u00a0kubernetes"}},
		{"lyon\u202fkuber", 5, []string{"lyon\u202fkubernetes"}},
		{"types", 5, []string{"typescript"}},
		{"c", 3, []string{"c", "c++", "c#"}},
		{"c#", 5, []string{"c#"}},
		{".n", 5, []string{".net"}},
		{"golan", 5, []string{"golang"}},
		{"java", 5, []string{"java", "javascript"}},
		{"xqz", 5, nil},
		{"java", 0, nil},
		{"-", 5, nil},
		{"point", 5, nil}, // what only holds a term is none
	} {
		got := search.Complete(c.typed, c.max)
		if len(got) > c.max || !slices.Equal(first(got, len(c.want)), c.want) {
			t.Errorf("%q: got %q, want %q", c.typed, got, c.want)
		}
		if c.want == nil && len(got) > 0 {
			t.Errorf("%q: got %q, want none", c.typed, got)
		}
	}
}

func first(all []string, n int) []string { return all[:min(n, len(all))] }

// Every completion is a whole tech term: it is found as it stands.
func TestCompleteWithTerms(t *testing.T) {
	for letter := 'a'; letter <= 'z'; letter++ {
		for _, term := range search.Complete(string(letter), 100) {
			terms := search.Terms(term)
			if len(terms) != 1 || terms[0].Prefix != "" {
				t.Errorf("%q is completed to %q, which is looked for as %+v", letter, term, terms)
			}
			if q := search.Read(term, search.Query{}); said(q) != `"`+term+`"` {
				t.Errorf("%q is completed to %q, which is read as %s", letter, term, said(q))
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "golang nancy télétravail débutant 45k", "saint-étienne (42)", "à", "dans le 2a", "plus de", "tjm 450", "tjm", "€", "entre 45 et 50k", "100 % télétravail", "paris 11e arrondissement", "l' d' -", "a\xff(·", "45 000 € brut par an minimum", "\u202f\u00a0", "«»", "75011 (75)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		q := search.Read(line, search.Query{})
		if len(q.Words) > len(line) {
			t.Errorf("%q: more words than were typed: %q", line, q.Words)
		}
		if q.Pay != 0 && (q.Pay < 10_000 || q.Pay > 500_000) || q.Days < 0 || q.Days > 30 {
			t.Errorf("%q: pay %d, %d days", line, q.Pay, q.Days)
		}
		if utf8.ValidString(line) && !utf8.ValidString(q.Words) {
			t.Errorf("%q: words %q", line, q.Words)
		}
		if p, ok := search.PlaceOf(search.PlaceCode(q.Place)); ok != (q.Place != places.Place{}) || ok && p != q.Place {
			t.Errorf("%q: place %+v", line, q.Place)
		}
		for _, group := range q.Facets() {
			for _, token := range group {
				if why := fault(token); why != "" || !strings.HasPrefix(token, "¤") {
					t.Errorf("%q: facet %q: %s", line, token, why)
				}
			}
		}
		if got := search.Complete(line, 3); len(got) > 3 {
			t.Errorf("%q: completed to %q", line, got)
		}
		search.ReadPay(line)
	})
}

func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		search.Read("golang nancy télétravail débutant 45k", search.Query{})
	}
}
