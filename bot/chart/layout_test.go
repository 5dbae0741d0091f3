package chart

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"rebond/bot"
)

// lay lays a chart out and holds of it what holds of all: no text over another, all
// within the margins.
func lay(t *testing.T, c *Chart, l bot.Lang) *page {
	t.Helper()
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	p, err := layOut(c, Light, l)
	if err != nil {
		t.Fatal(err)
	}
	within := image.Rect(margin-1, margin-12, Width-margin+2, p.height())
	var boxes []image.Rectangle
	for _, w := range written(p) {
		box := w.box()
		if box.Empty() {
			continue
		}
		if !box.In(within) {
			t.Errorf("%q is at %v, not within %v", w.text, box, within)
		}
		for i, other := range boxes {
			if box.Overlaps(other) {
				t.Errorf("%q at %v is over text %d at %v", w.text, box, i, other)
			}
		}
		boxes = append(boxes, box)
	}
	return p
}

// written is all the text of a page.
func written(p *page) []*words {
	var all []*words
	for _, m := range p.marks {
		if w, ok := m.(*words); ok {
			all = append(all, w)
		}
	}
	return all
}

func texts(p *page) []string {
	var all []string
	for _, w := range written(p) {
		all = append(all, w.text)
	}
	return all
}

func TestLabels(t *testing.T) {
	for _, n := range []int{1, 2, 3, 5, 12, 13, 26, 53, 60, 90, 120} {
		c := &Chart{Labels: weeks(n), Panels: []Panel{{Series: []Series{{Values: make([]int, n)}}}}}
		all := texts(lay(t, c, bot.FR))
		if !slices.Contains(all, "16\u00a0nov.") {
			t.Errorf("%d weeks: the last is not written", n)
		}
		shown := 0
		for _, label := range c.Labels {
			if slices.Contains(all, label.FR) {
				shown++
			}
		}
		if shown < min(n, 4) {
			t.Errorf("%d weeks: %d are written", n, shown)
		}
	}
}

func TestLongNamesAreShortened(t *testing.T) {
	long := bot.Same(strings.Repeat("Un nom qui n’en finit pas ", 60))
	endless := bot.Same(strings.Repeat("x", 5_000))
	for _, bars := range []bool{false, true} {
		p := lay(t, &Chart{
			Title: long, Labels: []bot.Text{long, endless}, Footer: endless,
			Panels: []Panel{{Title: endless, Bars: bars, Series: []Series{
				{Name: long, Values: []int{1, 2}}, {Name: endless, Values: []int{-1, -1}}, {Name: bot.Same("Court"), Values: []int{3, 3}},
			}}},
		}, bot.FR)
		all := strings.Join(texts(p), "\n")
		if !strings.Contains(all, "Un nom qui n’en finit") || !strings.Contains(all, "xxx…\u00a0: pas assez de personnes pour le dire") || !strings.Contains(all, "Court") {
			t.Errorf("it reads:\n%s", all)
		}
		if p.height() > 1200 {
			t.Errorf("%d pixels high", p.height())
		}
	}
}

