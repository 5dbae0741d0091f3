package board

import (
	"regexp"
	"strings"
)

// clue is a pattern of folded text that is looked for only where one of its words is:
// that spares most lines the slow look.
type clue struct {
	words   []string
	pattern *regexp.Regexp
}

// newClue takes the words apart at their commas.
func newClue(words, pattern string) clue {
	return clue{strings.Split(words, ","), regexp.MustCompile(pattern)}
}

func (c clue) may(text string) bool {
	for _, word := range c.words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

func (c clue) in(text string) bool { return c.may(text) && c.pattern.MatchString(text) }

// first is where the pattern is found first; nil if nowhere.
func (c clue) first(text string) []int {
	if !c.may(text) {
		return nil
	}
	return c.pattern.FindStringIndex(text)
}

// all are the first places where the pattern is found, at most some.
func (c clue) all(text string, most int) [][]int {
	if !c.may(text) {
		return nil
	}
	return c.pattern.FindAllStringIndex(text, most)
}
