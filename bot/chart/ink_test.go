package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"rebond/bot"
)

// luminance and contrast are those of WCAG 2.2.
func luminance(c color.RGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func contrast(a, b color.RGBA) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

// Everything that is read stands out from the ground.
func TestContrast(t *testing.T) {
	if got := contrast(rgb(0xffffff), rgb(0)); math.Abs(got-21) > 0.01 {
		t.Fatalf("black on white is %.2f:1", got)
	}
	for theme := range inks {
		ink := of(Theme(theme))
		for name, c := range map[string]color.RGBA{"title": ink.title, "text": ink.text, "muted": ink.muted} {
			if got := contrast(c, ink.ground); got < 4.5 {
				t.Errorf("theme %d: %s is %.2f:1", theme, name, got)
			}
		}
		for i, c := range ink.series { // their numbers are text
			if got := contrast(c, ink.ground); got < 4.5 {
				t.Errorf("theme %d: series %d is %.2f:1", theme, i, got)
			}
		}
		if got := contrast(ink.base, ink.ground); got < 3 {
			t.Errorf("theme %d: the base line is %.2f:1", theme, got)
		}
	}
}

// All colours of a theme are in its palette as they are.
func TestPalette(t *testing.T) {
	for theme := range inks {
		ink := of(Theme(theme))
		colours := ink.palette(22)
		if len(colours) > 256 {
			t.Errorf("theme %d has %d colours", theme, len(colours))
		}
		for _, c := range append([]color.RGBA{ink.ground, ink.title, ink.text, ink.muted, ink.base, ink.grid}, ink.series[:]...) {
			if got := colours.Convert(c); got != c {
				t.Errorf("theme %d: %v becomes %v", theme, c, got)
			}
		}
	}
}

// Who sees no colour tells the series apart all the same: lines all six, bars three.
func TestSeriesAreToldApartWithoutColours(t *testing.T) {
	grey := *of(Light)
	for i := range grey.series {
		grey.series[i] = grey.text
	}
	faces, err := openFaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, bars := range []bool{false, true} {
		count := MaxSeries
		if bars {
			count = int(fills)
		}
		panel := &Panel{Bars: bars, Series: make([]Series, count)}
		var samples [][]byte
		for i := range count {
			p := &page{lang: bot.FR, ink: &grey, faces: faces}
			p.sample(panel, i, &axis{slot: 65}, 10, 20)
			picture := image.NewRGBA(image.Rect(0, 0, 80, 40))
			draw.Draw(picture, picture.Rect, image.NewUniform(grey.ground), image.Point{}, draw.Src)
			for _, m := range p.marks {
				m.paint(picture)
			}
			for j, other := range samples {
				if bytes.Equal(other, picture.Pix) {
					t.Errorf("series %d and %d look the same (bars: %t)", j, i, bars)
				}
			}
			samples = append(samples, picture.Pix)
		}
	}
}
