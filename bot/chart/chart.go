// Package chart draws a few series over time as a picture that reads on a phone.
// It promises that the same chart is always the same bytes, that what is not known
// is a gap and never a zero, and that lines are told apart without their colours:
// by dash and by marker. It draws by itself, in Go, with the Go fonts.
package chart

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"rebond/bot"
)

// Media is the media type of what [PNG] makes.
const Media = "image/png"

// What a chart may hold: more would not be read on a phone, and the picture must
// stay light.
const (
	MaxPanels = 6
	MaxSeries = 6   // of a panel
	MaxLabels = 120 // of the x axis: four months of days, ten years of months
	MaxLevels = 7   // of a panel
	MaxValues = 600 // in all
)

// Chart is one picture: small charts one under the other, over the same time.
type Chart struct {
	Title  bot.Text
	Labels []bot.Text // of the x axis, oldest first; those that would not fit are left out, never the last
	Panels []Panel
	Footer bot.Text // what to know to read it right: what is rounded, where it comes from
}

// Panel is one small chart, with a y axis of its own: numbers from zero on, or the
// Levels by their names, and then it has no number at all.
type Panel struct {
	Title  bot.Text
	Series []Series
	Bars   bool       // bars instead of lines: for what is counted anew each time
	Levels []bot.Text // names of the values 1, 2, 3…, the lowest first; no other value is known
}

// Series is a line or a set of bars. It has as many values as the chart has labels;
// a negative value is unknown, or too few to tell: a gap. Without a Name, it is
// what the title of its panel says.
type Series struct {
	Name   bot.Text
	Values []int
}

// PNG draws the chart in language l: [Width] pixels wide, as tall as it needs, less
// than 200 kB. The error is of the program, not of the person who asks: too much to
// draw, or a series of another length than the labels.
func PNG(c *Chart, theme Theme, l bot.Lang) ([]byte, error) {
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	p, err := layOut(c, theme, l)
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	picture := image.NewRGBA(image.Rect(0, 0, Width, p.height()))
	draw.Draw(picture, picture.Rect, image.NewUniform(p.ink.ground), image.Point{}, draw.Src)
	for _, m := range p.marks {
		m.paint(picture)
	}
	return encode(picture, p.ink)
}

// heaviest is how many bytes a picture has at most.
const heaviest = 200_000

// encode makes a file of the picture, with fewer shades of each colour where it
// would be too heavy: that takes six panels full of lines and of text.
func encode(picture *image.RGBA, ink *ink) ([]byte, error) {
	var b bytes.Buffer
	for _, shades := range [...]int{22, 8, 4} {
		b.Reset()
		if err := png.Encode(&b, limited(picture, ink.palette(shades))); err != nil {
			return nil, fmt.Errorf("chart: %w", err)
		}
		if b.Len() < heaviest {
			return b.Bytes(), nil
		}
	}
	return nil, errors.New("chart: too heavy")
}

// limited is the picture in the colours of a palette: a third of the bytes.
func limited(picture *image.RGBA, colours color.Palette) *image.Paletted {
	known := map[[4]byte]uint8{}
	to := image.NewPaletted(picture.Rect, colours)
	var last [4]byte // most pixels are like the one before: that saves looking them up
	var index uint8
	for i := range to.Pix { // both have no space between their rows
		if pixel := [4]byte(picture.Pix[4*i:]); pixel != last {
			known[last] = index
			var ok bool
			if index, ok = known[pixel]; !ok {
				index = uint8(colours.Index(color.RGBA{pixel[0], pixel[1], pixel[2], pixel[3]}))
			}
			last = pixel
		}
		to.Pix[i] = index
	}
	return to
}

// check says what keeps the chart from being drawn.
func (c *Chart) check() error {
	switch {
	case len(c.Panels) == 0:
		return errors.New("no panel")
	case len(c.Panels) > MaxPanels:
		return fmt.Errorf("%d panels, more than %d", len(c.Panels), MaxPanels)
	case len(c.Labels) > MaxLabels:
		return fmt.Errorf("%d labels, more than %d", len(c.Labels), MaxLabels)
	}
	values := 0
	for i, p := range c.Panels {
		if len(p.Series) == 0 || len(p.Series) > MaxSeries {
			return fmt.Errorf("panel %d: %d series, not 1 to %d", i, len(p.Series), MaxSeries)
		}
		if err := p.checkLevels(); err != nil {
			return fmt.Errorf("panel %d, %w", i, err)
		}
		values += len(p.Series) * len(c.Labels)
		for j, s := range p.Series {
			if len(s.Values) != len(c.Labels) {
				return fmt.Errorf("panel %d, series %d: %d values for %d labels", i, j, len(s.Values), len(c.Labels))
			}
		}
	}
	if values > MaxValues {
		return fmt.Errorf("%d values, more than %d", values, MaxValues)
	}
	return nil
}

// empty reports whether nothing is known of the series.
func (s *Series) empty() bool {
	for _, v := range s.Values {
		if v >= 0 {
			return false
		}
	}
	return true
}

// empty reports whether nothing is known of any series of the panel.
func (p *Panel) empty() bool {
	for i := range p.Series {
		if !p.Series[i].empty() {
			return false
		}
	}
	return true
}

// most is the largest value of the panel, 0 if none is known.
func (p *Panel) most() int {
	most := 0
	for _, s := range p.Series {
		for _, v := range s.Values {
			most = max(most, v)
		}
	}
	return most
}
