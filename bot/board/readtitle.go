package board

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// Words that name a trade, folded.
	trade = regexp.MustCompile(`\b(?:developp\w*|devs?|developers?|engineers?|engineering manager|ingenieure?s?|ingenierie|designers?|data (?:scientist|analyst|engineer|steward|manager|architect)s?|scientists?|analysts?|analystes?|architecte?s?|consultante?s?|consultants?` +
		`|managers?|chef(?:fe)?s?(?:\(fe\))? d(?:e |')(?:projets?|produit|equipe|chantier|service|rang|cuisine)|chefs? de partie|cuisini\w+|technicien\S*|technicians?|administrat\S+|admin(?:s|istrator)?|sysadmins?|adminsys|lead|tech lead|cto|ceo|coo|cfo|cmo|vp|head of|product owner|po|scrum master|coach|commercia\w+|sales|account executives?|sdr|bdr` +
		`|comptables?|accountants?|controleu\w+|auditeu\w+|auditors?|assistante?s?|assistant\S*|infirmie?r\S*|nurses?|aide[- ]soignant\S*|vendeu\w+|graphistes?|illustrat\w+|charge\S* d(?:e |'|es )\w+|responsables?|gestionnaires?|directeu\w+|directri\w+|directors?|stagiaires?|alternante?s?|apprentie?s?|interns?|apprentices?|trainees?|writers?|redact\w+|recruteu\w+|recruiters?|testeu\w+|testers?|qa|sre|devops|devsecops|secops|webmasters?|integrat\w+|specialiste?s?|specialists?|experte?s?|officers?|coordinat\w+|conseill\S+|operat\w+|agente?s?|ouvri\w+|macon\w*|electricien\S*|plombi\w+|menuisi\w+|mecanicien\S*|chauffeu\w+|conduct\w+|livreu\w+|magasini\w+|serveu\w+|receptionnistes?|receptionists?|secretaires?|juristes?|avocate?s?|lawyers?|paralegals?|formateu\w+|trainers?|enseignante?s?|professeur\w*|teachers?|chercheu\w+|researchers?|postdoc\w*|doctorante?s?|physicien\w*|chimistes?|biologistes?|pharmacien\w*|medecins?|kinesitherapeutes?|psychologues?|educat\w+|animat\w+|community manager|traffic manager|growth hackers?|marketeur\w*|marketers?|copywriters?|journalistes?|traduct\w+|translators?|economistes?|statisticien\S*|cartographes?|geometres?|dessinat\w+|projeteu\w+|planners?|buyers?|acheteu\w+|approvisionneu\w+|logisticien\w*|supervis\w+|teamleaders?|team leader|scrum|dba|pentesters?|rssi|ciso|dpo|cloud ops|ops|mlops|finops|product builder|programmers?|programmeu\w+|cableu\w+|soudeu\w+|usineu\w+|tourneu\w+|fraiseu\w+|barmans?|baristas?|boulangers?|boulangere|patissi\w+|coiffeu\w+|estheticien\w*|veterinaires?|jardini\w+|paysagistes?|maraich\w+|viticult\w+|oenologues?|sommeli\w+|caissi\w+|employe\S* de \w+|hotes?se?s?|ux|ui/ux|ux/ui|fullstack|full-stack|full stack|backend|back-end|frontend|front-end|monteu\w+|photographes?|videastes?|motion designer|bid manager|office manager|happiness manager|contremaitre|preparateu\w+|cariste|conservat\w+|bibliothecaires?|archivistes?|documentalistes?|paie)\b`)
	genderMark = regexp.MustCompile(`[(\[]?\b(?:h ?/ ?f(?: ?/ ?[xn]b?)?|f ?/ ?h(?: ?/ ?[xn]b?)?|m/f/d|m/w/d|f/m/d|m/f/x|f/m/x|w/m/d|m/f|f/m|homme/femme|femme/homme|tous genres|all genders)\b[)\]]?`)

	leadingMark = regexp.MustCompile(`^(?:h ?/ ?f|f ?/ ?h) `)

	// What leads to a title in a sentence.
	recruits = regexp.MustCompile(`(?:\b|#)(?:(?:je|on|nous)recrut(?:e|ons)|wearehiring|seeks|recherche d(?:e|u|'une?)|(?:recrut|recherch|cherch|embauch|engag)(?:e|ons|ent)|prend|prenons|(?:a|ai|ont|avons) besoin d'?e?|recrutement d'?e?|a la recherche d'?e?|hiring|looking (?:for|to hire)|recruiting|seeking|searching for|needs?|(?:poste|position|role|job|opening)s? (?:de|of|d'|for|as)|arrivee d'|ouvr(?:e|ons|ent)(?: un poste d'?e?)?|invites applications for)(?:\b|$)` +
		`(?: (?:d'urgence|urgemment|en|actuellement|aujourd'hui|activement|currently|actively|now|urgently|immediatement|regulierement|toujours|aussi|also) ?(?:ce moment|stage|alternance|cdi|cdd|freelance|urgence)?| (?:in|as) [a-z]+ )?[ ,]?(?: ?: ?| ?- |(?: ?for )? ?)` +
		`(?:(?:un ou une|une ou un|un/une|une/un|un\(?e\)?|un[.·•]e|un-e|une?|deux|trois|quatre|\d{1,2}|son/sa|son|sa|ses|notre|nos|leurs?|des|d'une?|an?|our|their|its|two|three|several|plusieurs|the position of|the role of|the|another)\b\)? ?)?` +
		`(?:(?:futur\(e\)|futur[.·•]e|future?s?|nouveau|nouvel|nouvelle|new|talented|excellente?|prochaine?|experienced?|passionate|great|autres?|poste de|profil de|profil|bonne?)\b\)?s? ?)?`)
	forWhom = regexp.MustCompile(`^(?:pour|for|chez|at|a|sur|in|au|dans le cadre|au sein|within) `)
	oneMore = regexp.MustCompile(`[ ,(](?:un\(?e|un[.·•]e|une?|an?|des|son|sa|deux|notre|two)\b\)? (?:nouve(?:au|lle) |nouvel |new |future? )?`)
	isOne   = regexp.MustCompile(`\b(?:(?:tu es|vous etes|t'es|you are|are you|etes-vous|es-tu|you're|en tant que|as) (?:une? |an? )?|en tant qu'(?:une? )?)`)

	// What ends a title.
	titleEnd = regexp.MustCompile(`[,;!?|\n:\[@]|\.(?: |$)|\.\.\.| - | -- | // |• | · |\(|"|` +
		`\b(?:chez|pour|basee?s? (?:a|au|aux|en|sur|dans|pres|in)|based|looking|seeking|located|at|to|for|who|with|within|qui|que|avec|dans|afin|from|and we|et vous|et tu|and you|dont|dispo\w*|asap|des que|remote|en remote|full remote|teletravail|hybride|tjm|cdi|cdd|en freelance|en stage|en alternance|en apprentissage|en interim|en contrat|en urgence|en full|en teletravail|en region|en poste|en binome|en vue|permanent|fixed-term|full[- ]time|contract role|a temps|au sein|au forfait|salaire|remunere\w*|paid|sur site|experience minimum|position|pret\w* a|capable|souhaitant|ayant|having|ready|motivee?s?|starting|c'est|\d+ ?ans|on|is|est|va|will|nous|vous|we|you|located|role|si|ping)\b`)
	noTitle = regexp.MustCompile(`\b(?:nous|vous|notre|votre|vos|nos|our|its|their|ses|leurs?|les|his|her|your|you|we|us|tu|ton|ta|tes|i|je|j'ai|notre|rejoignez|rejoins|join|merci|cordialement|regards|bonjour|hello|hi|salut|equipe de|team of|service rh|people team|offres? d'emploi|emploi|recrute|welcome|bienvenue|maitris\w+|diplom\w+|chez|renforce|accompagne|propose|construit|developpe|cherche|recherche)\b|^(?:recrutement|hiring|contact|experience|formation)\b`)
	leading = regexp.MustCompile(`^(?:(?:\[[^\]]{0,24}\]|offre d'emploi|offre|job offer|opportunite|nouvelle offre|nouvelle opportunite|poste|new job|new opening|urgent|recrutement|we're hiring|we are hiring|now hiring|hiring|on recrute|nous recrutons|mission freelance|mission|cdi|cdd|h/f|job|recherche|alerte job|job alert|vacancy|open position)(?: ?(?:!|:|\||- |-> |/ )+ ?| +(?:une? |an? ))|\[[^\]]{0,24}\] ?|(?:une? |an? |la |le |un\(e\) |un[·.]e |h/f |f/h ))+`)
	article = regexp.MustCompile(`^(?:une?|an?|the|un\(e\)|un[·.]e|l'|le|la|des|d') ?$`)
)

