package bot

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLine is the length of a typed line in bytes; a longer one is refused.
const MaxLine = 8000

// SplitLine parts a typed line into the command's name, folded and without its
// slash, and what follows.
func SplitLine(line string) (name, rest string) {
	line = strings.TrimSpace(line)
	line = strings.TrimSpace(strings.TrimPrefix(line, "/"))
	i := strings.IndexFunc(line, unicode.IsSpace)
	if i < 0 {
		i = len(line)
	}
	return Fold(line[:i]), strings.TrimSpace(line[i:])
}

// ReadLine is ParseLine with each value read as its parameter takes it. It tells all that is
// wrong.
func ReadLine(rest string, params []Param) (Args, error) {
	args, err := ParseLine(rest, params)
	if err != nil {
		return nil, err
	}
	var wrong []error
	for i := range params {
		value, fault := params[i].read(args[params[i].Name])
		if fault != nil {
			wrong = append(wrong, fault)
		} else if value != "" {
			args[params[i].Name] = value
		}
	}
	return args, errors.Join(wrong...)
}

// ParseLine reads the words typed after a command's name: name:value for the
// declared parameters (a value of several words stands in quotes: "…", “…” or
// «…», or is one that the parameter knows), the other words for the parameters in their order, and all that is
// left for the one that takes the Rest. A word with a colon that names no
// parameter, as an address does, is a word.
func ParseLine(rest string, params []Param) (Args, error) {
	args := Args{}
	var loose []string // the stretches of text between named values, as typed
	start := 0
	cut := func(end int) {
		if s := strings.TrimSpace(rest[start:end]); s != "" {
			loose = append(loose, s)
		}
	}
	for i := 0; i < len(rest); {
		if atWord(rest, i) {
			if n := quoted(rest[i:]); n > 0 {
				i += n
				continue
			}
			if p, value, n := named(rest[i:], params); n > 0 {
				if _, twice := args[p.Name]; twice {
					return nil, &UserError{Param: p.Name, Text: Text{FR: "Cette option est donnée deux fois : garde-la une seule fois.", EN: "This option is given twice: keep it once."}}
				}
				args[p.Name] = value
				cut(i)
				i += n
				start = i
				continue
			}
		}
		_, n := utf8.DecodeRuneInString(rest[i:])
		i += n
	}
	cut(len(rest))
	if err := placeLoose(args, loose, params); err != nil {
		return nil, err
	}
	for name, value := range args {
		if value == "" {
			delete(args, name)
		}
	}
	return args, nil
}

// placeLoose gives the words that no name claims to the parameters not yet named.
func placeLoose(args Args, loose []string, params []Param) error {
	text := strings.Join(loose, " ")
	for _, p := range params {
		if text == "" {
			return nil
		}
		if _, given := args[p.Name]; given {
			continue
		}
		if p.Rest {
			args[p.Name], text = unquote(text), ""
			continue
		}
		if hasRest(params) && !p.Required {
			continue // optional ones are named; the rest takes the words
		}
		n := quoted(text)
		if n == 0 {
			if n = strings.IndexFunc(text, unicode.IsSpace); n < 0 {
				n = len(text)
			}
		}
		args[p.Name], text = unquote(text[:n]), strings.TrimSpace(text[n:])
	}
	if text == "" {
		return nil
	}
	return &UserError{Text: Textf(Text{
		FR: "Je ne sais pas quoi faire de « %s ». Une option s’écrit nom:valeur, et une valeur de plusieurs mots se met entre guillemets.",
		EN: "I do not know what to do with “%s”. An option is written name:value, and a value of several words goes in quotes.",
	}, Shorten(text, 60))}
}

func hasRest(params []Param) bool {
	for _, p := range params {
		if p.Rest {
			return true
		}
	}
	return false
}

// named reads "name:value" at the start of s, for a declared name.
func named(s string, params []Param) (p *Param, value string, n int) {
	p, after := nameAt(s, params)
	if p == nil {
		return nil, "", 0
	}
	taken := len(s) - len(after)
	if m := quoted(after); m > 0 {
		return p, unquote(after[:m]), taken + m
	}
	if startsName(after, params) {
		return p, "", taken // left empty
	}
	m := p.reach(after, params)
	if p.Rest {
		m = restEnd(after, params)
	}
	return p, strings.TrimSpace(after[:m]), taken + m
}

// reach is where the value ends at the start of s: the longest run of words, up
// to seven, that a choice or a checked parameter accepts as one ("le mans",
// « 45 000 € », « débutant accepté »), else the first word.
func (p *Param) reach(s string, params []Param) int {
	ends := []int{wordEnd(s)}
	for p.Kind == Choice || p.Check != nil {
		last := ends[len(ends)-1]
		gap := len(s[last:]) - len(strings.TrimLeftFunc(s[last:], unicode.IsSpace))
		if len(ends) == 7 || last+gap == len(s) || startsName(s[last+gap:], params) {
			break
		}
		ends = append(ends, last+gap+wordEnd(s[last+gap:]))
	}
	for i := len(ends) - 1; i > 0; i-- {
		if _, fault := p.read(s[:ends[i]]); fault == nil {
			return ends[i]
		}
	}
	return ends[0]
}

func wordEnd(s string) int {
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return i
	}
	return len(s)
}

// restEnd is where the words end that a named Rest parameter takes: at the next name.
func restEnd(s string, params []Param) int {
	for i := 0; i < len(s); {
		if atWord(s, i) {
			if n := quoted(s[i:]); n > 0 {
				i += n
				continue
			}
			if startsName(s[i:], params) {
				return i
			}
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		i += n
	}
	return len(s)
}

// startsName reports whether a declared name and its colon stand at the start of s.
func startsName(s string, params []Param) bool {
	p, _ := nameAt(s, params)
	return p != nil
}

// nameAt reads a declared name and its colon at the start of s, and returns
// what follows them.
func nameAt(s string, params []Param) (p *Param, after string) {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '_' && r != '-'
	})
	if end <= 0 {
		return nil, ""
	}
	name := Fold(s[:end])
	after = strings.TrimLeftFunc(s[end:], unicode.IsSpace)
	if !strings.HasPrefix(after, ":") || strings.HasPrefix(after, "://") {
		return nil, ""
	}
	for i := range params {
		if c := &params[i]; name == c.Name || name == c.Names.FR || name == c.Names.EN {
			return c, strings.TrimLeftFunc(after[1:], unicode.IsSpace)
		}
	}
	return nil, ""
}

// atWord reports whether a word begins at s[i].
func atWord(s string, i int) bool {
	if i == 0 {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsSpace(r)
}

// quotes are the opening quotes and what closes each. An apostrophe is not one.
var quotes = map[rune]string{'"': `"`, '“': "”", '«': "»", '„': "“”"}

// quoted returns the length of the quoted text at the start of s, with its
// quotes; 0 if there is none. A quote that is never closed is not a quote.
func quoted(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	closing, ok := quotes[r]
	if !ok {
		return 0
	}
	i := strings.IndexAny(s[n:], closing)
	if i < 0 {
		return 0
	}
	_, m := utf8.DecodeRuneInString(s[n+i:])
	return n + i + m
}

// unquote takes off the quotes of a text that is quoted as a whole.
func unquote(s string) string {
	if n := quoted(s); n > 0 && n == len(s) {
		_, first := utf8.DecodeRuneInString(s)
		_, last := utf8.DecodeLastRuneInString(s)
		s = s[first : len(s)-last]
	}
	return strings.TrimSpace(s)
}
