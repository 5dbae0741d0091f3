package chart

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rebond/bot"
)

// The levels of the weather and of the energy, the lowest first.
var (
	skies    = []bot.Text{{FR: "Orage", EN: "Storm"}, {FR: "Pluie", EN: "Rain"}, {FR: "Nuages", EN: "Clouds"}, {FR: "Éclaircies", EN: "Sunny spells"}, {FR: "Grand soleil", EN: "Sunshine"}}
	energies = []bot.Text{{FR: "Basse", EN: "Low"}, {FR: "Moyenne", EN: "Middling"}, {FR: "Haute", EN: "High"}}
)

// days are labels of n days, the last of which is 16 November 2026.
func days(n int) []bot.Text {
	var all []bot.Text
	for i := range n {
		day := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i+1-n)
		all = append(all, bot.Text{FR: day.Format("02/01"), EN: day.Format("2 Jan")})
	}
	return all
}

// noted are values as somebody notes them, a digit each; a point is a day without.
func noted(digits string) []int {
	var all []int
	for _, d := range digits {
		if d == '.' {
			all = append(all, -1)
			continue
		}
		all = append(all, int(d-'0'))
	}
	return all
}

// weather is the chart of one person: days alone between gaps, plateaus, days of
// storm and of sunshine, and a gap at each end of a run.
func weather(n int) *Chart {
	const sky = "333.2.1.2233344.5554..3.3.332211122.33..4.4455.55443.2.1112.23344444.333.2.1.2233344.5554..3.3432112"
	const energy = "222.1.1.1122233.3332..2.2.221111112.22..3.3333.33221.1.1111.12233333.222.1.1.1122233.3322..2.2321112"
	return &Chart{
		Title:  bot.Text{FR: "Votre météo, jour après jour", EN: "Your weather, day by day"},
		Labels: days(n),
		Panels: []Panel{
			{Title: bot.Text{FR: "Météo", EN: "Weather"}, Levels: skies, Series: []Series{{Values: noted(sky[len(sky)-n:])}}},
			{Title: bot.Text{FR: "Énergie", EN: "Energy"}, Levels: energies, Series: []Series{{Values: noted(energy[len(energy)-n:])}}},
		},
		Footer: bot.Text{FR: "Un jour sans note est un blanc. Personne d’autre ne voit cette image.", EN: "A day without a note is a gap. Nobody else sees this picture."},
	}
}

func TestTheWeatherIsDrawnAsBefore(t *testing.T) {
	for _, n := range []int{30, 90} {
		for _, c := range []struct {
			name string
			is   Theme
			l    bot.Lang
		}{{"light.fr", Light, bot.FR}, {"dark.en", Dark, bot.EN}} {
			got, err := PNG(weather(n), c.is, c.l)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := PNG(weather(n), c.is, c.l); err != nil || !bytes.Equal(again, got) {
				t.Errorf("%d days: other bytes, %v", n, err)
			}
			golden(t, fmt.Sprintf("days%d.%s.png", n, c.name), got)
		}
	}
}

// The y axis says the names of the levels, each where its values are, and no number
// is written, neither beside it nor at the ends of lines nor over bars.
func TestLevelsAreNamedNeverNumbered(t *testing.T) {
	number := regexp.MustCompile(`^[0-9]+$`)
	for _, bars := range []bool{false, true} {
		for _, l := range bot.Langs {
			c := weather(7)
			for i := range c.Panels {
				c.Panels[i].Bars = bars
			}
			p := lay(t, c, l)
			var left, y float64
			for i, w := range written(p) {
				if number.MatchString(w.text) {
					t.Errorf("%q is written (bars: %t)", w.text, bars)
				}
				for _, level := range skies {
					if w.text != level.In(l) {
						continue
					}
					if right := w.x + w.face.width(w.text); left != 0 && (math.Abs(right-left) > 0.01 || w.y != y-rung) {
						t.Errorf("text %d, %q ends at %.1f, %.1f", i, w.text, right, w.y)
					}
					left, y = w.x+w.face.width(w.text), w.y
				}
			}
			all := texts(p)
			for _, level := range append(slices.Clone(skies), energies...) {
				if !slices.Contains(all, level.In(l)) {
					t.Errorf("no %q in %q", level.In(l), all)
				}
			}
		}
	}
}

// Names that are far too wide leave room for the days.
func TestLongNamesOfLevelsAreShortened(t *testing.T) {
	c := weather(30)
	c.Panels[0].Levels = []bot.Text{bot.Same(strings.Repeat("Un nom qui n’en finit pas ", 9)), {}, skies[2], skies[3], skies[4]}
	p := lay(t, c, bot.FR)
	if time := p.measure(c); time.right-time.left < Width/2 {
		t.Errorf("%.0f pixels for the days", time.right-time.left)
	}
	if all := texts(p); !slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(s, "Un nom qui") && strings.HasSuffix(s, "…") }) {
		t.Errorf("%q", all)
	}
}

func TestWhatIsNoLevelIsRefused(t *testing.T) {
	of := func(levels int, values ...int) *Chart {
		return &Chart{Labels: days(len(values)), Panels: []Panel{{Levels: slices.Repeat(skies[:1], levels), Series: []Series{{Values: values}}}}}
	}
	for want, c := range map[string]*Chart{
		"panel 0, levels: 8, more than 7":                          of(8, 1),
		"panel 0, series 0, value 1: 0 is none of 5 levels":        of(5, 1, 0),
		"panel 0, series 0, value 2: 6 is none of 5 levels":        of(5, 1, -1, 6),
		"panel 0, series 0, value 0: 2 is none of 1 levels":        of(1, 2),
		"panel 0, series 0, value 0: 9223372036854775807 is none ": of(7, math.MaxInt),
	} {
		if _, err := PNG(c, Light, bot.FR); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, not %s", err, want)
		}
	}
	for _, c := range []*Chart{of(7, 7, math.MinInt), of(1, 1), of(0, 0, 900)} {
		if _, err := PNG(c, Light, bot.FR); err != nil {
			t.Error(err)
		}
	}
}

