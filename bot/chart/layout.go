package chart

import (
	"image"
	"image/color"
	"math"

	"rebond/bot"
)

// Width is that of every picture, in pixels: twice what a phone shows.
const Width = 1000

// The distances of a picture, in pixels.
const (
	margin    = 56.0  // around everything
	between   = 60.0  // from a panel to the next
	plot      = 240.0 // the height of a y axis
	lineWidth = 5.0
	dot       = 8.5 // the radius of a marker
	air       = 14  // what a dashed line leaves free around the middle of a marker
	edge      = 3.5 // the outline of a bar that is not full
)

// mark is something to paint.
type mark interface{ paint(picture *image.RGBA) }

// page is a picture being laid out from top to bottom.
type page struct {
	lang  bot.Lang
	ink   *ink
	faces *faces
	marks []mark
	y     float64 // how far down it is filled
}

// layOut says what is painted where.
func layOut(c *Chart, theme Theme, l bot.Lang) (*page, error) {
	faces, err := openFaces()
	if err != nil {
		return nil, err
	}
	p := &page{lang: l, ink: of(theme), faces: faces, y: margin}
	p.paragraph(c.Title, faces.title, p.ink.title, 2)
	time := p.measure(c)
	for i := range c.Panels {
		if p.y > margin {
			p.y += between
			if i == 0 {
				p.y -= 20
			}
		}
		p.panel(&c.Panels[i], time)
	}
	if !c.Footer.Empty() {
		p.y += 44
		p.paragraph(c.Footer, faces.note, p.ink.muted, 3)
	}
	return p, nil
}

// height is that of the whole picture.
func (p *page) height() int { return int(math.Ceil(p.y + margin - 12)) }

// paragraph writes at most most lines under what is there.
func (p *page) paragraph(t bot.Text, f *face, colour color.RGBA, most int) {
	for _, line := range f.lines(f.write(t, p.lang), Width-2*margin, most) {
		p.put(line, f, colour, margin, p.y+f.size*0.8)
		p.y += math.Round(f.size * 1.32)
	}
}

// put writes a line in its place.
func (p *page) put(text string, f *face, colour color.RGBA, x, y float64) *words {
	w := &words{text: text, face: f, colour: colour, x: x, y: y}
	p.marks = append(p.marks, w)
	return w
}

// fill paints outlines.
func (p *page) fill(colour color.RGBA, outlines ...outline) {
	p.marks = append(p.marks, &shape{colour, outlines})
}

// over is the colour of series i.
func (p *page) over(i int) color.RGBA { return p.ink.series[i] }

// axis is the x axis that all panels share, so that a week is in the same place in
// each: between left and right, one slot for each label.
type axis struct {
	left, right float64
	labels      []string
	slot        float64
}

// middle is where value i stands.
func (a *axis) middle(i int) float64 { return a.left + (float64(i)+0.5)*a.slot }

// measure finds the room that the x axis has between the numbers and the names of
// the y axes and the numbers written at the ends of lines.
func (p *page) measure(c *Chart) *axis {
	numbers, ends := 0.0, 0.0
	for i := range c.Panels {
		panel := &c.Panels[i]
		if panel.empty() {
			continue
		}
		if len(panel.Levels) > 0 {
			for _, name := range p.levelNames(panel) {
				numbers = max(numbers, p.faces.axis.width(name))
			}
			ends = max(ends, p.faces.axis.width(p.label(c.Labels[len(c.Labels)-1]))/2) // it stands under its value
			continue
		}
		for _, tick := range ticks(panel.most()) {
			numbers = max(numbers, p.faces.axis.width(number(tick, p.lang)))
		}
		for _, s := range panel.Series {
			if last := len(s.Values) - 1; !panel.Bars && s.Values[last] >= 0 {
				ends = max(ends, 2*dot+p.faces.number.width(number(float64(s.Values[last]), p.lang)))
			}
		}
	}
	a := &axis{left: math.Ceil(margin + numbers + 18), right: Width - margin}
	if len(c.Labels) == 0 {
		return a
	}
	halves := 2 * float64(len(c.Labels)) // of a slot: the last point stands a half before the right end
	room := a.right - a.left
	if spare := (ends - room/halves) / (1 - 1/halves); spare > 0 {
		a.right -= min(spare, room/2)
	}
	a.slot = (a.right - a.left) / float64(len(c.Labels))
	for _, label := range c.Labels {
		a.labels = append(a.labels, p.label(label))
	}
	return a
}

// label is a label of the x axis as it is written.
func (p *page) label(t bot.Text) string {
	f := p.faces.axis
	return f.shorten(f.write(t, p.lang), 240)
}

// timeline writes the labels of the x axis under the base line: every one, or
// every second, third and so on, the last one always.
func (p *page) timeline(a *axis, zero float64) {
	f := p.faces.axis
	widest := 0.0
	for _, label := range a.labels {
		widest = max(widest, f.width(label))
	}
	const gap = 24
	every := max(1, int(math.Ceil((widest+gap)/a.slot)))
	before := float64(Width) // where the label on the right begins
	for i := len(a.labels) - 1; i >= 0; i -= every {
		width := f.width(a.labels[i])
		x := min(max(a.middle(i)-width/2, margin), Width-margin-width)
		if x+width+gap > before && i < len(a.labels)-1 || width == 0 {
			continue
		}
		p.fill(p.ink.base, rectangle(a.middle(i)-1, zero, a.middle(i)+1, zero+9))
		p.put(a.labels[i], f, p.ink.muted, x, zero+41)
		before = x
	}
	p.y = zero + 48
}
