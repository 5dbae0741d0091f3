package chart

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
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
	a, b := decode(t, got), decode(t, want)
	if a.Bounds() != b.Bounds() {
		t.Fatalf("%s is %v, not %v", name, a.Bounds(), b.Bounds())
	}
	different := 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if !alike(a, b, x, y) {
				different++
			}
		}
	}
	if different > 0 {
		t.Errorf("%s: %d pixels are different (-update to accept)", name, different)
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

func alike(a, b image.Image, x, y int) bool {
	const most = 3 << 8
	r, g, bl, _ := a.At(x, y).RGBA()
	r2, g2, bl2, _ := b.At(x, y).RGBA()
	near := func(a, b uint32) bool { return max(a, b)-min(a, b) <= most }
	return near(r, r2) && near(g, g2) && near(bl, bl2)
}
