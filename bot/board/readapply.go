package board

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	toApply     = regexp.MustCompile(`\b(?:postul\w*|candidat\w*|apply|applications?|cv|resume|envoy\w+|adress\w+|ecri\w+|contact\w*|par ici|c'est ici|plus d'infos?|details?|formulaire|send|write|drop|ping|repond\w*|interess\w*|interested|join)\b`)
	notToApply  = regexp.MustCompile(`\b(?:suivez|suis-nous|follow|en savoir plus sur (?:nous|l'entreprise)|notre site|site web|our website|notre blog|our blog|visit|politique de confidentialite|privacy|rgpd|gdpr|unsubscribe|desinscri\w*|desabonn\w*|conditions generales|learn more about us|a propos de nous|donnees personnelles|dpo|presse)\b`)
	jobAddress  = regexp.MustCompile(`job|career|carriere|offre|recrut|apply|postul|candidat|emploi|vacanc|opening|hiring|position|talent|welcometothejungle|lever\.co|greenhouse`)
	hiringMail  = regexp.MustCompile(`^(?:rh|hr|drh|jobs?|recrut\w*|recruit\w*|candidat\w*|career\w*|carriere\w*|talents?|hiring|apply|people|emploi|stages?|alternance|internships?|cv)\b`)
	uselessMail = regexp.MustCompile(`^(?:no-?reply|dpo|rgpd|privacy|presse|press|support|unsubscribe)\b`)
)

// maxAddress is the most bytes of an address to apply at.
const maxAddress = 500

// apply is the link or the e-mail address that the text says to apply at; without such
// words, the first one.
func (p *paste) apply() string {
	best, score := "", 0
	for i := range p.lines {
		l := &p.lines[i]
		if l.mail {
			continue
		}
		for j, address := range addresses(l.raw) {
			n := 50 - min(i, 40)/4 - min(j, 9) + addressScore(address)
			if l.topic == aboutApply {
				n += 40
			}
			before := leadingTo(l.raw, address)
			switch {
			case notToApply.MatchString(before):
				n -= 60
			case toApply.MatchString(before):
				n += 30
			case i > 0 && toApply.MatchString(p.lines[i-1].text):
				n += 20
			}
			if n > score {
				best, score = address, n
			}
		}
	}
	return best
}

// leadingTo is what stands before an address on its line, folded, as far as it counts.
func leadingTo(raw, address string) string {
	before, _, _ := strings.Cut(raw, address)
	if len(before) > maxLine {
		before = strings.ToValidUTF8(before[len(before)-maxLine:], "")
	}
	return fold(before).text
}

func addressScore(address string) int {
	lower := strings.ToLower(address)
	switch {
	case strings.HasPrefix(lower, "http"):
		if jobAddress.MatchString(lower) {
			return 10
		}
	case uselessMail.MatchString(lower):
		return -45
	case hiringMail.MatchString(lower):
		return 10
	}
	return 0
}

// addresses are the links and the e-mail addresses of a line as they are written.
func addresses(raw string) []string {
	var all []string
	parts := strings.FieldsFunc(raw, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("<>\"“”«»`|[]{}", r)
	})
	for _, word := range parts {
		if len(all) == 10 {
			break
		}
		if len(word) > 2*maxAddress {
			continue
		}
		lower := strings.ToLower(word)
		if i := strings.Index(lower, "http"); i >= 0 && (strings.HasPrefix(lower[i:], "https://") || strings.HasPrefix(lower[i:], "http://")) && len(lower) == len(word) {
			if link := endOfLink(word[i:]); len(link) <= maxAddress && strings.Contains(link, ".") {
				all = append(all, link)
			}
			continue
		}
		word = strings.TrimFunc(strings.TrimPrefix(strings.Trim(word, "("), "mailto:"), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if strings.Contains(word, "@") && IsMail(word) && len(word) <= maxAddress {
			all = append(all, word)
		}
	}
	return all
}

// endOfLink takes from a link the punctuation that ends its sentence.
func endOfLink(link string) string {
	for {
		trimmed := strings.TrimRight(link, ".,;:!?*_'’…")
		if strings.HasSuffix(trimmed, ")") && strings.Count(trimmed, ")") > strings.Count(trimmed, "(") {
			trimmed = strings.TrimSuffix(trimmed, ")")
		}
		if trimmed == link {
			return link
		}
		link = trimmed
	}
}
