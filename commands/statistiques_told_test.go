package commands

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rebond/bot"
	"rebond/storage"
)

var declared = []bot.Command{
	{Name: "offres", Names: bot.Text{FR: "offres", EN: "jobs"}},
	{Name: "pause", Names: bot.Text{FR: "pause", EN: "pause"}},
	{Name: "mesannonces", Names: bot.Text{FR: "mesannonces", EN: "my-posts"}},
}

// weeksOf are weeks of which everything was counted, up to that of 16 November.
func weeksOf(count int, set func(i int, w *storage.Week)) []storage.Week {
	weeks := make([]storage.Week, count)
	for i := range weeks {
		weeks[i] = storage.Week{Monday: time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 7*(i+1-count)), Known: true, Commands: map[string]int{}}
		set(i, &weeks[i])
	}
	return weeks
}

// plain is a text in French with plain spaces.
func plainFR(t bot.Text) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(bot.Plain(t.FR))
}

func TestTold(t *testing.T) {
	for people, want := range []int{untold, untold, untold, untold, untold, 5, 5, 5, 10, 10, 10, 10, 10, 15} {
		if got := told(people); got != want {
			t.Errorf("of %d people %d is told, want %d", people, got, want)
		}
	}
}

// TestFewPeopleChangeNothing changes who cannot be told of, and the words, the picture and
// its description stay as they are.
func TestFewPeopleChangeNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 12))
	// alike is another number of which the same is told.
	alike := func(n int) int {
		if n < fewest {
			return r.IntN(fewest)
		}
		near := (n + 2) / fewest * fewest
		least := max(near-2, fewest)
		return least + r.IntN(near+3-least)
	}
	differ := false
	for range 200 {
		small := 1 + r.IntN(15)
		one := weeksOf(weeksShown, func(i int, w *storage.Week) {
			w.Subscribers, w.Active, w.Published, w.Posts = r.IntN(small), r.IntN(small), r.IntN(9), r.IntN(9)
			for _, c := range declared {
				w.Commands[c.Name] = r.IntN(small)
			}
		})
		other := slices.Clone(one)
		for i := range other {
			w := &other[i]
			w.Subscribers, w.Active, w.Commands = alike(w.Subscribers), alike(w.Active), map[string]int{}
			for name, n := range one[i].Commands {
				w.Commands[name] = alike(n)
			}
		}
		differ = differ || !reflect.DeepEqual(one, other)
		a, b := tell(one, declared), tell(other, declared)
		if got, want := b.said(nil), a.said(nil); got != want {
			t.Fatalf("the words differ:\n%s\n%s", got.FR, want.FR)
		}
		if got, want := b.alt(), a.alt(); got != want {
			t.Fatalf("the description differs:\n%s\n%s", got.FR, want.FR)
		}
		if got, want := b.chart(), a.chart(); !reflect.DeepEqual(got, want) {
			t.Fatalf("the picture differs:\n%+v\n%+v", got, want)
		}
	}
	if !differ {
		t.Error("nothing was changed: this test shows nothing")
	}
}

// TestPictureOfFewPeople draws no number of people but in fives, from five on.
func TestPictureOfFewPeople(t *testing.T) {
	f := tell(weeksOf(weeksShown, func(i int, w *storage.Week) {
		w.Subscribers, w.Active, w.Published, w.Filled, w.Posts = i, 2*i, i, i/3, 7
		w.Commands["offres"], w.Commands["pause"], w.Commands["mesannonces"] = i, 4, 23
	}), declared)
	c := f.chart()
	for _, p := range []int{0, 3} {
		for _, s := range c.Panels[p].Series {
			for i, n := range s.Values {
				if n != untold && (n < fewest || n%fewest != 0) {
					t.Errorf("%s, week %d: %d is drawn", s.Name.EN, i, n)
				}
			}
		}
	}
	if want := []int{-1, -1, -1, -1, -1, 5, 5, 5, 10, 10, 10, 10}; !slices.Equal(c.Panels[0].Series[0].Values, want) {
		t.Errorf("subscribers %d, want %d", c.Panels[0].Series[0].Values, want)
	}
	if want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}; !slices.Equal(c.Panels[1].Series[0].Values, want) {
		t.Errorf("openings are for everybody to see: %d, want %d", c.Panels[1].Series[0].Values, want)
	}
	var names []string
	for _, s := range c.Panels[3].Series {
		names = append(names, s.Name.EN)
	}
	if !slices.Equal(names, []string{"/my-posts", "/jobs"}) {
		t.Errorf("commands drawn: %q", names)
	}
	if got := c.Labels[len(c.Labels)-1]; got != (bot.Text{FR: "16/11", EN: "16 Nov"}) {
		t.Errorf("the last week is %v", got)
	}
}

