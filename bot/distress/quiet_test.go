package distress

import (
	"os"
	"strings"
	"testing"
)

// What developers look for and say every day brings no card.
func TestQuiet(t *testing.T) {
	data, err := os.ReadFile("testdata/quiet.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for l := range strings.Lines(string(data)) {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "# ") {
			continue
		}
		n++
		if got := Hear(l); got != Nothing {
			t.Errorf("%q is %s", l, got)
		}
	}
	if n < 150 {
		t.Errorf("%d lines, at least 150 are wanted", n)
	}
}
