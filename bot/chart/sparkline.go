package chart

import (
	"math"
	"strings"
)

// sparks are the bars of a line of characters, the lowest first.
var sparks = [...]rune{'▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'}

// Sparkline is the levels of a series in one line of characters, oldest first, for
// where no picture can be shown: of 1…levels each is a bar of its own height, from
// "▁" to "█", as long as there are at most eight, and a value that is none of them
// is a gap, "·". What is over the last level is drawn as the last. It has one
// character for each value and no space.
func Sparkline(values []int, levels int) string {
	var b strings.Builder
	for _, v := range values {
		switch {
		case v < 1:
			b.WriteRune('·')
		case v >= levels:
			b.WriteRune(sparks[len(sparks)-1])
		default:
			share := float64(v-1) / float64(levels-1)
			b.WriteRune(sparks[int(math.Ceil(share*float64(len(sparks)-1)-0.5))])
		}
	}
	return b.String()
}