// TestCourse is how a course is told in words.
func TestCourse(t *testing.T) {
	counts := func(n ...int) *figures {
		return tell(weeksOf(len(n), func(i int, w *storage.Week) {
			w.Subscribers, w.Active, w.Published = max(n[i], 0), max(n[i], 0), max(n[i], 0)
			w.Known = n[i] >= 0
		}), nil)
	}
	for name, one := range map[string]struct {
		f                          *figures
		subscribers, active, offer string
	}{
		"nobody": {counts(0, 0, 0, 0), "moins de 5 personnes", "moins de 5 personnes",
			"0 en 4 semaines"},
		"not counted yet":    {counts(-1, -1, -1, 6), "environ 5 personnes", "environ 5 personnes cette semaine", "6 cette semaine"},
		"in the second week": {counts(-1, -1, 6, 9), "environ 10 personnes", "environ 10 personnes cette semaine, environ 5 personnes la semaine passée", "9 cette semaine, 6 la semaine passée, 15 en 4 semaines"},
		"up": {counts(12, 3, 21, 40), "environ 40 personnes. En hausse depuis le 26 octobre (environ 10 personnes)",
			"environ 40 personnes cette semaine, environ 20 personnes la semaine passée. En hausse depuis le 26 octobre (environ 10 personnes)",
			"40 cette semaine, 21 la semaine passée, 76 en 4 semaines. En hausse depuis le 26 octobre (12)"},
		"down to too few": {counts(12, 12, 4, 1), "moins de 5 personnes. En baisse depuis le 26 octobre (environ 10 personnes)",
			"moins de 5 personnes cette semaine, moins de 5 personnes la semaine passée. En baisse depuis le 26 octobre (environ 10 personnes)",
			"1 cette semaine, 4 la semaine passée, 29 en 4 semaines. En baisse depuis le 26 octobre (12)"},
		"the first week of all is not a whole one": {counts(-1, 8, 30, 32), "environ 30 personnes. Pareil depuis le 9 novembre",
			"environ 30 personnes cette semaine, environ 30 personnes la semaine passée", "32 cette semaine, 30 la semaine passée, 70 en 4 semaines"},
	} {
		for of, want := range map[string]string{"subscribers": one.subscribers, "active": one.active, "offer": one.offer} {
			got := map[string]*course{"subscribers": &one.f.subscribers, "active": &one.f.active, "offer": &one.f.published}[of]
			if said := plainFR(got.said()); said != want {
				t.Errorf("%s, %s:\ngot  %s\nwant %s", name, of, said, want)
			}
		}
	}
}

// TestFound tells what people have found where they are enough, together and apart.
func TestFound(t *testing.T) {
	lines := found([]storage.Outcome{
		{Month: "2026-11", What: "emploi", People: 8}, {Month: "2026-11", What: "formation", People: 4}, {Month: "2026-11", What: "mission", People: 5},
		{Month: "2026-10", What: "autre", People: 2}, {Month: "2026-10", What: "emploi", People: 2},
		{Month: "2026-09", What: "emploi", People: 3}, {Month: "2026-09", What: "formation", People: 3},
	})
	var got []string
	for _, l := range lines {
		got = append(got, plainFR(l))
	}
	if want := []string{"novembre 2026 : environ 15 personnes (« Un emploi » : 10, « Une mission, mon activité » : 5).", "septembre 2026 : environ 5 personnes."}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := monthName("2026-08").EN; got != "August 2026" {
		t.Errorf("in English %q", got)
	}
}

// TestDescriptionFits holds that the description of a large community is said whole on every
// platform, and that the words leave room for what has been found.
func TestDescriptionFits(t *testing.T) {
	const shortest = 1024 // Discord's
	var many []bot.Command
	for i := range 20 {
		name := fmt.Sprint("commandeaunomdetrentedeuxlettre", i%10)
		many = append(many, bot.Command{Name: fmt.Sprint(name, i), Names: bot.Same(name)})
	}
	f := tell(weeksOf(weeksShown, func(i int, w *storage.Week) {
		w.Subscribers, w.Active, w.Published, w.Filled, w.Posts = 100_000+9*i, 100_000-9*i, 100_000+i, 100_000-i, 100_000+i
		for _, c := range many {
			w.Commands[c.Name] = 100_000
		}
	}), many)
	for _, l := range bot.Langs {
		if n := utf8.RuneCountInString(bot.Plain(f.alt().In(l))); n > shortest {
			t.Errorf("%s: %d characters:\n%s", l, n, f.alt().In(l))
		}
		if n := utf8.RuneCountInString(f.said(nil).In(l)); n > 2500 {
			t.Errorf("%s: the words have %d characters", l, n)
		}
	}
}
