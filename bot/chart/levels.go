package chart

import (
	"fmt"
	"math"
)

// The distances of a panel of levels, in pixels.
const (
	rung       = 58.0  // from a level to the next
	foot       = 30.0  // from the base line up to the lowest level, so that it has bars too, and lines apart from the base
	levelWidth = 6.0   // of a line: even, so that a plateau is as sharp above as below
	levelName  = 240.0 // how wide the name of a level is at most
)

// checkLevels says what keeps the levels of the panel from being drawn: too many,
// or a value that is none of them.
func (p *Panel) checkLevels() error {
	if len(p.Levels) == 0 {
		return nil
	}
	if len(p.Levels) > MaxLevels {
		return fmt.Errorf("levels: %d, more than %d", len(p.Levels), MaxLevels)
	}
	for i, s := range p.Series {
		for at, v := range s.Values {
			if v == 0 || v > len(p.Levels) {
				return fmt.Errorf("series %d, value %d: %d is none of %d levels", i, at, v, len(p.Levels))
			}
		}
	}
	return nil
}

// levelNames are the names of the levels as the y axis writes them, the lowest first.
func (p *page) levelNames(panel *Panel) []string {
	f := p.faces.axis
	names := make([]string, len(panel.Levels))
	for i, name := range panel.Levels {
		names[i] = f.shorten(f.write(name, p.lang), levelName)
	}
	return names
}

// levels draws the axes and the series of a panel of levels: a line of the grid for
// each, with its name beside it, and no number, since nobody's mood is a grade.
func (p *page) levels(panel *Panel, time *axis) {
	base := p.y + rung*float64(len(panel.Levels)-1) + foot
	height := func(v int) float64 {
		if v < 1 {
			return base
		}
		return base - foot - rung*float64(v-1)
	}
	f := p.faces.axis
	for i, name := range p.levelNames(panel) {
		y := math.Round(height(i + 1))
		p.fill(p.ink.grid, rectangle(time.left, y-1, time.right, y+1))
		p.put(name, f, p.ink.text, time.left-18-f.width(name), y+9)
	}
	p.fill(p.ink.base, rectangle(time.left, math.Round(base)-1, time.right, math.Round(base)+1))
	if panel.Bars {
		p.bars(panel, time, height)
	} else {
		for i := range panel.Series {
			p.levelLine(panel, i, time, height)
		}
	}
	p.timeline(time, base)
}

// levelLine draws series i of a panel of levels: a line through the values that
// follow one another, and its markers.
func (p *page) levelLine(panel *Panel, i int, time *axis, height func(int) float64) {
	radius, every := time.levelMarkers(len(panel.Series))
	for _, run := range panel.Series[i].runs(time, height) {
		alone := len(run) == 1
		if !alone {
			p.fill(p.over(i), dashed(run, dashes[i], 0, levelWidth)...)
		}
		for to := len(run) - 1; to >= 0 && (alone || every > 0); to -= max(1, every) {
			if len(panel.Series) > 1 {
				p.marker(i, run[to], radius)
			} else { // nothing to stand out from
				p.fill(p.over(i), marker(i).around(run[to], radius))
			}
		}
	}
}

// levelMarkers is how large the markers of so many lines are, and which values have
// one: every first, second and so on of a run. 0 is none, where they would hide the
// only line; what is alone between two gaps has no line and always has its marker,
// small enough not to touch the next one over a gap.
func (a *axis) levelMarkers(series int) (radius float64, every int) {
	if radius = min(dot, 0.31*a.slot); radius >= levelWidth {
		return radius, 1
	}
	radius = min(6.5, max(4, 0.7*a.slot))
	if series == 1 {
		return radius, 0
	}
	return radius, int(math.Ceil(6 * radius / a.slot))
}