// Nobody is too few people here: nothing was noted.
func TestNothingIsNoted(t *testing.T) {
	gaps := Series{Values: []int{-1, -1}}
	c := &Chart{Labels: days(2), Panels: []Panel{
		{Title: bot.Same("A"), Levels: skies, Series: []Series{gaps}},
		{Title: bot.Same("B"), Levels: energies, Series: []Series{{Name: bot.Same("C"), Values: gaps.Values}, {Values: []int{1, 3}}}},
	}}
	for l, want := range map[bot.Lang][]string{bot.FR: {"Rien de noté", "C\u00a0: rien de noté"}, bot.EN: {"Nothing noted", "C: nothing noted"}} {
		all := texts(lay(t, c, l))
		if !slices.Contains(all, want[0]) || !slices.Contains(all, want[1]) || slices.Contains(all, skies[0].In(l)) {
			t.Errorf("%q", all)
		}
	}
	if all := texts(lay(t, &Chart{Panels: []Panel{{Levels: skies, Series: []Series{{}}}}}, bot.FR)); !slices.Equal(all, []string{"Rien de noté"}) {
		t.Errorf("without a day: %q", all)
	}
}

// However many days there are, those that follow one another have their line, one
// alone has a marker larger than the line, and nothing at all is between two days
// with a gap between them.
func TestGapsOfLevels(t *testing.T) {
	colour, allowed := of(Light).series[0], []color.Color{of(Light).ground, of(Light).grid, of(Light).base}
	for _, n := range []int{7, 30, 53, 90, MaxLabels} {
		c := weather(min(n, 90))
		c.Panels = c.Panels[:1]
		values := c.Panels[0].Series[0].Values
		for len(values) < n {
			values = append(values, values[len(values)-90])
		}
		c.Labels, c.Panels[0].Series[0].Values = days(n), values
		data, err := PNG(c, Light, bot.FR)
		if err != nil {
			t.Fatal(err)
		}
		picture, p := rgba(t, data), lay(t, c, bot.FR)
		time, rows := p.measure(c), map[int]float64{}
		for _, w := range written(p) {
			for level, name := range skies {
				if w.text == name.FR {
					rows[level+1] = w.y - 9
				}
			}
		}
		top, base := rows[len(skies)]-20, rows[1]+foot
		radius, _ := time.levelMarkers(1)
		known := func(i int) bool { return i >= 0 && i < n && values[i] > 0 }
		for i, v := range values {
			middle := time.middle(i)
			if got := painted(picture, middle, colour, top, base); got != (v > 0) {
				t.Errorf("%d days, day %d (%d): drawn %t", n, i, v, got)
			}
			if known(i) && known(i+1) && !painted(picture, middle+time.slot/2, colour, top, base) {
				t.Errorf("%d days: no line from day %d to the next", n, i)
			}
			if known(i) && !known(i-1) && !known(i+1) && !painted(picture, middle, colour, rows[v]+levelWidth/2, base) {
				t.Errorf("%d days: day %d is alone and has no marker", n, i)
			}
			if !known(i-1) || known(i) || !known(i+1) {
				continue
			}
			for x := int(middle - time.slot + radius + 2); x < int(middle+time.slot-radius-1); x++ {
				for y := int(top); y < int(base); y++ {
					if got := picture.At(x, y); !slices.Contains(allowed, got) {
						t.Fatalf("%d days: %v at %d, %d, in the gap of day %d", n, got, x, y, i)
					}
				}
			}
		}
	}
}

// Several lines are told apart by dash and by marker, and two days are a line too.
func TestSeveralLinesOfLevels(t *testing.T) {
	c := weather(90)
	c.Panels = c.Panels[:1]
	c.Panels[0].Levels = append(slices.Clone(energies), energies...)
	c.Panels[0].Series = nil
	for i := range MaxSeries {
		values := slices.Repeat([]int{-1}, 90)
		values[10], values[11], values[40] = i+1, i+1, i+1
		c.Panels[0].Series = append(c.Panels[0].Series, Series{Name: bot.Textf(bot.Markup("Série %s"), i), Values: values})
	}
	data, err := PNG(c, Dark, bot.FR)
	if err != nil {
		t.Fatal(err)
	}
	p := lay(t, c, bot.FR)
	picture, time := decode(t, data), p.measure(c)
	var lowest float64 // where the lowest level is
	for _, w := range written(p) {
		if w.face == p.faces.axis && w.text == energies[0].FR {
			lowest = max(lowest, w.y-9)
		}
	}
	for i, colour := range of(Dark).series {
		y := lowest - rung*float64(i)
		for _, at := range []float64{time.middle(10) - 2, time.middle(11) + 3, time.middle(40) + 3} {
			if !painted(picture, at, colour, y-5, y+5) {
				t.Errorf("series %d is not drawn at %.1f, %.1f", i, at, y)
			}
		}
	}
}

func BenchmarkWeather(b *testing.B) {
	for b.Loop() {
		if _, err := PNG(weather(90), Light, bot.FR); err != nil {
			b.Fatal(err)
		}
	}
}
