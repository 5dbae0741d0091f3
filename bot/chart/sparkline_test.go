package chart

import (
	"math"
	"testing"
)

func TestSparkline(t *testing.T) {
	for _, c := range []struct {
		values []int
		levels int
		want   string
	}{
		{nil, 5, ""},
		{[]int{1, 2, 3, 4, 5}, 5, "▁▃▄▆█"},
		{[]int{1, 2, 3}, 3, "▁▄█"},
		{[]int{1, 2}, 2, "▁█"},
		{[]int{1}, 1, "█"},
		{[]int{1, 2, 3, 4, 5, 6, 7, 8}, 8, "▁▂▃▄▅▆▇█"},
		{[]int{1, 2, 3, 4, 5, 6, 7}, 7, "▁▂▃▄▆▇█"},
		{[]int{-1, 3, 0, 4, math.MinInt}, 5, "·▄·▆·"},
		{[]int{6, math.MaxInt}, 5, "██"},
		{[]int{1, 0}, 0, "█·"},
		{[]int{1, math.MaxInt / 2, math.MaxInt}, math.MaxInt, "▁▄█"},
	} {
		if got := Sparkline(c.values, c.levels); got != c.want {
			t.Errorf("%v of %d levels is %q, not %q", c.values, c.levels, got, c.want)
		}
	}
}

// Levels are told apart by their height, as many as a panel may have.
func TestSparklineOfEachLevel(t *testing.T) {
	for levels := 1; levels <= len(sparks); levels++ {
		before := ""
		for v := 1; v <= levels; v++ {
			got := Sparkline([]int{v}, levels)
			if got <= before {
				t.Errorf("%d of %d is %q, not over %q", v, levels, got, before)
			}
			before = got
		}
	}
}