const (
	titleLines   = 25 // the lines where a title without a label stands
	longestTitle = 80 // runes
)

// titled is what may be the title, and how surely.
type titled struct {
	words string
	score int
}

// title is the name of the job.
func (p *paste) title() string {
	var best titled
	for i := range p.lines[:min(len(p.lines), maxLines)] {
		l := &p.lines[i]
		for _, t := range p.titles(i) {
			if l.topic != aboutTitle {
				t.score -= min(i, 30)
			}
			if t.score > best.score && t.words != "" {
				best = t
			}
		}
	}
	return best.words
}

// titles are what may be the title in a line.
func (p *paste) titles(i int) []titled {
	l := &p.lines[i]
	switch {
	case l.topic == aboutTitle && l.value < len(l.text):
		t := l.labelTitle()
		switch {
		case l.mail:
			t.score = 55
			if !trade.MatchString(l.text) {
				t.score = 0
			}
		case l.icon:
			t.score = 75
		}
		return []titled{t}
	case l.mail, l.topic == aboutApply && !l.icon, l.topic == aboutPay && !l.icon, l.topic == aboutRemote:
		return nil
	}
	all := p.recruited(i)
	if i < titleLines {
		for k, s := range l.split {
			if t := l.segmentTitle(s); t.score > 0 {
				t.score -= 2 * k
				all = append(all, t)
			}
		}
		all = append(all, l.phraseTitle())
	}
	return all
}

