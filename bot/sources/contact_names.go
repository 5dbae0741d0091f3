package sources

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rebond/bot"
)

// What comes before the name of whoever is to be written to. After one that ends in a
// colon, a name is expected; the others stand in sentences, where only what is surely a
// person's name counts.
var (
	namedLead = regexp.MustCompile(`(?i)^(?:` +
		`(?:personnes? [àa] )?contact(?:er|s)?(?: (?:rh|hr|recrutement|entreprise|principal|person|name|direct|unique|us|pour (?:ce|cette) (?:poste|offre)))?|` +
		`interlocut(?:eur|rice|eur[·./(-]trice\)?)s?(?: (?:rh|recrutement|privil[ée]gi[ée]e?|unique))?|` +
		`recrut(?:eur|euse|eur[·./(-](?:se|euse|rice)\)?)(?: en charge)?|` +
		`charg[ée]e?(?:[·./(-]e\)?)? (?:de |du |de ce )?recrutement|` +
		`personne (?:r[ée]f[ée]rente|de contact)|r[ée]f[ée]rente?|responsable (?:du |de ce )?recrutement|responsable rh|` +
		`(?:offre )?suivie? par|nom du (?:contact|recruteur)|conseill(?:er|[èe]re)(?: (?:emploi|en charge|rh))?|` +
		`hiring (?:manager|contact)|(?:hr|technical|tech|your|our) (?:contact|recruiter|manager)|recruiters?|point of contact|talent acquisition(?: (?:partner|specialist|manager))?` +
		`)[\s\x{00a0}\x{202f}]*[:：][\s\x{00a0}\x{202f}]*`)
	lead = regexp.MustCompile(`(?i)^(?:` +
		`(?:adress|envoy|transmet|fai(?:re|tes) parvenir|post|candidat|[ée]cri)[^.:;!?\n]{0,80}[\s\x{00a0}][àa](?: l['’]attention de)?|` +
		`[àa] l['’]attention de|contacte[rz]?|contact|aupr[èe]s d[e'’]|joindre|demande[rz]?|[ée]cri(?:s|re|vez) [àa]|` +
		`(?:votre|ton|notre|vos) (?:futur )?(?:contact|interlocut(?:eur|rice)|recrut(?:eur|euse))(?: (?:rh|recrutement|privil[ée]gi[ée]e?))?(?: est| sera|,)?|` +
		`(?:apply|write|speak|talk|report|reach out) to|(?:send|forward|submit|e-?mail)[^.:;!?\n]{0,60} to|get in touch with|(?:your|our|the) (?:recruiter|hiring manager|contact)(?: is| will be|,)?` +
		`)(?:[\s\x{00a0}\x{202f}]*[:：])?[\s\x{00a0}\x{202f}]+`)
	endOfLead = regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}])` + strings.TrimPrefix(namedLead.String(), `(?i)^`) + `$`)

	profile  = regexp.MustCompile(`(?i)(?:https?://)?(?:[a-z]{2,3}\.)?(?:linkedin\.com/(?:mwlite/)?(?:in|pub)|xing\.com/profile|viadeo\.com/(?:[a-z]{2}/)?profile|calendly\.com)/[^\s<>()\[\]«»"|,;]*[^\s<>()\[\]«»"|,;.!?]`)
	civility = regexp.MustCompile(`^(?:M\.|MM\.|Mme\.?|Mmes|Mlle\.?|MME|MLLE|Mr\.?|MR\.?|Mrs\.?|Ms\.?|Miss|Monsieur|Madame|Mademoiselle|MONSIEUR|MADAME|Dr\.?|M)[\s\x{00a0}]+`)
	nameWord = regexp.MustCompile(`^(?:\p{Lu}\.(?:-?\p{Lu}\.)?|\p{Lu}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*)`)
	particle = regexp.MustCompile(`^(?i:(?:de la|de|du|des|le|la|van der|van den|van|von|der|di|da|dos|el|al|ben|bin)[ \x{00a0}]+(?:d['’])?|d['’])`)
	gap      = regexp.MustCompile(`^[ \t\x{00a0}\x{202f}]+`)
	another  = regexp.MustCompile(`^[ \x{00a0}\x{202f}]*(?:,|/|&|\bet\b|\bou\b|\band\b|\bor\b)[ \x{00a0}\x{202f}]*`)
	// after is what may follow a name that is known by its capitals only.
	after = regexp.MustCompile(`^[\s\x{00a0}\x{202f}]*(?:$|\n|[,;.:!?()\[\]/|–—•-]|(?:au|à|par|via|ou|et|pour|tél|mail|e-mail|coordonnées|at|by|on|or|and|for)(?:[^\p{L}]|$))`)
)

