package chart

import "image/color"

// Theme is the background that a chart is drawn for.
type Theme uint8

// The themes.
const (
	Light Theme = iota
	Dark
)

// ink is the colours of a theme. All text is at least 4.5:1 on the ground, and so
// are the series, since their numbers are written in their colour; the base line
// is at least 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). The grid is only there to help.
type ink struct {
	ground color.RGBA
	title  color.RGBA
	text   color.RGBA // names and notes
	muted  color.RGBA // the words of the axes
	base   color.RGBA // the line of zero
	grid   color.RGBA
	series [MaxSeries]color.RGBA
}

// inks are the colours of each theme. Those of the series stay apart for who does
// not see red or green: blue and vermilion come first.
var inks = [...]ink{
	Light: {
		ground: rgb(0xffffff), title: rgb(0x1b2130), text: rgb(0x3d4658), muted: rgb(0x626c7e), base: rgb(0x838c9b), grid: rgb(0xe8ebf0),
		series: [MaxSeries]color.RGBA{rgb(0x2460ae), rgb(0xbf4a12), rgb(0x127a66), rgb(0x83439b), rgb(0x866200), rgb(0xb02a5b)},
	},
	Dark: {
		ground: rgb(0x1a1d24), title: rgb(0xf2f4f8), text: rgb(0xcdd3de), muted: rgb(0x9aa4b5), base: rgb(0x758094), grid: rgb(0x2b303a),
		series: [MaxSeries]color.RGBA{rgb(0x7fb4f5), rgb(0xf59a63), rgb(0x5fd0b2), rgb(0xcf9fe6), rgb(0xe0c25a), rgb(0xf58fb4)},
	},
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// of is the ink of a theme; that of Light for a theme that is none.
func of(theme Theme) *ink {
	if int(theme) >= len(inks) {
		theme = Light
	}
	return &inks[theme]
}

// dashes are the lengths drawn and left out of each line, in pixels between the
// middles of their round ends; nil is a whole line.
var dashes = [MaxSeries][]float64{nil, {12, 14}, {0.1, 12}, {0.1, 12, 14, 12}, {4, 11}, {16, 12, 0.1, 10, 0.1, 12}}

// marker is the shape at each value of a line.
type marker uint8

const (
	disc marker = iota
	square
	triangle
	diamond
	ring
	box
)

// fill is how a bar is filled.
type fill uint8

const (
	full fill = iota
	hollow
	striped
	fills // how many there are
)

// palette is the colours of the pictures of a theme: so many shades from the ground
// to each ink. 22 are enough for the edges of letters, and all of them are 243.
func (i *ink) palette(shades int) color.Palette {
	all := color.Palette{i.ground}
	for _, to := range append([]color.RGBA{i.title, i.text, i.muted, i.base, i.grid}, i.series[:]...) {
		for n := 1; n <= shades; n++ {
			blend := func(from, to uint8) uint8 { return uint8((int(from)*(shades-n) + int(to)*n) / shades) }
			all = append(all, color.RGBA{blend(i.ground.R, to.R), blend(i.ground.G, to.G), blend(i.ground.B, to.B), 0xff})
		}
	}
	return all
}
