package chart

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"rebond/bot"
)

// What is said of a series of which nothing is known: it counts people, or its
// levels are what somebody notes.
var (
	tooFew      = bot.Text{FR: "Pas assez de personnes pour le dire", EN: "Not enough people to tell"}
	tooFewAfter = bot.Text{FR: "%s\u00a0: pas assez de personnes pour le dire", EN: "%s: not enough people to tell"}
	noNote      = bot.Text{FR: "Rien de noté", EN: "Nothing noted"}
	noNoteAfter = bot.Text{FR: "%s\u00a0: rien de noté", EN: "%s: nothing noted"}
)

// unknown is what is said of a series of which nothing is known: on its own, and
// after its name.
func (p *Panel) unknown() (alone, after bot.Text) {
	if len(p.Levels) > 0 {
		return noNote, noNoteAfter
	}
	return tooFew, tooFewAfter
}

// panel draws a panel under what is there: its title, its legend, its axes and its series.
func (p *page) panel(panel *Panel, time *axis) {
	p.paragraph(panel.Title, p.faces.heading, p.ink.title, 2)
	p.y += 6
	p.legend(panel, time)
	if panel.empty() {
		return
	}
	p.y += 24
	if len(panel.Levels) > 0 {
		p.levels(panel, time)
		return
	}
	numbers := ticks(panel.most())
	top, zero := p.y, p.y+plot
	if panel.Bars && len(panel.Series) == 1 {
		top, zero = top+14, zero+14 // a number stands on the highest bar
	}
	height := func(v int) float64 { return zero - (zero-top)*float64(v)/numbers[len(numbers)-1] }
	for i, tick := range numbers {
		y := math.Round(zero - (zero-top)*float64(i)/float64(len(numbers)-1))
		colour := p.ink.grid
		if i == 0 {
			colour = p.ink.base
		}
		p.fill(colour, rectangle(time.left, y-1, time.right, y+1))
		text := number(tick, p.lang)
		p.put(text, p.faces.axis, p.ink.muted, time.left-18-p.faces.axis.width(text), y+9)
	}
	if panel.Bars {
		p.bars(panel, time, height)
		if len(panel.Series) == 1 {
			p.tops(panel.Series[0].Values, time, height)
		}
	} else {
		for i := range panel.Series {
			p.line(&panel.Series[i], i, time, height)
		}
		p.ends(panel, time, height)
	}
	p.timeline(time, zero)
}

// legend names the series, with a sample of each, and says of which nothing is
// known: in one row if they fit, else in columns.
func (p *page) legend(panel *Panel, time *axis) {
	const gap, row = 44.0, 42.0
	f, sample := p.faces.name, 76.0
	if panel.Bars {
		sample = 40
	}
	if len(panel.Series) == 1 && panel.Series[0].Name.Empty() {
		if panel.empty() {
			alone, _ := panel.unknown()
			p.paragraph(alone, f, p.ink.muted, 1)
		}
		return
	}
	names := make([]string, len(panel.Series))
	whole, widest := 0.0, 0.0
	for i := range panel.Series {
		names[i] = p.name(panel, i, Width-2*margin-sample)
		width := sample + f.width(names[i]) + gap
		whole, widest = whole+width, max(widest, width)
	}
	const room = Width - 2*margin + gap
	columns := max(1, math.Floor(room/widest))
	x := margin
	for i, name := range names {
		width := sample + f.width(name) + gap
		if whole > room {
			width = room / columns
		}
		if x+width > margin+room+1 {
			x = margin
			p.y += row
		}
		p.sample(panel, i, time, x, p.y+0.45*f.size)
		p.put(name, f, p.ink.text, x+sample, p.y+0.8*f.size)
		x += width
	}
	p.y += row
}

// name is how the legend names series i, in at most width pixels.
func (p *page) name(panel *Panel, i int, width float64) string {
	f, s := p.faces.name, &panel.Series[i]
	name := f.write(s.Name, p.lang)
	if !s.empty() {
		return f.shorten(name, width)
	}
	alone, after := panel.unknown()
	if name == "" {
		return f.write(alone, p.lang)
	}
	without := f.width(f.write(bot.Textf(after, "…"), p.lang)) - f.width("…")
	return f.write(bot.Textf(after, f.shorten(name, width-without)), p.lang)
}

// sample draws what series i looks like, from x on.
func (p *page) sample(panel *Panel, i int, time *axis, x, y float64) {
	if panel.Bars {
		p.bar(time.fill(panel, i), p.over(i), x, y-13, x+26, y+13)
		return
	}
	middle, from := point{x + 31, y}, 0.0
	if dashes[i] != nil {
		from = air
	}
	for _, side := range []float64{-1, 1} {
		half := []point{{middle.x + side*from, y}, {middle.x + side*28, y}}
		p.fill(p.over(i), dashed(half, dashes[i], 0, lineWidth)...)
	}
	p.marker(i, middle, dot)
}

