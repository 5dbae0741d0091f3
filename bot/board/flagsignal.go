package board

import (
	"regexp"
	"strconv"
	"strings"
)

// signal is a phrase that breaks a rule, and what makes it lawful.
type signal struct {
	rule   Rule
	cues   []string // the phrase holds at least one of them, as is
	phrase *regexp.Regexp
	// What makes it lawful: right before it, within it, right after it, in its sentence.
	before, within, after, around *regexp.Regexp
}

// lawful is what makes a phrase lawful, as patterns (see [expand]); empty for nothing.
type lawful struct{ before, within, after, around string }

// phrase makes a signal. The pattern matches whole words.
func phrase(rule Rule, cues, pattern string, but lawful) signal {
	compile := func(prefix, pattern, suffix string) *regexp.Regexp {
		if pattern == "" {
			return nil
		}
		return regexp.MustCompile(prefix + `(?:` + expand(pattern) + `)` + suffix)
	}
	return signal{
		rule: rule, cues: strings.Split(cues, "|"),
		phrase: whole(pattern),
		before: compile(`(?:^|\b|[^a-z0-9])`, but.before, `$`),
		within: compile(`\b`, but.within, `\b`),
		after:  compile(`^`, but.after, `(?:[^a-z0-9]|$)`),
		around: compile(`\b`, but.around, `\b`),
	}
}

// whole compiles a pattern that matches whole words, as its first group.
func whole(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^a-z0-9])(` + expand(pattern) + `)(?:[^a-z0-9]|$)`)
}

// expand writes out the short forms of our patterns: a space is any one, "~" the ends of a
// word that inclusive writing or its gender and number add, "§3" up to three words that
// stand between, "¤" what a sentence may hold up to there.
func expand(pattern string) string {
	var b strings.Builder
	class := false // within […]
	for i := 0; i < len(pattern); i++ {
		switch rest := pattern[i:]; {
		case rest[0] == '[', rest[0] == ']':
			class = rest[0] == '['
			b.WriteByte(rest[0])
		case class && rest[0] == ' ':
			b.WriteString(` \n`)
		case class:
			b.WriteByte(rest[0])
		case rest[0] == ' ':
			b.WriteString(`[ \n]`)
		case rest[0] == '~':
			b.WriteString(`(?:[.(/-]?(?:e|ne|te|le|se|ve|rice|euse|trice)\)?)?(?:[.(/-]?s\)?)?`)
		case strings.HasPrefix(rest, "§"):
			i += len("§")
			b.WriteString(`(?:[\w',()/+&:-]+[ \n]){0,` + pattern[i:i+1] + `}`)
		case strings.HasPrefix(rest, "¤"):
			i += len("¤") - 1
			b.WriteString(`(?:[^.!?\n]|[.!?][^ \n]|\n[^\n.-]){0,80}?`)
		default:
			b.WriteByte(rest[0])
		}
	}
	return b.String()
}

// sightings are the places of a text where the phrase stands and nothing makes it lawful.
func (s *signal) sightings(f flat) []sighting {
	if !s.cued(f.line) {
		return nil
	}
	var seen []sighting
	for from := 0; from < len(f.text); {
		m := s.phrase.FindStringSubmatchIndex(f.text[from:])
		if m == nil {
			break
		}
		start, end := from+m[2], from+m[3]
		if end > start && !s.excused(f, start, end) {
			seen = append(seen, sighting{rule: s.rule, from: start, to: end})
		}
		from = max(end, start+1)
	}
	return seen
}

// cued reports whether a text on one line holds a cue.
func (s *signal) cued(line string) bool {
	for _, cue := range s.cues {
		if strings.Contains(line, cue) {
			return true
		}
	}
	return false
}

func (s *signal) excused(f flat, from, to int) bool {
	start, end := f.sentence(from, to)
	in := func(re *regexp.Regexp, text string) bool { return re != nil && re.MatchString(text) }
	return in(s.before, f.text[start:from]) || in(s.within, f.text[from:to]) || in(s.after, f.text[to:end]) || in(s.around, f.text[start:end])
}

// numberWords are the ages that people spell.
var numberWords = map[string]int{
	"vingt": 20, "vingt-cinq": 25, "trente": 30, "trente-cinq": 35, "quarante": 40, "quarante-cinq": 45, "cinquante": 50, "cinquante-cinq": 55, "soixante": 60,
	"twenty": 20, "twenty-five": 25, "thirty": 30, "thirty-five": 35, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60,
}

// ageSaid reads an age in digits or in letters; 0 for none.
func ageSaid(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return numberWords[strings.NewReplacer(" ", "-", "\n", "-").Replace(s)]
}
