package chart

import (
	"image"
	"image/color"
	"math"
	"sort"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"rebond/bot"
)

// thin is the space of French thousands and before ; ! ? : no Go font has it, so
// that it is drawn as one sixth of the size.
const thin = '\u202f'

// maxRunes is how much of a text is looked at: more never fits.
const maxRunes = 400

// fonts are those of the Go project: of a free licence, with all letters of French.
var fonts = sync.OnceValues(func() ([2]*sfnt.Font, error) {
	regular, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return [2]*sfnt.Font{}, err
	}
	medium, err := opentype.Parse(gomedium.TTF)
	return [2]*sfnt.Font{regular, medium}, err
})

// face is a font at a size. It serves one picture: it is not safe for two at once.
type face struct {
	font.Face
	font *sfnt.Font
	buf  sfnt.Buffer
	size float64 // in pixels
}

// faces are the sizes of text in a picture. They are meant to be read at a third
// of their size, which is how a phone shows the picture.
type faces struct{ title, heading, name, number, axis, note *face }

func openFaces() (*faces, error) {
	all, err := fonts()
	if err != nil {
		return nil, err
	}
	var failed error
	open := func(f *sfnt.Font, size float64) *face {
		opened, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			failed = err
		}
		return &face{Face: opened, font: f, size: size}
	}
	regular, medium := all[0], all[1]
	return &faces{
		title: open(medium, 42), heading: open(medium, 32), name: open(regular, 28),
		number: open(medium, 27), axis: open(regular, 26), note: open(regular, 25),
	}, failed
}

// write is a text in a language as it can be drawn: without formatting.
func (f *face) write(t bot.Text, l bot.Lang) string {
	return f.drawable(bot.Clean(bot.Plain(t.In(l)), maxRunes))
}

// drawable is s with the letters that the font has: other spaces and hyphens become
// plain ones, accents on their own and emoji are left out, and an unknown letter is
// "?", rather than an empty box each.
func (f *face) drawable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == thin || r == '\u00a0' { // no line ends there
			return r
		}
		if i, err := f.font.GlyphIndex(&f.buf, r); err == nil && i != 0 {
			return r
		}
		switch {
		case r == '\u2009', r == '\u200a':
			return thin
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Pd, r):
			return '-'
		case unicode.IsLetter(r), unicode.IsNumber(r):
			return '?'
		}
		return -1
	}, s)
}

// width is how wide s is drawn, in pixels.
func (f *face) width(s string) float64 {
	w := 0.0
	for i, piece := range strings.Split(s, string(thin)) {
		if i > 0 {
			w += f.size / 6
		}
		w += float64(font.MeasureString(f, strings.ReplaceAll(piece, "\u00a0", " "))) / 64
	}
	return w
}

// shorten cuts s to at most width pixels, and shows the cut with "…".
func (f *face) shorten(s string, width float64) string {
	if f.width(s) <= width {
		return s
	}
	n := sort.Search(len([]rune(s)), func(n int) bool { return f.width(bot.Shorten(s, n+1)) > width })
	if n == 0 {
		return ""
	}
	return bot.Shorten(s, n)
}

// lines parts s into at most most lines of width pixels; the last is shortened.
func (f *face) lines(s string, width float64, most int) []string {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })
	var lines []string
	for len(words) > 0 {
		n := 1
		for n < len(words) && f.width(strings.Join(words[:n+1], " ")) <= width {
			n++
		}
		if len(lines) == most-1 {
			n = len(words)
		}
		lines = append(lines, f.shorten(strings.Join(words[:n], " "), width))
		words = words[n:]
	}
	return lines
}

// words are a line of text in its place: x is where it begins, y is the line that
// its letters stand on.
type words struct {
	text   string
	face   *face
	colour color.RGBA
	x, y   float64
	ground *color.RGBA // painted under them, where they lie on the grid; nil: nothing
}

// box is the place that the words take, with the accents of capitals.
func (w *words) box() image.Rectangle {
	return image.Rect(
		int(math.Floor(w.x)), int(math.Floor(w.y-0.8*w.face.size)),
		int(math.Ceil(w.x+w.face.width(w.text))), int(math.Ceil(w.y+0.22*w.face.size)),
	)
}

func (w *words) paint(picture *image.RGBA) {
	if w.ground != nil {
		b := w.box()
		(&shape{colour: *w.ground, outlines: []outline{rectangle(float64(b.Min.X)-4, float64(b.Min.Y), float64(b.Max.X)+4, float64(b.Max.Y))}}).paint(picture)
	}
	d := font.Drawer{Dst: picture, Src: image.NewUniform(w.colour), Face: w.face}
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(w.x * 64), Y: fixed.Int26_6(math.Round(w.y) * 64)}
	for i, piece := range strings.Split(w.text, string(thin)) {
		if i > 0 {
			d.Dot.X += fixed.Int26_6(w.face.size / 6 * 64)
		}
		d.DrawString(strings.ReplaceAll(piece, "\u00a0", " "))
	}
}