// line draws series i: through the values that are known one after the other, and a
// marker at each. Where a value is missing, the line stops.
func (p *page) line(s *Series, i int, time *axis, height func(int) float64) {
	every := max(1, int(math.Ceil(3*air/time.slot))) // markers stand apart, even over five years
	for _, run := range s.runs(time, height) {
		var marked []point
		for to := len(run) - 1; to >= 0; to -= every {
			marked = append(marked, run[to])
			if to > 0 {
				p.fill(p.over(i), dashed(run[max(0, to-every):to+1], dashes[i], air, lineWidth)...)
			}
		}
		for _, at := range marked {
			p.marker(i, at, dot)
		}
	}
}

// runs are the points of the values that are known one after the other; none is empty.
func (s *Series) runs(time *axis, height func(int) float64) [][]point {
	var runs [][]point
	known := false
	for at, v := range s.Values {
		if v < 0 {
			known = false
			continue
		}
		if !known {
			runs, known = append(runs, nil), true
		}
		last := len(runs) - 1
		runs[last] = append(runs[last], point{time.middle(at), height(v)})
	}
	return runs
}

// marker draws the marker of series i, with a little of the ground around it.
func (p *page) marker(i int, at point, radius float64) {
	m := marker(i)
	p.fill(p.ink.ground, m.around(at, radius+3*radius/dot))
	p.fill(p.over(i), m.around(at, radius))
	if m == ring || m == box {
		p.fill(p.ink.ground, m.around(at, radius*0.5))
	}
}

// ends writes the last value of each line beside it, one above the other.
func (p *page) ends(panel *Panel, time *axis, height func(int) float64) {
	type end struct {
		series int
		y      float64
	}
	last := len(time.labels) - 1
	var all []end
	for i, s := range panel.Series {
		if s.Values[last] >= 0 {
			all = append(all, end{i, height(s.Values[last])})
		}
	}
	slices.SortStableFunc(all, func(a, b end) int { return cmp.Compare(a.y, b.y) })
	const row = 31
	for i := 1; i < len(all); i++ {
		all[i].y = max(all[i].y, all[i-1].y+row)
	}
	lowest := height(0)
	for i := len(all) - 1; i >= 0; i-- {
		all[i].y = min(all[i].y, lowest)
		lowest = all[i].y - row
	}
	for _, e := range all {
		text := number(float64(panel.Series[e.series].Values[last]), p.lang)
		p.put(text, p.faces.number, p.over(e.series), time.middle(last)+2*dot, e.y+9).ground = &p.ink.ground
	}
}

// bars draws the series as bars beside each other. A zero is a bar as thin as a
// line; a value that is missing leaves its place free.
func (p *page) bars(panel *Panel, time *axis, height func(int) float64) {
	count := float64(len(panel.Series))
	width, space := time.bar(panel)
	for i, s := range panel.Series {
		for at, v := range s.Values {
			if v < 0 {
				continue
			}
			left := time.middle(at) + (float64(i)-count/2)*(width+space) + space/2
			p.bar(time.fill(panel, i), p.over(i), left, min(height(v), height(0)-4), left+width, height(0))
		}
	}
}

// bar is how wide a bar of the panel is, and how far it is from the next.
func (a *axis) bar(panel *Panel) (width, space float64) {
	space = min(4, a.slot*0.05)
	return min(64, a.slot*0.74/float64(len(panel.Series))) - space, space
}

// fill is how the bars of series i are filled: all alike where they are too thin
// for a pattern, and then their order tells them apart.
func (a *axis) fill(panel *Panel, i int) fill {
	if width, _ := a.bar(panel); width < 3*edge {
		return full
	}
	return fill(i) % fills
}

// tops writes each value over its bar, if all have the room.
func (p *page) tops(values []int, time *axis, height func(int) float64) {
	f := p.faces.number
	for _, v := range values {
		if v >= 0 && f.width(number(float64(v), p.lang)) > time.slot-14 {
			return
		}
	}
	for at, v := range values {
		if v >= 0 {
			text := number(float64(v), p.lang)
			p.put(text, f, p.over(0), time.middle(at)-f.width(text)/2, min(height(v), height(0)-4)-9).ground = &p.ink.ground
		}
	}
}

// bar draws a bar.
func (p *page) bar(kind fill, colour color.RGBA, left, top, right, bottom float64) {
	const stripe = 6.0
	p.fill(colour, rectangle(left, top, right, bottom))
	if kind == full || bottom-top < 3*edge {
		return
	}
	inside := []outline{rectangle(left+edge, top+edge, right-edge, bottom-edge)}
	if kind == striped {
		inside = nil
		for y := bottom - edge; y > top+edge; y -= 2 * stripe {
			inside = append(inside, rectangle(left+edge, max(y-stripe, top+edge), right-edge, y))
		}
	}
	p.fill(p.ink.ground, inside...)
}
