package chart

import (
	"image"
	"image/color"
	"math"
	"slices"

	"golang.org/x/image/vector"
)

// point is a place in the picture, in pixels from its top left corner.
type point struct{ x, y float64 }

func (p point) to(q point, share float64) point {
	return point{p.x + (q.x-p.x)*share, p.y + (q.y-p.y)*share}
}

// outline is a closed convex line around what is filled.
type outline []point

// shape is outlines filled with one colour, with smooth edges.
type shape struct {
	colour   color.RGBA
	outlines []outline
}

func (s *shape) paint(picture *image.RGBA) {
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, o := range s.outlines {
		for _, p := range o {
			low = point{min(low.x, p.x), min(low.y, p.y)}
			high = point{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	if low.x > high.x {
		return
	}
	at := image.Rect(int(math.Floor(low.x)), int(math.Floor(low.y)), int(math.Ceil(high.x)), int(math.Ceil(high.y)))
	r := vector.NewRasterizer(at.Dx(), at.Dy())
	for _, o := range s.outlines {
		if o.area() < 0 { // outlines that turn the other way would be holes in those they cross
			o = slices.Clone(o)
			slices.Reverse(o)
		}
		for i, p := range o {
			x, y := float32(p.x-float64(at.Min.X)), float32(p.y-float64(at.Min.Y))
			if i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	r.Draw(picture, at, image.NewUniform(s.colour), image.Point{})
}

// area is twice the area in the outline; negative if it turns to the left.
func (o outline) area() float64 {
	sum := 0.0
	for i, p := range o {
		q := o[(i+1)%len(o)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum
}

func rectangle(left, top, right, bottom float64) outline {
	return outline{{left, top}, {right, top}, {right, bottom}, {left, bottom}}
}

// circle is a polygon that cannot be told from a circle at the sizes of a chart.
func circle(c point, radius float64) outline {
	const corners = 40
	o := make(outline, corners)
	for i := range o {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		o[i] = point{c.x + radius*cos, c.y + radius*sin}
	}
	return o
}

// stroke is the outlines of a line through the points, with round ends and corners.
func stroke(points []point, width float64) []outline {
	var all []outline
	for i, p := range points {
		all = append(all, circle(p, width/2))
		if i == 0 {
			continue
		}
		from := points[i-1]
		length := math.Hypot(p.x-from.x, p.y-from.y)
		if length == 0 {
			continue
		}
		aside := point{-(p.y - from.y) / length * width / 2, (p.x - from.x) / length * width / 2}
		all = append(all, outline{
			{from.x + aside.x, from.y + aside.y}, {p.x + aside.x, p.y + aside.y},
			{p.x - aside.x, p.y - aside.y}, {from.x - aside.x, from.y - aside.y},
		})
	}
	return all
}

// length is how long the line through the points is.
func length(points []point) float64 {
	sum := 0.0
	for i := 1; i < len(points); i++ {
		sum += math.Hypot(points[i].x-points[i-1].x, points[i].y-points[i-1].y)
	}
	return sum
}

// part is what the line through the points is from one length of it to another.
func part(points []point, from, to float64) []point {
	var kept []point
	gone := 0.0
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		step := math.Hypot(b.x-a.x, b.y-a.y)
		if step == 0 || gone+step < from {
			gone += step
			continue
		}
		if kept == nil {
			kept = append(kept, a.to(b, (from-gone)/step))
		}
		if gone+step >= to {
			return append(kept, a.to(b, (to-gone)/step))
		}
		kept = append(kept, b)
		gone += step
	}
	return kept
}

// dashed is the outlines of a line through the points, that leaves air at both
// ends: lengths are drawn and left out in turn, a little longer or shorter than
// asked, so that it begins and ends alike. Without lengths it is the whole line.
func dashed(points []point, lengths []float64, air, width float64) []outline {
	if len(lengths) == 0 {
		return stroke(points, width)
	}
	whole := length(points) - 2*air
	if whole <= 0 {
		return nil
	}
	period := 0.0
	for _, l := range lengths {
		period += l
	}
	last := lengths[len(lengths)-1]
	times := max(1, math.Round((whole+last)/period))
	scale := whole / (times*period - last)
	var all []outline
	at := air
	for i := range int(times) * len(lengths) {
		next := at + lengths[i%len(lengths)]*scale
		if i%2 == 0 {
			all = append(all, stroke(part(points, at, next), width)...)
		}
		at = next
	}
	return all
}

// around is the outline of a marker; all look as large as a disc of that radius.
func (m marker) around(c point, radius float64) outline {
	switch m {
	case square, box:
		r := radius * 0.9
		return rectangle(c.x-r, c.y-r, c.x+r, c.y+r)
	case triangle:
		r := radius * 1.3
		return outline{{c.x, c.y - r}, {c.x + r*0.92, c.y + r*0.62}, {c.x - r*0.92, c.y + r*0.62}}
	case diamond:
		r := radius * 1.3
		return outline{{c.x, c.y - r}, {c.x + r, c.y}, {c.x, c.y + r}, {c.x - r, c.y}}
	}
	return circle(c, radius)
}
