package board

import (
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"testing"
)

// A signal is tried only where one of its cues stands: a phrase that holds none of them
// would never be found. So phrases are made from each pattern, and must hold a cue.
func TestCues(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range signals {
		s := &signals[i]
		parsed, err := syntax.Parse(s.phrase.String(), syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]bool{}
		for range 2000 {
			var b strings.Builder
			say(&b, parsed, random)
			line := strings.ReplaceAll(b.String(), "\n", " ")
			if !s.cued(line) && !said[s.phrase.FindString(line)] {
				said[s.phrase.FindString(line)] = true
				t.Errorf("signal %d (%s, %q) misses %q", i, s.rule, s.cues, line)
			}
			if len(said) > 3 {
				break
			}
		}
	}
}

// say writes one of the texts that a pattern matches.
func say(b *strings.Builder, re *syntax.Regexp, random *rand.Rand) {
	repeat := func(least, most int) {
		for range least + random.IntN(most-least+1) {
			say(b, re.Sub[0], random)
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		at := 2 * random.IntN(len(re.Rune)/2)
		low, high := re.Rune[at], re.Rune[at+1]
		b.WriteRune(low + rune(random.IntN(int(min(high-low, 25))+1)))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('z')
	case syntax.OpCapture:
		say(b, re.Sub[0], random)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			say(b, sub, random)
		}
	case syntax.OpAlternate:
		say(b, re.Sub[random.IntN(len(re.Sub))], random)
	case syntax.OpStar, syntax.OpQuest:
		repeat(0, 1)
	case syntax.OpPlus:
		repeat(1, 2)
	case syntax.OpRepeat:
		repeat(re.Min, re.Min+1)
	}
}