// maxNameWords is how many words of one name are taken.
const maxNameWords = 4

// maskContacts is [Mask] for an announcement, where the names of contacts and the
// addresses of their profiles are masked too.
func maskContacts(s string) string { return maskNames(Mask(s)) }

// maskNames masks what is known for the name of a person to be written to by what stands
// before it.
func maskNames(s string) string {
	if strings.Contains(s, "/") {
		s = profile.ReplaceAllString(s, Masked)
	}
	s = maskAfter(s, namedLead, false)
	return maskAfter(s, lead, true)
}

// maxLead bounds what is looked at, in bytes, for one lead.
const maxLead = 200

// leads are how the words that begin a lead begin, each in three letters.
const leads = " per con int rec cha res off sui nom ref hir hr  tec you our poi tal adr env tra fai pos can ecr a l aup joi dem vot ton not vos app wri spe rep rea sen for sub ema e-m mai get the "

// mayLead is a quick look that spares most words the slow one.
func mayLead(s string) bool {
	if len(s) < 3 || s[0] >= utf8.RuneSelf { // « écrivez », « à l’attention »
		return len(s) >= 3 && (strings.HasPrefix(s, "éc") || strings.HasPrefix(s, "Éc") || strings.HasPrefix(s, "à l") || strings.HasPrefix(s, "À l") || strings.HasPrefix(s, "ÉC") || strings.HasPrefix(s, "À L"))
	}
	if s[1] >= utf8.RuneSelf { // « référent »
		return s[0] == 'r' || s[0] == 'R'
	}
	return strings.Contains(leads, " "+strings.ToLower(s[:3]))
}

// maskAfter masks the names that follow the matches of a lead.
func maskAfter(s string, lead *regexp.Regexp, sure bool) string {
	var b strings.Builder
	from := 0
	inWord := false
	for at, r := range s {
		was := inWord
		if inWord = unicode.IsLetter(r) || unicode.IsDigit(r); was || !inWord || at < from || !mayLead(s[at:]) {
			continue
		}
		m := lead.FindStringIndex(s[at:min(len(s), at+maxLead)])
		if m == nil {
			continue
		}
		start := at + m[1]
		if n := persons(s[start:], sure); n > 0 {
			b.WriteString(s[from:start] + Masked)
			from = start + n
		}
	}
	if from == 0 {
		return s
	}
	return b.String() + s[from:]
}

// persons is how many bytes the names of persons take at the start of s.
func persons(s string, sure bool) int {
	n := person(s, sure)
	for n > 0 {
		sep := another.FindString(s[n:])
		more := 0
		if sep != "" {
			more = person(s[n+len(sep):], true)
		}
		if more == 0 {
			break
		}
		n += len(sep) + more
	}
	return n
}

// person is how many bytes a person's name takes at the start of s: after a civility, of
// which the first name is a known one, or else, where that is enough, two to four words
// with capitals of which none is of a company or a trade. 0: there is none.
func person(s string, sure bool) int {
	title := civility.FindString(s)
	n, count, first := nameLength(s[len(title):])
	switch {
	case count == 0:
		return 0
	case title != "":
		return len(title) + n
	case first:
		return n
	case sure || count < 2 || !after.MatchString(s[n:]):
		return 0
	}
	return n
}

// nameLength is how many bytes and words a name takes at the start of s, up to the first
// word that is in no name. first says that one of them is a first name.
func nameLength(s string) (n, count int, first bool) {
	for at := 0; count < maxNameWords; {
		if count > 0 {
			space := len(gap.FindString(s[at:]))
			if space == 0 {
				break
			}
			at += space + len(particle.FindString(s[at+space:]))
		}
		word := nameWord.FindString(s[at:])
		next, _ := utf8.DecodeRuneInString(s[at+len(word):])
		if word == "" || unicode.IsDigit(next) || next == '_' || next == '@' || noName(word) {
			break
		}
		known := isFirstName(word)
		first = first || known
		at += len(word)
		n, count = at, count+1
	}
	return n, count, first
}

// noName reports whether a word, or a part of it, is of a company, a trade or a sentence.
func noName(word string) bool {
	if strings.HasSuffix(word, ".") { // an initial
		return false
	}
	for _, part := range strings.FieldsFunc(bot.Fold(word), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if notNames[part] {
			return true
		}
	}
	return false
}

func isFirstName(word string) bool {
	part, _, _ := strings.Cut(bot.Fold(word), "-")
	return firstNames[part]
}

// isProfile reports whether a link leads to the profile of a person.
func isProfile(url string) bool { return profile.MatchString(url) }