// labelTitle is what a label says is the title.
func (l *line) labelTitle() titled {
	from := l.value
	all := l.cut(separator, from)
	if len(all) == 0 {
		return titled{}
	}
	to := len(l.text)
	for k := len(all) - 1; k > 0 && l.isOther(all[k]); k-- {
		to = all[k-1].to
	}
	from += len(leadingWords(l.text[from:to]))
	if len(l.cut(separator, from)) > 1 && l.mail {
		if s := l.cut(separator, from); !trade.MatchString(l.text[s[0].from:s[0].to]) && trade.MatchString(l.text[s[1].from:s[1].to]) {
			from, to = s[1].from, s[1].to
		}
	}
	if strings.Count(l.text[from:to], " ") > 14 {
		to = min(to, l.titleEnd(from))
	}
	return titled{l.cleanTitle(from, to), 120}
}

// isOther reports whether a part of a title's line is another field's: its contract,
// place, pay or way of working.
func (l *line) isOther(s segment) bool {
	text := l.text[s.from:s.to]
	part := newLine(l.words(s.from, s.to))
	kind, _ := part.contract()
	_, spot := part.place()
	return (kind != "" || spot >= 40 || bestScore(text) >= enoughInField || genderMark.FindString(text) == text || remoteWord.MatchString(text)) && !trade.MatchString(text)
}

func bestScore(text string) int {
	_, score := bestSum(text)
	return score
}

func leadingWords(text string) string {
	lead := leading.FindString(text)
	if len(lead) == len(text) {
		return ""
	}
	return lead
}

// recruited are the titles that follow words such as « nous recrutons ».
func (p *paste) recruited(i int) []titled {
	l := &p.lines[i]
	var all []titled
	for _, m := range recruits.FindAllStringIndex(l.text, 8) {
		if m[1] < len(l.text) && !l.atWord(m[1]) {
			continue
		}
		if t := l.sentenceTitle(l.pastClient(m[1]), 60); t.words != "" {
			all = append(all, t)
			continue
		}
		if strings.Trim(l.text[m[1]:], " :!.|") == "" && i+1 < len(p.lines) {
			next := &p.lines[i+1]
			t := next.sentenceTitle(len(leadingWords(next.text)), 58)
			if next.isNamed() {
				t.words = next.cleanTitle(0, len(next.text))
			}
			if t.words != "" && next.topic <= aboutTitle && len(strings.Fields(next.text)) < 14 {
				all = append(all, t)
			}
		}
	}
	for _, m := range isOne.FindAllStringIndex(l.text, 4) {
		if t := l.sentenceTitle(m[1], 30); trade.MatchString(fold(t.words).text) {
			all = append(all, t)
		}
	}
	return all
}