func TestNothingIsKnown(t *testing.T) {
	for name, c := range map[string]*Chart{
		"all gaps":  {Labels: weeks(2), Panels: []Panel{{Title: bot.Same("A"), Series: []Series{{Values: []int{-1, math.MinInt}}}}}},
		"no labels": {Panels: []Panel{{Title: bot.Same("A"), Series: []Series{{}}}, {Bars: true, Series: []Series{{}, {Name: bot.Same("B")}}}}},
	} {
		for _, l := range bot.Langs {
			all := texts(lay(t, c, l))
			if !slices.Contains(all, tooFew.In(l)) || slices.Contains(all, "0") {
				t.Errorf("%s: %q", name, all)
			}
			if _, err := PNG(c, Dark, l); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestALoneSeriesOfWhichNothingIsKnownSaysSo(t *testing.T) {
	c := &Chart{Labels: weeks(2), Panels: []Panel{{Series: []Series{{Name: bot.Same("A_b"), Values: []int{5, 5}}, {Name: bot.Same("C*d"), Values: []int{-1, -1}}}}}}
	if all := texts(lay(t, c, bot.EN)); !slices.Contains(all, "A_b") || !slices.Contains(all, "C*d: not enough people to tell") {
		t.Errorf("%q", all)
	}
}

// painted reports whether there is that colour in the column of pixels x of the axes.
func painted(picture image.Image, x float64, colour color.RGBA, from, to float64) bool {
	for y := int(from); y < int(to); y++ {
		if color.RGBAModel.Convert(picture.At(int(x), y)) == colour {
			return true
		}
	}
	return false
}

// A gap is neither a zero nor a line over it, and what is alone between two gaps is
// still seen.
func TestGaps(t *testing.T) {
	values := []int{50, 60, -1, 70, -1, 0, -1, -1, 80, 90}
	for _, bars := range []bool{false, true} {
		c := &Chart{Labels: weeks(len(values)), Panels: []Panel{{Bars: bars, Series: []Series{{Values: values}}}}}
		data, err := PNG(c, Light, bot.FR)
		if err != nil {
			t.Fatal(err)
		}
		picture := decode(t, data)
		time := lay(t, c, bot.FR).measure(c)
		for i, v := range values {
			if got := painted(picture, time.middle(i), of(Light).series[0], margin, float64(picture.Bounds().Dy())); got != (v >= 0) {
				t.Errorf("value %d (%d): drawn %t (bars: %t)", i, v, got, bars)
			}
			if i+1 == len(values) || bars {
				continue
			}
			joined := v >= 0 && values[i+1] >= 0
			if got := painted(picture, time.middle(i)+time.slot/2, of(Light).series[0], margin, float64(picture.Bounds().Dy())); got != joined {
				t.Errorf("values %d and %d: joined %t", i, i+1, got)
			}
		}
	}
}

// The letters of French are drawn as they are; what the fonts lack is no empty box.
func TestLetters(t *testing.T) {
	faces, err := openFaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*face{faces.title, faces.name} {
		for _, c := range []struct{ from, to string }{
			{"ÀÂÇÉÈÊËÎÏÔŒÙÛÜŸÆ àâçéèêëîïôœùûüÿæ", "ÀÂÇÉÈÊËÎÏÔŒÙÛÜŸÆ àâçéèêëîïôœùûüÿæ"},
			{"l’été\u202f: «\u00a012\u202f000\u00a0€\u00a0» – 5 % · … ≥ • n°", "l’été\u202f: «\u00a012\u202f000\u00a0€\u00a0» – 5 % · … ≥ • n°"},
			{"a\u2009b\u2003c\u2011d", "a\u202fb c-d"},
			{"👩\u200d💻 e\u0301 日", " e ?"},
		} {
			if got := f.drawable(c.from); got != c.to {
				t.Errorf("%q is drawn as %q, not %q", c.from, got, c.to)
			}
		}
		if thin, space := f.width("1\u202f000"), f.width("1 000"); thin >= space || thin <= f.width("1000") {
			t.Errorf("with a thin space %.1f, with a space %.1f", thin, space)
		}
	}
}

// anyChart is one of those that are drawn, or the largest of all.
func anyChart(random *rand.Rand, largest bool) *Chart {
	upTo := func(n int) int {
		if largest {
			return n
		}
		return 1 + random.IntN(n)
	}
	anyText := func(most int) bot.Text {
		var b strings.Builder
		for range random.IntN(most) {
			b.WriteRune([]rune("aeilmnrtsuéÉœ’ WM  \n*_\u202f\u00a0\u0301日👩\\")[random.IntN(26)])
		}
		return bot.Markup(b.String())
	}
	n, panels, series := upTo(MaxLabels), upTo(MaxPanels), upTo(MaxSeries)
	for n*panels*series > MaxValues { // one of the three gives way
		switch random.IntN(3) {
		case 0:
			n--
		case 1:
			panels = max(1, panels-1)
		case 2:
			series = max(1, series-1)
		}
	}
	c := &Chart{Title: anyText(200), Footer: anyText(600)}
	for range n {
		c.Labels = append(c.Labels, anyText(1+random.IntN(30)))
	}
	for range panels {
		panel := Panel{Title: anyText(120), Bars: random.IntN(2) == 0}
		shift := 1 + random.IntN(63)
		if random.IntN(3) == 0 {
			for range upTo(MaxLevels) {
				panel.Levels = append(panel.Levels, anyText(1+random.IntN(30)))
			}
		}
		for range series {
			s := Series{Name: anyText(60)}
			for range n {
				v := int(random.Uint64() >> shift)
				if levels := len(panel.Levels); levels > 0 {
					v = 1 + v%levels
				}
				if random.IntN(6) == 0 {
					v = -1 - v
				}
				s.Values = append(s.Values, v)
			}
			panel.Series = append(panel.Series, s)
		}
		c.Panels = append(c.Panels, panel)
	}
	return c
}

// Any chart is laid out without a text over another, and is drawn in less than 200 kB.
func TestAnyChart(t *testing.T) {
	laid, drawn := 150, 6
	if os.Getenv("REBOND_LONG") != "" {
		laid, drawn = 1_000, 30
	}
	seed, heaviest := rand.Uint64(), 0
	for i := range laid {
		random := rand.New(rand.NewPCG(seed, uint64(i)))
		c := anyChart(random, i%10 == 0)
		l := bot.Langs[i%2]
		lay(t, c, l)
		if i < drawn || i%10 == 0 && i < 5*drawn {
			data, err := PNG(c, Theme(random.IntN(3)), l)
			if err != nil || len(data) > 200_000 {
				t.Errorf("%d bytes, %v", len(data), err)
			}
			heaviest = max(heaviest, len(data))
		}
		if t.Failed() {
			t.Fatalf("chart %d of seed %d: %d panels, %d labels", i, seed, len(c.Panels), len(c.Labels))
		}
	}
	t.Logf("the heaviest of them: %d bytes", heaviest)
}
