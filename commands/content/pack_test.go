package content_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"rebond/bot"
	"rebond/bot/schedule"
	"rebond/commands/content"
)

var update = flag.Bool("update", false, "write docs/content.md")

// examined reads the program's items once for all tests.
var examined = sync.OnceValues(content.Examined)

// pack is the embedded one, and the day on which it was last read again: no test here looks
// at the clock of the wall.
func pack(t *testing.T) (*content.Pack, schedule.Day) {
	t.Helper()
	p, err := examined()
	if err != nil {
		t.Fatal(err)
	}
	on, err := content.Checked()
	if err != nil {
		t.Fatal(err)
	}
	return p, on
}

// TestPack holds what the program's items promise: nothing wrong with any of them, not even
// in its typography, and enough of them for each theme and each situation, ninety days on.
func TestPack(t *testing.T) {
	p, on := pack(t)
	for _, f := range p.Faults {
		t.Error(f)
	}
	if served, err := content.Embedded(); err != nil || len(served.Tips) != len(p.Tips) || len(served.Resources) != len(p.Resources) || len(served.Posts) != len(p.Posts) || len(served.Faults) > 0 {
		t.Errorf("what is served is not what was examined (%v)", err)
	}
	now, later := p.Living(on), p.Living(on+90)
	if len(now.Tips) == len(p.Tips) && len(later.Tips) == len(p.Tips) {
		t.Error("nothing ever expires: that proves nothing")
	}
	if len(later.Tips) < 80 || len(later.Resources) < 80 {
		t.Errorf("%d tips and %d resources in ninety days", len(later.Tips), len(later.Resources))
	}
	themes, templates := map[string]int{}, 0
	for i := range later.Tips {
		themes[later.Tips[i].Theme]++
		if !later.Tips[i].Template.Empty() {
			templates++
		}
	}
	for _, o := range content.Themes {
		if themes[o.Value] < 8 {
			t.Errorf("%s: %d tips", o.Value, themes[o.Value])
		}
	}
	if templates < 40 {
		t.Errorf("%d templates", templates)
	}
	for _, o := range content.Situations {
		n := 0
		for i := range later.Tips {
			if later.Tips[i].Suits(o.Value) {
				n++
			}
		}
		if n < 65 {
			t.Errorf("%s: %d tips", o.Value, n)
		}
	}
}

// TestPackSources holds that whatever states a number, a deadline or a right has a page that
// says so, a date and an end, and that no date is later than the last reading.
func TestPackSources(t *testing.T) {
	p, on := pack(t)
	rules := 0
	for i := range p.Tips {
		tip := &p.Tips[i]
		if content.StatesRule(tip.Text.FR) || content.StatesRule(tip.Title.FR) {
			rules++
			if len(tip.Sources) == 0 || tip.Verified == 0 || tip.Expires == 0 {
				t.Errorf("%s: no source, no date or no end", tip.ID)
			}
		}
		if tip.Verified >= on {
			t.Errorf("%s: verified on %s", tip.ID, tip.Verified)
		}
	}
	if rules < 10 {
		t.Errorf("only %d tips state a rule", rules)
	}
	for i := range p.Resources {
		r := &p.Resources[i]
		if len(r.Sources) == 0 {
			t.Errorf("%s: nothing shows where it was seen", r.ID)
		}
		if r.Expires == 0 || r.Expires > on+2*366 {
			t.Errorf("%s: it would be shown for ever", r.ID)
		}
		if r.Verified >= on {
			t.Errorf("%s: verified on %s", r.ID, r.Verified)
		}
	}
	for d, s := range content.Domains {
		for _, r := range s.Subjects {
			if !slices.ContainsFunc(content.Subjects, func(o bot.Option) bool { return o.Value == r }) {
				t.Errorf("domain %d: no subject is %s", d, r)
			}
		}
	}
}

// TestPackSearch asks for what people ask for first.
func TestPackSearch(t *testing.T) {
	p, _ := pack(t)
	for words, want := range map[string]string{"anglais": "anglais", "python gratuit débutant": "python", "sql": "bases-de-donnees", "cybersécurité": "securite", "git": "git", "accessibilité": "accessibilite", "financer": "financement"} {
		found, _ := content.Search(p.Resources, words, bot.FR, func(r *content.Resource) *content.Item { return &r.Item })
		if len(found) == 0 || !slices.Contains(found[0].Themes, want) {
			t.Errorf("%q: %v", words, found[:min(1, len(found))])
		}
	}
	if found, _ := content.Search(p.Resources, "python gratuit débutant", bot.FR, func(r *content.Resource) *content.Item { return &r.Item }); found[0].Level != "debutant" {
		t.Errorf("%s is not for beginners", found[0].ID)
	}
	for _, words := range []string{"allocation", "cv", "relancer", "linkedin", "tjm", "entretien technique", "négocier télétravail", "csp", "rupture conventionnelle", "portage"} {
		if found, all := content.Search(p.Tips, words, bot.FR, func(t *content.Tip) *content.Item { return &t.Item }); len(found) == 0 || !all {
			t.Errorf("no tip has %q", words)
		}
	}
}