// isNamed reports whether a line is a title with a comma in it: "Engineer, Machine Learning".
func (l *line) isNamed() bool {
	parts := l.cut(commas, 0)
	return len(parts) == 2 && len(strings.Fields(l.text)) < 7 && !l.isOther(parts[1]) && l.upper(parts[1].from) && trade.MatchString(l.text)
}

// pastClient is where a title begins after whom it is recruited for: « pour l’un de nos
// clients, un acteur de la santé, un ingénieur ».
func (l *line) pastClient(from int) int {
	lead := forWhom.FindString(l.text[from:])
	if lead == "" {
		return from
	}
	first := from
	for _, m := range oneMore.FindAllStringIndex(l.text[from:min(len(l.text), from+200)], 6) {
		at := from + m[1]
		if trade.MatchString(fold(l.sentenceTitle(at, 0).words).text) {
			return at
		}
		first = max(first, at)
	}
	return first
}

func (l *line) atWord(i int) bool {
	before, _ := utf8.DecodeLastRuneInString(l.text[:i])
	return !unicode.IsLetter(before) && !unicode.IsDigit(before)
}

// sentenceTitle reads a title that begins at from in a sentence.
func (l *line) sentenceTitle(from, score int) titled {
	if from >= len(l.text) {
		return titled{}
	}
	to := l.titleEnd(from)
	words := l.cleanTitle(from, to)
	text := fold(words).text
	hasTrade := trade.MatchString(text)
	switch {
	case words == "", noTitle.MatchString(text), utf8.RuneCountInString(words) > longestTitle, len(strings.Fields(words)) > 10:
		return titled{}
	case hasTrade:
		score += 20
	case genderMark.MatchString(l.text[from:]):
		score += 15
	default:
		score -= 30
	}
	return titled{words, score}
}

// segmentTitle reads a title that a part of a line is, or begins with.
func (l *line) segmentTitle(s segment) titled {
	text := l.text[s.from:s.to]
	lead := len(leadingWords(text))
	from := s.from + lead
	to := min(s.to, l.titleEnd(from))
	words := l.cleanTitle(from, to)
	title := fold(words).text
	marked := genderMark.MatchString(l.text[s.from:min(s.to, to+12)])
	n := len(strings.Fields(words))
	if words == "" || n > 9 || n == 0 || !marked && !trade.MatchString(title) || noTitle.MatchString(title) || utf8.RuneCountInString(words) > longestTitle {
		return titled{}
	}
	if kind, _ := (&line{folded: fold(words)}).contract(); kind != "" && n == 1 {
		return titled{}
	}
	score := 45
	if marked {
		score += 30
	}
	if !l.upper(from) {
		score -= 15
	}
	rest := strings.TrimLeft(l.text[to:s.to], " ")
	if rest != "" && !marked {
		score -= 8
	}
	if strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, ".") {
		score -= 12
	}
	return titled{words, score}
}

// phraseTitle reads a title around a word for a trade anywhere in a line.
func (l *line) phraseTitle() titled {
	at := trade.FindStringIndex(l.text)
	if at == nil {
		return titled{}
	}
	from := at[0]
	for { // back over the words that belong to it: "iOS developer", "lead data engineer"
		before := strings.TrimRight(l.text[:from], " ")
		word := before[strings.LastIndexAny(before, " ('\"|")+1:]
		start := len(before) - len(word)
		if word == "" || len(before) == from || article.MatchString(word) || strings.ContainsAny(word, ",.:;!?") || !l.upper(start) && !qualifies[word] && !strings.ContainsFunc(l.words(start, len(before)), unicode.IsUpper) {
			break
		}
		from = start
	}
	return l.sentenceTitle(from, 2)
}

// qualifies are words that may begin a title without a capital.
var qualifies = map[string]bool{"senior": true, "junior": true, "lead": true, "full": true, "stack": true, "web": true, "mobile": true, "data": true, "product": true, "software": true, "cloud": true, "chef": true, "tech": true, "principal": true, "staff": true}

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
	if genderMark.FindString(text) == text || i > 0 && l.text[i-1] != ' ' {
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
		if i := strings.LastIndexByte(trimmed, '('); i > 0 && strings.HasSuffix(trimmed, ")") && l.isOther(segment{from + i + 1, from + len(trimmed) - 1}) && genderMark.FindString(trimmed[i:]) != trimmed[i:] {
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
		if genderMark.MatchString(fold(w).text) || utf8.RuneCountInString(w) <= 3 && i > 0 && !smallWords[strings.ToLower(w)] {
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
