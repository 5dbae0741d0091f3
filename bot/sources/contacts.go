package sources

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

// Masked stands in an announcement where it gave a way to contact a person:
// those are on the announcement itself, and are not ours to keep.
const Masked = "coordonnées sur l’annonce d’origine"

var (
	mail = regexp.MustCompile(`(?i)(?:mailto:\s*)?[\p{L}\p{N}._%+'’-]*[\p{L}\p{N}_%+-]` +
		`(?:@|\s*[\[({<]\s*(?:at|@|arobase|arobas|chez)\s*[\])}>]\s*|\s+arobas?e?\s+)` +
		`[\p{L}\p{N}-]+(?:(?:\.|\s*[\[({<]\s*(?:dot|point|\.)\s*[\])}>]\s*|\s+point\s+)[\p{L}\p{N}-]+)*` +
		`(?:\.|\s*[\[({<]\s*(?:dot|point|\.)\s*[\])}>]\s*|\s+point\s+)\p{L}{2,24}`)
	groups = regexp.MustCompile(`\d+`)
)

// Mask replaces the e-mail addresses and telephone numbers in plain text by
// [Masked]. Amounts, dates, references, SIRET and postal codes stay.
func Mask(s string) string {
	if mayHoldMail(s) {
		s = mail.ReplaceAllString(s, Masked)
	}
	var b strings.Builder
	from := 0
	for i := 0; i < len(s); {
		to, count := digitRun(s, i)
		if count >= 7 {
			for _, p := range phones(s, i, to) {
				b.WriteString(s[from:p.from] + Masked)
				from = p.to
			}
		}
		i = max(to, i+1)
	}
	if from == 0 {
		return s
	}
	return b.String() + s[from:]
}

// digitRun is where the digits that begin at i, and what may stand between
// those of a telephone number, end; and how many digits they are.
func digitRun(s string, i int) (end, count int) {
	between := 0
	for j, r := range s[i:] {
		switch {
		case '0' <= r && r <= '9':
			end, count, between = i+j+1, count+1, 0
		case count == 0 || between == 4 || !separates(r):
			return end, count
		default:
			between++
		}
	}
	return end, count
}

func separates(r rune) bool {
	switch {
	case r < 0x80:
		return strings.IndexByte(" \t./()_-", byte(r)) >= 0
	case r == '\u00a0', r == '\u202f', r == '·', r == '\u2212':
		return true
	}
	return '\u2000' <= r && r <= '\u200a' || '\u2010' <= r && r <= '\u2015'
}

// mayHoldMail is a quick look that spares most texts the slow one.
func mayHoldMail(s string) bool {
	if strings.Contains(s, "@") {
		return true
	}
	s = strings.ToLower(s)
	for _, sign := range []string{"arobas", "at)", "at]", "at}", "at>", "at )", "at ]", "chez)", "chez]"} {
		if strings.Contains(s, sign) {
			return true
		}
	}
	return false
}

// hasMail reports whether an address shows someone's e-mail.
func hasMail(url string) bool { return mail.MatchString(strings.ReplaceAll(url, "%40", "@")) }

// isContactLink reports whether a link calls or writes to someone.
func isContactLink(url string) bool {
	lower := strings.ToLower(strings.TrimSpace(url))
	for _, start := range []string{"mailto:", "tel:", "sms:", "callto:", "skype:", "whatsapp:", "https://wa.me/", "https://api.whatsapp.com/", "https://t.me/"} {
		if strings.HasPrefix(lower, start) {
			return true
		}
	}
	return false
}

// maskBlocks masks the text and the links of blocks. A block where a number or a name
// runs over several styles loses them.
func maskBlocks(blocks []bot.Block) []bot.Block {
	above := ""
	for i := range blocks {
		var all strings.Builder
		spans := blocks[i].Spans[:0]
		for j, s := range blocks[i].Spans {
			switch {
			case s.Text == "\n":
			case isContactLink(s.URL), isProfile(s.URL):
				s.Text, s.URL = Masked, ""
				if j > 0 && len(spans) > 0 && spans[len(spans)-1].Text == Masked {
					continue // one link in several styles
				}
			default:
				if hasMail(s.URL) {
					s.URL = ""
				}
				s.Text = maskContacts(s.Text)
			}
			spans = append(spans, s)
			all.WriteString(s.Text)
		}
		blocks[i].Spans = spans
		text := all.String()
		masked := maskContacts(text)
		if endOfLead.MatchString(above) { // a heading or a line of its own says whose name this is
			if n := persons(masked, false); n > 0 {
				masked = Masked + masked[n:]
			}
		}
		if masked != text {
			blocks[i].Spans = textSpans(masked)
		}
		above = masked
	}
	return blocks
}

