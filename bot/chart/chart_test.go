package chart

import (
	"bytes"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rebond/bot"
)

var update = flag.Bool("update", false, "write what is drawn into testdata")

// weeks are labels of n weeks, the last of which begins on 16 November 2026.
func weeks(n int) []bot.Text {
	french := []string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."}
	var all []bot.Text
	for i := range n {
		day := time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -7*(n-1-i))
		all = append(all, bot.Text{FR: day.Format("2") + "\u00a0" + french[day.Month()-1], EN: day.Format("2 Jan")})
	}
	return all
}

// twelve is a chart such as moderators see: lines and bars, a gap, a series of which
// nothing is known.
func twelve() *Chart {
	return &Chart{
		Title:  bot.Text{FR: "Les 12 dernières semaines", EN: "The last 12 weeks"},
		Labels: weeks(12),
		Panels: []Panel{
			{
				Title: bot.Text{FR: "Membres", EN: "Members"},
				Series: []Series{
					{Name: bot.Text{FR: "Abonnés à une alerte", EN: "Subscribed to an alert"}, Values: []int{820, 850, 900, 940, 990, 1010, 1060, 1090, 1100, 1150, 1210, 1245}},
					{Name: bot.Text{FR: "Membres actifs", EN: "Active members"}, Values: []int{310, 295, 340, -1, 360, 420, 415, 380, 395, 450, 470, 455}},
				},
			},
			{
				Title: bot.Text{FR: "Annonces", EN: "Announcements"}, Bars: true,
				Series: []Series{
					{Name: bot.Text{FR: "Publiées", EN: "Published"}, Values: []int{4, 7, 3, 0, 6, 9, 8, 5, 11, 7, 9, 6}},
					{Name: bot.Text{FR: "Pourvues", EN: "Filled"}, Values: []int{1, 0, 2, 1, 3, 2, 4, 2, 3, 5, 2, 1}},
				},
			},
			{
				Title: bot.Text{FR: "Messages publiés dans les salons", EN: "Posts in channels"}, Bars: true,
				Series: []Series{{Values: []int{42, 45, 44, 0, 47, 51, 50, 49, 55, 53, 58, 31}}},
			},
			{
				Title:  bot.Text{FR: "Ce qu’ils sont devenus", EN: "What became of them"},
				Series: []Series{{Values: []int{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}}},
			},
		},
		Footer: bot.Text{FR: "Les nombres de personnes sont arrondis à 5 près\u202f; en dessous de 5, ils ne sont pas dits. La dernière semaine n’est pas finie.", EN: "Numbers of people are rounded to 5; below 5, they are not told. The last week is not over."},
	}
}

func TestWhatIsDrawnIsAsBefore(t *testing.T) {
	for _, theme := range []struct {
		name string
		is   Theme
	}{{"light", Light}, {"dark", Dark}} {
		for _, l := range bot.Langs {
			got, err := PNG(twelve(), theme.is, l)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "twelve."+theme.name+"."+string(l)+".png", got)
		}
	}
}

// golden compares the pixels, not the bytes: how they are packed is not ours. A
// processor may round the edge of a curve otherwise than another.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, b := rgba(t, got), rgba(t, want)
	if a.Rect != b.Rect {
		t.Fatalf("%s is %v, not %v", name, a.Rect, b.Rect)
	}
	different := 0
	for i, v := range a.Pix {
		if w := b.Pix[i]; max(v, w)-min(v, w) > 3 {
			different++
		}
	}
	if different > 0 {
		t.Errorf("%s: %d bytes of pixels are different (-update to accept)", name, different)
	}
}

// The same chart is the same bytes, whoever else draws meanwhile.
func TestTheSameChartIsTheSameBytes(t *testing.T) {
	want, err := PNG(twelve(), Dark, bot.FR)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if got, err := PNG(twelve(), Dark, bot.FR); err != nil || !bytes.Equal(got, want) {
				t.Errorf("other bytes, %v", err)
			}
		})
	}
	all.Wait()
}

func TestWhatIsNotAChartIsRefused(t *testing.T) {
	one := []Series{{Values: []int{1}}}
	for want, c := range map[string]*Chart{
		"no panel":                       {Labels: weeks(1)},
		"7 panels":                       {Labels: weeks(1), Panels: slices.Repeat([]Panel{{Series: one}}, 7)},
		"720 values":                     {Labels: weeks(60), Panels: slices.Repeat([]Panel{{Series: slices.Repeat([]Series{{Values: make([]int, 60)}}, 2)}}, 6)},
		"121 labels":                     {Labels: weeks(121), Panels: []Panel{{Series: one}}},
		"panel 0: 0 series":              {Labels: weeks(1), Panels: []Panel{{}}},
		"panel 0: 7 series":              {Labels: weeks(1), Panels: []Panel{{Series: slices.Repeat(one, 7)}}},
		"series 0: 1 values for 2 label": {Labels: weeks(2), Panels: []Panel{{Series: one}}},
	} {
		if _, err := PNG(c, Light, bot.FR); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, not %s", err, want)
		}
	}
}

// What would be too heavy has fewer shades; what is too heavy all the same is refused.
func TestAHeavyPictureHasFewerShades(t *testing.T) {
	ink, random := of(Light), rand.New(rand.NewPCG(1, 2))
	shades := ink.palette(22)[:23] // of the title
	for _, c := range []struct {
		height int
		most   int // colours there are in the end; 0: it is refused
	}{{100, 23}, {370, 20}, {2_000, 0}} {
		picture := image.NewRGBA(image.Rect(0, 0, Width, c.height))
		for y := range c.height {
			for x := range Width {
				picture.Set(x, y, shades[random.IntN(len(shades))])
			}
		}
		data, err := encode(picture, ink)
		if c.most == 0 {
			if err == nil {
				t.Errorf("%d bytes are not refused", len(data))
			}
			continue
		}
		if err != nil || len(data) >= heaviest {
			t.Fatalf("%d rows: %d bytes, %v", c.height, len(data), err)
		}
		used := map[uint8]bool{}
		for _, p := range decode(t, data).(*image.Paletted).Pix {
			used[p] = true
		}
		if len(used) > c.most || c.most == 23 && len(used) < 23 {
			t.Errorf("%d rows: %d colours, not %d", c.height, len(used), c.most)
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	for b.Loop() {
		if _, err := PNG(twelve(), Light, bot.FR); err != nil {
			b.Fatal(err)
		}
	}
}

func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

func rgba(t *testing.T, data []byte) *image.RGBA {
	t.Helper()
	from := decode(t, data)
	to := image.NewRGBA(from.Bounds())
	draw.Draw(to, to.Rect, from, image.Point{}, draw.Src)
	return to
}
