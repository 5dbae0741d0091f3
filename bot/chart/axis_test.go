package chart

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"rebond/bot"
)

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		most int
		want []float64
	}{
		{0, []float64{0, 1}},
		{1, []float64{0, 1}},
		{3, []float64{0, 1, 2, 3}},
		{5, []float64{0, 2, 4, 6}},
		{9, []float64{0, 5, 10}},
		{35, []float64{0, 10, 20, 30, 40}},
		{100, []float64{0, 25, 50, 75, 100}},
		{1_245, []float64{0, 500, 1_000, 1_500}},
	} {
		if got := ticks(c.most); !slices.Equal(got, c.want) {
			t.Errorf("ticks up to %d: %v, not %v", c.most, got, c.want)
		}
	}
}

// Any values have few ticks, whole and as far from each other, the last just over
// the values.
func TestTicksOfAnyValues(t *testing.T) {
	for range 20_000 {
		most := int(rand.Uint64() >> (1 + rand.IntN(63)))
		all := ticks(most)
		last, step := all[len(all)-1], all[1]
		if len(all) > 5 || last < float64(most) || last-step >= max(float64(most), 1) || step != math.Trunc(step) {
			t.Fatalf("ticks up to %d: %v", most, all)
		}
		for i, tick := range all {
			if tick != float64(i)*step {
				t.Fatalf("ticks up to %d: %v", most, all)
			}
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		value  float64
		fr, en string
	}{
		{0, "0", "0"},
		{999, "999", "999"},
		{12_000, "12\u202f000", "12,000"},
		{999_999, "999\u202f999", "999,999"},
		{1_000_000, "1\u00a0M", "1M"},
		{1_250_000, "1,3\u00a0M", "1.3M"},
		{950_000_000, "950\u00a0M", "950M"},
		{2_500_000_000, "2,5\u00a0Md", "2.5B"},
		{math.MaxInt64, "9\u202f223\u202f372\u202f036,9\u00a0Md", "9,223,372,036.9B"},
	} {
		if fr, en := number(c.value, bot.FR), number(c.value, bot.EN); fr != c.fr || en != c.en {
			t.Errorf("%.0f is %q and %q, not %q and %q", c.value, fr, en, c.fr, c.en)
		}
	}
}