// TestSimilar holds that no two items say the same: neither their titles, nor where they
// lead.
func TestSimilar(t *testing.T) {
	p, _ := pack(t)
	titles, pages := map[string]string{}, map[string]string{}
	once := func(in map[string]string, what, id string) {
		if other, twice := in[what]; twice {
			t.Errorf("%s and %s: %s", other, id, what)
		}
		in[what] = id
	}
	for i := range p.Tips {
		once(titles, bot.Fold(p.Tips[i].Title.FR), p.Tips[i].ID)
		once(titles, bot.Fold(p.Tips[i].Title.EN)+" ", p.Tips[i].ID)
	}
	for i := range p.Resources {
		r := &p.Resources[i]
		once(pages, strings.TrimSuffix(strings.TrimPrefix(r.URL, "https://www."), "/"), r.ID)
	}
}

// TestTable keeps docs/content.md true.
func TestTable(t *testing.T) {
	p, on := pack(t)
	want := []byte(table(p, on))
	const name = "../../docs/content.md"
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil || string(got) != string(want) {
		t.Errorf("docs/content.md is not what the items are (%v): go test ./commands/content -update writes it", err)
	}
}

// table is docs/content.md.
func table(p *content.Pack, on schedule.Day) string {
	var b strings.Builder
	row := func(cells ...any) {
		b.WriteString("|")
		for _, c := range cells {
			fmt.Fprintf(&b, " %v |", c)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "# Contenu\n\nLes fiches que Rebond embarque, telles qu’elles étaient à leur dernière relecture, le %s. Ce fichier est généré : `go test ./commands/content -update`.\n\n## Conseils\n\n", on.Date().FR)
	row("Thème", "Conseils", "avec un modèle à copier", "avec une source", "expirent dans les 90 jours")
	row("---", "--:", "--:", "--:", "--:")
	var all [4]int
	for _, theme := range content.Themes {
		var n [4]int
		for i := range p.Tips {
			tip := &p.Tips[i]
			if tip.Theme != theme.Value || tip.Expired(on) {
				continue
			}
			for k, counts := range []bool{true, !tip.Template.Empty(), len(tip.Sources) > 0, tip.Expired(on + 90)} {
				if counts {
					n[k]++
					all[k]++
				}
			}
		}
		row(theme.Label.FR, n[0], n[1], n[2], n[3])
	}
	row("**Total**", all[0], all[1], all[2], all[3])
	b.WriteString("\n")
	row("Où en es-tu ?", "Conseils qui conviennent")
	row("---", "--:")
	for _, s := range content.Situations {
		n := 0
		for _, tip := range p.Living(on).Tips {
			if tip.Suits(s.Value) {
				n++
			}
		}
		row(s.Label.FR, n)
	}
	b.WriteString("\n## Formations et financements\n\nUne ressource peut relever de plusieurs domaines.\n\n")
	row("Domaine", "Ressources", "en français", "gratuites", "datées par leur source", "expirent dans les 90 jours")
	row("---", "--:", "--:", "--:", "--:", "--:")
	count := func(of func(*content.Resource) bool) (n [5]int) {
		for i := range p.Resources {
			r := &p.Resources[i]
			if r.Expired(on) || !of(r) {
				continue
			}
			for k, counts := range []bool{true, slices.Contains(r.Languages, "fr"), r.Cost == "gratuit", r.Verified != 0, r.Expired(on + 90)} {
				if counts {
					n[k]++
				}
			}
		}
		return n
	}
	for _, d := range content.Domains {
		n := count(func(r *content.Resource) bool {
			return slices.ContainsFunc(r.Themes, func(s string) bool { return slices.Contains(d.Subjects, s) })
		})
		row(d.Label.FR, n[0], n[1], n[2], n[3], n[4])
	}
	n := count(func(*content.Resource) bool { return true })
	row("**Toutes, chacune une fois**", n[0], n[1], n[2], n[3], n[4])
	b.WriteString("\n## Séries de messages\n\n")
	row("Série", "Messages", "pour les jours de repos", "avec une source", "expirent dans les 90 jours")
	row("---", "--:", "--:", "--:", "--:")
	for i := range p.Series {
		series, sourced, ending := &p.Series[i], 0, 0
		for _, o := range p.InTurn(series.ID) {
			if len(o.Sources) > 0 {
				sourced++
			}
			if o.Expired(on + 90) {
				ending++
			}
		}
		row(series.Title.FR, len(p.Days(series.ID)), len(p.Rests(series.ID)), sourced, ending)
	}
	b.WriteString("\n")
	row("Thème du programme «\u00a080\u00a0jours\u00a0»", "Messages", "pour les jours de repos")
	row("---", "--:", "--:")
	for _, theme := range content.PostThemes {
		of := func(posts []*content.Post) (n int) {
			for _, o := range posts {
				if o.Theme == theme.Value {
					n++
				}
			}
			return n
		}
		row(theme.Label.FR, of(p.Days("80-jours")), of(p.Rests("80-jours")))
	}
	b.WriteString("\n## Sources\n\n")
	row("Site", "Fiches")
	row("---", "--:")
	sites := map[string]int{}
	for _, l := range p.Links() {
		host, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(l.URL, "https://"), "www."), "/")
		sites[host] += len(l.IDs)
	}
	var hosts []string
	for h := range sites {
		hosts = append(hosts, h)
	}
	slices.SortFunc(hosts, func(a, b string) int { return cmp.Or(sites[b]-sites[a], cmp.Compare(a, b)) })
	for _, h := range hosts {
		row(h, sites[h])
	}
	b.WriteString("\n## Expirent dans les 90 jours\n\n")
	row("Fiche", "Date")
	row("---", "---")
	for _, e := range p.Ending(on, 90) {
		row("`"+e.ID+"`", e.Expires.Date().FR)
	}
	return b.String()
}