func textSpans(s string) []bot.Span {
	var spans []bot.Span
	for line := range strings.SplitSeq(s, "\n") {
		spans = append(spans, bot.Span{Text: line}, bot.Span{Text: "\n"})
	}
	return spans
}

type stretch struct{ from, to int }

// phones finds the telephone numbers in s[from:to], a run of digits and of
// what may stand between them.
func phones(s string, from, to int) []stretch {
	var found []stretch
	at := groups.FindAllStringIndex(s[from:to], -1)
	for i := range at {
		at[i][0] += from
		at[i][1] += from
	}
	for i := 0; i < len(at); {
		n := dateGroups(s, at[i:])
		if n == 0 {
			n = siretGroups(at[i:])
		}
		if n > 0 {
			i += n
			continue
		}
		p := stretch{at[i][0], 0}
		if n = phoneGroups(s, at[i:]); n == 0 {
			i++
			continue
		}
		p.to = at[i+n-1][1]
		p.from = opening(s, p)
		if isNumberOfSomeone(s, p) {
			found = append(found, p)
		}
		i += n
	}
	return found
}

// opening moves the start of a number back over its "+", and over a "(" that
// it closes.
func opening(s string, p stretch) int {
	from := p.from
	for from > 0 {
		switch {
		case s[from-1] == '+', s[from-1] == '(' && strings.Count(s[from:p.to], ")") > strings.Count(s[from:p.to], "("):
			from--
		case strings.HasSuffix(s[:from], "+ "):
			from -= 2
		default:
			return from
		}
	}
	return from
}

// isNumberOfSomeone looks at what stands around a number: the middle of a word
// or of an address, a reference or an amount is not a telephone.
func isNumberOfSomeone(s string, p stretch) bool {
	before, after := s[:p.from], s[p.to:]
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	if unicode.IsLetter(last) || unicode.IsLetter(next) || unicode.IsDigit(last) || strings.ContainsRune("=&#_%", last) {
		return false
	}
	near := before[max(0, len(before)-300):] // an address is shorter, a hostile text is not
	word := near[strings.LastIndexFunc(near, unicode.IsSpace)+1:]
	if strings.Contains(word, "://") || strings.HasPrefix(word, "www.") {
		return false
	}
	return !reference.MatchString(tail(before)) && !unit.MatchString(after)
}

var (
	reference = regexp.MustCompile(`(?i)(?:r[ée]f(?:[ée]rences?)?|siret|siren|rcs|rna|naf|offre|annonce|job|id|ticket)\W{0,4}(?:n[°o]?\W{0,2})?$`)
	unit      = regexp.MustCompile(`(?i)^[\s\x{00a0}\x{202f}]{0,2}(?:€|\$|£|%|k€|euros?\b|eur\b|chf\b|usd\b|brut|net\b|salari|collab|client|utilisat|users|lignes|habitants)`)
	called    = regexp.MustCompile(`(?i)(?:\bt[ée]l|t[ée]l[ée]phone|phone|portable|gsm|whatsapp|\bfax|appele[rz]|\bcall)\W{0,4}(?:au|le|num[ée]ro|n°)?\W{0,4}$`)
)

func tail(s string) string { return s[max(0, len(s)-40):] }

// dateGroups counts the groups that are a date at the start of at: 01.02.2026,
// 2026-02-01; 0 when they are not one.
func dateGroups(s string, at [][]int) int {
	if len(at) < 3 {
		return 0
	}
	var g [3]string
	for i := range g {
		g[i] = s[at[i][0]:at[i][1]]
	}
	sep := s[at[0][1]:at[1][0]]
	if sep != s[at[1][1]:at[2][0]] || sep != "." && sep != "/" && sep != "-" && sep != " " {
		return 0
	}
	year := func(y string) bool { return len(y) == 4 && (y[:2] == "19" || y[:2] == "20") }
	if len(g[0]) <= 2 && len(g[1]) <= 2 && year(g[2]) || year(g[0]) && len(g[1]) <= 2 && len(g[2]) <= 2 {
		return 3
	}
	return 0
}

// siretGroups counts the groups that are a SIRET at the start of at.
func siretGroups(at [][]int) int {
	sizes := [][]int{{14}, {9, 5}, {3, 3, 3, 5}}
next:
	for _, size := range sizes {
		for i, n := range size {
			if i >= len(at) || at[i][1]-at[i][0] != n {
				continue next
			}
		}
		return len(size)
	}
	return 0
}
