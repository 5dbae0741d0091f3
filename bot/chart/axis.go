package chart

import (
	"math"

	"rebond/bot"
)

// ticks are the numbers of a y axis that begins at zero and holds most: round ones,
// two to five of them, the last at most or over it.
func ticks(most int) []float64 {
	step := step(float64(most) / 4)
	all := []float64{0}
	for i := 1.0; all[len(all)-1] < max(float64(most), 1); i++ {
		all = append(all, i*step)
	}
	return all
}

// step is the smallest round number that is at least least.
func step(least float64) float64 {
	for power := 1.0; ; power *= 10 {
		for _, first := range [...]float64{1, 2, 2.5, 5} {
			if step := first * power; step == math.Trunc(step) && step >= least {
				return step
			}
		}
	}
}

// units are what large numbers are counted in, the largest first.
var units = [...]struct {
	of   float64
	name bot.Text
}{
	{1e9, bot.Text{FR: "\u00a0Md", EN: "B"}},
	{1e6, bot.Text{FR: "\u00a0M", EN: "M"}},
}

// number writes a value as a language does: « 12 000 », "12,000"; from a million on
// with one decimal: « 1,2 M », "1.2M".
func number(v float64, l bot.Lang) string {
	for _, unit := range units {
		if v < unit.of {
			continue
		}
		tenths := math.Round(v / unit.of * 10)
		whole, tenth := int(tenths)/10, int(tenths)%10
		if tenth == 0 {
			return bot.Textf(bot.Markup("%s"), whole).In(l) + unit.name.In(l)
		}
		return bot.Textf(bot.Text{FR: "%s,%s", EN: "%s.%s"}, whole, tenth).In(l) + unit.name.In(l)
	}
	return bot.Textf(bot.Markup("%s"), int(v)).In(l)
}
