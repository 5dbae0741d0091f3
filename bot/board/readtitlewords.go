package board

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	genderMark = newClue("/,genres,genders", `[(\[]?\b(?:h ?/ ?f(?: ?/ ?[xn]b?)?|f ?/ ?h(?: ?/ ?[xn]b?)?|m/f/d|m/w/d|f/m/d|m/f/x|f/m/x|w/m/d|m/f|f/m|homme/femme|femme/homme|tous genres|all genders)\b[)\]]?`)

	leadingMark = regexp.MustCompile(`^(?:h ?/ ?f|f ?/ ?h) `)

	// What leads to a title in a sentence.
	recruits = newClue("recrut,cherch,embauch,engag,prend,prenons,besoin,hiring,looking,seek,search,need,poste,position,role,job,opening,arrivee,ouvr,invites", `(?:\b|#)(?:(?:je|on|nous)recrut(?:e|ons)|wearehiring|seeks|recherche d(?:e|u|'une?)|(?:recrut|recherch|cherch|embauch|engag)(?:e|ons|ent)|prend|prenons|(?:a|ai|ont|avons) besoin d'?e?|recrutement d'?e?|a la recherche d'?e?|hiring|looking (?:for|to hire)|recruiting|seeking|searching for|needs?|(?:poste|position|role|job|opening)s? (?:de|of|d'|for|as)|arrivee d'|ouvr(?:e|ons|ent)(?: un poste d'?e?)?|invites applications for)(?:\b|$)`+
		`(?: (?:d'urgence|urgemment|en|actuellement|aujourd'hui|activement|currently|actively|now|urgently|immediatement|regulierement|toujours|aussi|also) ?(?:ce moment|stage|alternance|cdi|cdd|freelance|urgence)?| (?:in|as) [a-z]+ )?[ ,]?(?: ?: ?| ?- |(?: ?for )? ?)`+
		`(?:(?:un ou une|une ou un|un/une|une/un|un\(?e\)?|un[.·•]e|un-e|une?|deux|trois|quatre|\d{1,2}|son/sa|son|sa|ses|notre|nos|leurs?|des|d'une?|an?|our|their|its|two|three|several|plusieurs|the position of|the role of|the|another)\b\)? ?)?`+
		`(?:(?:futur\(e\)|futur[.·•]e|future?s?|nouveau|nouvel|nouvelle|new|talented|excellente?|prochaine?|experienced?|passionate|great|autres?|poste de|profil de|profil|bonne?)\b\)?s? ?)?`)
	forWhom = regexp.MustCompile(`^(?:pour|for|chez|at|a|sur|in|au|dans le cadre|au sein|within) `)
	oneMore = regexp.MustCompile(`[ ,(](?:un\(?e|un[.·•]e|une?|an?|des|son|sa|deux|notre|two)\b\)? (?:nouve(?:au|lle) |nouvel |new |future? )?`)
	isOne   = newClue("tu,etes,t'es,you,tant,as ", `\b(?:(?:tu es|vous etes|t'es|you are|are you|etes-vous|es-tu|you're|en tant que|as) (?:une? |an? )?|en tant qu'(?:une? )?)`)

	// What ends a title.
	titleEnd = regexp.MustCompile(`[,;!?|\n:\[@]|\.(?: |$)|\.\.\.| - | -- | // |• | · |\(|"|` +
		`\b(?:chez|pour|basee?s? (?:a|au|aux|en|sur|dans|pres|in)|based|looking|seeking|located|at|to|for|who|with|within|qui|que|avec|dans|afin|from|and we|et vous|et tu|and you|dont|dispo\w*|asap|des que|remote|en remote|full remote|teletravail|hybride|tjm|cdi|cdd|en freelance|en stage|en alternance|en apprentissage|en interim|en contrat|en urgence|en full|en teletravail|en region|en poste|en binome|en vue|permanent|fixed-term|full[- ]time|contract role|a temps|au sein|au forfait|salaire|remunere\w*|paid|sur site|experience minimum|position|pret\w* a|capable|souhaitant|ayant|having|ready|motivee?s?|starting|c'est|\d+ ?ans|on|is|est|va|will|nous|vous|we|you|located|role|si|ping)\b`)
	noTitle = regexp.MustCompile(`\b(?:nous|vous|notre|votre|vos|nos|our|its|their|ses|leurs?|les|his|her|your|you|we|us|tu|ton|ta|tes|i|je|j'ai|notre|rejoignez|rejoins|join|merci|cordialement|regards|bonjour|hello|hi|salut|equipe de|team of|service rh|people team|offres? d'emploi|emploi|recrute|welcome|bienvenue|maitris\w+|diplom\w+|chez|renforce|accompagne|propose|construit|developpe|cherche|recherche)\b|^(?:recrutement|hiring|contact|experience|formation)\b`)
	leading = regexp.MustCompile(`^(?:(?:\[[^\]]{0,24}\]|offre d'emploi|offre|job offer|opportunite|nouvelle offre|nouvelle opportunite|poste|new job|new opening|urgent|recrutement|we're hiring|we are hiring|now hiring|hiring|on recrute|nous recrutons|mission freelance|mission|cdi|cdd|h/f|job|recherche|alerte job|job alert|vacancy|open position)(?: ?(?:!|:|\||- |-> |/ )+ ?| +(?:une? |an? ))|\[[^\]]{0,24}\] ?|(?:une? |an? |la |le |un\(e\) |un[·.]e |h/f |f/h ))+`)
	article = regexp.MustCompile(`^(?:une?|an?|the|un\(e\)|un[·.]e|l'|le|la|des|d') ?$`)
)

func isGenderMark(text string) bool { return genderMark.pattern.FindString(text) == text }

