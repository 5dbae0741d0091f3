package same

import "slices"

// legal are the words of a company's name that another source leaves out.
var legal = set("sa sas sasu sarl eurl scop scic snc sci gie association inc ltd llc gmbh bv se plc corp co company groupe group france holding international " +
	"de du des la le les l d et the of and ville commune mairie")

// companyWords are the words of a company's name that tell it from others.
func companyWords(name string) []string {
	words := wordsOf(name)
	if kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return legal[w] }); len(kept) > 0 {
		return kept
	}
	return words
}

// employer is what two offers say of who recruits.
type employer int

const (
	another employer = iota
	unsaid           // by one of them, at least
	agreed
)

// employer compares the names. Where they differ, one must be a part of the other,
// or stand in the other's text: a brand and the company behind it.
func (p *Opening) employer(other *Opening) employer {
	a, b := p.company, other.company
	if len(a) == 0 || len(b) == 0 {
		return unsaid
	}
	if a[0] == b[0] && (within(a, b) || within(b, a)) || slices.Equal(joined(a), joined(b)) || initials(a, b) || initials(b, a) {
		return agreed
	}
	if within(a, b) || within(b, a) || p.text.has(b) || other.text.has(a) {
		return unsaid
	}
	return another
}

// initials reports whether the first word of a short name stands for the first
// words of a long one, and the rest is the same: CH Dombes, Centre hospitalier
// des Dombes. Two letters alone say too little.
func initials(short, long []string) bool {
	n := len(short[0])
	if n < 2 || n > len(long) || n == 2 && len(short) == 1 || !slices.Equal(short[1:], long[n:]) {
		return false
	}
	for i, w := range long[:n] {
		if w[0] != short[0][i] {
			return false
		}
	}
	return true
}

func within(a, b []string) bool {
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return true
}

// joined are the letters of a name: "Open Bee" is "OpenBee".
func joined(words []string) []byte {
	var all []byte
	for _, w := range words {
		all = append(all, w...)
	}
	return all
}
