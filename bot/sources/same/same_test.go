package same

import (
	"slices"
	"strings"
	"testing"

	"rebond/bot/sources"
)

// The rules were tuned on one part of the set only; the others were written before
// what they measure. The first measure of the held-out part was precision 1.000,
// recall 0.893; what it missed led to one rule, that of initials. A second part of
// five scenes, since then within the tuned one, gave 1.000 and 0.786, and the rule
// of names that are part of another; the fresh part was written after that.
func TestTuned(t *testing.T)   { measure(t, "tuned.txt", 100) }
func TestHeldOut(t *testing.T) { measure(t, "heldout.txt", 100) }
func TestFresh(t *testing.T)   { measure(t, "fresh.txt", 20) }

// measure fails under the least precision and recall that we promise.
func measure(t *testing.T, file string, least int) {
	all := pairs(readSet(t, file))
	var right, wrong, missed, alike, found int
	for _, p := range all {
		got := Same(&p.a.offer, &p.b.offer)
		if p.same {
			alike++
			if shareMark(&p.a.offer, &p.b.offer) {
				found++
			} else {
				t.Logf("no mark in common: %v", p)
			}
		}
		switch {
		case got && p.same:
			right++
		case got:
			wrong++
			t.Logf("not the same: %v", p)
		case p.same:
			missed++
			t.Logf("the same: %v", p)
		}
	}
	precision, recall := float64(right)/float64(max(1, right+wrong)), float64(right)/float64(alike)
	t.Logf("%s: %d pairs, %d the same; precision %.3f, recall %.3f; recall of marks %.3f", file, len(all), alike, precision, recall, float64(found)/float64(alike))
	if precision < 0.98 || recall < 0.9 {
		t.Errorf("precision %.3f, recall %.3f", precision, recall)
	}
	if len(all) < least {
		t.Errorf("only %d pairs", len(all))
	}
}

func shareMark(a, b *sources.Offer) bool {
	marks := Marks(b)
	return slices.ContainsFunc(Marks(a), func(m string) bool { return slices.Contains(marks, m) })
}

// Announcements of different scenes have nothing to do with each other.
func TestNothingAcrossScenes(t *testing.T) {
	var all []*labelled
	var read []*Opening
	for _, file := range []string{"tuned.txt", "heldout.txt", "fresh.txt"} {
		all = append(all, readSet(t, file)...)
	}
	for _, l := range all {
		read = append(read, Read(&l.offer))
	}
	candidates, compared := 0, 0
	for i, a := range all {
		for j, b := range all[:i] {
			if a.scene == b.scene {
				continue
			}
			compared++
			if read[i].sharesMark(read[j]) {
				candidates++
			}
			if read[i].Same(read[j]) {
				t.Errorf("the same: %v", pair{a, b, false})
			}
		}
	}
	t.Logf("%d pairs of different scenes, %d of them candidates", compared, candidates)
}

// Copies of an announcement under another source are the same opening, whatever
// else they are.
func TestProperties(t *testing.T) {
	for _, file := range []string{"tuned.txt", "heldout.txt", "fresh.txt"} {
		all := readSet(t, file)
		for _, a := range all {
			check(t, &a.offer)
			for _, b := range all {
				hold(t, &a.offer, &b.offer)
			}
		}
	}
}

// check fails where the marks of an offer are not what they promise, or where it
// is the same as itself within its source.
func check(t *testing.T, o *sources.Offer) {
	t.Helper()
	marks := Marks(o)
	if len(marks) > 8 || len(marks) == 0 && o.Title != "" || !slices.Equal(marks, Marks(o)) {
		t.Fatalf("%d marks of %q: %q", len(marks), o.Title, marks)
	}
	for _, m := range marks {
		if len(m) < 2 || len(m) > 12 {
			t.Errorf("mark %q", m)
		}
	}
	if Same(o, o) {
		t.Errorf("%q: two of one source are the same", o.Title)
	}
}

// hold fails where an answer depends on the order, or openings are the same
// without a mark in common.
func hold(t *testing.T, a, b *sources.Offer) {
	t.Helper()
	one, two := Same(a, b), Same(b, a)
	if one != two {
		t.Errorf("%q and %q: %v one way, %v the other", a.Title, b.Title, one, two)
	}
	if one && (!shareMark(a, b) || a.Source == b.Source) {
		t.Errorf("%q and %q are the same without a mark in common, or of one source", a.Title, b.Title)
	}
}

// An announcement that says enough is the same as itself at another source.
func TestReflexiveAcrossSources(t *testing.T) {
	n := 0
	for _, file := range []string{"tuned.txt", "heldout.txt", "fresh.txt"} {
		for _, l := range readSet(t, file) {
			copied := l.offer
			copied.Source, copied.ID = "elsewhere", "copy"
			if l.scene == "Nothing but a title and a line." {
				continue // too little is said to tell it from another
			}
			if n++; !Same(&l.offer, &copied) {
				t.Errorf("%s: %q", l.scene, l.offer.Title)
			}
		}
	}
	if n < 100 {
		t.Errorf("%d offers", n)
	}
}