// titleEnd is where the title that begins at from ends.
func (l *line) titleEnd(from int) int {
	for at := from; ; {
		m := titleEnd.FindStringIndex(l.text[at:])
		if m == nil {
			return l.placeEnd(from, len(l.text))
		}
		end := at + m[0]
		switch mark := l.text[end : at+m[1]]; {
		case end == from && at == from && unicode.IsLetter(rune(mark[0])), strings.HasPrefix(l.text[end:], "to-") || end > 0 && l.text[end-1] == '-':
			at += m[1] // the first word, or a part of one: "on-call"
			continue
		case mark == "(":
			if closed := l.inBrackets(end); closed > 0 {
				at = closed
				continue
			}
		}
		return l.placeEnd(from, end)
	}
}

// inBrackets is the end of the words in brackets at i if they belong to a title: a
// gender mark, an ending, a technique.
func (l *line) inBrackets(i int) int {
	n := strings.IndexByte(l.text[i:], ')')
	if n < 0 || n > 30 {
		return 0
	}
	inside := segment{i + 1, i + n}
	text := l.text[inside.from:inside.to]
	if isGenderMark(text) || i > 0 && l.text[i-1] != ' ' {
		return i + n + 1
	}
	if text == "" || l.isOther(inside) || strings.ContainsAny(text, ",;") || aboutTime.MatchString(text) {
		return 0
	}
	return i + n + 1
}

// aboutTime are words in brackets that say when or how long, not what.
var aboutTime = regexp.MustCompile(`\d ?(?:mois|months?|ans?|years?|semaines?|weeks?|h\b|%)|\btemps\b|\btime\b|\basap\b|^\d+$|\burgent\b|\bexp\b`)

// placeEnd is where a title ends before a place, or an amount of pay: « dev Go à Nancy ».
func (l *line) placeEnd(from, end int) int {
	for _, s := range l.spots() {
		if s.from <= from || s.from >= end {
			continue
		}
		before := strings.TrimRight(l.text[from:s.from], " (,/-")
		for _, word := range []string{" a", " in", " sur", " pres de", " near", " de", " en", " au"} {
			if cut, ok := strings.CutSuffix(before, word); ok && cut != "" {
				return from + len(cut)
			}
		}
		if s.score >= 45 && before != "" && !strings.HasPrefix(l.text[s.to:], "-") {
			return from + len(before)
		}
	}
	for _, s := range sums(l.text[from:end]) {
		if (s.min.k || s.min.currency != "") && s.from > 0 {
			return from + s.from
		}
	}
	for _, word := range []string{" a ", " in the ", " in our ", " in a ", " sur la ", " sur le ", " sur les ", " sur nos ", " sur un", " on "} {
		if i := strings.Index(l.text[from:end], word); i > 0 && (word != " a " || l.words(from+i+1, from+i+2) == "à") {
			end = from + i
		}
	}
	return end
}

// cleanTitle is the title in from to to as it was written, without what stands around it.
func (l *line) cleanTitle(from, to int) string {
	if from >= to {
		return ""
	}
	from += len(leadingMark.FindString(l.text[from:to]))
	text := l.text[from:to]
	for {
		trimmed := strings.TrimRight(text, " ,;:.!?|-/*_([\"&'")
		for _, word := range []string{" en", " de", " a", " h/f -", " et", " and", " un", " une", " in", " le", " la", " -", " job", " role", " position", " opening", " a pourvoir", " recherche", " wanted"} {
			trimmed = strings.TrimSuffix(trimmed, word)
		}
		if strings.HasSuffix(trimmed, ")") && strings.Count(trimmed, ")") > strings.Count(trimmed, "(") {
			trimmed = strings.TrimSuffix(trimmed, ")")
		}
		if i := strings.LastIndexByte(trimmed, '('); i > 0 && strings.HasSuffix(trimmed, ")") && l.isOther(segment{from + i + 1, from + len(trimmed) - 1}) && !isGenderMark(trimmed[i:]) {
			trimmed = trimmed[:i]
		}
		if trimmed == text {
			break
		}
		text = trimmed
	}
	words := field(l.words(from, from+len(text)), longestTitle+1)
	if kinds := fold(words).text; plainContract.MatchString(kinds) || utf8.RuneCountInString(words) < 2 || !strings.ContainsFunc(words, unicode.IsLetter) {
		return ""
	}
	if strings.ToUpper(words) == words && utf8.RuneCountInString(words) > 8 && strings.Contains(words, " ") {
		return calm(words)
	}
	return words
}

// plainContract is a contract and nothing of a job.
var plainContract = regexp.MustCompile(`^(?:(?:un |une |en |a )?(?:cdi|cdd|freelances?|contractors?|stages?|stagiaires?|alternances?|alternante?s?|apprentie?s?|interns?|internship|interim|permanent|emploi|job|challenge|mission|poste|h/f|\(h/f\)|profils?|talents?|personnes?|quelqu'un|someone|people|equipe|missions?|stage ou alternance)(?: [(]?h/f[)]?)?)$`)

// calm writes a title that was shouted as people write one.
func calm(shouted string) string {
	words := strings.Fields(shouted)
	for i, w := range words {
		if genderMark.in(fold(w).text) || utf8.RuneCountInString(w) <= 3 && i > 0 && !smallWords[strings.ToLower(w)] {
			continue
		}
		words[i] = strings.ToLower(w)
		if i == 0 {
			first, size := utf8.DecodeRuneInString(words[i])
			words[i] = string(unicode.ToUpper(first)) + words[i][size:]
		}
	}
	return strings.Join(words, " ")
}

var smallWords = map[string]bool{"de": true, "du": true, "des": true, "et": true, "la": true, "le": true, "les": true, "en": true, "of": true, "and": true, "the": true, "à": true, "aux": true, "au": true, "d’": true}
