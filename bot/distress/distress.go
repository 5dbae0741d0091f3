// Package distress hears, in what somebody writes, that they or somebody close may be at
// risk: words of suicide, of death or harm of oneself, or of having no way on. It promises
// that an explicit word always counts, French or English, however it is spelt, dressed,
// denied or joked about, unless it stands in an idiom of a closed list ("kill -9", « mort
// de rire »). It is a lexicon and not a diagnosis: it keeps nothing, tells nobody, and a
// text where it hears nothing may still be a call for help.
package distress

// Sign is what a text lets hear.
type Sign uint8

// The signs, weakest first.
const (
	Nothing  Sign = iota
	Implicit      // no way on, no worth, no strength, goodbyes
	Explicit      // death, suicide or harm of oneself or somebody close, or no wish to live
)

// String is the sign's name, as test data has it.
func (s Sign) String() string {
	switch s {
	case Implicit:
		return "implicit"
	case Explicit:
		return "explicit"
	}
	return "nothing"
}

// Hear returns the strongest sign in text. It takes any bytes, in time linear in their
// number; the first call of a program also reads the lexicon (a few milliseconds).
func Hear(text string) Sign {
	lex := readLexicon()
	t := lex.read(text)
	if t.glued {
		return Explicit
	}
	if !t.anchored {
		return Nothing
	}
	t.mask(lex.idioms, idiomMask)
	if t.says(lex.explicit, idiomMask) {
		return Explicit
	}
	t.mask(lex.everyday, everydayMask)
	if t.says(lex.implicit, idiomMask|everydayMask|nameMask) {
		return Implicit
	}
	return Nothing
}