// A copy in which one thing is said otherwise is another opening.
func TestTwins(t *testing.T) {
	cayenne := []sources.Place{{Label: "Cayenne (973)", Commune: "97302", Departement: "973", Region: "03", Country: "FR"}}
	lisbon := []sources.Place{{Label: "Lisboa, Portugal", Country: "PT"}}
	changed := map[string]int{}
	for _, file := range []string{"tuned.txt", "heldout.txt", "fresh.txt"} {
		for _, l := range readSet(t, file) {
			o := &l.offer
			o.Remote, o.Updated = sources.OnSite, o.Published
			o.Description = strings.Join(strings.Fields(o.Description), " ")
			differ := func(name string, may bool, change func(twin *sources.Offer)) {
				if !may {
					return
				}
				twin := *o
				twin.Source = "twin"
				change(&twin)
				if changed[name]++; Same(o, &twin) {
					t.Errorf("%s: %s, %q", name, l.scene, o.Title)
				}
			}
			read := Read(o)
			words := strings.Fields(o.Description)
			differ("another town", len(o.Places) == 1 && o.Places[0].Region != "", func(o *sources.Offer) { o.Places = cayenne })
			differ("another country", len(o.Places) > 0 && o.Places[0].Country != "", func(o *sources.Offer) { o.Places = lisbon })
			differ("another employer", o.Company != "" && !read.text.has(read.company), func(o *sources.Offer) { o.Company = "Zéphyrine" })
			differ("another contract", o.Contract != "" && o.Contract != sources.Alternance && sources.ContractInTitle(o.Title) == "", func(o *sources.Offer) { o.Title += ", alternance" })
			differ("another trade", true, func(o *sources.Offer) { o.Title = "Comptable" })
			differ("another level", o.Level == sources.Beginner, func(o *sources.Offer) { o.Level = sources.Senior })
			differ("five months on", true, func(o *sources.Offer) { o.Published = o.Published.AddDate(0, 5, 0) })
			differ("other words in the middle", len(words) >= 40, func(o *sources.Offer) {
				middle := len(words) / 2
				for otherwise(wordsOf(strings.Join(words[middle:middle+3], " ")), []string{"porcelaine", "marionnettes", "véranda"}, telling) == 0 {
					middle++ // three empty words say nothing
				}
				copy(words[middle:], []string{"porcelaine", "marionnettes", "véranda"})
				o.Description = strings.Join(words, " ")
			})
		}
	}
	for name, n := range changed {
		if n < 5 {
			t.Errorf("%s: only %d", name, n)
		}
	}
	t.Log(changed)
}

func FuzzSame(f *testing.F) {
	f.Add("Développeur Go (H/F)", "Nuvelia SAS", "Lyon", "Nous éditons un logiciel de tournées.\n\n# Le poste\n- Durée : 35H", "Dev Go", "NUVELIA", "69 - LYON 03", "Nous éditons un logiciel de tournées.")
	f.Add("", "", "", "", "a", "sa", "75", "a b c d a b c d a b c d e")
	f.Add("H/F", "\xff", "Remote", "# \n#\n- :", "é", "de la", ";", "notre client notre client notre client notre client")
	f.Fuzz(func(t *testing.T, t1, c1, p1, d1, t2, c2, p2, d2 string) {
		a := sources.Offer{Source: "a", Title: t1, Company: c1, Places: sources.Places(p1, ""), Description: d1}
		b := sources.Offer{Source: "b", Title: t2, Company: c2, Places: sources.Places(p2, ""), Description: d2}
		check(t, &a)
		check(t, &b)
		hold(t, &a, &b)
	})
}

// long is an announcement of the length of France Travail's.
func long(source string) *sources.Offer {
	o := &sources.Offer{Source: source, Title: "Développeur back-end Go senior (H/F)", Company: "Nuvelia SAS", Places: sources.Places("69 - LYON 03", "FR"), Contract: sources.CDI}
	words := []string{"service", "équipe", "tournée", "calcul", "base", "clients", "réseau", "mesure", "essai", "relire", "avec", "dans", "pour", "les", "de"}
	n := uint32(7)
	for len(o.Description) < 3000 {
		n = n*1664525 + 1013904223
		o.Description += words[int(n>>16)%len(words)] + " "
	}
	return o
}

func BenchmarkMarks(b *testing.B) {
	o := long("greenhouse")
	b.ReportAllocs()
	for b.Loop() {
		Marks(o)
	}
}

func BenchmarkSame(b *testing.B) {
	one, two := long("greenhouse"), long("francetravail")
	b.ReportAllocs()
	for b.Loop() {
		if !Same(one, two) {
			b.Fatal("not the same")
		}
	}
}

// BenchmarkSameRead is the price of one candidate more, once both are read.
func BenchmarkSameRead(b *testing.B) {
	one, two := Read(long("greenhouse")), Read(long("francetravail"))
	b.ReportAllocs()
	for b.Loop() {
		if !one.Same(two) {
			b.Fatal("not the same")
		}
	}
}
